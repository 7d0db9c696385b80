"""The same thing said twice: points, caps, measures, whole clauses."""

from __future__ import annotations

import pytest

from perfeval.checks import repeated_clauses
from tests.checks.small import found, one, settled, underlined

TOTAL = "【总分】“加分”＝【甲】＋【乙】；“总分”＝基础分＋加分。\n"
GRADED = """【甲】表彰，每次加2分。
【总分】“总分”＝基础分＋【甲】。
【好】总分在85分以上的，评为好。
【差】总分够不上好的，评为差。
等次由高到低：好、差。
“处理”依次列为：表扬、批评、约谈。
"""


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("【甲】表彰，每次加2分。\n【乙】表彰，每次加2分。\n" + TOTAL, [("乙", "重复条款：甲")]),
        ("【甲】表彰，每次加2分。\n【乙】表彰，每次加1分。\n" + TOTAL, [("乙", "重复条款：甲")]),
        (
            "【甲】表彰，按级别每次加：省级2分、县级1分。\n【乙】表彰，按级别每次加：县级3分、省级4分。\n"
            + TOTAL,
            [("乙", "重复条款：甲")],
        ),
        ("【甲】表彰，每次加2分。\n【乙】表彰，每次减2分。\n" + TOTAL, [("乙", "重复条款：甲")]),
        ("【甲】省级的表彰，每次加2分。\n【乙】县级的表彰，每次加1分。\n" + TOTAL, []),
        ("【甲】表彰，每次加2分。\n【乙】县级的表彰，每次加1分。\n" + TOTAL, []),
        (
            "【甲】表彰，按级别每次加：省级2分。\n【乙】表彰，按级别每次加：县级1分。\n" + TOTAL,
            [],
        ),
        ("【甲】山村的表彰，每次加2分。\n【乙】水村的表彰，每次加2分。\n" + TOTAL, []),
    ],
)
def test_the_same_rows_scored_twice(clauses: str, expected: list[tuple[str, str]]) -> None:
    """Equal sets of rows, whatever they give; sets that only meet are another finding (PE815)."""
    assert found(clauses, repeated_clauses.CHECK) == expected


def test_what_is_said_of_rows_scored_twice() -> None:
    """Both clauses, what each gives, and the name of the later one underlined."""
    finding = one("【甲】表彰，每次加2分。\n【乙】表彰，每次减1分。\n" + TOTAL, repeated_clauses.CHECK)
    assert finding.code == "PE814"
    assert finding.message == "同样的“表彰”记录，【甲】加分，【乙】又减分"
    assert underlined(finding) == "【乙】"
    assert finding.witness is not None
    assert finding.witness.rows == (("甲", "加2分"), ("乙", "减1分"))


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("【顶】【甲】加分累计不超过5分。\n【又顶】【甲】加分累计不超过4分。\n", [("又顶", "重复条款：顶")]),
        (
            "【顶】省级的表彰，加分累计不超过5分。\n【又顶】省级的表彰，加分累计不超过4分。\n",
            [("又顶", "重复条款：顶")],
        ),
        ("【顶】【甲】加分累计不超过5分。\n【又顶】【甲】、【乙】加分累计不超过6分。\n", []),
        ("【顶】省级的表彰，加分累计不超过5分。\n【又顶】【甲】加分累计不超过6分。\n", []),
        ("【顶】省级的表彰，加分累计不超过5分。\n【又顶】县级的表彰，加分累计不超过4分。\n", []),
    ],
)
def test_two_caps_on_the_same_points(cap: str, expected: list[tuple[str, str]]) -> None:
    """Only the tighter one counts, so the other is a mistake."""
    scores = "【甲】表彰，每次加2分。\n【乙】排位，本年位次为第1位的，每项加1分。\n"
    assert found(scores + cap + TOTAL, repeated_clauses.CHECK) == expected


def test_the_other_limit_is_underlined() -> None:
    """The number that differs, and the one that was expected."""
    clauses = "【甲】表彰，每次加2分。\n【顶】【甲】加分累计不超过5分。\n【又顶】【甲】加分累计不超过4分。\n"
    finding = one(clauses + "【总分】“总分”＝基础分＋【甲】。\n", repeated_clauses.CHECK)
    assert finding.message == "同样的分，【顶】说累计不超过5分，【又顶】说不超过4分"
    assert underlined(finding) == "4分"
    assert finding.expected == ("5分",)


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("【奖】评为好的村：表扬。\n【再奖】评为好的村：表扬。\n", [("再奖", "重复条款：奖")]),
        ("【奖】评为好的山村：表扬。\n【再奖】评为好的村：表扬。\n", [("再奖", "重复条款：奖，表扬")]),
        ("【罚】评为差的村：批评、约谈；其中总分在60分以下的，约谈。\n", [("罚", "重复条款：约谈")]),
        ("【罚】评为差的村：批评；其中总分在60分以下的，约谈。\n", []),
        ("【奖】评为好的山村：表扬。\n【再奖】评为好的水村：表扬。\n", []),
        ("【奖】评为好的村：表扬。\n【罚】评为差的村：批评、约谈。\n", []),
    ],
)
def test_measures_listed_twice(clauses: str, expected: list[tuple[str, str]]) -> None:
    """For the same units and conditions, or for some of them."""
    assert found(GRADED + clauses, repeated_clauses.CHECK) == expected


def test_two_keys_for_the_highest() -> None:
    """A ledger has one key by which only the highest counts."""
    highest = "【取高】同一项目的表彰，只计加分最高的一次，加分相同的，先计级别为县级的，再计日期最早的。\n"
    other = highest.replace("取高", "又取高").replace("县级", "省级")
    score = "【甲】表彰，每次加2分。\n【总分】“总分”＝基础分＋【甲】。\n"
    assert found(score + highest, repeated_clauses.CHECK) == []
    assert found(score + highest + other, repeated_clauses.CHECK) == [("又取高", "重复条款：取高")]


def test_an_option_that_repeats_a_clause() -> None:
    """Only under the option that is not adopted, and the finding says so; a choice is no reason for it."""
    reading = "【乙】口径“范围”：\n  “省级”：省级的表彰，每次加1分。\n  “全部”：表彰，每次加1分。\n"
    other = "【甲】表彰，每次加2分。\n" + reading + "  采用“省级”：原文说的是省级。\n" + TOTAL
    assert found(other, repeated_clauses.CHECK) == [("乙", "重复条款：甲，范围=全部")]
    adopted = other.replace("采用“省级”", "采用“全部”")
    assert found(adopted, repeated_clauses.CHECK) == [("乙", "重复条款：甲")]


TWO_SENTENCES = """【甲】省级的表彰，每次加1分；县级的表彰，每次加2分。
【乙】省级的表彰，每次加{0}分；县级的表彰，每次加{1}分。
"""


def test_clauses_of_two_sentences_that_repeat_each_other() -> None:
    """What is the same is one finding with its number; what is not has a name of its own."""
    text = TWO_SENTENCES.format(1, 2) + TOTAL
    finding = one(text, repeated_clauses.CHECK)
    assert finding.message == "【乙】和【甲】有一句说的是同一件事，这样的有2处"
    assert finding.name == "重复条款：甲，2处"
    text = TWO_SENTENCES.format(1, 3) + "知悉“重复条款：甲”：省级的本来要计两次。\n" + TOTAL
    (left,) = settled(text, repeated_clauses.CHECK).open
    assert left.message == "【乙】计分的“表彰”记录，【甲】已经全部计过分"
    assert left.name != "重复条款：甲"
