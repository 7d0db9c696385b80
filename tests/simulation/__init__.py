"""Simulation: drawn facts, what comes of them, and what is said of it."""
