"""Edits of computing sentences in words, and whom they concern."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.diff.amounts import Measure, measure_of
from perfeval.diff.compare import compare
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from tests.checks.computing import ANNEX
from tests.language_frames.book import UNITS, Frame

CLAUSES = """
“得”按甲：60分以上的，3分；不足60分的，0分。
“名次”＝全部单位按甲从高到低排名次，相同的并列，并列之后空出相应名次。
“倍”＝甲÷3，保留两位小数，四舍五入。
“和”＝项目的值合计。
每条项目的“值”按级别、奖次查“表”，查不到的为0分。
附表“表”：
｜级别＼奖次｜一等｜二等｜
｜国家级｜5分｜4分｜
｜省级｜3分｜2分｜
"""


def book(old: str = "", new: str = "") -> RuleBook:
    """The book with one wording for another."""
    assert old in CLAUSES
    return Frame(CLAUSES.replace(old, new, 1) if old else CLAUSES, ANNEX).book()


def files() -> dict[str, bytes]:
    """Facts of all units."""
    rows = "\n".join(f"{unit},1,1,{number * 20},否" for number, unit in enumerate(UNITS, 1))
    items = "甲镇,9,省级,二等\n乙镇,1,国家级,一等"
    return {
        "数据.csv": f"单位,实际,计划,甲,重\n{rows}\n".encode(),
        "项目.csv": f"单位,分,级别,奖次\n{items}\n".encode(),
    }


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("60分以上的，3分", "60分以上的，4分", {("丙镇", "得"), ("丁镇", "得"), ("戊镇", "得")}),
        ("甲÷3", "甲÷4", {(unit, "倍") for unit in UNITS}),
        ("｜省级｜3分｜2分｜", "｜省级｜3分｜1分｜", {("甲镇", "和")}),
    ],
)
def test_who_fares_otherwise(old: str, new: str, changed: set[tuple[str, str]]) -> None:
    """By which clause is told too."""
    found = pipeline.compare(book(), book(old, new), {}, files(), prove=False)
    assert found.value is not None and found.value.impact is not None
    effects = found.value.impact
    assert {(each.change.unit, each.change.field) for each in effects} == changed
    assert all(each.cause.keys for each in effects)


def test_a_table_that_changed_is_named() -> None:
    """The words of the clause stayed; what changed is the table that it looks into."""
    (edit,) = compare(book(), book("｜省级｜3分｜2分｜", "｜省级｜3分｜1分｜")).edits
    assert edit.note == "附表“表”改了"


def test_what_a_number_of_a_computing_sentence_counts() -> None:
    """Places are places; a number without unit is no share."""
    model = compile_book(book(), {}).value
    assert model is not None
    assert [measure_of(name, [model]) for name in ("名次", "得", "倍")] == [
        Measure.RANK,
        Measure.POINTS,
        Measure.POINTS,
    ]
