"""What may be wanted of a unit: as a formula for the solver, and as it shows in an outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.tables import elements_that_meet
from perfeval.tables.cells import Cell
from perfeval.tables.model import Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.encode import Encoder
from perfeval.verify.encode_tables import cell_holds
from perfeval.verify.fired import fired_of, key_of_table
from perfeval.verify.terms import Term


@frozen
class Wanted:
    """truth: of an encoded model. shows: whether it is so for a unit, by its number, of an outcome."""

    truth: Callable[[Encoder], Term]
    shows: Callable[[Outcome, int], bool]


def beyond(name: str, line: int, *, above: bool) -> Wanted:
    """A number above (or, if not ``above``, below) a line that is scaled as its column is."""

    def truth(encoder: Encoder) -> Term:
        value, terms = encoder.done.unit(name), encoder.terms
        low, high = terms.constant(line), value.term
        return terms.all([value.known, terms.less(low, high) if above else terms.less(high, low)])

    def shows(outcome: Outcome, unit: int) -> bool:
        value = outcome.columns[UNIT_GRAIN, name][unit]
        return isinstance(value, int) and (value > line if above else value < line)

    return Wanted(truth, shows)


def cells(table: Table, held: Sequence[Cell], *, used: bool = True) -> Wanted:
    """Inputs of a table of units that these cells hold for. used: False where no row of it may hold."""

    def truth(encoder: Encoder) -> Term:
        read = encoder.reader(UNIT_GRAIN, 0)
        inside = [
            cell_holds(encoder.terms, read.code, cell, read.value(name))
            for name, cell in zip(table.inputs, held, strict=True)
        ]
        if not used:
            rows = encoder.done.tables[key_of_table(table)][0].cells
            inside.extend(encoder.terms.negation(encoder.terms.all(row)) for row in rows)
        return encoder.terms.all(inside)

    def shows(outcome: Outcome, unit: int) -> bool:
        inputs = [outcome.columns[UNIT_GRAIN, name][unit] for name in table.inputs]
        fits = all(
            bool(elements_that_meet(cell, [value], [0])) for cell, value in zip(held, inputs, strict=True)
        )
        return fits and (used or not fired_of(outcome, table)[unit])

    return Wanted(truth, shows)


def both_rows(table: Table, one: int, other: int) -> Callable[[Encoder], Term]:
    """That two rows of a table hold for the same element."""

    def truth(encoder: Encoder) -> Term:
        terms, rows = encoder.terms, encoder.done.tables[key_of_table(table)]
        slots = encoder.universe.slots.get(table.grain, ())
        there = [terms.true] if table.grain == UNIT_GRAIN else [slot.exists for slot in slots]
        return terms.any(
            terms.all([exists, *each.cells[one], *each.cells[other]])
            for exists, each in zip(there, rows, strict=True)
        )

    return truth


def texts(*held: tuple[str, str]) -> Wanted:
    """Columns that hold these texts, all for the same unit."""

    def truth(encoder: Encoder) -> Term:
        terms, code = encoder.terms, encoder.universe.code
        values = [(encoder.done.unit(name), text) for name, text in held]
        return terms.all(
            part for value, text in values for part in (value.known, terms.is_value(value.term, code(text)))
        )

    def shows(outcome: Outcome, unit: int) -> bool:
        return all(outcome.columns[UNIT_GRAIN, name][unit] == text for name, text in held)

    return Wanted(truth, shows)
