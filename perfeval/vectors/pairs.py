"""Of a unit's rows with the same key the one that counts: rows are compared in pairs.

A unit has a few rows, next to each other. Those so many places apart are compared all at once, for one
place, two places … as far as any unit has rows; only pairs that share unit and key are looked at closer.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.tables.model import HighestRow, Kind
from perfeval.vectors.held import Held
from perfeval.vectors.vector import Array, Truths, Vector, sortable, width_of


@frozen(eq=False)
class Compared:
    """The rows of a ledger, compared in pairs that share unit and key.

    there: whether a row has points. one, other: the rows of the pairs. beaten: whether any goes before it.
    """

    there: Truths
    one: Array
    other: Array
    beaten: Truths

    def won(self) -> Truths:
        """Whether each row is the one that counts."""
        return self.there & ~self.beaten

    def winners(self) -> Array:
        """For each row the place of the row that counts; -1: it has no points."""
        width = width_of(-1, len(self.there))
        # Each row itself, or all bits set, which is -1.
        winner: Array = np.arange(len(self.there), dtype=width) | (self.there.astype(width) - width(1))
        one, other, beaten = self.one, self.other, self.beaten
        # Each beaten row points at the one of its group that nobody beats: one of its partners.
        left, right = beaten[one] & ~beaten[other], beaten[other] & ~beaten[one]
        winner[one[left]] = other[left]
        winner[other[right]] = one[right]
        return winner


def compared(step: HighestRow, points: Array, there: Truths, run: Held) -> Compared:
    """Which of a unit's rows with the same key go before others."""
    unit = run.frames.ledgers[step.ledger].unit
    key = _comparable(run.column(step.ledger, step.key))
    one, other = _pairs(unit, key, there, run.most_rows(step.ledger))
    better = _better(step, points, run, one, other)
    beaten: Truths = np.zeros(len(unit), dtype=np.bool_)
    beaten[np.where(better, other, one)] = True
    return Compared(there, one, other, beaten)


def _comparable(key: Vector) -> Array:
    """Keys as numbers of which equal ones are the same key; a missing key is one as well."""
    if key.present is None or key.kind is Kind.TEXT:
        return key.values
    return np.where(key.present, sortable(key.values).astype(np.int64), np.iinfo(np.int64).min)


def _pairs(unit: Array, key: Array, there: Truths, most: int) -> tuple[Array, Array]:
    """All pairs of rows with points that share unit and key, the earlier first. most: rows of a unit."""
    ones: list[Array] = [np.zeros(0, dtype=np.int64)]
    others: list[Array] = [np.zeros(0, dtype=np.int64)]
    for apart in range(1, most):
        # Keys are short and seldom equal, so they are compared first.
        one = np.flatnonzero(key[apart:] == key[:-apart])
        other = one + apart
        near = (unit[one] == unit[other]) & there[one] & there[other]
        ones.append(one[near])
        others.append(other[near])
    return np.concatenate(ones), np.concatenate(others)


def _better(step: HighestRow, points: Array, run: Held, one: Array, other: Array) -> Truths:
    """Whether the first row of each pair goes first: by more points, then the order, then the line."""
    better: Truths = points[one] > points[other]
    undecided = points[one] == points[other]
    for name, wish in step.order:
        vector = run.column(step.ledger, name)
        mine, yours = vector.values[one], vector.values[other]
        if wish is not None:
            code = vector.words.index(wish) if wish in vector.words else -2
            mine, yours = mine == code, yours == code
            better = better | (undecided & mine & ~yours)
        else:
            better = better | (undecided & (mine < yours))
        undecided = undecided & (mine == yours)
    line = run.frames.ledgers[step.ledger].line
    better |= undecided & (line[one] < line[other])
    return better
