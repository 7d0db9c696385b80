"""The engine over arrays against the reference, and what its arrays promise."""
