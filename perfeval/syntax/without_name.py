"""Sentences that read well if one declared name were none: what the name does to other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.syntax.repair import Mender
from perfeval.syntax.segment import Cut, Cutter
from perfeval.syntax.vocabulary import Vocabulary


class _Without(Cutter):
    """A cutter that does not know one name; it shares the rest with the one that does."""

    def __init__(self, cutter: Cutter, name: str) -> None:
        self.__dict__.update(cutter.__dict__)
        self.name = name
        if name in self.with_marks:
            self.with_marks = {word: None for word in self.with_marks if word != name}

    def lengths(self, text: str, place: int, stop: int) -> list[int]:
        """Lengths of the other words that begin at ``place``, longest first."""
        size = len(self.name)
        return [
            length
            for length in super().lengths(text, place, stop)
            if length != size or text[place : place + size] != self.name
        ]


def readable_without(
    text: str, cuts: Sequence[Cut], mender: Mender, vocabulary: Vocabulary
) -> Iterator[tuple[str, list[Cut]]]:
    """The names among the pieces of a sentence without which it is cut otherwise and can be read.

    With each the pieces that the sentence then has. Names in “ ” and in declaring lists are no pieces
    that could be cut otherwise.
    """
    used = (text[cut.start : cut.end] for cut in cuts if cut.word is None)
    for name in dict.fromkeys(word for word in used if word in vocabulary.kinds):
        if len(name) < 2:
            continue
        other = _Without(mender.cutter, name).cut(text, cuts[0].start, cuts[-1].end)
        if all(cut.kinds for cut in other) and _ends(other) != _ends(cuts) and mender.reads(other):
            yield name, other


def _ends(cuts: Sequence[Cut]) -> list[int]:
    return [cut.end for cut in cuts]
