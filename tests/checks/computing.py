"""A book of computing sentences, and what single checks say of it."""

from __future__ import annotations

from perfeval import pipeline
from perfeval.checks.check import Check
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic
from tests.language_frames.book import SOURCE, Frame

ANNEX = """
台账“数据”，一个单位一行：“实际”：数，不小于0；“计划”：数，不小于0；“甲”：分，0至100；“重”：是否。
台账“项目”，一项一行：“分”：分，0至10；“级别”：国家级、省级；“奖次”：一等、二等。
"""


def findings(clauses: str, *checks: Check, source: bytes = SOURCE) -> tuple[Diagnostic, ...]:
    """What these checks find in a book with these clauses."""
    text = pipeline.parse_text("book.jx", Frame(clauses, ANNEX).text().encode())
    book = pipeline.bind_book(text, {"source.txt": source})
    assert book.diagnostics == ()
    assert text.value is not None and book.value is not None
    subject = subject_of(book.value, text.value.items, [])
    assert subject is not None
    return examine(subject, (), checks).open


def messages(clauses: str, *checks: Check) -> list[str]:
    """What they say."""
    return [each.message for each in findings(clauses, *checks)]
