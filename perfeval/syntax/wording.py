"""What to say about a sentence that cannot be read, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import edits, nearest
from perfeval.source.text import SourceText, Span
from perfeval.syntax import errors
from perfeval.syntax.echoes import Note
from perfeval.syntax.repair import Mender, Repair, is_wording, stretch
from perfeval.syntax.segment import Cut
from perfeval.syntax.tree import RawSentence
from perfeval.syntax.vocabulary import COLUMN_KINDS, LIMITS, Vocabulary
from perfeval.syntax.without_name import readable_without

_BRACKETS = {"“": ("”", "QUOTED"), "【": ("】", "CLAUSE"), "(": (")", "ITEM")}
_CLOSERS = {closer: (opener, kind) for opener, (closer, kind) in _BRACKETS.items()}
_BRACKETED = ("QUOTED", "CLAUSE", "ITEM", "TEXT")
_STOPS = ",;:。、“”【】\n"
_ITEM = re.compile(r"[0-9]+")
_NUMBER_BEFORE = re.compile(r"[0-9.]+$")
_NUMBER_BEHIND = re.compile(r"[0-9.]+")
# What people type where there is no × on the keyboard.
_TIMES = "*xX"
_SHORTEST_LINE = 8
# A few letters without 。 that make no sense are too much, not too little.
_SCRAP = 2
# Letters of a name that may have lost one of its brackets; no longer one is looked for.
_NAME = 60


class Wording:
    """Turns changes that would help into findings."""

    def __init__(self, source: SourceText, text: str, mender: Mender, vocabulary: Vocabulary) -> None:
        self.source = source
        self.text = text
        self.mender = mender
        self.vocabulary = vocabulary

    def of_repair(self, raw: RawSentence, best: Repair, repairs: Sequence[Repair]) -> Note:
        """The finding that a change stands for; ``repairs`` are the others that would help as well."""
        return self._blaming(raw, self._of_change(raw, best, repairs))

    def _of_change(self, raw: RawSentence, best: Repair, repairs: Sequence[Repair]) -> Note:
        others = [
            repair.kind
            for repair in repairs
            if (repair.change, repair.place, repair.cost, repair.reach, repair.near)
            == (best.change, best.place, best.cost, best.reach, False)
        ]
        expected = errors.expectations(others or [best.kind], self.mender.words_of)
        if best.near and best.word is not None:
            return self._near(raw, best, best.word)
        if best.change == "补":
            return Note(raw, self._missing(best, expected))
        place = best.place
        if place is None:
            raise ValueError("only what is missing has no place")
        span = self._span(place)
        if best.change == "删":
            return Note(raw, errors.needless_word(span))
        if place.kinds:
            return Note(raw, self._misplaced(place, best, expected))
        if best.kind == "NUMBER":
            return Note(raw, errors.no_number(span))
        if best.word is None:
            return self._unknown(raw, span, expected)
        near = best.word if len(others) == 1 else None
        if span.text in _TIMES and "TIMES" in (*others, best.kind):
            near, expected = "×", ("“×”",)
        return Note(raw, errors.unknown_wording(span, expected, near))

    def _near(self, raw: RawSentence, best: Repair, word: str) -> Note:
        if best.place is None:
            raise ValueError("a word that looks like another has a place")
        span = self._span(best.place)
        place = self.vocabulary.places.get(word)
        if best.place.kinds and place is None:
            return Note(raw, errors.unexpected_word(span, best.place.kinds, (f"“{word}”",), None, word))
        if place is None:
            return Note(raw, errors.unknown_wording(span, (f"“{word}”",), word))
        line = self.source.place(place)[0]
        return Note(raw, errors.unknown_name(span, word, line), self.text[span.start : span.end], word)

    def _unknown(self, raw: RawSentence, span: Span, expected: tuple[str, ...]) -> Note:
        if expected == (errors.KIND_WORDS["NUMBER"],):
            return Note(raw, errors.no_number(span))
        word = self.text[span.start : span.end]
        return Note(raw, errors.unknown_word(span, expected), word)

    def _missing(self, best: Repair, expected: tuple[str, ...]) -> Diagnostic:
        before = [cut for cut in best.cuts if cut.start < cut.end]
        if best.kind == "_END":
            index = best.rest - 1 if best.rest is not None else len(best.cuts)
            before = [cut for cut in best.cuts[:index] if cut.start < cut.end]
            return errors.unfinished(self._span(before[-1]))
        if best.place is None:
            return errors.missing_word(self._span(before[-1]), expected, behind=True)
        return errors.missing_word(self._span(best.place), expected)

    def _misplaced(self, place: Cut, best: Repair, expected: tuple[str, ...]) -> Diagnostic:
        span = self._span(place)
        name = self.text[place.start : place.end].strip("“”")
        declared = self.vocabulary.places.get(name)
        line = self.source.place(declared)[0] if declared is not None else None
        between = self._range(place)
        if between is not None:
            return between
        return errors.unexpected_word(span, self._kinds(place), expected, line, None)

    def _kinds(self, place: Cut) -> tuple[str, ...]:
        return tuple(kind for kind in self.mender.kinds_of(place) if kind != "QUOTED") or place.kinds

    def _range(self, place: Cut) -> Diagnostic | None:
        """The finding about 600-700, if this is its middle."""
        if place.kinds != ("MINUS",):
            return None
        before = _NUMBER_BEFORE.search(self.text[max(place.start - 20, 0) : place.start])
        after = _NUMBER_BEHIND.match(self.text, place.end)
        if before is None or after is None:
            return None
        span = Span(self.source, place.start - len(before.group()), after.end())
        return errors.range_written(span, before.group(), after.group())

    def not_mended(self, raw: RawSentence, cuts: Sequence[Cut], *, after_quote: bool) -> Note:
        """The finding for a sentence that no small change would mend."""
        return self._blaming(raw, self._of_failure(raw, cuts, after_quote=after_quote))

    def _of_failure(self, raw: RawSentence, cuts: Sequence[Cut], *, after_quote: bool) -> Note:
        if is_no_sentence(cuts) or (after_quote and _is_odd_start(cuts[0])):
            return Note(raw, errors.no_sentence(self._first_line(raw)))
        if not raw.finished and raw.span.end - raw.span.start <= _SCRAP and raw.span.text.isalpha():
            return Note(raw, errors.needless_word(raw.span))
        tracks = self.mender.tracks(cuts)
        at = len(tracks) - 1
        if at >= len(cuts):
            return Note(raw, errors.unfinished(self._span(cuts[-1])))
        place, span = cuts[at], self._span(cuts[at])
        expected = errors.expectations(tracks[at].accepted(), self.mender.words_of)
        if not raw.finished and (at == 0 or not place.kinds):
            return Note(raw, errors.no_sentence(self._first_line(raw)))
        if not place.kinds:
            first, last = stretch(cuts, at)
            whole = Span(self.source, cuts[first].start, cuts[last - 1].end)
            return self._unknown(raw, whole, expected)
        between = self._range(place)
        if between is not None:
            return Note(raw, between)
        return Note(raw, errors.unexpected_word(span, self._kinds(place), expected, None, None))

    def _blaming(self, raw: RawSentence, note: Note) -> Note:
        """The finding with the name that keeps the sentence from being read, if there is one."""
        if raw.text_at is not None:
            return note
        cuts = self.mender.cutter.cut(self.text, raw.span.start, raw.span.end)
        for name, other in readable_without(self.text, cuts, self.mender, self.vocabulary):
            if name not in self.vocabulary.places:
                continue  # a name that a sentence only seems to declare stands nowhere to point at
            joined = next(cut for cut in cuts if self.text[cut.start : cut.end] == name)
            inside = [cut for cut in other if joined.start < cut.end and cut.start < joined.end]
            words = [self.text[cut.start : cut.end] for cut in inside]
            line = self.source.place(self.vocabulary.places[name])[0]
            return evolve(note, finding=errors.name_in_the_way(note.finding, name, line, words))
        return note

    def _first_line(self, raw: RawSentence) -> Span:
        return raw.span.cut(0, len(raw.span.text.partition("\n")[0].rstrip()))

    # ------------------------------------------------------------ brackets

    def partners(self, mark: Cut, inside: Span) -> Iterator[Cut]:
        """What the bracket could have meant: its partner put in, then put for a letter; nearest first."""
        char = self.text[mark.start]
        for letters in (0, 1):
            if char in _BRACKETS:
                for end in range(mark.end + 1, min(mark.end + _NAME, inside.end) + 1 - letters):
                    if self.text[end - 1] in _STOPS:
                        break
                    yield from self._virtual((mark.start, end + letters), (mark.end, end), _BRACKETS[char][1])
            else:
                for start in range(mark.start - 1, max(mark.start - _NAME, inside.start) - 1 + letters, -1):
                    if self.text[start] in _STOPS:
                        break
                    yield from self._virtual(
                        (start - letters, mark.end), (start, mark.start), _CLOSERS[char][1]
                    )

    def bracketed(self, cuts: list[Cut]) -> list[Cut]:
        """The pieces with a name in brackets put together where only a line end tears it apart."""
        marks = unpaired_marks(self.text, cuts)
        if len(marks) != 2 or self.text[marks[0].start] not in _BRACKETS:
            return cuts
        closer, kind = _BRACKETS[self.text[marks[0].start]]
        inner = self.text[marks[0].end : marks[1].start]
        if self.text[marks[1].start] != closer or inner.count("\n") != 1:
            return cuts
        name = Cut(marks[0].start, marks[1].end, (kind,), "".join(part.strip() for part in inner.split("\n")))
        before = [cut for cut in cuts if cut.end <= name.start]
        return [*before, name, *(cut for cut in cuts if cut.start >= name.end)]

    def _virtual(self, outer: tuple[int, int], inner: tuple[int, int], kind: str) -> Iterator[Cut]:
        word = self.text[inner[0] : inner[1]].strip()
        if word and (kind != "ITEM" or _ITEM.fullmatch(word)):
            yield Cut(*outer, (kind,), word)

    def unpaired(self, raw: RawSentence, mark: Cut, virtual: Cut | None) -> Note:
        """The finding for a bracket without its partner."""
        char = self.text[mark.start]
        partner = (_BRACKETS.get(char) or _CLOSERS[char])[0]
        span = self._span(virtual or mark)
        return Note(raw, errors.unpaired(span, char, partner, virtual.word if virtual else None))

    def _span(self, cut: Cut) -> Span:
        return Span(self.source, cut.start, cut.end)


def unpaired_marks(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Quotation marks and brackets 【 】 that stand alone; round ones where a number of a list is meant."""
    found: list[Cut] = []
    for cut in cuts:
        if cut.kinds[:1] and cut.kinds[0] in _BRACKETED:
            continue
        places = (place for place in range(cut.start, cut.end) if text[place] in "“”【】")
        found.extend(Cut(place, place + 1, ()) for place in places)
    kinds = [cut.kinds for cut in cuts]
    opened, closed = kinds.count(("_LPAR",)), kinds.count(("_RPAR",))
    for index, cut in enumerate(cuts):
        numbered = index + 1 < len(cuts) and cuts[index + 1].kinds == ("NUMBER",)
        if cut.kinds == ("_LPAR",) and numbered and opened > closed:
            found.append(cut)
        behind = index and cuts[index - 1].kinds == ("NUMBER",)
        if cut.kinds == ("_RPAR",) and behind and closed > opened:
            found.append(cut)
    return found


