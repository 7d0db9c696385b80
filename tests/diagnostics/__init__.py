"""Findings as text, as data, and in the forms that other programs read."""
