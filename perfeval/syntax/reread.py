"""One sentence of a book with other words: only it is read again, all others stay as they were read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from attrs import evolve
from lark.parsers.lalr_analysis import Shift

from perfeval.source.text import SourceText, Span
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import SentenceReader
from perfeval.syntax.track import END
from perfeval.syntax.tree import Gap, Item, Meta, Phrase, RawSentence, Sentence, Word
from perfeval.syntax.vocabulary import Vocabulary, collect

# A heading, below which a line is read as a sentence.
_BELOW = "附件\n"


class Rereader:
    """The items of one book without findings, of which single sentences are read again."""

    def __init__(self, source: SourceText, items: Sequence[Item]) -> None:
        self.source = source
        self.items = tuple(items)
        self.grammar = load_grammar()
        self.text = marked(source)
        self.vocabulary = collect((item.span for item in items if isinstance(item, Sentence)), self.text)
        self.reader = SentenceReader(source, self.text, self.grammar, self.vocabulary)

    def whole(self, sentence: Sentence) -> Phrase:
        """The sentence with every word and mark of it, those without meaning of their own too."""
        free = next((word for word in _words(sentence.phrase) if word.kind == "TEXT"), None)
        raw = RawSentence(sentence.span, None if free is None else free.span.start)
        cuts = self.reader.cuts(raw)
        tracks = self.reader.mender.tracks(cuts)
        words = [
            Word(track.terminal, self.reader.value(cut), Span(self.source, cut.start, cut.end))
            for cut, track in zip(cuts, tracks[1:], strict=True)
        ]
        table: Any = self.grammar.lark.parser.parser._parse_table
        return _with_every_word(table, words)

    def replaced(self, index: int, text: str) -> tuple[Item, ...] | None:
        """The items with ``text`` for the sentence or head line at ``index``; empty: without it.

        None where the text is not exactly one such piece without a mistake.
        """
        first, last = self._surroundings(index)
        item = self.items[index]
        if not isinstance(item, Sentence | Meta):
            raise TypeError(f"not read again: {item}")
        start, end = self._ends(first, last)
        around = SourceText(
            self.source.name,
            self.source.text[start : item.span.start] + text + self.source.text[item.span.end : end],
        )
        place = item.span.start - start
        line = _read(around, place, text, isinstance(item, Meta)) if text else None
        changed = self._sentence(around, line) if isinstance(line, RawSentence) else line
        if text and changed is None:
            return None
        moved = len(text) - len(item.span.text)
        return (
            *self.items[:first],
            *(_moved(each, around, -start) for each in self.items[first:index]),
            *([changed] if changed is not None else ()),
            *(_moved(each, around, moved - start) for each in self.items[index + 1 : last]),
            *self.items[last:],
        )

    def _surroundings(self, index: int) -> tuple[int, int]:
        """The sentences around one that may make one clause with it: they share a text."""
        if not isinstance(self.items[index], Sentence):
            return index, index + 1
        before = sum(1 for _ in takewhile(_in_a_run, reversed(self.items[:index])))
        behind = sum(1 for _ in takewhile(_in_a_run, self.items[index:]))
        return index - before, index + behind

    def _ends(self, first: int, last: int) -> tuple[int, int]:
        spans = [item.span for item in self.items[first:last] if not isinstance(item, Gap)]
        return spans[0].start, spans[-1].end

    def _sentence(self, source: SourceText, raw: RawSentence) -> Sentence | None:
        """The sentence, if every word of it fits."""
        text = marked(source)
        known = Vocabulary(self.vocabulary.kinds, collect([raw.span], text).defined, {})
        reader = SentenceReader(source, text, self.grammar, known)
        cuts, notes = reader.sound_pieces(raw, reader.cuts(raw))
        tracks = reader.mender.tracks(cuts)
        if notes or len(tracks) <= len(cuts) or not tracks[-1].may_end():
            return None
        return Sentence(reader.tree(cuts, tracks), raw.span)


def _in_a_run(item: Item) -> bool:
    return isinstance(item, Sentence | Gap)


def _words(phrase: Phrase) -> list[Word]:
    return [
        word
        for part in phrase.parts
        if part is not None
        for word in ([part] if isinstance(part, Word) else _words(part))
    ]


def _read(around: SourceText, place: int, text: str, is_head: bool) -> Meta | RawSentence | None:
    """The one line that ``text`` is, at ``place`` of the text around it."""
    above = "" if is_head else _BELOW
    lines = read_lines(SourceText(around.name, above + text))
    if lines.diagnostics or len(lines.value or ()) != (1 if is_head else 2):
        return None
    line = (lines.value or ())[-1]
    by = place - len(above)
    if isinstance(line, Meta):
        return _moved_meta(line, around, by)
    if not isinstance(line, RawSentence) or len(line.span.text) != len(text):
        return None
    text_at = None if line.text_at is None else line.text_at + by
    return evolve(line, span=_moved_span(line.span, around, by), text_at=text_at)


# ---------------------------------------------------------------- places


def _moved_span(span: Span, source: SourceText, by: int) -> Span:
    return Span(source, span.start + by, span.end + by)


def _moved_meta(meta: Meta, source: SourceText, by: int) -> Meta:
    return Meta(meta.key, _moved_span(meta.value, source, by), _moved_span(meta.span, source, by))


def _moved(item: Item, source: SourceText, by: int) -> Item:
    if isinstance(item, Sentence):
        span = _moved_span(item.span, source, by)
        return Sentence(_moved_phrase(item.phrase, source, by), span, item.repaired)
    return item


def _moved_phrase(phrase: Phrase, source: SourceText, by: int) -> Phrase:
    parts: list[Phrase | Word | None] = []
    for part in phrase.parts:
        if isinstance(part, Word):
            parts.append(Word(part.kind, part.text, _moved_span(part.span, source, by)))
        else:
            parts.append(None if part is None else _moved_phrase(part, source, by))
    return Phrase(phrase.rule, tuple(parts), _moved_span(phrase.span, source, by))


# ---------------------------------------------------------------- trees


def _with_every_word(table: Any, words: Sequence[Word]) -> Phrase:
    """The tree of words that are known to fit; Lark's own trees leave out marks and joining words."""
    (start,) = table.start_states.values()
    (last,) = table.end_states.values()
    states = [start]
    parts: list[list[Phrase | Word]] = []
    waiting = [*((word.kind, word) for word in words), (END, None)]
    for terminal, word in waiting:
        while states[-1] != last:
            action, target = table.states[states[-1]][terminal]
            if action is Shift:
                states.append(target)
                parts.append([] if word is None else [word])
                break
            _reduce(states, parts, target, table)
    whole = parts[0][0]
    if not isinstance(whole, Phrase):
        raise TypeError("a sentence is a phrase")
    return whole


def _reduce(states: list[Any], parts: list[list[Phrase | Word]], rule: Any, table: Any) -> None:
    size = len(rule.expansion)
    made = [part for each in parts[len(parts) - size :] for part in each] if size else []
    if size:
        del states[-size:], parts[-size:]
    name = rule.alias or rule.origin.name
    # Rules that only help to write down another one have no phrase of their own.
    if rule.alias is None and name.startswith("_"):
        parts.append(made)
    else:
        span = made[0].span.to(made[-1].span)
        parts.append([Phrase(str(name), tuple(made), span)])
    states.append(table.states[states[-1]][rule.origin.name][1])
