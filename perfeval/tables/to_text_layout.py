"""Fitting Chinese text into columns: wrapping by what it takes on a screen, never inside a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfeval.source.width import display_width

# A piece is never broken: a run of digits and letters, or one character, with the opening marks
# before it and the closing marks behind it.
_PIECE = re.compile(r"[（【“《]*(?:[0-9A-Za-z.%+-]+|.)[，。；：、）】”》？！]*", re.DOTALL)
NARROWEST = 8
GAP = 2


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` screen columns; a piece that is wider stands alone."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and display_width(lines[-1] + piece) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def hang(text: str, width: int, first: str, rest: str) -> str:
    """``text`` behind ``first``, its further lines behind ``rest``, all within ``width`` columns."""
    room = width - max(display_width(first), display_width(rest))
    return "\n".join((rest if place else first) + line for place, line in enumerate(wrap(text, room)))


def fit(
    headers: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> tuple[list[str], list[list[str]]]:
    """Headers and cells with line breaks where needed, so that a table is at most ``width`` wide.

    The widest columns give way first; none becomes narrower than ``NARROWEST``.
    """
    columns = list(zip(headers, *rows, strict=True))
    widths = [max(display_width(cell) for cell in column) for column in columns]
    room = width - GAP * (len(widths) - 1)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda place: widths[place])
        if widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
    broken = [["\n".join(wrap(cell, widths[place])) for cell in column] for place, column in enumerate(columns)]
    made = [list(line) for line in zip(*broken, strict=True)]
    return made[0], made[1:]
