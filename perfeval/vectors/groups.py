"""What groups come to, and the places of their members, over whole columns."""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.conditions import THIS_YEAR
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.figures import combined
from perfeval.vectors.held import Held
from perfeval.vectors.vector import Array, Truths, Vector


@frozen(eq=False)
class _Groups:
    """The elements that belong to a group, rising, the number of the group of each, and how many groups."""

    elements: Array
    group: Array
    count: int


def is_of_groups(step: s.GroupStep) -> bool:
    """Whether a figure of groups is one that is written here."""
    if step.others:
        return step.statistic in (Statistic.SUM, Statistic.COUNT)
    return step.statistic in (
        Statistic.SUM,
        Statistic.COUNT,
        Statistic.MAX,
        Statistic.MIN,
        Statistic.DISTINCT,
    )


def _groups(step: s.GroupedStep, run: Held) -> _Groups:
    """Groups never cross populations; an element that lacks what tells groups apart is in none."""
    size = run.grain_size(step.grain)
    there: Truths = np.ones(size, dtype=np.bool_)
    units = slice(None) if step.grain == UNIT_GRAIN else run.frames.ledgers[step.grain].unit
    key = run.units.population[units].astype(np.int64)
    for name in step.within:
        vector = run.column(step.grain, name)
        there &= vector.known()
        known, codes = np.unique(vector.values, return_inverse=True)
        key = np.unique(key, return_inverse=True)[1] * len(known) + codes
    if step.year is not None:
        year = run.column(step.grain, step.year)
        there &= year.values == (year.words.index(THIS_YEAR) if THIS_YEAR in year.words else -2)
    elements = np.flatnonzero(there)
    found, group = np.unique(key[elements], return_inverse=True)
    return _Groups(elements, group, len(found))


def _with_number(step: s.GroupedStep, run: Held, name: str, groups: _Groups) -> Truths:
    """Which members have the number; one that lacks it is suspect unless the clause leaves it out."""
    there: Truths = run.column(step.grain, name).known()[groups.elements]
    if not step.with_data:
        run.suspect(step.grain, groups.elements[~there])
    return there


def run_group(step: s.GroupStep, run: Held) -> None:
    """What a number comes to over the group of each element."""
    groups = _groups(step, run)
    source = run.column(step.grain, step.source) if step.source else None
    there: Truths = np.ones(len(groups.elements), dtype=np.bool_)
    values: Array = np.ones(len(groups.elements), dtype=np.int8)
    ends = (1, 1)
    if source is not None:
        there = _with_number(step, run, step.source, groups)
        values, ends = source.values[groups.elements], (source.low, source.high)
    own, statistic = groups.group[there], step.statistic
    numbers = values[there]
    if statistic is Statistic.DISTINCT:
        order = np.lexsort((numbers, own))
        own, numbers = own[order], numbers[order]
        new = np.ones(len(own), dtype=np.bool_)
        new[1:] = (own[1:] != own[:-1]) | (numbers[1:] != numbers[:-1])
        own, numbers, statistic = own[new], numbers[new], Statistic.COUNT
    made = combined(statistic, own, numbers, groups.count, ends).taken(groups.group)
    if step.others:
        mine = Vector(Kind.NUMBER, values, there, (), *ends)
        taken = a.or_zero(mine) if statistic is Statistic.SUM else a.column(there, None, 0, 1)
        made = a.add(made, a.negated(taken))
    run.columns[step.grain, step.name] = _spread(made, groups, run.grain_size(step.grain))


def _spread(made: Vector, groups: _Groups, size: int) -> Vector:
    """What the members of groups have, as a column; missing for those in no group."""
    if len(groups.elements) == size:
        return made
    values: Array = np.full(size, made.low, dtype=made.values.dtype)
    present: Truths = np.zeros(size, dtype=np.bool_)
    values[groups.elements] = made.values
    present[groups.elements] = made.known()
    return evolve(made, values=values, present=present)


def can_be_ordered(step: s.OrderStep, run: Held) -> bool:
    """Whether all that is compared are numbers or days, and no element stands for others."""
    kinds = [run.model.columns[step.grain, name].kind for name, _ in step.keys]
    return step.once is None and all(kind in (Kind.NUMBER, Kind.DATE) for kind in kinds)


def run_order(step: s.OrderStep, run: Held) -> None:
    """The place of each element in its group."""
    groups = _groups(step, run)
    there = _with_number(step, run, step.keys[0][0], groups)
    groups = _Groups(groups.elements[there], groups.group[there], groups.count)
    compared: list[Array] = []
    for name, highest in step.keys:
        vector = run.column(step.grain, name)
        wide = vector.values.dtype if vector.values.dtype == np.object_ else np.int64
        values = vector.values[groups.elements].astype(wide)
        known = vector.known()[groups.elements]
        # A missing number comes last.
        compared.extend([~known, (-values if highest else values) * known])
    order = np.lexsort((*compared[::-1], groups.group))
    starts = _changes([groups.group], order)
    begins = _changes([groups.group, *compared], order)
    position: Array = np.arange(len(order))
    first = np.maximum.accumulate(np.where(starts, position, 0))
    ahead: Array = np.cumsum(begins) if step.dense else np.maximum.accumulate(np.where(begins, position, 0))
    places: Array = np.zeros(len(order), dtype=np.int64)
    places[order] = ahead - ahead[first] + 1
    made = a.column(places, None, 0, run.grain_size(step.grain))
    run.columns[step.grain, step.name] = _spread(made, groups, run.grain_size(step.grain))


def _changes(columns: list[Array], order: Array) -> Truths:
    """Whether an element in this order differs from the one before it in any column; the first does."""
    found: Truths = np.zeros(len(order), dtype=np.bool_)
    found[:1] = True
    for column in columns:
        ordered = column[order]
        found[1:] |= ordered[1:] != ordered[:-1]
    return found
