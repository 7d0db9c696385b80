"""``perfeval test``: refusals, other readings, variants, what is printed and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval import pipeline
from perfeval.cli.main import main
from perfeval.examples.suite import failures, passes
from perfeval.examples.to_text import failures_to_text
from perfeval.rulebook.book import RuleBook
from tests.evaluate.mini import SOURCE
from tests.examples.small import checked_suite, suite_of_text, text_of
from tests.examples.village import CLAUSES
from tests.snapshot import same_as_reviewed


def run(given: str, *claims: str) -> list[str]:
    """For each claim that does not hold what came out; each is an example of its own."""
    examples = "\n".join(f"例“{number}”\n{given}\n{claim}\n" for number, claim in enumerate(claims))
    book, suite = suite_of_text(CLAUSES, examples)
    return [failure.actual.shown for failure in failures(suite, book)]


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("设张村基础分为100.0001分。", "“基础分”应在0到100之间"),
        ("设张村基础分为-1分。", "“基础分”应在0到100之间，这里是-1"),
        ("设张村人数为2.5。", "应为整数"),
        ("设张村人数为-1。", "应不小于0"),
        ("设下列单位：\n｜单位｜山区｜\n｜张村｜有｜", "只能填“是”或“否”"),
        ("设下列单位：\n｜单位｜类型｜\n｜张村｜丙类｜", "“类型”没有“丙类”这个取值"),
        ("设下列单位：\n｜单位｜总分｜\n｜张村｜八十｜", "张村的“总分”应是数，“八十”不是"),
        ("设下列单位：\n｜单位｜总分｜\n｜赵庄｜80｜", "没有“赵庄”这个单位"),
        ("设下列表彰：\n｜单位｜项目｜级别｜日期｜\n｜赵庄｜甲｜省级｜2024-05-01｜", "没有“赵庄”这个单位"),
        ("设张村有表彰：\n｜项目｜级别｜日期｜\n｜甲｜国家级｜2024-05-01｜", "没有“国家级”这个取值"),
        ("设张村有表彰：\n｜项目｜级别｜日期｜\n｜｜省级｜2024-05-01｜", "“项目”没有填"),
        ("设张村有表彰：\n｜项目｜级别｜日期｜\n｜甲｜省级｜2024-02-30｜", "没有2024年2月30日这一天"),
        ("设张村有往年：\n｜年度｜等次｜\n｜2023｜好｜\n｜2023｜差｜", "2023"),
        ("设张村名次为1.5，人数为3。", "张村的“名次”最多有0位小数，“1.5”太细"),
    ],
)
def test_facts_that_are_turned_down(given: str, reason: str) -> None:
    """The reason is part of what is said; another reason does not hold."""
    (refused,) = run(given, f"则拒绝：{reason}", "则拒绝：别的理由。")
    assert refused.startswith("拒绝：")
    assert reason in refused


def test_facts_turned_down_without_saying_so() -> None:
    """A mistake of the example, told as a ledger would tell it, at its own line; no result holds."""
    given = (
        "例“错”\n设下列表彰：\n｜单位｜项目｜级别｜日期｜\n｜张庄｜甲｜国家级｜2024-05-01｜\n"
        "设李村基础分为80分。\n则李村总分为80分。\n"
    )
    _, suite = checked_suite(CLAUSES, given)
    line = text_of(CLAUSES, "").count("\n") + 4
    assert [(each.code, each.where.line if each.where else 0) for each in suite.diagnostics] == [
        ("PE630", line),
        ("PE627", line),
    ]
    assert suite.diagnostics[0].message == "没有“张庄”这个单位"


def test_facts_that_are_taken() -> None:
    """A refusal that does not come is a failure."""
    assert run("设张村基础分为100分。", "则拒绝：应在0到100之间") == ["没有拒绝"]


def test_every_finding_has_to_be_of_the_kind_named() -> None:
    """So that an example does not hold for another mistake than its own."""
    given = "设张村基础分为101分，人数为-1。"
    both = "“基础分”应在0到100之间，这里是101；“人数”应不小于0，这里是-1"
    assert sorted(run(given, "则拒绝：应在0到100之间", "则拒绝：应", "则拒绝：应不小于0")) == [
        f"拒绝：{both}",
        f"拒绝：{both}",
    ]


def test_a_refused_example_leaves_the_others_alone() -> None:
    """It is left out of the run; those before and behind come out as they would alone."""
    book, suite = suite_of_text(
        CLAUSES,
        "例“一”\n设张村总分为80分。\n则评为中。\n\n例“二”\n设张村基础分为101分。\n则拒绝：基础分\n\n"
        "例“三”\n设李村总分为79分。\n则评为差。\n",
    )
    assert list(failures(suite, book)) == []


def test_what_the_rules_do_not_decide_is_a_refusal() -> None:
    """Two rows of a table that allows one (PE501)."""
    clauses = CLAUSES.replace("【中奖】评为中的村：", "【中奖】评为中的村：奖金＝1元。\n【另奖】评为中的村：")
    book, suite = suite_of_text(
        clauses,
        "例“甲”\n设张村总分为80分，人数为1。\n则拒绝：同时符合“奖金”的两行\n\n"
        "例“乙”\n设张村总分为70分。\n则评为差。\n",
    )
    assert list(failures(suite, book)) == []


# ---------------------------------------------------------------- variants

PINNED = """
例“上限”
设张村基础分为100分。
则张村总分为100分。

