"""Our query in DuckDB: loading Arrow tables, running it, and its columns as plain integers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.field.draws import Array
from benchmarks.field.peer import Prepared
from benchmarks.field.plan_exact import AMOUNTS, NOTHING, RESULTS, Columns, model
from benchmarks.field.plan_facts import book
from perfeval.rulebook.book import RuleBook
from perfeval.sql.dialect import DUCKDB
from perfeval.sql.lowering import lower
from perfeval.sql.plan import POPULATION, UNIT
from perfeval.sql.query import staged
from perfeval.sql.relations import GivenTable, relations
from perfeval.tables.model import Kind, Model
from perfeval.tables.places import UNIT_GRAIN


class QueryOf:
    """The queries of one book, and a DuckDB in memory that holds its ledgers."""

    def __init__(
        self, book: RuleBook, model: Model, tables: Mapping[str, pa.Table], populations: int
    ) -> None:
        lowered = lower(book, model).value
        assert lowered is not None
        self.book, self.model, self.lowered = book, model, lowered
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("SET ieee_floating_point_ops = false")
        roster, *given = relations(book)
        self._load(roster, self._roster(populations))
        for each in given:
            self._load(each, tables[each.ledger])

    def _roster(self, populations: int) -> pa.Table:
        units = self.book.units
        own = np.tile(np.arange(len(units), dtype=np.int64), populations)
        texts = {
            "单位": [unit.name for unit in units],
            "类别": [unit.category for unit in units],
            "序列": [unit.series for unit in units],
        }
        columns = {
            name: pa.array(values).dictionary_encode().take(pa.array(own)) for name, values in texts.items()
        }
        population = np.repeat(np.arange(populations, dtype=np.int32), len(units))
        return pa.table({POPULATION: population, UNIT: own, **columns})

    def _load(self, given: GivenTable, table: pa.Table) -> None:
        self.connection.register("arrow_given", table)
        shown = ", ".join(
            f'"{column.source}"::{DUCKDB.types[column.type]} AS "{column.name}"' for column in given.columns
        )
        self.connection.execute(f'CREATE TABLE "{given.name}" AS SELECT {shown} FROM arrow_given')
        self.connection.unregister("arrow_given")

    def prepared(self, wanted: Sequence[str], *, traces: bool) -> Callable[[], None]:
        """Tables in memory to tables in memory: one for the units, with traces one for each ledger's rows."""
        steps = staged(self.lowered, DUCKDB, wanted, traces=traces)

        def run() -> None:
            for statement in steps.statements:
                self.connection.execute(statement)
            for number, query in enumerate(steps.results):
                text = query.text.rstrip().rstrip(";")
                self.connection.execute(f"CREATE OR REPLACE TABLE made{number} AS {text}")

        return run

    def units(self, wanted: Sequence[str], words: Mapping[str, Sequence[str]]) -> Columns:
        """What the last run gave for these columns. words: of texts, whose places in it are wanted."""
        query = f'SELECT * FROM made0 ORDER BY "{POPULATION}", "{UNIT}"'
        table = self.connection.sql(query).to_arrow_table()
        made: Columns = {}
        for name in wanted:
            column = self.model.columns[UNIT_GRAIN, name]
            cells = table[self.lowered.columns[UNIT_GRAIN, name]].combine_chunks()
            made[name] = _plain(cells, words.get(name) or column.values, lists=column.kind is Kind.LIST)
        return made


def ours_in_duckdb(tables: Mapping[str, pa.Table], populations: int, *, traces: bool) -> Prepared:
    """The whole plan of 2013; its units are checked, the rows that it gives with traces are not."""
    query = QueryOf(book(), model(), tables, populations)
    words = {name: words for name, words in RESULTS.items() if name != "类别"}
    names = {name: name for name in words}
    if traces:
        words |= dict(AMOUNTS.values())
        names |= {column: name for name, (column, _) in AMOUNTS.items()}
    wanted = list(names)

    def columns(_: object) -> Mapping[str, Columns]:
        return {"": {names[column]: values for column, values in query.units(wanted, words).items()}}

    return Prepared(query.prepared(wanted, traces=traces), columns)


def _plain(column: Any, words: Sequence[str], *, lists: bool) -> Array:
    if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        numbers = [_number(text, words, lists=lists) for text in coded.dictionary.to_pylist()]
        values = np.array(numbers or [0], dtype=np.int64)[
            coded.indices.fill_null(0).to_numpy(zero_copy_only=False)
        ]
    else:
        kind = pa.int8() if pa.types.is_boolean(column.type) else pa.int64()
        values = column.cast(kind).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(column.is_valid().to_numpy(zero_copy_only=False), values, NOTHING)


def _number(text: str, words: Sequence[str], *, lists: bool) -> int:
    """The place of a word, or the bits of words in a row."""
    if lists:
        return sum(1 << words.index(word) for word in text.split("、") if word)
    return words.index(text)
