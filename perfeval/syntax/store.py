"""Surface trees kept between runs: loading the parser costs more than all the rest of a command.

Only trees without findings are kept, as plain data, under a digest of the text, the grammar and the
code of this folder: whatever changes in any of them makes another key. What cannot be read back
is parsed again.
"""

from __future__ import annotations

import json
from typing import Any

from perfeval.source.text import SourceText, Span
from perfeval.syntax.tree import (
    ExampleText,
    Gap,
    Heading,
    Item,
    LookupText,
    Meta,
    Phrase,
    Quote,
    Sentence,
    Title,
    Word,
)


def to_data(items: tuple[Item, ...]) -> str:
    """Items as JSON; places as offsets. Broken sentences are never kept."""
    return json.dumps([_item(item) for item in items], ensure_ascii=False, separators=(",", ":"))


def from_data(data: str, source: SourceText) -> tuple[Item, ...]:
    """The items again, placed in ``source``. Raises ValueError, KeyError, TypeError or IndexError."""
    return tuple(_read_item(part, source) for part in json.loads(data))


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]


def _item(item: Item) -> list[Any]:
    if isinstance(item, Sentence):
        return ["S", _node(item.phrase), *_ends(item.span)]
    if isinstance(item, Quote):
        return ["Q", *_ends(item.span)]
    if isinstance(item, Heading):
        title = None if item.title is None else _ends(item.title)
        return ["H", list(item.path), title, *_ends(item.span)]
    if isinstance(item, Meta):
        return ["M", item.key, _ends(item.value), *_ends(item.span)]
    if isinstance(item, Title):
        return ["T", item.text, *_ends(item.span)]
    if isinstance(item, ExampleText):
        return ["E", _ends(item.name), *_ends(item.span)]
    if isinstance(item, LookupText):
        rows = [[_node(cell) for cell in row] for row in item.rows]
        return ["L", _node(item.name), rows, _node(item.file), *_ends(item.span)]
    if isinstance(item, Gap):
        return ["G"]
    raise TypeError(f"not kept: {item}")


def _node(node: Phrase | Word | None) -> Any:
    if node is None:
        return None
    if isinstance(node, Word):
        return [node.kind, node.text, *_ends(node.span)]
    return [node.rule, [_node(part) for part in node.parts], *_ends(node.span)]


def _read_item(data: list[Any], source: SourceText) -> Item:
    tag = data[0]
    if tag == "G":
        return Gap()
    span = Span(source, data[-2], data[-1])
    if tag == "S":
        phrase = _read_node(data[1], source)
        if not isinstance(phrase, Phrase):
            raise TypeError("a sentence is a phrase")
        return Sentence(phrase, span)
    if tag == "E":
        return ExampleText(Span(source, *data[1]), span)
    if tag == "L":
        name, rows, file = data[1:4]
        cells = tuple([tuple([_read_word(cell, source) for cell in row]) for row in rows])
        return LookupText(_read_word(name, source), cells, file and _read_word(file, source), span)
    if tag == "Q":
        return Quote(span)
    if tag == "H":
        title = None if data[2] is None else Span(source, *data[2])
        return Heading(tuple(data[1]), title, span)
    if tag == "M":
        return Meta(data[1], Span(source, *data[2]), span)
    if tag == "T":
        return Title(data[1], span)
    raise KeyError(tag)


def _read_word(data: list[Any], source: SourceText) -> Word:
    return Word(data[0], data[1], Span(source, data[2], data[3]))


def _read_node(data: list[Any] | None, source: SourceText) -> Phrase | Word | None:
    if data is None:
        return None
    name, content, start, end = data
    if isinstance(content, str):
        return Word(name, content, Span(source, start, end))
    return Phrase(name, tuple([_read_node(part, source) for part in content]), Span(source, start, end))
