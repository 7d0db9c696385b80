"""The sound books that inputs begin with, each with the names that its sentences may use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval import pipeline
from perfeval.rulebook.book import RuleBook
from perfeval.source.text import SourceText
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.tree import RawSentence
from perfeval.syntax.vocabulary import Vocabulary, collect
from perfeval.tables.model import Model
from tests.evaluate import mini
from tests.examples.village import CLAUSES
from tests.fuzz.wording import Names, names_of
from tests.heshan.book import ROOT
from tests.rules import case_files

if TYPE_CHECKING:
    from collections.abc import Mapping

# A few clauses that are a whole of their own: most inputs are made of these, so they are few.
HAMLET = """
【加分】口径“计次”：
  “每次”：表彰，按级别每次加：省级2分、县级1分。
  “一次”：省级的表彰，不论次数，共加2分。
  采用“每次”：取有利于单位的解释。
【扣减】扣分，按分数栏的分数减分。
【总分】“总分”＝基础分＋【加分】＋【扣减】。
等次由高到低：好、差。
【好】总分在85分以上的，评为好。
【差】总分够不上好的，评为差。
"""
EXAMPLES = """

例“八十五”
设张村基础分为85分。
设李村基础分为70分。
设张村有表彰：
｜项目｜级别｜日期｜
｜甲｜省级｜2024-06-01｜
则张村总分为87分。
"""
GRADED = "则张村评为好，李村评为差。\n"
PLAN = "原文.txt"


@frozen(eq=False)
class Base:
    """A sound book: its text, the archived plan, and what it means."""

    name: str
    text: str
    files: Mapping[str, bytes]
    book: RuleBook
    model: Model
    vocabulary: Vocabulary

    @property
    def lines(self) -> list[str]:
        """The lines of its text."""
        return self.text.split("\n")


def _base(name: str, text: str, files: Mapping[str, bytes]) -> Base:
    read = pipeline.read_book("book.jx", text.encode(), files)
    assert read.value is not None, read.diagnostics
    model = pipeline.compile_tables(read.value, {})
    assert model.value is not None, model.diagnostics
    source = SourceText("book.jx", text)
    sentences = [line.span for line in read_lines(source).value or () if isinstance(line, RawSentence)]
    known = collect(sentences, marked(source))
    vocabulary = Vocabulary(known.kinds, {}, {}, known.implied)
    return Base(name, text, files, read.value, model.value, vocabulary)


@cache
def base(name: str) -> Base:
    """``hamlet`` and ``village`` are small, ``district`` is that of the case files; or a folder in rules/."""
    if name in ("hamlet", "village"):
        clauses = HAMLET if name == "hamlet" else CLAUSES
        examples = EXAMPLES + (GRADED if name == "hamlet" else "")
        return _base(name, f"{mini.HEAD}{clauses.strip()}\n{mini.TAIL}{examples}", {PLAN: mini.SOURCE})
    if name == "district":
        return _base(name, case_files.base().book, case_files.base().files)
    folder = ROOT / "rules" / name
    plan = {"source.txt": (folder / "source.txt").read_bytes()}
    return _base(name, (folder / "book.jx").read_text(encoding="utf-8"), plan)


@cache
def names(name: str, start: str) -> Names:
    """The words for one kind of sentence about a base book."""
    return names_of(base(name).book, base(name).vocabulary, start)
