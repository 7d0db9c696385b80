"""Steps over rows and groups at random: in combinations that no book has yet, with ties and gaps."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from attrs import evolve

from perfeval.evaluate.run import run
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.pipeline import compile_tables
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.expressions import Statistic
from perfeval.sql.on_duckdb import run_populations
from perfeval.tables import calculated as s
from perfeval.tables.model import Column, Kind, Model
from perfeval.tables.places import UNIT_GRAIN
from tests.language_frames.book import UNITS, Frame
from tests.sql import books

pytest.importorskip("duckdb")
POPULATIONS = 30
_ANNEX = """台账“况”，一个单位一行：“数”：数，选填；“量”：数，选填；“总额”：元，选填。
台账“事”，一次一行：“分值”：数，选填；“期”：整数，选填；“键”：文字，选填；“组”：甲、乙，选填；“选”：是否，选填。
台账“共”，不分单位：“分值”：数，选填；“期”：整数，选填；“键”：文字，选填；“组”：甲、乙，选填；“选”：是否，选填。
"""
_STATISTICS = (Statistic.SUM, Statistic.COUNT, Statistic.DISTINCT, Statistic.MAX, Statistic.MIN)
_SCOPES = ((), ("序列",), ("序列", "类别"))


def small() -> tuple[RuleBook, Model]:
    """A book with facts of units, of their rows, and of rows about no unit."""
    found = Frame("“和”＝数＋数。", _ANNEX).read()
    assert found.value is not None, found.diagnostics
    compiled = compile_tables(found.value, {}).value
    assert compiled is not None
    return found.value, compiled


def facts(dice: random.Random) -> Facts:
    """Few values, so that there are ties; some missing; units without rows."""
    amount = dice.choice((1_000_000, 7, None))
    cells: dict[str, list[CellValue | None]] = {
        "数": [10_000, 20_000, 30_000, -10_000, None],
        "量": [0, 10_000, 20_000, 30_000],
        "总额": [amount, amount, amount, amount, 5],
        "分值": [10_000, 20_000, 30_000, -5_000, None],
        "期": [1, 2, 3, 4, 6, None],
        "键": ["子", "丑", None],
        "组": ["甲", "乙", None],
        "选": [True, True, True, False, None],
    }
    tables = {"况": _table(dice, "况", UNITS, ("数", "量", "总额"), cells)}
    for ledger in ("事", "共"):
        size = dice.randint(0, 14)
        about = tuple("" if ledger == "共" else dice.choice(UNITS[:4]) for _ in range(size))
        tables[ledger] = _table(dice, ledger, about, ("分值", "期", "键", "组", "选"), cells)
    return Facts(tables)


def _table(
    dice: random.Random,
    ledger: str,
    units: tuple[str, ...],
    names: tuple[str, ...],
    cells: dict[str, list[CellValue | None]],
) -> Table:
    columns = {name: tuple(dice.choice(cells[name]) for _ in units) for name in names}
    return Table(ledger, units, tuple(range(2, 2 + len(units))), columns)


def rows_step(dice: random.Random, name: str) -> s.RowsStep:
    """Whose rows, which of them, and what they come to."""
    ledger = dice.choice(("事", "事", "共"))
    grain = dice.choice((UNIT_GRAIN, UNIT_GRAIN, "事"))
    statistic = dice.choice((*_STATISTICS, Statistic.LONGEST_RUN))
    if grain == ledger == "事" and dice.random() < 0.3:
        statistic = Statistic.RUN_HERE
    runs = statistic in (Statistic.LONGEST_RUN, Statistic.RUN_HERE)
    relations = ("IS", "ABOVE", "NOT_ABOVE", "BELOW", "NOT_BELOW")
    against: tuple[tuple[str, str, str], ...] = ()
    if grain == "事" and dice.random() < 0.6:
        against = (("组", "IS", "组"),) if dice.random() < 0.5 else (("期", dice.choice(relations), "期"),)
    trim = (dice.randint(0, 2), dice.randint(0, 2)) if dice.random() < 0.4 else (0, 0)
    return s.RowsStep(
        name,
        "条",
        grain,
        ledger,
        statistic,
        "期" if runs else "分值",
        "选",
        dice.choice((0, 0, 1, 2)),
        dice.random() < 0.5,
        dice.choice(("", "", "键")),
        trim,
        against,
    )


def group_step(dice: random.Random, name: str) -> s.GroupStep:
    """Of units, or of rows in groups of their own."""
    grain = dice.choice((UNIT_GRAIN, "事"))
    within = dice.choice(_SCOPES) if grain == UNIT_GRAIN else dice.choice((("组",), ("单位", "组"), ("键",)))
    source = "数" if grain == UNIT_GRAIN else "分值"
    counts = dice.random() < 0.2
    statistic = Statistic.COUNT if counts else dice.choice(_STATISTICS)
    with_data = dice.random() < 0.8
    return s.GroupStep(
        name, "条", grain, within, with_data, None, dice.random() < 0.5, statistic, "" if counts else source
    )


def order_step(dice: random.Random, name: str) -> s.OrderStep:
    """By one number or by two, each value of another column once or not."""
    grain = dice.choice((UNIT_GRAIN, "事"))
    keys = ("数", "量") if grain == UNIT_GRAIN else ("分值", "期")
    chosen = tuple((key, dice.random() < 0.5) for key in keys[: dice.randint(1, 2)])
    within = dice.choice(_SCOPES) if grain == UNIT_GRAIN else dice.choice((("组",), ("单位",)))
    once = dice.choice((None, None, "键" if grain == "事" else "量"))
    return s.OrderStep(
        name, "条", grain, within, dice.random() < 0.8, None, chosen, dice.random() < 0.5, once
    )


def bands_step(dice: random.Random, name: str) -> s.BandsStep:
    """Shares of a group, or so many, and the rest."""
    first = (
        ("一", (dice.randint(1, 60), 100), True)
        if dice.random() < 0.5
        else ("一", (dice.randint(0, 3), 1), False)
    )
    bands = (first, ("二", (dice.randint(1, 60), 100), True), ("三", None, False))
    grain = dice.choice((UNIT_GRAIN, "事"))
    key = ("数" if grain == UNIT_GRAIN else "分值", dice.random() < 0.5)
    within = dice.choice(_SCOPES) if grain == UNIT_GRAIN else ("组",)
    return s.BandsStep(
        name, "条", grain, within, True, None, key, bands, dice.choice(list(Rounding)), dice.random() < 0.5
    )


def share_step(dice: random.Random, name: str) -> s.ShareStep:
    """What is left over goes to one, or stays."""
    remainder = dice.choice(((), (("数", True),), (("量", False), ("数", True))))
    return s.ShareStep(
        name,
        "条",
        UNIT_GRAIN,
        dice.choice(_SCOPES),
        True,
        None,
        "总额",
        "量",
        dice.choice((1, 100, 5000)),
        dice.choice((1, 100)),
        remainder,
        dice.random() < 0.5,
    )


def column_of(model: Model, step: s.CalculatedStep) -> Column:
    """What a step makes: a word, or a number at the places of what it is made from."""
    if isinstance(step, s.BandsStep):
        return Column(step.name, Kind.TEXT, values=("一", "二", "三"))
    if isinstance(step, s.ShareStep):
        return Column(step.name, Kind.NUMBER, 6)
    summing = (Statistic.SUM, Statistic.MAX, Statistic.MIN)
    if isinstance(step, s.RowsStep) and step.statistic in summing:
        return Column(step.name, Kind.NUMBER, model.columns[step.ledger, step.source].places)
    if isinstance(step, s.GroupStep) and step.statistic in summing:
        return Column(step.name, Kind.NUMBER, model.columns[step.grain, step.source].places)
    return Column(step.name, Kind.NUMBER, whole=True)


Maker = Callable[[random.Random, str], s.CalculatedStep]


def agree(dice: random.Random, steps: Sequence[s.CalculatedStep]) -> int:
    """How often the evaluation has findings; all is the same in DuckDB."""
    book, model = small()
    columns = {(step.grain, step.name): column_of(model, step) for step in steps}
    model = evolve(model, nodes=(*model.nodes, *steps), columns={**model.columns, **columns})
    populations = [(book, facts(dice)) for _ in range(POPULATIONS)]
    found = run_populations(book, model, populations).value
    assert found is not None
    refused = 0
    for (own, given), outcome in zip(populations, found, strict=True):
        expected = run(own, model, given)
        refused += expected.value is None
        assert books.differences(expected, outcome) == [], steps
    return refused


def test_rows(asked: Sequence[Facts]) -> None:
    """Many at once: none of them ever has findings."""
    dice = random.Random(1)
    for _ in range(6):
        assert agree(dice, [rows_step(dice, f"行{number}") for number in range(20)]) == 0
    assert not asked


@pytest.mark.parametrize("make", [group_step, order_step, bands_step, share_step])
def test_groups(make: Maker, asked: Sequence[Facts]) -> None:
    """One at a time, since each may have findings; the query has them just where the evaluation has."""
    dice = random.Random(make.__name__)
    refused = sum(agree(dice, [make(dice, "一")]) for _ in range(20))
    assert len(asked) == refused
    assert refused < 20 * POPULATIONS
