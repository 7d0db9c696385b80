"""The relational steps over whole columns: formulas, gathers, highest rows, caps and look-ups."""

from __future__ import annotations

from functools import partial, reduce

import numpy as np

from perfeval.tables.model import CapStep, FormulaStep, Gather, Gathering, HighestRow, Kind, LookupStep
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.formulas import compute
from perfeval.vectors.held import Held
from perfeval.vectors.pairs import compared
from perfeval.vectors.traces import CapBefore, GatheredRows, HighestRows
from perfeval.vectors.vector import Array, Truths, Vector, changes, sortable, width_of


def run_formula(step: FormulaStep, run: Held) -> None:
    """A column computed from others of its grain."""
    size = run.grain_size(step.grain)
    made = compute(step.expression, partial(run.numbers, step.grain), size, partial(run.suspect, step.grain))
    run.put(step.grain, step.name, made)


def run_gather(step: Gather, run: Held) -> None:
    """Values of rows -> one value a unit."""
    counted = _counted(step, run)
    if step.how in (Gathering.SUM, Gathering.COUNT):
        before = summed(run, step.ledger, counted)
    else:
        counted, before = _best(step, counted, run)
    # Caps on some of the rows are computed from it.
    run.traces[step.name] = GatheredRows(counted, before)
    after = before
    if step.limit is not None:
        limit = step.limit if step.sign > 0 else -step.limit
        after = a.chosen(before, a.constant(limit, run.size), highest=step.sign < 0)
    run.columns[UNIT_GRAIN, step.name] = after


def _counted(step: Gather, run: Held) -> Vector:
    """What each row gives; missing where it does not count."""
    if step.how is Gathering.COUNT:
        there: Truths = run.true(step.ledger, step.source)
        points = a.constant(1, len(there))
    else:
        points = run.column(step.ledger, step.source)
        there = points.known()
    if step.winners is not None:
        there = there & run.true(step.ledger, step.winners)
    return a.column(points.values, there, points.low, points.high)


def summed(run: Held, ledger: str, counted: Vector) -> Vector:
    """For each unit the sum of its rows."""
    most = run.most_rows(ledger)
    low, high = min(0, counted.low) * most, max(0, counted.high) * most
    width = width_of(low, high)
    total: Array = np.zeros(run.size, dtype=width)
    unit, values = run.frames.ledgers[ledger].unit, counted.values.astype(width, copy=False)
    if counted.present is not None:
        rows = np.flatnonzero(counted.present)
        unit, values = unit[rows], values[rows]
    np.add.at(total, unit, values)
    return Vector(Kind.NUMBER, total, None, (), low, high)


def _best(step: Gather, counted: Vector, run: Held) -> tuple[Vector, Vector]:
    """The highest, or lowest, of a unit's rows; the first of equal ones counts."""
    frame = run.frames.ledgers[step.ledger]
    rows = np.flatnonzero(counted.known())
    points = sortable(counted.values[rows])
    if step.how is Gathering.MAX:
        points = ~points
    order = np.lexsort((rows, points, frame.unit[rows]))
    ordered = rows[order]
    units = frame.unit[ordered]
    best = ordered[changes(units)]
    only = np.zeros(len(frame), dtype=np.bool_)
    only[best] = True
    low, high = min(0, counted.low), max(0, counted.high)
    before: Array = np.zeros(run.size, dtype=width_of(low, high))
    before[frame.unit[best]] = counted.values[best]
    return a.column(counted.values, only, counted.low, counted.high), a.column(before, None, low, high)


def run_highest(step: HighestRow, run: Held) -> None:
    """Of a unit's rows with the same key only one counts."""
    columns = [run.numbers(step.ledger, name) for name in step.by]
    places = max(own for _, own in columns)
    scaled = [a.scaled(vector, own, places) for vector, own in columns]
    there = reduce(lambda one, other: one | other, [vector.known() for vector in scaled])
    points = reduce(a.add, [a.or_zero(vector) for vector in scaled])
    found = compared(step, points.values, there, run)
    run.keep(step.name, lambda: HighestRows(found.winners()))
    run.columns[step.ledger, step.name] = Vector(Kind.BOOL, found.won(), None if there.all() else there)


def run_cap(step: CapStep, run: Held) -> None:
    """What a cap takes off, never in the unit's favour."""
    members = (*step.members, *step.inner)
    parts = [a.scaled(*run.numbers(UNIT_GRAIN, name), step.places) for name in members]
    if step.rows is not None:
        parts.extend(_capped_rows(step, *step.rows, run))
    before = reduce(a.add, parts)
    run.keep(step.name, lambda: CapBefore(before))
    limit = a.constant(step.limit if step.sign > 0 else -step.limit, run.size)
    over = a.add(limit, a.negated(before))
    run.columns[UNIT_GRAIN, step.name] = a.chosen(over, a.constant(0, run.size), highest=step.sign < 0)


def _capped_rows(step: CapStep, ledger: str, picks: str, gathers: tuple[str, ...], run: Held) -> list[Vector]:
    inside = run.true(ledger, picks)
    parts = [a.constant(0, run.size)]
    for name in gathers:
        trace = run.traces[name]
        assert isinstance(trace, GatheredRows)
        counted = a.scaled(trace.counted, run.model.columns[UNIT_GRAIN, name].places, step.places)
        picked = a.column(counted.values, counted.known() & inside, counted.low, counted.high)
        parts.append(summed(run, ledger, picked))
    return parts


def run_lookup(step: LookupStep, run: Held) -> None:
    """For each unit the value of its last row with the wanted key; missing without one."""
    keys, values = run.column(step.ledger, step.key), run.column(step.ledger, step.value)
    rows = np.flatnonzero((keys.values == step.wanted) & keys.known())
    units = run.frames.ledgers[step.ledger].unit[rows]
    run.columns[UNIT_GRAIN, step.name] = values.taken(rows).spread(units, run.size)
