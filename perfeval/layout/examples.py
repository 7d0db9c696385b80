"""Examples: their sentences, and small tables whose columns stand below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from perfeval.layout.blocks import INDENT, Block, as_it_is
from perfeval.layout.sentences import SentenceWriter
from perfeval.source.text import Span
from perfeval.source.width import display_width
from perfeval.syntax.tree import Example, Sentence, TableRow


def example_blocks(example: Example, writer: SentenceWriter) -> Iterator[Block]:
    """The lines of an example that was read."""
    yield _name(example)
    table: list[TableRow] = []
    for part in example.parts:
        if table and not (isinstance(part, TableRow) and _follows(table[-1], part)):
            yield from _table(table)
            table = []
        if isinstance(part, TableRow):
            table.append(part)
        else:
            yield _sentence(part, writer)
    yield from _table(table)


def _name(example: Example) -> Block:
    """例“名称”; a mark behind it stays."""
    source, name = example.span.source, example.name.span
    stop = source.text.find("\n", name.end, example.span.end)
    line = Span(source, example.span.start, example.span.end if stop < 0 else stop)
    mark = {"": "", ":": "：", "。": "。"}.get(line.folded[name.end + 1 - line.start :].strip())
    return as_it_is(line) if mark is None else Block(line, f"例“{name.text}”{mark}")


def _sentence(part: Sentence, writer: SentenceWriter) -> Block:
    text = writer.written(part)
    return as_it_is(part.span) if text is None else Block(part.span, text)


def _follows(row: TableRow, after: TableRow) -> bool:
    return row.span.source.text.count("\n", row.span.end, after.span.start) == 1


def _table(rows: Sequence[TableRow]) -> Iterator[Block]:
    """The rows of one table, cells filled up with full-width spaces and one of half width."""
    columns = zip_longest(*([cell.text for cell in row.cells] for row in rows), fillvalue="")
    widths = [max(map(display_width, column)) for column in columns]
    for row in rows:
        cells = (_filled(cell.text, width) for cell, width in zip(row.cells, widths, strict=False))
        yield Block(row.span, f"｜{'｜'.join(cells)}｜", INDENT)


def _filled(cell: str, width: int) -> str:
    missing = width - display_width(cell)
    return cell + "　" * (missing // 2) + " " * (missing % 2)
