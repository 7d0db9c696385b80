"""Cells as text -> typed values: one reader for each type of column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import cell_errors, errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.facts import CellValue
from perfeval.ledger.names import is_odd_name
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType
from perfeval.quantity.calendar import read_date
from perfeval.quantity.number import read_number
from perfeval.source.visible import LOST, hidden_character


@frozen(eq=False)
class Fault:
    """What is wrong with a cell, before it is said where the cell stands."""

    finding: Callable[[Cell, Column], Diagnostic]


CellReader = Callable[[str], CellValue | Fault]

_OUTER_BLANKS = Fault(cell_errors.outer_blanks)
_EMPTY = Fault(cell_errors.empty_cell)
_LINE_BREAK = Fault(cell_errors.line_break)
_HIDDEN = Fault(cell_errors.hidden_in_cell)
_NOT_A_NUMBER = Fault(cell_errors.not_a_number)
_NOT_A_PERCENTAGE = Fault(cell_errors.not_a_percentage)
_NOT_AN_INTEGER = Fault(cell_errors.not_an_integer)
_OUT_OF_RANGE = Fault(cell_errors.out_of_range)
_NOT_YES_OR_NO = Fault(cell_errors.not_yes_or_no)
_NOT_A_CHOICE = Fault(cell_errors.not_a_choice)
_NOT_A_DATE = Fault(cell_errors.not_a_date)
_NOT_A_YEAR = Fault(cell_errors.not_a_year)
_UNKNOWN_UNIT = Fault(errors.unknown_unit)
_ODD_NAME = Fault(errors.odd_name)
_LISTED_UNIT = Fault(errors.listed_unit)

_YEAR = re.compile(r"[1-9][0-9]{3}")
_PERCENT_SIGNS = ("%", "％")


@frozen(eq=False)
class ReadColumn:
    """The cells of one column, in the order of the rows.

    values: None where a cell cannot be read, or is empty and may be. faults: text of a cell -> what
    is wrong with it; a value with blanks around it has a value and a fault.
    """

    values: tuple[CellValue | None, ...]
    faults: dict[str, tuple[Fault, ...]]


def unit_column(units: Sequence[str]) -> Column:
    """The column 单位 as a column whose values are the roster."""
    return Column(UNIT_COLUMN, ColumnType.TEXT, values=tuple(units))


def no_units(rows: int) -> ReadColumn:
    """What stands for the column 单位 in a ledger whose rows are about no unit."""
    return ReadColumn(("",) * rows, {})


def read_column(column: Column, cells: Sequence[str]) -> ReadColumn:
    """Read all cells of a column; every different text is read once."""
    return _read_cells(cells, _reader(column), optional=column.optional)


def read_names(cells: Sequence[str], listed: Sequence[str]) -> ReadColumn:
    """Read the column 单位 of the ledger whose rows are the roster: any name that can be one.

    listed: units that the rule book lists itself; they are no rows of the roster.
    """
    known = frozenset(listed)

    def read(text: str) -> CellValue | Fault:
        return _ODD_NAME if is_odd_name(text) else _LISTED_UNIT if text in known else text

    return _read_cells(cells, read, optional=False)


def _read_cells(cells: Sequence[str], read: CellReader, *, optional: bool) -> ReadColumn:
    values: dict[str, CellValue | None] = {}
    value: CellValue | Fault
    around: tuple[Fault, ...]
    faults: dict[str, tuple[Fault, ...]] = {}
    for raw in dict.fromkeys(cells):
        if optional and not raw:
            values[raw] = None
            continue
        # The plain case first: nothing in the cell is hidden, so only plain spaces can stand around it.
        if raw and raw.isprintable() and raw[0] != " " and raw[-1] != " " and LOST not in raw:
            value, around = read(raw), ()
        else:
            value, around = _read_unclean(raw, read)
        if isinstance(value, Fault):
            values[raw], faults[raw] = None, (*around, value)
        else:
            values[raw] = value
            if around:
                faults[raw] = around
    return ReadColumn(tuple(map(values.__getitem__, cells)), faults)


def _read_unclean(raw: str, read: CellReader) -> tuple[CellValue | Fault, tuple[Fault, ...]]:
    """The value without its outer blanks, or the fault that hides it; and the fault of the blanks."""
    if "\n" in raw or "\r" in raw:
        return _LINE_BREAK, ()
    word = raw.strip(BLANKS)
    if not word:
        return _EMPTY, ()
    around = () if word == raw else (_OUTER_BLANKS,)
    return (_HIDDEN if hidden_character(word) else read(word)), around


def _reader(column: Column) -> CellReader:
    if column.name == UNIT_COLUMN:
        return _choice_reader(column, _UNKNOWN_UNIT)
    match column.type:
        case ColumnType.INTEGER | ColumnType.COUNT:
            return _number_reader(column)
        case ColumnType.POINTS | ColumnType.YUAN | ColumnType.WAN | ColumnType.DECIMAL:
            return _number_reader(column)
        case ColumnType.PERCENT:
            return _percent_reader(column)
        case ColumnType.DATE:
            return lambda text: read_date(text) or _NOT_A_DATE
        case ColumnType.YEAR:
            return _year_reader(column)
        case ColumnType.BOOL:
            return lambda text: text == "是" if text in ("是", "否") else _NOT_YES_OR_NO
        case ColumnType.TEXT:
            return lambda text: text
        case ColumnType.ENUM | ColumnType.GRADE:
            return _choice_reader(column, _NOT_A_CHOICE)


def _choice_reader(column: Column, otherwise: Fault) -> CellReader:
    choices = frozenset(column.values)
    return lambda text: text if text in choices else otherwise


def _range_of(column: Column) -> Callable[[int], bool]:
    """Whether a scaled integer, as the column keeps its cells, is within the range of the column."""
    low, high = column.ends
    return lambda kept: (low is None or kept >= low) and (high is None or kept <= high)


def _number_reader(column: Column) -> CellReader:
    is_within = _range_of(column)
    written_places = column.type.written_places

    def read(text: str) -> CellValue | Fault:
        number = read_number(text)
        if number is None:
            return _NOT_A_NUMBER
        # 12.0 is no integer either: who writes a point meant something else than a count.
        if not written_places and "." in text:
            return _NOT_AN_INTEGER
        # Whatever power of ten is kept, the digits are those that are written: 12.5 万元 is 125000 元.
        kept = number.scaled(written_places)
        return kept if is_within(kept) else _OUT_OF_RANGE

    return read


def _percent_reader(column: Column) -> CellReader:
    read = _number_reader(column)

    def read_percentage(text: str) -> CellValue | Fault:
        if not text.endswith(_PERCENT_SIGNS):
            return _NOT_A_PERCENTAGE if read_number(text) is not None else _NOT_A_NUMBER
        return read(text[:-1])

    return read_percentage


def _year_reader(column: Column) -> CellReader:
    is_within = _range_of(column)

    def read(text: str) -> CellValue | Fault:
        if not _YEAR.fullmatch(text):
            return _NOT_A_YEAR
        year = int(text)
        return year if is_within(year) else _OUT_OF_RANGE

    return read
