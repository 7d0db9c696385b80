"""The pieces of a text that stand between white space, and how they are put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from perfeval.source.text import SourceText, Span

INDENT = "  "
# Line ends in a row: two blank lines are the most.
_MOST = 3


@frozen
class Block:
    """A piece of the source and what is written instead.

    breaks: the fewest line ends before it, where it begins a line. kept: it could not be read, so
    that the blanks beside it in its line stay as well.
    """

    span: Span
    text: str
    indent: str = ""
    breaks: int = 1
    kept: bool = False


def as_it_is(span: Span) -> Block:
    """A piece that stays as it stands, with its indent."""
    text = span.source.text
    start = text.rfind("\n", 0, span.start) + 1
    before = text[start : span.start]
    # A piece in the middle of a line has no indent of its own; the blanks before it are kept by join.
    return Block(span, span.text, "" if before.strip() else before, kept=True)


def lines_between(source: SourceText, start: int, end: int) -> Iterator[Span]:
    """The lines of ``source.text[start:end]`` that are not blank, without the blanks around them."""
    at = start
    for line in source.folded[start:end].split("\n"):
        body = line.strip()
        if body:
            first = at + len(line) - len(line.lstrip())
            yield Span(source, first, first + len(body))
        at += len(line) + 1


def join(blocks: Iterable[Block]) -> str:
    """The new text: lines broken where they were, at most two blank lines, one line end at the end."""
    written: list[str] = []
    last: Block | None = None
    for block in blocks:
        if last is None:
            written.append(block.indent)
        else:
            written.append(_space(last, block))
        written.append(block.text)
        last = block
    return "".join([*written, "\n"]) if written else ""


def _space(last: Block, block: Block) -> str:
    between = block.span.source.text[last.span.end : block.span.start]
    ends = between.count("\n")
    if ends:
        return "\n" * max(min(ends, _MOST), block.breaks) + block.indent
    return between if last.kept or block.kept else ""
