"""Holes in texts: what stands there differs between units."""

from __future__ import annotations

import re

# Characters of private use, which no rule book has: a hole in a text, and one that is a number alone.
_OPEN, _CLOSE, _NUMBER, _END = "\ue000", "\ue001", "\ue002", "\ue003"
HOLES = re.compile(f'"{_NUMBER}([0-9]+){_END}"|{_OPEN}([0-9]+){_CLOSE}')


def in_text(number: int) -> str:
    """A hole inside a text."""
    return f"{_OPEN}{number}{_CLOSE}"


def alone(number: int) -> str:
    """A hole that stands alone in JSON."""
    return f"{_NUMBER}{number}{_END}"


class Line(int):
    """The line of a row, which is a hole where it is written."""

    hole: int

    def __format__(self, form: str) -> str:
        return in_text(self.hole)

    @property
    def alone(self) -> str:
        """The hole of a number that stands alone in JSON."""
        return alone(self.hole)


def differ(one: str, other: str) -> bool:
    """Whether two texts differ whatever stands in their holes."""
    letters = _letters(one), _letters(other)
    common = min(len(each) for each in letters)
    for mine, yours in zip(*letters, strict=False):
        if mine != yours:
            return len(mine) == 1 and len(yours) == 1
    return any(len(rest) == 1 for rest in letters[0][common:] + letters[1][common:])


def _letters(text: str) -> list[str]:
    """The characters of a text; a hole is one piece."""
    found: list[str] = []
    place = 0
    for match in HOLES.finditer(text):
        found.extend((*text[place : match.start()], match.group()))
        place = match.end()
    return [*found, *text[place:]]
