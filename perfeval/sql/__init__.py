"""A model as one SQL query, with its traces.

Takes a rule book and its model; gives a relational plan, its text in a dialect, and, where DuckDB or
PostgreSQL is at hand, the same outcome as the evaluation. Loses nothing: all numbers are scaled whole
numbers. Adds to the result of each unit whether anything is wrong with its population; what exactly is
wrong, the evaluation itself says.
"""
