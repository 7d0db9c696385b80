"""Days, months and years between two days, and parts of the year, over whole columns."""

from __future__ import annotations

from datetime import date

import numpy as np

from perfeval.rulebook.expressions import DayCount
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.vectors import arithmetic as a
from perfeval.vectors.held import Held
from perfeval.vectors.vector import Array, Truths, Vector, range_of

# NumPy counts days from 1970-01-01.
_EPOCH = date(1970, 1, 1).toordinal()
LAST_DAY = date.max.toordinal()


def run_days(step: s.DaysStep, run: Held) -> None:
    """What lies between two days, where no calendar is asked."""
    start, end = (days_of(each, step.grain, run) for each in (step.start, step.end))
    present = a.both(start.present, end.present)
    first, last = start.values.astype(np.int64), end.values.astype(np.int64)
    if step.count is DayCount.DAYS:
        made = last - first
    else:
        back = last < first
        months = _full_months(np.where(back, last, first), np.where(back, first, last))
        if step.count is DayCount.YEARS:
            months = months // 12
        made = np.where(back, -months, months)
    run.columns[step.grain, step.name] = a.column(made, present, -LAST_DAY, LAST_DAY)


def days_of(day: str | date, grain: str, run: Held) -> Vector:
    """A column of days, or the same day for all; some day of the column stands where there is none."""
    if isinstance(day, date):
        return Vector(Kind.DATE, np.full(run.grain_size(grain), day.toordinal(), dtype=np.int32))
    return _filled(run.column(grain, day))


def _filled(vector: Vector) -> Vector:
    """The same days, with one of them where there is none."""
    if vector.present is None:
        return vector
    one = vector.values[np.argmax(vector.present)] if vector.present.any() else 1
    return Vector(Kind.DATE, np.where(vector.present, vector.values, one), vector.present)


def _parts(days: Array) -> tuple[Array, Array, Array]:
    """Year, month and day of the month; of days that come again and again each is looked up once."""
    narrow = range_of(days, 1)
    if narrow is not None and narrow[1] < len(days):
        low, many = narrow
        year, month, day = _parts(np.arange(low, low + many))
        places = days - low
        return year[places], month[places], day[places]
    dates = (days - _EPOCH).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    number = months.astype(np.int64)
    day = (dates - months).astype(np.int64) + 1
    return number // 12 + 1970, number % 12 + 1, day


def _full_months(first: Array, last: Array) -> Array:
    """Full months; the last day of a month stands for days that it lacks. first is not after last."""
    year, month, day = _parts(first)
    other_year, other_month, other_day = _parts(last)
    _, next_month, _ = _parts(np.minimum(last + 1, LAST_DAY))
    last_of_month: Truths = (next_month != other_month) | (last == LAST_DAY)
    months: Array = (other_year - year) * 12 + other_month - month
    return months - ~((other_day >= day) | last_of_month)


def run_day_part(step: s.DayPartStep, run: Held) -> None:
    """The year, half-year, quarter, month or half-month of a day."""
    vector = _filled(run.column(step.grain, step.source))
    year, month, day = _parts(vector.values.astype(np.int64))
    part = {
        "年份": year,
        "半年": (month + 5) // 6,
        "季度": (month + 2) // 3,
        "月份": month,
        "半月": month * 2 - (day <= 15),
    }[step.part]
    run.columns[step.grain, step.name] = a.column(part, vector.present, 0, 9999)
