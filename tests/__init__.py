"""Everything that must hold of perfeval; `tests.oracle` is imported from here by name."""
