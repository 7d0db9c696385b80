"""Reads stored results and traces back: one population, or all of them in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from attrs import define, field

from perfeval.evaluate.outcome import Outcome
from perfeval.populations.evaluation import Result
from perfeval.populations.from_tables import from_tables
from perfeval.populations.keys import Key
from perfeval.populations.layout import INDEX, META, POPULATION, UNIT, field_of, file_name
from perfeval.populations.manifest import Manifest, read_manifest
from perfeval.populations.store import COUNT, FIRST, PART, STORED
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.vector import Array

# Files that are kept open: those of a part or two.
_OPEN = 64


class NotStoredError(Exception):
    """A folder without results, or results of another book; the message is for users, in Chinese."""


@define(eq=False)
class Index:
    """Which populations there are, and where. files: one of all parts, or one for each finished part.

    keys: for each population what tells it from others, and whether it has results.
    """

    files: Sequence[Any]
    names: Sequence[str]
    keys: Any = field(init=False)

    @keys.default
    def _keys(self) -> Any:
        return self.read([*self.names, STORED])

    def read(self, columns: Sequence[str] | None = None) -> Any:
        """All of it, or some columns."""
        wanted = None if columns is None else list(columns)
        tables = [file.read(wanted, use_threads=False).replace_schema_metadata(None) for file in self.files]
        return tables[0] if len(tables) == 1 else pa.concat_tables(tables, promote_options="default")

    def row(self, number: int) -> Any:
        """What is known of one population; its group of rows alone is read."""
        for file in self.files:
            for group in range(file.metadata.num_row_groups):
                size = file.metadata.row_group(group).num_rows
                if number < size:
                    return file.read_row_group(group, use_threads=False).slice(number, 1)
                number -= size
        raise IndexError(number)


@define(eq=False)
class Stored:
    """The results in a folder, made of ``book``."""

    folder: Path
    book: RuleBook
    model: Model
    manifest: Manifest
    index: Index
    files: dict[str, Any] = field(factory=dict)

    @property
    def names(self) -> Sequence[str]:
        """The columns that tell populations apart."""
        return self.manifest.populations

    def keys(self) -> list[Key]:
        """The populations with results, in order."""
        held = self.index.keys.filter(pc.field(STORED))
        columns = [held.column(name).to_pylist() for name in self.names]
        return list(zip(*columns, strict=True)) if columns else [()] * len(held)

    def outcome(self, key: Key) -> Outcome | None:
        """The outcome of one population; None where it has none, or is not there."""
        held = self.index.keys
        wanted = held.column(STORED).to_numpy()
        for name, value in zip(self.names, key, strict=True):
            wanted = wanted & pc.equal(held.column(name), value).to_numpy()
        return self._read(self.index.row(wanted.argmax().item())) if wanted.any() else None

    def __iter__(self) -> Iterator[Result]:
        """All populations with results, in order, read a part at a time."""
        keys = iter(self.keys())
        held = self.index.read().filter(pc.field(STORED))
        parts = held.column(PART).to_pylist()
        for part in dict.fromkeys(parts):
            own = held.filter(pc.field(PART) == part)
            counts = _counts(own)
            tables = {kind: _read(self._file(file_name(kind, part))) for kind in counts}
            made = from_tables(self.book, self.model, tables, counts)
            for number in range(len(own)):
                yield Result(next(keys), to_outcome(made, number))

    def _read(self, own: Any) -> Outcome:
        """The outcome of the population of one row of the index."""
        part, counts = own.column(PART)[0].as_py(), _counts(own)
        tables = {
            kind: self._rows(kind, part, own.column(f"{kind}〔{FIRST}〕")[0].as_py(), count[0].item())
            for kind, count in counts.items()
        }
        return to_outcome(from_tables(self.book, self.model, tables, counts), 0)

    def _rows(self, kind: str, part: int, first: int, count: int) -> Any:
        """Consecutive rows of a file."""
        file = self._file(file_name(kind, part))
        size, groups = file.metadata.num_rows, file.metadata.num_row_groups
        if not count or not groups:
            return file.schema_arrow.empty_table()
        each = file.metadata.row_group(0).num_rows
        begin, end = first // each, -(-(first + count) // each)
        assert first + count <= size, f"{kind} is cut off"
        held = self._groups(file_name(kind, part), file, begin, end)
        return held.slice(first - begin * each, count)

    def _groups(self, name: str, file: Any, begin: int, end: int) -> Any:
        """Groups of rows; the last that was asked for of each kind of file is kept."""
        kind = name.rpartition("-")[0]
        known = self.files.get(f"rows {kind}")
        if known is None or known[0] != (name, begin, end):
            known = ((name, begin, end), _read(file, range(begin, end)))
            self.files[f"rows {kind}"] = known
        return known[1]

    def _file(self, name: str) -> Any:
        if name not in self.files:
            if len(self.files) > _OPEN:
                self.files.clear()
            self.files[name] = _opened(self.folder / name)
        return self.files[name]


def _read(file: Any, groups: Sequence[int] | None = None) -> Any:
    """What outcomes are made of, of all rows or of some groups; names of populations and units are not."""
    wanted = [
        each.name
        for each in file.schema_arrow
        if field_of(each.name, each.metadata[META]).what not in (POPULATION, UNIT)
    ]
    if groups is None:
        return file.read(wanted, use_threads=False)
    return file.read_row_groups(list(groups), wanted, use_threads=False)


def _counts(held: Any) -> dict[str, Array]:
    """For each kind of file how many rows each population has there."""
    suffix = f"〔{COUNT}〕"
    names = [name for name in held.schema.names if name.endswith(suffix)]
    return {name.removesuffix(suffix): held.column(name).to_numpy() for name in names}


def open_stored(folder: Path | str, book: RuleBook) -> Stored:
    """The results in a folder; of an unfinished one those of its finished parts. Raises NotStoredError."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest is None:
        raise NotStoredError(f"“{folder}”里没有存好的结果")
    if manifest.rulebook != book.sha256:
        raise NotStoredError(f"“{folder}”里的结果不是用这本规则书算的；用原来的规则书，或者重新算一次")
    model = compile_book(book, manifest.readings)
    if model.value is None:
        raise NotStoredError(f"“{folder}”里的结果不是用这本规则书算的")
    return Stored(folder, book, model.value, manifest, _index_of(folder, manifest))


def _index_of(folder: Path, manifest: Manifest) -> Index:
    names = [f"{INDEX}.parquet"]
    if not manifest.finished:
        names = [file_name(INDEX, part) for part in range(manifest.parts)]
    files = [_opened(folder / name) for name in names if manifest.finished or (folder / name).is_file()]
    if not files:
        raise NotStoredError(f"“{folder}”里还没有算好的结果")
    return Index(files, manifest.populations)


def _opened(path: Path) -> Any:
    return pq.ParquetFile(path, memory_map=True, pre_buffer=False)


def population_outcome(folder: Path | str, book: RuleBook, key: Key) -> Outcome | None:
    """The outcome of one population in a folder of results, equal to the reference's.

    None where the population has no results. Raises NotStoredError.
    """
    return open_stored(folder, book).outcome(key)
