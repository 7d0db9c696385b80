"""Against the field: the same jobs for our engines and for others, on the same facts, checked row by row."""
