"""Formulas in SQL against the evaluation: signs, rounding, fractions, missing numbers, division by 0."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from attrs import evolve

from perfeval.evaluate.formulas import compute
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts, Table
from perfeval.pipeline import compile_tables
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.rulebook.book import RuleBook
from perfeval.sql.on_duckdb import run_populations
from perfeval.tables.model import Column, FormulaStep, Kind, Model
from perfeval.tables.places import UNIT_GRAIN
from tests.language_frames.book import UNITS, Frame
from tests.sql import books

pytest.importorskip("duckdb")
_KINDS = {"甲": "数", "乙": "整数", "丙": "分，0至100", "丁": "百分数"}
_NAMES = tuple(_KINDS)
FORMULAS = 60
POPULATIONS = 40


def small() -> tuple[RuleBook, Model]:
    """A book with four columns of numbers, two of which may be below 0."""
    annex = (
        "台账“数”，一个单位一行："
        + "；".join(f"“{name}”：{kind}，选填" for name, kind in _KINDS.items())
        + "。"
    )
    book = Frame("“和”＝丙＋丙。", annex).read().value
    assert book is not None
    compiled = compile_tables(book, {}).value
    assert compiled is not None
    return book, compiled


def exact(dice: random.Random, depth: int) -> e.Expression:
    """An expression without a quotient at its surface: what a column can hold."""
    if depth == 0:
        if dice.random() < 0.3:
            return e.Literal(Number(dice.randint(-300, 300), dice.randint(0, 2)), "")
        return e.Quantity(dice.choice(_NAMES))
    kind = dice.randrange(8)
    if kind == 0:
        return e.Sum(tuple(exact(dice, depth - 1) for _ in range(dice.randint(1, 3))))
    if kind == 1:
        return e.Product((exact(dice, depth - 1), exact(dice, 0)))
    if kind == 2:
        return e.Negative(exact(dice, depth - 1))
    if kind == 3:
        return limited(dice, exact(dice, depth - 1), exact(dice, depth - 1))
    if kind == 4:
        return e.Steps(exact(dice, depth - 1), dice.randint(1, 7))
    if kind == 5:
        return e.Whole(
            fraction(dice, depth - 1), Number(dice.randint(1, 30), dice.randint(0, 2)), rounding(dice)
        )
    if kind == 6:
        return e.Known(fraction(dice, depth - 1))
    return e.Rounded(fraction(dice, depth - 1), dice.randint(0, 3), rounding(dice))


def fraction(dice: random.Random, depth: int) -> e.Expression:
    """An expression with quotients, to be kept exact."""
    if depth <= 0 or dice.random() < 0.2:
        return exact(dice, 0)
    kind = dice.randrange(5)
    if kind == 0:
        return e.Sum((fraction(dice, depth - 1), fraction(dice, depth - 1)))
    if kind == 1:
        return e.Product((fraction(dice, depth - 1), exact(dice, 0)))
    if kind == 2:
        return limited(dice, fraction(dice, depth - 1), fraction(dice, depth - 1))
    if kind == 3:
        return e.Negative(fraction(dice, depth - 1))
    return e.Quotient(exact(dice, depth - 1), exact(dice, 0), or_missing=True)


def limited(dice: random.Random, one: e.Expression, other: e.Expression) -> e.Expression:
    kind = dice.randrange(4)
    if kind < 2:
        return (e.AtMost, e.AtLeast)[kind](one, other)
    return e.IfMissing(one, other) if kind == 2 else e.Extreme((one, other), dice.random() < 0.5)


def rounding(dice: random.Random) -> Rounding:
    return dice.choice(list(Rounding))


def with_formulas(model: Model, formulas: list[e.Expression]) -> Model:
    """The model with a column for each formula, as fine as what it gives."""

    def places(expression: e.Expression) -> int:
        return compute(expression, lambda name: ([], model.columns[UNIT_GRAIN, name].places), 0, print)[1]

    nodes = [FormulaStep(f"式{number}", "式", UNIT_GRAIN, each) for number, each in enumerate(formulas)]
    columns = {
        (UNIT_GRAIN, node.name): Column(node.name, Kind.NUMBER, places(node.expression)) for node in nodes
    }
    return evolve(model, nodes=(*model.nodes, *nodes), columns={**model.columns, **columns})


def facts(dice: random.Random) -> Facts:
    """Numbers at ends, at 0, in between, or missing."""
    columns = {}
    for name, low, high in (
        ("甲", -50000, 50000),
        ("乙", -20, 20),
        ("丙", 0, 1_000_000),
        ("丁", -(10**6), 10**6),
    ):
        cells: list[int | None] = [dice.choice((low, high, 0, dice.randint(low, high), None)) for _ in UNITS]
        columns[name] = tuple(cells)
    return Facts({"数": Table("数", UNITS, tuple(range(2, 2 + len(UNITS))), columns)})


@pytest.mark.parametrize("seed", range(3))
def test_random_formulas(seed: int, asked: Sequence[Facts]) -> None:
    dice = random.Random(seed)
    book, model = small()
    formulas = [exact(dice, dice.randint(1, 3)) for _ in range(FORMULAS)]
    model = with_formulas(model, formulas)
    populations = [(book, facts(dice)) for _ in range(POPULATIONS)]
    found = run_populations(book, model, populations).value
    assert found is not None
    for (own, given), outcome in zip(populations, found, strict=True):
        assert books.differences(run(own, model, given), outcome) == []
    assert not asked


@pytest.mark.parametrize("number", range(5))
def test_division_by_zero_is_told(number: int) -> None:
    """Where the evaluation tells of it, and only there; a number that is missing is no 0."""
    amount = (
        e.Quotient(e.Quantity("甲"), e.Quantity("乙")),
        e.Quotient(e.Quantity("甲"), e.Sum((e.Quantity("丙"), e.Negative(e.Quantity("丁"))))),
        e.Sum((e.Quotient(e.Quantity("甲"), e.Quantity("丙")), e.Quantity("乙"))),
        e.IfMissing(e.Quotient(e.Quantity("甲"), e.Quantity("丙")), e.Quantity("乙")),
        e.AtMost(
            e.Quotient(e.Quantity("甲"), e.Quotient(e.Quantity("乙"), e.Quantity("丙"))), e.Quantity("丁")
        ),
    )[number]
    dice = random.Random(number)
    book, model = small()
    model = with_formulas(model, [e.Rounded(amount, 2, Rounding.HALF_UP)])
    populations = [(book, facts(dice)) for _ in range(2 * POPULATIONS)]
    found = run_populations(book, model, populations).value
    assert found is not None
    told = 0
    for (own, given), outcome in zip(populations, found, strict=True):
        expected = run(own, model, given)
        told += expected.value is None
        assert books.differences(expected, outcome) == []
    assert 0 < told < len(populations)
