"""What 则 may claim: each kind of claim where it holds and where it does not."""

from __future__ import annotations

from functools import cache

import pytest

from perfeval.examples.suite import failures
from tests.examples.small import suite_of_text
from tests.examples.village import CLAUSES

# 80 + 3 (4 capped) + 1 (1.5 limited) - 1.25 = 82.75; two kinds of circumstances; 山村 is not whole.
GIVEN = """
设张村基础分为80分，人数为4。
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-01-01｜
  ｜乙｜省级｜2024-12-31｜
  ｜丙｜省级｜2025-01-01｜
设张村有排位：
  ｜上年位次｜本年位次｜
  ｜5｜2｜
设张村有扣分：
  ｜事由｜分数｜
  ｜甲｜1.25｜
"""
HOLDING = (
    "【表彰加分】加4分",
    "【封顶】前加4分，后加3分",
    "【封顶】后加3分，前加4分",
    "【封顶】封顶前加4分，封顶后加3分",
    "【进位】加1分",
    "【进位】后加1分，前加1.5分",
    "【扣减】减1.25分",
    "【表彰加分】加4分，张村【扣减】减1.25分；总分为82.75分",
    "评为中",
    "未评为好，未评为差",
    "总分为82.75分",
    "总分为82.75",
    "基础分为80分，人数为4",
    "比例为15%",
    "比例为0.15",
    "奖金为400元",
    "奖金为0.04万元",
    "发钱",
    "发钱为是",
    "待研究为否",
    "不待研究",
    "取消情形为“被扣分”、“人少”",
    "取消情形为“人少”、“被扣分”",
    "处理为无",
    "名次为无",
)
FAILING = {
    "【表彰加分】加3分": "4分",
    "【表彰加分】减4分": "4分",
    "【表彰加分】不加分": "4分",
    "【封顶】前加3分": "4分",
    "【封顶】后加4分": "3分",
    "【进位】加1.5分": "1分",
    "【进位】前加1分": "1.5分",
    "【扣减】加1.25分": "-1.25分",
    "【扣减】不减分": "-1.25分",
    "评为好": "中",
    "未评为中": "中",
    "等次为无": "中",
    "总分为82.7501分": "82.75分",
    "总分为-82.75分": "82.75分",
    "总分为无": "82.75分",
    "人数为5": "4",
    "比例为1.5%": "0.15",
    "奖金为400.01元": "400元",
    "不发钱": "是",
    "发钱为否": "是",
    "发钱为无": "是",
    "待研究": "否",
    "待研究为是": "否",
    "取消情形为“人少”": "被扣分、人少",
    "取消情形为无": "被扣分、人少",
    "处理为批评": "无",
    "名次为第1位": "无",
}


@cache
def outcomes() -> dict[str, list[str]]:
    """For each claim, which is an example of its own, what came out where it does not hold."""
    claims = (*HOLDING, *FAILING)
    examples = "\n".join(f"例“{number}”{GIVEN}则{claim}。\n" for number, claim in enumerate(claims))
    book, suite = suite_of_text(CLAUSES, examples)
    found: dict[str, list[str]] = {claim: [] for claim in claims}
    for failure in failures(suite, book):
        found[claims[int(failure.example.name)]].append(failure.actual.shown)
    return found


@pytest.mark.parametrize("claim", HOLDING)
def test_a_true_claim_holds(claim: str) -> None:
    """Whatever its form."""
    assert outcomes()[claim] == []


@pytest.mark.parametrize("claim", FAILING)
def test_a_false_claim_fails(claim: str) -> None:
    """With what came out instead."""
    assert outcomes()[claim] == [FAILING[claim]]


SERIES = """
例“排名”
设山村总分依次为90分、85分，其余为70分。
设水村总分依次为-0.5分、-0.5分。
设林场总分为99分。
则张村名次为第1位，评为好，处理为无；李村名次为第2位，评为中，等次为无；
  王村评为差，处理为约谈、批评；王村处理为批评；
  赵村名次为第1位，评为好；钱村评为好，名次为第2位；林场等次为无，名次为无；林场名次为第1位。
"""


def test_several_units_are_told_apart() -> None:
    """A claim without a unit is about the one before; each claim is judged by itself."""
    book, suite = suite_of_text(CLAUSES, SERIES)
    found = [(failure.claim.span.text, failure.actual.shown) for failure in failures(suite, book)]
    assert found == [
        ("等次为无", "中"),
        ("王村处理为批评", "批评、约谈"),
        ("名次为第2位", "第1位"),
        ("林场名次为第1位", "无"),
    ]


READINGS = """
例“八十分整”
设张村总分为80分。
设李村总分为80.0001分。
则张村评为中；李村评为中。
按 八十分整=差，则张村评为差，处理为批评、约谈；李村评为中。
按 八十分整=中，则张村评为差。
按八十分整＝差，则李村评为差。
"""


def test_readings_are_those_named() -> None:
    """Each 则 under its own; without 按 as adopted."""
    book, suite = suite_of_text(CLAUSES, READINGS)
    found = [
        (dict(failure.expectation.readings), failure.claim.span.text) for failure in failures(suite, book)
    ]
    assert found == [({"八十分整": "差"}, "李村评为差"), ({"八十分整": "中"}, "张村评为差")]


def test_examples_know_nothing_of_each_other() -> None:
    """Rows, scores and ranks of one example do not reach another."""
    book, suite = suite_of_text(
        CLAUSES,
        "例“一”\n设山村总分依次为90分、80分、70分。\n则张村名次为第1位。\n\n"
        "例“二”\n设张村总分为60分。\n则评为差，名次为无。\n\n"
        "例“三”\n设张村人数为3。\n则总分为无，等次为无，【表彰加分】不加分，取消情形为“人少”。\n",
    )
    assert list(failures(suite, book)) == []
