"""Facts that count for a unit and harm it; and grades that fall as the score rises."""

from __future__ import annotations

import pytest

from perfeval.checks import against_itself, never_used
from perfeval.verify.solver import is_installed
from tests.checks.small import found, one, settled

# Of one project only the best award counts; provincial ones are capped, county ones are not.
KEEP = "【取高】同一项目的表彰，只计加分最高的一次，加分相同的，先计级别为省级的，再计日期最早的。\n"
AWARDS = "【省级】省级的表彰，每次加3分。\n【县级】县级的表彰，每次加2分。\n"
CAP = "【封顶】【省级】加分累计不超过{0}分。\n"
TOTAL = "【总分】“总分”＝基础分＋【省级】＋【县级】。\n"
GRADES = "等次由高到低：好、中、差。\n"
SCORED = "【得分】“总分”＝基础分。\n"


def test_an_award_that_absorbs_another() -> None:
    """A second award takes the place of one outside the cap and is then cut: the witness shows both sums."""
    clauses = KEEP + AWARDS + CAP.format(3) + TOTAL + GRADES + "【好】总分在80分以上的，评为好。\n"
    clauses += "【中】总分在60分以上、总分不满80分的，评为中。\n【差】总分够不上中的，评为差。\n"
    finding = one(clauses, against_itself.CHECK)
    assert (finding.clause, finding.name) == ("取高", "适得其反：表彰")
    assert finding.witness is not None
    before, after = finding.witness.rows[-1][1:]
    assert float(before.rstrip("分")) > float(after.rstrip("分"))
    assert found(clauses.replace(CAP.format(3), ""), against_itself.CHECK) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("【好】总分在80分以上的，评为好。\n【差】总分不满80分的，评为差。\n", []),
        ("【好】总分在80分以下的，评为好。\n【差】总分超过80分的，评为差。\n", [("差", "适得其反：好、差")]),
        (
            "【好】总分在60分以上、总分不满80分的，评为好。\n【中】总分在80分以上的，评为中。\n"
            "【差】总分不满60分的，评为差。\n",
            [("中", "适得其反：好、中")],
        ),
    ],
)
def test_grades_that_fall_as_the_score_rises(lines: str, expected: list[tuple[str, str]]) -> None:
    """Every pair of lines is compared."""
    assert found(SCORED + GRADES + lines, against_itself.CHECK) == expected


def test_rows_that_nothing_reaches() -> None:
    """The lines before together leave nothing for it."""
    lines = (
        "【好】总分在50分以上的，评为好。\n【中】总分在40分以上、总分不满50分的，评为中。\n"
        "【差】总分不满40分的，评为差。\n"
    )
    assert found(SCORED + GRADES + lines, never_used.CHECK) == []
    high = lines.replace("总分不满40分的", "总分不满0分的")
    assert found(SCORED + GRADES + high, never_used.CHECK) == [("差", "永不起作用")]


def test_without_the_solver_it_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hint says that something is undecided; nothing is claimed."""
    assert is_installed()
    monkeypatch.setattr("perfeval.verify.questions.is_installed", lambda: False)
    lines = "【好】总分在50分以上的，评为好。\n【差】总分不满0分的，评为差。\n"
    names = found(SCORED + GRADES + lines, never_used.CHECK)
    assert all(name.startswith("永不起作用") for _, name in names)
    assert names


VERDICT = AWARDS + TOTAL + GRADES + "【好】总分在80分以上的，评为好。\n【中】总分不满80分的，评为中。\n"


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("【差】受到省级的表彰的，直接认定为差。\n", [("差", "适得其反：表彰，差")]),
        ("【差】有3条以上表彰的，直接认定为差。\n", [("差", "适得其反：表彰，差")]),
        ("【优】受到省级的表彰的，直接认定为好。\n", []),
        ("【差】有扣分的，直接认定为差。\n", []),
    ],
)
def test_grades_given_outright_for_what_counts_the_other_way(
    verdict: str, expected: list[tuple[str, str]]
) -> None:
    """An award adds points and yet makes the unit the last."""
    assert found(VERDICT + verdict, against_itself.CHECK) == expected


def test_the_scores_that_are_shown_get_the_grades_that_are_shown() -> None:
    """Where the better grade has no lower end either."""
    lines = (
        "【差】总分在90分以上的，评为差。\n【中】总分在60分以上、总分不满90分的，评为中。\n"
        "【好】总分不满60分的，评为好。\n"
    )
    shown = [each.witness for each in settled(SCORED + GRADES + lines, against_itself.CHECK).open]
    assert [witness.rows for witness in shown if witness is not None] == [
        (("59.9999", "好"), ("90", "差")),
        (("60", "中"), ("90", "差")),
        (("59.9999", "好"), ("89.9999", "中")),
    ]


def test_rows_that_others_cover_are_found_without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows that go before it leave nothing: the table itself tells."""
    for module in ("perfeval.verify.questions", "perfeval.verify.cover", "perfeval.checks.examine"):
        monkeypatch.setattr(f"{module}.is_installed", lambda: False)
    money = "【甲】村、场，不论等次：“奖金”＝0元。\n【乙】评为好的村：“奖金”＝1000元。\n"
    lines = "【好】总分在50分以上的，评为好。\n【差】总分不满50分的，评为差。\n"
    assert ("乙", "永不起作用") in found(SCORED + GRADES + lines + money, never_used.CHECK)
