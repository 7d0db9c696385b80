"""Model and facts -> outcome.

Takes the decision tables and steps and the rows of the ledgers; gives every column, for each table
the row that fired, and for each step the amounts before and after. Nothing is rounded but where a
step says so, and order of rows, units or clauses changes nothing. What cannot be decided (a table
with two answers, a missing score) is a finding, never a guess.
"""
