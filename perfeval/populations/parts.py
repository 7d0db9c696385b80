"""Outcomes of many populations as Arrow tables: one of units, and one for each ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen

from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.populations.arrow import list_array, to_arrow
from perfeval.populations.keys import Key
from perfeval.populations.layout import (
    COLUMN,
    FACT,
    LINE,
    NUMBER,
    POPULATION,
    ROW_LINE,
    TRACE,
    UNIT,
    UNIT_NUMBER,
    Field,
    table_of,
)
from perfeval.tables.calculated import RowsStep
from perfeval.tables.model import CapStep, Column, Gather, HighestRow, HitPolicy, Kind, Model, Node
from perfeval.tables.model import Table as DecisionTable
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.traces import (
    CapBefore,
    CountedRows,
    FiredRows,
    GatheredRows,
    HighestRows,
    SeriesSeats,
    VectorTrace,
)
from perfeval.vectors.vector import Array, Truths, Vector

FIRED, COUNTED, BEFORE, WINNER = "规则行", "计入", "封顶前", "胜出行"
SEATS = ("序列单位数", "名额", "参加评选", "参评名次", "同分数")

Made = tuple[Field, Any]


@frozen(eq=False)
class Selection:
    """The populations of an outcome that are stored: their units, and for each ledger their rows.

    population: for each of these units the number of its population among the stored ones.
    first: for each stored population its first unit among these.
    """

    units: Array
    rows: Mapping[str, Array]
    population: Array
    first: Array


def selection_of(made: VectorOutcome, kept: Sequence[int]) -> Selection:
    """The units and rows of these populations of an outcome; kept: their numbers there, rising."""
    units = made.frames.units
    numbers = np.full(units.count, -1, dtype=np.int64)
    numbers[np.array(kept, dtype=np.int64)] = np.arange(len(kept))
    own = np.flatnonzero(numbers[units.population] >= 0)
    population = numbers[units.population[own]]
    rows = {
        name: np.flatnonzero(numbers[units.population[frame.unit]] >= 0)
        for name, frame in made.frames.ledgers.items()
    }
    return Selection(own, rows, population, np.searchsorted(population, np.arange(len(kept) + 1)))


def unit_table(made: VectorOutcome, chosen: Selection, names: Sequence[str], keys: Sequence[Key]) -> Any:
    """The table of units: population, every column of a unit, and how it came to them."""
    model = made.model
    fields = [*_populations(names, keys, chosen.population)]
    for (grain, name), vector in made.columns.items():
        if grain == UNIT_GRAIN:
            fields.append(_column(COLUMN, name, vector.taken(chosen.units), model.columns[grain, name]))
    for node, trace in _traces(made):
        fields.extend(_of_units(model, node, trace, chosen.units))
    return _table(fields)


def ledger_table(
    made: VectorOutcome, chosen: Selection, names: Sequence[str], keys: Sequence[Key], ledger: str
) -> Any:
    """The table of a ledger: population, unit and line of each row, its facts, and what came of it."""
    frame, rows, model = made.frames.ledgers[ledger], chosen.rows[ledger], made.model
    unit = np.searchsorted(chosen.units, frame.unit[rows])
    population = chosen.population[unit]
    fields = [*_populations(names, keys, population)]
    found = made.book.schema.ledger(ledger)
    if found is not None and not found.shared:
        own = made.frames.units.columns[UNIT_COLUMN].taken(frame.unit[rows])
        fields.append(_column(UNIT, UNIT_COLUMN, own, Column(UNIT_COLUMN, Kind.TEXT)))
    numbers = (unit - chosen.first[population]).astype(np.int32)
    fields.append((Field(NUMBER, UNIT_NUMBER, NUMBER), pa.array(numbers)))
    fields.append((Field(LINE, ROW_LINE, LINE), pa.array(frame.line[rows])))
    for name, vector in frame.columns.items():
        fields.append(_column(FACT, name, vector.taken(rows), model.columns[ledger, name]))
    for (grain, name), vector in made.columns.items():
        if grain == ledger != UNIT_GRAIN and name not in frame.columns:
            fields.append(_column(COLUMN, name, vector.taken(rows), model.columns[grain, name]))
    for node, trace in _traces(made):
        fields.extend(_of_rows(model, node, trace, ledger, rows, frame.line))
    return _table(fields)


def _table(fields: Sequence[Made]) -> Any:
    titles: list[Field] = []
    for field, _ in fields:
        known = [each.title for each in titles]
        # What the rows of a ledger are told of their unit may be called like the unit.
        titles.append(evolve(field, title=f"{field.title}〔栏〕") if field.title in known else field)
    return table_of(titles, [array for _, array in fields])


def _populations(names: Sequence[str], keys: Sequence[Key], population: Array) -> Iterator[Made]:
    for place, name in enumerate(names):
        values = list(dict.fromkeys(key[place] for key in keys))
        codes = {value: code for code, value in enumerate(values)}
        of_keys = np.array([codes[key[place]] for key in keys], dtype=np.int32)
        indices = pa.array(of_keys[population] if len(keys) else np.zeros(0, dtype=np.int32))
        array = pa.DictionaryArray.from_arrays(indices, pa.array(values, type=pa.string()))
        yield Field(name, POPULATION, name), array


def _column(what: str, name: str, vector: Vector, column: Column) -> Made:
    words = vector.words if vector.kind is Kind.LIST else ()
    return Field(name, what, name, "", words), to_arrow(vector, column)


# ---------------------------------------------------------------- traces


def _traces(made: VectorOutcome) -> Iterator[tuple[Node, VectorTrace]]:
    """The nodes that leave a trace, each with its own."""
    for node in made.model.nodes:
        traced = isinstance(node, DecisionTable | Gather | HighestRow | CapStep | RowsStep)
        if node.name in made.traces and (traced or isinstance(made.traces[node.name], SeriesSeats)):
            yield node, made.traces[node.name]


def _of_units(model: Model, node: Node, trace: VectorTrace, units: Array) -> Iterator[Made]:
    if isinstance(trace, FiredRows) and isinstance(node, DecisionTable):
        if node.grain == UNIT_GRAIN:
            yield _fired(node, trace, units)
    elif isinstance(trace, GatheredRows | CapBefore):
        column = model.columns[UNIT_GRAIN, node.name]
        array = to_arrow(trace.before.taken(units), column)
        yield _part(node.name, BEFORE), array
    elif isinstance(trace, SeriesSeats):
        parts = (trace.units, trace.places, trace.considered, trace.rank, trace.tied)
        for part, values in zip(SEATS, parts, strict=True):
            own = values[units]
            yield _part(node.name, part), pa.array(own if own.dtype == np.bool_ else own.astype(np.int32))


def _of_rows(
    model: Model, node: Node, trace: VectorTrace, ledger: str, rows: Array, line: Array
) -> Iterator[Made]:
    if isinstance(trace, FiredRows) and isinstance(node, DecisionTable):
        if node.grain == ledger != UNIT_GRAIN:
            yield _fired(node, trace, rows)
    elif isinstance(trace, GatheredRows) and isinstance(node, Gather):
        if node.ledger == ledger:
            column = model.columns[UNIT_GRAIN, node.name]
            yield _part(node.name, COUNTED), to_arrow(trace.counted.taken(rows), column)
    elif isinstance(trace, CountedRows) and isinstance(node, RowsStep):
        if node.ledger == ledger:
            source = model.columns.get((ledger, node.source))
            column = Column(node.name, Kind.NUMBER, source.places if source is not None else 0)
            yield _part(node.name, COUNTED), to_arrow(trace.counted.taken(rows), column)
    elif isinstance(trace, HighestRows) and isinstance(node, HighestRow) and node.ledger == ledger:
        winner = trace.winner[rows]
        there: Truths = winner >= 0
        lines = np.where(there, line[np.where(there, winner, 0)] if len(line) else 0, 0)
        yield _part(node.name, WINNER), pa.array(lines.astype(np.int64), mask=~there)


def _part(name: str, part: str) -> Field:
    return Field(f"{name}〔{part}〕", TRACE, name, part)


def _fired(table: DecisionTable, trace: FiredRows, places: Array) -> Made:
    """The numbers of the rows that fired, from 1 as people count them; a list where there may be several."""
    name = table.name
    index = trace.index[places].astype(np.int64)
    if table.hit_policy is not HitPolicy.COLLECT:
        row = np.array([rows[0] + 1 if rows else 0 for rows in trace.rows] or [0], dtype=np.int32)[index]
        return _part(name, FIRED), pa.array(row, mask=row == 0)
    lists = [[number + 1 for number in rows] for rows in trace.rows]
    return _part(name, FIRED), list_array(lists, index)
