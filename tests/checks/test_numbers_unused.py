"""PE812: numbers of quotations that the clauses below them do not use."""

from __future__ import annotations

import pytest

from perfeval.checks.numbers_unused import CHECK
from tests.checks.plans import findings
from tests.evaluate.mini import TAIL


def _book(quote: str, clauses: str) -> str:
    return f"一、总则\n> {quote}\n{clauses}"


@pytest.mark.parametrize(
    ("quote", "clauses", "expected"),
    [
        (
            "受到表彰的,每次加5分,最多加10分。",
            "【甲】表彰，每次加5分。",
            [("甲", "数字未用：10分", "10分")],
        ),
        (
            "省级表彰加5分,县级表彰加二分。",
            "【甲】级别为省级的表彰，每次加5分。",
            [("甲", "数字未用：二分", "二分")],
        ),
        (
            "正职得25%,其他得百分之五十。",
            "【甲】“正职”＝基础分×25%。",
            [("甲", "数字未用：百分之五十", "百分之五十")],
        ),
        (
            "连续两年受到表彰的,每次加5分;奖4万元。",
            "【甲】表彰，每次加5分。",
            [("甲", "数字未用：两年", "两年"), ("甲", "数字未用：4万元", "4万元")],
        ),
    ],
)
def test_a_number_that_nobody_uses(quote: str, clauses: str, expected: list[tuple[str, str, str]]) -> None:
    assert findings(CHECK, _book(quote, clauses)) == expected


@pytest.mark.parametrize(
    ("quote", "clauses"),
    [
        ("受到表彰的,每次加5分,处分每次减3分。", "【甲】表彰，每次加5分。\n【乙】扣分，每次减3分。"),
        ("(1)按2024年小发〔2023〕5号文件“两大会战”第一部分一律加5分,一次性兑现。", "【甲】表彰，每次加5分。"),
        ("有一项表彰的,同一项目加5分。", "【甲】表彰，每次加5分。"),
        ("第13个月工资按基础分计。", "【甲】“第十三个月工资”＝基础分。"),
        ("基础分满分100分,按基础分计。", "【甲】“总分”＝基础分。"),
        ("受到表彰的,每次加5分,最多加10分。", "【甲】酌情认定：由委员会掌握。"),
        ("受到表彰的,每次加5分,最多加10分。", "【甲】表彰，每次加5分。\n【乙】另行规定：最多的另定。"),
        ("分为山村和水村两种类型,每次加5分。", "【甲】表彰，每次加5分。"),
        ("每次加零点五分,三分之一以上的村参加。", "【甲】表彰，每次加0.5分。"),
        ("第一至三名每次加5分,第1名到第3名一样。", "【甲】表彰，每次加5分，合计最高加3分。"),
        ("表彰每次加5分。二、三名以上的,最高加3分。", "【甲】表彰，每次加5分，合计最高加3分。"),
    ],
)
def test_a_number_that_is_used_or_no_quantity(quote: str, clauses: str) -> None:
    assert findings(CHECK, _book(quote, clauses)) == []


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("每次加五分,最高加八点五分。", ("乙", "数字未用：八点五分", "八点五分")),
        ("每次加五分;扣分每次减3分,最高二十五分。", ("丙", "数字未用：二十五分", "二十五分")),
        ("每次加五分;基础分八十至九十分的不变。", ("甲", "数字未用：八十", "八十")),
        ("每次加五分;省级表彰另有百分之十二点五。", ("乙", "数字未用：百分之十二点五", "百分之十二点五")),
    ],
)
def test_the_clause_that_the_number_is_about(quote: str, expected: tuple[str, str, str]) -> None:
    clauses = "【甲】“总分”＝基础分×3。\n【乙】省级的表彰，每次加5分。\n【丙】扣分，每次减3分。"
    assert findings(CHECK, _book(quote, clauses))[:1] == [expected]


def test_a_line_that_another_grade_draws_is_used() -> None:
    tail = TAIL + "等次由高到低：好、中、差。\n"
    body = """一、总则
> 700分以上的为好。
【好】“总分”＝基础分；总分在700分以上的，评为好。
> 600-700分的为中。
【中】总分在600分以上、够不上好的，评为中。
> 不足600分的为差。
【差】总分够不上中的，评为差。"""
    assert findings(CHECK, body, tail) == []
    assert findings(CHECK, body.replace("600-700分的", "600-710分的"), tail) == [
        ("中", "数字未用：710分", "710分")
    ]


def test_digits_in_names_are_letters() -> None:
    tail = TAIL.replace("林场", "610林场")
    body = "一、总则\n> 610林场受到表彰的,每次加5分。\n【甲】610林场的表彰，每次加5分。"
    assert findings(CHECK, body, tail) == []
