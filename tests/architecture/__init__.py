"""What must hold of the source itself: layers, constructs, sizes, and the state of the repository."""
