"""What the rows of a decision table leave open, and which rows can never be used.

Geometry first, within a limit of work; where that is not enough, the solver; where that is not
enough either, or is not there, 未定. Columns are taken each by itself: what is found open may be a
place that no facts reach, but what is said to be covered, or dead, is so for all facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_

from attrs import frozen

from perfeval.analysis.geometry.axes import Axis, axes_of
from perfeval.analysis.geometry.boxes import Cells, cells_of, merged, values_of
from perfeval.analysis.geometry.domain import Domain
from perfeval.analysis.geometry.holes import Box, Work, holes_in
from perfeval.analysis.geometry.overlap import bits, touching
from perfeval.tables.cells import Value, matcher
from perfeval.tables.model import HitPolicy, Table
from perfeval.verify.solver import STEPS, Answer, is_installed
from perfeval.verify.vectors import Vectors

# A few seconds of work on an office machine, for all questions about one table.
WORK = 2_000_000
MOST_BOXES = 20
# As many boxes of the search at most are put together; more would tell no reader more.
_MOST_HOLES = 1_000
# After so many questions without an answer the solver is asked no more about a table.
_MOST_GIVEN_UP = 3


@frozen
class Gaps:
    """Whether there are values for which no row holds.

    boxes: where, as cells (None: no value), at most 20. witnesses: for each box one vector of values.
    is_all: whether there is nothing open beside these boxes.
    """

    verdict: Answer
    boxes: tuple[Cells, ...] = ()
    witnesses: tuple[tuple[Value | None, ...], ...] = ()
    is_all: bool = True


@frozen
class Dead:
    """A row (from 0) that can never be the one used, or 未定.

    covered_by: the rows before it that hold wherever it does; empty for a row that holds for nothing.
    """

    row: int
    verdict: Answer
    covered_by: tuple[int, ...] = ()


def find_gaps(table: Table, domains: Mapping[str, Domain], work: int = WORK, steps: int = STEPS) -> Gaps:
    """Values of the inputs for which no row holds. work: of geometry. steps: of the solver."""
    axes = axes_of(table, domains)
    left = Work(work)
    whole = tuple(axis.whole for axis in axes)
    holes = holes_in(axes, whole, (1 << len(table.rows)) - 1, left, _MOST_HOLES).holes
    if holes:
        return _shown(axes, holes, is_all=not left.is_done and len(holes) < _MOST_HOLES)
    if not left.is_done:
        return Gaps(Answer.NO)
    if not is_installed():
        return Gaps(Answer.UNKNOWN, is_all=False)
    vectors = Vectors(table, domains, steps)
    answer, values = vectors.outside(range(len(table.rows)))
    if answer is not Answer.YES:
        return Gaps(answer, is_all=answer is Answer.NO)
    if any(_holds(table, row, values) for row in range(len(table.rows))):
        return Gaps(Answer.UNKNOWN, is_all=False)
    return _shown(axes, [_grown(axes, values)], is_all=False)


def find_dead(
    table: Table, domains: Mapping[str, Domain], work: int = WORK, steps: int = STEPS
) -> tuple[Dead, ...]:
    """The rows that can never be the one used, and those for which that stays open, in order.

    In a FIRST table these are the rows that those before them cover together; in any table, rows
    that hold for nothing. A row of the same tier that stands before counts as one before.
    """
    axes = axes_of(table, domains)
    left, spare = Work(work), Work(work // 4)
    found: list[Dead] = []
    undecided: list[tuple[int, int]] = []
    for row in range(len(table.rows)):
        if not all(axis.sides[row] for axis in axes):
            found.append(Dead(row, Answer.YES))
            continue
        before = _before(table, row) & _meeting(axes, row)
        if not before:
            continue
        cover = _covered(axes, row, before, left)
        if left.is_done:
            undecided.append((row, before))
        elif cover is not None:
            found.append(Dead(row, Answer.YES, _fewest(axes, row, cover, spare)))
    found.extend(_asked(table, domains, undecided, steps))
    return tuple(sorted(found, key=lambda dead: dead.row))


# ---------------------------------------------------------------- gaps


def _shown(axes: Sequence[Axis], holes: Sequence[Box], *, is_all: bool) -> Gaps:
    boxes = merged(axes, holes)
    shown = boxes[:MOST_BOXES]
    return Gaps(
        Answer.YES,
        tuple(cells_of(axes, box) for box in shown),
        tuple(values_of(axes, box) for box in shown),
        is_all and len(boxes) == len(shown),
    )


def _grown(axes: Sequence[Axis], values: Sequence[Value | None]) -> Box:
    """The pieces that a vector lies in, and as many beside them as leave the box without a row."""
    sides = [axis.piece_of(value) for axis, value in zip(axes, values, strict=True)]
    rows = [touching(axis, side) for axis, side in zip(axes, sides, strict=True)]
    for place, axis in enumerate(axes):
        others = reduce(and_, (each for number, each in enumerate(rows) if number != place), -1)
        for step in (1, -1):
            sides[place] = _stretched(axis, sides[place], others, step)
        rows[place] = touching(axis, sides[place])
    return tuple(sides)


def _stretched(axis: Axis, side: int, others: int, step: int) -> int:
    """The side made longer at one end, while no row that meets the other sides holds there."""
    piece = side.bit_length() - 1 if step > 0 else next(bits(side))
    while 0 <= (piece := piece + step) < len(axis.holds) and not axis.holds[piece] & others:
        side |= 1 << piece
    return side


# ---------------------------------------------------------------- dead rows


def _before(table: Table, row: int) -> int:
    """The rows that go before a row, as bits."""
    if table.hit_policy is not HitPolicy.FIRST:
        return 0
    own = (table.rows[row].tier, row)
    return sum(1 << number for number, each in enumerate(table.rows) if (each.tier, number) < own)


def _meeting(axes: Sequence[Axis], row: int) -> int:
    """The rows that hold somewhere where this row does."""
    return reduce(and_, (touching(axis, axis.sides[row]) for axis in axes), -1)


def _covered(axes: Sequence[Axis], row: int, rows: int, work: Work) -> int | None:
    """Of ``rows`` those that were needed to cover a row; None if they do not."""
    cover = holes_in(axes, tuple(axis.sides[row] for axis in axes), rows, work, most=1)
    return None if cover.holes else cover.needed


def _fewest(axes: Sequence[Axis], row: int, rows: int, work: Work) -> tuple[int, ...]:
    """Rows that cover a row, without those that are not needed for it, as far as the work goes."""
    for other in reversed(list(bits(rows))):
        fewer = rows & ~(1 << other)
        still = _covered(axes, row, fewer, work)
        if work.is_done:
            break
        rows = rows if still is None else still
    return tuple(bits(rows))


def _asked(
    table: Table, domains: Mapping[str, Domain], undecided: Sequence[tuple[int, int]], steps: int
) -> Iterator[Dead]:
    """What the solver says of rows for which geometry would take too long."""
    vectors = Vectors(table, domains, steps) if undecided and is_installed() else None
    given_up = 0
    for row, before in undecided:
        answer = Answer.UNKNOWN
        if vectors is not None and given_up < _MOST_GIVEN_UP:
            answer, _ = vectors.outside(list(bits(before)), within=row)
        if answer is Answer.NO:
            yield Dead(row, Answer.YES, tuple(bits(before)))
        elif answer is Answer.UNKNOWN:
            given_up += 1
            yield Dead(row, Answer.UNKNOWN)


def _holds(table: Table, row: int, values: Sequence[Value | None]) -> bool:
    return all(matcher(cell)(value) for cell, value in zip(table.rows[row].cells, values, strict=True))
