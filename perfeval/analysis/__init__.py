"""Rule book and tables -> findings and figures about them.

Reads, never changes. One question a file: how much of the plan is accounted for, and as what.
"""
