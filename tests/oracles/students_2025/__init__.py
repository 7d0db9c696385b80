"""The invented student assessment of 2025: an independent reading of its source in plain Python."""
