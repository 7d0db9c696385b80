"""An independent oracle for the invented rules of environment-2025, and random facts for it."""
