"""Results that depend on the order in which rows stand in a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval import pipeline
from perfeval.checks import row_order
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.verify import row_order as asked
from tests.checks.small import found, one, settled, underlined

HIGHEST = "【取高】同一项目的表彰，只计加分最高的一次，加分相同的，先计级别为{}的，再计日期最早的。\n"
BOTH = "【省】省级的表彰，每次加{}分。\n【县】县级的表彰，每次加{}分。\n"
APART = "【总分】“省加分”＝【省】；“县加分”＝【县】；“总分”＝基础分＋省加分＋县加分。\n"
ONCE = "【奖】表彰，不论次数，共加2分。\n"
TOTAL = "【总分】“总分”＝基础分＋【奖】。\n"


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        # What one row gives at once is capped only where it is of the province.
        (ONCE + "【顶】省级的表彰，加分累计不超过1分。\n" + TOTAL, [("奖", "次序有关：表彰")]),
        ("【奖】扣分，不论次数，共减2分。\n【顶】扣分，减分累计不超过1分。\n" + TOTAL, []),
        (ONCE + "【顶】表彰，加分累计不超过1分。\n" + TOTAL, []),
        (ONCE + TOTAL, []),
        (BOTH.format(2, 2) + HIGHEST.format("省级") + APART, []),
        (BOTH.format(2, 1) + HIGHEST.format("省级") + APART, []),
        (BOTH.format(2, 2) + HIGHEST.format("县级") + "【顶】省级的表彰，加分累计不超过3分。\n" + APART, []),
    ],
)
def test_rows_of_which_one_counts(clauses: str, expected: list[tuple[str, str]]) -> None:
    """Rows that nothing tells apart may still differ for what comes later."""
    assert found(clauses, row_order.CHECK) == expected


def test_the_rows_are_shown_in_both_orders() -> None:
    """The rows side by side, and the result as they stand and turned over."""
    finding = one(ONCE + "【顶】省级的表彰，加分累计不超过1分。\n" + TOTAL, row_order.CHECK)
    assert finding.code == "PE819"
    assert finding.message == (
        "几条“表彰”记录只计一条，计哪一条没有写，谁在台账里排在前面就计谁，“总分”因此不同"
    )
    assert underlined(finding) == "【奖】"


# Which of two awards for one project counts is settled by the first wish, or is not.
PLAN = (Path(__file__).parents[1] / "cases" / "checks" / "PE819" / "bad.jx").read_text("utf-8")


def of_plan(before: str = "", after: str = "") -> list[Diagnostic]:
    """What the check says of the plan of its own page, with this change."""
    folder = Path(__file__).parents[1] / "cases" / "checks" / "PE819"
    text = pipeline.parse_text("book.jx", PLAN.replace(before, after).encode() if before else PLAN.encode())
    book = pipeline.bind_book(text, {"source.txt": (folder / "source.txt").read_bytes()})
    assert book.diagnostics == ()
    assert text.value is not None
    assert book.value is not None
    subject = subject_of(book.value, text.value.items, ())
    assert subject is not None
    return list(examine(subject, (), (row_order.CHECK,)).open)


WISH = "先计级别为省级的"


def test_rows_that_only_a_further_step_tells_apart() -> None:
    """The same award, applied for by two: to which quantity it goes is a matter of order."""
    (finding,) = of_plan()
    assert (finding.clause, finding.name) == ("取高", "次序有关：表彰")
    assert finding.message == (
        "同一“项目”的“表彰”记录，加分相同时先计哪一条没有写全，谁在台账里排在前面就计谁，“党委加分”因此不同"
    )
    assert finding.witness is not None
    assert finding.witness.rows[-2:] == (("照这个次序", "党委加分2分", ""), ("倒过来排", "党委加分0分", ""))


@pytest.mark.parametrize("wish", ["先计来源为县委的", "先计来源为县政府的"])
def test_a_wish_that_settles_it(wish: str) -> None:
    """Once it is written who goes first the order means nothing."""
    assert of_plan(WISH, wish) == []


FORMULAS = "“党委加分”＝【县委表彰】；“政府加分”＝【县政府表彰】；“总分”＝党委加分＋政府加分。"
ONE_TOTAL = "“总分”＝【县委表彰】＋【县政府表彰】。"
CAPPED = ONE_TOTAL + "\n【县委封顶】来源为县委的表彰，加分累计不超过5分。"


@pytest.mark.parametrize("solver", [True, False])
def test_a_cap_that_takes_more_rows_to_reach(solver: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the total is a result; it differs where further awards fill the cap."""
    monkeypatch.setattr(asked, "is_installed", lambda: solver)
    (finding,) = of_plan(FORMULAS, CAPPED)
    assert finding.severity is Severity.WARNING
    assert finding.witness is not None
    assert len(finding.witness.header) > 3


def test_without_the_cap_the_total_is_the_same() -> None:
    """Rows that differ only in what no result shows are in no order that matters."""
    assert of_plan(FORMULAS, ONE_TOTAL) == []


def test_what_only_the_solver_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no rows were tried the solver finds some; its rows are shown only if the engine agrees."""
    monkeypatch.setattr(row_order, "_equal_rows", lambda tried, choice: ())
    (finding,) = of_plan()
    assert finding.name == "次序有关：表彰"
    assert finding.witness is not None
    assert of_plan(WISH, "先计来源为县委的") == []


def test_without_a_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows tried still show it; where they do not, it is 未定."""
    monkeypatch.setattr(asked, "is_installed", lambda: False)
    assert [each.severity for each in of_plan()] == [Severity.WARNING]
    (hint,) = of_plan(WISH, "先计来源为县委的")
    assert hint.severity is Severity.HINT
    assert "没有安装求解器" in hint.message


def test_under_every_option_whatever_is_adopted() -> None:
    """A choice of a reading is no answer to results that depend on the order."""
    reading = (
        "【顶】口径“范围”：\n  “省级”：省级的表彰，加分累计不超过1分。\n"
        "  “各级”：表彰，加分累计不超过1分。\n  采用“{}”：原文没有写明。\n"
    )
    assert found(ONCE + reading.format("省级") + TOTAL, row_order.CHECK) == [("奖", "次序有关：表彰")]
    done = settled(ONCE + reading.format("各级") + TOTAL, row_order.CHECK)
    assert [each.name for each in done.open] == ["次序有关：表彰，范围=省级"]
    assert done.open[0].message.startswith("口径“范围”取“省级”时：")
    assert done.answered == ()
