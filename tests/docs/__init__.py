"""Everything that the documents show is run: commands, rule text, ledgers, Python, links, names and codes.

``PERFEVAL_UPDATE=1`` rewrites the output that the documents show.
"""
