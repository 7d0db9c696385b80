"""Versions of books for the tests: by replaced text, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from perfeval import api, pipeline
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import Edit, EditKind
from perfeval.evaluate.records import Record, records_of
from perfeval.rulebook.book import RuleBook
from tests.evaluate import mini
from tests.heshan.book import RULES

# A replacement in the text of a book: what stands there, and what stands there afterwards.
Replacement = tuple[str, str]

TEXT = (RULES / "book.jx").read_text(encoding="utf-8")
SOURCE = (RULES / "source.txt").read_bytes()
FACTS = {file.name: file.read_bytes() for file in sorted((RULES / "facts").iterdir())}
DRAFT = RULES.parent / "heshan-2014-draft"


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """The text with each replacement made once; each has to be found."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@cache
def heshan(*replacements: Replacement) -> RuleBook:
    """The 2013 book with some words replaced."""
    content = replaced(TEXT, replacements).encode()
    checked = pipeline.read_book("book.jx", content, {"source.txt": SOURCE})
    assert checked.value is not None, [finding.message for finding in checked.diagnostics]
    return checked.value


def small(clauses: str, tail: str = mini.TAIL) -> RuleBook:
    """A small book with these clauses."""
    content = (mini.HEAD + clauses + tail).encode()
    checked = pipeline.read_book("小方案.jx", content, {"原文.txt": mini.SOURCE})
    assert checked.value is not None, [finding.message for finding in checked.diagnostics]
    return checked.value


def records(book: RuleBook, files: Mapping[str, bytes]) -> dict[str, Record] | None:
    """What comes of a book, by unit; None where nothing does."""
    outcome = pipeline.evaluate(book, {}, files).value
    return None if outcome is None else {str(record["单位"]): record for record in records_of(outcome)}


def compared(
    old: RuleBook,
    new: RuleBook,
    files: Mapping[str, bytes] | None = None,
    readings: Mapping[str, str] = api.NO_READINGS,
) -> Comparison:
    """The comparison of two books that can be compared; nothing is searched for."""
    checked = pipeline.compare(old, new, readings, files, prove=False)
    assert checked.value is not None, [finding.message for finding in checked.diagnostics]
    return checked.value


def said(comparison: Comparison) -> list[tuple[str, EditKind]]:
    """Label and kind of every edit."""
    return [(edit.label, edit.kind) for edit in comparison.difference.edits]


def only(comparison: Comparison, kind: EditKind) -> Edit:
    """The one edit of this kind."""
    found = [edit for edit in comparison.difference.edits if edit.kind is kind]
    assert len(found) == 1, found
    return found[0]
