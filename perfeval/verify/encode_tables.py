"""Decision tables as formulas: what each cell, each row and each output says of one element."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from attrs import Factory, frozen

from perfeval.tables.cells import Among, AnyValue, Cell
from perfeval.tables.model import Column, Fixed, HitPolicy, Kind, Output, Row, Table
from perfeval.verify.exact import compute
from perfeval.verify.free import Free
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import Number, Value, missing

Code = Callable[[str], int]


@frozen(eq=False)
class Reader:
    """How to read one element: its columns by name, as values and as numbers.

    free: what stands for what no formula says. refused: when an output has no value because something
    is divided by 0. unsaid: when it is something that no formula says.
    """

    terms: Terms
    code: Code
    value: Callable[[str], Value]
    number: Callable[[str], Number]
    free: Free
    refused: list[Term] = Factory(list)
    unsaid: list[Term] = Factory(list)


@frozen(eq=False)
class TableTerms:
    """What a table does with one element.

    cells: for each row whether each of its cells holds. fires: for each row whether it is used.
    clash: whether two rows hold where one may.
    """

    cells: tuple[tuple[Term, ...], ...]
    fires: tuple[Term, ...]
    clash: Term


def cell_holds(terms: Terms, code: Code, cell: Cell, value: Value) -> Term:
    """Whether a cell holds for a value; never for a missing one unless it holds for all."""
    if isinstance(cell, AnyValue):
        return terms.true
    if isinstance(cell, Among):
        return terms.all([value.known, terms.any(_is(terms, code, each, value) for each in cell.values)])
    held = [value.known]
    if cell.low is not None:
        low = terms.constant(_number(cell.low) + (0 if cell.low_included else 1))
        held.append(terms.at_most(low, value.term))
    if cell.high is not None:
        high = terms.constant(_number(cell.high) - (0 if cell.high_included else 1))
        held.append(terms.at_most(value.term, high))
    return terms.all(held)


def _is(terms: Terms, code: Code, wanted: int | str | bool | date, value: Value) -> Term:
    if isinstance(wanted, bool):
        return value.term if wanted else terms.negation(value.term)
    return terms.is_value(value.term, code(wanted) if isinstance(wanted, str) else _number(wanted))


def _number(value: int | date) -> int:
    return value.toordinal() if isinstance(value, date) else value


def encode_rows(table: Table, read: Reader) -> TableTerms:
    """Which rows hold and which are used for one element."""
    terms = read.terms
    inputs = [read.value(name) for name in table.inputs]
    cells = tuple(
        tuple(
            cell_holds(terms, read.code, cell, value) for cell, value in zip(row.cells, inputs, strict=True)
        )
        for row in table.rows
    )
    fires, clash = chosen_rows(terms, table, [terms.all(row) for row in cells])
    return TableTerms(cells, fires, clash)


def chosen_rows(terms: Terms, table: Table, holds: Sequence[Term]) -> tuple[tuple[Term, ...], Term]:
    """The rows that a hit policy picks of those that hold, and whether they clash.

    Where rows clash there is no result at all, so what is picked there does not matter.
    """
    if table.hit_policy is HitPolicy.COLLECT:
        return tuple(holds), terms.false
    clashes: list[Term] = []
    if table.hit_policy is HitPolicy.UNIQUE:
        before = terms.false
        for held in holds:
            clashes.append(terms.all([before, held]))
            before = terms.any([before, held])
        return tuple(holds), terms.any(clashes)
    fires: list[Term] = []
    left, here = terms.true, terms.false
    tier = table.rows[0].tier if table.rows else 0
    first = 0
    for number, (row, held) in enumerate(zip(table.rows, holds, strict=True)):
        if row.tier != tier:
            left, here = terms.all([left, terms.negation(here)]), terms.false
            tier, first = row.tier, number
        candidate = terms.all([left, held])
        others = [fires[other] for other in range(first, number) if _differ(table.rows[other], row)]
        clashes.append(terms.all([candidate, terms.any(others)]))
        fires.append(terms.all([candidate, terms.negation(here)]))
        here = terms.any([here, candidate])
    return tuple(fires), terms.any(clashes)


def _differ(one: Row, other: Row) -> bool:
    return one.outputs != other.outputs


def encode_output(table: Table, place: int, column: Column, fires: Sequence[Term], read: Reader) -> Value:
    """The value of one output column for one element."""
    terms = read.terms
    outputs = [row.outputs[place] for row in table.rows]
    if column.kind is not Kind.NUMBER and table.hit_policy is HitPolicy.COLLECT:
        texts = [str(output.value if isinstance(output, Fixed) else None) for output in outputs]
        return Value(terms.true, terms.zero, tuple(zip(texts, fires, strict=True)))
    value = missing(terms)
    if column.kind is Kind.BOOL:
        value = Value(terms.false, terms.false)
    for output, fired in reversed(list(zip(outputs, fires, strict=True))):
        given = _given(output, column, read)
        by_zero, unsaid = read.free.taken()
        read.refused.extend(terms.all([fired, nothing]) for nothing in by_zero)
        read.unsaid.extend([fired] if unsaid else [])
        if given is None:
            value = _chosen(terms, fired, Value(terms.false, value.term), value, column)
        else:
            value = _chosen(terms, fired, given, value, column)
    return value


def _given(output: Output, column: Column, read: Reader) -> Value | None:
    """What a row gives, or None for nothing."""
    terms = read.terms
    if isinstance(output, Fixed):
        if column.kind is Kind.NUMBER:
            return None
        value = output.value
        fixed = terms.known(value) if isinstance(value, bool) else terms.constant(read.code(value))
        return Value(terms.true, fixed)
    if output is None or column.kind is not Kind.NUMBER:
        return None
    return compute(terms, output, read.number, read.free, column.places)


def _chosen(terms: Terms, test: Term, yes: Value, no: Value, column: Column) -> Value:
    choose = terms.either if column.kind is Kind.BOOL else terms.choice
    if no.known is terms.false:
        # Where nothing is known the number behind it is never looked at.
        return Value(terms.all([test, yes.known]), yes.term)
    return Value(terms.either(test, yes.known, no.known), choose(test, yes.term, no.term))


def varying_rows(table: Table, fires: Sequence[Term], columns: Mapping[str, Column]) -> list[Term]:
    """The rows (whether each fires) whose points are not written out but computed from the row."""
    from perfeval.tables.flow import names_in

    return [
        fired
        for row, fired in zip(table.rows, fires, strict=True)
        for output, name in zip(row.outputs, table.outputs, strict=True)
        if columns[name].kind is Kind.NUMBER
        and output is not None
        and not isinstance(output, Fixed)
        and names_in(output)
    ]
