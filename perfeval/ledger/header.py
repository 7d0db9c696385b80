"""The first record of a file: which column of the ledger stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import cell_errors, errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.records import Record
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger

_SEPARATORS = ("\t", "，", ";", "；", "、", "|")
_LOOK_AHEAD = 10  # records among which the real header is sought when the first is none


@frozen(eq=False)
class Header:
    """width: cells that every row has to have. places: known column -> number of its cell, from 0."""

    width: int
    places: Mapping[str, int]


def column_names(ledger: Ledger) -> tuple[str, ...]:
    """单位 and the ledger's own columns, in the order of the schema."""
    return (UNIT_COLUMN, *(column.name for column in ledger.columns))


def read_header(
    file: str, records: Sequence[Record], ledger: Ledger
) -> tuple[Header | None, list[Diagnostic]]:
    """The header, perhaps without some columns, and its findings; None if there is no going on.

    ``records`` are those of the file; the first is the header.
    """
    line, cells = records[0]
    names = ledger.file_columns
    words = [_joined(cell) for cell in cells]
    if not any(word in names for word in words):
        return None, [_no_header(Cell(file, line), records, names)]
    places: dict[str, int] = {}
    for number, word in enumerate(words):
        if word in names:
            places.setdefault(word, number)
    return Header(len(cells), places), _check_names(file, records[0], words, names)


def _joined(cell: str) -> str:
    """A name as it was meant: without blanks around it and line breaks within it."""
    return cell.strip(BLANKS).replace("\r", "").replace("\n", "")


def _no_header(where: Cell, records: Sequence[Record], names: tuple[str, ...]) -> Diagnostic:
    cells = records[0][1]
    # What every header has; one without 单位 is known by all of its names.
    telling = (UNIT_COLUMN,) if UNIT_COLUMN in names else names
    if len(cells) == 1 and (len(names) > 1 or UNIT_COLUMN in names):
        for mark in _SEPARATORS:
            if _has_all(cells[0].split(mark), telling):
                return errors.wrong_separator(where, mark)
    ahead = records[1:_LOOK_AHEAD]
    header_line = next((line for line, cells in ahead if _has_all(cells, telling)), None)
    return errors.not_a_header(where, names, header_line)


def _has_all(cells: Sequence[str], names: Sequence[str]) -> bool:
    words = [_joined(cell) for cell in cells]
    return all(name in words for name in names)


def _check_names(file: str, record: Record, words: Sequence[str], names: tuple[str, ...]) -> list[Diagnostic]:
    line, cells = record
    missing = tuple(name for name in names if name not in words)
    strange = tuple(word for word in words if word not in names)
    found: list[Diagnostic] = []
    for number, (raw, word) in enumerate(zip(cells, words, strict=True)):
        where = Cell(file, line, word or None, raw)
        if not word:
            found.append(errors.unnamed_column(where, number + 1))
            continue
        if "\n" in raw or "\r" in raw:
            found.append(cell_errors.line_break(where, Column(word, ColumnType.TEXT)))
        elif raw != word:
            found.append(cell_errors.outer_blanks(where, Column(word, ColumnType.TEXT)))
        if word not in names:
            found.append(errors.unknown_column(where, errors.near_miss(word, missing), missing))
        elif word in words[:number]:
            found.append(errors.repeated_column(where))
    found.extend(
        errors.missing_column(Cell(file, line, name), errors.near_miss(name, strange)) for name in missing
    )
    return found
