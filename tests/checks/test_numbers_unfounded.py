"""PE811: numbers of clauses that the quotations above them do not have."""

from __future__ import annotations

import pytest

from perfeval.checks.numbers_unfounded import CHECK
from tests.checks.plans import findings

_HEAD = "一、总则\n"
_EITHER = """【甲】口径“计次”：
  “每次”：表彰，每次加5分。
  “一次”：表彰，不论次数，共加4分。
  采用“每次”：100分以内都可以。"""


def _book(quote: str, clauses: str) -> str:
    return f"{_HEAD}> {quote}\n{clauses}"


@pytest.mark.parametrize(
    ("quote", "clauses", "expected"),
    [
        (
            "受到表彰的,每次加5分。",
            "【甲】表彰，每次加6分。",
            [("甲", "数字无据：6分", "6分")],
        ),
        (
            "受到省级表彰的加5分,县级的加两分。",
            "【甲】表彰，按级别每次加：省级5分、县级3分。",
            [("甲", "数字无据：3分", "3分")],
        ),
        (
            "受到表彰的,每次加5分。",
            _EITHER,
            [("甲", "数字无据：4分", "4分")],
        ),
        (
            "前两名评为优秀。",
            "【七百分整】“总分”＝基础分。",
            [("七百分整", "数字无据：七百分整", "【七百分整】")],
        ),
        (
            "未受表彰的不奖。",
            "【甲】“奖金”＝0元。",
            [("甲", "数字无据：0元", "0元")],
        ),
        (
            "每次加三分之一。",
            "【甲】表彰，每次加3分。",
            [("甲", "数字无据：3分", "3分")],
        ),
        (
            "下午三点二十分开会,每次加分。",
            "【甲】表彰，每次加3.2分。",
            [("甲", "数字无据：3.2分", "3.2分")],
        ),
        (
            "每人奖2万元,正职1.5倍。",
            "【甲】“奖金”＝2元×人数；“正职”＝2万元×1.2。",
            [("甲", "数字无据：2元", "2元"), ("甲", "数字无据：1.2", "1.2")],
        ),
    ],
)
def test_a_number_without_ground(quote: str, clauses: str, expected: list[tuple[str, str, str]]) -> None:
    assert findings(CHECK, _book(quote, clauses)) == expected


@pytest.mark.parametrize(
    ("quote", "clauses"),
    [
        ("受到表彰的,每次加５分。", "【甲】表彰，每次加5分。"),
        (
            "位次每前移一位的加两分,加分不超过十二分。",
            "【甲】排位，本年位次比上年位次每前移1位加2分，合计最高加12分。",
        ),
        ("奖励总额四万元,正职得百分之二十五。", "【甲】“总额”＝4万元；“正职”＝总额×25%。"),
        ("奖励总额40000元,正职得25%,其他二成。", "【甲】“总额”＝4万元；“正职”＝总额×25%；“其他”＝总额×20%。"),
        ("得分在600-700分的村评为合格。", "【七百分整】“总分”＝基础分＋600分。"),
        ("受到表彰的,加分。", "【甲】“加分”＝基础分。"),
        ("受到表彰的每次加零点五分。", "【甲】表彰，每次加0.5分。"),
        ("正职得百分之十二点五,其他千分之五。", "【甲】“正职”＝基础分×12.5%；“其他”＝基础分×0.005。"),
        ("正职得四分之一,其他1/5。", "【甲】“正职”＝基础分×25%；“其他”＝基础分×20%。"),
        ("八十至九十分的,省、县分别加三、二分。", "【甲】表彰，按级别每次加：省级3分、县级2分。"),
    ],
)
def test_a_number_with_ground(quote: str, clauses: str) -> None:
    assert findings(CHECK, _book(quote, clauses)) == []


def test_the_quotation_of_another_clause_is_no_ground() -> None:
    body = """一、总则
> 受到表彰的,每次加5分。
【甲】表彰，每次加5分。
> 受到处分的,每次减3分。
【乙】扣分，每次减5分。"""
    assert findings(CHECK, body) == [("乙", "数字无据：5分", "5分")]


def test_all_clauses_below_share_their_quotations() -> None:
    body = (
        "一、总则\n> 受到表彰的加5分,\n> 受到处分的减3分。\n【甲】扣分，每次减3分。\n【乙】表彰，每次加5分。"
    )
    assert findings(CHECK, body) == []
