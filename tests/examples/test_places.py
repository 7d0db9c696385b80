"""Where examples may stand: anywhere, without a trace in the rules."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.analysis.coverage import coverage_of
from perfeval.examples.suite import failures
from perfeval.rulebook.book import RuleBook
from tests.evaluate.mini import HEAD, SOURCE, TAIL
from tests.examples.small import suite_of_text
from tests.examples.village import CLAUSES
from tests.rules.meaning import meaning_of

EXAMPLE = """例“甲”
设张村基础分为80分。
设张村有扣分：
  ｜事由｜分数｜
  ｜甲　｜1　　｜
则总分为79分。
"""
WHOLE = f"{HEAD}{CLAUSES.strip()}\n{TAIL}"
# What stands before an example, and whether a blank line has to stand behind it: declarations need one.
PLACES = [
    ("\n\n\n附件　台账\n", "\n"),
    ("类别“场”1个，不设序列：林场。\n", "\n"),
    ("【年度】表彰，只计日期在评估年度内的，以后的计入下年度。\n", ""),
    ("【年度】表彰，只计日期在评估年度内的，以后的计入下年度。\n", "\n"),
    ("  采用“中”：取有利于单位的解释。\n", ""),
    ("  采用“中”：取有利于单位的解释。\n", "\n"),
    ("奖金、发钱、处理。\n", ""),
    ("奖金、发钱、处理。\n", "\n"),
]


def bound(text: str) -> tuple[pipeline.BookText, RuleBook]:
    """A book without findings."""
    read = pipeline.parse_text("小方案.jx", text.encode())
    book = pipeline.bind_book(read, {"原文.txt": SOURCE})
    assert (read.diagnostics, book.diagnostics) == ((), ())
    assert read.value is not None
    assert book.value is not None
    return read.value, book.value


@pytest.mark.parametrize(("place", "around"), PLACES)
def test_rules_and_coverage_are_the_same(place: str, around: str) -> None:
    """With an example in between, with blank lines around it or without; and the example is run."""
    assert WHOLE.count(place) == 1
    text = WHOLE.replace(place, f"{place}{around}{EXAMPLE}{around}")
    plain = bound(WHOLE)[1]
    read, book = bound(text)
    assert meaning_of(book) == meaning_of(plain)
    assert coverage_of(book) == coverage_of(plain)
    suite = pipeline.read_examples(read, book)
    assert suite.diagnostics == ()
    assert suite.value is not None
    assert [example.name for example in suite.value.examples] == ["甲"]
    assert list(failures(suite.value, book)) == []


def names(examples: str) -> list[tuple[str, int]]:
    """Names of examples, and how many sentences of each expect something."""
    _, suite = suite_of_text(CLAUSES, examples)
    return [(example.name, len(example.expectations)) for example in suite.examples]


def test_one_example_after_the_other() -> None:
    """An example ends where the next begins."""
    one = "例“甲”\n设张村人数为5。\n则总分为无。\n"
    assert names(one + one.replace("甲", "乙") + "\n\n\n" + one.replace("甲", "丙")) == [
        ("甲", 1),
        ("乙", 1),
        ("丙", 1),
    ]


def test_blank_lines_within() -> None:
    """设, 则, 按 and rows belong to the example above, even below a blank line."""
    assert names(
        "例“甲”\n\n设张村有扣分：\n\n  ｜事由｜分数｜\n\n  ｜甲｜1｜\n\n则【扣减】减1分。\n\n"
        "按 八十分整=差，则【扣减】减1分。\n"
    ) == [("甲", 2)]


def test_lines_go_on() -> None:
    """A sentence may run over lines that end with a mark, and a line may hold several sentences."""
    assert names(
        "例 “甲” 。\n设张村人数为5，\n  基础分为80分。设李村人数为6；\n  基础分为70分。\n"
        "则张村总分为80分，\n  人数为5；\n  李村总分为70分。则李村人数为6。\n"
    ) == [("甲", 2)]


def test_a_note_or_declaration_below_is_none_of_its_text() -> None:
    """A blank line ends an example where something else follows."""
    text = WHOLE + "\n" + EXAMPLE + "\n注：则不是例的话。\n\n台账“其他”，一次一行：“事由”：文字。\n"
    _, book = bound(text)
    assert book.schema.ledger("其他") is not None


@pytest.mark.parametrize("marks", ["「」", '""', "“”"])
def test_other_quotation_marks(marks: str) -> None:
    """Names of examples may stand in any that the language knows."""
    assert names(f"例{marks[0]}甲{marks[1]}\n设张村人数为5。\n则总分为无。\n") == [("甲", 1)]
