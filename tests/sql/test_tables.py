"""Decision tables at random, their rows overlapping: which fire, what they give, what clashes."""

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
from perfeval.tables import model as m
from perfeval.tables.cells import ANY, Among, Cell, Range
from perfeval.tables.places import UNIT_GRAIN
from tests.language_frames.book import UNITS, Frame
from tests.sql import books

pytest.importorskip("duckdb")
_START = date(2025, 1, 1)
TABLES, POPULATIONS = 25, 30
_ANNEX = (
    "台账“况”，一个单位一行：“数”：数，选填；“词”：甲、乙、丙，选填；“是”：是否，选填；“日”：日期，选填。"
)


def small() -> tuple[RuleBook, m.Model]:
    """A book with one column of each kind."""
    book = Frame("“和”＝数＋数。", _ANNEX).read().value
    assert book is not None
    compiled = compile_tables(book, {}).value
    assert compiled is not None
    return book, compiled


def cell(dice: random.Random, column: str) -> Cell:
    """What a row asks of a column."""
    if dice.random() < 0.35:
        return ANY
    if column == "词":
        return Among(tuple(dice.sample(("甲", "乙", "丙"), dice.randint(0, 3))))
    if column == "是":
        return Among(tuple(dice.sample((True, False), dice.randint(1, 2))))
    low, high = sorted((dice.randint(-3, 3), dice.randint(-3, 3)))
    if column == "数" and dice.random() < 0.3:
        return Among((low, high))
    ends = [None if dice.random() < 0.3 else end for end in (low, high)]
    if column == "日":
        days = [None if end is None else _START + timedelta(days=end) for end in ends]
        return Range(days[0], dice.random() < 0.5, days[1], dice.random() < 0.5)
    return Range(ends[0], dice.random() < 0.5, ends[1], dice.random() < 0.5, 4)


def table(dice: random.Random, number: int, policy: m.HitPolicy, size: int) -> tuple[m.Table, list[m.Column]]:
    """A table with a text, a truth and a number, or with a list of names."""
    inputs = tuple(dice.sample(("数", "词", "是", "日"), dice.randint(1, 3)))
    tiers = sorted(dice.randint(0, 3) for _ in range(size))
    collects = policy is m.HitPolicy.COLLECT
    rows = []
    for tier in tiers:
        amount = e.Sum((e.Quantity("数"), e.Literal(Number(dice.randint(0, 3), 0), "")))
        outputs: tuple[m.Output, ...] = (m.Fixed(dice.choice("甲乙丙")),)
        if not collects:
            given = dice.choice((amount, e.Literal(Number(dice.randint(0, 3), 0), ""), None))
            outputs = (*outputs, m.Fixed(dice.random() < 0.5), given)
        cells = tuple(cell(dice, column) for column in inputs)
        rows.append(m.Row(cells, outputs, f"条{tier}", tier=0 if collects else tier))
    kinds = [m.Kind.LIST] if collects else [m.Kind.TEXT, m.Kind.BOOL, m.Kind.NUMBER]
    columns = [
        m.Column(f"出{number}之{place}", kind, 4 if kind is m.Kind.NUMBER else 0)
        for place, kind in enumerate(kinds)
    ]
    names = tuple(column.name for column in columns)
    strict = policy is m.HitPolicy.UNIQUE and dice.random() < 0.3
    return m.Table(f"表{number}", UNIT_GRAIN, inputs, names, tuple(rows), policy, strict), columns


def with_tables(model: m.Model, made: Sequence[tuple[m.Table, list[m.Column]]]) -> m.Model:
    """The model with these tables behind its own steps."""
    columns = {(UNIT_GRAIN, column.name): column for _, own in made for column in own}
    nodes = (*model.nodes, *(each for each, _ in made))
    return evolve(model, nodes=nodes, columns={**model.columns, **columns})


def facts(dice: random.Random) -> Facts:
    """Values at the ends of the cells, beside them, or missing."""
    choices: dict[str, list[CellValue | None]] = {
        "数": [*range(-4, 5), None],
        "词": ["甲", "乙", "丙", None],
        "是": [True, False, None],
        "日": [*(_START + timedelta(days=number) for number in range(-4, 5)), None],
    }
    columns = {name: tuple(dice.choice(known) for _ in UNITS) for name, known in choices.items()}
    return Facts({"况": Table("况", UNITS, tuple(range(2, 2 + len(UNITS))), columns)})


@pytest.mark.parametrize("policy", list(m.HitPolicy))
def test_random_tables(policy: m.HitPolicy, address: str) -> None:
    """Rows that fire, outputs, findings, in both databases; a table at a time, lest one hide another."""
    dice = random.Random(policy.value)
    book, model = small()
    refused = 0
    for number in range(TABLES):
        own = with_tables(model, [table(dice, number, policy, dice.randint(1, 5))])
        populations = [(book, facts(dice)) for _ in range(POPULATIONS)]
        found = [run_populations(book, own, populations)]
        if number < 3:
            found.append(run_postgres(book, own, populations, address))
        for each in found:
            assert each.value is not None, each.diagnostics
            for (units, given), outcome in zip(populations, each.value, strict=True):
                expected = run(units, own, given)
                refused += expected.value is None
                assert books.differences(expected, outcome) == [], number
    assert (refused == 0) is (policy is m.HitPolicy.COLLECT)


def test_more_rows_than_a_mask_has_bits(asked: Sequence[Facts]) -> None:
    """150 rows that may all hold: three masks, and a list of each word once."""
    dice = random.Random(7)
    book, model = small()
    model = with_tables(model, [table(dice, 0, m.HitPolicy.COLLECT, 150)])
    populations = [(book, facts(dice)) for _ in range(POPULATIONS)]
    found = run_populations(book, model, populations).value
    assert found is not None
    fired = 0
    for (units, given), outcome in zip(populations, found, strict=True):
        expected = run(units, model, given)
        assert books.differences(expected, outcome) == []
        assert expected.value is not None
        fired = max(fired, *(len(rows) for rows in expected.value.table_trace("表0").fired))
    assert fired > 62 and not asked
