"""Days, full months and years, working days by a calendar with gaps, and the parts of days."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from attrs import evolve

from perfeval.evaluate.run import run
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.pipeline import compile_tables
from perfeval.quantity.number import Number
from perfeval.rulebook import expressions as e
from perfeval.rulebook.book import RuleBook
from perfeval.sql.on_duckdb import run_populations
from perfeval.sql.postgres import run_postgres
from perfeval.tables import calculated as s
from perfeval.tables import model as m
from perfeval.tables.cells import Range
from perfeval.tables.places import UNIT_GRAIN
from tests.language_frames.book import UNITS, Frame
from tests.sql import books

pytest.importorskip("duckdb")
POPULATIONS = 40
_ANNEX = """台账“况”，一个单位一行：“数”：数；“起”：日期，选填；“止”：日期，选填。
台账“日历”，不分单位：“日”：日期；“工作日”：是否。
"""
_CALENDAR = ("日历", "日", "工作日")
# Ends of months, of a leap year too, and days around them.
_DAYS = [date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 31)]
_NEAR = [day + timedelta(days=number) for day in _DAYS for number in (-1, 0, 1)]


def small() -> tuple[RuleBook, m.Model]:
    """A book with two days of each unit and a calendar."""
    found = Frame("“和”＝数＋数。", _ANNEX).read()
    assert found.value is not None, found.diagnostics
    compiled = compile_tables(found.value, {}).value
    assert compiled is not None
    return found.value, compiled


def facts(dice: random.Random, near: Sequence[date], *, gaps: float) -> Facts:
    """Days out of ``near``, and a calendar that lacks some of the days between them."""
    starts, ends = (tuple(dice.choice([*near, None]) for _ in UNITS) for _ in range(2))
    lines = tuple(range(2, 2 + len(UNITS)))
    columns: dict[str, tuple[CellValue | None, ...]] = {"数": (1,) * len(UNITS), "起": starts, "止": ends}
    first, last = min(near), max(near)
    every = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    days = [day for day in every if dice.random() >= gaps]
    dice.shuffle(days)
    works = tuple(day.weekday() < 5 for day in days)
    calendar: dict[str, tuple[CellValue | None, ...]] = {"日": tuple(days), "工作日": works}
    known = Table("日历", ("",) * len(days), tuple(range(2, 2 + len(days))), calendar)
    return Facts({"况": Table("况", UNITS, lines, columns), "日历": known})


def with_nodes(model: m.Model, nodes: Sequence[m.Step | m.Table], columns: Sequence[m.Column]) -> m.Model:
    """The model with more steps, all of units."""
    made = {(UNIT_GRAIN, column.name): column for column in columns}
    return evolve(model, nodes=(*model.nodes, *nodes), columns={**model.columns, **made})


def agree(model: m.Model, populations: Sequence[tuple[RuleBook, Facts]], address: str | None = None) -> int:
    """How many populations have findings; all is the same in the databases."""
    book = populations[0][0]
    answers = [run_populations(book, model, populations)]
    if address is not None:
        answers.append(run_postgres(book, model, populations, address))
    refused = 0
    for answer in answers:
        assert answer.value is not None, answer.diagnostics
        for (own, given), outcome in zip(populations, answer.value, strict=True):
            expected = run(own, model, given)
            refused += expected.value is None
            assert books.differences(expected, outcome) == []
    return refused


def test_days_months_years_and_parts(address: str, asked: Sequence[Facts]) -> None:
    dice = random.Random(1)
    book, model = small()
    counts = (e.DayCount.DAYS, e.DayCount.MONTHS, e.DayCount.YEARS)
    ends: list[tuple[str | date, str | date]] = [
        ("起", "止"),
        ("止", "起"),
        ("起", _DAYS[2]),
        (_DAYS[1], "止"),
    ]
    steps: list[s.CalculatedStep] = [
        s.DaysStep(f"{count.value}{place}", "条", UNIT_GRAIN, start, end, count)
        for count in counts
        for place, (start, end) in enumerate(ends)
    ]
    parts = ("半月", "年份", "半年", "季度", "月份")
    steps.extend(s.DayPartStep(f"起的{part}", "条", UNIT_GRAIN, "起", part) for part in parts)
    model = with_nodes(model, steps, [m.Column(step.name, m.Kind.NUMBER, whole=True) for step in steps])
    populations = [(book, facts(dice, _NEAR, gaps=0.5)) for _ in range(POPULATIONS)]
    assert agree(model, populations, address) == 0
    assert not asked


@pytest.mark.parametrize("used", [True, False])
def test_working_days(used: bool, address: str, asked: Sequence[Facts]) -> None:
    """A day that the calendar lacks is a finding where something is computed from it, and only there."""
    dice = random.Random(2)
    book, model = small()
    step = s.DaysStep("工", "条", UNIT_GRAIN, "起", "止", e.DayCount.WORKDAYS, _CALENDAR)
    number = m.Column("出", m.Kind.NUMBER, whole=True)
    if used:
        reader: m.Step | m.Table = m.FormulaStep("出", "条", UNIT_GRAIN, e.Quantity("工"))
    else:
        row = m.Row((Range(low=2),), (e.Literal(Number(1, 0), ""),), "条")
        reader = m.Table("看", UNIT_GRAIN, ("工",), ("出",), (row,), m.HitPolicy.UNIQUE)
    model = with_nodes(model, [step, reader], [m.Column("工", m.Kind.NUMBER, whole=True), number])
    near = [date(2025, 2, 24) + timedelta(days=number) for number in range(9)]
    populations = [(book, facts(dice, near, gaps=dice.choice((0, 0.1)))) for _ in range(POPULATIONS)]
    refused = agree(model, populations, address)
    assert (0 < refused < 2 * POPULATIONS) if used else refused == 0
    assert len(asked) == refused
