"""The simplified jobs by hand for DuckDB and for Polars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from polars import Expr, LazyFrame, col, when

from benchmarks.field.draws import Array
from benchmarks.field.peer import Prepared
from benchmarks.field.simple_facts import FIRSTS, GAINS, SIZES, SimpleFacts, places_of

_NAMES = ("bonus", "score", "grade")
_GAINED = " + ".join(f"greatest({name}, 0)" for name in GAINS)
_BONUS = f"""least(50, 50 * national + 20 * province) + 10 * city
    + least(100, least(30, 5 * ({_GAINED})) + 15 * ({" + ".join(FIRSTS)}))
    - 50 * bad_national - 20 * bad_province - 10 * bad_city"""
_SCORED = f"""SELECT unit, veto, eligible, series_group, places, bonus,
        score1 + score2 + score3 + 10 * bonus AS score
    FROM (SELECT *, {_BONUS} AS bonus FROM facts)"""
_GRADE = """CASE WHEN veto = 1 THEN 0 WHEN score >= 70000 THEN CASE WHEN {seat} THEN 3 ELSE 2 END
    WHEN score >= 60000 THEN 1 ELSE 0 END::TINYINT AS grade"""
_TABLES = f"SELECT unit, bonus, score, {_GRADE.format(seat='eligible = 1')} FROM ({_SCORED})"
_RUNNING = "veto = 0 AND eligible = 1 AND score >= 70000"
_PIPELINE = f"""WITH scored AS MATERIALIZED ({_SCORED}), seated AS (SELECT unit FROM (SELECT unit, places,
        rank() OVER (PARTITION BY series_group ORDER BY score DESC) AS place FROM scored WHERE {_RUNNING})
    WHERE place <= places)
    SELECT unit, bonus, score, {_GRADE.format(seat="seated.unit IS NOT NULL")}
    FROM scored LEFT JOIN seated USING (unit)"""


def _arrow(facts: SimpleFacts) -> pa.Table:
    places = np.array([places_of(size) for size in SIZES], dtype=np.int32)[facts.series]
    unit = np.arange(len(facts), dtype=np.int32)
    return pa.table({**facts.columns, "unit": unit, "series_group": facts.group, "places": places})


def _duckdb(facts: SimpleFacts, query: str) -> Prepared:
    connection = duckdb.connect(config={"threads": 1})
    connection.register("arrow_facts", _arrow(facts))
    connection.execute("CREATE TABLE facts AS SELECT * FROM arrow_facts")

    def columns(_: Any) -> Mapping[str, Mapping[str, Array]]:
        made = connection.execute("SELECT * FROM result ORDER BY unit").fetchnumpy()
        return {"": {name: np.asarray(made[name], dtype=np.int64) for name in _NAMES}}

    return Prepared(lambda: connection.execute(f"CREATE OR REPLACE TABLE result AS {query}"), columns)


def duckdb_tables(facts: SimpleFacts) -> Prepared:
    """A table in memory to a table in memory."""
    return _duckdb(facts, _TABLES)


def duckdb_pipeline(facts: SimpleFacts) -> Prepared:
    """Only those are ranked who run for a seat."""
    return _duckdb(facts, _PIPELINE)


def _bonus() -> Expr:
    gained = pl.sum_horizontal(when(col(name) > 0).then(col(name)).otherwise(0) for name in GAINS)
    indicators = ((5 * gained).clip(upper_bound=30) + 15 * pl.sum_horizontal(FIRSTS)).clip(upper_bound=100)
    awards = (50 * col("national") + 20 * col("province")).clip(upper_bound=50) + 10 * col("city")
    taken = 50 * col("bad_national") + 20 * col("bad_province") + 10 * col("bad_city")
    return (awards + indicators - taken).alias("bonus")


def _grade(seat: Expr) -> Expr:
    high = when(seat).then(3).otherwise(2)
    by_score = when(col("score") >= 70000).then(high).when(col("score") >= 60000).then(1).otherwise(0)
    return when(col("veto") == 1).then(0).otherwise(by_score).cast(pl.Int8).alias("grade")


def _scored(facts: SimpleFacts) -> LazyFrame:
    frame = pl.from_arrow(_arrow(facts))
    assert isinstance(frame, pl.DataFrame)
    score = col("score1") + col("score2") + col("score3") + 10 * col("bonus")
    return frame.rechunk().lazy().with_columns(_bonus()).with_columns(score.alias("score"))


def _polars(query: LazyFrame) -> Prepared:
    def columns(made: Any) -> Mapping[str, Mapping[str, Array]]:
        return {"": {name: made[name].to_numpy().astype(np.int64) for name in _NAMES}}

    return Prepared(lambda: query.collect(engine="in-memory"), columns)


def polars_tables(facts: SimpleFacts) -> Prepared:
    """A frame in memory to a frame in memory."""
    return _polars(_scored(facts).select("bonus", "score", _grade(col("eligible") == 1)))


def polars_pipeline(facts: SimpleFacts) -> Prepared:
    """Seats from one sort of those who run, by numbers made of series, score from above and unit."""
    scored = _scored(facts)
    runs = (col("veto") == 0) & (col("eligible") == 1) & (col("score") >= 70000)
    key = (col("series_group").cast(pl.Int64) * (1 << 17) + ((1 << 17) - 1 - col("score"))) * (1 << 24)
    group, tied = col("key") // (1 << 41), col("key") // (1 << 24)
    place = pl.int_range(pl.len(), dtype=pl.Int32)

    def first_of(run: Expr) -> Expr:
        return when((run != run.shift(1)).fill_null(True)).then(place).forward_fill()

    seated = (
        scored.filter(runs)
        .select((key + col("unit")).alias("key"), "places")
        .sort("key")
        .filter(first_of(tied) - first_of(group) < col("places"))
        .select((col("key") % (1 << 24)).cast(pl.Int32).alias("unit"), pl.lit(True).alias("seat"))
    )
    joined = scored.join(seated, on="unit", how="left", maintain_order="left")
    return _polars(joined.select("bonus", "score", _grade(col("seat").fill_null(False))))
