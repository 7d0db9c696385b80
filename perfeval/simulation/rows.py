"""Rows that come and go: which rows of the file count in a draw, and which further ones there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.simulation import declared as d
from perfeval.simulation.columns import Draws, coded, of_units, with_words
from perfeval.simulation.counters import Words, keys_of, words
from perfeval.simulation.identities import names_of_rows, names_of_units
from perfeval.simulation.quantiles import below, choices, poisson_counts, poisson_ends
from perfeval.tables.model import Kind
from perfeval.vectors.frames import Frames
from perfeval.vectors.vector import Array, Truths, Vector

# What texts of further rows begin with.
_MADE_UP = "模拟"


@frozen(eq=False)
class Standing:
    """Rows that count with a probability, in millionths."""

    rows: Array
    keys: Words
    share: int

    def stand(self, draws: Draws) -> Truths:
        """For each draw and each of the rows whether it counts."""
        drawn = choices(words(self.keys, draws[:, None]), (self.share, d.MILLION - self.share), d.MILLION)
        return np.asarray(drawn == 0)


@frozen(eq=False)
class Added:
    """Further rows of some draws. draw, unit: for each row the place of its draw, and its unit."""

    draw: Array
    unit: Array
    columns: Mapping[str, Vector]

    def __len__(self) -> int:
        return len(self.draw)


@frozen(eq=False)
class Arrival:
    """The further rows of one sentence. place: which of the sentences about this ledger it is.

    units: the numbers of the units; keys: for each how many there are is drawn by its key; cell_keys:
    the same for each column. replaced: for each row of the base whether it does not count.
    """

    sentence: d.Arriving
    ledger: Ledger
    place: int
    year: tuple[date, date]
    units: Array
    keys: Words
    cell_keys: Mapping[str, Words]
    replaced: Truths
    ends: Words
    base: Mapping[str, Vector]

    def added(self, draws: Draws) -> Added:
        """The rows of these draws: by draw, then by unit, then in the order in which they come."""
        drawn = words(self.keys, draws[:, None])
        if self.sentence.rate is None:
            share = self.sentence.share
            counts = (choices(drawn, (share, d.MILLION - share), d.MILLION) == 0).astype(np.int64).ravel()
        else:
            counts = poisson_counts(drawn, self.ends).ravel()
        owners = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
        number = np.arange(len(owners), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
        draw, unit = owners // len(self.units), owners % len(self.units)
        columns = {
            column.name: self.cells(
                column, words(self.cell_keys[column.name][unit], draws[draw], number), number
            )
            for column in self.ledger.columns
        }
        return Added(draw, self.units[unit], columns)

    def cells(self, column: Column, drawn: Words, number: NDArray[np.int64]) -> Vector:
        """One column of the rows; number: the how-manieth of its unit each row is, from 0."""
        base = self.base[column.name]
        chances = self.sentence.values.get(column.name)
        if chances is not None:
            known = with_words(base, [each.value for each in chances]).words
            codes = np.array([coded(each.value, known) for each in chances], dtype=np.int64)
            return Vector(
                base.kind, codes[choices(drawn, [each.share for each in chances], d.MILLION)], None, known
            )
        if column.type is ColumnType.DATE and not column.optional:
            days = (self.year[1] - self.year[0]).days + 1
            return Vector(base.kind, self.year[0].toordinal() + below(drawn, days).astype(np.int64))
        if column.type is ColumnType.TEXT and not column.optional:
            most = number.max(initial=-1).item() + 1
            start = _MADE_UP
            while any(word.startswith(start) for word in base.words):
                start += "的"
            return Vector(
                base.kind, number, None, tuple(f"{start}{self.place}-{each + 1}" for each in range(most))
            )
        nothing = np.zeros(len(number), dtype=np.bool_)
        nobody = -1 if base.kind is Kind.TEXT else 0
        return Vector(base.kind, np.full(len(number), nobody, dtype=np.int64), nothing, base.words)


def standing_of(sentence: d.Stands, ledger: Ledger, frames: Frames, seed: int) -> Standing:
    """The rows that may count or not."""
    rows = np.flatnonzero(of_units(sentence.units, ledger, frames))
    named = names_of_rows(ledger, frames)
    return Standing(rows, keys_of(seed, [("成立", *named[row]) for row in rows.tolist()]), sentence.share)


def arrival_of(
    sentence: d.Arriving, place: int, book: RuleBook, ledger: Ledger, frames: Frames, seed: int
) -> Arrival:
    """The further rows of a sentence; place: which of those about this ledger it is, from 1."""
    names = names_of_units(frames)
    meant = dict.fromkeys(sentence.units)
    units = [number for number, name in enumerate(names) if name in meant]
    columns = frames.ledgers[ledger.name].columns
    # The same sentence about fewer units draws the same for them: its words after the units tell it.
    told = _told(sentence)
    keys = keys_of(seed, [("行", ledger.name, names[unit], *told) for unit in units])
    cell_keys = {
        column.name: keys_of(seed, [("格", ledger.name, names[unit], column.name, *told) for unit in units])
        for column in ledger.columns
    }
    replaced = np.zeros(len(frames.ledgers[ledger.name]), dtype=np.bool_)
    if sentence.replaces:
        replaced = of_units(sentence.units, ledger, frames)
        for name, chances in sentence.cells:
            possible = [each.value for each in chances]
            replaced &= np.array([value in possible for value in columns[name].to_values()], dtype=np.bool_)
    ends = np.zeros(0, dtype=np.uint64) if sentence.rate is None else poisson_ends(sentence.rate)
    return Arrival(
        sentence,
        ledger,
        place,
        book.year,
        np.array(units, dtype=np.int64),
        keys,
        cell_keys,
        replaced,
        ends,
        columns,
    )


def _told(sentence: d.Arriving) -> Sequence[str]:
    """What tells one sentence about further rows from another, whoever is concerned."""
    cells = [f"{name}={each.value}:{each.share}" for name, chances in sentence.cells for each in chances]
    return (str(sentence.rate), str(sentence.share), str(sentence.replaces), *cells)
