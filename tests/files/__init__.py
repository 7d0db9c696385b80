"""Rule books of several files."""
