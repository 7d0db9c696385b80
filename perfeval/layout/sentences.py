"""Sentences: marks in full width, numbers in half width, no spaces; names and free words as they are."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from itertools import pairwise

from perfeval.layout.blocks import INDENT
from perfeval.source.text import SourceText
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.marks import marked
from perfeval.syntax.segment import Cut, Cutter
from perfeval.syntax.tree import Phrase, Sentence, Word
from perfeval.syntax.vocabulary import Vocabulary

_WRITTEN = {
    ",": "，",
    ";": "；",
    ":": "：",
    "。": "。",
    "、": "、",
    "(": "（",
    ")": "）",
    "+": "＋",
    "-": "－",
    "×": "×",
    "=": "＝",
    "%": "%",
}
_CHOICE = ("CHOICE",)


class SentenceWriter:
    """Writes the sentences of one text.

    kind: ``sentence``, or ``example``, where - stands before a number and not between two.
    """

    def __init__(self, source: SourceText, text: str, vocabulary: Vocabulary, kind: str) -> None:
        self.source = source
        self.text = text
        self.cutter = Cutter(vocabulary, load_grammar(kind).keywords)
        self.marks = {**_WRITTEN, "-": "-"} if kind == "example" else _WRITTEN

    def written(self, sentence: Sentence) -> str | None:
        """A sentence that was read, in its usual layout; None if it was read as other words than stand here.

        That happens where the reader took a slip for what was meant, such as spaces within a name.
        """
        read = list(_words(sentence.phrase))
        free = next((word.span for word in read if word.kind == "TEXT"), None)
        end = sentence.span.end if free is None else free.start
        cuts = self.cutter.cut(self.text, sentence.span.start, end)
        ends = {cut.start: cut.end for cut in cuts if cut.kinds}
        if len(ends) < len(cuts) or any(
            ends.get(word.span.start) != word.span.end for word in read if word.kind != "TEXT"
        ):
            return None
        words = [self.word(cut) for cut in cuts]
        closed = _joined(words, [self.blank(*pair, "") for pair in pairwise(cuts)])
        if not self.says(closed, cuts, words):
            # Without the spaces other words would be read.
            closed = _joined(words, [self.blank(*pair, " ") for pair in pairwise(cuts)])
        return closed if free is None else closed + free.text.strip()

    def word(self, cut: Cut) -> str:
        """One piece of a sentence."""
        text = self.source.text[cut.start : cut.end]
        folded = self.text[cut.start : cut.end]
        if cut.kinds == ("QUOTED",):
            return f"“{text[1:-1]}”"
        if cut.kinds == ("ITEM",):
            return f"（{folded[1:-1]}）"
        if cut.kinds == ("NUMBER",):
            return folded
        if cut.kinds == _CHOICE:
            return text.replace("＝", "=")
        return self.marks.get(folded, text)

    def blank(self, cut: Cut, after: Cut, space: str) -> str:
        """What is written between two pieces; ``space`` where there are blanks that mean nothing."""
        between = self.text[cut.end : after.start]
        if "\n" in between:
            return f"\n{INDENT}"
        return " " if after.kinds == _CHOICE and cut.kinds == ("_BY",) else between and space

    def says(self, text: str, cuts: list[Cut], words: list[str]) -> bool:
        """Whether a text is cut into the same pieces."""
        cutter = copy(self.cutter)
        cutter.defined = {}
        at = 0
        for cut, word in zip(cuts, words, strict=True):
            at = text.index(word, at)
            if cut.kinds == ("DEFINED",):
                cutter.defined[at] = at + len(word)
            at += len(word)
        half = marked(SourceText(self.source.name, text))
        again = [(half[cut.start : cut.end], cut.kinds) for cut in cutter.cut(half, 0, len(half))]
        return again == [(_folded(word), cut.kinds) for cut, word in zip(cuts, words, strict=True)]


def _joined(words: list[str], blanks: list[str]) -> str:
    return "".join([part for pair in zip(words, [*blanks, ""], strict=True) for part in pair])


def _folded(word: str) -> str:
    return marked(SourceText("", word))


def _words(phrase: Phrase) -> Iterator[Word]:
    """All words of a phrase in order."""
    for part in phrase.parts:
        if isinstance(part, Word):
            yield part
        elif part is not None:
            yield from _words(part)
