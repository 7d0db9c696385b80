"""A small book, and what single checks say of it."""

from __future__ import annotations

from perfeval import pipeline
from perfeval.checks.answers import Settled
from perfeval.checks.check import Check
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.source.text import Span
from tests.evaluate.mini import SOURCE
from tests.examples.small import text_of


def settled(clauses: str, *checks: Check, examples: str = "") -> Settled:
    """What these checks find in a book with these clauses, and what the book answers."""
    text = pipeline.parse_text("小方案.jx", text_of(clauses, examples).encode())
    book = pipeline.bind_book(text, {"原文.txt": SOURCE})
    assert book.diagnostics == ()
    assert text.value is not None
    assert book.value is not None
    suite = pipeline.read_examples(text.value, book.value)
    assert suite.value is not None
    subject = subject_of(book.value, text.value.items, [each.situation for each in suite.value.examples])
    assert subject is not None
    return examine(subject, (), checks)


def found(clauses: str, *checks: Check, examples: str = "") -> list[tuple[str, str]]:
    """Clause and name of each finding that the book does not answer."""
    return [(each.clause, each.name) for each in settled(clauses, *checks, examples=examples).open]


def one(clauses: str, check: Check) -> Diagnostic:
    """The only finding of a check."""
    (finding,) = settled(clauses, check).open
    return finding


def underlined(finding: Diagnostic) -> str:
    """The words that a finding underlines."""
    assert isinstance(finding.where, Span)
    return finding.where.text
