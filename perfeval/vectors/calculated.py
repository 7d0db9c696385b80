"""The steps of computing sentences over whole columns; what arrays cannot compare the reference does."""

from __future__ import annotations

import numpy as np

from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.vectors import bands, days, figures, groups, shares
from perfeval.vectors.held import Held
from perfeval.vectors.joins import can_be_matched, can_be_related, run_match
from perfeval.vectors.lists import run_in_lists
from perfeval.vectors.vector import Vector
from perfeval.vectors.workdays import run_workdays


def run_calculated(step: s.CalculatedStep, run: Held) -> None:
    """The column that ``step`` makes."""
    if isinstance(step, s.Spread):
        run.column(step.grain, step.source)
    elif isinstance(step, s.FilledStep):
        _filled(step, run)
    elif isinstance(step, s.MatchStep) and can_be_matched(step, run):
        run_match(step, run)
    elif isinstance(step, s.RowsStep) and can_be_related(step, run):
        figures.run_rows(step, run)
    elif isinstance(step, s.GroupStep):
        groups.run_group(step, run)
    elif isinstance(step, s.OrderStep) and groups.can_be_ordered(step, run):
        groups.run_order(step, run)
    elif isinstance(step, s.BandsStep) and bands.can_be_banded(step, run):
        bands.run_bands(step, run)
    elif isinstance(step, s.ShareStep) and shares.can_be_shared(step, run):
        shares.run_shares(step, run)
    elif isinstance(step, s.DaysStep):
        (days.run_days if step.calendar is None else run_workdays)(step, run)
    elif isinstance(step, s.DayPartStep):
        days.run_day_part(step, run)
    else:
        run_in_lists(step, run)


def _filled(step: s.FilledStep, run: Held) -> None:
    """Whether there is anything in a column."""
    vector = run.column(step.grain, step.source)
    there = vector.known()
    if vector.kind is Kind.TEXT and "" in vector.words:
        there = there & (vector.values != vector.words.index(""))
    run.columns[step.grain, step.name] = Vector(Kind.BOOL, np.asarray(there, dtype=np.bool_))
