"""The columns of a table as axes: cut into pieces within which every cell holds everywhere or nowhere.

Values are counted: a number as it is scaled, a day by its ordinal, a text or truth by its place in
the list of values. Between two counted values there is nothing, so a piece is a run of whole numbers.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from operator import xor

from attrs import frozen

from perfeval.analysis.geometry.domain import Domain
from perfeval.tables.cells import ANY, Among, AnyValue, Cell, Range, Value
from perfeval.tables.model import Kind, Table

OTHER_TEXT = "其他"
# From the first to the last of counted values, both included.
Run = tuple[int, int]


@frozen(eq=False)
class Axis:
    """One column. A set of pieces is a whole number too, with a bit for each piece.

    listed: texts or truths, in the order in which they are counted. starts: where each piece begins;
    ``top`` is where the last one ends. holds: for each piece the rows (as bits) whose cell holds there;
    if the column may be without a value, that is one more piece, the last. sides: for each row the
    pieces on which its cell holds.
    """

    domain: Domain
    listed: tuple[Value, ...]
    starts: tuple[int, ...]
    top: int
    holds: tuple[int, ...]
    sides: tuple[int, ...]

    @property
    def whole(self) -> int:
        """All pieces."""
        return (1 << len(self.holds)) - 1

    @property
    def absent(self) -> int:
        """The piece without a value, or no piece."""
        return 1 << len(self.starts) if self.domain.missing else 0

    def value(self, side: int) -> Value | None:
        """A value of one of these pieces, as round a number as there is; None for no value alone."""
        known = [start for piece, start in enumerate(self.starts) if side >> piece & 1]
        if not known:
            return None
        return self._value(max(known, key=_zeros) if self.domain.kind is Kind.NUMBER else known[0])

    def _value(self, counted: int) -> Value:
        if self.domain.is_ordered:
            return date.fromordinal(counted) if self.domain.kind is Kind.DATE else counted
        return self.listed[counted]

    def piece_of(self, value: Value | None) -> int:
        """The piece that a value of the domain lies in."""
        if value is None:
            return self.absent
        counted = _counted(value) if self.domain.is_ordered else self.listed.index(value)
        # What lies beyond the outermost ends is in the outermost piece.
        return 1 << max(bisect_right(self.starts, counted) - 1, 0)

    def is_one_cell(self, side: int) -> bool:
        """Whether a single cell holds on just these pieces."""
        if side in (self.whole, self.absent):
            return True
        lowest = side & -side
        in_one_run = side & (side + lowest) == 0
        return not side & self.absent and (in_one_run or not self.domain.is_ordered)

    def cell(self, side: int) -> Cell | None:
        """The cell that holds on just these pieces; None for no value."""
        if side == self.whole:
            return ANY
        if side == self.absent:
            return None
        if not self.domain.is_ordered:
            return Among(tuple(self.listed[value] for run in self._runs(side) for value in _each(run)))
        runs = tuple(self._runs(side))
        low, high = runs[0][0], runs[-1][1]
        at_floor, at_top = low == self.starts[0], high == self.top
        goes_on = (at_floor and self.domain.low is None) or (at_top and self.domain.high is None)
        if low == high and not goes_on:
            return self._range(low, high)
        # Where the values themselves end, there is no need to say so.
        return self._range(None if at_floor else low, None if at_top else high)

    def _runs(self, side: int) -> Iterator[Run]:
        ends = (*self.starts[1:], self.top + 1)
        for piece, (start, end) in enumerate(zip(self.starts, ends, strict=True)):
            if side >> piece & 1:
                yield start, end - 1

    def _range(self, low: int | None, high: int | None) -> Range:
        """The range between two included values, with the ends that are written most shortly."""
        if self.domain.kind is Kind.DATE:
            days = [None if end is None else date.fromordinal(end) for end in (low, high)]
            return Range(low=days[0], high=days[1])
        if low == high or self.domain.places == 0:
            return Range(low=low, high=high, places=self.domain.places)
        low_in = low is None or _zeros(low) >= _zeros(low - 1)
        high_in = high is None or _zeros(high) >= _zeros(high + 1)
        return Range(
            low if low is None or low_in else low - 1,
            low_in,
            high if high is None or high_in else high + 1,
            high_in,
            self.domain.places,
        )


def axes_of(table: Table, domains: Mapping[str, Domain]) -> tuple[Axis, ...]:
    """The axes of a table, one for each input in order. Raises KeyError for an input without a domain."""
    columns = zip(*(row.cells for row in table.rows), strict=True) if table.rows else ()
    cells = tuple(columns) or ((),) * len(table.inputs)
    return tuple(axis_of(column, domains[name]) for name, column in zip(table.inputs, cells, strict=True))


def axis_of(cells: Sequence[Cell], domain: Domain) -> Axis:
    """One axis from the cells of its column, one a row."""
    listed = _listed(cells, domain)
    places = {value: place for place, value in enumerate(listed)}
    # Many rows have the same cell, and numbers are dearer to compare than cells to look up.
    runs = {cell: _runs_of(cell, domain, places) for cell in dict.fromkeys(cells)}
    floor, top = _ends(domain, listed, [run for each in runs.values() for run in each])
    kept = {cell: _within(each, floor, top) for cell, each in runs.items()}
    every = [end for each in kept.values() for low, high in each for end in (low, high + 1)]
    starts = sorted(dict.fromkeys([floor, *(end for end in every if end <= top)]))
    sides = {cell: _side(each, starts) for cell, each in kept.items()}
    turns = [0] * (len(starts) + 1)
    for row, cell in enumerate(cells):
        for low, high in kept[cell]:
            turns[bisect_left(starts, low)] ^= 1 << row
            turns[bisect_left(starts, high + 1)] ^= 1 << row
    holds = list(accumulate(turns, xor))[:-1]
    if domain.missing:
        holds.append(sum(1 << row for row, cell in enumerate(cells) if isinstance(cell, AnyValue)))
        absent = 1 << len(starts)
        sides = {cell: side | absent if isinstance(cell, AnyValue) else side for cell, side in sides.items()}
    return Axis(domain, listed, tuple(starts), top, tuple(holds), tuple(sides[cell] for cell in cells))


def named_texts(cells: Sequence[Cell]) -> tuple[Value, ...]:
    """The values that cells name one by one, each once, in order."""
    named = (value for cell in cells if isinstance(cell, Among) for value in cell.values)
    return tuple(dict.fromkeys(named))


def another_text(named: Sequence[Value]) -> str:
    """A text that stands for all those that no cell names."""
    text = OTHER_TEXT
    while text in named:
        text += OTHER_TEXT
    return text


def _listed(cells: Sequence[Cell], domain: Domain) -> tuple[Value, ...]:
    """Texts and truths in their order; those that no cell names are alike, so one stands for them."""
    if domain.is_open:
        named = named_texts(cells)
        return (*named, another_text(named))
    return domain.values


def _counted(value: Value) -> int:
    return value.toordinal() if isinstance(value, date) else int(value)


def _runs_of(cell: Cell, domain: Domain, places: Mapping[Value, int]) -> list[tuple[int | None, int | None]]:
    """Where a cell holds, in order and apart from each other; None: as far as values go."""
    if isinstance(cell, AnyValue):
        return [(None, None)]
    if isinstance(cell, Among):
        known = cell.values if domain.is_ordered else [value for value in cell.values if value in places]
        counted = [_counted(value) if domain.is_ordered else places[value] for value in known]
        return [(each, each) for each in sorted(dict.fromkeys(counted))]
    low = None if cell.low is None else _counted(cell.low) + (not cell.low_included)
    high = None if cell.high is None else _counted(cell.high) - (not cell.high_included)
    return [] if low is not None and high is not None and low > high else [(low, high)]


def _ends(domain: Domain, listed: Sequence[Value], runs: Sequence[tuple[int | None, int | None]]) -> Run:
    """The first and the last counted value.

    Beyond the outermost ends of cells all values are alike: where there is no end to them, one of
    them stands for all.
    """
    if not domain.is_ordered:
        return 0, len(listed) - 1
    fixed = [_counted(end) for end in (domain.low, domain.high) if end is not None]
    # Of either side of each end one value: of a range from 600 on, 600 and what is just below.
    lows = [end for low, _ in runs if low is not None for end in (low - 1, low)]
    highs = [end for _, high in runs if high is not None for end in (high, high + 1)]
    floor = min([*fixed, *lows, *highs], default=0) if domain.low is None else _counted(domain.low)
    top = max([*fixed, *lows, *highs], default=0) if domain.high is None else _counted(domain.high)
    if domain.kind is Kind.DATE:
        first, last = date.min.toordinal(), date.max.toordinal()
        floor, top = max(floor, first), min(max(top, first), last)
    return floor, top


def _within(runs: Sequence[tuple[int | None, int | None]], floor: int, top: int) -> list[Run]:
    cut = [
        (floor if low is None else max(low, floor), top if high is None else min(high, top))
        for low, high in runs
    ]
    return [(low, high) for low, high in cut if low <= high]


def _side(runs: Sequence[Run], starts: Sequence[int]) -> int:
    side = 0
    for low, high in runs:
        side |= (1 << bisect_left(starts, high + 1)) - (1 << bisect_left(starts, low))
    return side


def _each(run: Run) -> range:
    return range(run[0], run[1] + 1)


def _zeros(number: int) -> int:
    """How many zeros a number ends with; for nought more than for any other."""
    digits = str(abs(number))
    return len(digits) - len(digits.rstrip("0")) if number else sys.maxsize
