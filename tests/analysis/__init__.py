"""Tests of what is found out about rule books and tables."""
