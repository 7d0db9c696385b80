"""Which slips the examples notice, what is known of the others, and the examples that are missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval.cli.main import main
from perfeval.examples.suite import Suite, passes
from perfeval.mutation.report import Report, report_of, with_suggestions
from perfeval.mutation.to_text import report_to_text
from perfeval.rulebook.book import RuleBook
from perfeval.verify import compare
from perfeval.verify.proof import Verdict
from tests.evaluate.mini import SOURCE
from tests.examples.small import text_of
from tests.mutation.small import CLAUSES, EXAMPLES, small

CAP = """
例“封顶”
设张村基础分为70分。
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
  ｜乙｜省级｜2024-05-02｜
  ｜丙｜县级｜2024-05-03｜
  ｜丁｜县级｜2024-05-04｜
则张村总分为76分。

例“一次”
设李村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
则李村【加分】加2分。
"""


def quietly(done: int, of: int) -> None:
    """Nobody asks how far it is."""
    assert 0 <= done <= of


def reported(book: RuleBook, suite: Suite, limit: int = 40) -> Report:
    """What became of the mutants of a book."""
    return report_of(book, suite, quietly, limit)


def alive(report: Report, clause: str) -> list[tuple[str, str]]:
    """Kind and verdict of the survivors of one clause."""
    return [
        (each.mutant.kind, each.verdict.value) for each in report.survivors if each.mutant.clause == clause
    ]


def test_exactly_the_slips_that_no_example_can_notice_survive() -> None:
    """Three awards meet the cap just so: a higher cap, or more points for each, is not noticed."""
    report = reported(*small())
    assert alive(report, "加分") == [
        ("漏写上限", "有别"),
        ("分数调高", "有别"),
        ("分数多写一个0", "有别"),
        ("上限调高", "有别"),
        ("上限多写一个0", "有别"),
        ("每项合计颠倒", "有别"),
    ]
    assert alive(report, "好") == [("界限调高", "有别")]
    assert alive(report, "差") == alive(report, "总分") == []
    # No rule of this book asks about the year.
    assert [verdict for _, verdict in alive(report, "评估年度")] == ["同义"] * 4
    assert report.killed + len(report.survivors) == report.mutants
    assert len(report.survived) == len(report.survivors) - 4


def test_one_more_example_notices_what_it_is_about() -> None:
    """Four awards notice the cap; one award the points."""
    book, suite = small(CAP)
    assert passes(suite, book)
    assert alive(reported(book, suite), "加分") == []


def test_an_option_is_tested_only_where_it_is_chosen() -> None:
    """What is said of the other option is nothing to it: its own line needs its own example."""
    more = "例“八十分多一点”\n设张村基础分为80.01分。\n"
    adopted = small(f"{more}则张村评为好。")
    chosen = small(f"{more}按 八十分整=差，则张村评为好。")
    assert alive(reported(*adopted), "好") == [("界限调高", "有别")]
    assert alive(reported(*chosen), "好") == []


def test_suggested_examples_pass_and_notice_all_that_differs() -> None:
    """Put into the book they are examples like any other; what is left is proved to mean the same."""
    book, suite = small()
    report = with_suggestions(reported(book, suite), book, suite)
    more = "\n\n".join(each.text for each in report.suggestions)
    assert 0 < len(report.suggestions) < len(report.survived)
    tested, fuller = small(more)
    assert len(fuller.examples) == len(suite.examples) + len(report.suggestions)
    assert passes(fuller, tested)
    again = reported(tested, fuller)
    assert [each.verdict for each in again.survivors] == [Verdict.SAME] * 4
    assert again.survived == ()


def test_without_the_solver_what_needs_it_stays_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of ledgers are decided without it; what rules do is not, and the report says why."""
    monkeypatch.setattr(compare, "is_installed", lambda: False)
    report = reported(*small())
    verdicts = dict(alive(report, "加分"))
    assert verdicts["漏写上限"] == "未定"
    assert ("漏写取值范围", "有别") in alive(report, "台账“得分”")
    assert report.undecided
    assert all(each.reason for each in report.undecided)
    assert set(report.undecided) <= set(report.survived)


def test_no_more_questions_than_allowed() -> None:
    """With none left all that needs the solver is listed as not asked."""
    report = reported(*small(), limit=0)
    assert {each.reason for each in report.undecided} == {"超出了求证的个数（--limit），没有求证"}
    assert ("漏写上限", "未定") in alive(report, "加分")


def test_the_text_shows_the_changed_words_beside_each_other() -> None:
    """The old sentence above the new one, by clause; the ground of a proof once."""
    book, suite = small()
    text = report_to_text(reported(book, suite))
    assert "原：【加分】表彰，每次加2分，〔合计最高〕加6分。\n" in text
    assert "改：【加分】表彰，每次加2分，〔每项最高〕加6分。\n" in text
    assert "界限调高（口径 八十分整＝差）" in text
    assert text.count("依据是：") == 1
    text.encode("gbk")


# ---------------------------------------------------------------- the command


def written(folder: Path, examples: str) -> Path:
    """A folder with the small book."""
    (folder / "book.jx").write_text(text_of(CLAUSES, examples), encoding="utf-8")
    (folder / "原文.txt").write_bytes(SOURCE)
    return folder


def test_the_command_gives_counts_and_survivors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts add up; every survivor has its clause and both sentences; status 1."""
    assert main(["mutate", str(written(tmp_path, EXAMPLES)), "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["version"] == 1
    assert said["mutants"] == said["killed"] + said["equivalent"] + len(said["survived"])
    assert said["undecided"] == 0
    assert said["equivalent"] == len(said["equivalents"]) == 4
    assert said["suggested"] == []
    first = said["survived"][0]
    assert (first["clause"], first["kind"], first["reading"]) == ("加分", "漏写上限", {})
    assert first["old"] == "【加分】表彰，每次加2分，合计最高加6分。"
    assert first["new"] == "【加分】表彰，每次加2分。"
    assert all(each["ranges"] for each in said["equivalents"])


def test_the_command_is_content_once_all_is_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The examples it suggests, put into the book, make the status 0."""
    assert main(["mutate", str(written(tmp_path, EXAMPLES)), "--suggest", "--format", "json"]) == 1
    more = "\n\n".join(json.loads(capsys.readouterr().out)["suggested"])
    assert main(["mutate", str(written(tmp_path, f"{EXAMPLES}\n{more}\n"))]) == 0
    assert "结果会不同的0种" in capsys.readouterr().out


def test_examples_that_fail_are_to_be_mended_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a book whose own examples fail every mutant would seem to be noticed."""
    wrong = EXAMPLES.replace("则张村总分为76分", "则张村总分为75分")
    assert main(["mutate", str(written(tmp_path, wrong))]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "PE707" in told.err
    assert "perfeval test" in told.err


def test_a_book_without_tables_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No mutant of it could be run."""
    book = text_of(CLAUSES.replace("＋【加分】", ""), "")
    written(tmp_path, "")
    (tmp_path / "book.jx").write_text(book, encoding="utf-8")
    assert main(["mutate", str(tmp_path)]) == 1
    assert "PE4" in capsys.readouterr().err
