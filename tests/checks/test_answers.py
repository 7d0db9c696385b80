"""A finding is answered by the 口径 it comes from, or by 知悉 in its clause; nothing else silences it."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.checks import low_grade_score, never_binding, never_used, no_answer, worthless_points
from perfeval.checks.answers import told_apart
from perfeval.checks.every import CHECKS
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.source.text import SourceText, Span
from tests.checks.small import found, settled
from tests.evaluate.mini import SOURCE
from tests.examples.small import text_of

# One award fills the cap.
FULL = """
【表彰加分】表彰，按级别每次加：省级3分、县级1分。
【封顶】【表彰加分】加分累计不超过3分。{0}
【总分】“总分”＝基础分＋【表彰加分】。
"""
SEEN = "\n知悉“再多无益：3分”：原方案就是这样定的。"
RANKED = """
【总分】“总分”＝基础分。
等次由高到低：优、良、差。
【排序】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
【优】村各取前1名，评为优。
【并列】优末位并列的，全部入选。
【最低分】{0}
【良】总分在80分以上的，评为良。
【差】总分够不上良的，评为差。
"""
READING = """口径“优的最低分”：
  “不设”：评为优的，不另设最低分。
  “须良”：评为优的，总分须够得上良。
  采用“{0}”：原方案没有写。"""


def test_a_sentence_in_the_clause_answers() -> None:
    """The answer and its reason are kept with the finding."""
    assert found(FULL.format(""), worthless_points.CHECK) == [("封顶", "再多无益：3分")]
    done = settled(FULL.format(SEEN), worthless_points.CHECK)
    assert done.open == ()
    (answered,) = done.answered
    assert (answered.finding.code, answered.by, answered.reason) == ("PE807", "知悉", "原方案就是这样定的。")


@pytest.mark.parametrize(
    "text",
    [
        FULL.format("").replace("\n【总分】", "\n【总分】").rstrip() + SEEN,
        FULL.format(SEEN.replace("3分", "4分")),
        FULL.format(SEEN.replace("再多无益", "封顶落空")),
        FULL.format("\n" + SEEN),
    ],
    ids=["other clause", "other figure", "other finding", "after a blank line"],
)
def test_an_answer_to_something_else_is_no_answer(text: str) -> None:
    """Both are told: the finding, and that the answer answers nothing."""
    codes = [each.code for each in settled(text, worthless_points.CHECK).open]
    assert sorted(codes) == ["PE807", "PE890"]


def test_an_answer_that_is_left_over_is_told() -> None:
    """Once the rule is mended, the answer has to go."""
    mended = FULL.format(SEEN).replace("不超过3分", "不超过6分")
    (stale,) = settled(mended, worthless_points.CHECK).open
    assert (stale.code, stale.clause, stale.severity) == ("PE890", "封顶", Severity.WARNING)
    assert "再多无益：3分" in stale.message


def test_an_answer_needs_a_reason() -> None:
    """知悉 alone is refused."""
    text = text_of(FULL.format("\n知悉“再多无益：3分”：。"), "")
    read = pipeline.read_book("小方案.jx", text.encode(), {"原文.txt": SOURCE})
    assert [each.code for each in read.diagnostics] == ["PE226"]


def test_the_reading_that_makes_it_answers() -> None:
    """Under the other option there is no such finding: the reason of the adopted one stands for it."""
    done = settled(RANKED.format(READING.format("不设")), low_grade_score.CHECK)
    assert done.open == ()
    (answered,) = done.answered
    assert answered.by == "口径“优的最低分”采用“不设”"
    assert answered.reason == "原方案没有写。"


def test_what_only_another_option_makes_is_told_with_the_option() -> None:
    """Whoever chooses that option should know."""
    finding = found(RANKED.format(READING.format("须良")), low_grade_score.CHECK)
    assert finding == [("优", "低分高评：优，优的最低分=不设")]


def test_without_a_reading_it_stays_open() -> None:
    """A sentence that decides without a reason is no answer."""
    assert found(RANKED.format("评为优的，不另设最低分。"), low_grade_score.CHECK) == [("优", "低分高评：优")]
    assert found(RANKED.format("评为优的，总分须够得上良。"), low_grade_score.CHECK) == []


def test_several_checks_at_once() -> None:
    """Answers are matched with the findings of all checks together."""
    assert found(FULL.format(SEEN), worthless_points.CHECK, never_binding.CHECK) == []


def test_the_same_flaw_under_the_other_option_is_no_answer() -> None:
    """Another figure of the same finding in the same clause does not make the reading its answer."""
    text = """
【表彰加分】表彰，按级别每次加：省级3分、县级1分。
【封顶】口径“上限”：
  “三分”：【表彰加分】加分累计不超过3分。
  “二分”：【表彰加分】加分累计不超过2分。
  采用“三分”：原方案没有写清。
【总分】“总分”＝基础分＋【表彰加分】。
"""
    assert found(text, worthless_points.CHECK) == [
        ("封顶", "再多无益：3分"),
        ("封顶", "再多无益：2分，上限=二分"),
    ]


GAP = """
【总分】“总分”＝基础分。
等次由高到低：好、中、差。
【好】口径“八十”：
  “含”：总分在80分以上的，评为好。
  “不含”：总分超过80分的，评为好。
  采用“含”：按惯例。
【中】总分在60分以上、总分不高于70分的，评为中。
【差】总分不满60分的，评为差。
"""


def test_a_gap_is_not_answered_by_a_reading_that_moves_its_end() -> None:
    """Between 70 and 80 nobody is graded, whatever is read into 80."""
    assert ("差", "没有着落：等次，总分超过70不满80") in found(GAP, no_answer.CHECK)


def test_findings_of_one_name_are_told_apart() -> None:
    """One answer must not silence two findings."""
    here = SourceText("书", "【甲】")
    twice = [
        Diagnostic("PE8", message, Span(here, 0, 3), clause="甲", name="重复")
        for message in ("和【乙】一样", "和【丙】一样")
    ]
    assert [each.name for each in told_apart(twice)] == ["重复", "重复之2"]


def test_a_sentence_beside_a_reading_is_not_left_over() -> None:
    """Who says once more what the reading says is told nothing."""
    both = RANKED.format(READING.format("不设"))
    both = both.replace("评为优。\n", "评为优。\n知悉“低分高评：优”：名次优先。\n", 1)
    done = settled(both, low_grade_score.CHECK)
    assert done.open == ()
    assert [each.by for each in done.answered] == ["口径“优的最低分”采用“不设”"]


def test_two_answers_are_mended_first() -> None:
    """Where a table has two answers nothing else is asked of the tables."""
    text = GAP.replace("不高于70分", "不高于85分")
    codes = {each.code for each in settled(text, *CHECKS).open}
    assert "PE801" in codes
    assert not codes & {"PE802", "PE803", "PE808"}


def test_without_a_solver_one_hint_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one for each row of each table."""
    for module in ("perfeval.verify.questions", "perfeval.checks.examine", "perfeval.verify.apart"):
        monkeypatch.setattr(f"{module}.is_installed", lambda: False)
    text = RANKED.format("评为优的，总分须够得上良。")
    hints = [each for each in settled(text, never_used.CHECK).open if each.severity is Severity.HINT]
    assert [each.code for each in hints] == ["PE709"]
