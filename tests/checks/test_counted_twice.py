"""Rows of a ledger that count in two places."""

from __future__ import annotations

import pytest

from perfeval.checks import counted_twice
from tests.checks.small import found, one, underlined

TOTAL = "【总分】“加分”＝【甲】＋【乙】；“总分”＝基础分＋加分。\n"
RANKED = """【排名】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
【好】山村、水村各取前1名，评为好。
【并列】好末位并列的，全部入选。
【最低】评为好的，不另设最低分。
【递补】取消好资格空出的名额，依次递补。
【差】总分在0分以上的，评为差。
等次由高到低：好、差。
"""
DEDUCTED = "【甲】扣分，按分数栏的分数减分。\n【总分】“总分”＝基础分＋【甲】。\n"


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("【甲】表彰，每次加2分。\n【乙】省级的表彰，每次加1分。\n", [("乙", "一事两计：甲")]),
        (
            "【甲】排位，本年位次比上年位次每前移1位加1分，每项最高加3分。\n"
            "【乙】排位，本年位次为第2位的，每项加1分。\n",
            [("乙", "一事两计：甲")],
        ),
        (
            "【甲】排位，本年位次比上年位次每前移5位加1分。\n【乙】山村的排位，本年位次为第1位的，每项加1分。\n",
            [("乙", "一事两计：甲")],
        ),
        (
            "【甲】排位，本年位次比上年位次每前移1位加1分。\n"
            "【乙】排位，上年位次、本年位次都是第1位的，每项加1分。\n",
            [],
        ),
        ("【甲】县级的表彰，每次加2分。\n【乙】省级的表彰，每次加1分。\n", []),
        ("【甲】山村的表彰，每次加2分。\n【乙】水村的省级表彰，每次加1分。\n", []),
        ("【甲】表彰，每次加2分。\n【乙】表彰，每次加1分。\n", []),  # told of as repeated (PE814)
    ],
)
def test_rows_that_two_clauses_score(clauses: str, expected: list[tuple[str, str]]) -> None:
    """Only where the engine gives points for one and the same row in both."""
    assert found(clauses + TOTAL, counted_twice.CHECK) == expected


def test_the_row_is_shown() -> None:
    """The row, and what it gives in each clause."""
    finding = one("【甲】表彰，每次加2分。\n【乙】省级的表彰，每次加1分。\n" + TOTAL, counted_twice.CHECK)
    assert finding.code == "PE815"
    assert finding.message == "同一条“表彰”记录，【甲】和【乙】都给它加分"
    assert underlined(finding) == "【乙】"
    assert finding.witness is not None
    assert finding.witness.header == ("表彰", "张村")
    assert finding.witness.rows[1] == ("级别", "省级")
    assert finding.witness.rows[-2:] == (("【甲】", "加2分"), ("【乙】", "加1分"))


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ("（1）“有扣分”：有扣分的。", [("取消", "一事两计：甲，有扣分")]),
        ("（1）“多次”：有2次以上扣分的。", [("取消", "一事两计：甲，多次")]),
        ("（1）“山里”：属于山村，且有扣分的。", [("取消", "一事两计：甲，山里")]),
        ("（1）“没有”：没有扣分的。", []),
        ("（1）“表彰”：有县级表彰的。", []),
        ("（1）“省表彰”：有省级表彰的；（2）“县表彰”：有县级表彰的。", []),
        ("（1）“有表彰”：有表彰的；（2）“县表彰”：有县级表彰的。", [("取消", "一事两计：有表彰，县表彰")]),
        ("（1）“山里”：属于山村，且有表彰的；（2）“水里”：属于水村，且有县级表彰的。", []),
    ],
)
def test_rows_that_are_circumstances_of_a_veto(cases: str, expected: list[tuple[str, str]]) -> None:
    """Deducted and a circumstance, or two circumstances; a row that nobody deducts may be one."""
    veto = f"【取消】有下列“情形”之一的，取消好资格：{cases}\n"
    assert found(DEDUCTED + RANKED + veto, counted_twice.CHECK) == expected


def test_two_kinds_of_rows_are_one_finding() -> None:
    """Or one answer to the one kind would do for the other; the number is in the name."""
    clauses = "【甲】省级的表彰，每次加1分；县级的表彰，每次加2分。\n【乙】表彰，每次加1分。\n"
    finding = one(clauses + TOTAL, counted_twice.CHECK)
    assert finding.message == "同一条“表彰”记录，【甲】和【乙】都给它加分，这样的有2处"
    assert finding.name == "一事两计：甲，2处"


def test_a_row_alone_that_does_not_make_the_circumstance() -> None:
    """It counts towards it, and the table says how many are asked for."""
    veto = "【取消】有下列“情形”之一的，取消好资格：{0}\n"
    often, any_row = "（1）“多次”：有3次以上表彰的", "（2）“省里”：有省级表彰的"
    finding = one(DEDUCTED + RANKED + veto.format(f"{often}；{any_row}。"), counted_twice.CHECK)
    assert finding.message == "同一条“表彰”记录，计入“多次”所要的3次，又算作“省里”"
    assert finding.witness is not None
    assert finding.witness.rows[-2:] == (("【取消】", "多次（这样的记录满3次才算）"), ("【取消】", "省里"))
    alone = "（1）“多次”：有2次以上扣分的。"
    finding = one(DEDUCTED + RANKED + veto.format(alone), counted_twice.CHECK)
    assert finding.message == "同一条“扣分”记录，【甲】减了分，又计入【取消】的“多次”所要的2次"


def test_the_circumstance_is_underlined() -> None:
    """The words of the circumstance; points first, then the name of the circumstance."""
    veto = "【取消】有下列“情形”之一的，取消好资格：（1）“有扣分”：有扣分的。\n"
    finding = one(DEDUCTED + RANKED + veto, counted_twice.CHECK)
    assert finding.message == "同一条“扣分”记录，【甲】减了分，又算作【取消】的“有扣分”"
    assert underlined(finding) == "“有扣分”"


def test_under_one_option_only() -> None:
    """The finding names the option; with the other one there is none."""
    reading = (
        "【乙】口径“第一”：\n  “两年”：排位，上年位次、本年位次都是第1位的，每项加1分。\n"
        "  “本年”：排位，本年位次为第1位的，每项加1分。\n  采用“两年”：原文说的是保持。\n"
    )
    ahead = "【甲】排位，本年位次比上年位次每前移1位加1分。\n"
    assert found(ahead + reading + TOTAL, counted_twice.CHECK) == [("乙", "一事两计：甲，第一=本年")]
