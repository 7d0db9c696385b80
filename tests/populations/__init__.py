"""Many populations in one folder: each comes out as if it were alone."""
