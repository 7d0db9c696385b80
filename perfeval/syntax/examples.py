"""Examples -> trees: 设 and 则 sentences one at a time, and the rows of their small tables."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.source.text import SourceText, Span
from perfeval.syntax import errors
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import SentenceReader
from perfeval.syntax.tree import Example, ExampleText, Item, RawSentence, Sentence, TableRow, Word
from perfeval.syntax.vocabulary import collect

_STOP = re.compile(r"“[^“”\n]*”|。")
# The reason of a refusal is free text up to the end of the line.
_REFUSED = re.compile(r"[^。\n]*则\s*拒绝\s*:")


def parse_examples(source: SourceText, items: Sequence[Item]) -> Checked[tuple[Example, ...]]:
    """The examples of a book, whose other items are ``items``; those with a finding are left out."""
    written = [item for item in items if isinstance(item, ExampleText)]
    if not written:
        return Checked(())
    text = marked(source)
    lines = read_lines(source).value or ()
    vocabulary = collect((line.span for line in lines if isinstance(line, RawSentence)), text)
    reader = SentenceReader(source, text, load_grammar("example"), vocabulary)
    found: list[Diagnostic] = []
    examples: list[Example] = []
    for each in written:
        example, findings = _example(each, reader)
        found.extend(findings)
        # What else would be found in a broken example may come of the same mistake.
        if not findings:
            examples.append(example)
    return Checked(tuple(examples), tuple(found))


def _example(written: ExampleText, reader: SentenceReader) -> tuple[Example, list[Diagnostic]]:
    parts: list[Sentence | TableRow] = []
    found: list[Diagnostic] = []
    astray = _astray(written)
    if astray is not None:
        return Example(Word("QUOTED", "", written.name), (), written.span), [astray]
    for piece in _pieces(reader, written):
        if isinstance(piece, TableRow):
            parts.append(piece)
            continue
        read = reader.read(piece, None, after_quote=False)
        found.extend(note.finding for note in read.notes)
        if isinstance(read.item, Sentence):
            parts.append(read.item)
    name = written.name
    if not name.text.strip():
        found.append(errors.bad_name(Span(name.source, name.start - 1, name.end + 1)))
    elif not parts and not found:
        found.append(errors.empty_example(name))
    return Example(Word("QUOTED", name.text.strip(), name), tuple(parts), written.span), found


def _astray(written: ExampleText) -> Diagnostic | None:
    """The finding about an example that does not begin with 例“名称”."""
    span = written.span
    first = span.cut(0, len(span.text.partition("\n")[0].rstrip()))
    if written.name.start > span.start:
        return None
    return (
        errors.example_without_name(first) if first.text.startswith("例") else errors.outside_example(first)
    )


def _pieces(reader: SentenceReader, written: ExampleText) -> Iterator[RawSentence | TableRow]:
    """The sentences and rows of one example. A sentence ends with 。, or with : above a table."""
    text, source = reader.text, reader.source
    at = text.find("\n", written.span.start, written.span.end)
    end = written.span.end
    opened: int | None = None
    while 0 <= at < end:
        start = at + 1
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        first = start + len(text[start:stop]) - len(text[start:stop].lstrip())
        is_row = text.startswith("|", first)
        if opened is not None and (is_row or text[opened:start].rstrip().endswith(":")):
            yield _open_sentence(source, opened, start)
            opened = None
        if is_row:
            yield _row(source, first, first + len(text[first:stop].rstrip()))
        else:
            opened = yield from _sentences(reader, opened, first, stop)
        at = stop
    if opened is not None:
        yield _open_sentence(source, opened, end)


def _open_sentence(source: SourceText, start: int, end: int) -> RawSentence:
    """A sentence that ends without 。; only one that ends with a colon can be whole."""
    end = start + len(source.text[start:end].rstrip())
    return RawSentence(Span(source, start, end), None, source.folded[end - 1] == ":")


def _sentences(
    reader: SentenceReader, opened: int | None, at: int, stop: int
) -> Generator[RawSentence, None, int | None]:
    """The sentences that end in this line; gives where one begins that goes on, or None."""
    text, source = reader.text, reader.source
    while at < stop:
        start = at if opened is None else opened
        free = _REFUSED.match(text, start, stop)
        if free:
            end = start + len(text[start:stop].rstrip())
            yield RawSentence(Span(source, start, end), free.end())
            return None
        end = next((m.end() for m in _STOP.finditer(text, at, stop) if m.group() == "。"), -1)
        if end < 0:
            return start
        opened = None
        yield RawSentence(Span(source, start, end), None)
        at = end + len(text[end:stop]) - len(text[end:stop].lstrip())
    return opened


def _row(source: SourceText, start: int, end: int) -> TableRow:
    """The cells of ｜甲｜乙｜, without the blanks around them."""
    cells: list[Word] = []
    text = source.folded
    at = start + 1
    while at < end:
        stop = text.find("|", at, end)
        stop = end if stop < 0 else stop
        words = text[at:stop]
        first = at + len(words) - len(words.lstrip())
        last = max(first, at + len(words.rstrip()))
        cells.append(Word("CELL", source.text[first:last], Span(source, first, last)))
        at = stop + 1
    return TableRow(tuple(cells), Span(source, start, end))
