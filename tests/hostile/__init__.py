"""Hostile or careless input: limits, characters, and texts that are no rule books."""
