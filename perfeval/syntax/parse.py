"""Text -> surface tree, one sentence at a time: one mistake, one finding, the rest still read."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from attrs import evolve
from lark import Token, Tree

from perfeval.diagnostics.diagnostic import Checked
from perfeval.quantity.number import read_chinese_numeral, read_number
from perfeval.source.text import SourceText, Span
from perfeval.syntax import errors, limits
from perfeval.syntax.echoes import Note, told_once
from perfeval.syntax.grammar import Grammar, load_grammar
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.reads import Read, following, is_strange, same_line
from perfeval.syntax.repair import SOME_NUMBER, Mender
from perfeval.syntax.segment import Cut, Cutter, close_conditions
from perfeval.syntax.track import END, Track, start_of
from perfeval.syntax.tree import Broken, Gap, Item, Line, Phrase, Quote, RawSentence, Sentence, Word
from perfeval.syntax.vocabulary import COLUMN_KINDS, Vocabulary, bare, collect, collect_meant, collect_with
from perfeval.syntax.wording import Wording, type_meant, unpaired_marks, unsound_name

_LINE_END = re.compile(r"\s*\n\s*")
# What a change may cost that makes one sentence of two.
_SLIP = 2
# Marks after which a sentence goes on in the next line.
_AT_LINE_ENDS = ":;,、"
_MISTAKES = 3
# Findings about single pieces of one sentence; a sentence with more is no sentence.
_NOTES = 20
# Work that one book may cost beyond plain reading: what it takes to look into some two hundred broken
# sentences. More are broken only where the text is no rule book. Much of it goes through all names.
_WORK = 2_000
_NAMES_OF_A_BOOK = 500
_LETTERS = 300
# What it costs to try changes of one sentence; to read it with another vocabulary costs 1.
_MEND = 10
_NAMES = (("CLAUSE",), ("QUOTED",), ("DEFINED",))


class SentenceReader:
    """Reads the sentences of one text by one grammar and one vocabulary, mending what it can.

    text: the marked source. left: the work that may still be spent on broken sentences.
    words: pieces read so far.
    """

    def __init__(self, source: SourceText, text: str, grammar: Grammar, vocabulary: Vocabulary) -> None:
        self.source = source
        self.text = text
        self.grammar = grammar
        self.cutter = Cutter(vocabulary, grammar.keywords)
        self.vocabulary = vocabulary
        self.mender = Mender(start_of(grammar.lark), self.cutter, self.kinds, self.value)
        self.wording = Wording(source, text, self.mender, vocabulary)
        self.left = _WORK // (1 + len(vocabulary.kinds) // _NAMES_OF_A_BOOK)
        self.words = 0

    def knowing(self, more: Vocabulary, text: str | None = None) -> SentenceReader:
        """A reader that knows these names as well (and reads another text of the same length)."""
        return SentenceReader(self.source, text or self.text, self.grammar, self.vocabulary.with_more(more))

    def with_vocabulary(self, vocabulary: Vocabulary) -> SentenceReader:
        """A reader that knows these names instead."""
        return SentenceReader(self.source, self.text, self.grammar, vocabulary)

    def spend(self, work: int, sentence: RawSentence) -> None:
        """Take work off the budget; a sentence of many letters takes as much as several."""
        self.left -= work * (1 + (sentence.span.end - sentence.span.start) // _LETTERS)

    # ------------------------------------------------------------ pieces

    def cuts(self, sentence: RawSentence) -> list[Cut]:
        """The pieces of a sentence; free words behind it are one piece."""
        span = sentence.span
        if sentence.text_at is None:
            return self.cutter.cut(self.text, span.start, span.end)
        cuts = self.cutter.cut(self.text, span.start, sentence.text_at)
        return [*cuts, Cut(sentence.text_at, span.end, ("TEXT",))]

    def kinds(self, cut: Cut) -> tuple[str, ...]:
        """The kinds a piece may be; a name in “ ” may also be used, not only declared."""
        if cut.kinds == ("QUOTED",):
            return ("QUOTED", *self.vocabulary.kinds.get(self.value(cut), ()))
        return cut.kinds

    def value(self, cut: Cut) -> str:
        """What a piece says: a name without its brackets, a number in digits."""
        if cut.word is not None:
            return cut.word
        text = self.text[cut.start : cut.end]
        if cut.kinds in (("CLAUSE",), ("QUOTED",), ("ITEM",)):
            return text[1:-1].strip()
        if cut.kinds == ("TEXT",):
            return self.source.text[cut.start : cut.end].strip()
        if cut.kinds == ("DEFINED",):
            return bare(_LINE_END.sub("", text))
        return self.number(cut) or SOME_NUMBER if cut.kinds == ("NUMBER",) else text

    def number(self, cut: Cut) -> str | None:
        """A number in digits, or None if it is not in the strict form."""
        text = self.text[cut.start : cut.end]
        if text[0] in "0123456789":
            return text if read_number(text) is not None else None
        value = read_chinese_numeral(text)
        return None if value is None else str(value)

    # ------------------------------------------------------------ sentences

    def read(self, raw: RawSentence, after: RawSentence | None, *, after_quote: bool) -> Read:
        """One sentence; ``after`` is the sentence that follows in the same line or the next."""
        if self.words > limits.MAX_WORDS:
            return Read(Broken(raw.span))
        pieces = self.cuts(raw)
        self.words += len(pieces)
        if self.words > limits.MAX_WORDS:
            finding = errors.too_many_words(raw.span, self.words, limits.MAX_WORDS)
            return Read(Broken(raw.span), (Note(raw, finding),))
        cuts, notes = self.sound_pieces(raw, pieces)
        if not cuts:
            return Read(Broken(raw.span), tuple(notes))
        tracks = self.mender.tracks(cuts)
        if len(tracks) > len(cuts) and tracks[-1].may_end():
            return self.whole(raw, cuts, notes, tracks)
        whole = self.mender.whole(cuts)
        if whole is not None:
            return self.whole(raw, cuts, notes, whole)
        if after is not None:
            joined = self.joined(raw, cuts, after, notes)
            if joined is not None:
                return joined
        pairs = unpaired_marks(self.text, cuts)
        if pairs:
            return self.paired(raw, pairs[0], notes)
        read = self.mended(raw, cuts, notes)
        if not read.notes and isinstance(read.item, Broken):
            return evolve(read, notes=(self.wording.not_mended(raw, cuts, after_quote=after_quote),))
        return read

    def sound_pieces(self, raw: RawSentence, cuts: list[Cut]) -> tuple[list[Cut], list[Note]]:
        """The pieces with something in the place of numbers and names that are unsound."""
        notes: list[Note] = []
        sound: list[Cut] = []
        depth = 0
        # What 知悉 names is a finding, with figures and marks in it.
        names = () if cuts and cuts[0].kinds == ("_ACKNOWLEDGE",) else _NAMES
        for index, piece in enumerate(cuts):
            cut, word = piece, piece.word
            span = Span(self.source, cut.start, cut.end)
            if cut.kinds == ("NUMBER",) and self.number(cut) is None:
                notes.append(Note(raw, errors.bad_number(span)))
                word = SOME_NUMBER
            elif cut.kinds == ("DEFINED",) and (near := type_meant(self.text, cuts, index)) is not None:
                notes.append(Note(raw, errors.unknown_type(span, near, COLUMN_KINDS)))
                cut, word = evolve(cut, kinds=self.cutter.kinds[near]), near
            elif cut.kinds in names and len(name := self.value(cut)) > limits.MAX_NAME:
                notes.append(Note(raw, errors.endless_name(span, len(name), limits.MAX_NAME)))
            elif cut.kinds in names and unsound_name(self.value(cut)):
                notes.append(Note(raw, errors.bad_name(span)))
                word = self.value(cut) or span.text
            depth += (cut.kinds == ("_LPAR",)) - (cut.kinds == ("_RPAR",))
            if depth > limits.MAX_NESTING:
                return [], [*notes, Note(raw, errors.nested_too_deeply(span, depth, limits.MAX_NESTING))]
            sound.append(cut if word == cut.word else evolve(cut, word=word))
        return sound, notes[:_NOTES]

    def whole(
        self,
        raw: RawSentence,
        cuts: Sequence[Cut],
        notes: Sequence[Note],
        tracks: Sequence[Track] | None = None,
        **more: Any,
    ) -> Read:
        """A sentence all of whose pieces fit."""
        sentence = Sentence(self.tree(cuts, tracks or self.mender.tracks(cuts)), raw.span, bool(notes))
        return Read(sentence, tuple(notes), "".join(map(self.meant, cuts)) if notes else "", **more)

    def meant(self, cut: Cut) -> str:
        """A piece as it was probably meant."""
        if cut.word is None:
            return self.text[cut.start : cut.end]
        return {"QUOTED": f"“{cut.word}”", "CLAUSE": f"【{cut.word}】"}.get(cut.kinds[0], cut.word)

    def joined(self, raw: RawSentence, cuts: list[Cut], after: RawSentence, notes: list[Note]) -> Read | None:
        """A sentence that was cut in two: by a line end without a mark, or by a 。 too many."""
        both = evolve(raw, span=raw.span.to(after.span), finished=after.finished)
        if self.left <= 0 or (raw.finished and len(self.mender.tracks(cuts)) < len(cuts) - 1):
            return None
        last = Span(self.source, cuts[-1].start, raw.span.end)
        place = raw.span.end - raw.finished
        for at, mark in [(at, mark) for at in (place, raw.span.end - 1) for mark in (" ", *_AT_LINE_ENDS)]:
            self.spend(1, both)
            text = f"{self.text[:at]}{mark}{self.text[at + 1 :]}"
            reader = self.knowing(collect([both.span], text), text)
            whole = reader.wording.bracketed(reader.cuts(both))
            if reader.mender.reads(whole):
                note = Note(raw, errors.torn(last, mark, by_letter=at < raw.span.end))
                return reader.whole(both, whole, [*notes, note], joined=True)
        ends = [*cuts, Cut(raw.span.end, raw.span.end, ("_END",), "。")]
        if not raw.finished and self.mender.reads(ends) and self.mender.reads(self.cuts(after)):
            return None
        read = self.joined_by(raw, both, [*cuts, *self.cuts(after)], len(cuts))
        return None if read is None else evolve(read, notes=(*notes, *read.notes))

    def joined_by(self, raw: RawSentence, both: RawSentence, cuts: list[Cut], size: int) -> Read | None:
        """Two sentences that are one after one small change just where the first one ends."""
        tracks = self.mender.tracks(cuts)
        if not size - 1 <= len(tracks) <= size + 1 or self.left <= 0:
            return None
        self.spend(_MEND, both)
        for repair in self.mender.mend(self.text, cuts, tracks)[:1]:
            free = any(cut.kinds == ("TEXT",) for cut in repair.cuts)
            if repair.reach is None and repair.rest is None and repair.cost <= _SLIP and not free:
                note = self.wording.of_repair(raw, repair, [repair])
                return self.whole(both, repair.cuts, [note], joined=True)
        return None

    def paired(self, raw: RawSentence, mark: Cut, notes: list[Note]) -> Read:
        """A sentence with a bracket that has no partner."""
        meant: list[tuple[Cut, list[Cut], SentenceReader]] = []
        for virtual in self.wording.partners(mark, raw.span):
            if self.left <= 0:
                break
            self.spend(1, raw)
            reader = self.with_partner(raw, mark, virtual)
            whole = close_conditions(
                [
                    *reader.cutter.cut(self.text, raw.span.start, virtual.start),
                    virtual,
                    *reader.cutter.cut(self.text, virtual.end, raw.span.end),
                ]
            )
            if reader.mender.reads(whole):
                meant.append((virtual, whole, reader))
        # A name that is used elsewhere is more likely than one that is not.
        meant.sort(key=lambda pair: self.text.count(pair[0].word or "") < 2)
        if meant:
            virtual, whole, reader = meant[0]
            return reader.whole(raw, whole, [*notes, self.wording.unpaired(raw, mark, virtual)])
        return Read(Broken(raw.span), (*notes, self.wording.unpaired(raw, mark, None)))

    def with_partner(self, raw: RawSentence, mark: Cut, virtual: Cut) -> SentenceReader:
        """A reader that knows what the sentence declares once its bracket has a partner."""
        if virtual.kinds != ("QUOTED",) or raw.span.text.startswith("【"):
            return self
        opens = self.text[mark.start] == "“"
        place, letter = (virtual.end, "”") if opens else (virtual.start, "“")
        return self.knowing(collect_with(self.text, raw.span, place, letter))

    def mended(self, raw: RawSentence, cuts: Sequence[Cut], notes: list[Note]) -> Read:
        """A sentence with the changes after which it can be read, as far as there are any."""
        for _ in range(_MISTAKES):
            tracks = self.mender.tracks(cuts)
            repairs = self.mender.mend(self.text, cuts, tracks) if self.left > 0 and cuts else []
            self.spend(_MEND, raw)
            if not repairs:
                break
            best = repairs[0]
            if best.cost:
                notes.append(self.wording.of_repair(raw, best, repairs))
            if best.reach is None:
                if best.rest is None:
                    return self.whole(raw, best.cuts, notes)
                rest = Span(self.source, best.cuts[best.rest].start, raw.span.end)
                first = evolve(raw, span=Span(self.source, raw.span.start, rest.start))
                more = RawSentence(rest, None, raw.finished)
                return self.whole(first, best.cuts[: best.rest], notes, rest=more)
            cuts = best.cuts
        return Read(Broken(raw.span), tuple(notes))

    # ------------------------------------------------------------ trees

    def tree(self, cuts: Sequence[Cut], tracks: Sequence[Track]) -> Phrase:
        """The tree of pieces that are known to fit."""
        parser = self.grammar.lark.parse_interactive()
        for cut, track in zip(cuts, tracks[1:], strict=True):
            token = Token(track.terminal, self.value(cut), start_pos=cut.start, end_pos=cut.end)
            parser.feed_token(token)
        return self.phrase(parser.feed_token(Token(END, "")))

    def phrase(self, tree: Tree[Token]) -> Phrase:
        """A tree of the parser as a phrase with places."""
        parts: list[Phrase | Word | None] = []
        children: list[Any] = tree.children
        for child in children:
            if isinstance(child, Token):
                span = Span(self.source, child.start_pos or 0, child.end_pos or 0)
                parts.append(Word(child.type, str(child), span))
            else:
                parts.append(None if child is None else self.phrase(child))
        spans = [part.span for part in parts if part is not None]
        whole = spans[0].to(spans[-1]) if spans else Span(self.source, 0, 0)
        return Phrase(str(tree.data), tuple(parts), whole)


def parse(source: SourceText) -> Checked[tuple[Item, ...]]:
    """The surface tree of a rule book, and a finding for each mistake in it; no tree beyond the limits."""
    text = marked(source)
    lines = read_lines(source)
    if any(isinstance(line, Quote) and "【" in line.span.text for line in lines.value or ()):
        lines = _without_swallowed(lines, source, text)
    raw = lines.value or ()
    excess = limits.too_much(raw)
    if excess is not None:
        return Checked(None, (excess,))
    reader = _reader_of(raw, source, text)
    reads = _read_all(raw, reader)
    if any(read.meant for read in reads):
        # What a mistake kept from being declared is known now.
        reader = reader.with_vocabulary(_vocabulary_meant(reads, text, reader.vocabulary))
        reads = _read_all(raw, reader)
    items = tuple(read.item for read in reads)
    notes = [note for read in reads for note in read.notes]
    told = notes[: limits.MAX_FINDINGS]
    items, found = told_once(told, items, reader.vocabulary, text)
    rest = [note.finding for note in notes[limits.MAX_FINDINGS :]]
    findings = (*lines.diagnostics, *found) or tuple(note.finding for note in told)
    return Checked(items, (*findings, *limits.at_most(rest, 0)))


def _vocabulary_meant(reads: Iterable[Read], text: str, first: Vocabulary) -> Vocabulary:
    """The names that the sentences declare as they were probably meant."""
    spans = [read.item.span for read in reads if isinstance(read.item, Sentence | Broken) and not read.meant]
    sound = collect(spans, text)
    known = sound.with_more(Vocabulary(collect_meant(read.meant for read in reads), {}, {}))
    places = {name: place for name, place in first.places.items() if name in known.kinds}
    return Vocabulary(known.kinds, first.defined, places, known.implied)


def _reader_of(lines: Iterable[Line], source: SourceText, text: str) -> SentenceReader:
    vocabulary = collect((line.span for line in lines if isinstance(line, RawSentence)), text)
    return SentenceReader(source, text, load_grammar(), vocabulary)


def _without_swallowed(
    lines: Checked[tuple[Line, ...]], source: SourceText, text: str
) -> Checked[tuple[Line, ...]]:
    """The lines with clauses in lines of their own, where quotes have swallowed them."""
    split = read_lines(source, clauses_in_quotes=True)
    raw = split.value or ()
    reader = _reader_of(raw, source, text)
    found = list(split.diagnostics)
    for before, line in pairwise(raw):
        if isinstance(before, Quote) and isinstance(line, RawSentence) and line.span.line == before.span.line:
            if not reader.mender.reads(reader.cuts(line)):
                return lines  # no clause: 【 belongs to the plan
            found.append(errors.clause_in_quote(line.span.cut(0, line.span.text.index("】") + 1)))
    return Checked(raw, tuple(found))


def _read_all(lines: Iterable[Line], reader: SentenceReader) -> list[Read]:
    waiting = deque(lines)
    reads: list[Read] = []
    before: RawSentence | None = None
    line: Line | None = None
    while waiting:
        before, line = line if isinstance(line, RawSentence) else None, waiting.popleft()
        if not isinstance(line, RawSentence):
            reads.append(Read(line))
            continue
        if not line.finished and len(waiting) > 1 and isinstance(waiting[0], Gap):
            gap, after = waiting.popleft(), following(waiting[0])
        else:
            gap, after = None, following(waiting[0]) if waiting else None
        read = reader.read(line, after, after_quote=bool(reads) and isinstance(reads[-1].item, Quote))
        if read.notes and before is not None and before.text_at is None and following(line) is not None:
            torn = reader.joined(before, reader.cuts(before), line, [])
            if torn is not None and not reads[-1].notes:
                reads[-1] = torn
                if gap is not None:
                    waiting.appendleft(gap)
                continue
        if reads and is_strange(reads[-1]) and (is_strange(read) or same_line(read, reads[-1])):
            read = evolve(read, notes=())  # one finding for all of it
        reads.append(read)
        if read.joined:
            waiting.popleft()
        if gap is not None:
            waiting.appendleft(gap)
        if read.rest is not None:
            waiting.appendleft(read.rest)
    return reads
