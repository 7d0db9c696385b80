"""Outcome -> account of one unit, clause by clause.

Takes the columns and traces of an evaluation; gives for every clause of the book what it gave the
unit and why, back to the quoted sentence and the ledger row. Nothing is computed a second time: an
account is read off the columns that the tables and steps left behind.
"""
