"""perfeval: evaluation plans that run, written in Chinese, exact and explained clause by clause."""
