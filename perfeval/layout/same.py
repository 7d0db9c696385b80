"""Whether two texts say the same, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.source.text import SourceText
from perfeval.syntax.examples import parse_examples
from perfeval.syntax.parse import parse
from perfeval.syntax.tree import Broken, ExampleText, Gap, Heading, Item, Meta, Quote, Sentence


def says_the_same(one: SourceText, other: SourceText) -> bool:
    """Whether both have the same tree and examples, quotes and titles letter for letter.

    Blank lines count only where they part sentences: how many there are says nothing.
    """
    return _said(one) == _said(other)


def _said(source: SourceText) -> tuple[object, ...]:
    parsed = parse(source)
    items = parsed.value or ()
    examples = parse_examples(source, items)
    findings = tuple(each.code for each in (*parsed.diagnostics, *examples.diagnostics))
    return (*_lines(items), examples.value or (), findings)


def _lines(items: tuple[Item, ...]) -> Iterator[object]:
    """What each item says; one blank line for several, none before a heading or at the end."""
    gap = False
    for item in items:
        if isinstance(item, Gap):
            gap = True
            continue
        if gap and isinstance(item, Sentence | Broken):
            yield Gap()
        gap = False
        yield from _words(item)


def _words(item: Item) -> Iterator[object]:
    if isinstance(item, Meta):
        yield from ("head", item.key.strip(), item.value.text.strip())
        return
    yield item
    if isinstance(item, Heading):
        yield item.title.text if item.title is not None else None
    elif isinstance(item, Quote | Broken) or (isinstance(item, Sentence) and item.repaired):
        yield item.span.text
    elif isinstance(item, ExampleText):
        yield item.name.text
