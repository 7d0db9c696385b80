"""What examples show of computing sentences: limits, equal places, bands, rows that are left out."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.evaluate.situations import judge
from perfeval.examples.coverage_calculated import calculated_goals, shown_in_calculations
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.tables.from_rulebook import compile_book
from tests.language_frames.book import Frame

CLAUSES = """
“得”＝甲×2，最高30分，最低10分。
“名次”＝全部单位按甲从高到低排名次，相同的并列，并列之后空出相应名次。
“档”＝全部单位按甲从高到低分档：“高”50%、其余“低”，人数四舍五入，同分跨档的归高档。
“前一”＝项目的分最高的1项之和。
"""
ANNEX = "台账“数据”，一个单位一行：“甲”：分。\n台账“项目”，一项一行：“分”：分。"


def shown(values: Sequence[str], rows: Sequence[str] = ()) -> list[str]:
    """The goals that one situation reaches, in words."""
    book = Frame(CLAUSES, ANNEX).book()
    model = compile_book(book, {}).value
    assert model is not None
    units = [unit.name for unit in book.units]
    given = tuple(GivenValue(unit, "甲", value) for unit, value in zip(units, values, strict=False))
    made = tuple((units[0], row) for row in rows)
    ledgers = (GivenRows("项目", ("单位", "分"), made, tuple(range(len(made)))),) if made else ()
    reached = list(shown_in_calculations(judge(book, model, [Situation(given, ledgers)]).outcome))
    return [goal.words for goal in calculated_goals([model]) if goal.sought in reached]


def test_a_limit_acts_or_does_not() -> None:
    """Each in turn; what is cut by one limit need not be by the other."""
    assert "“得”的限度“最高30分”起作用的例" in shown(["20"])
    assert "“得”的限度“最高30分”不起作用的例" in shown(["10"])
    assert "“得”的限度“最低10分”起作用的例" in shown(["1"])
    assert "“得”的限度“最低10分”起作用的例" not in shown(["20"])


def test_equal_places_and_bands() -> None:
    """Two with the same number share a place; a band is shown by who is in it."""
    assert "“名次”有相同的并列的例" in shown(["8", "8"])
    assert "“名次”有相同的并列的例" not in shown(["8", "7"])
    assert [each for each in shown(["8", "7"]) if "档" in each] == ["“档”为“高”的例", "“档”为“低”的例"]
    assert [each for each in shown(["8", "8"]) if "档" in each] == ["“档”为“高”的例"]


def test_rows_that_are_left_out() -> None:
    """More rows than count, or no more."""
    assert any("不计的记录" in each for each in shown(["8"], ["3", "4"]))
    assert not any("不计的记录" in each for each in shown(["8"], ["3"]))
