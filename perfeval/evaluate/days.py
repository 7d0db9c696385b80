"""Days: how many lie between two, and in which month, quarter … one lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from perfeval.evaluate import errors
from perfeval.evaluate.columns import Columns
from perfeval.evaluate.outcome import Value
from perfeval.rulebook.expressions import DayCount
from perfeval.tables import calculated as s


def between(step: s.DaysStep, run: Columns) -> list[Value]:
    """What lies between two days."""
    size = len(run.units_of(step.grain))
    starts, ends = (
        [end] * size if isinstance(end, date) else run.column(step.grain, end)
        for end in (step.start, step.end)
    )
    counters = {population: _counter(step, run, population) for population in _populations(step, run)}
    found: list[Value] = []
    for element, (start, end) in enumerate(zip(starts, ends, strict=True)):
        made: int | date | None = None
        if isinstance(start, date) and isinstance(end, date):
            made = counters[run.population(step.grain, element)](start, end)
        if isinstance(made, date) and not (run.partial and not _has_calendar(step, run, element)):
            # What is not computed from it needs no calendar.
            assert step.calendar is not None
            run.delay(step.grain, step.name, element, errors.day_not_in_calendar(step.calendar[0], made))
        found.append(None if isinstance(made, date) else made)
    return found


def _has_calendar(step: s.DaysStep, run: Columns, element: int) -> bool:
    """Whether the population of an element has any row of the calendar; an example may do without."""
    assert step.calendar is not None
    ledger, population = step.calendar[0], run.population(step.grain, element)
    return any(run.population(ledger, row) == population for row in range(len(run.units_of(ledger))))


def _populations(step: s.DaysStep, run: Columns) -> dict[int, None]:
    return dict.fromkeys(run.population(step.grain, each) for each in range(len(run.units_of(step.grain))))


def _counter(step: s.DaysStep, run: Columns, population: int) -> Callable[[date, date], int | date]:
    """How to count; a day that the calendar lacks comes back in place of a number."""
    if step.calendar is None:
        return {
            DayCount.DAYS: lambda start, end: (end - start).days,
            DayCount.MONTHS: full_months,
            DayCount.YEARS: lambda start, end: _towards_zero(full_months(start, end), 12),
        }[step.count]
    ledger, day, working = step.calendar
    days = enumerate(zip(run.column(ledger, day), run.column(ledger, working), strict=True))
    known = {each: works for row, (each, works) in days if run.population(ledger, row) == population}

    def workdays(start: date, end: date) -> int | date:
        sign, first, last = (1, start, end) if end >= start else (-1, end, start)
        days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
        lacking = next((each for each in days if each not in known), None)
        return lacking or sign * sum(known[each] is True for each in days)

    return workdays


def full_months(start: date, end: date) -> int:
    """Full months from one day to another; the last day of a month stands for days that it lacks."""
    if end < start:
        return -full_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    last_of_month = (end + timedelta(days=1)).month != end.month
    whole = end.day >= start.day or last_of_month
    return months if whole else months - 1


def _towards_zero(number: int, by: int) -> int:
    return number // by if number >= 0 else -(-number // by)


def part_of_day(step: s.DayPartStep, run: Columns) -> list[Value]:
    """The month, quarter … of each day."""
    parts: Mapping[str, Callable[[date], int]] = {
        "半月": lambda day: day.month * 2 - (day.day <= 15),
        "年份": lambda day: day.year,
        "半年": lambda day: (day.month + 5) // 6,
        "季度": lambda day: (day.month + 2) // 3,
        "月份": lambda day: day.month,
    }
    part = parts[step.part]
    source = run.column(step.grain, step.source)
    return [part(day) if isinstance(day, date) else None for day in source]
