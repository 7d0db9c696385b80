"""Rows that hold for common facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from attrs import frozen

from perfeval.analysis.geometry.axes import Axis, axes_of
from perfeval.analysis.geometry.domain import Domain
from perfeval.tables.cells import Value
from perfeval.tables.model import Table


@frozen
class Overlap:
    """Two rows (from 0, ``first`` before ``second``) that hold for the same values, one vector of them."""

    first: int
    second: int
    values: tuple[Value | None, ...]


def overlaps(table: Table, domains: Mapping[str, Domain], most: int) -> tuple[Overlap, ...]:
    """The first ``most`` pairs of rows that hold for common facts, in the order of the rows.

    Whether they may (COLLECT, tiers, rows that give the same) is not asked here.
    """
    axes = axes_of(table, domains)
    found: list[Overlap] = []
    for first, second in pairs(axes, len(table.rows)):
        if len(found) == most:
            break
        shared = tuple(axis.value(axis.sides[first] & axis.sides[second]) for axis in axes)
        found.append(Overlap(first, second, shared))
    return tuple(found)


def pairs(axes: Sequence[Axis], size: int) -> Iterator[tuple[int, int]]:
    """All pairs of rows that meet, in order."""
    known: list[dict[int, int]] = [{} for _ in axes]
    for row in range(size):
        later = ((1 << size) - 1) >> (row + 1) << (row + 1)
        for axis, seen in zip(axes, known, strict=True):
            side = axis.sides[row]
            if side not in seen:
                seen[side] = touching(axis, side)
            later &= seen[side]
            if not later:
                break
        yield from ((row, other) for other in bits(later))


def touching(axis: Axis, side: int) -> int:
    """The rows that hold on some of these pieces."""
    return reduce(or_, (axis.holds[piece] for piece in bits(side)), 0)


def spanning(axis: Axis, side: int) -> int:
    """The rows that hold on all of these pieces; all rows where there are none."""
    return reduce(and_, (axis.holds[piece] for piece in bits(side)), -1)


def bits(number: int) -> Iterator[int]:
    """The places of the bits of a number, from the lowest."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
