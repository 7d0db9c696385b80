"""What 设 gives: every frame as facts, and the same facts however they are written."""

from __future__ import annotations

import pytest

from perfeval.examples.suite import failures
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from tests.examples.small import suite_of_text
from tests.examples.village import CLAUSES

AWARDS = ("单位", "项目", "级别", "日期")


def situation(given: str) -> Situation:
    """The facts of one example."""
    _, suite = suite_of_text(CLAUSES, f"例“甲”\n{given}\n则张村待研究为否。\n")
    (example,) = suite.examples
    return example.situation


def test_numbers_and_facts_of_a_unit() -> None:
    """As they would stand in a ledger: without units, 是 and 否, percent as a number."""
    given = situation(
        "设张村总分为-2.50分，人数为12，山区为是，类型为乙类；比例为15%；奖金为1.5万元。\n设李村山区为否。"
    )
    assert given == Situation(
        (
            GivenValue("张村", "总分", "-2.5"),
            GivenValue("张村", "人数", "12"),
            GivenValue("张村", "山区", "是"),
            GivenValue("张村", "类型", "乙类"),
            GivenValue("张村", "比例", "0.15"),
            GivenValue("张村", "奖金", "15000"),
            GivenValue("李村", "山区", "否"),
        )
    )
    assert given.units == ("张村", "李村")


@pytest.mark.parametrize("has", ["有", "受到", "被"])
def test_rows_of_a_unit(has: str) -> None:
    """Columns in any order, blanks around cells, wide or narrow bars."""
    given = situation(
        f"设张村{has}表彰：\n  ｜级别｜项目　｜日期　　　｜\n  |县级|  甲  |2024-05-01|\n"
        "｜省级｜乙｜2024年6月1日｜"
    )
    rows = (("张村", "甲", "县级", "2024-05-01"), ("张村", "乙", "省级", "2024年6月1日"))
    assert given == Situation((), (GivenRows("表彰", AWARDS, rows, (0, 0)),))


def test_rows_of_several_units() -> None:
    """With the column 单位, which may stand anywhere; the lines are those of the book."""
    given = situation(
        "设下列表彰：\n｜日期｜项目｜单位｜级别｜\n｜2024-05-01｜甲｜张村｜县级｜\n｜2024-05-01｜甲｜赵村｜县级｜"
    )
    rows = (("张村", "甲", "县级", "2024-05-01"), ("赵村", "甲", "县级", "2024-05-01"))
    assert given == Situation((), (GivenRows("表彰", AWARDS, rows, (0, 0)),))
    first, second = given.rows[0].lines
    assert second == first + 1 > 40
    assert given.units == ("张村", "赵村")


def test_numbers_of_several_units() -> None:
    """A blank cell gives nothing."""
    given = situation("设下列单位：\n｜单位｜总分｜人数｜山区｜\n｜张村｜80｜｜是｜\n｜林场｜　｜5｜｜")
    assert given == Situation(
        (
            GivenValue("张村", "总分", "80"),
            GivenValue("张村", "山区", "是"),
            GivenValue("林场", "人数", "5"),
        )
    )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("山村总分依次为90分、80.5分、-1分", {"张村": "90", "李村": "80.5", "王村": "-1"}),
        ("山村总分依次为90分，其余为70分", {"张村": "90", "李村": "70", "王村": "70"}),
        ("村人数依次为9、8，其余为7", {"张村": "9", "李村": "8", "王村": "7", "赵村": "7", "钱村": "7"}),
        ("山村总分依次为90分、80分、70分，其余为1分", {"张村": "90", "李村": "80", "王村": "70"}),
    ],
)
def test_numbers_in_turn(words: str, numbers: dict[str, str]) -> None:
    """In the order of the roster, whatever of a group is left gets the last."""
    given = situation(f"设{words}。")
    assert {value.unit: value.text for value in given.values} == numbers


SAME = """
例“一句”
设张村基础分为80分，人数为7。
设张村有扣分：
  ｜事由｜分数｜
  ｜甲｜1｜
  ｜乙｜2｜
则总分为77分。

例“分开写”
设张村人数为7。
设下列扣分：
  ｜分数｜单位｜事由｜
  ｜2｜张村｜乙｜
设下列单位：
  ｜单位｜基础分｜
  ｜张村｜80｜
设张村有扣分：
  ｜事由｜分数｜
  ｜甲｜1｜
则总分为77分。
"""


def test_facts_may_be_given_in_parts() -> None:
    """Sentences add up."""
    book, suite = suite_of_text(CLAUSES, SAME)
    assert list(failures(suite, book)) == []


def test_what_is_set_outright_is_not_computed() -> None:
    """A number that is given counts, whatever the rows say; what follows is computed from it."""
    book, suite = suite_of_text(
        CLAUSES,
        "例“甲”\n设张村总分为80分，基础分为10分，人数为6。\n设张村有扣分：\n｜事由｜分数｜\n｜甲｜1｜\n"
        "则总分为80分，【扣减】减1分，评为中，奖金为600元。\n",
    )
    assert list(failures(suite, book)) == []
