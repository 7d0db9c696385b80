"""Broken rule texts get one good message for each mistake; sound ones written otherwise mean the same."""
