"""Text -> surface tree, one sentence at a time: one mistake, one finding, the rest still read."""

from __future__ import annotations

from typing import Any

from lark import Token, Tree
from lark.exceptions import UnexpectedInput
from lark.parsers.lalr_interactive_parser import InteractiveParser

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.quantity.number import read_chinese_numeral, read_number
from perfeval.source.text import SourceText, Span
from perfeval.syntax import errors
from perfeval.syntax.grammar import Grammar, load_grammar
from perfeval.syntax.lines import read_lines
from perfeval.syntax.segment import Cut, Cutter
from perfeval.syntax.tree import Broken, Item, Phrase, RawSentence, Sentence, Word
from perfeval.syntax.vocabulary import Vocabulary, collect


class _SentenceParser:
    def __init__(self, source: SourceText, grammar: Grammar, vocabulary: Vocabulary) -> None:
        self.source = source
        self.text = source.folded
        self.lark = grammar.lark
        self.cutter = Cutter(vocabulary, grammar.keywords)
        self.vocabulary = vocabulary
        self.states: dict[Any, dict[str, Any]] = self.lark.parser.parser._parse_table.states  # type: ignore[attr-defined]

    def parse(self, sentence: RawSentence) -> Sentence | Diagnostic:
        """One sentence as a tree, or the first thing in it that cannot be understood."""
        parser = self.lark.parse_interactive()
        for cut in self.cuts(sentence):
            bad = self.feed(parser, cut)
            if bad is not None:
                return bad
        try:
            tree = parser.feed_eof()
        except UnexpectedInput:
            return errors.unfinished(sentence.span)
        return Sentence(self.phrase(tree), sentence.span)

    def cuts(self, sentence: RawSentence) -> list[Cut]:
        span = sentence.span
        if sentence.text_at is None:
            return self.cutter.cut(self.text, span.start, span.end)
        cuts = self.cutter.cut(self.text, span.start, sentence.text_at)
        return [*cuts, Cut(sentence.text_at, span.end, ("TEXT",))]

    def feed(self, parser: InteractiveParser, cut: Cut) -> Diagnostic | None:
        """Give the parser one piece, as the first of its kinds that can stand here."""
        span = Span(self.source, cut.start, cut.end)
        if cut.kinds == ("NUMBER",) and self.number(cut) is None:
            return errors.bad_number(span)
        accepted = self.states[parser.parser_state.position]
        for kind in self.kinds(cut):
            if kind in accepted:
                try:
                    parser.feed_token(Token(kind, self.value(cut), start_pos=cut.start, end_pos=cut.end))
                except UnexpectedInput:
                    continue
                return None
        return self.unexpected(parser, cut, span)

    def kinds(self, cut: Cut) -> tuple[str, ...]:
        """The kinds a piece may be; a name in “ ” may also be used, not only declared."""
        if cut.kinds == ("QUOTED",):
            return ("QUOTED", *self.vocabulary.kinds.get(self.value(cut), ()))
        return cut.kinds

    def value(self, cut: Cut) -> str:
        text = self.text[cut.start : cut.end]
        if cut.kinds in (("CLAUSE",), ("QUOTED",), ("ITEM",)):
            return text[1:-1].strip()
        if cut.kinds == ("TEXT",):
            return self.source.text[cut.start : cut.end].strip()
        return self.number(cut) or text if cut.kinds == ("NUMBER",) else text

    def number(self, cut: Cut) -> str | None:
        """A number in digits, or None if it is not in the strict form."""
        text = self.text[cut.start : cut.end]
        if text[0] in "0123456789":
            return text if read_number(text) is not None else None
        value = read_chinese_numeral(text)
        return None if value is None else str(value)

    def unexpected(self, parser: InteractiveParser, cut: Cut, span: Span) -> Diagnostic:
        expected = parser.accepts()
        names = [name for name, kinds in self.vocabulary.kinds.items() if expected.intersection(kinds)]
        if not cut.kinds:
            words = [*names, *(word for word in self.cutter.kinds if word not in names)]
            return errors.unknown_word(span, words, self.cutter.kinds, expected)
        return errors.unexpected_word(span, self.kinds(cut), expected, names)

    def phrase(self, tree: Tree[Token]) -> Phrase:
        parts: list[Phrase | Word | None] = []
        for child in tree.children:
            if isinstance(child, Tree):
                parts.append(self.phrase(child))
            elif child is None:
                parts.append(None)
            else:
                parts.append(Word(child.type, str(child), self.token_span(child)))
        spans = [part.span for part in parts if part is not None]
        whole = spans[0].to(spans[-1]) if spans else Span(self.source, 0, 0)
        return Phrase(str(tree.data), tuple(parts), whole)

    def token_span(self, token: Token) -> Span:
        assert token.start_pos is not None and token.end_pos is not None
        return Span(self.source, token.start_pos, token.end_pos)


def parse(source: SourceText) -> Checked[tuple[Item, ...]]:
    """The surface tree of a rule book, and a finding for each sentence that is broken."""
    lines = read_lines(source)
    found = list(lines.diagnostics)
    items: list[Item] = []
    raw = lines.value or ()
    vocabulary = collect(line.span for line in raw if isinstance(line, RawSentence))
    parser = _SentenceParser(source, load_grammar(), vocabulary)
    for line in raw:
        if not isinstance(line, RawSentence):
            items.append(line)
            continue
        parsed = parser.parse(line)
        if isinstance(parsed, Diagnostic):
            found.append(parsed)
            items.append(Broken(line.span))
        else:
            items.append(parsed)
    return Checked(tuple(items), tuple(found))
