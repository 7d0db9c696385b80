"""The rule book with its meaning: clauses, tests and expressions whose names are bound.

Holds no text to be parsed and does nothing: these are the values that ``resolve`` gives and
``tables`` takes. Every node is frozen; every clause knows its citation and its place.
"""
