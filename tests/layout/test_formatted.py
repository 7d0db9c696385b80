"""The usual layout changes nothing that is said, and is the same however often it is given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from perfeval.layout.from_text import formatted
from perfeval.layout.same import says_the_same
from perfeval.source.text import SourceText
from perfeval.syntax.parse import parse
from perfeval.syntax.tree import Heading, Quote, Sentence, Title
from tests.layout.damage import damaged, words_of
from tests.rules.case_files import RULES, base, read_case

ROOT = Path(__file__).resolve().parents[2]
BOOKS = [*sorted((ROOT / "rules").glob("*/book.jx")), *sorted((ROOT / "tests").glob("**/base/book.jx"))]
CASES = sorted([*RULES.glob("good/*.txt"), *RULES.glob("bad/*.txt")])


@cache
def text_of(path: Path) -> str:
    """The text of a book, or of the book that a case describes."""
    if path.suffix == ".txt":
        return read_case(path).book
    return path.read_text(encoding="utf-8")


def layout(text: str) -> str:
    """The text in its usual layout."""
    return formatted(SourceText("book.jx", text))


def letters(text: str) -> Iterator[tuple[str, str]]:
    """Quotes, titles, reasons and names, letter for letter."""
    for item in parse(SourceText("book.jx", text)).value or ():
        if isinstance(item, Quote):
            yield "quote", item.span.text
        elif isinstance(item, Title):
            yield "title", item.span.text
        elif isinstance(item, Heading):
            yield "heading", item.title.text if item.title is not None else ""
        elif isinstance(item, Sentence):
            kinds = {"TEXT": (0, 0), "CLAUSE": (1, 1), "QUOTED": (1, 1), "DEFINED": (0, 0)}
            for word in words_of(item.phrase):
                if word.kind in kinds:
                    left, right = kinds[word.kind]
                    yield word.kind, word.span.text[left : len(word.span.text) - right].strip()


def test_there_are_enough_texts() -> None:
    """Folders that are not found would make the tests below hold for nothing."""
    assert len(BOOKS) >= 4
    assert len(CASES) >= 100


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.parent.name)
def test_books_are_in_the_usual_layout(path: Path) -> None:
    """The layout is that of the books there are."""
    assert layout(text_of(path)) == text_of(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_that_is_said_changes(path: Path) -> None:
    """Good and broken books: the same tree, the same letters, and no second change."""
    text = text_of(path)
    once = layout(text)
    assert says_the_same(SourceText("book.jx", text), SourceText("book.jx", once))
    assert list(letters(once)) == list(letters(text))
    assert layout(once) == once


@pytest.mark.parametrize("name", ["width-half", "quotation-marks"])
def test_the_usual_layout_is_found_again(name: str) -> None:
    """Of a book that is written otherwise."""
    text = text_of(RULES / "good" / f"{name}.txt")
    assert layout(text) == base().book


@pytest.mark.parametrize("seed", range(4))
def test_a_spoilt_layout_is_mended(seed: int) -> None:
    """Blanks, widths, indents and blank lines at random; the book comes back letter for letter."""
    text = text_of(ROOT / "rules" / "heshan-2013" / "book.jx")
    spoilt = damaged(text, seed)
    assert spoilt != text
    assert layout(spoilt) == text


def test_a_comparison_sees_a_letter() -> None:
    """One digit, one letter of a quote, one blank line between sentences: each is another text."""
    text = base().book
    changes = (
        ("每次加5分;", "每次加6分;"),
        ("省级2分。", "省级3分。"),
        ("计入下一年度。\n", "计入下一年度。\n\n"),
    )
    for old, new in changes:
        assert old in text
        assert not says_the_same(SourceText("", text), SourceText("", text.replace(old, new)))
