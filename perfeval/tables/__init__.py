"""Rule book and chosen readings -> decision tables and the steps between them.

Takes a ``RuleBook`` and one option for each reading; gives a ``Model``: decision tables whose cells
are intervals or sets and whose rows know their clause, with a few relational steps (gather, highest,
cap, formula, lookup, rank, places) between them, in the order of what needs what. The wording is
lost, nothing else; what is evaluated, shown, explained and compared is this model and only this.
"""
