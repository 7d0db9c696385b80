"""The language reference has an example of every frame, and its tables say what is so."""

import re

import pytest

from perfeval.diagnostics.diagnostic import Cell
from perfeval.ledger.cells import Fault, read_column
from perfeval.ledger.schema import Column, ColumnType
from perfeval.source.text import SourceText
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.parse import parse
from perfeval.syntax.tree import Phrase, Sentence
from tests.docs import computing
from tests.docs.examples import HEADING, compose
from tests.docs.markdown import ROOT, Document, documents, rows_of

_LEDGERS = ROOT / "docs" / "ledgers.md"
_LANGUAGE = [document for document in documents() if "docs/language/" in document.name]
# Frames that only hold others together.
_INNER = (
    *("sentence", "rows", "groups", "tests", "test_group", "test_list", "series", "names", "more"),
    *("rule", "test", "row_test", "step_part"),
)


def frames_of(example: str) -> list[str]:
    """The grammar's names of all phrases of an example."""
    book, _ = compose(example)
    found: list[str] = []
    started = False
    for item in parse(SourceText("book.jx", book)).value or ():
        started = started or getattr(getattr(item, "span", None), "text", "").startswith(HEADING)
        if isinstance(item, Sentence) and (started or item.phrase.rule == "sentence"):
            found.extend(_rules(item.phrase))
    return found


def frames_of_sentences(block: str) -> list[str]:
    """The grammar's names of all phrases of computing sentences."""
    items = parse(SourceText("book.jx", computing.text_around(block))).value or ()
    return [name for item in items if isinstance(item, Sentence) for name in _rules(item.phrase)]


def _rules(phrase: Phrase) -> list[str]:
    return [phrase.rule, *(name for part in phrase.phrases() for name in _rules(part))]


def test_every_frame_has_an_example() -> None:
    """Every alternative of the grammar occurs in a rule text of the reference."""
    blocks = [block for document in _LANGUAGE for block in document.blocks()]
    examples = [block.text for block in blocks if block.language == "jx"]
    shown = {name for example in examples for name in frames_of(example)}
    page = Document(computing.PAGE, computing.PAGE.read_text(encoding="utf-8"))
    texts = [block.text for block in computing.sentences(page)]
    texts.extend(map(computing.sentences_of, rows_of(computing.INDEX.read_text(encoding="utf-8"))))
    shown.update(name for text in texts for name in frames_of_sentences(text))
    rules = {str(rule.alias or rule.origin.name) for rule in load_grammar().lark.rules}
    missing = sorted(name for name in rules - shown if not name.startswith("_") and name not in _INNER)
    assert not missing


# ---------------------------------------------------------------- cells of ledgers

_TYPES = {
    "整数": ColumnType.INTEGER,
    "分、元": ColumnType.POINTS,
    "日期": ColumnType.DATE,
    "年度": ColumnType.YEAR,
    "是否": ColumnType.BOOL,
}


def _values(place: int) -> list[tuple[str, str]]:
    rows = rows_of(Document(_LEDGERS, _LEDGERS.read_text(encoding="utf-8")).section("格子"))
    typed = [row for row in rows if row[0] in _TYPES]
    return [(row[0], value) for row in typed for value in re.findall(r"`([^`]+)`", row[place])]


def _faults(kind: str, value: str) -> tuple[Fault, ...]:
    return read_column(Column("栏", _TYPES[kind]), (value,)).faults.get(value, ())


@pytest.mark.parametrize(("kind", "value"), _values(1))
def test_values_that_the_ledger_manual_accepts(kind: str, value: str) -> None:
    """Are read."""
    assert not _faults(kind, value)


@pytest.mark.parametrize(("kind", "value"), _values(2))
def test_values_that_the_ledger_manual_refuses(kind: str, value: str) -> None:
    """Are findings."""
    (fault,) = _faults(kind, value)
    assert fault.finding(Cell("a.csv", 2, "栏", value), Column("栏", _TYPES[kind])).message
