"""Facts as one of two books reads them: what only the other book asks for is set aside."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.ledger.decode import decode
from perfeval.ledger.facts import Facts, Table
from perfeval.ledger.read import read_facts
from perfeval.ledger.schema import UNIT_COLUMN, Schema

Files = Mapping[str, bytes]


def read_as(schema: Schema, other: Schema, files: Files) -> Checked[Facts]:
    """The facts under ``schema``, without the units, ledgers and columns that only ``other`` has."""
    strangers = tuple(dict.fromkeys(unit for unit in other.units if unit not in schema.units))
    known = _without_ledgers(schema, other, files)
    if not strangers:
        return read_facts(known, schema)
    ledgers = tuple(evolve(each, excepted=(*each.excepted, *strangers)) for each in schema.ledgers)
    read = read_facts(known, Schema(ledgers, (*schema.units, *strangers)))
    if read.value is None:
        return read
    tables = {name: _without_units(table, strangers) for name, table in read.value.tables.items()}
    return Checked(Facts(tables), read.diagnostics)


def _without_units(table: Table, strangers: Sequence[str]) -> Table:
    kept = [row for row, unit in enumerate(table.units) if unit not in strangers]
    return Table(
        table.ledger,
        tuple(table.units[row] for row in kept),
        tuple(table.lines[row] for row in kept),
        {name: tuple(cells[row] for row in kept) for name, cells in table.columns.items()},
    )


def _without_ledgers(schema: Schema, other: Schema, files: Files) -> Files:
    found = dict(files)
    for theirs in other.ledgers:
        file = f"{theirs.name}.csv"
        ours = schema.ledger(theirs.name)
        if file not in found:
            continue
        if ours is None:
            del found[file]
            continue
        names = [column.name for column in ours.columns]
        foreign = [column.name for column in theirs.columns if column.name not in names]
        if foreign:
            found[file] = _without_columns(file, found[file], foreign)
    return found


def _without_columns(file: str, content: bytes, foreign: Sequence[str]) -> bytes:
    """The file without these columns; as it is where it cannot be read (the reader says why)."""
    text = decode(file, content)
    if isinstance(text, Diagnostic):
        return content
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return content
    header = next((row for row in rows if UNIT_COLUMN in row), [])
    dropped = [place for place, name in enumerate(header) if name.strip() in foreign]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for row in rows:
        writer.writerow([cell for place, cell in enumerate(row) if place not in dropped])
    return written.getvalue().encode("utf-8")
