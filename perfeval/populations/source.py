"""Where the facts of populations come from: what every kind of folder of facts can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic
from perfeval.ledger.facts import Facts
from perfeval.populations.keys import Key
from perfeval.populations.reading import Reference
from perfeval.populations.split import Split, split_files
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model


class Source(Protocol):
    """The facts of several populations. findings: those that are about none of them in particular."""

    @property
    def names(self) -> Sequence[str]:
        """The columns that tell populations apart."""

    @property
    def keys(self) -> Sequence[Key]:
        """The populations in order."""

    @property
    def findings(self) -> Sequence[Diagnostic]:
        """What is wrong with whole files, or with rows of which nobody knows the population."""

    def sizes(self) -> Sequence[int]:
        """For each population how many units it has."""

    def read(self, number: int) -> Checked[tuple[RuleBook, Facts]]:
        """One population: the book with its units, and its facts; no value where something is wrong."""

    def looked_at(self, number: int) -> Sequence[Diagnostic]:
        """What is wrong with one population, where files of it cannot be read at all."""

    def is_of_file(self, found: Diagnostic) -> bool:
        """Whether a finding about one population is about a whole file, and so about all of them."""

    def placed(self, found: Diagnostic) -> Diagnostic:
        """A finding of the reference, with the file in which the row really is."""


@frozen(eq=False)
class CsvSource:
    """A folder of CSV files that were divided."""

    reference: Reference
    split: Split

    @property
    def names(self) -> Sequence[str]:
        """The columns that tell populations apart."""
        return self.split.names

    @property
    def keys(self) -> Sequence[Key]:
        """The populations in order."""
        return self.split.keys

    @property
    def findings(self) -> Sequence[Diagnostic]:
        """What is wrong with whole files, or with rows of which nobody knows the population."""
        return self.split.findings

    def sizes(self) -> Sequence[int]:
        """For each population how many units it has; with a roster as many as it has rows."""
        book = self.reference.book
        if book.roster is None:
            return [len(book.units)] * len(self.keys)
        listed = len(book.schema.listed)
        file = next((each for each in self.split.files if each.name == f"{book.roster}.csv"), None)
        return [listed + len(file.rows.get(key, ()) if file is not None else ()) for key in self.keys]

    def read(self, number: int) -> Checked[tuple[RuleBook, Facts]]:
        """One population: the book with its units, and its facts; no value where something is wrong."""
        return self.reference.read(self.split.of(self.keys[number]))

    def looked_at(self, number: int) -> Sequence[Diagnostic]:
        """What is wrong with one population, but for the files that cannot be read at all."""
        return self.reference.looked_at(self.split.of(self.keys[number]), self.split.unread)

    def is_of_file(self, found: Diagnostic) -> bool:
        """Whether a finding is about the header of a file, which stands above the rows of all."""
        where = found.where
        if not isinstance(where, Cell) or where.line is None:
            return False
        return any(file.name == where.file and file.header[0] == where.line for file in self.split.files)

    def placed(self, found: Diagnostic) -> Diagnostic:
        """The same finding: its file is the one that was read."""
        return found


def source_of(
    book: RuleBook,
    model: Model,
    ledgers: Mapping[str, bytes],
    parquet: Mapping[str, Sequence[Path]],
    names: Sequence[str],
) -> Source:
    """The facts of a folder. ledgers: as for ``read_facts``. parquet: the files of ledgers that have such."""
    reference = Reference(book, model)
    ledgers = {name: content for name, content in ledgers.items() if not name.endswith(".parquet")}
    if not parquet:
        return CsvSource(reference, split_files(ledgers, book, names))
    from perfeval.populations.parquet_source import parquet_source  # loads NumPy and pyarrow
    from perfeval.populations.scan import ParquetFiles

    files = {}
    for ledger in book.schema.ledgers:
        paths = parquet.get(ledger.name)
        if paths:
            one = len(paths) == 1 and paths[0].stem == ledger.name
            shown = paths[0].name if one else f"{ledger.name}/*.parquet"
            files[ledger.name] = ParquetFiles(ledger, shown, tuple(paths))
    return parquet_source(reference, ledgers, files, names)
