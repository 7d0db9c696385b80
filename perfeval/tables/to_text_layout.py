"""Fitting Chinese text into columns: wrapping by what it takes on a screen, never inside a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from perfeval.source.width import display_width

# A piece is never broken: a citation (四（一）2), a number with the first character behind it, a run
# of digits and letters, or one character; with opening marks before it and closing marks behind it.
_NUMERAL = "[一二三四五六七八九十]"
_PIECE = re.compile(
    rf"[（【“《]*(?:{_NUMERAL}+（{_NUMERAL}+）[0-9]*(?:（[0-9]+）)?|[0-9]+ \S|[0-9A-Za-z.%+-]+|.)"
    r"[，。；：、）】”》？！]*",
    re.DOTALL,
)
_PAUSES = ("、", "；", "，", "。", "）", "】")
NARROWEST = 10
GAP = 2
# What the table writer adds to the width of a header.
HEADER_MARGIN = 2


def wrap(text: str, width: int, *, at_pauses: bool = True) -> list[str]:
    """Lines of at most ``width`` screen columns; a piece that is wider stands alone.

    at_pauses: break behind a 、 or the like where the last third of the line has one.
    """
    lines: list[str] = []
    line: list[str] = []
    for piece in _PIECE.findall(text):
        if line and display_width("".join(line) + piece) > width:
            kept = _pause(line, width) if at_pauses else len(line)
            lines.append("".join(line[:kept]).rstrip())
            line = line[kept:]
        line.append(piece if line else piece.lstrip())
    return [*lines, "".join(line).rstrip()]


def _pause(line: Sequence[str], width: int) -> int:
    """How many pieces of a full line stay on it."""
    for kept in range(len(line), 0, -1):
        if 3 * display_width("".join(line[:kept])) < 2 * width:
            break
        if line[kept - 1].endswith(_PAUSES):
            return kept
    return len(line)


def hang(text: str, width: int, first: str, rest: str, *, at_pauses: bool = True) -> str:
    """``text`` behind ``first``, its further lines behind ``rest``, all within ``width`` columns."""
    room = width - max(display_width(first), display_width(rest))
    lines = wrap(text, room, at_pauses=at_pauses)
    return "\n".join((rest if place else first) + line for place, line in enumerate(lines))


@frozen
class Fitted:
    """Headers and rows with line breaks; width: screen columns; more: lines that the breaks add."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    more: int


def fit(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Fitted:
    """A table with line breaks where needed to make it at most ``width`` wide.

    Headers that are wider than their cells give way first, then the widest columns.
    """
    columns = [_Cells(column) for column in zip(headers, *rows, strict=True)]
    room = width - GAP * (len(columns) - 1)
    limits = _limits(columns, room)
    broken = [column.broken(limit) for column, limit in zip(columns, limits, strict=True)]
    # What lines leave free goes to the columns with the most lines.
    for place in sorted(range(len(broken)), key=lambda place: -broken[place].lines):
        free = room - sum(column.width for column in broken)
        if free > 0 and broken[place].lines > 1:
            broken[place] = columns[place].broken(broken[place].width + free)
    made = list(zip(*(column.cells for column in broken), strict=True))
    more = sum(max(cell.count("\n") for cell in line) for line in made)
    taken = sum(column.width for column in broken) + GAP * (len(broken) - 1)
    return Fitted(made[0], tuple(made[1:]), taken, more)


def _limits(columns: Sequence[_Cells], room: int) -> list[int]:
    """How wide each column may be; none is made narrower than ``NARROWEST``."""
    limits = [column.width for column in columns]
    places = range(len(columns))
    while sum(limits) > room:
        spare = [limits[place] - max(columns[place].body, NARROWEST) for place in places]
        if max(spare) <= 0:
            spare = [limit - NARROWEST for limit in limits]
            if max(spare) <= 0:
                break
        limits[max(places, key=lambda place: spare[place])] -= 1
    return limits


@frozen
class _Cells:
    """A column of cells, the header first."""

    cells: tuple[str, ...]

    @property
    def lines(self) -> int:
        return max(cell.count("\n") for cell in self.cells) + 1

    @property
    def body(self) -> int:
        """The widest line below the header."""
        return max((display_width(line) for cell in self.cells[1:] for line in cell.split("\n")), default=0)

    @property
    def width(self) -> int:
        header = max(display_width(line) for line in self.cells[0].split("\n"))
        return max(header + HEADER_MARGIN, self.body)

    def broken(self, limit: int) -> _Cells:
        """The cells broken into lines so that the column is at most ``limit`` wide."""
        header, *cells = self.cells
        return _Cells((_even(header, limit - HEADER_MARGIN), *(_even(cell, limit) for cell in cells)))


def _even(text: str, width: int) -> str:
    """``text`` in as few lines of ``width`` as it needs: broken at pauses, or into even lines."""
    fewest = len(wrap(text, width))
    narrowest = -(-display_width(text) // fewest)
    ways = [lines for room in range(narrowest, width + 1) if len(lines := wrap(text, room)) == fewest]
    neat = (lines for lines in ways if all(line.endswith(_PAUSES) for line in lines[:-1]))
    return "\n".join(next(neat, ways[0] if ways else [text]))


def turned(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Headers and rows with rows and columns exchanged; the first line is the new header."""
    return list(zip(headers, *rows, strict=True))


def fit_either_way(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Fitted:
    """As ``fit``; rows become columns where that fits and breaks fewer lines."""
    upright = fit(headers, rows, width)
    if not upright.more:
        return upright
    first, *rest = turned(headers, rows)
    sideways = fit(first, rest, width)
    better = sideways.more < upright.more or upright.width > width
    return sideways if better and sideways.width <= width else upright
