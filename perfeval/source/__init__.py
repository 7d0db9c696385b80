"""Where text came from.

Takes text as it was read; gives places in it (spans, lines, columns), a folded copy for comparing
full and half width, display widths, and the archived plan cut into its numbered sections.
Loses nothing: folding maps one character to one character, so every span stays exact.
"""
