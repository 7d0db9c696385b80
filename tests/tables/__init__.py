"""Decision tables: how they are shown, and that they are what is evaluated."""
