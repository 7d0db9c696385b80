"""Intervals of expressions hold every value, and the ends of columns are as near as rules tell."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from perfeval.analysis.domains import domains_of
from perfeval.analysis.ends import column_ends
from perfeval.analysis.intervals import Ends, between, ends_of
from perfeval.evaluate.formulas import fractions
from perfeval.rulebook import expressions as e
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.places import UNIT_GRAIN
from tests.language_frames.book import Frame
from tests.verify.test_exact import Expressions

LOW, HIGH = -40, 90


@pytest.mark.parametrize("seed", range(80))
def test_every_value_lies_within_its_interval(seed: int) -> None:
    """For random expressions over columns with ends, one of which is also divided by."""
    dice, size = Random(seed), 60
    expression: e.Expression = Expressions(seed).made(1 + seed % 3)
    if seed % 2:
        expression = e.Quotient(expression, e.Quantity("c"))
    columns: dict[str, list[int | None]] = {
        "a": [dice.randrange(LOW, HIGH + 1) for _ in range(size)],
        "b": [dice.choice((None, dice.randrange(LOW, HIGH + 1))) for _ in range(size)],
        "c": [dice.randrange(1, 50) for _ in range(size)],
    }
    ends = {
        "a": between(Fraction(LOW, 10), Fraction(HIGH, 10)),
        "b": between(Fraction(LOW, 10), Fraction(HIGH, 10)),
        "c": between(Fraction(1, 10), None),
    }
    found = ends_of(expression, lambda name: ends[name], lambda one, other: None)
    values = fractions(expression, lambda name: (columns[name], 1), size, lambda _: None)
    for value in values:
        assert value is None or found.low <= (0, value) <= found.high


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("“得”＝实际÷计划，最高1，以百分数计，保留两位小数，四舍五入。", 0, 1),
        ("“得”＝甲÷100分×12分，保留两位小数，四舍五入。", 0, 12),
        ("“得”＝全部单位的甲平均，保留一位小数，四舍五入。", 0, 100),
        ("“得”＝10分－项目的分合计，扣完为止。", 0, 10),
        ("“得”＝项目的分最高的2项之和，最高30分。", 0, 20),
        ("“得”＝本序列按甲从高到低排名次，相同的并列，并列之后空出相应名次。", 1, 3),
        ("“得”＝起的月份。", 1, 12),
        ("“得”按甲：60分以上的，甲×2；其余的，10分。", 10, 200),
        ("“得”＝甲每10分加1分，最高加5分，不足10分的不计。", 0, 5),
    ],
)
def test_the_ends_of_a_column(sentence: str, low: int, high: int) -> None:
    """As far as ranges of facts, limits, groups and the lines of a scale tell."""
    annex = (
        "台账“数据”，一个单位一行：“实际”：数，不小于0；“计划”：数，不小于0；“甲”：分，0至100；“起”：日期。\n"
        "台账“项目”，一项一行：“分”：分，0至10。"
    )
    book = Frame(sentence, annex).book()
    model = compile_book(book, {}).value
    assert model is not None
    ends = column_ends(book, model).at(UNIT_GRAIN, "得")
    assert ends == Ends((0, Fraction(low)), (0, Fraction(high)))


def test_a_scale_over_a_limited_number_needs_no_line_beyond() -> None:
    """The domain of the column ends where the limits do."""
    book = Frame(
        "“率”＝实际÷计划，最高1，以百分数计，保留两位小数，四舍五入。\n“得”按率：60%以上的，3分；不足60%的，0分。",
        "台账“数据”，一个单位一行：“实际”：数，不小于0；“计划”：数，不小于0。",
    ).book()
    model = compile_book(book, {}).value
    assert model is not None
    domain = domains_of(book, model, model.table("得"))["率"]
    assert (domain.low, domain.high) == (0, 10**4)
