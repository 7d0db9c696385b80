"""The text of a rule book in its usual layout: ``formatted`` in ``from_text.py``.

Takes the text; gives the same text with spaces, blank lines, indents, marks and digits as rule books
write them. Changes nothing that is said: the tree of the new text is the tree of the old one
(``same.py``), and what cannot be read stays as it is.
"""
