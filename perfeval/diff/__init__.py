"""Two rule books -> edits, what they change for whom, and which of them cause it.

Takes an older and a newer rule book and, if there are any, facts. A book is taken apart into parts
that can be exchanged (clauses, ledgers, lists of units …); each edit is about one part. Whom the
edits concern, and which edits cause what, is tried: books that hold some parts of the one and some of
the other are compiled and run. Loses the spans of the books; adds nothing that was not run.
"""
