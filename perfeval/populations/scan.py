"""The folders of facts with Parquet files: which ledgers are where, of which types, of which populations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, evolve, field, frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import errors as ledger_errors
from perfeval.ledger.cells import read_column
from perfeval.ledger.header import read_header
from perfeval.ledger.limits import MAX_FINDINGS
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.populations import errors
from perfeval.populations.cells import is_fitting, is_text
from perfeval.populations.keys import Key
from perfeval.populations.ledger_rows import Group, ParquetRows, combined, groups_of, key_words, open_parquet
from perfeval.source.lookalike import skeleton
from perfeval.vectors.vector import Array


@frozen(eq=False)
class ParquetFiles:
    """The Parquet files of one ledger. file: what messages call them; paths in the order of their names."""

    ledger: Ledger
    file: str
    paths: Sequence[Path]


def header_findings(files: ParquetFiles, names: Sequence[str]) -> list[Diagnostic]:
    """What is wrong with the files as such, with their columns or the types of these."""
    found: list[Diagnostic] = []
    for path in files.paths:
        shown = files.file if len(files.paths) == 1 else f"{path.parent.name}/{path.name}"
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowException, OSError):
            found.append(errors.unreadable_parquet(Cell(shown)))
            continue
        found.extend(_of_schema(files.ledger, shown, schema, names))
    return found


def _of_schema(ledger: Ledger, shown: str, schema: Any, names: Sequence[str]) -> Iterator[Diagnostic]:
    """Columns that are missing, strange or there twice, and those of types that do not fit."""
    for name in names:
        if name not in schema.names:
            near = ledger_errors.near_miss(name, tuple(schema.names))
            where = Cell(shown, None, name)
            yield evolve(ledger_errors.missing_column(where, near), hint=f"在文件里加上“{name}”这一栏。")
    own = [name for name in schema.names if name not in names]
    for found in read_header(shown, [(0, own)], ledger)[1]:
        place = found.where
        yield evolve(found, where=evolve(place, line=None)) if isinstance(place, Cell) else found
    for name in dict.fromkeys(schema.names):
        column = _column(ledger, name, names)
        arrow = schema.field(schema.names.index(name)).type
        if column is not None and not _fits(column, arrow, name in names):
            where, floating = Cell(shown, None, name), bool(pa.types.is_floating(arrow))
            yield errors.wrong_type(where, column, str(arrow), floating=floating)


def _column(ledger: Ledger, name: str, names: Sequence[str]) -> Column | None:
    if name in names:
        return Column(name, ColumnType.TEXT)
    if name == UNIT_COLUMN and not ledger.shared:
        return Column(name, ColumnType.TEXT)
    return ledger.column(name)


def _fits(column: Column, arrow: Any, is_population: bool) -> bool:
    if is_population:
        return is_text(arrow) or bool(pa.types.is_integer(arrow))
    return is_fitting(column.type, arrow)


@define(eq=False)
class Scan:
    """One pass over the columns that tell populations apart.

    keys: the populations, by first appearance. first: the row at which each appears first. spans: for
    each group its least and greatest number. counts: how many rows each population has. faults: rows
    whose population cannot be read.
    """

    files: ParquetFiles
    names: Sequence[str]
    numbers: dict[Key, int]
    is_open: bool
    groups: list[Group] = field(factory=list)
    spans: list[tuple[int, int]] = field(factory=list)
    strangers: dict[Key, int] = field(factory=dict)
    faults: list[Diagnostic] = field(factory=list)
    counts: dict[int, int] = field(factory=dict)

    def run(self) -> None:
        """Read the columns group by group."""
        opened: dict[Path, Any] = {}
        for group in groups_of(self.files.paths):
            if group.path not in opened:
                opened = {group.path: open_parquet(group.path)}
            table = opened[group.path].read_row_group(
                group.number, columns=list(self.names), use_threads=False
            )
            self._group(group, table if self.names else None)

    def _group(self, group: Group, table: Any) -> None:
        self.groups.append(group)
        if table is None:
            codes: Array = np.zeros(group.size, dtype=np.int64)
            keys: list[Key] = [()]
        else:
            codes, keys = combined(table, self.names)
            self._check(group, table)
        if self.is_open:
            for key in keys if group.size else ():
                self.numbers.setdefault(key, len(self.numbers))
        known = np.array([self.numbers.get(key, -1) for key in keys] or [-1], dtype=np.int64)
        for code in np.flatnonzero(known < 0).tolist():
            if group.size:
                row = group.first + np.argmax(codes == code).item()
                self.strangers.setdefault(keys[code], row)
        own = known[known >= 0]
        self.spans.append((own.min().item(), own.max().item()) if len(own) and group.size else (0, -1))
        counts = np.bincount(codes, minlength=len(known)).tolist()
        for number, count in zip(known.tolist(), counts, strict=True):
            if number >= 0 and count:
                self.counts[number] = self.counts.get(number, 0) + count

    def _check(self, group: Group, table: Any) -> None:
        """Cells of populations that are empty, or have something hidden in them or around them."""
        for name in self.names:
            codes, words = key_words(table.column(name))
            column = Column(name, ColumnType.TEXT)
            faults = read_column(column, words).faults
            if not faults or len(self.faults) >= MAX_FINDINGS:
                continue
            wrong = np.array([word in faults for word in words], dtype=np.bool_)
            for row in np.flatnonzero(wrong[codes])[:MAX_FINDINGS].tolist():
                text = words[codes[row]]
                where = Cell(self.files.file, group.first + row, name, text)
                self.faults.extend(fault.finding(where, column) for fault in faults[text])

    def findings(self, first: str, keys: Sequence[Key]) -> Iterator[Diagnostic]:
        """What is wrong with the populations of the rows. first: the file that says which there are."""
        from perfeval.populations.split import stranger

        if self.faults:
            yield from self.faults[:MAX_FINDINGS]
            return
        if self.is_open:
            yield from self._alike()
        for key, row in self.strangers.items():
            where = Cell(self.files.file, row, self.names[0] if self.names else None, key[0] if key else None)
            yield stranger(where, self.names, key, first, keys)

    def _alike(self) -> Iterator[Diagnostic]:
        for place, name in enumerate(self.names):
            seen: dict[str, str] = {}
            for key in self.numbers:
                other = seen.setdefault(skeleton(key[place]), key[place])
                if other != key[place]:
                    where = Cell(self.files.file, None, name, key[place])
                    alike = ledger_errors.looks_like(where, key[place], [other])
                    if alike is not None:
                        yield alike

    def rows(self) -> ParquetRows:
        """The rows of the ledger, by population."""
        files = self.files
        return ParquetRows(
            files.ledger, files.file, files.paths, self.groups, self.names, self.numbers, self.spans
        )
