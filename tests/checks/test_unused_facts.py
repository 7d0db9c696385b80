"""What is declared and asked for nowhere."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.checks import unused_facts
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic
from tests.checks.small import underlined
from tests.evaluate.mini import HEAD, SOURCE

SCORE = "【甲】县级的表彰，每次加2分。\n【总分】“总分”＝基础分＋【甲】。\n"
GRADES = "【好】总分在85分以上的，评为好。\n【差】总分够不上好的，评为差。\n等次由高到低：好、差。\n"
RANKED = "【排名】{}按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"
ROSTER = """
附件　台账
类别“村”，序列“山村”1个：张村。
类别“村”，序列“水村”1个：赵村。
类别“场”1个，不设序列：林场。
"""
LEDGERS = """台账“得分”，一个单位一行：“基础分”：分，0至100。
台账“表彰”，一次一行：“项目”：文字；“级别”：省级、县级。
"""


def findings(clauses: str, ledgers: str = LEDGERS) -> tuple[Diagnostic, ...]:
    """What the check says of a book that uses all of its ledgers, but for what is added."""
    text = pipeline.parse_text("小方案.jx", (HEAD + clauses + ROSTER + ledgers).encode())
    book = pipeline.bind_book(text, {"原文.txt": SOURCE})
    assert book.diagnostics == ()
    assert text.value is not None
    assert book.value is not None
    subject = subject_of(book.value, text.value.items, ())
    assert subject is not None
    return examine(subject, (), (unused_facts.CHECK,)).open


def names(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Clause and name of each finding."""
    return [(each.clause, each.name) for each in found]


@pytest.mark.parametrize(
    ("ledgers", "expected"),
    [
        ("台账“扣分”，一次一行：“事由”：文字；“分数”：分，不小于0。\n", ["事实未用：扣分"]),
        ("台账“处分”，一次一行：“人员”：文字；“日期”：日期。\n", ["事实未用：处分"]),
        ("台账“情况”，一个单位一行：“人数”：整数，不小于0。\n", ["事实未用：情况"]),
    ],
)
def test_ledgers_that_nobody_asks_about(ledgers: str, expected: list[str]) -> None:
    """The whole ledger is told of, not each of its columns."""
    found = findings(SCORE, LEDGERS + ledgers)
    assert names(found) == [("", name) for name in expected]
    assert underlined(found[0]) == "“" + expected[0].removeprefix("事实未用：") + "”"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("“级别”：", "“对象”：村、人；“级别”：", ["事实未用：表彰，对象"]),
        ("“级别”：", "“重点”：是否；“级别”：", ["事实未用：表彰，重点"]),
        ("0至100", "0至100；“人数”：整数，不小于0", ["事实未用：得分，人数"]),
        ("“级别”：", "“备注”：文字；“级别”：", []),
        ("“级别”：", "“日期”：日期；“级别”：", []),
        ("0至100", "不大于上限；“上限”：分，不小于0", []),
        ("一次一行：“项目”：文字", "一个单位每项“项目”一行：“项目”：甲、乙", []),
    ],
)
def test_columns_that_nobody_asks_about(before: str, after: str, expected: list[str]) -> None:
    """Descriptions, keys, and what bounds another column are of use without being asked about."""
    found = findings(SCORE, LEDGERS.replace(before, after))
    assert names(found) == [("", name) for name in expected]
    for finding in found:
        assert finding.code == "PE816"
        assert underlined(finding) == "“" + finding.name.rpartition("，")[2] + "”"


def test_what_an_option_not_adopted_asks_about_is_used() -> None:
    """Only what no option asks about is told of."""
    reading = (
        "【甲】口径“范围”：\n  “县级”：县级的表彰，每次加2分。\n  “重点”：重点的县级表彰，每次加2分。\n"
        "  采用“县级”：原文不分重点。\n【总分】“总分”＝基础分＋【甲】。\n"
    )
    ledgers = LEDGERS.replace("“级别”：", "“重点”：是否；“级别”：")
    assert names(findings(reading, ledgers)) == []


