"""The frames of the computing sentences, at the ends of what they say; values are worked out by hand."""
