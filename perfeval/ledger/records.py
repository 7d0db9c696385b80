"""Text of a CSV file -> records: for each its physical line and its cells."""

from __future__ import annotations

import csv
from io import StringIO
from typing import final

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.limits import MAX_CELL, MAX_CELLS, MAX_FINDINGS, MAX_ROWS

# The physical line at which a record starts (the first line of the file is 1), and its cells.
Record = tuple[int, list[str]]


@final
@frozen(eq=False)
class Records:
    """The records of one file, blank lines left out.

    sound: records in order. broken: the same for records whose quotes are wrong; each has its
    finding in ``findings``, and its cells are a guess, good only for telling whom the row is about.
    """

    sound: list[Record]
    broken: list[Record]
    findings: list[Diagnostic]


def cut_records(file: str, text: str) -> Records:
    """Cut ``text`` into records; after a broken one reading goes on at the next physical line.

    A text of too many lines is not cut at all, and reading stops where too many are broken.
    """
    count = _lines(text)
    if count > MAX_ROWS + 1:
        return Records([], [], [errors.too_many_rows(Cell(file), count, MAX_ROWS)])
    # newline="" keeps line ends as they are: \n, \r\n and \r end a line, and nothing else does.
    lines = list(StringIO(text, newline=""))
    quoted = '"' in text
    records = Records([], [], [])
    begin = 0
    while begin < len(lines):
        if len(records.findings) >= MAX_FINDINGS:
            records.findings.append(errors.stopped(Cell(file, begin + 1)))
            break
        reader = csv.reader(map(lines.__getitem__, range(begin, len(lines))), strict=True)
        first = start = begin
        begin = len(lines)
        try:
            for cells in reader:
                end = first + reader.line_num
                if quoted and _has_stray_quote(lines[start:end], cells, records.sound):
                    raise csv.Error
                if (excess := _excess(Cell(file, start + 1), cells)) is not None:
                    records.findings.append(excess)
                    records.broken.append((start + 1, cells))
                    if len(records.findings) >= MAX_FINDINGS:
                        begin = end
                        break
                elif len(cells) > 1 or not _is_blank(cells):
                    records.sound.append((start + 1, cells))
                start = end
        except csv.Error:
            begin = start + 1
            _break(records, Cell(file, start + 1), lines[start])
    return records


def _break(records: Records, where: Cell, line: str) -> None:
    """Put the record that starts on ``line`` among the broken ones."""
    # The csv module raises for wrong quotes and, without any quote, only for a cell beyond its limit.
    records.findings.append(
        errors.stray_quote(where)
        if '"' in line
        else errors.endless_cell(where, max(map(len, line.split(","))), MAX_CELL)
    )
    records.broken.append((where.line or 0, line.replace('"', "").split(",")))


def _lines(text: str) -> int:
    """The lines of a text, the last one with or without its line end."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + (not text.endswith(("\n", "\r")))


def _excess(where: Cell, cells: list[str]) -> Diagnostic | None:
    """The limit that a row breaks."""
    if len(cells) > MAX_CELLS:
        return errors.too_many_cells(where, len(cells), MAX_CELLS)
    longest = max(map(len, cells), default=0)
    return errors.endless_cell(where, longest, MAX_CELL) if longest > MAX_CELL else None


def _is_blank(cells: list[str]) -> bool:
    """Whether nothing can be seen on a line of one cell at most."""
    # An empty cell is one that was written as "": not a blank line.
    return not cells or (cells[0] != "" and not cells[0].strip(BLANKS))


def _has_stray_quote(lines: list[str], cells: list[str], before: list[Record]) -> bool:
    """Whether a record that the csv module let pass still has a quote too many or too few."""
    if sum(line.count('"') for line in lines) % 2:
        return True
    # A quote that swallows following lines shows by the number of cells; a real line break does not.
    return len(lines) > 1 and bool(before) and len(cells) != len(before[0][1])
