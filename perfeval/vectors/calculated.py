"""The steps of computing sentences over whole columns; the rare ones are left to the reference."""

from __future__ import annotations

import numpy as np

from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.vectors import days, figures, groups
from perfeval.vectors.held import Held
from perfeval.vectors.lists import run_in_lists
from perfeval.vectors.vector import Vector


def run_calculated(step: s.CalculatedStep, run: Held) -> None:
    """The column that ``step`` makes."""
    if isinstance(step, s.Spread):
        run.column(step.grain, step.source)
    elif isinstance(step, s.FilledStep):
        _filled(step, run)
    elif isinstance(step, s.RowsStep) and figures.is_of_own_rows(step, run):
        figures.run_rows(step, run)
    elif isinstance(step, s.GroupStep) and groups.is_of_groups(step):
        groups.run_group(step, run)
    elif isinstance(step, s.OrderStep) and groups.can_be_ordered(step, run):
        groups.run_order(step, run)
    elif isinstance(step, s.DaysStep) and step.calendar is None:
        days.run_days(step, run)
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
