"""The whole plan by our engine over arrays: Arrow tables to its frames, and its columns to plain integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from benchmarks.field.draws import Array
from benchmarks.field.peer import Prepared
from benchmarks.field.plan_exact import (
    AMOUNTS,
    FIRED,
    NOTHING,
    RESULTS,
    ROW_COLUMNS,
    ROW_FIRED,
    ROW_TRACES,
    Columns,
    model,
)
from benchmarks.field.plan_facts import UNITS, book
from perfeval.ledger.schema import Column
from perfeval.tables.draft import kind_of
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.frames import Frames, LedgerFrame, unit_frame
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.run import run_vectors
from perfeval.vectors.traces import FiredRows, HighestRows
from perfeval.vectors.vector import Vector, width_of

_DAY_ONE = 719163  # the ordinal of 1970-01-01


def vectors(
    tables: Mapping[str, pa.Table], populations: int, *, traces: bool, traced: bool = True
) -> Prepared:
    """All columns. traces: whether traces are shown to be checked; traced: whether they are kept at all."""
    frames = frames_of_arrow(tables, populations)
    return Prepared(
        lambda: run_vectors(book(), model(), frames, traced=traced),
        lambda made: _columns(made, traces=traces),
    )


def frames_of_arrow(tables: Mapping[str, pa.Table], populations: int) -> Frames:
    """The engine's own form of the facts: the narrowest integers, rows by unit."""
    made = {}
    for ledger in book().schema.ledgers:
        table = tables[ledger.name]
        own = table["单位"].combine_chunks().indices.to_numpy().astype(np.int64)
        unit = table["_population"].to_numpy().astype(np.int64) * UNITS + own
        columns = {column.name: _vector(column, table[column.name]) for column in ledger.columns}
        made[ledger.name] = LedgerFrame(unit, table["_line"].to_numpy(), columns)
    return Frames(unit_frame(book(), populations), made)


def _vector(column: Column, cells: pa.ChunkedArray) -> Vector:
    kind = kind_of(column.type)
    array = cells.combine_chunks()
    assert array.null_count == 0
    if kind is Kind.TEXT:
        words = tuple(array.dictionary.to_pylist())
        return Vector(kind, array.indices.to_numpy().astype(width_of(-1, len(words))), None, words)
    if kind is Kind.DATE:
        return Vector(kind, array.cast(pa.int32()).to_numpy() + np.int32(_DAY_ONE))
    if kind is Kind.BOOL:
        return Vector(kind, array.to_numpy(zero_copy_only=False))
    values = array.to_numpy()
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    return Vector(kind, values.astype(width_of(low, high)), None, (), low, high)


def _columns(made: VectorOutcome, *, traces: bool) -> Mapping[str, Columns]:
    assert not made.suspects
    units: Columns = {}
    for name, (column, words) in {
        **{name: (name, words) for name, words in RESULTS.items()},
        **AMOUNTS,
    }.items():
        listed = words or made.model.columns[UNIT_GRAIN, column].values
        units[name] = _plain(made.columns[UNIT_GRAIN, column], listed)
    for name, table in FIRED.items() if traces else ():
        units[name] = _first(made, table, 0)
    return {"": units, **{ledger: _rows(made, ledger) for ledger in ROW_TRACES if traces}}


def _plain(vector: Vector, words: Sequence[str] = ()) -> Array:
    values = vector.values.astype(np.int64)
    if vector.kind is Kind.TEXT and vector.words:
        listed = words or vector.words
        places = np.array([*(listed.index(word) for word in vector.words), NOTHING], dtype=np.int64)
        values = places[values]
    if vector.kind is Kind.LIST and words:
        bits = [values >> bit & 1 for bit in range(len(vector.words))]
        values = np.sum(
            [bit << words.index(word) for bit, word in zip(bits, vector.words, strict=True)], axis=0
        )
    return np.where(vector.known(), values, NOTHING)


def _first(made: VectorOutcome, table: str, before: int) -> Array:
    """The first row of a table that fired, from 1; before: rows of tables that are counted before it."""
    trace = made.traces[table]
    assert isinstance(trace, FiredRows)
    first = np.array([rows[0] + 1 + before if rows else NOTHING for rows in trace.rows], dtype=np.int64)
    return np.asarray(first[trace.index])


def _rows(made: VectorOutcome, ledger: str) -> Columns:
    found: Columns = {}
    for name, tables in ROW_FIRED[ledger].items():
        values, before = np.full(len(made.frames.ledgers[ledger]), NOTHING), 0
        for table in tables:
            values = np.maximum(values, _first(made, table, before))
            before += len(made.model.table(table).rows)
        found[name] = values
    for name, column in ROW_COLUMNS.get(ledger, {}).items():
        found[name] = _plain(made.columns[ledger, column])
    if ledger == "表彰":
        trace = made.traces["同项取高"]
        assert isinstance(trace, HighestRows)
        line = made.frames.ledgers[ledger].line
        found["胜出行"] = np.where(trace.winner >= 0, line[trace.winner], NOTHING)
    return found
