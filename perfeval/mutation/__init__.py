"""Mutants: rule book -> the rule books that a slip of the pen or a bad draft would have made of it.

Takes a rule book and its surface tree; gives, for each small change of one sentence that the language
accepts and that says something else, the changed rule book; then what the examples of the book say of
it, and which mutants they let pass. Loses changes that no longer make a rule book (they are counted).
Adds for each survivor whether it is proved to mean the same, and the example that is missing.
"""
