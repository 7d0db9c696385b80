"""An independent reading of the townships-2025 rule book, and random facts for it."""
