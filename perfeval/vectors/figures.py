"""What the rows of a unit, or those that relate to an element, come to, over whole columns."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.vectors import arithmetic as a
from perfeval.vectors.held import Held
from perfeval.vectors.joins import Joined, joined, together
from perfeval.vectors.runs import longest_runs, runs_up_to
from perfeval.vectors.traces import CountedRows
from perfeval.vectors.vector import Array, Truths, Vector, changes, range_of, sortable, width_of


@frozen(eq=False)
class _Picked:
    """The rows that count, the group of each, and what each brings."""

    rows: Array
    group: Array
    values: Array


def run_rows(step: s.RowsStep, run: Held) -> None:
    """What the picked rows of each element come to; the trace says which rows counted for any."""
    source = run.column(step.ledger, step.source) if step.source else None
    picked = run.true(step.ledger, step.picks)
    if source is not None and source.present is not None:
        picked = picked & source.present
    size = len(picked)
    number = source is not None and source.kind is Kind.NUMBER
    ends = (source.low, source.high) if source is not None and number else (1, 1)
    counted: Truths = np.zeros(size, dtype=np.bool_)
    parts = []
    for part in joined(step, run, np.flatnonzero(picked)):
        values = np.ones(len(part.rows), dtype=np.int8) if source is None else source.values[part.rows]
        kept = _kept(step, run, _Picked(part.rows, part.group, values))
        if run.traced:
            counted[kept.rows if part.own is None else _of_somebody(kept, part, part.own)] = True
        parts.append(_came_to(step, run, part, kept, ends))
    run.keep(step.name, lambda: CountedRows(_counted(counted, source if number else None, ends)))
    run.columns[step.grain, step.name] = together(parts)


def _of_somebody(kept: _Picked, part: Joined, own: Array) -> Array:
    """The rows that count for any element."""
    meant: Truths = np.zeros(part.count + 1, dtype=np.bool_)
    meant[own] = True
    return kept.rows[meant[kept.group]]


def _came_to(step: s.RowsStep, run: Held, part: Joined, kept: _Picked, ends: tuple[int, int]) -> Vector:
    if step.statistic is Statistic.RUN_HERE:
        here = run.column(step.grain, step.source).taken(part.elements)
        return runs_up_to(kept.group, kept.values, part.count + 1, part.groups_of_elements(), here)
    # Behind the last group stands one without rows.
    count = part.count if part.own is None else part.count + 1
    if step.statistic is Statistic.LONGEST_RUN:
        made = longest_runs(kept.group, kept.values, count)
    else:
        made = combined(step.statistic, kept.group, kept.values, count, ends)
    return made if part.own is None else made.taken(part.own)


def _counted(counted: Truths, source: Vector | None, ends: tuple[int, int]) -> Vector:
    """What each row brought, 1 where it is no number; missing where it did not count."""
    values = np.ones(len(counted), dtype=np.int8) if source is None else source.values
    return Vector(Kind.NUMBER, values, counted, (), *ends)


def _kept(step: s.RowsStep, run: Held, picked: _Picked) -> _Picked:
    """The best of each key, without the trimmed ones, the first so many of each group."""
    if not (step.best_of or step.top or any(step.trim)):
        return picked
    keep: Truths = np.ones(len(picked.rows), dtype=np.bool_)
    if step.best_of:
        keep &= _best_of_each(picked, run.column(step.ledger, step.best_of))
    if step.top or any(step.trim):
        left = np.flatnonzero(keep)
        values = sortable(picked.values[left])
        order = left[np.lexsort((left, values if step.lowest_first else ~values, picked.group[left]))]
        keep[order] = _in_the_middle(picked.group[order], step)
    return _Picked(picked.rows[keep], picked.group[keep], picked.values[keep])


def _best_of_each(picked: _Picked, key: Vector) -> Truths:
    """Whether a row is the best of its group and key, the first of equal ones; rows without key all are."""
    there = key.known()[picked.rows]
    keep: Truths = ~there
    left = np.flatnonzero(there)
    keys = key.values[picked.rows[left]]
    order = np.lexsort((left, ~sortable(picked.values[left]), keys, picked.group[left]))
    keep[left[order[changes(picked.group[left][order], keys[order])]]] = True
    return keep


def _in_the_middle(groups: Array, step: s.RowsStep) -> Truths:
    """Of each group's rows in order those behind the trimmed first and before the trimmed last, so many."""
    most, least = step.trim
    count = len(groups)
    first = np.flatnonzero(changes(groups))
    sizes = np.diff(np.append(first, count))
    place = np.arange(count) - np.repeat(first, sizes)
    size = np.repeat(sizes, sizes)
    keep: Truths = (place >= most) & (place < size - least) & (size > most + least)
    if step.top:
        keep &= place < most + step.top
    return keep


def combined(statistic: Statistic, groups: Array, values: Array, size: int, ends: tuple[int, int]) -> Vector:
    """The sum, the number, the highest … of the values of each of ``size`` groups, all between ``ends``."""
    if statistic is Statistic.DISTINCT:
        narrow = None if values.dtype == np.bool_ else range_of(values, size)
        if narrow is not None:
            low, span = narrow
            there: Truths = np.zeros(size * span, dtype=np.bool_)
            there[groups.astype(np.int64) * span + (values.astype(np.int64) - low)] = True
            return a.column(np.count_nonzero(there.reshape(size, span), axis=1), None, 0, span)
        order = np.lexsort((values, groups))
        groups = groups[order][changes(groups[order], values[order])]
        return combined(Statistic.COUNT, groups, groups, size, ends)
    counts = np.bincount(groups, minlength=size)
    most = counts.max(initial=0).item()
    if statistic is Statistic.COUNT:
        return a.column(counts, None, 0, most)
    low, high = ends
    if statistic is Statistic.SUM:
        least, greatest = min(0, low) * most, max(0, high) * most
        total: Array = np.zeros(size, dtype=width_of(least, greatest))
        np.add.at(total, groups, values.astype(total.dtype, copy=False))
        return Vector(Kind.NUMBER, total, None, (), least, greatest)
    highest = statistic is Statistic.MAX
    found: Array = np.full(size, low if highest else high, dtype=width_of(low, high))
    (np.maximum if highest else np.minimum).at(found, groups, values.astype(found.dtype, copy=False))
    return Vector(Kind.NUMBER, found, None if counts.all() else counts > 0, (), low, high)
