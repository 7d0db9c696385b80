"""Two wordings -> one text in which what was left out and what was put in are marked."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from perfeval.source.fold import fold, squeeze

# Names, numbers and words of letters change as a whole; everything else a character at a time.
_TOKEN = re.compile(r"【[^】\n]*】|“[^”\n]{1,12}”|[0-9]+(?:\.[0-9]+)?%?|[A-Za-z]+[+<>#]?|\s+|.", re.DOTALL)
# Of words that stay the same, so many characters are shown around a change in a long text.
_AROUND, _LONG = 24, 160
# Texts with less than so many per cent in common are shown one after the other.
_TOO_LITTLE = 30

# For each stretch: what stood there and what stands there now.
Stretch = tuple[str, str]


def same_wording(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space and full or half width."""
    return squeeze(one)[0] == squeeze(other)[0]


def likeness(one: str, other: str) -> int:
    """How much two texts have in common, in per cent."""
    first, second = squeeze(one)[0], squeeze(other)[0]
    if not first or not second:
        return 100 if first == second else 0
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return 200 * sum(block.size for block in blocks) // (len(first) + len(second))


def stretches(old: str, new: str) -> tuple[Stretch, ...]:
    """The two texts cut into stretches that are the same and stretches that are not, in order."""
    before, after = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, _comparable(before), _comparable(after), autojunk=False)
    found: list[tuple[bool, str, str]] = []
    for tag, start, stop, first, last in matcher.get_opcodes():
        piece = ("".join(before[start:stop]), "".join(after[first:last]))
        # One letter that happens to stay between two changes is no help to a reader.
        lone = found and stop < len(before) and len(piece[1]) == 1 and piece[1].isalpha()
        alike = tag == "equal" and not lone
        if found and not alike and not found[-1][0]:
            found[-1] = (False, found[-1][1] + piece[0], found[-1][2] + piece[1])
        else:
            found.append((alike, *piece))
    return tuple((new, new) if alike else (old, new) for alike, old, new in found)


def _tokens(text: str) -> list[str]:
    """The text cut as if it were in half width."""
    return [text[match.start() : match.end()] for match in _TOKEN.finditer(fold(text))]


def _comparable(tokens: list[str]) -> list[str]:
    return [" " if token.isspace() else fold(token) for token in tokens]


def marked(old: str, new: str, *, whole: bool = True) -> str:
    """The new text with the changes in it: 每次加［5→6］分, ［删：…］, ［增：…］.

    whole: all of it; else of long stretches that are the same only what stands near a change.
    """
    alike = old and new and likeness(old, new) >= _TOO_LITTLE
    pieces = stretches(old, new) if alike else ((old, new),)
    shorten = not whole and len(new) > _LONG
    shown = []
    for place, (before, after) in enumerate(pieces):
        if before == after:
            shown.append(_near(after, place, len(pieces)) if shorten else after)
        elif not after:
            shown.append(f"［删：{before}］")
        else:
            shown.append(f"［增：{after}］" if not before else f"［{before}→{after}］")
    return "".join(shown)


def _near(text: str, place: int, count: int) -> str:
    """The ends of a stretch that stand next to a change."""
    head = text[:_AROUND] if place else ""
    tail = text[-_AROUND:] if place < count - 1 else ""
    return text if len(head) + len(tail) >= len(text) else f"{head}……{tail}"
