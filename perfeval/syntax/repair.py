"""The least change after which a broken sentence can be read: what was probably meant.

The parser is the judge. Near words, marks and kinds of names are tried where the sentence stops making
sense; of those after which the rest of it can be read, the one that changes fewest letters is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.suggest import edits
from perfeval.syntax.segment import CLOSING, OF, Cut, Cutter, close_conditions
from perfeval.syntax.track import Track

# Pieces before the failing one that may have been taken as the wrong kind of name.
_BEFORE = 4
# Letters on either side of the failing piece in which a misspelt word is looked for.
_AROUND = 16
# Letters on either side that are cut into words anew.
_REACH = 30
_TRIED_WORDS = 60
# What it costs to write another name, or to write a name where there is none.
_OTHER_NAME, _NEW_NAME = 2, 3
# More than so many letters are no slip.
_MOST = 3
# Words that have to be understood behind a change that does not mend the whole sentence.
_PROOF = 3
_SEPARATE = ("CLAUSE", "QUOTED", "ITEM", "DEFINED", "TEXT")
# Pieces that are looked at before it is given up to read a sentence by other kinds of its words.
_TRIES = 2_000
_MARKS = ",;:。、()+-×÷="
NAME_KINDS = (
    "GROUP",
    "UNIT",
    "LEDGER",
    "BOOL_COLUMN",
    "ENUM_COLUMN",
    "NUMBER_COLUMN",
    "TEXT_COLUMN",
    "DATE_COLUMN",
    "YEAR_COLUMN",
    "GRADE_COLUMN",
    "VALUE",
    "GRADE",
    "QUANTITY",
    "CASES",
    "MEASURE",
)
END, OF_END, TEXT, NUMBER = "_END", "_OF_END", "TEXT", "NUMBER"
# What stands for a number that is not there, so that the rest of the sentence can be checked.
SOME_NUMBER = "1"


@frozen
class Repair:
    """One change of a sentence.

    change: 换 (``place`` is something else), 补 (something is missing before ``place``, None for the
    end) or 删 (``place`` is too much). kind, word: what should stand there, word None for any name of
    that kind. near: ``word`` was found because it looks alike; with cost 0 only the cut is another.
    cuts: the sentence after the change, that fails at ``reach`` (None: nowhere). rest: the first
    piece of another sentence, where this one ends early.
    """

    change: str
    place: Cut | None
    kind: str
    word: str | None
    cost: int
    near: bool
    cuts: tuple[Cut, ...]
    reach: int | None
    rest: int | None = None


class Mender:
    """Tries changes of sentences cut by one cutter, judged by one automaton."""

    def __init__(
        self,
        start: Track,
        cutter: Cutter,
        kinds_of: Callable[[Cut], tuple[str, ...]],
        value_of: Callable[[Cut], str],
    ) -> None:
        self.start = start
        self.cutter = cutter
        self.kinds_of = kinds_of
        self.value_of = value_of
        self.words_of: dict[str, list[str]] = {OF_END: ["的"]}
        for word, kinds in cutter.keywords.items():
            for kind in kinds:
                self.words_of.setdefault(kind, []).append(word)

    # ------------------------------------------------------------ judging

    def tracks(self, cuts: Sequence[Cut]) -> list[Track]:
        """The places before each piece, up to the first that cannot stand where it does."""
        found = [self.start]
        for cut in cuts:
            after = self.step(found[-1], cut)
            if after is None:
                break
            found.append(after)
        return found

    def whole(self, cuts: Sequence[Cut]) -> list[Track] | None:
        """The places of pieces that are a whole sentence, if some choice of their kinds makes them one.

        A name may be a ledger and a number; only the end of the sentence may tell which is meant.
        """
        open_ends = [[self.start]]
        for _ in range(_TRIES):
            if not open_ends:
                return None
            found = open_ends.pop()
            if len(found) > len(cuts):
                if found[-1].may_end():
                    return found
                continue
            kinds = dict.fromkeys(self.kinds_of(cuts[len(found) - 1]))
            ways = [after for kind in kinds if (after := found[-1].after(kind)) is not None]
            open_ends.extend([*found, after] for after in reversed(ways))
        return None

    def step(self, track: Track, cut: Cut) -> Track | None:
        """The place behind one piece, as the first of its kinds that can stand here."""
        for kind in self.kinds_of(cut):
            after = track.after(kind)
            if after is not None:
                return after
        return None

    def reads(self, cuts: Sequence[Cut]) -> bool:
        """Whether these pieces are a whole sentence."""
        tracks = self.tracks(cuts)
        return len(tracks) > len(cuts) and tracks[-1].may_end()

    def _judged(self, cuts: list[Cut], first: int, track: Track) -> tuple[list[Cut], int | None, int | None]:
        """The pieces as they can be read, where they fail, and where another sentence begins."""
        for index in range(first, len(cuts)):
            if track.may_end():
                rest = close_conditions(cuts[index:])
                return cuts, None if self.reads(rest) else index, index
            after = self.step(track, cuts[index])
            if after is None:
                if track.after(TEXT) is None or cuts[index].kinds[:1] == (END,):
                    return cuts, index, None
                return [*cuts[:index], Cut(cuts[index].start, cuts[-1].end, (TEXT,))], None, None
            track = after
        return cuts, None if track.may_end() else len(cuts), None

    # ------------------------------------------------------------ mending

    def mend(self, text: str, cuts: Sequence[Cut], tracks: Sequence[Track]) -> list[Repair]:
        """The changes that help, best first: those that mend all, else those that get furthest."""
        at = len(tracks) - 1
        tried = [
            *self._other_kinds(cuts, tracks),
            *self._near_words(text, cuts, tracks),
            *self._other_pieces(text, cuts, tracks),
        ]
        whole = [repair for repair in tried if repair.reach is None and (repair.near or repair.cost <= _MOST)]
        if whole:
            return sorted(whole, key=lambda repair: repair.cost)
        partly = [repair for repair in tried if repair.cost <= _OTHER_NAME and _proved(repair, cuts, at)]
        return sorted(partly, key=lambda repair: (-_reached(repair), repair.cost))

    def _changed(
        self, cuts: Sequence[Cut], tracks: Sequence[Track], ends: tuple[int, int], pieces: list[Cut]
    ) -> tuple[list[Cut], int | None, int | None]:
        """The sentence with other pieces between two places of the list, judged."""
        first, last = ends
        low, high = max(first - 1, 0), min(last + 1, len(cuts))
        middle = close_conditions([*cuts[low:first], *pieces, *cuts[last:high]])
        return self._judged([*cuts[:low], *middle, *cuts[high:]], low, tracks[low])

    def _other_pieces(self, text: str, cuts: Sequence[Cut], tracks: Sequence[Track]) -> Iterator[Repair]:
        """Another piece, one more or one less, where the sentence fails and just before."""
        at = len(tracks) - 1
        for index in (at, at - 1):
            if 0 <= index < len(cuts) and cuts[index].kinds == (OF,):
                yield from self._behind_of(cuts, tracks, index)
        yield from self._other_names(text, cuts, tracks)
        for index in (at, at - 1, at - 2):
            if index < 0 or (index == at - 2 and text[cuts[index].start : cuts[index].end] not in _MARKS):
                continue
            place = cuts[index] if index < len(cuts) else None
            start = place.start if place else cuts[-1].end
            for kind in tracks[index].accepted():
                if place is not None:
                    written = text[place.start : place.end]
                    word, cost = self._cheapest(kind, written)
                    piece = Cut(place.start, place.end, (kind,), _stand_in(kind, word, written))
                    judged = self._changed(cuts, tracks, (index, index + 1), [piece])
                    yield _repair("换", place, kind, word, cost, judged)
                word, cost = self._cheapest(kind, "")
                piece = Cut(start, start, (kind,), _stand_in(kind, word, ""))
                judged = self._changed(cuts, tracks, (index, index), [piece])
                yield _repair("补", place, kind, word, cost, judged)
            if place is not None:
                judged = self._changed(cuts, tracks, (index, index + 1), [])
                yield _repair("删", place, "", None, place.end - place.start, judged)

    def _other_kinds(self, cuts: Sequence[Cut], tracks: Sequence[Track]) -> Iterator[Repair]:
        """A name of several kinds, taken as another one: no change of the text."""
        at = len(tracks) - 1
        for index in range(max(at - _BEFORE, 0), min(at, len(cuts))):
            cut = cuts[index]
            for kind in self.kinds_of(cut)[1:]:
                if tracks[index].after(kind) is not None:
                    piece = evolve(cut, kinds=(kind,), word=self.value_of(cut))
                    judged = self._changed(cuts, tracks, (index, index + 1), [piece])
                    yield _repair("换", cut, kind, None, 0, judged)

    def _other_names(self, text: str, cuts: Sequence[Cut], tracks: Sequence[Track]) -> Iterator[Repair]:
        """One name that nobody knows, of which some letters happen to be known words."""
        at = len(tracks) - 1
        first, last = stretch(cuts, at)
        if last - first < 2 or first > at:
            return
        start, end = cuts[first].start, cuts[last - 1].end
        for kind in tracks[first].accepted():
            if kind not in self.words_of:
                piece = Cut(start, end, (kind,), _stand_in(kind, None, text[start:end]))
                judged = self._changed(cuts, tracks, (first, last), [piece])
                yield _repair("换", Cut(start, end, ()), kind, None, _OTHER_NAME, judged)

    def _behind_of(self, cuts: Sequence[Cut], tracks: Sequence[Track], at: int) -> Iterator[Repair]:
        """A mark behind 的, that would close a condition with it."""
        place = cuts[at + 1] if at + 1 < len(cuts) else None
        for kind in CLOSING:
            mark = Cut(cuts[at].end, cuts[at].end, (kind,), self.words_of[kind][0])
            judged = self._changed(cuts, tracks, (at, at + 1), [cuts[at], mark])
            yield _repair("补", place, kind, mark.word, 1, judged)
            if place is not None:
                mark = Cut(place.start, place.end, (kind,), mark.word)
                judged = self._changed(cuts, tracks, (at, at + 2), [cuts[at], mark])
                yield _repair("换", place, kind, mark.word, place.end - place.start + 1, judged)

    def _cheapest(self, kind: str, written: str) -> tuple[str | None, int]:
        """The word of this kind that is nearest to what is written, and the letters to change."""
        words = self.words_of.get(kind)
        if words is None:
            return None, _OTHER_NAME if written and written not in _MARKS else _NEW_NAME
        best = min(words, key=lambda word: edits(written, word))
        # Nobody writes a letter for a mark.
        apart = bool(written) and (written in _MARKS) != (best in _MARKS)
        return best, edits(written, best) + apart

    def _near_words(self, text: str, cuts: Sequence[Cut], tracks: Sequence[Track]) -> Iterator[Repair]:
        """Words that look like what stands around the failing piece."""
        at = len(tracks) - 1
        first = at if at < len(cuts) and not _separate(cuts[at]) else at - 1
        if first < 0 or _separate(cuts[first]):
            return
        last, failing = first, cuts[min(at, len(cuts) - 1)]
        near = range(failing.start - _REACH, failing.end + _REACH)
        while first > 0 and not _separate(cuts[first - 1]) and cuts[first].start in near:
            first -= 1
        while last + 1 < len(cuts) and not _separate(cuts[last + 1]) and cuts[last].end in near:
            last += 1
        low, high = cuts[first].start, cuts[last].end
        for cost, start, end, word in self._alike(text, (low, high), failing):
            pieces = [
                *self.cutter.cut(text, low, start),
                Cut(start, end, self.cutter.kinds[word], word),
                *self.cutter.cut(text, end, high),
            ]
            judged = self._changed(cuts, tracks, (first, last + 1), pieces)
            place = Cut(start, end, self.cutter.kinds.get(text[start:end], ()))
            yield _repair("换", place, self.cutter.kinds[word][0], word, cost, judged, near=True)

    def _alike(self, text: str, ends: tuple[int, int], failing: Cut) -> list[tuple[int, int, int, str]]:
        """Ranges of the text beside the failing piece and known words like them, nearest first."""
        low, high = max(ends[0], failing.start - _AROUND), min(ends[1], failing.end + _AROUND)
        letters = frozenset(text[low:high])
        found: list[tuple[int, int, int, str]] = []
        for word in self.cutter.kinds:
            allowed, name = _allowed(word), word not in self.cutter.keywords
            if (len(word) < 2 and not name) or sum(char not in letters for char in word) > allowed:
                continue
            for start in range(low, min(failing.end, high - 1) + 1):
                shortest = max(len(word) - allowed, 1, failing.start - 1 - start)
                for end in range(start + shortest, min(start + len(word) + allowed, high) + 1):
                    window = text[start:end]
                    if window[0] != word[0] and window[-1] != word[-1]:
                        continue
                    cost = edits(window, word)
                    if cost <= allowed:
                        # A mark inside, or letters beside a keyword, are rather too much than part of it.
                        apart = any(mark in window for mark in _MARKS) or (
                            not name and (window.startswith(word) or window.endswith(word))
                        )
                        found.append((cost + (apart and window != word), start, end, word))
        found.sort(key=lambda each: (each[0], -len(each[3])))
        return found[:_TRIED_WORDS]


def stretch(cuts: Sequence[Cut], at: int) -> tuple[int, int]:
    """The pieces around one that is not known which may belong to the same name: no words of the language."""
    first = last = min(at, len(cuts) - 1)
    if not cuts or is_wording(cuts[first]):
        return first, first + 1
    while first > 0 and cuts[first - 1].end == cuts[first].start and not is_wording(cuts[first - 1]):
        first -= 1
    while last + 1 < len(cuts) and cuts[last + 1].start == cuts[last].end and not is_wording(cuts[last + 1]):
        last += 1
    return first, last + 1


def is_wording(cut: Cut) -> bool:
    """Whether a piece is a word or mark of the language, a number or something in brackets."""
    return bool(cut.kinds) and not any(kind in NAME_KINDS for kind in cut.kinds)


def _repair(
    change: str,
    place: Cut | None,
    kind: str,
    word: str | None,
    cost: int,
    judged: tuple[list[Cut], int | None, int | None],
    *,
    near: bool = False,
) -> Repair:
    cuts, reach, rest = judged
    return Repair(change, place, kind, word, cost, near, tuple(cuts), reach, rest)


def _allowed(word: str) -> int:
    """How many letters of a word may be wrong for it still to be meant."""
    return 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3


def _separate(cut: Cut) -> bool:
    """Whether a piece stands by itself, so that no word can reach over it."""
    return cut.word is not None or (bool(cut.kinds) and cut.kinds[0] in _SEPARATE)


def _stand_in(kind: str, word: str | None, written: str) -> str:
    """What a piece of that kind says, where it is not known what it should say."""
    if word is not None:
        return word
    return SOME_NUMBER if kind in (NUMBER, "ITEM") else written.strip("“”【】")


def _proved(repair: Repair, cuts: Sequence[Cut], at: int) -> bool:
    """Whether enough words behind the change are understood to believe in it."""
    if repair.reach is None or repair.rest is not None or at >= len(cuts):
        return False
    behind = [cut for cut in repair.cuts[: repair.reach] if cut.start >= cuts[at].end]
    return len(behind) >= _PROOF


def _reached(repair: Repair) -> int:
    if repair.reach is None or repair.reach >= len(repair.cuts):
        return repair.cuts[-1].end
    return repair.cuts[repair.reach].start
