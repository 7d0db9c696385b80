"""Text of a CSV file -> records: for each its physical line and its cells."""

from __future__ import annotations

import csv
from io import StringIO

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import errors
from perfeval.ledger.blanks import BLANKS

# The physical line at which a record starts (the first line of the file is 1), and its cells.
Record = tuple[int, list[str]]


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
    """Cut ``text`` into records; after a broken one reading goes on at the next physical line."""
    # newline="" keeps line ends as they are: \n, \r\n and \r end a line, and nothing else does.
    lines = list(StringIO(text, newline=""))
    quoted = '"' in text
    records = Records([], [], [])
    begin = 0
    while begin < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(begin, len(lines))), strict=True)
        first = start = begin
        begin = len(lines)
        try:
            for cells in reader:
                end = first + reader.line_num
                if quoted and _has_stray_quote(lines[start:end], cells, records.sound):
                    raise csv.Error
                if len(cells) > 1 or not _is_blank(cells):
                    records.sound.append((start + 1, cells))
                start = end
        except csv.Error:
            begin = start + 1
            _break(records, Cell(file, start + 1), lines[start])
    return records


def _break(records: Records, where: Cell, line: str) -> None:
    """Put the record that starts on ``line`` among the broken ones."""
    # The csv module raises for wrong quotes and, without any quote, only for a cell beyond its limit.
    records.findings.append(errors.stray_quote(where) if '"' in line else errors.endless_cell(where))
    records.broken.append((where.line or 0, line.replace('"', "").split(",")))


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
