"""The simplified jobs as rule books of ours, and our engines at work on them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.field.draws import Array
from benchmarks.field.peer import Prepared
from benchmarks.field.simple_facts import COUNTS, FIRSTS, GAINS, INPUTS, SCORES, UNITS, SimpleFacts
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.pipeline import read_book
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Kind, Model

_LEDGER = "数据"
_BOOKS = Path(__file__).with_name("simple_books")
_NAMES = {
    **dict(zip(SCORES, ("指标得分", "述绩得分", "公众得分"), strict=True)),
    **dict(
        zip(COUNTS, ("国家表彰", "省级表彰", "市级表彰", "国家批评", "省级批评", "市级批评"), strict=True)
    ),
    **{name: f"前移{number}" for number, name in enumerate(GAINS, start=1)},
    **{name: f"居首{number}" for number, name in enumerate(FIRSTS, start=1)},
    "veto": "一票否决",
    "eligible": "符合条件",
}
_TRUTHS = ("veto", "eligible")
_RESULTS = {"bonus": "加减分", "score": "总分", "grade": "等级"}
_GRADES = ("四等", "三等", "二等", "一等")


@cache
def simple_book(*, ranked: bool) -> tuple[RuleBook, Model]:
    """The rule book of the pipeline, or of its two tables alone, and its model."""
    name = f"{'pipeline' if ranked else 'tables'}.jx"
    plan = {"原文.txt": (_BOOKS / "原文.txt").read_bytes()}
    found = read_book(name, (_BOOKS / name).read_bytes(), plan)
    assert found.value is not None, found.diagnostics
    model = compile_book(found.value, {}).value
    assert model is not None
    return found.value, model


def _cells(name: str, values: Array) -> Array:
    """As the schema keeps them: scores with four places, gains and counts whole."""
    if name in _TRUTHS:
        return values.astype(np.bool_)
    return values * np.int32(100) if name in SCORES else values


def _plain(columns: Mapping[str, Array]) -> Mapping[str, Mapping[str, Array]]:
    return {"": columns}


def python(facts: SimpleFacts, *, ranked: bool) -> Prepared:
    """The reference, one population after the other."""
    from perfeval.evaluate.run import run

    book, model = simple_book(ranked=ranked)
    names = tuple(unit.name for unit in book.units)
    lines = tuple(range(2, UNITS + 2))
    cells = {name: _cells(name, facts.columns[name]).tolist() for name in INPUTS}
    whole = []
    for start in range(0, len(facts), UNITS):
        columns: dict[str, tuple[CellValue | None, ...]] = {
            _NAMES[name]: tuple(values[start : start + UNITS]) for name, values in cells.items()
        }
        whole.append(Facts({_LEDGER: Table(_LEDGER, names, lines, columns)}))

    def columns_of(made: Any) -> Mapping[str, Mapping[str, Array]]:
        found: dict[str, list[int]] = {name: [] for name in _RESULTS}
        for each in made:
            for name, column in _RESULTS.items():
                values = each.value.columns["单位", column]
                found[name].extend(_GRADES.index(value) if name == "grade" else value for value in values)
        return _plain(
            _scaled({name: np.array(values, dtype=np.int64) for name, values in found.items()}, model)
        )

    return Prepared(lambda: [run(book, model, each) for each in whole], columns_of)


def _scaled(columns: Mapping[str, Array], model: Model) -> Mapping[str, Array]:
    """At the places of the peers: bonuses at one, scores at two."""
    made = dict(columns)
    for name, places in (("bonus", 1), ("score", 2)):
        own = model.columns["单位", _RESULTS[name]].places
        made[name] = columns[name] * 10**places // 10**own
    return made


def vectors(facts: SimpleFacts, *, ranked: bool) -> Prepared:
    """Our engine over arrays, all populations at once."""
    from perfeval.vectors.frames import Frames, LedgerFrame, unit_frame
    from perfeval.vectors.run import run_vectors
    from perfeval.vectors.vector import Vector, width_of

    book, model = simple_book(ranked=ranked)
    columns = {}
    for name in INPUTS:
        values = _cells(name, facts.columns[name])
        if values.dtype == np.bool_:
            columns[_NAMES[name]] = Vector(Kind.BOOL, values)
        else:
            low, high = int(values.min()), int(values.max())
            columns[_NAMES[name]] = Vector(
                Kind.NUMBER, values.astype(width_of(low, high)), None, (), low, high
            )
    line = np.tile(np.arange(2, UNITS + 2, dtype=np.int64), facts.populations)
    ledger = LedgerFrame(np.arange(len(facts), dtype=np.int64), line, columns)
    frames = Frames(unit_frame(book, facts.populations), {_LEDGER: ledger})

    def columns_of(made: Any) -> Mapping[str, Mapping[str, Array]]:
        assert not made.suspects
        found = {}
        for name, column in _RESULTS.items():
            vector = made.columns["单位", column]
            values = vector.values.astype(np.int64)
            if name == "grade":
                values = np.array([_GRADES.index(word) for word in vector.words])[values]
            found[name] = values
        return _plain(_scaled(found, model))

    return Prepared(lambda: run_vectors(book, model, frames), columns_of)


def duckdb(facts: SimpleFacts, *, ranked: bool) -> Prepared:
    """Our query in DuckDB, tables in memory to a table in memory."""
    import pyarrow as pa

    from benchmarks.field.plan_sql import QueryOf

    book, model = simple_book(ranked=ranked)
    own = np.tile(np.arange(UNITS, dtype=np.int32), facts.populations)
    table = pa.table(
        {
            "_population": np.repeat(np.arange(facts.populations, dtype=np.int32), UNITS),
            "_line": own.astype(np.int64) + 2,
            "单位": pa.DictionaryArray.from_arrays(pa.array(own), [unit.name for unit in book.units]),
            **{_NAMES[name]: _cells(name, facts.columns[name]) for name in INPUTS},
        }
    )
    query = QueryOf(book, model, {_LEDGER: table}, facts.populations)
    wanted = list(_RESULTS.values())

    def columns_of(_: object) -> Mapping[str, Mapping[str, Array]]:
        found = query.units(wanted, {"等级": _GRADES})
        return _plain(_scaled({name: found[column] for name, column in _RESULTS.items()}, model))

    return Prepared(query.prepared(wanted, traces=False), columns_of)
