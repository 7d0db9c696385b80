"""Text -> the same text in its usual layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval.layout.blocks import INDENT, Block, as_it_is, join, lines_between
from perfeval.layout.examples import example_blocks
from perfeval.layout.lines import head_line, heading, other_line, quote
from perfeval.layout.sentences import SentenceWriter
from perfeval.source.text import SourceText
from perfeval.syntax.examples import parse_examples
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import parse
from perfeval.syntax.tree import (
    Example,
    ExampleText,
    Gap,
    Heading,
    Item,
    Meta,
    Quote,
    RawSentence,
    Sentence,
    Title,
)
from perfeval.syntax.vocabulary import collect

# The options of a 口径, and which of them is adopted, stand below its name.
_BELOW = ("next_option", "adopt")


def formatted(source: SourceText) -> str:
    """The text in its usual layout; a text of which no sentence can be read is given back as it is."""
    items = parse(source).value or ()
    examples = {each.span.start: each for each in parse_examples(source, items).value or ()}
    if not examples and not any(isinstance(item, Sentence) and not item.repaired for item in items):
        return source.text
    return join(_with_other_lines(source, _Layout(source, examples).blocks(items)))


class _Layout:
    """Lays out the items of one text. examples: those that could be read, by where they begin."""

    def __init__(self, source: SourceText, examples: Mapping[int, Example]) -> None:
        text = marked(source)
        lines = read_lines(source).value or ()
        vocabulary = collect((line.span for line in lines if isinstance(line, RawSentence)), text)
        self.examples = examples
        self.sentences = SentenceWriter(source, text, vocabulary, "sentence")
        self.in_examples = SentenceWriter(source, text, vocabulary, "example")

    def blocks(self, items: tuple[Item, ...]) -> Iterator[Block]:
        """What is written for each item, in order."""
        end = 0
        for item in items:
            if isinstance(item, Gap):
                continue
            if isinstance(item, Quote):
                yield quote(item, end)
            elif isinstance(item, ExampleText):
                yield from self.example(item)
            else:
                yield self.line(item)
            end = item.span.end

    def line(self, item: Item) -> Block:
        """What is written for an item of one block."""
        assert not isinstance(item, Gap)
        if isinstance(item, Title):
            return Block(item.span, item.span.text)
        if isinstance(item, Meta):
            return head_line(item)
        if isinstance(item, Heading):
            return heading(item)
        if isinstance(item, Sentence) and not item.repaired:
            text = self.sentences.written(item)
            if text is not None:
                return Block(item.span, text, INDENT if item.phrase.rule in _BELOW else "")
        return as_it_is(item.span)

    def example(self, item: ExampleText) -> Iterator[Block]:
        """The lines of an example; one with a mistake stays as it is."""
        example = self.examples.get(item.span.start)
        if example is None:
            yield as_it_is(item.span)
        else:
            yield from example_blocks(example, self.in_examples)


def _with_other_lines(source: SourceText, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks and, between them, the lines that belong to none: notes."""
    end = 0
    for block in blocks:
        yield from map(other_line, lines_between(source, end, block.span.start))
        yield block
        end = block.span.end
    yield from map(other_line, lines_between(source, end, len(source.text)))
