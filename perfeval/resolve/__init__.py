"""Surface tree -> rule book.

Takes the items of the surface tree and the archived plan; gives a ``RuleBook`` whose names are bound,
whose types and units fit, whose counts agree with its lists, whose quotes stand in the plan in that
very place. Loses the words, keeps their places. A clause that cannot be bound is a finding.
"""
