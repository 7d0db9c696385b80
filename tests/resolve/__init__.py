"""Names, quotes and units of rule books."""
