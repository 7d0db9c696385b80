"""Many small situations evaluated in one run: each is a population of its own.

Of facts that a situation does not give nothing is known: what is computed from them is missing, and
a series is ranked only where every unit of it has the number it is ranked by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.evaluate import errors
from perfeval.evaluate.outcome import Outcome, Value
from perfeval.evaluate.run import run_apart
from perfeval.ledger.cells import unit_column
from perfeval.ledger.errors import unknown_unit
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.ledger.header import Header, column_names
from perfeval.ledger.rows import read_rows
from perfeval.ledger.schema import UNIT_COLUMN, Ledger, Schema
from perfeval.quantity.number import Number, read_number
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN, Place

# A row of a ledger: the unit it is about, its line, and its cells by column.
_Row = tuple[str, int, Mapping[str, CellValue | None]]


@frozen(eq=False)
class Read:
    """One situation, read against a schema.

    refusals: why the facts are turned down (then nothing else counts). rows: by ledger.
    numbers: computed numbers and words that are set outright, by unit and name.
    """

    situation: Situation
    refusals: tuple[Diagnostic, ...]
    rows: Mapping[str, tuple[_Row, ...]]
    numbers: Mapping[tuple[str, str], Number | str]


@frozen(eq=False)
class Judged:
    """What became of several situations.

    book: the rule book with its own roster.
    outcome: of all their units, one after the other. starts: for each situation the number of its
    first unit in the outcome. refusals: for each why its facts were turned down, or why the rules do
    not decide it; empty where it was evaluated.
    """

    book: RuleBook
    situations: tuple[Situation, ...]
    outcome: Outcome
    starts: tuple[int, ...]
    refusals: tuple[tuple[Diagnostic, ...], ...]

    def unit(self, situation: int, name: str) -> int | None:
        """The number in the outcome of a unit of a situation, by its name; None if it has none such."""
        units = self.situations[situation].units
        return self.starts[situation] + units.index(name) if name in units else None


def read_situations(schema: Schema, situations: Sequence[Situation], file: str) -> tuple[Read, ...]:
    """Situations read as ledgers are, with the same findings. file: where their rows stand."""
    return tuple(_read(schema, situation, file) for situation in situations)


def judge(book: RuleBook, model: Model, situations: Sequence[Situation | Read]) -> Judged:
    """Evaluate all situations under one model. Those read before are not read again."""
    reads = [each if isinstance(each, Read) else _read(book.schema, each, book.title) for each in situations]
    roster = {unit.name: unit for unit in book.units}
    units = [
        (number, roster[name])
        for number, read in enumerate(reads)
        if not read.refusals
        for name in read.situation.units
    ]
    starts: list[int] = []
    size = 0
    for read in reads:
        starts.append(size)
        size += 0 if read.refusals else len(read.situation.units)
    given, unfit = _given(model, reads, starts)
    outcome, findings = run_apart(
        evolve(book, units=tuple(unit for _, unit in units)),
        model,
        Facts({ledger.name: _table(ledger, reads) for ledger in book.schema.ledgers}),
        [number for number, _ in units],
        given,
    )
    refusals = [list(read.refusals) for read in reads]
    for number, finding in (*unfit, *findings):
        refusals[number].append(finding)
    return Judged(
        book, tuple(read.situation for read in reads), outcome, tuple(starts), tuple(map(tuple, refusals))
    )


# ---------------------------------------------------------------- reading


def _read(schema: Schema, situation: Situation, file: str) -> Read:
    found: list[Diagnostic] = []
    rows: dict[str, tuple[_Row, ...]] = {}
    numbers: dict[tuple[str, str], Number | str] = {}
    for given in situation.rows:
        ledger = schema.ledger(given.ledger)
        if ledger is not None:
            found.extend(_read_rows(file, ledger, given, schema, rows))
    for ledger in schema.ledgers:
        if ledger.per_unit:
            found.extend(_read_values(file, ledger, situation.values, schema, rows))
    facts = {column.name for ledger in schema.ledgers if ledger.per_unit for column in ledger.columns}
    for value in situation.values:
        if value.name not in facts:
            number = read_number(value.text)
            if value.unit not in schema.units:
                where = Cell(file, value.line, UNIT_COLUMN, value.unit)
                found.append(unknown_unit(where, unit_column(schema.units)))
            elif number is None and value.name not in situation.words:
                where = Cell(file, value.line, value.name, value.text)
                found.append(errors.not_a_number(value.unit, value.name, where))
            else:
                numbers[value.unit, value.name] = value.text if number is None else number
    return Read(situation, _each_once(found), rows, numbers)


def _each_once(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """A name that is wrong in several places is told where it stands first."""
    return tuple({(finding.code, finding.message): finding for finding in reversed(found)}.values())[::-1]


def _read_rows(
    file: str, ledger: Ledger, given: GivenRows, schema: Schema, rows: dict[str, tuple[_Row, ...]]
) -> list[Diagnostic]:
    header = Header(len(given.columns), {name: place for place, name in enumerate(given.columns)})
    records = [(line, list(cells)) for line, cells in zip(given.lines, given.rows, strict=True)]
    read, findings = read_rows(file, records, header, ledger, schema.units)
    if not findings:
        units = read.texts[UNIT_COLUMN]
        # A variant of the book may have columns that the situation does not know of.
        given_columns = [column.name for column in ledger.columns if column.name in read.read]
        made = [
            (unit, line, {name: read.read[name].values[number] for name in given_columns})
            for number, (unit, line) in enumerate(zip(units, read.lines, strict=True))
        ]
        rows[ledger.name] = (*rows.get(ledger.name, ()), *made)
    return findings


def _read_values(
    file: str,
    ledger: Ledger,
    values: Sequence[GivenValue],
    schema: Schema,
    rows: dict[str, tuple[_Row, ...]],
) -> list[Diagnostic]:
    """Facts that are given one by one: a row a unit, with the columns that are given."""
    found: list[Diagnostic] = []
    own = [value for value in values if ledger.column(value.name) is not None]
    for unit in dict.fromkeys(value.unit for value in own):
        mine = [value for value in own if value.unit == unit]
        names = (UNIT_COLUMN, *(value.name for value in mine))
        header = Header(len(names), {name: place for place, name in enumerate(names)})
        record = (mine[0].line, [unit, *(value.text for value in mine)])
        read, findings = read_rows(file, [record], header, ledger, schema.units)
        found.extend(findings)
        if not findings:
            cells = {value.name: read.read[value.name].values[0] for value in mine}
            rows[ledger.name] = (*rows.get(ledger.name, ()), (unit, mine[0].line, cells))
    return found


# ---------------------------------------------------------------- joining


def _table(ledger: Ledger, reads: Sequence[Read]) -> Table:
    """The rows of one ledger in all situations that are not turned down."""
    rows = [
        (number, row)
        for number, read in enumerate(reads)
        if not read.refusals
        for row in read.rows.get(ledger.name, ())
    ]
    return Table(
        ledger.name,
        tuple(unit for _, (unit, _, _) in rows),
        tuple(line for _, (_, line, _) in rows),
        {name: tuple(cells.get(name) for _, (_, _, cells) in rows) for name in column_names(ledger)[1:]},
        tuple(number for number, _ in rows),
    )


def _given(
    model: Model, reads: Sequence[Read], starts: Sequence[int]
) -> tuple[dict[Place, dict[int, Value]], list[tuple[int, Diagnostic]]]:
    """Numbers set outright, at the places of their columns; and those that no column can hold."""
    given: dict[Place, dict[int, Value]] = {}
    unfit: list[tuple[int, Diagnostic]] = []
    for situation, read in enumerate(reads):
        if read.refusals:
            continue
        units = {name: number for number, name in enumerate(read.situation.units, starts[situation])}
        for (unit, name), number in read.numbers.items():
            column = model.columns.get((UNIT_GRAIN, name))
            if isinstance(number, str):
                given.setdefault((UNIT_GRAIN, name), {})[units[unit]] = number
            elif column is None or number.places > column.places:
                shown = 0 if column is None else column.places
                unfit.append((situation, errors.too_fine(unit, name, str(number), shown)))
            else:
                given.setdefault((UNIT_GRAIN, name), {})[units[unit]] = number.scaled(column.places)
    return given, unfit
