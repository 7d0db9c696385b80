"""Lines that are no sentences: title, head, headings, quotes and notes."""

from __future__ import annotations

import re

from perfeval.layout.blocks import Block, as_it_is
from perfeval.source.document import TAIL, Path
from perfeval.source.text import Span
from perfeval.syntax.tree import Heading, Meta, Quote

_NOTE = re.compile(r"注\s*:\s*")
_ANNEX = re.compile(r"(附[件表录]?)\s*([0-9]+|[一二三四五六七八九十]+)?\s*(:?)\s*")


def head_line(meta: Meta) -> Block:
    """A line of the head; what it says stays as it stands."""
    span = meta.span
    stop = span.source.folded[meta.value.end : span.end].strip() and "。"
    return Block(span, f"{span.text[: len(meta.key)].strip()}：{meta.value.text.strip()}{stop}")


def heading(item: Heading) -> Block:
    """A heading, with a blank line above it; its words stay as they stand."""
    if not item.path:
        return Block(item.span, _annex(item.span), breaks=2)
    title = item.title.text if item.title is not None else ""
    return Block(item.span, _number(item.path) + title, breaks=2)


def _number(path: Path) -> str:
    """一、 and 一（二）3． and 四、末段."""
    first, *rest = path
    section = next((part for part in rest if part != TAIL and not part.isdigit()), None)
    written = f"{first}、" if section is None else f"{first}（{section}）"
    for part in rest:
        if part != section:
            written += part if part == TAIL else f"{part}．"
    return written


def _annex(span: Span) -> str:
    """附件1　台账."""
    head = _ANNEX.match(span.folded)
    if head is None:
        return span.text
    word, number, colon = head.groups()
    title = span.text[head.end() :]
    mark = "：" if colon else "　" if title else ""
    return f"{word}{number or ''}{mark}{title}"


def quote(item: Quote, after: int) -> Block:
    """A quote with its mark, which is the last one behind ``after``; the quoted words stay."""
    source = item.span.source
    start = source.folded.rfind(">", after, item.span.start)
    return Block(Span(source, start, item.span.end), f"> {item.span.text}".rstrip())


def other_line(span: Span) -> Block:
    """A line that is no part of the tree: a note, whose words stay, or what cannot be read."""
    note = _NOTE.match(span.folded)
    return as_it_is(span) if note is None else Block(span, f"注：{span.text[note.end() :]}")
