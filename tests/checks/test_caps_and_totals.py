"""Caps that never bind, points that are worth nothing, totals that leave the full marks."""

from __future__ import annotations

import re

import pytest

from perfeval.checks import beyond_full_marks, never_binding, worthless_points
from tests.checks.small import found, one, underlined
from tests.evaluate.mini import TAIL

AWARDS = "【表彰加分】表彰，按级别每次加：省级3分、县级1分。\n"
TOTAL = "【总分】“总分”＝基础分＋【表彰加分】。\n"


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (AWARDS + "【封顶】【表彰加分】加分累计不超过3分。\n" + TOTAL, [("封顶", "再多无益：3分")]),
        (AWARDS + "【封顶】【表彰加分】加分累计不超过2分。\n" + TOTAL, [("封顶", "再多无益：2分")]),
        (AWARDS + "【封顶】【表彰加分】加分累计不超过4分。\n" + TOTAL, []),
        (AWARDS + "【封顶】省级的表彰，加分累计不超过3分。\n" + TOTAL, [("封顶", "再多无益：3分")]),
        (AWARDS + "【封顶】县级的表彰，加分累计不超过3分。\n" + TOTAL, []),
        ("【表彰加分】表彰，每次加2分，合计最高加2分。\n" + TOTAL, [("表彰加分", "再多无益：2分")]),
        ("【表彰加分】表彰，每次加2分，合计最高加3分。\n" + TOTAL, []),
        ("【表彰加分】表彰，不论次数，共加2分。\n" + TOTAL, []),
    ],
)
def test_points_that_fill_a_cap_at_once(clauses: str, expected: list[tuple[str, str]]) -> None:
    """One row reaches the limit; where only one counts anyway, nothing is worthless."""
    assert found(clauses, worthless_points.CHECK) == expected


COLUMN = "【扣】扣分，按分数栏的分数减分，合计最高减{0}分。\n【总分】“总分”＝基础分＋【扣】。\n"


def test_a_step_that_fills_a_cap() -> None:
    """One place ahead gives the least that there is to be had; half of what a cap holds does not fill it."""
    text = (
        "【前移】排位，本年位次比上年位次每前移{0}位加1分，合计最高加{1}分。\n"
        "【总分】“总分”＝基础分＋【前移】。\n"
    )
    finding = one(text.format(1, "0.5"), worthless_points.CHECK)
    assert finding.name == "再多无益：0.5分"
    assert finding.message == "【前移】前移1位就是1分，到了【前移】的上限0.5分，以后的都不再算分"
    assert finding.witness is not None
    assert finding.witness.rows == (("前移1位", "1分", "0.5分"), ("前移2位", "2分", "0.5分"))
    finding = one(text.format(3, 1), worthless_points.CHECK)
    assert finding.message.startswith("【前移】前移3位就是1分")
    assert found(text.format(1, 2), worthless_points.CHECK) == []


def test_points_of_a_column_that_fill_a_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where the least that may stand there does."""
    assert found(COLUMN.format(1), worthless_points.CHECK) == []
    assert "“分数”：分，不小于0" in TAIL
    monkeypatch.setattr("tests.examples.small.TAIL", TAIL.replace("“分数”：分，不小于0", "“分数”：分，2至9"))
    assert found(COLUMN.format(3), worthless_points.CHECK) == []
    finding = one(COLUMN.format(1), worthless_points.CHECK)
    assert finding.message == "【扣】分数最少的一次就是2分，到了【扣】的上限1分，以后的都不再算分"
    assert finding.witness is not None
    assert finding.witness.rows == (("1次", "2分", "1分"), ("2次", "4分", "1分"))


def test_rows_alike_are_one_line() -> None:
    """Hundreds of rows that a total needs are told once, with their number."""
    awards = "【加】表彰，每次加0.1分。\n【总分】“总分”＝基础分×0.8＋【加】。\n"
    witness = one(MARKS + awards, beyond_full_marks.CHECK).witness
    assert witness is not None
    shown = [text for name, text in witness.rows if name == "表彰"]
    assert 1 <= len(shown) <= 3
    assert all(re.fullmatch("项目[0-9].*……（同样的记录[0-9]+条，项目各不相同）", text) for text in shown)


PLACES = "【前移】排位，本年位次比上年位次每前移1位加0.5分，合计最高加{0}分。\n"
BOTH = (
    AWARDS
    + PLACES
    + "【封顶】【表彰加分】、【前移】加分累计不超过{1}分。\n"
    + "【总分】“总分”＝基础分＋【表彰加分】＋【前移】。\n"
)
ONCE = "【表彰加分】表彰，不论次数，共加2分。\n"


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (ONCE + "【封顶】【表彰加分】加分累计不超过2分。\n" + TOTAL, [("封顶", "封顶落空：2分")]),
        (ONCE + "【封顶】【表彰加分】加分累计不超过1分。\n" + TOTAL, []),
        (BOTH.format(3, 5).replace(AWARDS, ONCE), [("封顶", "封顶落空：5分")]),
        (BOTH.format(3, 4).replace(AWARDS, ONCE), []),
        (BOTH.format(3, 50), []),
    ],
)
def test_caps_that_nothing_reaches(clauses: str, expected: list[tuple[str, str]]) -> None:
    """Nothing that the ledgers may hold goes beyond the limit."""
    assert found(clauses, never_binding.CHECK) == expected


MARKS = "【满分】基础分满分100分，总分100分。\n"


def test_totals_beyond_the_full_marks() -> None:
    """Above with an award, below with a deduction; the facts that show it are in the table."""
    clauses = MARKS + AWARDS + TOTAL
    finding = one(clauses, beyond_full_marks.CHECK)
    assert (finding.clause, finding.name) == ("满分", "超出满分：高于100分")
    assert underlined(finding) == "【满分】"
    assert finding.witness is not None
    assert finding.witness.rows[-1][0] == "→ 总分"
    minus = MARKS + "【扣】扣分，按分数栏的分数减分。\n【总分】“总分”＝基础分＋【扣】。\n"
    assert found(minus, beyond_full_marks.CHECK) == [("满分", "超出满分：低于0分")]
    assert found(MARKS + "【总分】“总分”＝基础分。\n", beyond_full_marks.CHECK) == []
