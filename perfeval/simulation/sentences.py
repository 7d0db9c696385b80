"""The text of an uncertainty file -> its sentences as phrases, with a finding for each mistake.

Sentences are cut by the names of the rule book and read by the same reader as rule texts; the grammar
is ``grammar/uncertainty.lark``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.ledger.schema import ColumnType
from perfeval.rulebook.book import RuleBook
from perfeval.simulation import errors
from perfeval.source.text import SourceText, Span
from perfeval.syntax import limits
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import SentenceReader
from perfeval.syntax.tree import RawSentence, Sentence
from perfeval.syntax.vocabulary import Vocabulary

_NOTE = re.compile(r"注\s*:")
_TITLE = re.compile(r"《[^\n]*》")
_GOES_ON = ",;:、"
_KINDS = {
    ColumnType.DATE: "DATE_COLUMN",
    ColumnType.BOOL: "BOOL_COLUMN",
    ColumnType.TEXT: "TEXT_COLUMN",
    ColumnType.YEAR: "YEAR_COLUMN",
    ColumnType.GRADE: "GRADE_COLUMN",
    ColumnType.ENUM: "ENUM_COLUMN",
}


def read_sentences(source: SourceText, book: RuleBook) -> Checked[tuple[Sentence, ...]]:
    """The sentences that could be read; None where the text is beyond the limits of rule texts."""
    text = marked(source)
    raw = tuple(_cut(source, text))
    excess = limits.too_much(raw)
    if excess is not None or not raw:
        return Checked(None, (excess or errors.nothing_declared(source.name),))
    reader = SentenceReader(source, text, load_grammar("uncertainty"), vocabulary_of(book))
    sentences: list[Sentence] = []
    found: list[Diagnostic] = []
    for each in raw:
        read = reader.read(each, None, after_quote=False)
        found.extend(note.finding for note in read.notes)
        # Of a sentence that was mended nothing more is said.
        if isinstance(read.item, Sentence) and not read.item.repaired:
            sentences.append(read.item)
    return Checked(tuple(sentences), limits.at_most(found))


def _cut(source: SourceText, text: str) -> Iterator[RawSentence]:
    """Sentences end with 。 and may go on in the next line behind a mark; notes and a title are none."""
    opened: int | None = None
    at = 0
    for line in text.split("\n"):
        start, stop = at, at + len(line)
        at = stop + 1
        first = start + len(line) - len(line.lstrip())
        body = line.strip()
        if not body or (opened is None and (_NOTE.match(body) or _TITLE.fullmatch(body))):
            yield from _unfinished(source, text, opened, start)
            opened = None
            continue
        place = first
        while place < stop:
            begin = place if opened is None else opened
            end = text.find("。", place, stop)
            if end < 0:
                opened = begin
                break
            yield RawSentence(Span(source, begin, end + 1), None)
            opened = None
            rest = text[end + 1 : stop]
            place = end + 1 + len(rest) - len(rest.lstrip())
        if opened is not None and body[-1] not in _GOES_ON:
            yield from _unfinished(source, text, opened, stop)
            opened = None
    yield from _unfinished(source, text, opened, len(text))


def _unfinished(source: SourceText, text: str, opened: int | None, end: int) -> Iterator[RawSentence]:
    if opened is not None:
        stop = opened + len(text[opened:end].rstrip())
        yield RawSentence(Span(source, opened, stop), None, finished=False)


def vocabulary_of(book: RuleBook) -> Vocabulary:
    """The names of a finished book that facts are described with."""
    kinds: dict[str, dict[str, None]] = {}

    def add(names: Iterable[str], kind: str) -> None:
        for name in names:
            kinds.setdefault(name, {})[kind] = None

    add(book.categories, "GROUP")
    add((series.name for series in book.series), "GROUP")
    add((unit.name for unit in book.units), "UNIT")
    add(book.grades, "GRADE")
    for ledger in book.schema.ledgers:
        add((ledger.name,), "LEDGER")
        for column in ledger.columns:
            add((column.name,), _KINDS.get(column.type, "NUMBER_COLUMN"))
            add(column.values, "GRADE" if column.type is ColumnType.GRADE else "VALUE")
    return Vocabulary({name: tuple(own) for name, own in kinds.items()}, {}, {})
