"""The rows of one ledger of many populations: of a Parquet file or several, or of a CSV file that was cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field, frozen

from perfeval.ledger.schema import Ledger
from perfeval.populations.cells import encoded, is_text
from perfeval.populations.keys import Key
from perfeval.populations.split import SplitFile
from perfeval.vectors.vector import Array

# Fields beside those of the file: the number of the population, and the number of the row from 1.
POPULATION, LINE = "〔群体〕", "〔行〕"


class LedgerRows(Protocol):
    """The rows of a ledger. file: what messages call where they stand."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""

    @property
    def file(self) -> str:
        """What messages call the file."""

    def rows(self, first: int, end: int) -> Any:
        """The rows of the populations from ``first`` to before ``end``, by population, then by line."""


@frozen(eq=False)
class CutRows:
    """The rows of a CSV file, as texts."""

    ledger: Ledger
    file: str
    table: Any
    starts: Array

    def rows(self, first: int, end: int) -> Any:
        """The rows of these populations."""
        begin, behind = self.starts[first], self.starts[end]
        return self.table.slice(begin, behind - begin)


def cut_rows(ledger: Ledger, split: SplitFile, keys: Sequence[Key]) -> CutRows:
    """The rows of a CSV file that was divided into populations."""
    words = [cell.strip() for cell in split.header[1]]
    held = [(number, row) for number, key in enumerate(keys) for row in split.rows.get(key, ())]
    columns: dict[str, Any] = {
        name: pa.array([cells[words.index(name)] for _, (_, cells) in held], type=pa.string())
        for name in ledger.file_columns
    }
    population = np.array([number for number, _ in held], dtype=np.int32)
    columns[POPULATION] = pa.array(population)
    columns[LINE] = pa.array([line for _, (line, _) in held], type=pa.int64())
    starts = np.searchsorted(population, np.arange(len(keys) + 1))
    return CutRows(ledger, split.name, pa.table(columns), starts)


@frozen(eq=False)
class Group:
    """One group of rows of a file: its number there, the number of its first row, and how many it has."""

    path: Path
    number: int
    first: int
    size: int


@define(eq=False)
class ParquetRows:
    """The rows of Parquet files, read group by group as they are asked for.

    names: the columns that tell populations apart. numbers: the number of each population. spans: for
    each group its least and its greatest population; (0, -1) where it has none.
    """

    ledger: Ledger
    file: str
    paths: Sequence[Path]
    groups: Sequence[Group]
    names: Sequence[str]
    numbers: Mapping[Key, int]
    spans: Sequence[tuple[int, int]]
    opened: dict[Path, Any] = field(factory=dict)
    held: dict[int, Any] = field(factory=dict)

    def rows(self, first: int, end: int) -> Any:
        """The rows of these populations; groups that none of the later ones needs are let go."""
        found = []
        for number, (low, high) in enumerate(self.spans):
            if low < end and high >= first:
                found.append(_within(self._group(number), first, end))
            if high < end:
                self.held.pop(number, None)
        if not found:
            nothing = self._file(self.paths[0]).schema_arrow.empty_table()
            return self._with_numbers(nothing.select(self._columns()), 1)
        table = pa.concat_tables(found)
        population = table.column(POPULATION).to_numpy()
        if len(population) > 1 and bool((np.diff(population) < 0).any()):
            table = table.take(pa.array(np.argsort(population, kind="stable")))
        return table

    def _group(self, number: int) -> Any:
        """A group of rows with the populations and numbers of its rows."""
        if number not in self.held:
            group = self.groups[number]
            file = self._file(group.path)
            table = file.read_row_group(group.number, columns=self._columns(), use_threads=False)
            self.held[number] = self._with_numbers(table, group.first)
        return self.held[number]

    def _columns(self) -> list[str]:
        return list(dict.fromkeys((*self.names, *self.ledger.file_columns)))

    def _file(self, path: Path) -> Any:
        if path not in self.opened:
            self.opened[path] = open_parquet(path)
        return self.opened[path]

    def _with_numbers(self, table: Any, first: int) -> Any:
        population = populations_of(table, self.names, self.numbers)
        lines = np.arange(first, first + len(table), dtype=np.int64)
        table = table.append_column(POPULATION, pa.array(population))
        return table.append_column(LINE, pa.array(lines))


def _within(table: Any, first: int, end: int) -> Any:
    population = table.column(POPULATION).to_numpy()
    if len(population) and bool((np.diff(population) >= 0).all()):
        begin, behind = np.searchsorted(population, [first, end]).tolist()
        return table.slice(begin, behind - begin)
    return table.filter(pa.array((population >= first) & (population < end)))


def open_parquet(path: Path) -> Any:
    """A Parquet file, its texts as codes of words. Raises what pyarrow raises for what is none."""
    schema = pq.read_schema(path)
    texts = [each.name for each in schema if is_text(each.type) and not pa.types.is_dictionary(each.type)]
    return pq.ParquetFile(path, read_dictionary=texts, memory_map=True)


def combined(table: Any, names: Sequence[str]) -> tuple[Array, list[Key]]:
    """For each row a code, and the population that each code stands for, by first appearance."""
    codes: Array = np.zeros(len(table), dtype=np.int64)
    keys: list[Key] = [()]
    for name in names:
        own, words = key_words(table.column(name))
        pairs = codes * len(words) + own
        found, first, codes = np.unique(pairs, return_index=True, return_inverse=True)
        keys = [(*keys[pair // len(words)], words[pair % len(words)]) for pair in found.tolist()]
        order = np.argsort(first, kind="stable")
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        codes, keys = back[codes], [keys[place] for place in order.tolist()]
    return codes, keys


def key_words(array: Any) -> tuple[Array, list[str]]:
    """A column of populations as codes and words; whole numbers in their usual form."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_integer(array.type):
        array = array.cast(pa.string())
    codes, words = encoded(array)
    return codes.astype(np.int64), words or [""]


def populations_of(table: Any, names: Sequence[str], numbers: Mapping[Key, int]) -> Array:
    """For each row the number of its population; -1 for those that are none."""
    codes, keys = combined(table, names)
    known = np.array([numbers.get(key, -1) for key in keys] or [-1], dtype=np.int32)
    found: Array = known[codes]
    return found


def groups_of(paths: Sequence[Path]) -> Iterator[Group]:
    """The groups of rows of these files, in order; rows are numbered through, from 1."""
    first = 1
    for path in paths:
        metadata = pq.read_metadata(path)
        for number in range(metadata.num_row_groups):
            size = metadata.row_group(number).num_rows
            yield Group(path, number, first, size)
            first += size
