"""An independent oracle for the 2013 plan, and a generator of fact sets that sit on its boundaries.

Test support only. The oracle is written from the plan and from the contract of the 2013 rule set (facts,
clauses, readings, results), by hand and as naively as possible, so that it can disagree with the engine:
it imports nothing of ``perfeval`` and knows nothing of the rule files.

* ``roster``: the 106 units in plan order.
* ``readings``: the names and options of the readings.
* ``points``: the clauses that add and take off points, and those that cancel eligibility.
* ``heshan2013``: totals, ranks, grades and ``evaluate``.
* ``consequences``: what follows from a grade.
* ``facts_io``: a fact set as a folder of CSV files.
* ``dice``, ``ledgers``, ``steering`` and ``generate``: random fact sets and readings, the same for the
  same seed; ``generate.random_facts`` and ``generate.random_readings`` are what to call.
"""
