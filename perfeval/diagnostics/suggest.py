"""Near misses: what the user probably meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

# Two words of more letters than this together are not compared: the work grows with their product.
_LONGEST = 400


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, or None if none is near; ties go to the first in order."""
    from difflib import SequenceMatcher  # only a mistake pays for loading it

    best, best_ratio = None, (0, 1)
    letters = Counter(word)
    for candidate in dict.fromkeys(known):
        if candidate == word or not _may_be(letters, candidate, best_ratio):
            continue
        blocks = SequenceMatcher(None, word, candidate, autojunk=False).get_matching_blocks()
        same, total = sum(block.size for block in blocks), len(word) + len(candidate)
        if same * best_ratio[1] > best_ratio[0] * total:
            best, best_ratio = candidate, (same, total)
    # At least three letters in five must agree (same counts once, total counts both words).
    return best if best_ratio[0] * 10 >= best_ratio[1] * 3 else None


def _may_be(letters: Counter[str], candidate: str, best: tuple[int, int]) -> bool:
    """Whether a word with these letters can be as much like the candidate as ``best``.

    Comparing two words in earnest costs a hundred times as much, and most names share no letter.
    """
    size = letters.total()
    total = size + len(candidate)
    if min(size, len(candidate)) * 10 < total * 3 or total > _LONGEST:
        return False
    same = sum(min(count, candidate.count(char)) for char, count in letters.items())
    return same * 10 >= total * 3 and same * best[1] > best[0] * total


def edits(one: str, other: str) -> int:
    """Letters to insert, delete or replace that turn one word into the other.

    Of words too long to be a slip of each other, what their lengths differ by is enough.
    """
    if len(one) + len(other) > _LONGEST:
        return max(len(one), len(other))
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        last, row[0] = row[0], index
        for place, wanted in enumerate(other, 1):
            last, row[place] = row[place], min(last + (char != wanted), row[place] + 1, row[place - 1] + 1)
    return row[-1]
