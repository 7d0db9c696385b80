"""Stored tables of consecutive populations -> their outcome in arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, field

from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.populations.arrow import from_arrow
from perfeval.populations.layout import (
    COLUMN,
    FACT,
    LEDGER,
    META,
    ROW_LINE,
    TRACE,
    UNIT_NUMBER,
    UNITS,
    Field,
    field_of,
)
from perfeval.populations.parts import BEFORE, COUNTED, FIRED, SEATS, WINNER
from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import RowsStep
from perfeval.tables.model import CapStep, Gather, HighestRow, Kind, Model, Node, PlacesStep
from perfeval.tables.model import Table as DecisionTable
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.vectors.frames import Frames, LedgerFrame, UnitFrame
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.later import Later
from perfeval.vectors.traces import (
    CapBefore,
    CountedRows,
    FiredRows,
    GatheredRows,
    HighestRows,
    SeriesSeats,
    VectorTrace,
)
from perfeval.vectors.vector import Array, Vector


def from_tables(
    book: RuleBook, model: Model, tables: Mapping[str, Any], counts: Mapping[str, Array]
) -> VectorOutcome:
    """The tables of consecutive populations as an outcome.

    tables: by kind of file, 单位 and 台账-… . counts: for each of these how many rows each population has.
    """
    held = _Held(book, model, counts[UNITS])
    held.take_units(tables[UNITS])
    for ledger in book.schema.ledgers:
        kind = f"{LEDGER}{ledger.name}"
        held.take_ledger(ledger.name, tables[kind], counts[kind])
    return held.outcome()


@define(eq=False)
class _Held:
    """What was read until now. units: for each population how many units it has."""

    book: RuleBook
    model: Model
    units: Array
    columns: dict[Place, tuple[Field, Any]] = field(factory=dict)
    ledgers: dict[str, LedgerFrame] = field(factory=dict)
    # Parts of traces, by the name of the node and what they are.
    parts: dict[tuple[str, str], Any] = field(factory=dict)

    def take_units(self, table: Any) -> None:
        for each, array in _fields(table):
            if each.what == COLUMN:
                self.columns[UNIT_GRAIN, each.name] = (each, array)
            elif each.what == TRACE:
                self.parts[each.name, each.part] = array

    def take_ledger(self, ledger: str, table: Any, counts: Array) -> None:
        facts: dict[str, tuple[Field, Any]] = {}
        unit = line = np.zeros(0, dtype=np.int64)
        for each, array in _fields(table):
            if each.what == UNIT_NUMBER:
                first = np.concatenate([[0], np.cumsum(self.units)[:-1]])
                unit = array.to_numpy() + np.repeat(first, counts)
            elif each.what == ROW_LINE:
                line = array.to_numpy()
            elif each.what == TRACE:
                self.parts[each.name, each.part] = array
            elif each.what in (FACT, COLUMN):
                if each.what == FACT:
                    facts[each.name] = (each, array)
                # Of a ledger that is called like the units, the columns are those of the units.
                if ledger != UNIT_GRAIN:
                    self.columns[ledger, each.name] = (each, array)
        vectors = Later(facts, lambda name, held: self._vector((ledger, name), held))
        self.ledgers[ledger] = LedgerFrame(unit, line, vectors)

    def _vector(self, place: Place, held: tuple[Field, Any]) -> Vector:
        each, array = held
        return from_arrow(array, self.model.columns[place].kind, each.words)

    def outcome(self) -> VectorOutcome:
        count = len(self.units)
        population = np.repeat(np.arange(count, dtype=np.int32), self.units)
        columns = Later(self.columns, self._vector)
        own = {name: columns[UNIT_GRAIN, name] for name in (UNIT_COLUMN, "类别", "序列")}
        alike = len(self.book.units) if self.book.roster is None else 0
        frames = Frames(UnitFrame(population, own, count, alike), self.ledgers)
        traced = {node.name: node for node in self.model.nodes if self._is_traced(node)}
        traces = Later(traced, self._trace)
        return VectorOutcome(self.book, self.model, frames, columns, traces, ())

    def _is_traced(self, node: Node) -> bool:
        if isinstance(node, DecisionTable):
            return (node.name, FIRED) in self.parts
        if isinstance(node, RowsStep):
            return (node.name, COUNTED) in self.parts
        return isinstance(node, Gather | CapStep | PlacesStep | HighestRow)

    def _trace(self, name: str, node: Node) -> VectorTrace:
        parts = self.parts
        if isinstance(node, DecisionTable):
            return _fired(parts[name, FIRED])
        if isinstance(node, Gather):
            return GatheredRows(_numbers(parts[name, COUNTED]), _numbers(parts[name, BEFORE]))
        if isinstance(node, CapStep):
            return CapBefore(_numbers(parts[name, BEFORE]))
        if isinstance(node, PlacesStep):
            return SeriesSeats(*(parts[name, part].to_numpy() for part in SEATS))
        if isinstance(node, HighestRow):
            return _highest(parts[name, WINNER], self.ledgers[node.ledger].line)
        return CountedRows(_numbers(parts[name, COUNTED]))


def _fields(table: Any) -> Iterator[tuple[Field, Any]]:
    for number, arrow in enumerate(table.schema):
        yield field_of(arrow.name, arrow.metadata[META]), table.column(number)


def _numbers(array: Any) -> Vector:
    return from_arrow(array, Kind.NUMBER)


def _fired(array: Any) -> FiredRows:
    """Rows that fired, stored from 1: one for each element, or a list of them."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_integer(array.type):
        numbers = (array.fill_null(0) if array.null_count else array).to_numpy()
        return FiredRows(numbers, _single_rows(numbers))
    offsets = array.offsets.to_numpy()
    lengths, values = np.diff(offsets), array.values.to_numpy()
    numbers = np.zeros(len(array), dtype=np.int64)
    numbers[lengths == 1] = values[offsets[:-1][lengths == 1]]
    rows = {fired: number for number, fired in enumerate(_single_rows(numbers))}
    for place in np.flatnonzero(lengths > 1).tolist():
        fired = tuple(row - 1 for row in values[offsets[place] : offsets[place + 1]].tolist())
        numbers[place] = rows.setdefault(fired, len(rows))
    return FiredRows(numbers, tuple(rows))


def _single_rows(numbers: Array) -> tuple[tuple[int, ...], ...]:
    """What stands for each number from 0 up: nothing, or the row before it."""
    return tuple((row - 1,) if row else () for row in range(numbers.max(initial=0).item() + 1))


def _highest(array: Any, lines: Array) -> HighestRows:
    """The rows that count, by their lines -> by their places; -1 for none."""
    winner = array.fill_null(0).to_numpy()
    if not len(lines):
        return HighestRows(winner)
    order = np.argsort(lines)
    spots = np.minimum(np.searchsorted(lines[order], winner), len(lines) - 1)
    places = order[spots]
    return HighestRows(np.where((winner > 0) & (lines[places] == winner), places, -1))