@pytest.mark.parametrize(
    ("clauses", "expected", "words"),
    [
        (
            SCORE + "【半】“半数”＝【甲】×50%。\n结果依次列出：单位、总分。\n",
            ("半", "事实未用：半数"),
            "“半数”",
        ),
        (
            SCORE + GRADES + "【注】总分在90分以上的，注明“待研究”。\n结果依次列出：单位、总分、等次。\n",
            ("注", "事实未用：待研究"),
            "“待研究”",
        ),
        (
            SCORE + GRADES + "【比例】“比例”按等次：好20%、差10%。\n结果依次列出：单位、总分、等次。\n",
            ("比例", "事实未用：比例"),
            "“比例”",
        ),
        (
            SCORE + GRADES + "【取消】有下列“情形”之一的，取消好资格：（1）“省”：有省级表彰的。\n",
            ("取消", "事实未用：情形"),
            "“情形”",
        ),
    ],
)
def test_what_a_clause_makes_for_nobody(clauses: str, expected: tuple[str, str], words: str) -> None:
    """Quantities that no clause and no result takes up, circumstances that cancel nothing."""
    found = findings(clauses)
    assert names(found) == [expected]
    assert underlined(found[0]) == words


@pytest.mark.parametrize(
    "clauses",
    [
        SCORE + "【半】“半数”＝【甲】×50%。\n",  # without a list of results all are results
        SCORE + "【半】“半数”＝【甲】×50%。\n结果依次列出：单位、总分、半数。\n",
        SCORE
        + "【取消】有下列“情形”之一的，取消好资格：（1）“省”：有省级表彰的。\n"
        + GRADES.replace("85分以上的", "85分以上，且没有情形的"),
    ],
)
def test_what_a_clause_makes_for_others(clauses: str) -> None:
    """Results, and circumstances that a condition asks about."""
    assert names(findings(clauses)) == []


@pytest.mark.parametrize(
    ("clauses", "expected", "words"),
    [
        (
            SCORE + GRADES + "【罚】评为差的村：批评。\n“处理”依次列为：批评、约谈。\n",
            "事实未用：处理，约谈",
            "约谈",
        ),
        (SCORE + GRADES.replace("好、差", "好、中、差"), "事实未用：中", "中"),
        (SCORE + RANKED.format("山村") + GRADES + "【场】场：“奖金”＝0元。\n", "事实未用：水村", "“水村”"),
        (SCORE + RANKED.format("村") + GRADES, "事实未用：场", "“场”"),
    ],
)
def test_lists_with_something_left_over(clauses: str, expected: str, words: str) -> None:
    """Measures that nobody takes, grades that nobody gets, groups that no rule is about."""
    found = findings(clauses)
    assert names(found) == [("", expected)]
    assert underlined(found[0]) == words


@pytest.mark.parametrize(
    ("clauses", "ledgers"),
    [
        (SCORE + GRADES + "【罚】评为差的村：批评、约谈。\n“处理”依次列为：批评、约谈。\n", LEDGERS),
        (SCORE + RANKED.format("村") + GRADES + "【场】场：“奖金”＝0元。\n", LEDGERS),
        # A unit that a ledger leaves out is left out on purpose.
        (
            SCORE + RANKED.format("村") + GRADES,
            LEDGERS.replace("一个单位一行", "一个单位一行，除林场外每个单位都要有"),
        ),
    ],
)
def test_lists_that_are_used_up(clauses: str, ledgers: str) -> None:
    """Nothing is left over."""
    assert names(findings(clauses, ledgers)) == []


def test_a_full_mark_of_nothing() -> None:
    """The clause with the full mark is told of, not the column."""
    marks = "【满分】基础分满分100分，面谈分满分50分，总分150分。\n"
    ledgers = LEDGERS.replace("0至100", "不小于0；“面谈分”：分，不小于0")
    found = findings(marks + SCORE, ledgers)
    assert names(found) == [("满分", "事实未用：面谈分")]
    assert underlined(found[0]) == "面谈分"
    assert names(findings(marks + SCORE.replace("＝基础分", "＝基础分＋面谈分"), ledgers)) == []
