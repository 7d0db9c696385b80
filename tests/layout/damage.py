"""A rule book with its layout spoilt and nothing else: the words that are said stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from perfeval.source.text import SourceText, Span
from perfeval.syntax.examples import parse_examples
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import parse
from perfeval.syntax.segment import Cut, Cutter
from perfeval.syntax.tree import (
    Heading,
    Item,
    Meta,
    Phrase,
    Quote,
    RawSentence,
    Sentence,
    TableRow,
    Word,
)
from perfeval.syntax.vocabulary import collect

_BLANKS = ("", "", " ", "　", "  ", "\t", "\u00a0 ")
_HALF = str.maketrans("，；：（）＋－＝。、．", ",;:()+-=｡､.")
_FULL = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_NAMES = ("CLAUSE", "DEFINED", "CHOICE")


def damaged(text: str, seed: int) -> str:
    """The text with blanks, widths, indents and blank lines changed at random."""
    source = SourceText("book.jx", text)
    return _Damage(source, Random(seed)).done()


class _Damage:
    def __init__(self, source: SourceText, dice: Random) -> None:
        self.source = source
        self.dice = dice
        self.text = marked(source)
        lines = read_lines(source).value or ()
        self.vocabulary = collect((line.span for line in lines if isinstance(line, RawSentence)), self.text)

    def done(self) -> str:
        items = parse(self.source).value or ()
        text = self.source.text
        edits = sorted([*self.lines(items), *self.sentences(items)], key=lambda edit: edit[0].start)
        for span, new in reversed(edits):
            text = text[: span.start] + new + text[span.end :]
        text = re.sub(r"\n", lambda _: f"{self.blank()}\n", text)
        return re.sub(r"\n\n\n", lambda _: "\n" * self.dice.randint(3, 6), text)

    def blank(self) -> str:
        return self.dice.choice(_BLANKS)

    def lines(self, items: tuple[Item, ...]) -> Iterator[tuple[Span, str]]:
        """Marks of headings, quotes and the head."""
        for item in items:
            if isinstance(item, Heading) and item.path:
                end = item.title.start if item.title else item.span.end
                number = Span(self.source, item.span.start, end)
                yield number, self.blank() + number.text.translate(_HALF) + self.blank()
            elif isinstance(item, Quote):
                mark = Span(self.source, item.span.start - 2, item.span.start)
                yield mark, f"{self.blank()}{self.dice.choice('>＞')}{self.blank()}"
            elif isinstance(item, Meta):
                colon = Span(self.source, item.value.start - 1, item.value.start)
                yield colon, f"{self.blank()}:{self.blank()}"

    def sentences(self, items: tuple[Item, ...]) -> Iterator[tuple[Span, str]]:
        """Pieces of sentences, and cells of tables."""
        of_rules = Cutter(self.vocabulary, load_grammar("sentence").keywords)
        of_examples = Cutter(self.vocabulary, load_grammar("example").keywords)
        for item in items:
            if isinstance(item, Sentence):
                yield item.span, self.sentence(item, of_rules)
        for example in parse_examples(self.source, items).value or ():
            for part in example.parts:
                if isinstance(part, TableRow):
                    yield part.span, self.row(part)
                else:
                    yield part.span, self.sentence(part, of_examples)

    def row(self, row: TableRow) -> str:
        mark = self.dice.choice("｜|")
        cells = (f"{self.blank()}{cell.text}{self.blank()}" for cell in row.cells)
        return self.blank() + mark + mark.join(cells) + mark

    def sentence(self, sentence: Sentence, cutter: Cutter) -> str:
        free = next((word.span for word in words_of(sentence.phrase) if word.kind == "TEXT"), None)
        end = sentence.span.end if free is None else free.start
        cuts = cutter.cut(self.text, sentence.span.start, end)
        written = self.blank()
        for cut, after in zip(cuts, [*cuts[1:], None], strict=True):
            written += self.piece(cut)
            between = self.source.text[cut.end : after.start if after else end]
            # A numeral and a choice are known by the letter right behind them.
            together = cut.kinds == ("CHOICE",) or self.text[cut.start] in "一二三四五六七八九十两"
            kept = "\n" if "\n" in between else between[:1] if after and after.kinds == ("CHOICE",) else ""
            written += kept if together else kept + self.blank()
        return written if free is None else written + free.text

    def piece(self, cut: Cut) -> str:
        text = self.source.text[cut.start : cut.end]
        change: Callable[[str], str] = self.dice.choice((str, lambda each: each.translate(_HALF)))
        if cut.kinds == ("QUOTED",):
            return self.dice.choice((text, f'"{text[1:-1]}"', f"「{text[1:-1]}」"))
        if cut.kinds == ("NUMBER",):
            return self.dice.choice((text, text.translate(_FULL)))
        if cut.kinds[0] in _NAMES:
            return text
        return change(text) if len(text) == 1 or cut.kinds == ("ITEM",) else text


def words_of(phrase: Phrase) -> Iterator[Word]:
    """All words of a phrase in order."""
    for part in phrase.parts:
        if isinstance(part, Word):
            yield part
        elif part is not None:
            yield from words_of(part)
