"""What examples show of a small book, and what they do not."""

from __future__ import annotations

import pytest

from perfeval.examples.coverage import Coverage, coverage_of
from perfeval.examples.goals import Goal, GoalKind, Status
from tests.examples.small import suite_of_text

CLAUSES = """
【表彰加分】表彰，按级别每次加：省级2分、县级1分。
【封顶】【表彰加分】加分累计不超过3分。
【年度】表彰，只计日期在评估年度内的，以后的计入下年度。
【总分】“总分”＝基础分＋【表彰加分】。
等次由高到低：好、差。
【好】口径“八十分整”：
  “好”：总分在80分以上的，评为好。
  “差”：总分超过80分的，评为好。
  采用“好”：取有利于单位的解释。
【差】总分够不上好的，评为差。
"""
ONE_AWARD = """
例“省级一次”
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
则张村【表彰加分】加2分。
"""
TWO_AWARDS = """
例“封顶”
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
  ｜乙｜省级｜2024-05-02｜
  ｜丙｜县级｜2025-01-01｜
设李村基础分为80分。
设王村基础分为79分。
则张村【封顶】后加3分；李村评为好；王村评为差。
按 八十分整=差，则李村评为差。
"""


def covered(examples: str) -> Coverage:
    """The coverage of the examples, where nothing can be proved."""
    book, suite = suite_of_text(CLAUSES, examples)
    return coverage_of(book, suite, lambda goal: (Status.UNDECIDED, "不能证明"))


def shown(coverage: Coverage, kind: GoalKind) -> dict[str, list[str]]:
    """Clause -> the words of the goals of a kind that are shown."""
    found: dict[str, list[str]] = {}
    for result in coverage.results:
        if result.goal.kind is kind and result.status is Status.SHOWN:
            found.setdefault(result.goal.clause, []).append(result.goal.words)
    return found


def test_without_examples_nothing_is_shown() -> None:
    """No goal is met by itself."""
    coverage = covered("")
    assert not [result for result in coverage.results if result.status is Status.SHOWN]
    assert not coverage.complete


def test_one_award_fires_one_row_and_decides_nothing() -> None:
    """A row fires with its first element; a condition needs a second that differs in it alone."""
    coverage = covered(ONE_AWARD)
    assert shown(coverage, GoalKind.ROW)["表彰加分"] == ["表“表彰加分”表彰的年度本年度，级别省级的一行"]
    assert "表彰加分" not in shown(coverage, GoalKind.CONDITION)
    assert shown(coverage, GoalKind.CAP) == {"封顶": ["有分、没有超过3分的"]}


def test_pairs_that_differ_in_one_condition_decide_it() -> None:
    """县级 of the next year against 县级 of none: only what is really told apart counts."""
    coverage = covered(ONE_AWARD + TWO_AWARDS)
    assert shown(coverage, GoalKind.CAP)["封顶"] == ["超过3分、去掉一些的", "有分、没有超过3分的"]
    conditions = shown(coverage, GoalKind.CONDITION)
    # 县级 in 2025 differs from 省级 in 2024 in both; nothing in 2024 is 县级, so nothing decides alone.
    assert "表彰加分" not in conditions
    assert [words.split("的一行")[0] for words in conditions["年度"]] == [
        "表“表彰的年度”日期2024年1月1日起至2024年12月31日",
        "表“表彰的年度”日期晚于2024年12月31日",
    ]


def test_an_unknown_number_decides_nothing() -> None:
    """张村 has no 总分: that it is not 好 shows nothing of the line of 80."""
    only_good = "例“好”\n设李村基础分为80分。\n设张村人数为1。\n则李村评为好。\n"
    assert "好" not in shown(covered(only_good), GoalKind.CONDITION)
    both = only_good + "例“差”\n设王村基础分为79分。\n则王村评为差。\n"
    assert len(shown(covered(both), GoalKind.CONDITION)["好"]) >= 1


def test_options_and_clauses_for_and_against() -> None:
    """An option counts when an example runs it; a clause needs a unit to which it does not apply."""
    coverage = covered(TWO_AWARDS)
    assert shown(coverage, GoalKind.OPTION)["好"] == ["口径“八十分整”取“好”", "口径“八十分整”取“差”"]
    assert shown(coverage, GoalKind.CLAUSE)["好"] == ["有用上的例", "有用不上的例"]
    alone = covered("例“好”\n设李村基础分为80分。\n则李村评为好。\n")
    assert shown(alone, GoalKind.OPTION)["好"] == ["口径“八十分整”取“好”"]
    assert shown(alone, GoalKind.CLAUSE)["好"] == ["有用上的例"]


@pytest.mark.parametrize(
    ("status", "complete"), [(Status.IMPOSSIBLE, True), (Status.UNDECIDED, False), (Status.MISSING, False)]
)
def test_only_what_is_proved_impossible_may_be_left_out(status: Status, complete: bool) -> None:
    """The prover is asked about rows, conditions and limits; options and clauses can always be shown."""
    asked: list[Goal] = []

    def prover(goal: Goal) -> tuple[Status, str]:
        asked.append(goal)
        return status, "依据"

    book, suite = suite_of_text(
        "【加】省级表彰，每次加1分。\n【和】“和”＝【加】。\n",
        ONE_AWARD.replace("【表彰加分】加2分", "【加】加1分")
        + "例“无”\n设李村基础分为1分。\n则【加】不加分。\n",
    )
    coverage = coverage_of(book, suite, prover)
    assert [goal.kind for goal in asked] == [GoalKind.CONDITION]
    assert coverage.complete is complete
