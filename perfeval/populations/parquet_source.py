"""Facts of which some ledgers are Parquet files: read many populations at a time, worded one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, evolve, field

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, has_errors
from perfeval.ledger import errors as ledger_errors
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import Content
from perfeval.ledger.records import Record, Records
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.populations import errors
from perfeval.populations.cells import texts_of
from perfeval.populations.in_vectors import PartSource, ReadPart, frames_of_all
from perfeval.populations.keys import Key
from perfeval.populations.ledger_rows import LINE, POPULATION, LedgerRows, cut_rows
from perfeval.populations.part_frames import PartFrames, renumbered
from perfeval.populations.reading import SUFFIX, Reference
from perfeval.populations.scan import ParquetFiles, Scan, header_findings
from perfeval.populations.split import Split, split_files, telling_ledger
from perfeval.rulebook.book import RuleBook


@define(eq=False)
class ParquetSource(PartSource):
    """Ledgers in Parquet files, others perhaps in CSV files.

    rows: the ledgers that are there. split: the CSV files. counts: how many units each population has.
    part: the rows that were read last, and of which populations.
    """

    reference: Reference
    names: Sequence[str]
    keys: Sequence[Key]
    findings: Sequence[Diagnostic]
    rows: Mapping[str, LedgerRows]
    split: Split
    counts: Sequence[int]
    held: tuple[range, Mapping[str, Any]] | None = field(init=False, default=None)

    def sizes(self) -> Sequence[int]:
        """For each population how many units it has."""
        return self.counts

    def looked_at(self, number: int) -> Sequence[Diagnostic]:
        """Nothing: where a file is wrong, the others are looked at once it is mended."""
        return ()

    def is_of_file(self, found: Diagnostic) -> bool:
        """Never: headers were looked at before."""
        return False

    def placed(self, found: Diagnostic) -> Diagnostic:
        """A finding of the reference, with the file in which the row really is."""
        where = found.where
        if not isinstance(where, Cell) or not where.file.endswith(SUFFIX):
            return found
        rows = self.rows.get(where.file.removesuffix(SUFFIX))
        return found if rows is None else evolve(found, where=evolve(where, file=rows.file))

    def read(self, number: int) -> Checked[tuple[RuleBook, Facts]]:
        """One population by the reference."""
        if self.held is None or number not in self.held[0]:
            self.held = range(number, number + 1), self._tables(range(number, number + 1))
        numbers, tables = self.held
        files: dict[str, Content] = dict(self.split.of(self.keys[number])) if self.split.files else {}
        for name, table in tables.items():
            if name + SUFFIX not in files:
                files[name + SUFFIX] = _records(self.rows[name].ledger, table, number - numbers.start)
        read = self.reference.read(files)
        return Checked(read.value, tuple(self.placed(each) for each in read.diagnostics))

    def read_part(self, numbers: Sequence[int]) -> ReadPart:
        """Consecutive populations: as frames, and by the reference where it has something to say."""
        assert isinstance(numbers, range)
        self.held = numbers, self._tables(numbers)
        book = self.reference.book
        if book.taken:
            return self._each(numbers)
        made = PartFrames(book, self.held[1], len(numbers))
        found: dict[int, Sequence[Diagnostic]] = {}
        wrong = np.zeros(len(numbers), dtype=np.bool_)
        for place in np.flatnonzero(made.flagged).tolist():
            read = self.read(numbers[place])
            found[numbers[place]] = read.diagnostics
            wrong[place] = read.value is None or has_errors(read.diagnostics)
        sound = [number for number, is_wrong in zip(numbers, wrong.tolist(), strict=True) if not is_wrong]
        if len(sound) == len(numbers):
            return ReadPart(found, sound, made.frames())
        new = np.where(wrong, -1, np.cumsum(~wrong) - 1)
        tables = {name: renumbered(table, new) for name, table in self.held[1].items()}
        return ReadPart(found, sound, PartFrames(book, tables, len(sound)).frames())

    def _each(self, numbers: range) -> ReadPart:
        """One after the other, where results of other books are taken."""
        read = {number: self.read(number) for number in numbers}
        sound = {number: each.value for number, each in read.items() if each.value is not None}
        found = {number: each.diagnostics for number, each in read.items()}
        return ReadPart(found, tuple(sound), frames_of_all(self.reference.book, tuple(sound.values())))

    def _tables(self, numbers: range) -> dict[str, Any]:
        """The rows of consecutive populations, numbered from 0."""
        tables = {}
        for name, rows in self.rows.items():
            table = rows.rows(numbers.start, numbers.stop)
            shifted = table.column(POPULATION).to_numpy() - numbers.start
            place = table.schema.get_field_index(POPULATION)
            tables[name] = table.set_column(place, POPULATION, pa.array(shifted.astype(np.int32)))
        return tables


def _records(ledger: Ledger, table: Any, population: int) -> Records:
    """The rows of one population as a CSV file would have them."""
    begin, behind = np.searchsorted(
        table.column(POPULATION).to_numpy(), [population, population + 1]
    ).tolist()
    own = table.slice(begin, behind - begin)
    texts = []
    for name in ledger.file_columns:
        column = ledger.column(name) or Column(UNIT_COLUMN, ColumnType.TEXT)
        texts.append(texts_of(column, own.column(name)))
    lines: list[int] = own.column(LINE).to_pylist()
    cells = map(list, zip(*texts, strict=True))
    rows: list[Record] = list(zip(lines, cells, strict=True))
    return Records([(0, list(ledger.file_columns)), *rows], [], [])


# ---------------------------------------------------------------- opening


def parquet_source(
    reference: Reference, csv: Mapping[str, bytes], parquet: Mapping[str, ParquetFiles], names: Sequence[str]
) -> ParquetSource:
    """The facts of a folder. csv: as for ``read_facts``. parquet: ledgers that are Parquet files, by name."""
    book = reference.book
    found: list[Diagnostic] = []
    for name, files in parquet.items():
        if name + SUFFIX in csv:
            found.append(ledger_errors.both_forms(Cell(name + SUFFIX), name, files.file))
    sound: dict[str, ParquetFiles] = {}
    for name, files in parquet.items():
        wrong = header_findings(files, names)
        found.extend(wrong)
        if not has_errors(tuple(wrong)):
            sound[name] = files
    first = telling_ledger(book)
    numbers: dict[Key, int] = {} if names else {(): 0}
    scans: dict[str, Scan] = {}
    if first is not None and first.name in sound:
        scans[first.name] = _scanned(sound[first.name], names, numbers, is_open=bool(names))
    others = tuple(parquet)
    keys = None if first is None or first.name not in parquet else tuple(numbers)
    split = split_files(csv, book, names, others, keys)
    for key in split.keys:
        numbers.setdefault(key, len(numbers))
    for name, files in sound.items():
        if name not in scans:
            scans[name] = _scanned(files, names, numbers, is_open=first is None and bool(names))
    shown = (
        "" if first is None else parquet[first.name].file if first.name in parquet else first.name + SUFFIX
    )
    # Where nobody knows what populations there are, strangers are no finding.
    is_known = first is None or first.name in sound or first.name + SUFFIX in csv
    found.extend(split.findings)
    for scan in scans.values():
        found.extend(scan.findings(shown, tuple(numbers)) if is_known else scan.faults)
    if not numbers and not found:
        found.append(errors.no_population(Cell(shown), names))
    rows: dict[str, LedgerRows] = {name: scan.rows() for name, scan in scans.items()}
    for file in split.files:
        ledger = book.schema.ledger(file.name.removesuffix(SUFFIX))
        if ledger is not None and "/" not in file.name and ledger.name not in [t.ledger for t in book.taken]:
            rows[ledger.name] = cut_rows(ledger, file, tuple(numbers))
    counts = _sizes(book, tuple(numbers), scans, split)
    return ParquetSource(reference, tuple(names), tuple(numbers), tuple(found), rows, split, counts)


def _shown(first: Ledger | None, parquet: Mapping[str, ParquetFiles]) -> str:
    """What messages call the file that says what populations there are."""
    if first is None:
        return ""
    return parquet[first.name].file if first.name in parquet else first.name + SUFFIX


def _scanned(files: ParquetFiles, names: Sequence[str], numbers: dict[Key, int], *, is_open: bool) -> Scan:
    scan = Scan(files, names, numbers, is_open)
    scan.run()
    return scan


def _sizes(book: RuleBook, keys: Sequence[Key], scans: Mapping[str, Scan], split: Split) -> Sequence[int]:
    if book.roster is None:
        return [len(book.units)] * len(keys)
    listed = len(book.schema.listed)
    if book.roster in scans:
        return [listed + scans[book.roster].counts.get(number, 0) for number in range(len(keys))]
    file = next((each for each in split.files if each.name == book.roster + SUFFIX), None)
    return [listed + len(file.rows.get(key, ()) if file is not None else ()) for key in keys]