例“超出”
设张村基础分为100.5分。
则拒绝：应在0到100之间

例“表彰”
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
则【表彰加分】加2分。
按 八十分整=差，则【表彰加分】加2分。
"""


def variant(old: str, new: str) -> RuleBook:
    """The book with other words in one place."""
    text = text_of(CLAUSES, "")
    assert text.count(old) == 1
    read = pipeline.parse_text("小方案.jx", text.replace(old, new).encode())
    book = pipeline.bind_book(read, {"原文.txt": SOURCE})
    assert book.value is not None, book.diagnostics
    return book.value


@pytest.mark.parametrize(
    ("old", "new", "failing"),
    [
        ("省级2分", "省级3分", {"表彰"}),
        ("分，0至100；", "分，0至101；", {"超出"}),
        ("分，0至100；", "分，0至99；", {"上限", "超出"}),
        ("“级别”由高到低：省级、县级", "“级别”由高到低：省级、市级、县级", set()),
        ("“项目”：文字；“级别”", "“项目”：文字；“备注”：文字；“级别”", set()),
        ("“项目”：文字；“级别”", "“项目”：文字；“核实”：是否；“级别”", set()),
        ("县级1分", "县级0.5分", set()),
    ],
)
def test_examples_are_run_on_a_variant(old: str, new: str, failing: set[str]) -> None:
    """The facts are read against the ledgers of the variant, not against those of the book."""
    _, suite = suite_of_text(CLAUSES, PINNED)
    book = variant(old, new)
    assert {failure.example.name for failure in failures(suite, book)} == failing
    assert passes(suite, book) == (not failing)


# ---------------------------------------------------------------- the command

FAILING = """
例“封顶”
设张村有表彰：
  ｜项目｜级别｜日期　　　｜
  ｜甲　｜省级｜2024-05-01｜
  ｜乙　｜省级｜2024-06-01｜
  ｜丙　｜县级｜2023-12-31｜
则【表彰加分】加5分，【封顶】前加4分，后加4分。

例“八十分整”
设张村总分为80分，人数为7。
则评为中，奖金为700元。
按 八十分整=差，则评为中，奖金为0元，不发钱，处理为约谈。

例“拒绝”
设张村基础分为100分。
则拒绝：应在0到100之间
"""


def folder_with(path: Path, examples: str) -> Path:
    """A folder with the book and its plan."""
    (path / "book.jx").write_text(text_of(CLAUSES, examples), encoding="utf-8")
    (path / "原文.txt").write_bytes(SOURCE)
    return path


def test_what_is_printed_of_failures() -> None:
    """Reviewed: the words of the example, what came out, and why."""
    book, suite = suite_of_text(CLAUSES, FAILING)
    printed = failures_to_text(tuple(failures(suite, book)), len(suite.examples))
    assert printed.encode("gbk").decode("gbk") == printed
    same_as_reviewed("examples/failures.txt", printed + "\n")


def test_exit_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every example passes; so it is where there is none."""
    assert main(["test", str(folder_with(tmp_path, PINNED))]) == 0
    assert capsys.readouterr().out == "例共3个，全部通过。\n"
    assert main(["test", str(folder_with(tmp_path, ""))]) == 0


def test_exit_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Some do not, or the book has a mistake."""
    assert main(["test", str(folder_with(tmp_path, FAILING))]) == 1
    assert capsys.readouterr().out.endswith("例共3个，通过0个，没有通过3个。\n")
    assert main(["test", str(folder_with(tmp_path, "例“甲”\n设张村人数为5。\n"))]) == 1
    assert "PE224" in capsys.readouterr().err


def test_exit_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no book."""
    assert main(["test", str(tmp_path / "没有")]) == 2
    assert capsys.readouterr().out == ""


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An entry for each claim that does not hold, in data that says the same as the text."""
    assert main(["test", str(folder_with(tmp_path, FAILING)), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["version"], data["examples"], data["passed"]) == (1, 3, 0)
    keys = ("example", "readings", "expected", "actual")
    assert [tuple(each[key] for key in keys) for each in data["failed"]] == [
        ("封顶", {}, "张村【表彰加分】加5分", "4分"),
        ("封顶", {}, "张村【封顶】后加4分", "3分"),
        ("拒绝", {}, "拒绝：应在0到100之间", "没有拒绝"),
        ("八十分整", {"八十分整": "差"}, "张村评为中", "差"),
        ("八十分整", {"八十分整": "差"}, "张村处理为约谈", "批评、约谈"),
    ]
    assert all(each["why"] for each in data["failed"] if each["example"] != "拒绝")
    assert main(["test", str(folder_with(tmp_path, PINNED)), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "version": 1,
        "examples": 3,
        "passed": 3,
        "failed": [],
        "coverage": None,
        "approved": None,
        "diagnostics": [],
    }


def test_check_reads_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in an example is a mistake of the book; one that does not hold is not."""
    main(["check", str(folder_with(tmp_path, FAILING))])
    assert "错误" not in capsys.readouterr().err
    assert main(["check", str(folder_with(tmp_path, "例“甲”\n设张村人数为五。\n则总分为无。\n"))]) == 1
    assert "错误 PE" in capsys.readouterr().err
