"""Near misses: what the user probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, or None if none is near; ties go to the first in order."""
    from difflib import SequenceMatcher  # only a mistake pays for loading it

    best, best_ratio = None, (0, 1)
    for candidate in dict.fromkeys(known):
        if candidate == word:
            continue
        blocks = SequenceMatcher(None, word, candidate, autojunk=False).get_matching_blocks()
        same, total = sum(block.size for block in blocks), len(word) + len(candidate)
        if same * best_ratio[1] > best_ratio[0] * total:
            best, best_ratio = candidate, (same, total)
    # At least three letters in five must agree (same counts once, total counts both words).
    return best if best_ratio[0] * 10 >= best_ratio[1] * 3 else None


def edits(one: str, other: str) -> int:
    """Letters to insert, delete or replace that turn one word into the other."""
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        last, row[0] = row[0], index
        for place, wanted in enumerate(other, 1):
            last, row[place] = row[place], min(last + (char != wanted), row[place] + 1, row[place - 1] + 1)
    return row[-1]
