"""Populations (districts, years, scenarios): each evaluated alone, all in one run.

Takes a rule book and ledgers in which columns named by the user tell populations apart; gives an outcome
for each population in which nothing is wrong, and every finding with the population that it is about.
"""
