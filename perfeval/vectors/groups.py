"""What groups come to, and the places of their members, over whole columns."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.conditions import THIS_YEAR
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.figures import STATISTICS, combined
from perfeval.vectors.held import Held
from perfeval.vectors.ranking import ranked
from perfeval.vectors.roster import groups_of_one, ranks_side_by_side
from perfeval.vectors.vector import Array, Truths, Vector, sortable


@frozen(eq=False)
class _Groups:
    """The elements that belong to a group, rising; the number of the group of each, from 0 to ``count``.

    elements: None where all elements belong to one.
    """

    elements: Array | None
    group: Array
    count: int

    def of(self, values: Array) -> Array:
        """What a column has for these elements."""
        return values if self.elements is None else values[self.elements]

    def at(self, there: Truths) -> Array:
        """The numbers, in their grain, of these of the elements."""
        places = np.flatnonzero(there)
        return places if self.elements is None else self.elements[places]


def is_of_groups(step: s.GroupStep) -> bool:
    """Whether a figure of groups is one that is written here."""
    return step.statistic in ((Statistic.SUM, Statistic.COUNT) if step.others else STATISTICS)


def _groups(step: s.GroupedStep, run: Held) -> _Groups:
    """Groups never cross populations; an element that lacks what tells groups apart is in none."""
    size = run.grain_size(step.grain)
    there: Truths = np.ones(size, dtype=np.bool_)
    units = slice(None) if step.grain == UNIT_GRAIN else run.frames.ledgers[step.grain].unit
    key, count = run.units.population[units].astype(np.int64), run.units.count
    for name in step.within:
        vector = run.column(step.grain, name)
        if vector.present is not None:
            there &= vector.present
        codes, many = _codes(vector, size)
        if count * many > 4 * size + 1000:
            found, key = np.unique(key, return_inverse=True)
            count = len(found)
        key, count = key * many + codes, count * many
    if step.year is not None:
        year = run.column(step.grain, step.year)
        there &= year.values == (year.words.index(THIS_YEAR) if THIS_YEAR in year.words else -2)
    elements = None if there.all() else np.flatnonzero(there)
    groups = _Groups(elements, key if elements is None else key[elements], count)
    if count > 4 * size + 1000:
        found, key = np.unique(groups.group, return_inverse=True)
        groups = _Groups(elements, key, len(found))
    return groups


def _codes(vector: Vector, size: int) -> tuple[Array, int]:
    """A column as small numbers from 0, equal where values are, and how many there may be."""
    if vector.kind is Kind.TEXT:
        return vector.values.clip(0), max(1, len(vector.words))
    narrow = vector.high - vector.low < size and vector.values.dtype != np.object_
    if vector.kind is Kind.NUMBER and narrow:
        return vector.values.astype(np.int64) - vector.low, vector.high - vector.low + 1
    found, codes = np.unique(vector.values, return_inverse=True)
    return codes, max(1, len(found))


def _with_number(step: s.GroupedStep, run: Held, name: str, groups: _Groups) -> Truths:
    """Which members have the number; one that lacks it is suspect unless the clause leaves it out."""
    there: Truths = groups.of(run.column(step.grain, name).known())
    if not step.with_data and not there.all():
        run.suspect(step.grain, groups.at(~there))
    return there


def run_group(step: s.GroupStep, run: Held) -> None:
    """What a number comes to over the group of each element."""
    groups = _groups(step, run)
    source = run.column(step.grain, step.source) if step.source else None
    there: Truths = np.ones(len(groups.group), dtype=np.bool_)
    values: Array = np.ones(len(groups.group), dtype=np.int8)
    ends = (1, 1)
    if source is not None:
        there = _with_number(step, run, step.source, groups)
        values, ends = groups.of(source.values), (source.low, source.high)
    own, numbers, statistic = groups.group, values, step.statistic
    if not there.all():
        own, numbers = own[there], numbers[there]
    made = combined(statistic, own, numbers, groups.count, ends).taken(groups.group)
    if step.others:
        mine = Vector(Kind.NUMBER, values, there, (), *ends)
        taken = a.or_zero(mine) if statistic is Statistic.SUM else a.column(there, None, 0, 1)
        made = a.add(made, a.negated(taken))
    run.columns[step.grain, step.name] = _spread(made, groups, run.grain_size(step.grain))


def _spread(made: Vector, groups: _Groups, size: int) -> Vector:
    """What the members of groups have, as a column; missing for those in no group."""
    return made if groups.elements is None else made.spread(groups.elements, size)


def can_be_ordered(step: s.OrderStep, run: Held) -> bool:
    """Whether all that is compared are numbers or days, and no element stands for others."""
    kinds = [run.model.columns[step.grain, name].kind for name, _ in step.keys]
    return step.once is None and all(kind in (Kind.NUMBER, Kind.DATE) for kind in kinds)


def run_order(step: s.OrderStep, run: Held) -> None:
    """The place of each element in its group."""
    groups = _groups(step, run)
    among = _with_number(step, run, step.keys[0][0], groups)
    score = _score(step, run)
    size = run.grain_size(step.grain)
    roster = step.grain == UNIT_GRAIN and run.units.alike and not step.dense and step.year is None
    if roster and all(name in GROUP_COLUMNS for name in step.within):
        everyone = among
        if groups.elements is not None:
            everyone = np.zeros(size, dtype=np.bool_)
            everyone[groups.at(among)] = True
        rank = ranks_side_by_side(run, groups_of_one(run, step.within), score, everyone).rank
        run.columns[step.grain, step.name] = a.column(rank, None if everyone.all() else everyone, 0, size)
        return
    rank = ranked(groups.group, groups.of(score), among, dense=step.dense).rank
    made = a.column(rank, None if among.all() else among, 0, size)
    run.columns[step.grain, step.name] = _spread(made, groups, size)


def _score(step: s.OrderStep, run: Held) -> Array:
    """One number for all that is compared, the greatest for who comes first; a missing number comes last."""
    score: Array = np.zeros(run.grain_size(step.grain), dtype=np.int64)
    span = 1
    for name, highest in step.keys:
        vector = run.column(step.grain, name)
        values = sortable(vector.values)
        low, high = values.min(initial=0).item(), values.max(initial=0).item()
        many = high - low + 2
        if span * many >= 1 << 62:
            found, score = np.unique(score, return_inverse=True)
            span = len(found)
        if span * many >= 1 << 62:
            found, values = np.unique(values, return_inverse=True)
            low, high, many = 0, len(found) - 1, len(found) + 1
        wide = values.astype(np.int64)
        own = wide - low if highest else high - wide
        score = score * many + (own + 1) * vector.known()
        span *= many
    return score
