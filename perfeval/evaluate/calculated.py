"""The steps of computing sentences, each by the function that makes its column."""

from __future__ import annotations

from collections.abc import Callable

from perfeval.evaluate import days, figures, groups
from perfeval.evaluate.columns import Columns
from perfeval.evaluate.outcome import Value
from perfeval.tables import calculated as s


def calculate(step: s.CalculatedStep, run: Columns) -> list[Value]:
    """The column that ``step`` makes."""
    for kind, work in _WORK:
        if isinstance(step, kind):
            return work(step, run)
    raise TypeError(f"no such step: {step.name}")


_WORK: tuple[tuple[type[s.CalculatedStep], Callable[..., list[Value]]], ...] = (
    (s.Spread, figures.spread),
    (s.FilledStep, figures.filled),
    (s.MatchStep, figures.matched),
    (s.RowsStep, figures.of_rows),
    (s.GroupStep, groups.of_group),
    (s.OrderStep, groups.places),
    (s.BandsStep, groups.bands),
    (s.ShareStep, groups.shares),
    (s.DaysStep, days.between),
    (s.DayPartStep, days.part_of_day),
)
