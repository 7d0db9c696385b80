"""What is wrong with a few populations, in the words of the reader of ledgers and of the evaluation."""

# ruff: noqa: S608 - all that goes into a query is quoted, or comes from here

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity, has_errors
from perfeval.evaluate.run import run
from perfeval.ledger import errors as ledger_errors
from perfeval.ledger.limits import MAX_ROWS
from perfeval.ledger.read import Content, read_facts, read_roster
from perfeval.ledger.records import Record, Records
from perfeval.ledger.schema import UNIT_COLUMN, ColumnType, Ledger
from perfeval.sql import spark_errors as errors
from perfeval.sql.plan import LINE, POPULATION
from perfeval.sql.spark_cells import quoted, raw
from perfeval.sql.spark_facts import POPULATIONS, SparkFacts
from perfeval.tables.model import Model

# Of so many populations is said what is wrong; the rest are counted.
MOST_TOLD = 10
_SUFFIX = ".csv"


def findings_of(
    facts: SparkFacts, model: Model, view: str, *, warnings: bool = False
) -> tuple[Diagnostic, ...]:
    """What is wrong with the populations of a view; of many only with the first, the others are counted.

    warnings: nothing is, but the reader of ledgers warns of something in each.
    """
    count = facts.sql(f"SELECT COUNT(*) FROM {quoted(view)}").collect()[0][0]
    population = quoted(POPULATION)
    theirs = f"{quoted(POPULATIONS)} AS p LEFT SEMI JOIN {quoted(view)} USING ({population})"
    keys = facts.sql(f"SELECT p.* FROM {theirs} ORDER BY {population} LIMIT {MOST_TOLD}").collect()
    if not keys:
        return ()
    numbers = [each[POPULATION] for each in keys]
    files = _files(facts, numbers)
    found: list[Diagnostic] = []
    for row in keys:
        shown = "、".join(f"{name}“{row[name]}”" for name in facts.names)
        own = _of_one(facts, model, files[row[POPULATION]])
        if not warnings and not has_errors(tuple(own)):
            own = [*own, errors.not_confirmed("")]
        found.extend(evolve(each, message=f"{shown}：{each.message}") if shown else each for each in own)
    if count > len(keys):
        more = errors.more_populations(count - len(keys))
        found.append(evolve(more, severity=Severity.WARNING) if warnings else more)
    return tuple(found)


def _of_one(facts: SparkFacts, model: Model, files: Mapping[str, Content]) -> list[Diagnostic]:
    """The findings about one population, with the names of ledgers as files."""
    book = facts.book
    if book.roster is not None:
        book = book.with_roster(read_roster(files, book.roster))
    for name, content in files.items():
        if isinstance(content, Records) and len(content.sound) > MAX_ROWS + 1:
            return [
                ledger_errors.too_many_rows(
                    Cell(name.removesuffix(_SUFFIX)), len(content.sound) - 1, MAX_ROWS
                )
            ]
    read = read_facts(files, book.schema, book.year[0].year)
    found = list(read.diagnostics)
    if read.value is not None and not has_errors(read.diagnostics):
        found.extend(run(book, model, read.value).diagnostics)
    return [_placed(each) for each in found]


def _placed(found: Diagnostic) -> Diagnostic:
    """A finding about a file, as one about a ledger that is no such file."""
    where = found.where
    if not isinstance(where, Cell):
        return found
    return evolve(found, where=evolve(where, file=where.file.removesuffix(_SUFFIX)))


def _files(facts: SparkFacts, numbers: Sequence[int]) -> dict[int, dict[str, Content]]:
    """The rows of a few populations as CSV files would have them, by population and name."""
    found: dict[int, dict[str, Content]] = {number: {} for number in numbers}
    for ledger in facts.book.schema.ledgers:
        if ledger.name not in facts.frames:
            continue
        header: Record = (0, list(ledger.file_columns))
        records: dict[int, list[Record]] = {number: [header] for number in numbers}
        for row in _collected(facts, ledger, numbers):
            texts = [_text(ledger, name, row) for name in ledger.file_columns]
            records[row[POPULATION]].append((row[LINE], texts))
        for number, rows in records.items():
            found[number][ledger.name + _SUFFIX] = Records(rows, [], [])
    return found


def _collected(facts: SparkFacts, ledger: Ledger, numbers: Sequence[int]) -> list[Any]:
    listed = ", ".join(str(number) for number in numbers)
    text = (
        f"SELECT * FROM ({facts.cells(ledger)}) WHERE {quoted(POPULATION)} IN ({listed}) "
        f"ORDER BY {quoted(POPULATION)}, {quoted(LINE)} LIMIT {MAX_ROWS + len(numbers) + 1}"
    )
    rows: list[Any] = facts.sql(text).collect()
    return rows


def _text(ledger: Ledger, name: str, row: Any) -> str:
    """A cell as a CSV file would have it."""
    column = ledger.column(name)
    if column is None or name == UNIT_COLUMN:
        return row[UNIT_COLUMN] or ""
    value = row[raw(name)]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    sign = "%" if column.type is ColumnType.PERCENT else ""
    return f"{value}{sign}" if isinstance(value, int | str) else f"{_plain(value)}{sign}"


def _plain(value: Any) -> str:
    """A decimal without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
