"""Rule book and model -> what holds for every unit that the declared ranges allow.

Takes one model, or two; gives a proof, a witness, or 未定 with the reason. A model is encoded for one
unit whose facts are unknowns: scaled integers, never anything inexact. What the rest of its series
does is lost: rank and place are unknowns too, and come back only where a whole series is replayed.
The solver (extra ``verify``) is imported when it is asked; every answer that names facts has been
replayed by the engine before it is given.
"""
