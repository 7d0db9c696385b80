"""Stores results and traces as Parquet files, part by part; what is finished outlives being killed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, evolve, field
from filelock import FileLock, Timeout

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.populations.durable import put_in_place
from perfeval.populations.keys import Key
from perfeval.populations.layout import (
    INDEX,
    LEDGER,
    POPULATION,
    UNITS,
    Field,
    about_of,
    file_name,
    table_of,
)
from perfeval.populations.manifest import Manifest, difference, read_manifest, write_manifest
from perfeval.populations.parts import Selection, ledger_table, selection_of, unit_table
from perfeval.populations.told import Told
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.vector import Array

# Rows of a group: so few that one population is soon read, so many that words are worth a dictionary.
GROUP_ROWS = 1 << 12
# The index says of each population in which part it is, and where in the files of this part.
PART, STORED, FIRST, COUNT = "〔份〕", "〔有结果〕", "起", "数"
_TEMPORARY = ".正在写-"
_LOCK = ".正在算"


@define(eq=False)
class Store:
    """A folder of results. finished: for each part that is there what was found in its populations."""

    folder: Path
    manifest: Manifest
    finished: dict[int, Told] = field(factory=dict)

    def write(
        self,
        part: int,
        keys: Sequence[Key],
        made: VectorOutcome | None,
        kept: Sequence[tuple[int, int]],
        told: Told,
    ) -> None:
        """Store a part. keys: its populations. kept: those with results, as (number in keys, in ``made``)."""
        names = self.manifest.populations
        first: dict[str, Array] = {}
        files: list[tuple[str, Any]] = []
        if made is not None and kept:
            chosen = selection_of(made, [own for _, own in kept])
            own = [keys[number] for number, _ in kept]
            first[UNITS] = chosen.first
            files.append((UNITS, unit_table(made, chosen, names, own)))
            for ledger in made.frames.ledgers:
                files.append((f"{LEDGER}{ledger}", ledger_table(made, chosen, names, own, ledger)))
                first[f"{LEDGER}{ledger}"] = _first_rows(made, chosen, ledger, len(kept))
        for kind, table in files:
            self._put(file_name(kind, part), table)
        # What makes the part count as finished comes last.
        index = _index(names, keys, part, [number for number, _ in kept], first, _told_to_json(told))
        self._put(file_name(INDEX, part), index)
        self.finished[part] = told

    def finish(self) -> None:
        """All parts are there: one index in place of theirs for whoever reads, and the manifest says so."""
        parts = [pq.read_table(self.folder / file_name(INDEX, part)) for part in range(self.manifest.parts)]
        if parts:
            whole = pa.concat_tables(
                [each.replace_schema_metadata(None) for each in parts], promote_options="default"
            )
            self._put(f"{INDEX}.parquet", whole)
        self.manifest = evolve(self.manifest, finished=True)
        write_manifest(self.folder, self.manifest)

    def _put(self, name: str, table: Any) -> None:
        """A file, whole or not at all."""
        temporary = self.folder / f"{_TEMPORARY}{os.getpid()}-{name}"
        words = [each.name for each in table.schema if pa.types.is_dictionary(each.type)]
        pq.write_table(
            table,
            temporary,
            row_group_size=GROUP_ROWS,
            use_dictionary=words,
            compression="zstd",
            compression_level=1,
            store_decimal_as_integer=True,
        )
        put_in_place(temporary, self.folder / name)


def _first_rows(made: VectorOutcome, chosen: Selection, ledger: str, count: int) -> Array:
    """For each stored population, and behind the last, its first row in the file of the ledger."""
    unit = made.frames.ledgers[ledger].unit[chosen.rows[ledger]]
    population = chosen.population[np.searchsorted(chosen.units, unit)]
    found: Array = np.searchsorted(population, np.arange(count + 1))
    return found


def _index(
    names: Sequence[str],
    keys: Sequence[Key],
    part: int,
    kept: Sequence[int],
    first: Mapping[str, Array],
    about: Mapping[str, object],
) -> Any:
    columns: dict[str, Any] = {
        name: pa.array([key[place] for key in keys], type=pa.string()) for place, name in enumerate(names)
    }
    stored = np.zeros(len(keys), dtype=np.bool_)
    stored[np.array(kept, dtype=np.int64)] = True
    columns[PART] = pa.array(np.full(len(keys), part, dtype=np.int32))
    columns[STORED] = pa.array(stored)
    for kind, begins in first.items():
        for what, values in ((FIRST, begins[:-1]), (COUNT, np.diff(begins))):
            whole = np.zeros(len(keys), dtype=np.int64)
            whole[stored] = values
            columns[f"{kind}〔{what}〕"] = pa.array(whole)
    fields = [Field(name, POPULATION, name) for name in columns]
    return table_of(fields, list(columns.values()), about)


@contextmanager
def alone_in(folder: Path) -> Iterator[Diagnostic | None]:
    """Keep other runs out of a folder, made if it is not there; PE712 where one is in it.

    Raises OSError where the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        message = f"另一次运行正在往文件夹“{folder}”里存结果"
        yield Diagnostic("PE712", message, Cell(str(folder)), (), "等它算完；或者换一个文件夹。")
        return
    try:
        yield None
    finally:
        lock.release()


def opened(folder: Path, manifest: Manifest) -> Store | Diagnostic:
    """The store in a folder; a finding where it holds other results. Nobody else may write there."""
    held = read_manifest(folder)
    if held is not None:
        other = difference(held, manifest)
        if other is not None:
            return other
    elif any(not each.name.startswith(".") for each in folder.iterdir()):
        message = f"文件夹“{folder}”里已有别的文件"
        return Diagnostic("PE711", message, Cell(str(folder)), (), "换一个空的文件夹。")
    for left in folder.glob(f"{_TEMPORARY}*"):
        left.unlink(missing_ok=True)
    store = Store(folder, manifest)
    write_manifest(folder, manifest)
    for part in range(manifest.parts):
        file = folder / file_name(INDEX, part)
        if file.is_file():
            store.finished[part] = _told_before(file, manifest.populations)
    return store


# ---------------------------------------------------------------- findings


def _told_to_json(told: Told) -> dict[str, object]:
    return {
        "found": [diagnostic_to_json(each) for each in told.kept],
        "more": {severity.name: count for severity, count in told.more.items()},
    }


def _told_before(file: Path, names: Sequence[str]) -> Told:
    """What was found in a part that was stored before."""
    about = about_of(pq.read_schema(file))
    told = Told(names)
    told.take(Told(names, [_found_before(each) for each in about["found"]]))
    told.more.update({Severity[name]: count for name, count in about["more"].items()})
    held = pq.read_table(file, columns=[*names, STORED])
    columns = [held.column(name).to_pylist() for name in names]
    keys = list(zip(*columns, strict=True)) if names else [()] * len(held)
    stored = held.column(STORED).to_pylist()
    told.without.update({key: None for key, is_there in zip(keys, stored, strict=True) if not is_there})
    return told


def _found_before(held: Mapping[str, Any]) -> Diagnostic:
    where = None if held["file"] is None else Cell(held["file"], held["line"], held["column"], held["text"])
    severity = Severity[held["severity"].upper()]
    expected, hint = tuple(held["expected"]), held["remedy"]
    return Diagnostic(held["code"], held["message"], where, expected, hint, severity, held["clause"] or "")
