"""A small book with examples, in memory."""

from __future__ import annotations

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked
from perfeval.examples.suite import Suite
from perfeval.rulebook.book import RuleBook
from tests.evaluate.mini import HEAD, SOURCE, TAIL


def text_of(clauses: str, examples: str) -> str:
    """The text of a book with these clauses and examples."""
    return f"{HEAD}{clauses.strip()}\n{TAIL}\n\n{examples}"


def suite_of_text(clauses: str, examples: str) -> tuple[RuleBook, Suite]:
    """The book and its examples, which have no findings."""
    book, suite = checked_suite(clauses, examples)
    assert suite.diagnostics == ()
    assert suite.value is not None
    return book, suite.value


def checked_suite(clauses: str, examples: str) -> tuple[RuleBook, Checked[Suite]]:
    """The book, which has no findings, and its examples with theirs."""
    text = pipeline.parse_text("小方案.jx", text_of(clauses, examples).encode())
    book = pipeline.bind_book(text, {"原文.txt": SOURCE})
    assert book.diagnostics == ()
    assert text.value is not None
    assert book.value is not None
    return book.value, pipeline.read_examples(text.value, book.value)
