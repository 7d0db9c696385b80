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
from perfeval.vectors.figures import combined
from perfeval.vectors.held import Held
from perfeval.vectors.ranking import ranked
from perfeval.vectors.roster import groups_of_one, ranks_side_by_side
from perfeval.vectors.vector import Array, Truths, Vector, changes, sortable

# What is put in order here: numbers and days. Texts are left to the reference.
SORTED_KINDS = (Kind.NUMBER, Kind.DATE)


@frozen(eq=False)
class Groups:
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


def groups_of(step: s.GroupedStep, run: Held) -> Groups:
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
    groups = Groups(elements, key if elements is None else key[elements], count)
    if count > 4 * size + 1000:
        found, key = np.unique(groups.group, return_inverse=True)
        groups = Groups(elements, key, len(found))
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


def with_number(step: s.GroupedStep, run: Held, name: str, groups: Groups) -> Truths:
    """Which members have the number; one that lacks it is suspect unless the clause leaves it out."""
    there: Truths = groups.of(run.column(step.grain, name).known())
    if not step.with_data and not there.all():
        run.suspect(step.grain, groups.at(~there))
    return there


def run_group(step: s.GroupStep, run: Held) -> None:
    """What a number comes to over the group of each element."""
    groups = groups_of(step, run)
    source = run.column(step.grain, step.source) if step.source else None
    there: Truths = np.ones(len(groups.group), dtype=np.bool_)
    values: Array = np.ones(len(groups.group), dtype=np.int8)
    ends = (1, 1)
    if source is not None:
        there = with_number(step, run, step.source, groups)
        values, ends = groups.of(source.values), (source.low, source.high)
    if step.others:
        made = _of_others(step.statistic, groups, there, values, ends)
    else:
        made = _of_all(step.statistic, groups, there, values, ends)
    run.columns[step.grain, step.name] = spread_over(made, groups, run.grain_size(step.grain))


def _of_all(
    statistic: Statistic, groups: Groups, there: Truths, values: Array, ends: tuple[int, int]
) -> Vector:
    """For each member what the numbers of its group come to."""
    own = groups.group
    if not there.all():
        own, values = own[there], values[there]
    return combined(statistic, own, values, groups.count, ends).taken(groups.group)


def _of_others(
    statistic: Statistic, groups: Groups, there: Truths, values: Array, ends: tuple[int, int]
) -> Vector:
    """The same without the member's own number."""
    mine = Vector(Kind.NUMBER, values, there, (), *ends)
    if statistic in (Statistic.MAX, Statistic.MIN):
        return _best_of_others(groups, there, mine, highest=statistic is Statistic.MAX)
    made = _of_all(statistic, groups, there, values, ends)
    if statistic is Statistic.SUM:
        taken = a.or_zero(mine)
    elif statistic is Statistic.COUNT:
        taken = a.column(there, None, 0, 1)
    else:
        taken = a.column(_only_once(groups, there, values), None, 0, 1)
    return a.add(made, a.negated(taken))


def _best_of_others(groups: Groups, there: Truths, mine: Vector, *, highest: bool) -> Vector:
    """The second best for who has the best number of its group, for the others the best."""
    members = np.flatnonzero(there)
    order = members[np.lexsort((mine.values[members], groups.group[members]))]
    if highest:
        order = order[::-1]
    group = groups.group[order]
    first = np.flatnonzero(changes(group))
    second = first[np.append(np.diff(first), len(group) - first[-1:]) > 1] + 1
    one, other = (
        mine.taken(order[at]).spread(group[at], groups.count).taken(groups.group) for at in (first, second)
    )
    leads = there & (mine.values == one.values).astype(np.bool_)
    made = np.where(leads, other.values, one.values)
    return a.column(made, np.where(leads, other.known(), one.known()), mine.low, mine.high)


def _only_once(groups: Groups, there: Truths, values: Array) -> Truths:
    """Whether no other member of its group has the same number."""
    members = np.flatnonzero(there)
    order = members[np.lexsort((values[members], groups.group[members]))]
    begins = np.flatnonzero(changes(groups.group[order], values[order]))
    sizes = np.diff(np.append(begins, len(order)))
    alone: Truths = np.zeros(len(there), dtype=np.bool_)
    alone[order] = np.repeat(sizes == 1, sizes)
    return alone


def spread_over(made: Vector, groups: Groups, size: int) -> Vector:
    """What the members of groups have, as a column; missing for those in no group."""
    return made if groups.elements is None else made.spread(groups.elements, size)


def can_be_ordered(step: s.OrderStep, run: Held) -> bool:
    """Whether all that is compared are numbers or days."""
    return all(run.model.columns[step.grain, name].kind in SORTED_KINDS for name, _ in step.keys)


def run_order(step: s.OrderStep, run: Held) -> None:
    """The place of each element in its group."""
    groups = groups_of(step, run)
    among = with_number(step, run, step.keys[0][0], groups)
    score = score_of(step.grain, step.keys, run)
    size = run.grain_size(step.grain)
    if step.once is not None:
        made = _one_for_several(step, step.once, run, groups, among, groups.of(score))
        run.columns[step.grain, step.name] = spread_over(made, groups, size)
        return
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
    run.columns[step.grain, step.name] = spread_over(made, groups, size)


def _one_for_several(
    step: s.OrderStep, once: str, run: Held, groups: Groups, among: Truths, score: Array
) -> Vector:
    """The places of members of which those with the same ``once`` count as one: they share its place.

    score: of the members. Where they differ in what is compared, their population is suspect.
    """
    one = run.column(step.grain, once)
    # What lacks it is one as well.
    codes = np.where(one.known(), np.unique(one.values, return_inverse=True)[1], -1) + 1
    keys = groups.group * (codes.max(initial=0).item() + 1) + groups.of(codes)
    members = np.flatnonzero(among)
    first, own = np.unique(keys[members], return_index=True, return_inverse=True)[1:]
    wrong: Truths = np.zeros(len(among), dtype=np.bool_)
    wrong[members] = score[members] != score[members[first]][own]
    run.suspect(step.grain, groups.at(wrong))
    only: Truths = np.zeros(len(among), dtype=np.bool_)
    only[members[first]] = True
    rank = ranked(groups.group, score, only, dense=step.dense).rank
    rank[members] = rank[members[first]][own]
    return a.column(rank, None if among.all() else among, 0, len(among))


def score_of(grain: str, keys: tuple[tuple[str, bool], ...], run: Held) -> Array:
    """One number for all that is compared, the greatest for who comes first; a missing number comes last.

    keys: columns, and whether the highest comes first.
    """
    score: Array = np.zeros(run.grain_size(grain), dtype=np.int64)
    span = 1
    for name, highest in keys:
        vector = run.column(grain, name)
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
