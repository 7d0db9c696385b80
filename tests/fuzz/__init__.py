"""No input crashes the program: sentences of the grammar, and texts and ledgers that are damaged.

Takes nothing but a seed: each input is made from the seed and its number, so that it can be made again.
Gives what came of the inputs, and every input of which something came that must not.
"""
