"""What numbers mean.

Takes digits as people write them; gives exact numbers: an integer and the decimal places it is
scaled by. No binary float is made anywhere, and no rounding happens unless a named rule says so.
"""
