"""Working days by a calendar that is a ledger, over arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts
from perfeval.rulebook import expressions as e
from perfeval.rulebook.expressions import DayCount
from perfeval.tables import calculated as s
from perfeval.tables.model import FormulaStep, Node
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors
from tests.vectors.related import COLUMNS, MANY, OTHERS, ROWS, SHARED, book, disagree, facts_of, table_of
from tests.vectors.same import frames_of_many
from tests.vectors.small import model_of, number

FIRST = date(2025, 1, 27)
DAYS = [FIRST + timedelta(days) for days in range(14)]
UNITS = [unit.name for unit in book().units]
WORKING = [day.weekday() < 5 for day in DAYS]


def step_of(start: str | date, end: str | date, calendar: str = SHARED) -> s.DaysStep:
    return s.DaysStep("工作日数", "条", ROWS, start, end, DayCount.WORKDAYS, (calendar, "日", "有效"))


def calendar_of(days: Sequence[date | None], working: Sequence[bool | None], ledger: str = SHARED) -> Facts:
    """A calendar, and a row for each day of the two weeks and one without."""
    about = [""] * len(days) if ledger == SHARED else [UNITS[each % 3] for each in range(len(days))]
    rows = table_of(ROWS, [UNITS[0], UNITS[3]] * 7 + [UNITS[1]], 日=[*DAYS[::-1], None])
    return facts_of(table_of(ledger, about, 日=days, 有效=working), rows)


WHOLE = calendar_of(DAYS, WORKING)
# Days in any order, one twice (the last counts), a gap, and one of which nobody knows whether it works.
MIXED = calendar_of([*DAYS[7:], *DAYS[:6], DAYS[8], None], [*WORKING[7:], *WORKING[:5], None, False, True])


@pytest.mark.parametrize("day", DAYS[::3])
def test_working_days(day: date) -> None:
    """Forth and back, in populations with calendars of their own, and in one without any."""
    for step in (step_of("日", day), step_of(day, "日")):
        every = [WHOLE, MIXED, facts_of(), WHOLE]
        assert disagree([step], number("工作日数", 0, ROWS), every) == []


def test_calendars_of_units() -> None:
    """The rows of all units of a population are one calendar, in the order of the file."""
    twice, works = [*DAYS, *DAYS[::2]], [*WORKING, *(not each for each in WORKING[::2])]
    every = [calendar_of(twice, works, OTHERS), calendar_of(DAYS, WORKING, OTHERS)]
    assert disagree([step_of("日", DAYS[3], OTHERS)], number("工作日数", 0, ROWS), every) == []


def test_how_many_working_days() -> None:
    """By hand: Friday to Monday is one, and back minus one; to a day that is lacking there is no number."""
    days, working = DAYS[:10], WORKING[:10]
    rows = table_of(ROWS, UNITS[:1] * 4, 日=[date(2025, 1, 31), date(2025, 2, 3), date(2025, 2, 7), None])
    facts = facts_of(table_of(SHARED, [""] * 10, 日=days, 有效=working), rows)
    own = model_of([step_of("日", date(2025, 2, 3))], {**COLUMNS, **number("工作日数", 0, ROWS)})
    made = to_outcome(run_vectors(book(), own, frames_of_many(book(), [(book(), facts)], alike=True)), 0)
    assert made.columns[ROWS, "工作日数"] == [1, 0, None, None]
    back = model_of([step_of(date(2025, 2, 3), "日")], {**COLUMNS, **number("工作日数", 0, ROWS)})
    made = to_outcome(run_vectors(book(), back, frames_of_many(book(), [(book(), facts)], alike=True)), 0)
    assert made.columns[ROWS, "工作日数"] == [-1, 0, None, None]


def test_a_day_that_is_lacking_is_told_where_it_is_needed() -> None:
    """A population is suspect where something is computed from a number that its calendar cannot give."""
    column = e.Quantity("工作日数")
    computed: list[Node] = [step_of("日", DAYS[0]), FormulaStep("得", "条", ROWS, column)]
    columns = number("工作日数", 0, ROWS) | number("得", 0, ROWS)
    assert disagree(computed, columns, [WHOLE, MIXED, WHOLE]) == []
    frames = frames_of_many(book(), [(book(), each) for each in (WHOLE, MIXED, WHOLE)], alike=True)
    assert run_vectors(book(), model_of(computed, {**COLUMNS, **columns}), frames).suspects == (1,)
    assert run_vectors(book(), model_of(computed[:1], {**COLUMNS, **columns}), frames).suspects == ()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from((ROWS, OTHERS, SHARED)), st.sampled_from((ROWS, OTHERS, SHARED)), MANY)
def test_random_calendars(grain: str, calendar: str, every: list[Facts]) -> None:
    for start, end in ((DAYS[4], "日"), ("日", DAYS[5])):
        step = s.DaysStep("得", "条", grain, start, end, DayCount.WORKDAYS, (calendar, "日", "有效"))
        assert disagree([step], number("得", 0, grain), every) == []


def test_between_the_units_own_days() -> None:
    """A calendar may also be asked for each unit."""
    step = s.DaysStep("得", "条", UNIT_GRAIN, DAYS[1], DAYS[9], DayCount.WORKDAYS, (SHARED, "日", "有效"))
    assert disagree([step], number("得", 0), [WHOLE, MIXED]) == []
