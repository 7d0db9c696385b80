"""Slips in computing sentences, and in the tables that they look into."""

from __future__ import annotations

import pytest

from perfeval.mutation.from_book import Mutant, mutants_of
from tests.checks.computing import ANNEX
from tests.language_frames.book import Frame


def mutants(clauses: str) -> tuple[Mutant, ...]:
    """The mutants of a small book."""
    return mutants_of(Frame(clauses, ANNEX).book()).mutants


def slips(clauses: str) -> list[str]:
    """Kinds of slips and the sentences that they make, without the names of clauses."""
    return [f"{each.kind} | {each.new.partition('】')[2]}" for each in mutants(clauses)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "“得”按甲：60分以上的，3分；不足60分的，0分。",
            [
                "两档的数对调 | “得”按甲：60分以上的，0分；不足60分的，3分。",
                "漏写一档 | “得”按甲：不足60分的，0分。",
                "含不含本数 | “得”按甲：超过60分的，3分；不足60分的，0分。",
                "以上以下颠倒 | “得”按甲：60分以下的，3分；不足60分的，0分。",
                "界限调低 | “得”按甲：59.99分以上的，3分；不足60分的，0分。",
            ],
        ),
        (
            "“得”＝甲×2，最高30分，保留一位小数，四舍五入。",
            [
                "限度先后颠倒 | “得”＝甲×2，保留一位小数，四舍五入，最高30分。",
                "漏写限度 | “得”＝甲×2，保留一位小数，四舍五入。",
                "乘除颠倒 | “得”＝甲÷2，最高30分，保留一位小数，四舍五入。",
                "最高最低颠倒 | “得”＝甲×2，最低30分，保留一位小数，四舍五入。",
                "数额调高 | “得”＝甲×2，最高31分，保留一位小数，四舍五入。",
                "取整方式 | “得”＝甲×2，最高30分，保留一位小数，舍去小数。",
            ],
        ),
        (
            "“得”＝甲每10分加1分，最高加5分，不足10分的不计。",
            [
                "零头 | “得”＝甲每10分加1分，最高加5分，不足10分的进一计。",
                "上限调低 | “得”＝甲每10分加1分，最高加4分，不足10分的不计。",
            ],
        ),
        (
            "“名次”＝本序列按甲从高到低排名次，相同的并列，并列之后空出相应名次。",
            [
                "并列之后 | “名次”＝本序列按甲从高到低排名次，相同的并列，并列之后不空名次。",
                "换成别的一组 | “名次”＝全部单位按甲从高到低排名次，相同的并列，并列之后空出相应名次。",
                "高低颠倒 | “名次”＝本序列按甲从低到高排名次，相同的并列，并列之后空出相应名次。",
            ],
        ),
        (
            "“差”＝甲－本序列其他单位的甲平均，保留两位小数，四舍五入，可为负。",
            [
                "漏写其他 | “差”＝甲－本序列的甲平均，保留两位小数，四舍五入，可为负。",
                "平均写成合计 | “差”＝甲－本序列其他单位的甲合计，保留两位小数，四舍五入，可为负。",
            ],
        ),
        (
            "“得”＝级别为国家级的项目的分最高的2项之和，最高10分。",
            [
                "漏写条件 | “得”＝项目的分最高的2项之和，最高10分。",
                "取几项调高 | “得”＝级别为国家级的项目的分最高的3项之和，最高10分。",
                "肯定否定颠倒 | “得”＝级别不为国家级的项目的分最高的2项之和，最高10分。",
            ],
        ),
        (
            "“得”分情形，同时符合的相加：甲在60分以上的，1分；重的，2分；其余的，0分。",
            [
                "同时符合的 | “得”分情形，同时符合的取最高：甲在60分以上的，1分；重的，2分；其余的，0分。",
                "漏写一种情形 | “得”分情形，同时符合的相加：重的，2分；其余的，0分。",
                "是否颠倒 | “得”分情形，同时符合的相加：甲在60分以上的，1分；重为否的，2分；其余的，0分。",
            ],
        ),
    ],
)
def test_slips_of_a_computing_sentence(sentence: str, expected: list[str]) -> None:
    """Among others these."""
    found = slips(sentence)
    assert [each for each in expected if each not in found] == []


def test_slips_in_a_table_to_look_things_up_in() -> None:
    """A number up or down, two lines exchanged, a line left out; each changes the rules."""
    found = mutants(
        "每条项目的“值”按级别、奖次查“表”，查不到的为0分。\n附表“表”：\n｜级别＼奖次｜一等｜二等｜\n"
        "｜国家级｜5分｜4分｜\n｜省级｜3分｜2分｜\n“和”＝项目的值合计。"
    )
    kinds = [each.kind for each in found if each.kind.startswith("附表")]
    assert [kinds.count(kind) for kind in dict.fromkeys(kinds)] == [4, 4, 3, 4]
    first = next(each for each in found if each.kind == "附表的数调低")
    assert (first.old, first.new) == ("附表“表”：国家级、一等 5分", "附表“表”：国家级、一等 4分")
