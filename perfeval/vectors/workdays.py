"""Working days between two days, by the calendar of each population."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.tables import calculated as s
from perfeval.vectors import arithmetic as a
from perfeval.vectors.days import LAST_DAY, days_of
from perfeval.vectors.held import Held
from perfeval.vectors.joins import populations_of
from perfeval.vectors.vector import Array, changes

# Days of one population lie below this, so that a population and a day are one number.
_SPAN = LAST_DAY + 1


@frozen(eq=False)
class _Calendar:
    """days: population × span + day, rising, each once; working: how many of those before each are worked."""

    days: Array
    working: Array


def run_workdays(step: s.DaysStep, run: Held) -> None:
    """The working days behind the first day, up to the last; negative where the end comes first.

    Missing where the calendar lacks one of these days, which is told where something is computed from it.
    """
    assert step.calendar is not None
    calendar = _calendar(*step.calendar, run)
    start, end = (days_of(each, step.grain, run) for each in (step.start, step.end))
    present = a.both(start.present, end.present)
    one, other = start.values.astype(np.int64), end.values.astype(np.int64)
    base = populations_of(step.grain, run).astype(np.int64) * _SPAN
    first, last = (pick(one, other) for pick in (np.minimum, np.maximum))
    before, upto = (np.searchsorted(calendar.days, base + day, side="right") for day in (first, last))
    lacking = upto - before != last - first
    made = calendar.working[upto] - calendar.working[before]
    if present is not None:
        lacking &= present
    if lacking.any():
        present = ~lacking if present is None else present & ~lacking
        run.delayed.setdefault((step.grain, step.name), []).extend(np.flatnonzero(lacking).tolist())
    values = np.where(other < one, -made, made)
    run.columns[step.grain, step.name] = a.column(values, present, -LAST_DAY, LAST_DAY)


def _calendar(ledger: str, day: str, working: str, run: Held) -> _Calendar:
    """The days that a calendar has; of several rows for a day the last of the file counts."""
    days = run.column(ledger, day)
    works = run.true(ledger, working)
    rows = np.flatnonzero(days.known())
    keys = populations_of(ledger, run)[rows].astype(np.int64) * _SPAN + days.values[rows]
    if (keys[1:] <= keys[:-1]).any():
        order = np.lexsort((run.frames.ledgers[ledger].line[rows], keys))
        # Seen from the end, the first row of each day.
        order = order[::-1][changes(keys[order[::-1]])][::-1]
        rows, keys = rows[order], keys[order]
    return _Calendar(keys, np.concatenate([[0], np.cumsum(works[rows])]))
