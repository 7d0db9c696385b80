"""Tests of the usual layout of rule books."""
