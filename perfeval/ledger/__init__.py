"""Ledgers (台账): facts about units, read strictly against the schema that the rule book declares.

Takes the bytes of CSV files and a schema; gives tables of typed cells that keep their line numbers,
or every problem of every file. Opens no file itself and guesses nothing.
"""
