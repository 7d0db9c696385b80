"""Where within a box no row holds: cut in two where the fewest rows are cut, until nothing is open.

Tables that people write are nested questions, so mostly there is a cut that goes through no row at
all. There are tables where every way takes ages; the work is therefore counted, and limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_

from attrs import define, frozen

from perfeval.analysis.geometry.axes import Axis
from perfeval.analysis.geometry.overlap import bits

# A set of pieces on each axis.
Box = tuple[int, ...]
# What is left of an axis: runs of pieces on which the same rows hold, as (rows, pieces).
_Strip = Sequence[tuple[int, int]]


@define
class Work:
    """How many steps are left; a step looks at one piece of an axis once."""

    left: int

    @property
    def is_done(self) -> bool:
        """Whether no more may be done: what was found until then is not all."""
        return self.left < 0


@frozen
class Cover:
    """What a search found. holes: boxes that no row touches. needed: rows that cover the rest."""

    holes: tuple[Box, ...]
    needed: int


def holes_in(axes: Sequence[Axis], box: Box, rows: int, work: Work, most: int) -> Cover:
    """Boxes within ``box`` where none of ``rows`` (as bits) holds; all of them, if the work suffices.

    The search ends with ``most`` of them. Where ``work`` is done, what was found is right but not all.
    """
    search = _Search(work)
    start = [
        [(axis.holds[piece], 1 << piece) for piece in bits(side)]
        for axis, side in zip(axes, box, strict=True)
    ]
    holes: list[Box] = []
    for hole in search.holes(start, rows):
        holes.append(hole)
        if len(holes) == most:
            break
    return Cover(tuple(holes), search.needed)


@define
class _Search:
    work: Work
    needed: int = 0

    def holes(self, start: Sequence[_Strip], rows: int) -> Iterator[Box]:
        waiting = [(start, rows)]
        while waiting:
            strips, rows = waiting.pop()
            self.work.left -= sum(len(strip) for strip in strips)
            if self.work.is_done:
                return
            here = reduce(and_, (reduce(or_, (held for held, _ in strip), 0) for strip in strips), rows)
            if not here:
                yield tuple(reduce(or_, (pieces for _, pieces in strip)) for strip in strips)
                continue
            strips = [_joined(strip, here) for strip in strips]
            whole = reduce(and_, (held for strip in strips for held, _ in strip), here)
            if whole:
                # One that was needed before, if there is one: few rows make a better reason.
                chosen = whole & self.needed or whole
                self.needed |= chosen & -chosen
                continue
            axis, place = _best_cut(strips)
            parts = (strips[axis][place:], strips[axis][:place])
            waiting.extend(([*strips[:axis], part, *strips[axis + 1 :]], here) for part in parts)


def _joined(strip: _Strip, rows: int) -> _Strip:
    """The strip with runs put together on which the same of ``rows`` hold."""
    joined: list[tuple[int, int]] = []
    for held, pieces in strip:
        kept = held & rows
        if joined and joined[-1][0] == kept:
            joined[-1] = (kept, joined[-1][1] | pieces)
        else:
            joined.append((kept, pieces))
    return joined


def _best_cut(strips: Sequence[_Strip]) -> tuple[int, int]:
    """The axis and the place before which it is cut: through the fewest rows, then most evenly."""
    best: tuple[int, int] | None = None
    found = (0, 0)
    for axis, strip in enumerate(strips):
        above = [0]
        for held, _ in reversed(strip):
            above.append(above[-1] | held)
        below = 0
        for place in range(1, len(strip)):
            below |= strip[place - 1][0]
            over = above[len(strip) - place]
            cost = ((below & over).bit_count(), max(below.bit_count(), over.bit_count()))
            if best is None or cost < best:
                best, found = cost, (axis, place)
    return found
