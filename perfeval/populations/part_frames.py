"""Rows of many populations as frames, and which populations somebody has to look at.

Whatever the reader of ledgers would say something about, an error or a warning, is noticed here: then the
population is flagged, and that reader words it. What is not flagged the reader would take as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from perfeval.ledger.cells import read_column, read_names, unit_column
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.ledger.suspicions import YEARS
from perfeval.populations.cells import Cells, encoded, read_cells, texts_of
from perfeval.populations.ledger_rows import LINE, POPULATION
from perfeval.populations.repeats import repeated_rows
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook
from perfeval.source.lookalike import skeleton
from perfeval.tables.draft import kind_of
from perfeval.tables.model import Kind
from perfeval.vectors.frames import Frames, LedgerFrame, UnitFrame, unit_frame
from perfeval.vectors.vector import Array, Truths, Vector, vector_of

_BIG = 1 << 62


class PartFrames:
    """The rows of ``count`` populations, numbered from 0 in POPULATION of each table.

    tables: ledger -> its rows as an Arrow table; ledgers without a file are missing.
    """

    def __init__(self, book: RuleBook, tables: Mapping[str, Any], count: int) -> None:
        self.book, self.tables, self.count = book, tables, count
        self.flagged: Truths = np.zeros(count, dtype=np.bool_)
        # Of units that differ by population: code of each name, and population and name as one number.
        self.words: dict[str, int] = {}
        self.pairs: Array = np.zeros(0, dtype=np.int64)
        self.order: Array = np.zeros(0, dtype=np.int64)
        self.units = unit_frame(book, count) if book.roster is None else self._roster()
        self.ledgers = {ledger.name: self._ledger(ledger) for ledger in book.schema.ledgers}

    def frames(self) -> Frames:
        """The frames; they mean nothing for flagged populations that have errors."""
        return Frames(self.units, self.ledgers)

    def flag(self, population: Array, rows: Truths) -> None:
        """Note that somebody has to look at the populations of these rows."""
        self.flagged[population[rows]] = True

    # ------------------------------------------------------------ units

    def _roster(self) -> UnitFrame:
        """The units that the book lists and those of the roster, population by population."""
        name, listed = self.book.roster or "", self.book.schema.listed
        own = [unit for unit in self.book.units if unit.category != self.book.sampled]
        table = self.tables[name]
        population = table.column(POPULATION).to_numpy()
        codes, words = encoded(table.column(UNIT_COLUMN))
        faults = read_names(words, listed).faults
        wrong = np.array([word in faults for word in words] or [False], dtype=np.bool_)
        self.flag(population, wrong[codes] if len(codes) else np.zeros(0, dtype=np.bool_))
        self.words = {word: code for code, word in enumerate(dict.fromkeys([unit.name for unit in own]))}
        known = np.array([self.words.setdefault(word, len(self.words)) for word in words] or [0])
        everyone = np.concatenate([np.repeat(np.arange(self.count), len(own)), population])
        names = np.concatenate([np.tile(np.arange(len(own)), self.count), known[codes].astype(np.int64)])
        pairs = everyone * len(self.words) + names
        # A name that stands twice is one unit; whether it may is asked where rows are compared.
        _, first = np.unique(pairs, return_index=True)
        first = np.sort(first)
        first = first[np.argsort(everyone[first], kind="stable")]
        everyone, names, pairs = everyone[first], names[first], pairs[first]
        self.order = np.argsort(pairs)
        self.pairs = pairs[self.order]
        return self._unit_frame(everyone, names, len(own))

    def _unit_frame(self, population: Array, names: Array, listed: int) -> UnitFrame:
        own = [unit for unit in self.book.units if unit.category != self.book.sampled]
        kinds = [*(unit.category for unit in own), self.book.sampled]
        series = [*(unit.series for unit in own), None]
        place = np.minimum(names, listed)
        columns = {
            UNIT_COLUMN: vector_of(Kind.TEXT, list(self.words)).taken(names),
            "类别": vector_of(Kind.TEXT, kinds).taken(place),
            "序列": vector_of(Kind.TEXT, series).taken(place),
        }
        return UnitFrame(population.astype(np.int32), columns, self.count, 0)

    def _unit_numbers(self, ledger: Ledger, table: Any, population: Array) -> Array:
        """For each row the number of its unit; -1 for strange ones."""
        first = np.searchsorted(self.units.population, np.arange(self.count))
        if ledger.shared:
            return first[population]
        codes, words = encoded(table.column(UNIT_COLUMN))
        if not len(codes):
            return np.zeros(0, dtype=np.int64)
        if self.book.roster is None:
            names = self.book.schema.units
            faults = read_column(unit_column(names), words).faults
            places = {name: place for place, name in enumerate(names)}
            own = np.array([-1 if word in faults else places[word] for word in words])[codes]
            return np.where(own >= 0, first[population] + own, -1)
        own = np.array([self.words.get(word, -1) for word in words])[codes]
        pairs = np.where(own >= 0, population * len(self.words) + own, -1)
        if not len(self.pairs):
            return np.full(len(pairs), -1, dtype=np.int64)
        spots = np.minimum(np.searchsorted(self.pairs, pairs), len(self.pairs) - 1)
        return np.where(self.pairs[spots] == pairs, self.order[spots], -1)

    # ------------------------------------------------------------ ledgers

    def _ledger(self, ledger: Ledger) -> LedgerFrame:
        table = self.tables.get(ledger.name)
        if table is None:
            nothing = np.zeros(0, dtype=np.int64)
            none = {each.name: vector_of(kind_of(each.type), (), each.values) for each in ledger.columns}
            if ledger.required:
                self.flagged[:] = True
            return LedgerFrame(nothing, nothing, none)
        population = table.column(POPULATION).to_numpy()
        cells = {
            column.name: read_cells(column, table.column(column.name), is_key=column.name in ledger.key)
            for column in ledger.columns
        }
        unit = self._unit_numbers(ledger, table, population)
        self.flag(population, unit < 0)
        for each in cells.values():
            self.flag(population, each.faulty)
        unit = np.maximum(unit, 0)
        self._between_columns(ledger, table, cells, population)
        self._between_rows(ledger, cells, unit, population)
        self._hardly_meant(ledger, cells, unit, population)
        line = table.column(LINE).to_numpy()
        columns = {name: each.vector for name, each in cells.items()}
        if len(unit) > 1 and bool((np.diff(unit) < 0).any()):
            order = np.argsort(unit, kind="stable")
            unit, line = unit[order], line[order]
            columns = {name: vector.taken(order) for name, vector in columns.items()}
        return LedgerFrame(unit, line, columns)

    def _between_columns(
        self, ledger: Ledger, table: Any, cells: Mapping[str, Cells], population: Array
    ) -> None:
        """Where a number does not go with another cell of its row."""
        for column in ledger.columns:
            for other, is_low in ((column.low_column, True), (column.high_column, False)):
                bound = None if other is None else ledger.column(other)
                if bound is not None:
                    own, ends = _wide(column, cells[column.name].vector, bound, cells[bound.name].vector)
                    known = cells[column.name].vector.known() & cells[bound.name].vector.known()
                    self.flag(population, known & ((own < ends) if is_low else (own > ends)).astype(np.bool_))
            rule = column.fill_in
            telling = None if rule is None else ledger.column(rule.column)
            if rule is not None and telling is not None:
                vector = cells[column.name].vector
                wrong = vector.known() & (vector.values != rule.number.scaled(column.places))
                texts = texts_of(telling, table.column(telling.name)) if bool(wrong.any()) else []
                meant = np.array([text.strip() == rule.value for text in texts], dtype=np.bool_)
                self.flag(population, wrong & meant if len(meant) else np.zeros(len(wrong), dtype=np.bool_))

    def _between_rows(
        self, ledger: Ledger, cells: Mapping[str, Cells], unit: Array, population: Array
    ) -> None:
        """Units and keys that stand twice, and units without a row where each must have one."""
        rows = np.bincount(unit, minlength=len(self.units))
        if ledger.per_unit:
            self.flag(population, rows[unit] > 1)
        if ledger.key:
            vectors = [cells[name].vector for name in ledger.key]
            self.flag(population, repeated_rows(unit, vectors))
        if ledger.required and ledger.name != self.book.roster:
            names = self.units.columns[UNIT_COLUMN]
            excepted = np.array([word in ledger.excepted for word in names.words], dtype=np.bool_)
            self.flagged[self.units.population[(rows == 0) & ~excepted[names.values]]] = True
        if ledger.name == self.book.roster:
            self.flagged |= np.bincount(population, minlength=self.count) == 0

    def _hardly_meant(
        self, ledger: Ledger, cells: Mapping[str, Cells], unit: Array, population: Array
    ) -> None:
        """What is allowed and warned of: equal rows, texts that look equal, days far from the year."""
        types = [column.type for column in ledger.columns]
        if not ledger.per_unit and not ledger.key and (ColumnType.TEXT in types or ColumnType.DATE in types):
            vectors = [cells[column.name].vector for column in ledger.columns]
            self.flag(population, repeated_rows(unit, vectors))
        year = self.book.year[0].year
        for column in ledger.columns:
            vector = cells[column.name].vector
            if column.type is ColumnType.TEXT:
                self.flag(population, _looking_alike(vector, unit))
            elif column.type is ColumnType.DATE:
                low, high = date(year - YEARS, 1, 1).toordinal(), date(year + YEARS, 12, 31).toordinal()
                self.flag(population, vector.known() & ((vector.values < low) | (vector.values > high)))
            elif column.type is ColumnType.YEAR:
                far = (vector.values < year - YEARS) | (vector.values > year + YEARS)
                self.flag(population, vector.known() & far)


def _wide(column: Column, own: Vector, bound: Column, ends: Vector) -> tuple[Array, Array]:
    """Two columns of numbers at the same places."""
    places = max(column.places, bound.places)
    made = []
    for each, vector in ((column, own), (bound, ends)):
        scale = power_of_ten(places - each.places)
        wide = max(abs(vector.low), abs(vector.high)) * scale >= _BIG
        made.append(vector.values.astype(np.object_ if wide else np.int64) * scale)
    return made[0], made[1]


def _looking_alike(vector: Vector, unit: Array) -> Truths:
    """Rows of units that have two texts which a reader takes for one."""
    found: Truths = np.zeros(len(unit), dtype=np.bool_)
    seen: dict[str, int] = {}
    alike = [seen.setdefault(skeleton(word), code) for code, word in enumerate(vector.words)]
    if len(seen) == len(alike):
        return found
    groups = np.array(alike, dtype=np.int64)
    shared = np.bincount(groups, minlength=len(groups))[groups] > 1
    rows = np.flatnonzero(vector.known() & shared[vector.values])
    pairs = unit[rows] * len(groups) + groups[vector.values[rows]]
    order = np.lexsort((vector.values[rows], pairs))
    same = np.diff(pairs[order]) == 0
    differs = same & (np.diff(vector.values[rows][order].astype(np.int64)) != 0)
    found[rows[order[1:][differs]]] = True
    return found


def renumbered(table: Any, numbers: Array) -> Any:
    """The rows of some populations alone. numbers: the new number of each; -1 for those to be left out."""
    new = numbers[table.column(POPULATION).to_numpy()]
    kept = new >= 0
    place = table.schema.get_field_index(POPULATION)
    table = table.set_column(place, POPULATION, pa.array(new.astype(np.int32)))
    return table if bool(kept.all()) else table.filter(pa.array(kept))
