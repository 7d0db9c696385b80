"""The rows of one ledger: cells column by column, then what holds between columns and between rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import cell_errors, errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.cells import ReadColumn, no_units, read_column, read_names, unit_column
from perfeval.ledger.facts import CellValue, Table
from perfeval.ledger.header import Header
from perfeval.ledger.limits import Findings
from perfeval.ledger.records import Record
from perfeval.ledger.schema import UNIT_COLUMN, WIDEST_PLACES, Column, FillIn, Ledger
from perfeval.quantity.number import power_of_ten

# Findings that are made only if they are told: many need a search for near names.
Makers = Iterator[Callable[[], Diagnostic]]


@frozen(eq=False)
class Rows:
    """The rows of one ledger as far as they could be read.

    lines: for each row its line in the file. texts, read: column name -> cells as they stand in the
    file, and as they were read; 单位 among them (empty where rows are about no unit), and only
    columns that the header has.
    """

    file: str
    ledger: Ledger
    lines: tuple[int, ...]
    texts: dict[str, tuple[str, ...]]
    read: dict[str, ReadColumn]

    def where(self, row: int, column: str) -> Cell:
        """The place of a cell; row: its number, from 0. Of what no file has, the place of the row."""
        if column == UNIT_COLUMN and self.ledger.shared:
            return Cell(self.file, self.lines[row])
        return Cell(self.file, self.lines[row], column, self.texts[column][row])

    def table(self) -> Table:
        """The rows as facts; only for rows without findings, in which each column was read."""
        columns = {column.name: self.read[column.name].values for column in self.ledger.columns}
        return Table(self.ledger.name, self.texts[UNIT_COLUMN], self.lines, columns)


def no_rows(ledger: Ledger) -> Table:
    """The facts of a ledger without a file."""
    return Table(ledger.name, (), (), {column.name: () for column in ledger.columns})


def read_rows(
    file: str, records: Sequence[Record], header: Header, ledger: Ledger, units: Sequence[str]
) -> tuple[Rows, list[Diagnostic]]:
    """Read a few records, as ``rows_of`` reads those of a whole file; the findings are in no order."""
    found = Findings()
    return rows_of(file, records, header, ledger, units, found), found.kept


def rows_of(
    file: str,
    records: Sequence[Record],
    header: Header,
    ledger: Ledger,
    units: Sequence[str],
    found: Findings,
    *,
    is_roster: bool = False,
) -> Rows:
    """Read the records below the header; a row without its full number of cells is left out.

    units: the roster. found: where the findings go, run by run. is_roster: the rows are units
    themselves; ``units`` are then those that may not be among them.
    """
    sound = [record for record in records if len(record[1]) == header.width and not _is_empty(record[1])]
    if len(sound) < len(records):
        found.add(_misshapen(file, records, header.width))
    cells = list(zip(*(cells for _, cells in sound), strict=True)) or [()] * header.width
    about = () if ledger.shared else (unit_column(units),)
    columns = [column for column in (*about, *ledger.columns) if column.name in header.places]
    texts = {column.name: cells[header.places[column.name]] for column in columns}
    read = {column.name: _read(column, texts[column.name], ledger) for column in columns}
    if is_roster and UNIT_COLUMN in texts:
        read[UNIT_COLUMN] = read_names(texts[UNIT_COLUMN], units)
    if ledger.shared:
        texts[UNIT_COLUMN], read[UNIT_COLUMN] = ("",) * len(sound), no_units(len(sound))
    rows = Rows(file, ledger, tuple(line for line, _ in sound), texts, read)
    for column in columns:
        if read[column.name].faults:
            found.add(_faulty_cells(rows, column))
        found.add(_conflicts_in_rows(rows, column))
    found.add(_repetitions(rows))
    return rows


def _read(column: Column, cells: Sequence[str], ledger: Ledger) -> ReadColumn:
    # What tells rows apart is never left out.
    return read_column(evolve(column, optional=False) if column.name in ledger.key else column, cells)


def _is_empty(cells: list[str]) -> bool:
    return not "".join(cells).strip(BLANKS)


def _misshapen(file: str, records: Sequence[Record], width: int) -> Makers:
    for line, cells in records:
        if _is_empty(cells):
            yield partial(errors.empty_row, Cell(file, line))
        elif len(cells) != width:
            yield partial(errors.wrong_number_of_cells, Cell(file, line), cells, width)


def _faulty_cells(rows: Rows, column: Column) -> Makers:
    faults = rows.read[column.name].faults
    for row, text in enumerate(rows.texts[column.name]):
        for fault in faults.get(text, ()):
            yield partial(fault.finding, rows.where(row, column.name), column)


# ---------------------------------------------------------------- between columns


def _conflicts_in_rows(rows: Rows, column: Column) -> Makers:
    """Where a number does not go with another cell of its row; cells with faults are passed over."""
    if column.low_column in rows.read:
        yield from _beyond(rows, column, column.low_column, "不小于")
    if column.high_column in rows.read:
        yield from _beyond(rows, column, column.high_column, "不大于")
    if column.fill_in is not None and column.fill_in.column in rows.read:
        yield from _not_filled_in(rows, column, column.fill_in)


def _wide(rows: Rows, name: str) -> list[int | None]:
    """The numbers of a column, all at WIDEST_PLACES; None where a cell has a fault or is no number."""
    column = rows.ledger.column(name)
    scale = power_of_ten(WIDEST_PLACES - (column.places if column is not None else 0))
    return [value * scale if isinstance(value, int) else None for value in rows.read[name].values]


def _beyond(rows: Rows, column: Column, other: str, relation: str) -> Makers:
    pairs = zip(_wide(rows, column.name), _wide(rows, other), strict=True)
    for row, (number, bound) in enumerate(pairs):
        if number is None or bound is None:
            continue
        if number > bound if relation == "不大于" else number < bound:
            where, value = rows.where(row, column.name), rows.texts[other][row].strip(BLANKS)
            yield partial(cell_errors.beyond_column, where, column, relation, other, value)


def _not_filled_in(rows: Rows, column: Column, rule: FillIn) -> Makers:
    wanted = rule.number.scaled(WIDEST_PLACES)
    for row, number in enumerate(_wide(rows, column.name)):
        if number is None or number == wanted:
            continue
        if rows.texts[rule.column][row].strip(BLANKS) == rule.value:
            where = rows.where(row, column.name)
            yield partial(cell_errors.wrong_fill_in, where, column, rule.column, rule.value, rule.number)


# ---------------------------------------------------------------- between rows


def _repetitions(rows: Rows) -> Makers:
    if UNIT_COLUMN not in rows.read:
        return
    if rows.ledger.per_unit:
        for row, earlier in repeated(rows, (UNIT_COLUMN,)):
            yield partial(errors.repeated_unit, rows.where(row, UNIT_COLUMN), rows.lines[earlier])
    key = rows.ledger.key
    if key and all(name in rows.read for name in key):
        for row, earlier in repeated(rows, (UNIT_COLUMN, *key)):
            unit = str(rows.read[UNIT_COLUMN].values[row] or "")
            shown = [(name, rows.texts[name][row].strip(BLANKS)) for name in key]
            yield partial(errors.repeated_key, rows.where(row, key[0]), unit, shown, rows.lines[earlier])


def repeated(rows: Rows, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Rows whose values in these columns stood in a row before, with the first such row.

    Values count, not texts, so 2013-05-01 repeats 2013年5月1日; two cells that may be empty and are
    count as equal; rows with a fault there do not count.
    """
    keys = list(zip(*(_told(rows, name) for name in names), strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[CellValue | None, ...], int] = {}
    for row, key in enumerate(keys):
        if None not in key and first.setdefault(key, row) != row:
            yield row, first[key]


def _told(rows: Rows, name: str) -> Sequence[CellValue | None]:
    """The values of a column, with an empty text for a cell that is empty and may be."""
    read, column = rows.read[name], rows.ledger.column(name)
    if column is None or not column.optional:
        return read.values
    told = zip(read.values, rows.texts[name], strict=True)
    return ["" if value is None and text not in read.faults else value for value, text in told]
