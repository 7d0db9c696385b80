"""What is wrong with a rule book before anyone is graded.

Takes a rule book with its surface tree and its examples; gives findings (PE8xx), each with the facts
that show it. One check a file, entered in ``every.py``. A finding is answered by the 口径 it comes
from, or by a sentence of the book (知悉); what is answered is kept apart, with its reason.
"""
