"""Checks on computing sentences: two answers, gaps, dead lines, one step against the rest, numbers."""

from __future__ import annotations

import pytest

from perfeval.checks import (
    never_used,
    no_answer,
    numbers_unfounded,
    two_answers,
    unused_facts,
    upside_down,
)
from perfeval.checks.every import CHECKS
from perfeval.diagnostics.diagnostic import Severity
from tests.checks.computing import findings, messages

RATE = "“率”＝实际÷计划，以百分数计，保留两位小数，四舍五入。\n"


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (RATE + "“得”按率：60%以上的，3分；80%以上的，5分；不足60%的，0分。", 1),
        (RATE + "“得”按率：80%以上的，5分；60%以上不足80%的，3分；不足60%的，0分。", 0),
        ("“得”分情形：甲在60分以上的，1分；重的，2分；其余的，0分。", 1),
        ("“得”分情形，同时符合的取最高：甲在60分以上的，1分；重的，2分；其余的，0分。", 0),
        ("“得”分情形，依次判断：甲在60分以上的，1分；重的，2分；其余的，0分。", 0),
        ("“得”分情形：甲在60分以上的，1分；甲不足50分的，2分；其余的，0分。", 0),
        (
            "每条项目的“得”按级别、奖次查“表”，查不到的为0分。\n附表“表”：\n｜级别｜奖次｜分值｜\n"
            "｜国家级｜一等｜5分｜\n｜国家级｜一等｜4分｜",
            1,
        ),
    ],
)
def test_two_answers(clauses: str, expected: int) -> None:
    """Lines that overlap and give different numbers."""
    assert len(findings(clauses, two_answers.CHECK)) == expected


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (RATE + "“得”按率：80%以上的，5分；60%以上不足80%的，3分。", ["率不满0.6的，没有一条条款写到“得”"]),
        (RATE + "“得”按率：80%以上的，5分；不足60%的，3分。", ["率0.6以上不满0.8的，没有一条条款写到“得”"]),
        (RATE + "“得”按率：80%以上的，5分；其余的，3分。", []),
        ("“得”按甲：60分以上的，5分；不足60分的，3分。", []),
        ("“得”按甲：60分以上的，为“好”；超过10分不足60分的，为“差”。", ["甲10以下的，没有一条条款写到“得”"]),
    ],
)
def test_gaps_in_a_scale(clauses: str, expected: list[str]) -> None:
    """Numbers within their range that no line is about."""
    assert messages(clauses, no_answer.CHECK) == expected


def test_a_line_that_others_cover_is_never_used() -> None:
    """Behind one that takes in all of it, or beyond the range of the number."""
    covered = "“得”分情形，依次判断：甲在60分以上的，1分；甲在80分以上的，2分；其余的，0分。"
    assert [each.clause for each in findings(covered, never_used.CHECK)] == ["条1"]
    beyond = "“得”按甲：100分以下的，1分；超过100分的，2分。"
    assert "超过100" in messages(beyond, never_used.CHECK)[0]
    assert messages(RATE + "“得”按率：60%以上的，3分；不足60%的，0分。", never_used.CHECK) == []


def test_one_step_against_the_rest() -> None:
    """A scale that rises with its number but for one line."""
    turned = "“得”按甲：不足60分的，0分；60分以上不足70分的，3分；70分以上不足80分的，2分；80分以上的，5分。"
    (found,) = findings(turned, upside_down.CHECK)
    assert found.message == "“得”别处都是甲越高越多，从60以上不满70到70以上不满80却变少了"
    falling = "“得”按甲：不足60分的，5分；60分以上不足70分的，3分；70分以上不足80分的，2分；80分以上的，0分。"
    assert messages(falling, upside_down.CHECK) == []


def test_numbers_that_change_nothing_need_no_ground() -> None:
    """0, and 1 where counting begins, and what only numbers the lines; other numbers do."""
    clauses = (
        "“得”＝甲每10分加1分，最高加5分，不足10分的不计。\n"
        "“次序”按甲：90分以上的，1；80分以上不足90分的，2；其余的，3。"
    )
    said = [each.name for each in findings(clauses, numbers_unfounded.CHECK) if "条" not in each.name]
    assert said == ["数字无据：10分", "数字无据：5分", "数字无据：90分", "数字无据：80分"]


def test_facts_that_computing_sentences_read_are_used() -> None:
    """Columns of groups, orders, tables and of what is never rounded."""
    clauses = (
        "“平均”＝全部单位的甲平均，不作舍入。\n"
        "“得”＝甲－平均，可为负，保留两位小数，四舍五入。\n"
        "每条项目的“值”按级别、奖次查“表”，查不到的为0分。\n附表“表”：\n｜级别＼奖次｜一等｜二等｜\n"
        "｜国家级｜5分｜4分｜\n｜省级｜3分｜2分｜\n"
        "“和”＝项目的值合计。\n“件”＝项目的分合计。\n“重分”分情形：重的，1分；其余的，0分。\n" + RATE
    )
    assert messages(clauses, unused_facts.CHECK) == []


def test_what_no_formula_says_makes_no_noise() -> None:
    """Rates, groups, places and bands: no check breaks, and none says that it could not find out."""
    clauses = (
        RATE + "“名次”＝本序列按率从高到低排名次，相同的并列，并列之后空出相应名次。\n"
        "“名次分”按名次：第1名6分；第2名4分；第3名以后2分。\n"
        "“差”＝率－全部单位的率平均，保留两位小数，四舍五入，可为负。\n"
        "“等”分情形：差超过0，且名次为第1位的，为“优”；其余的，为“良”。\n"
        "“档”＝全部单位按率从高到低分档：“高”40%、其余“低”，人数四舍五入，同分跨档的归高档。\n"
        "“奖”分情形：档为“高”的，5元；其余的，1元。\n"
    )
    found = findings(clauses, *(check for check in CHECKS if check is not numbers_unfounded.CHECK))
    assert [each.message for each in found if each.severity is Severity.HINT] == []
    assert [each.code for each in found if each.code in ("PE801", "PE802", "PE803")] == []
