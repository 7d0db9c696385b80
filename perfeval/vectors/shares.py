"""Shares: each element's part of what its group has to divide, in whole steps, over whole columns."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.figures import combined
from perfeval.vectors.groups import SORTED_KINDS, groups_of, score_of, with_number
from perfeval.vectors.held import Held
from perfeval.vectors.vector import Array, Truths, Vector, changes


@frozen(eq=False)
class _Sharing:
    """Those who share: their numbers in the grain, the group of each (of ``count``), what it has to divide
    at the places of the result, and their weights."""

    elements: Array
    group: Array
    count: int
    amount: Vector
    weight: Vector

    def total(self, values: Vector) -> Vector:
        """For each member what these come to over its group."""
        ends = (values.low, values.high)
        return combined(Statistic.SUM, self.group, values.values, self.count, ends).taken(self.group)


def can_be_shared(step: s.ShareStep, run: Held) -> bool:
    """Whether who gets what is left is decided by numbers or days."""
    return all(run.model.columns[step.grain, name].kind in SORTED_KINDS for name, _ in step.remainder)


def run_shares(step: s.ShareStep, run: Held) -> None:
    """Each element's part of an amount. A group that cannot divide it is suspect, and has no parts."""
    groups = groups_of(step, run)
    there = with_number(step, run, step.by, groups)
    elements = groups.at(there)
    amount, weight = (run.column(step.grain, name).taken(elements) for name in (step.amount, step.by))
    among = _Sharing(elements, groups.group[there], groups.count, a.times(amount, step.scale), weight)
    refused = _refused(among)
    run.suspect(step.grain, elements[refused])
    if refused.any():
        kept = np.flatnonzero(~refused)
        among = _Sharing(
            elements[kept], among.group[kept], among.count, among.amount.taken(kept), weight.taken(kept)
        )
    size = run.grain_size(step.grain)
    if not len(among.elements):
        parts = Vector(Kind.NUMBER, np.zeros(0, dtype=np.int8))
    else:
        parts = _parts(step, among)
        if step.remainder:
            parts = _with_rest(step, among, parts, run)
    run.columns[step.grain, step.name] = parts.spread(among.elements, size)


def _refused(among: _Sharing) -> Truths:
    """Whose group has no amount or several, a weight below 0, or none above."""
    amount, weight = among.amount, among.weight
    one: Array = np.zeros(among.count, dtype=amount.values.dtype)
    one[among.group] = amount.values
    wrong: Truths = np.zeros(among.count, dtype=np.bool_)
    for each in (~amount.known(), amount.values != one[among.group], weight.values < 0):
        wrong[among.group[each]] = True
    refused: Truths = wrong[among.group] | (among.total(weight).values == 0)
    return refused


def _parts(step: s.ShareStep, among: _Sharing) -> Vector:
    """Each member's part in proportion to its weight, rounded down to whole steps."""
    exact = a.multiply(among.amount, among.weight)
    steps = a.times(among.total(among.weight), step.step)
    parts = a.times(a.quotients(exact, steps), step.step)
    # No weight is above their sum.
    low, high = min(0, among.amount.low) - step.step, max(0, among.amount.high)
    return a.column(parts.values, None, low, high)


def _with_rest(step: s.ShareStep, among: _Sharing, parts: Vector, run: Held) -> Vector:
    """The same with what is left given to one of each group, which is suspect where it is open to whom."""
    rest = a.add(among.amount, a.negated(among.total(parts)))
    left = (rest.values != 0).astype(np.bool_)
    score = score_of(step.grain, step.remainder, run)[among.elements]
    order = np.lexsort((*_file_order(step.grain, among.elements, run), -score, among.group))
    first = changes(among.group[order])
    ordered = score[order]
    highest = ordered[np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))]
    wrong = first & ~run.column(step.grain, step.remainder[0][0]).known()[among.elements[order]]
    if not step.roster_order:
        wrong |= ~first & (ordered == highest)
    run.suspect(step.grain, among.elements[order[wrong & left[order]]])
    gets: Truths = np.zeros(len(order), dtype=np.bool_)
    gets[order[first]] = True
    given = a.column(np.where(gets, rest.values, 0), None, min(0, rest.low), max(0, rest.high))
    return a.add(parts, given)


def _file_order(grain: str, elements: Array, run: Held) -> tuple[Array, ...]:
    """What puts elements of one group in the order of their file."""
    return (elements,) if grain == UNIT_GRAIN else (run.frames.ledgers[grain].line[elements],)
