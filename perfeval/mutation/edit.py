"""Changes of the text of one sentence, and the phrase in which they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from perfeval.mutation.names import Names
from perfeval.syntax.tree import Phrase, Word


@frozen
class Change:
    """The characters from ``start`` to ``end`` of the book become ``text``."""

    start: int
    end: int
    text: str


@frozen
class Edit:
    """One slip: what kind of slip it is, as users read it, and its changes in order of place."""

    kind: str
    changes: tuple[Change, ...]


@frozen(eq=False)
class Place:
    """A phrase of a sentence with every word of it, the phrases around it (outermost first), all names."""

    phrase: Phrase
    above: tuple[Phrase, ...]
    names: Names

    @property
    def parent(self) -> str:
        """The rule of the phrase around this one, "" for the whole sentence."""
        return self.above[-1].rule if self.above else ""


Slip = Callable[[Place], Iterator[Edit]]


def places_of(sentence: Phrase, names: Names) -> Iterator[Place]:
    """Every phrase of a sentence in the order of the text, outer ones first."""
    waiting = [Place(sentence, (), names)]
    while waiting:
        place = waiting.pop()
        yield place
        above = (*place.above, place.phrase)
        waiting.extend(Place(part, above, names) for part in reversed(place.phrase.phrases()))


def words_of(phrase: Phrase) -> Iterator[Word]:
    """All words of a phrase in the order of the text."""
    for part in phrase.parts:
        if isinstance(part, Word):
            yield part
        elif part is not None:
            yield from words_of(part)


def put(part: Phrase | Word, text: str) -> Change:
    """``text`` in the place of a word or phrase."""
    return Change(part.span.start, part.span.end, text)


def exchanged(one: Phrase | Word, other: Phrase | Word) -> tuple[Change, ...]:
    """Two parts in each other's place."""
    return put(one, other.span.text), put(other, one.span.text)


def changed_text(text: str, start: int, changes: Sequence[Change]) -> str:
    """A text that begins at offset ``start`` of the book, after the changes."""
    pieces: list[str] = []
    at = start
    for change in sorted(changes, key=lambda each: each.start):
        pieces.extend((text[at - start : change.start - start], change.text))
        at = change.end
    return "".join((*pieces, text[at - start :]))
