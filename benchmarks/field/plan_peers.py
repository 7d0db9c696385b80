"""Who does the whole plan of 2013: our engines, and queries written by hand for DuckDB and for Polars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from benchmarks.field.draws import Array
from benchmarks.field.peer import LIMIT, UNTRACED, Peer, Prepared
from benchmarks.field.plan_exact import (
    CATEGORIES,
    NOTHING,
    RESULTS,
    ROW_TRACES,
    UNIT_TRACES,
    Columns,
    model,
    outcome_of,
    row_columns,
    unit_columns,
)
from benchmarks.field.plan_facts import UNITS, book, facts_of, ledgers
from perfeval.evaluate.run import run

Made = Mapping[str, Columns]


@frozen(eq=False)
class PlanFacts:
    """The ledgers of so many populations, as Arrow tables."""

    tables: Mapping[str, pa.Table]
    populations: int


def plan_facts(populations: int, first: int = 0) -> PlanFacts:
    """Facts of so many populations from ``first`` on, counted from 0 again."""
    tables = {}
    for name, table in ledgers(first, populations).items():
        numbers = pa.array(table["_population"].to_numpy() - np.int32(first))
        tables[name] = table.set_column(0, "_population", numbers)
    return PlanFacts(tables, populations)


def exact(facts: PlanFacts, populations: int, *, traces: bool) -> Made:
    """What the reference says of the first populations."""
    outcomes = [outcome_of(facts.tables, number) for number in range(min(populations, facts.populations))]
    names = (*RESULTS, *UNIT_TRACES) if traces else tuple(RESULTS)
    made = {"": _joined([unit_columns(outcome) for outcome in outcomes], names)}
    for ledger, columns in ROW_TRACES.items() if traces else ():
        made[ledger] = _joined([row_columns(outcome, ledger) for outcome in outcomes], columns)
    return made


def _joined(parts: Sequence[Columns], names: Sequence[str]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in names}


def _reference(facts: PlanFacts, *, traces: bool) -> Prepared:
    whole = [facts_of(facts.tables, number) for number in range(facts.populations)]

    def columns(outcomes: Any) -> Made:
        found = [each.value for each in outcomes]
        made = {"": _joined([unit_columns(each) for each in found], (*RESULTS, *UNIT_TRACES))}
        for ledger, names in ROW_TRACES.items() if traces else ():
            made[ledger] = _joined([row_columns(each, ledger) for each in found], names)
        return made

    return Prepared(lambda: [run(book(), model(), each) for each in whole], columns)


# ---------------------------------------------------------------- by hand


def _unit_numbers(table: pa.Table) -> tuple[Array, Array]:
    """For each row the number of its unit over all populations, and within its own."""
    own = table["单位"].combine_chunks().indices.to_numpy().astype(np.int64)
    return (table["_population"].to_numpy().astype(np.int64) * UNITS + own).astype(np.int32), own


def _with_numbers(facts: PlanFacts) -> dict[str, pa.Table]:
    """The ledgers with units numbered, and beside each unit its category, series and places.

    Awards have the number of their project beside its name.
    """
    names = [series.name for series in book().series]
    series = np.array([names.index(unit.series) if unit.series else -1 for unit in book().units])
    category = [unit.category for unit in book().units]
    sizes = [len(each.units) for each in book().series]
    places = np.array([2, 2, 1, *((size * 50 + 100) // 200 for size in sizes[3:]), 0])
    made = {}
    for name, table in facts.tables.items():
        unit, own = _unit_numbers(table)
        whole = table.append_column("uid", pa.array(unit))
        if name == "单位":
            group = (unit // UNITS * 16 + series[own]).astype(np.int32)
            whole = whole.append_column("类别", pa.array([category[each] for each in own.tolist()]))
            whole = whole.append_column("序列号", pa.array(series[own]))
            whole = whole.append_column("序列组", pa.array(group)).append_column(
                "名额", pa.array(places[series[own]])
            )
        elif name == "表彰":
            whole = whole.append_column("项目号", whole["项目"].combine_chunks().indices)
        made[name] = whole
    return made


def _loaded(facts: PlanFacts, *, traces: bool) -> Any:
    """A DuckDB in memory with the ledgers as the hand-written query wants them."""
    import duckdb

    from benchmarks.field.plan_duckdb import load

    connection = duckdb.connect(config={"threads": 1})
    for name, table in _with_numbers(facts).items():
        connection.register(f"arrow_{name}", table)
    for statement in load(traces=traces):
        connection.execute(statement)
    return connection


def _plain(table: pa.Table) -> Columns:
    """Arrow columns as plain integers; words are places in their lists already, or categories."""
    made = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_dictionary(column.type):
            words = CATEGORIES if name == "类别" else tuple(column.dictionary.to_pylist())
            places = np.array([words.index(word) for word in column.dictionary.to_pylist()], dtype=np.int64)
            values = places[column.indices.fill_null(0).to_numpy()]
        else:
            filled = (
                column.cast(pa.int64()) if not pa.types.is_boolean(column.type) else column.cast(pa.int8())
            )
            values = filled.fill_null(0).to_numpy().astype(np.int64)
        present = column.is_valid().to_numpy(zero_copy_only=False)
        made[name] = np.where(present, values, NOTHING)
    return made


def _duckdb(facts: PlanFacts, *, traces: bool) -> Prepared:
    from benchmarks.field.plan_duckdb import evaluate

    connection = _loaded(facts, traces=traces)
    statements = evaluate(traces=traces)

    def execute() -> None:
        for statement in statements:
            connection.execute(statement)

    def fetched(query: str) -> Columns:
        return _plain(connection.sql(query).to_arrow_table())

    def columns(_: object) -> Made:
        made = {"": fetched("SELECT * FROM 结果 ORDER BY uid")}
        for ledger in ROW_TRACES if traces else ():
            made[ledger] = fetched(f"SELECT * FROM {ledger}_轨迹 ORDER BY uid, 行")
        return made

    return Prepared(execute, columns)


def _polars(facts: PlanFacts, *, traces: bool) -> Prepared:
    import polars as pl

    from benchmarks.field.plan_polars import events, units

    frames = {name: frame.lazy() for name, frame in _polars_frames(facts).items()}

    # The engine for data in memory; the streaming one, Polars' own choice, takes two to three times as long.
    def collect() -> dict[str, Any]:
        rows = events(frames)
        if traces:
            kept = pl.collect_all(list(rows.values()), engine="in-memory")
            rows = {name: frame.lazy() for name, frame in zip(rows, kept, strict=True)}
        return {
            "": units(frames, rows, traces=traces).collect(engine="in-memory"),
            **(rows if traces else {}),
        }

    def columns(made: Any) -> Made:
        found = {"": _plain(made[""].sort("uid").to_arrow())}
        for ledger in ROW_TRACES if traces else ():
            found[ledger] = _plain(made[ledger].sort("uid", "行").collect(engine="in-memory").to_arrow())
        return found

    return Prepared(collect, columns)


def _polars_frames(facts: PlanFacts) -> dict[str, Any]:
    """The tables of the DuckDB query as frames, words as places in their lists."""
    import polars as pl

    connection = _loaded(facts, traces=True)
    level = "CASE 级别 WHEN '国家级' THEN 0 WHEN '市级' THEN 2 ELSE 1 END::TINYINT AS 级别"
    words = {name: f"enum_code({name})::TINYINT AS {name}" for name in ("对象", "类别", "等次")}
    words["级别"] = level
    made = {}
    for name in facts.tables:
        shown = [words.get(row[0], row[0]) for row in connection.execute(f"DESCRIBE {name}").fetchall()]
        frame = pl.from_arrow(connection.sql(f"SELECT {', '.join(shown)} FROM {name}").to_arrow_table())
        assert isinstance(frame, pl.DataFrame)
        made[name] = frame.rechunk().with_columns(pl.col("uid").set_sorted())
    connection.close()
    return made


def _vectors(facts: PlanFacts, *, traces: bool) -> Prepared:
    from benchmarks.field.plan_vectors import vectors

    return vectors(facts.tables, facts.populations, traces=traces)


def _untraced(facts: PlanFacts, *, traces: bool) -> Prepared:
    from benchmarks.field.plan_vectors import vectors

    assert not traces
    return vectors(facts.tables, facts.populations, traces=False, traced=False)


def _printed(facts: PlanFacts, *, traces: bool) -> Prepared:
    from benchmarks.field.plan_sql import ours_in_duckdb

    return ours_in_duckdb(facts.tables, facts.populations, traces=traces)


def plan_peers(*, traces: bool) -> tuple[Peer, ...]:
    """All who do the whole plan; our arrays make traces even where nobody asks, and once more without."""

    def peer(name: str, prepare: Callable[..., Prepared], *needs: str, ever: int = 1 << 40) -> Peer:
        return Peer(name, partial(prepare, traces=traces), needs, ever=ever)

    def c(facts: PlanFacts, *, traces: bool) -> Prepared:
        from benchmarks.field.plan_native import limit

        return limit(facts.tables, facts.populations, traces=traces)

    untraced = () if traces else (peer(UNTRACED, _untraced, "pyarrow"),)
    return (
        peer("perfeval python", _reference, "pyarrow", ever=20_000),
        peer("perfeval vectors", _vectors, "pyarrow"),
        *untraced,
        peer("perfeval duckdb", _printed, "duckdb", "pyarrow", ever=2_000_000),
        peer("DuckDB，手写", _duckdb, "duckdb", "pyarrow"),
        peer("Polars，手写", _polars, "polars", "duckdb", "pyarrow"),
        peer(LIMIT, c, "!gcc", "pyarrow"),
    )
