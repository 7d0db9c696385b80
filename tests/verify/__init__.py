"""The solver: encoding, proofs, witnesses, and what is said without it."""
