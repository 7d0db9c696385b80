"""The page of the manual about examples: every rule text of it is run, and every frame is in it."""

from __future__ import annotations

import re

import pytest

from perfeval import pipeline
from perfeval.examples.suite import Suite, failures
from perfeval.examples.to_text import failures_to_text
from perfeval.rulebook.book import RuleBook
from perfeval.syntax.examples import parse_examples
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.tree import Phrase, Sentence
from tests.docs.examples import compose
from tests.docs.markdown import ROOT, Block, Document

_PATH = ROOT / "docs" / "language" / "examples.md"
PAGE = Document(_PATH, _PATH.read_text(encoding="utf-8"))
BLOCKS = [block for block in PAGE.blocks() if block.language == "jx"]
# Frames that only hold others together.
_INNER = ("expected", "claim", "result", "measured", "signed", "amount")


def read(block: Block) -> tuple[pipeline.BookText, RuleBook, Suite]:
    """The little book of the manual with the block in it, and the examples of the block."""
    book, plan = compose(block.text)
    text = pipeline.parse_text("book.jx", book.encode())
    bound = pipeline.bind_book(text, {"source.txt": plan.encode()})
    assert text.value is not None
    assert bound.value is not None, bound.diagnostics
    suite = pipeline.read_examples(text.value, bound.value)
    assert suite.diagnostics == ()
    assert suite.value is not None
    return text.value, bound.value, suite.value


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"line {block.line}")
def test_the_examples_of_the_manual_come_out(block: Block) -> None:
    """As they say."""
    _, book, suite = read(block)
    assert suite.examples
    failed = tuple(failures(suite, book))
    assert not failed, failures_to_text(failed, len(suite.examples))


def test_every_frame_of_an_example_is_in_the_manual() -> None:
    """Every alternative of the grammar of examples that the clauses do not have."""
    shown: set[str] = set()
    for block in BLOCKS:
        text, _, _ = read(block)
        for example in parse_examples(text.source, text.items).value or ():
            for part in example.parts:
                shown |= set(_rules(part.phrase)) if isinstance(part, Sentence) else set()
    of_clauses = {str(rule.alias or rule.origin.name) for rule in load_grammar().lark.rules}
    rules = {str(rule.alias or rule.origin.name) for rule in load_grammar("example").lark.rules}
    missing = [name for name in sorted(rules - of_clauses - shown) if not name.startswith("_")]
    assert not [name for name in missing if name not in _INNER]


def test_every_word_of_an_example_is_in_the_manual() -> None:
    """The words of claims and of what is given."""
    words = [word for word in load_grammar("example").keywords if word not in load_grammar().keywords]
    assert len(words) > 10
    for word in words:
        assert re.search(word, "".join(block.text for block in PAGE.blocks()) + PAGE.prose()), word


def _rules(phrase: Phrase) -> list[str]:
    return [phrase.rule, *(name for part in phrase.phrases() for name in _rules(part))]
