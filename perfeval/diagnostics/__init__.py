"""How the project speaks to people about what they wrote.

Takes findings of the passes; gives messages with a code, a place, the user's own words, what was
expected and a next step, as text or as data. A finding is a value: no pass raises for a mistake.
"""
