"""The examples pass: rule book and its examples -> which come out otherwise than they say.

Takes bound examples and the models of the readings they name; gives a failure for each claim that
does not hold. Loses nothing; adds to a failure the explanation of the clause concerned. All
examples are evaluated in one run for each choice of readings, and so are all those of a variant.
"""
