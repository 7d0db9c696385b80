"""All ledgers of a folder: CSV files -> facts, or every problem of every file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, has_errors
from perfeval.ledger import errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.decode import decode
from perfeval.ledger.facts import Facts, Table
from perfeval.ledger.header import Header, column_names, read_header
from perfeval.ledger.limits import Findings
from perfeval.ledger.records import Record, Records, cut_records
from perfeval.ledger.rows import Makers, no_rows, rows_of
from perfeval.ledger.schema import UNIT_COLUMN, Ledger, Schema
from perfeval.ledger.suspicions import suspicions

_SUFFIX = ".csv"
_WORKBOOKS = ("xlsx", "xls", "et", "ods")
_HIDDEN_FILES = (".", "~$")  # of Unix and of Office: what a file manager does not show

# What a file holds: its bytes, or the records that were cut of it (those of one population).
Content = bytes | Records


def read_facts(files: Mapping[str, Content], schema: Schema, year: int | None = None) -> Checked[Facts]:
    """Read the ledgers of a rule book from the files of one folder.

    files: file name -> content. What is not called ``*.csv`` is passed over, and so are hidden files.
    The findings of all files come in one go: in the schema's order of ledgers, by line (what
    concerns the whole file first), then by the schema's order of columns; strange files last.
    The value is None if there is any error; warnings change nothing. year: the evaluation year, from
    which days should not be far. Raises nothing, whatever the files hold.
    """
    tables: dict[str, Table] = {}
    found: list[Diagnostic] = []
    strange = _strange_files(files, schema)
    # Without a roster every row of every other ledger would be about a strange unit.
    nobody = schema.roster is not None and not schema.units
    for ledger in schema.ledgers:
        if nobody and ledger.name != schema.roster:
            continue
        file = ledger.name + _SUFFIX
        if f"{ledger.name}.parquet" in files:
            found.append(errors.parquet_unread(Cell(f"{ledger.name}.parquet")))
            continue
        if file in files:
            table, findings = _read_ledger(file, files[file], ledger, schema, year)
            found.extend(findings)
        else:
            table = no_rows(ledger)
            found.extend(_absent(ledger, files, strange))
        if table is not None:
            tables[ledger.name] = table
    names = tuple(ledger.name for ledger in schema.ledgers)
    found.extend(_strange_file(file, names) for file in strange)
    return Checked(None if nobody or has_errors(tuple(found)) else Facts(tables), tuple(found))


def file_findings(files: Iterable[str], schema: Schema) -> list[Diagnostic]:
    """What is wrong with which files there are, whatever is in them. files: their names."""
    names = tuple(files)
    strange = _strange_files(names, schema)
    found: list[Diagnostic] = []
    for ledger in schema.ledgers:
        if ledger.name + _SUFFIX not in names:
            found.extend(_absent(ledger, names, strange))
    known = tuple(ledger.name for ledger in schema.ledgers)
    found.extend(_strange_file(file, known) for file in strange)
    return found


def _absent(ledger: Ledger, files: Iterable[str], strange: Sequence[str]) -> Iterator[Diagnostic]:
    """What is to be said of a ledger that has no file."""
    workbooks = [name for name in files if _is_workbook_of(name, ledger.name)]
    if workbooks:
        yield from (errors.workbook_only(Cell(name), ledger.name) for name in workbooks)
    elif ledger.required:
        near = errors.near_miss(ledger.name, tuple(_stem(name) for name in strange))
        yield errors.missing_file(Cell(ledger.name + _SUFFIX), ledger, near and near + _SUFFIX)


def _is_workbook_of(file: str, ledger: str) -> bool:
    """Whether a file is the ledger as a workbook: rows that would be missed in silence."""
    stem, _, suffix = file.rpartition(".")
    return stem == ledger and suffix.lower() in _WORKBOOKS


def records_of(file: str, content: Content) -> Records | Diagnostic:
    """The records of a file, or why it is no text."""
    if isinstance(content, Records):
        return content
    text = decode(file, content)
    return text if isinstance(text, Diagnostic) else cut_records(file, text)


def _read_ledger(
    file: str, data: Content, ledger: Ledger, schema: Schema, year: int | None
) -> tuple[Table | None, list[Diagnostic]]:
    """The table of one file and its warnings, or None and its findings in order."""
    records = records_of(file, data)
    if isinstance(records, Diagnostic):
        return None, [records]
    header_line = records.sound[0][0] if records.sound else None
    if records.findings and header_line is None and not records.broken:
        return None, records.findings
    if any(header_line is None or line < header_line for line, _ in records.broken):
        # The header itself is broken, so nothing is known about the rows either.
        return None, records.findings
    if header_line is None:
        return None, [errors.no_header(Cell(file), ledger.file_columns)]
    header, found = read_header(file, records.sound, ledger)
    found.extend(records.findings)
    if header is None:
        return None, found
    findings = Findings(found)
    is_roster = ledger.name == schema.roster
    units = schema.listed if is_roster else schema.units
    rows = rows_of(file, records.sound[1:], header, ledger, units, findings, is_roster=is_roster)
    for makers in suspicions(rows, year):
        findings.add(makers)
    everything = (*records.sound[1:], *records.broken)
    if is_roster and not everything:
        findings.add([partial(errors.no_roster, Cell(file))])
    elif not is_roster and ledger.required and UNIT_COLUMN in header.places:
        findings.add(_missing_units(file, everything, header, ledger, units))
    ranks = {name: rank for rank, name in enumerate(column_names(ledger))}
    told = findings.told(lambda finding: _order(finding, ranks))
    return None if has_errors(tuple(told)) else rows.table(), told


def _order(finding: Diagnostic, ranks: Mapping[str, int]) -> tuple[int, int]:
    """Line, then column: the whole line first, columns that the schema does not know last."""
    where = finding.where
    if not isinstance(where, Cell):
        return 0, -1
    return where.line or 0, -1 if where.column is None else ranks.get(where.column, len(ranks))


def _missing_units(
    file: str, records: Sequence[Record], header: Header, ledger: Ledger, units: Sequence[str]
) -> Makers:
    """Units of the roster that no row is about; a row that has findings of its own is still a row."""
    place = header.places[UNIT_COLUMN]
    seen = {cells[place].strip(BLANKS) for _, cells in records if place < len(cells)}
    for unit in units:
        if unit not in seen and unit not in ledger.excepted:
            yield partial(errors.missing_unit, Cell(file, None, UNIT_COLUMN, unit), ledger)


# ---------------------------------------------------------------- the roster


def read_roster(files: Mapping[str, Content], ledger: str) -> tuple[str, ...]:
    """The names in the column 单位 of the ledger that is the roster, in the order of its file.

    What is wrong with the file or with a name is left to ``read_facts``, which reads it again; names
    are taken as they were probably meant, and each once.
    """
    file = ledger + _SUFFIX
    records = records_of(file, files.get(file, b""))
    if isinstance(records, Diagnostic) or not records.sound:
        return ()
    (_, header), rows = records.sound[0], [*records.sound[1:], *records.broken]
    place = next((place for place, cell in enumerate(header) if cell.strip(BLANKS) == UNIT_COLUMN), None)
    if place is None:
        return ()
    names = [cells[place].strip(BLANKS) for _, cells in sorted(rows) if place < len(cells)]
    return tuple(dict.fromkeys(name for name in names if name))


# ---------------------------------------------------------------- names of files


def _stem(file: str) -> str:
    return file[: -len(_SUFFIX)]


def _strange_files(files: Iterable[str], schema: Schema) -> list[str]:
    """CSV files that are no ledger's, by name; 表彰.CSV is one, lest its rows be lost in silence."""
    known = {ledger.name + _SUFFIX for ledger in schema.ledgers}
    return sorted(
        file
        for file in files
        if file not in known and file.lower().endswith(_SUFFIX) and not file.startswith(_HIDDEN_FILES)
    )


def _strange_file(file: str, names: tuple[str, ...]) -> Diagnostic:
    stem = _stem(file)
    # 表彰.CSV, 表彰 - 副本.csv and 表彰(1).csv hold the whole name of a ledger.
    within = next((name for name in names if name in stem), None)
    near = stem if stem in names else errors.near_miss(stem, names) or within
    known = [name + _SUFFIX for name in names]
    return errors.unknown_file(Cell(file), near and near + _SUFFIX, known)
