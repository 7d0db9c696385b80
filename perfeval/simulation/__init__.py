"""What the rules would have done in many simulated years.

Takes a rule book, its facts and a declaration of what of the facts is uncertain; draws the facts anew
many times, evaluates each draw, and gives for each unit how often it has each grade and rank, and how
often each clause decides. Draws are exact: whole numbers from tables that are computed in whole
numbers; a draw depends on the seed, its number and what is drawn, and on nothing else. What is not
declared never varies. Loses the single draws; ``facts_of`` gives each of them again.
"""
