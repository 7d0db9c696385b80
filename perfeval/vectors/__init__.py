"""The model over whole arrays (NumPy): the same columns and traces as the reference, for many units."""
