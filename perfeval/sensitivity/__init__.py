"""Rule book and facts -> what depends on which reading.

Takes a book with its readings and the rows of the ledgers; evaluates every combination of options up
to a stated number, and beyond it each option alone and all pairs. Gives for each unit the grades that
it can have and the readings that they depend on, and for each option what it changes alone. The
columns and traces of the single evaluations are dropped. A combination that the tables or the facts
do not decide is kept with its findings.
"""
