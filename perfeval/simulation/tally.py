"""Counts over draws. They add up, so that parts can be counted apart and in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from attrs import Factory, define, evolve

from perfeval.simulation.watched import Watched, Way, decided
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.vector import Array, Truths, Vector

K = TypeVar("K")
# What values are sorted by.
Key = tuple[bool | int | str, ...]
# For each unit how often each value came; None: there was none.
WordCounts = list[dict[str | None, int]]
RankCounts = list[dict[int | None, int]]
ChangeCounts = list[dict[tuple[str | None, str | None], int]]


@define
class Tally:
    """What came out under one book.

    draws: how many draws were counted. faulty: the numbers (from 0) of those in which something was
    wrong; these are in no count. words, ranks: by name of the result. deciding: for each way the
    draws in which it decided about each unit, and those in which it decided about any (``anywhere``).
    """

    draws: int = 0
    faulty: list[int] = Factory(list)
    words: dict[str, WordCounts] = Factory(dict)
    ranks: dict[str, RankCounts] = Factory(dict)
    deciding: dict[Way, list[int]] = Factory(dict)
    anywhere: dict[Way, int] = Factory(dict)

    def add(self, other: Tally) -> None:
        """Take in the counts of other draws."""
        self.draws += other.draws
        self.faulty = sorted([*self.faulty, *other.faulty])
        for name, words in other.words.items():
            self.words[name] = _added(self.words.get(name), words)
        for name, ranks in other.ranks.items():
            self.ranks[name] = _added(self.ranks.get(name), ranks)
        for way, counts in other.deciding.items():
            known = self.deciding.get(way, [0] * len(counts))
            self.deciding[way] = [one + more for one, more in zip(known, counts, strict=True)]
        for way, count in other.anywhere.items():
            self.anywhere[way] = self.anywhere.get(way, 0) + count

    def in_order(self, watched: Watched) -> Tally:
        """The same counts, whatever came first: words as the book orders them, ranks from the first on."""
        words = {
            name: [_sorted(counts, _place_of(order)) for counts in self.words.get(name, [])]
            for name, order in zip(watched.words, watched.order, strict=True)
        }
        ranks = {
            name: [_sorted(counts, _rank_place) for counts in self.ranks.get(name, [])]
            for name in watched.ranks
        }
        return evolve(self, words=words, ranks=ranks)


@define
class Pairing:
    """The same draws under two books, for the units that both have.

    draws: those in which nothing is wrong under either. changes: by name of the result for each unit
    how often which word became which. any_unit: in how many draws at least one unit's word differs.
    """

    draws: int = 0
    changes: dict[str, ChangeCounts] = Factory(dict)
    any_unit: dict[str, int] = Factory(dict)

    def add(self, other: Pairing) -> None:
        """Take in the counts of other draws."""
        self.draws += other.draws
        for name, changes in other.changes.items():
            self.changes[name] = _added(self.changes.get(name), changes)
        for name, count in other.any_unit.items():
            self.any_unit[name] = self.any_unit.get(name, 0) + count

    def in_order(self, watched: Watched) -> Pairing:
        """The same counts, words as the first book orders them."""
        orders = dict(zip(watched.words, watched.order, strict=True))
        changes = {
            name: [_sorted(each, _place_of_pair(orders[name])) for each in counts]
            for name, counts in self.changes.items()
        }
        return evolve(self, changes=changes)


def _sorted(counts: dict[K, int], place: Callable[[K], Key]) -> dict[K, int]:
    return {value: counts[value] for value in sorted(counts, key=place)}


def _place_of(order: Sequence[str]) -> Callable[[str | None], Key]:
    """Words of the order first, then others, then none."""
    known = {word: place for place, word in enumerate(order)}
    return lambda word: (word is None, known.get(word or "", len(known)), word or "")


def _place_of_pair(order: Sequence[str]) -> Callable[[tuple[str | None, str | None]], Key]:
    place = _place_of(order)
    return lambda pair: (*place(pair[0]), *place(pair[1]))


def _rank_place(rank: int | None) -> Key:
    return rank is None, rank or 0


def _added(known: list[dict[K, int]] | None, more: list[dict[K, int]]) -> list[dict[K, int]]:
    made = [dict(each) for each in known] if known is not None else [{} for _ in more]
    for own, other in zip(made, more, strict=True):
        for value, count in other.items():
            own[value] = own.get(value, 0) + count
    return made


def tally_of(made: VectorOutcome, watched: Watched, ways: Sequence[Way], first: int) -> Tally:
    """The counts of the draws of one outcome; first: the number of the first of them."""
    sound = sound_draws(made)
    tally = Tally(_how_many(sound), [first + place for place in np.flatnonzero(~sound).tolist()])
    for name in watched.words:
        codes, words = coded_words(made, name)
        tally.words[name] = [
            {words[code]: count for code, count in counts.items()} for counts in _counts(codes[sound])
        ]
    for name in watched.ranks:
        vector = made.columns[UNIT_GRAIN, name]
        places = np.where(vector.known(), vector.values.astype(np.int64), -1).reshape(len(sound), -1)
        tally.ranks[name] = [
            {None if place < 0 else place: count for place, count in counts.items()}
            for counts in _counts(places[sound])
        ]
    size = made.frames.units.alike
    reached: dict[Way, Truths] = {way: np.zeros((len(sound), size), dtype=np.bool_) for way in ways}
    for way, units in decided(made):
        if way in reached:
            reached[way] |= units.reshape(len(sound), -1)
    for way, held in reached.items():
        tally.deciding[way] = held[sound].sum(axis=0).tolist()
        tally.anywhere[way] = _how_many(np.asarray(held[sound].any(axis=1)))
    return tally


def pairing_of(
    before: VectorOutcome, after: VectorOutcome, places: Sequence[tuple[int, int]], names: Mapping[str, None]
) -> Pairing:
    """How the same draws differ. places: of each common unit its place under either book."""
    sound = sound_draws(before) & sound_draws(after)
    pairing = Pairing(_how_many(sound))
    old_places, new_places = (np.array([pair[side] for pair in places], dtype=np.int64) for side in (0, 1))
    for name in names:
        old, old_words = coded_words(before, name)
        new, new_words = coded_words(after, name)
        old, new = old[sound][:, old_places], new[sound][:, new_places]
        size = len(new_words)
        pairing.changes[name] = [
            {(old_words[code // size], new_words[code % size]): count for code, count in counts.items()}
            for counts in _counts(old * size + new)
        ]
        same = np.array([[one == other for other in new_words] for one in old_words], dtype=np.bool_).reshape(
            len(old_words), size
        )
        pairing.any_unit[name] = _how_many(np.asarray((~same[old, new]).any(axis=1)))
    return pairing


def _how_many(truths: Truths) -> int:
    counted: int = truths.sum().item()
    return counted


def sound_draws(made: VectorOutcome) -> Truths:
    """For each draw whether nothing is wrong in it."""
    sound = np.ones(made.frames.units.count, dtype=np.bool_)
    sound[list(made.suspects)] = False
    return sound


def coded_words(made: VectorOutcome, name: str) -> tuple[Array, tuple[str | None, ...]]:
    """One result as codes, a line a draw and a column a unit, and what they stand for."""
    vector: Vector = made.columns[UNIT_GRAIN, name]
    assert vector.kind is Kind.TEXT
    codes = vector.values.astype(np.int64)
    codes = np.where(vector.known() & (codes >= 0), codes, len(vector.words))
    return codes.reshape(made.frames.units.count, -1), (*vector.words, None)


def _counts(codes: Array) -> list[dict[int, int]]:
    """For each column how often it holds each number, lowest first."""
    made: list[dict[int, int]] = []
    for column in codes.T:
        values, counts = np.unique(column, return_counts=True)
        made.append(dict(zip(values.tolist(), counts.tolist(), strict=True)))
    return made
