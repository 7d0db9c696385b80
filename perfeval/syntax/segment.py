"""Pass 2: cut a sentence into words, by the cheapest segmentation over keywords and names.

Longest match from the left is not enough: it cuts 区直单位总数 as 区直单位|总数 even where 区直 and
单位总数 are the words. Dynamic programming finds the cut with the fewest words and unknown letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import evolve, frozen

from perfeval.syntax.vocabulary import Vocabulary

_WORD = 100
_NEVER = 1_000_000_000
# A letter that is one of these words is part of an unknown word rather than a word beside it.
_WEAK = (
    "GIVES",
    "_LOOK_UP",
    "_TAKE",
    "_SINCE",
    "EVERY",
    "COUNT_UNIT",
    "AND_AFTER",
    "TYPE_DECIMAL",
    "TYPE_COUNT",
)
_WEAK_WORD = _WORD + 10
_UNKNOWN_LETTER = 100
_UNKNOWN_RUN = 150

# 1,000 and 1.5.2 are no numbers of the language, but they are one piece and get one message.
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)*")
# A Chinese numeral is a number only right before a measure: 一票否决 and 交警三大队 are names.
# Bounded, or a long row of numerals would be tried from each of them.
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十两]{1,12}(?=[名位次年种项个条件人])")
_BRACKETED = re.compile(r"(【[^【】\n]*】)|(“[^“”\n]*”)|(\([0-9]+\))")
# 名额取整=向下取整 behind 按 or 、 in an example.
_CHOICE = re.compile(r"(?<=[按、 ])[^\s=、,。;:“”【】()]+=[^=、,。;:“”【】()\n]+(?=[、,])")
_CHOICE_KIND = "CHOICE"
# A day is one word: 2025年6月30日.
_DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_MARKS = ",;:。、()+-×÷=%"
_BLANK = re.compile(r"\s+")
CLOSING = ("_COMMA", "_COLON", "_SEMI", "_END")
OF, OF_END = "_OF", "_OF_END"


@frozen
class Cut:
    """A piece of a sentence: half-open offsets, and the terminals it may be (none: unknown).

    word: what was probably meant, where that is not what stands there.
    """

    start: int
    end: int
    kinds: tuple[str, ...]
    word: str | None = None


def close_conditions(cuts: Iterable[Cut]) -> list[Cut]:
    """的 before a mark closes a condition; elsewhere it joins words."""
    closed: list[Cut] = []
    for cut in cuts:
        if closed and closed[-1].kinds in ((OF,), (OF_END,)):
            ends = cut.kinds[:1] and cut.kinds[0] in CLOSING
            closed[-1] = evolve(closed[-1], kinds=(OF_END,) if ends else (OF,))
        closed.append(cut)
    return closed


class Cutter:
    """Cuts texts by one vocabulary and the keywords of the grammar."""

    def __init__(self, vocabulary: Vocabulary, keywords: dict[str, tuple[str, ...]]) -> None:
        self.defined = vocabulary.defined
        self.keywords = keywords
        self.choices = "_THEN" in keywords.get("则", ())
        self.kinds = dict(keywords)
        for name, kinds in vocabulary.kinds.items():
            self.kinds[name] = self.kinds.get(name, ()) + kinds
        self.costs = {
            word: _WEAK_WORD
            for word, kinds in self.kinds.items()
            if len(word) == 1 and all(kind in _WEAK for kind in kinds)
        }
        self.with_marks = {word: None for word in vocabulary.kinds if _has_mark(word)}
        # Lengths of words by first letter: a place is asked about a few lengths, not about all words.
        self.lengths_of = _lengths_by_first(self.kinds)
        self.marked_lengths = _lengths_by_first(self.with_marks)
        self.longest = max(map(len, self.with_marks), default=0)

    def cut(self, text: str, start: int, end: int) -> list[Cut]:
        """Cut ``text[start:end]``, a folded text; spaces are dropped."""
        cuts: list[Cut] = []
        at = start
        while at < end:
            blank = _BLANK.match(text, at, end)
            if blank:
                at = blank.end()
                continue
            fixed = self.fixed(text, at, end)
            if fixed:
                cuts.append(fixed)
                at = fixed.end
                continue
            stop = at + 1
            while stop < end and not text[stop].isspace() and self.fixed(text, stop, end) is None:
                stop += 1
            cuts.extend(self.cheapest(text, at, stop))
            at = stop
        return close_conditions(cuts)

    def fixed(self, text: str, at: int, end: int) -> Cut | None:
        """A piece that needs no search: a name in a declaring list, brackets, a number, a mark."""
        if at in self.defined:
            return Cut(at, self.defined[at], ("DEFINED",))
        if self.choices and (choice := _CHOICE.match(text, at, end)):
            return Cut(at, choice.end(), (_CHOICE_KIND,))
        char = text[at]
        if char in "【“(":
            match = _BRACKETED.match(text, at, end)
            if match:
                kind = ("CLAUSE", "QUOTED", "ITEM")[(match.lastindex or 1) - 1]
                return Cut(at, match.end(), (kind,))
        if char in _MARKS and not self.inside_name(text, at):
            return Cut(at, at + 1, self.kinds.get(char, ()))
        day = _DAY.match(text, at, end) if char.isdigit() else None
        if day and not self.inside_name(text, at):
            return Cut(at, day.end(), ("DAY",))
        number = _NUMBER.match(text, at, end) if char.isdigit() else None
        if number and not self.inside_name(text, at):
            return Cut(at, number.end(), ("NUMBER",))
        return None

    def inside_name(self, text: str, at: int) -> bool:
        """Whether a digit or mark belongs to a declared name such as 区委610办 or 计生局(含协会)."""
        for back in range(min(at + 1, self.longest)):
            start = at - back
            for length in self.marked_lengths.get(text[start], ()):
                if length > max(back, 1) and text[start : start + length] in self.with_marks:
                    return True
        return False

    def cheapest(self, text: str, start: int, stop: int) -> list[Cut]:
        """The cheapest cut of ``text[start:stop]``; of equal ones, the longest words from the left."""
        size = stop - start
        # known[i], unknown[i]: cost of text[start+i:stop] whose first piece is a word, or is none, and
        # the end of that piece. Both are kept, or a letter that is a word would end every unknown run.
        known: list[tuple[int, int]] = [(_NEVER, size)] * size + [(0, size)]
        unknown: list[tuple[int, int]] = [(_NEVER, size)] * (size + 1)
        for offset in range(size - 1, -1, -1):
            place = start + offset
            for length in self.lengths(text, place, stop):
                after = min(known[offset + length][0], unknown[offset + length][0])
                cost = after + self.costs.get(text[place : place + length], _WORD)
                if cost < known[offset][0]:
                    known[offset] = (cost, offset + length)
            joined, end = unknown[offset + 1]
            apart = known[offset + 1][0] + _UNKNOWN_RUN
            longer = joined < apart
            unknown[offset] = (_UNKNOWN_LETTER + min(joined, apart), end if longer else offset + 1)
        cuts: list[Cut] = []
        offset = 0
        while offset < size:
            is_word = known[offset][0] <= unknown[offset][0]
            _, end = (known if is_word else unknown)[offset]
            kinds = self.kinds_of(text[start + offset : start + end]) if is_word else ()
            cuts.append(Cut(start + offset, start + end, kinds))
            offset = end
        return cuts

    def lengths(self, text: str, place: int, stop: int) -> list[int]:
        """Lengths of the words that begin at ``place``, longest first."""
        found = [
            length
            for length in self.lengths_of.get(text[place], ())
            if place + length <= stop and text[place : place + length] in self.kinds
        ]
        numeral = _CHINESE_NUMBER.match(text, place)
        if numeral and numeral.end() <= stop and len(numeral.group()) not in found:
            found.append(len(numeral.group()))
            found.sort(reverse=True)
        return found

    def kinds_of(self, word: str) -> tuple[str, ...]:
        """The terminals that a known word may be; what is none of them is a Chinese numeral."""
        return self.kinds.get(word) or ("NUMBER",)


def _has_mark(word: str) -> bool:
    return any(char in _MARKS or char.isdigit() for char in word)


def _lengths_by_first(words: Iterable[str]) -> dict[str, list[int]]:
    """The lengths of the words that begin with each letter, longest first."""
    found: dict[str, dict[int, None]] = {}
    for word in words:
        found.setdefault(word[0], {})[len(word)] = None
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}