def is_no_sentence(cuts: Sequence[Cut]) -> bool:
    """Whether hardly a word of it is known: most likely words of the plan, a heading or a note."""
    letters = [(cut.end - cut.start, bool(cut.kinds)) for cut in cuts]
    unknown = sum(size for size, known in letters if not known)
    return (
        sum(size for size, _ in letters) >= _SHORTEST_LINE
        and unknown * 5 >= sum(size for size, _ in letters) * 2
    )


def unsound_name(name: str) -> bool:
    """Whether a name is empty, or holds marks that would cut it to pieces where it is used."""
    return not name or any(mark in name for mark in _STOPS) or name.count("(") != name.count(")")


def _is_odd_start(cut: Cut) -> bool:
    """Whether a sentence hardly begins like this."""
    return not is_wording(cut) or cut.kinds[0] in ("_COMMA", "_SEMI", "_COLON", "_PAUSE", "_END")


def type_meant(text: str, cuts: Sequence[Cut], index: int) -> str | None:
    """The type that a column of one value probably has: 整教, or 整数不小于1 without its comma."""
    around = [cut.kinds for cut in (*cuts[max(index - 2, 0) : index], *cuts[index + 1 : index + 2])]
    if len(around) < 3 or around[:2] != [("QUOTED",), ("_COLON",)] or around[2] == ("_PAUSE",):
        return None
    value = text[cuts[index].start : cuts[index].end]
    if value in COLUMN_KINDS:
        return None
    limited = any(word in value for word in LIMITS) or around[2] == ("_COMMA",)
    begins = next((word for word in COLUMN_KINDS if value.startswith(word)), None)
    # 年份 for 年度: a value that nothing else mentions is no value.
    near = next(
        (word for word in COLUMN_KINDS if edits(value, word) == 1 and any(char in word for char in value)),
        None,
    )
    if limited and begins:
        return begins
    return near if text.count(value) == 1 else nearest(value, COLUMN_KINDS)
