"""What a unit's rows come to, over whole columns."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.held import Held
from perfeval.vectors.traces import CountedRows
from perfeval.vectors.vector import Array, Truths, Vector, changes, sortable, width_of

STATISTICS = (Statistic.SUM, Statistic.COUNT, Statistic.MAX, Statistic.MIN, Statistic.DISTINCT)


@frozen(eq=False)
class _Picked:
    """The rows that count, rising, the unit of each, and what each brings."""

    rows: Array
    unit: Array
    values: Array


def is_of_own_rows(step: s.RowsStep, run: Held) -> bool:
    """Whether each unit's figure is one of its own rows, and one that is written here."""
    ledger = run.book.schema.ledger(step.ledger)
    own = step.grain == UNIT_GRAIN and not step.against and ledger is not None and not ledger.shared
    return own and step.statistic in STATISTICS


def run_rows(step: s.RowsStep, run: Held) -> None:
    """What each unit's picked rows come to; the trace says which rows counted."""
    source = run.column(step.ledger, step.source) if step.source else None
    picked = run.true(step.ledger, step.picks)
    if source is not None and source.present is not None:
        picked = picked & source.present
    rows = np.flatnonzero(picked)
    unit = run.frames.ledgers[step.ledger].unit
    values = np.ones(len(rows), dtype=np.int8) if source is None else source.values[rows]
    kept = _kept(step, run, _Picked(rows, unit[rows], values))
    number = source is not None and source.kind is Kind.NUMBER
    low, high = (source.low, source.high) if source is not None and number else (1, 1)
    run.traces[step.name] = CountedRows(_counted(kept, len(unit), low, high, number=number))
    run.columns[UNIT_GRAIN, step.name] = combined(
        step.statistic, kept.unit, kept.values, run.size, (low, high)
    )


def _counted(kept: _Picked, size: int, low: int, high: int, *, number: bool) -> Vector:
    counted: Array = np.full(size, low, dtype=width_of(low, high))
    present: Truths = np.zeros(size, dtype=np.bool_)
    present[kept.rows] = True
    if number:
        counted[kept.rows] = kept.values
    return Vector(Kind.NUMBER, counted, present, (), low, high)


def _kept(step: s.RowsStep, run: Held, picked: _Picked) -> _Picked:
    """The best of each key, without the trimmed ones, the first so many of each unit."""
    keep: Truths = np.ones(len(picked.rows), dtype=np.bool_)
    if step.best_of:
        keep &= _best_of_each(picked, run.column(step.ledger, step.best_of))
    if step.top or any(step.trim):
        left = np.flatnonzero(keep)
        values = sortable(picked.values[left])
        order = left[np.lexsort((left, values if step.lowest_first else ~values, picked.unit[left]))]
        keep[order] = _in_the_middle(picked.unit[order], step)
    return _Picked(picked.rows[keep], picked.unit[keep], picked.values[keep])


def _best_of_each(picked: _Picked, key: Vector) -> Truths:
    """Whether a row is the highest of its unit and key, the first of equal ones; rows without key all are."""
    there = key.known()[picked.rows]
    keep: Truths = ~there
    left = np.flatnonzero(there)
    keys = key.values[picked.rows[left]]
    order = np.lexsort((left, ~sortable(picked.values[left]), keys, picked.unit[left]))
    keep[left[order[changes(picked.unit[left][order], keys[order])]]] = True
    return keep


def _in_the_middle(units: Array, step: s.RowsStep) -> Truths:
    """Of each unit's rows in order those behind the trimmed first and before the trimmed last, so many."""
    most, least = step.trim
    count = len(units)
    first = np.flatnonzero(changes(units))
    sizes = np.diff(np.append(first, count))
    place = np.arange(count) - np.repeat(first, sizes)
    size = np.repeat(sizes, sizes)
    keep: Truths = (place >= most) & (place < size - least) & (size > most + least)
    if step.top:
        keep &= place < most + step.top
    return keep


def combined(statistic: Statistic, groups: Array, values: Array, size: int, ends: tuple[int, int]) -> Vector:
    """One of ``STATISTICS`` of the values of each of ``size`` groups, all of them between ``ends``."""
    if statistic is Statistic.DISTINCT:
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
