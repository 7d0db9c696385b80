"""Facts put into the unknowns of the encoder, and its columns compared with those of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import define

from perfeval.evaluate.outcome import Outcome
from perfeval.ledger.facts import Table
from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.tables.model import Kind, PlacesStep, RankStep
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.encode import Encoder, encode
from perfeval.verify.free import MARK
from perfeval.verify.terms import Op, Term, in_order
from perfeval.verify.universe import RANK, Bounds, Slot, Universe, ends_of, universe_of
from perfeval.verify.values import Value, by_text
from tests.verify.term_values import values_of


@define
class Assignment:
    """One value of each unknown for one unit of an outcome."""

    universe: Universe
    outcome: Outcome
    unit: int
    texts: dict[str, dict[str, int]]

    def values(self) -> dict[str, int]:
        """The unknowns by name."""
        name = self.outcome.book.units[self.unit].name
        found = {"单位": next(i for i, kind in enumerate(self.universe.kinds) if name in kind.units)}
        for ledger in self.universe.ledgers:
            table = self.outcome.facts.tables[ledger.name]
            rows = [row for row, unit in enumerate(table.units) if unit == name]
            self.fill(ledger, table, rows, found)
        for step in self.outcome.model.nodes:
            if isinstance(step, RankStep):
                found[RANK] = self.int_of(self.outcome.columns[UNIT_GRAIN, step.name][self.unit])
            elif isinstance(step, PlacesStep):
                place = self.outcome.columns[UNIT_GRAIN, step.name][self.unit]
                found[f"名额{step.name}"] = self.int_of(place)
        return found

    def fill(self, ledger: Ledger, table: Table, rows: Sequence[int], found: dict[str, int]) -> None:
        """Rows of the unit go into the slots, those with written keys into their own."""
        slots = self.universe.slots.get(ledger.name, ())
        left = list(rows)
        for slot in slots:
            row = next((row for row in left if self.fits(ledger, table, row, slot)), None)
            if row is not None:
                left.remove(row)
            prefix = f"{slot.ledger}#{slot.index}"
            found[f"{prefix}?"] = int(row is not None)
            found[f"{prefix}×"] = 1
            for column in ledger.columns:
                filled = row is not None and table.columns[column.name][row] is not None
                found[f"{prefix}.{column.name}?"] = int(filled)
                if row is None or not filled:
                    value = self.filler(column)
                else:
                    value = self.cell(table.columns[column.name][row], ledger, column)
                found[f"{prefix}.{column.name}"] = value
        assert not slots or not left, "more rows than the universe has"

    def fits(self, ledger: Ledger, table: Table, row: int, slot: Slot) -> bool:
        """Whether the slot has the row's key, or no key of its own."""
        for name in ledger.key:
            cell = slot.cells[name]
            column = ledger.column(name)
            written = column is not None and cell.op is Op.CONSTANT
            if written and cell.constant != self.int_of(table.columns[name][row]):
                return False
        return True

    def filler(self, column: Column) -> int:
        """A value in order for a row that is not there."""
        if column.values:
            return self.universe.code(column.values[0])
        if column.type is ColumnType.TEXT:
            return -1
        return 0 if column.type is ColumnType.BOOL else max(0, ends_of(self.universe, column)[0])

    def cell(self, value: object, ledger: Ledger, column: Column) -> int:
        """A cell as the encoder has it: free texts are below zero, in the order of their mention."""
        if column.type is ColumnType.TEXT:
            known = self.texts.setdefault(f"{ledger.name}.{column.name}", {})
            return known.setdefault(str(value), -1 - len(known))
        return self.int_of(value)

    def int_of(self, value: object) -> int:
        """A value as the encoder has it; a missing one is 0."""
        if isinstance(value, str):
            return self.universe.code(value)
        if isinstance(value, date):
            return value.toordinal()
        assert value is None or isinstance(value, int)
        return int(value or 0)


def encoder_for(outcome: Outcome, rows: int) -> Encoder:
    """The encoder with so many unknown rows in each ledger."""
    books = [(outcome.book, outcome.model)]
    return encode(universe_of(books, Bounds(rows, rows, 1)), 0, outcome.book, outcome.model)


def most_rows(outcome: Outcome) -> int:
    """The most rows that any unit has in any ledger."""
    counts = [
        list(table.units).count(unit) for table in outcome.facts.tables.values() for unit in table.units
    ]
    return max(counts, default=1)


def guessed(*terms: Term) -> bool:
    """Whether formulas rest on an unknown that no formula says."""
    return any(term.name.startswith(MARK) for term in in_order(terms))


def disagreements(encoder: Encoder, outcome: Outcome, units: Sequence[int]) -> list[str]:
    """Columns of these units that the encoder has otherwise than the engine, with both values."""
    universe = encoder.universe
    rows = [Assignment(universe, outcome, unit, {}).values() for unit in units]
    given: dict[str, Sequence[int]] = {name: [row.get(name, 0) for row in rows] for name in rows[0]}
    columns = {
        name: encoder.done.unit(name)
        for grain, name in outcome.columns
        if grain == UNIT_GRAIN and (grain, name) in encoder.done.columns and name not in ("单位",)
    }
    # What no formula says is an unknown of its own, with which there is nothing to compare.
    columns = {name: value for name, value in columns.items() if not guessed(value.known, value.term)}
    held = [
        term
        for term in (*universe.assumptions, *encoder.done.assumptions, *encoder.done.ranges)
        if not guessed(term)
    ]
    listed = {name: by_text(universe.terms, value) for name, value in columns.items()}
    wanted = [term for value in columns.values() for term in (value.known, value.term)]
    wanted.extend(term for texts in listed.values() for _, term in texts)
    wanted.extend(held)
    done = values_of(wanted, given, len(units))
    found = [
        f"{outcome.book.units[unit].name} breaks an assumption"
        for number, unit in enumerate(units)
        if not all(done[term.number][number] for term in held)
    ]
    refused = [term for term in encoder.done.refusals.values() if not guessed(term)]
    refusals = values_of(refused, given, len(units))
    if any(refusals[term.number][number] for term in refused for number in range(len(units))):
        found.append("a refusal")
    for name, value in columns.items():
        kind = outcome.model.columns[UNIT_GRAIN, name].kind
        for number, unit in enumerate(units):
            actual = outcome.columns[UNIT_GRAIN, name][unit]
            encoded = _shown(universe, kind, value, listed[name], done, number)
            if kind is Kind.LIST and actual is None:
                actual = ()
            if isinstance(actual, str):
                actual = universe.codes.get(actual)
            elif isinstance(actual, date):
                actual = actual.toordinal()
            if encoded != actual:
                found.append(f"{outcome.book.units[unit].name} {name}: {encoded} {actual}")
    return found


def _shown(
    universe: Universe,
    kind: Kind,
    value: Value,
    texts: list[tuple[str, Term]],
    done: dict[int, Sequence[int]],
    number: int,
) -> object:
    if kind is Kind.LIST:
        return tuple(text for text, term in texts if done[term.number][number])
    if not done[value.known.number][number]:
        return None
    found = done[value.term.number][number]
    return bool(found) if kind is Kind.BOOL else found
