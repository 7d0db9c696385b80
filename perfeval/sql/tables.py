"""Decision tables -> which row fires, as a number or a mask, and what it gives."""

from __future__ import annotations

from attrs import frozen

from perfeval.sql import numbers as n
from perfeval.sql.builder import Builder, NotInSql
from perfeval.sql.expression import (
    FALSE,
    NULL,
    Bit,
    Call,
    Case,
    Cast,
    Expr,
    In,
    IsNull,
    Lit,
    Not,
    Op,
    Ref,
    Type,
    chained,
    every,
    is_there,
    size_of,
    some,
    when,
)
from perfeval.sql.formulas import Formulas
from perfeval.sql.numbers import Num
from perfeval.sql.traces import Fired, Masks
from perfeval.tables.cells import Among, AnyValue, Cell, Range, is_empty, meet
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.grading import TAKING_PART
from perfeval.tables.model import Fixed, HitPolicy, Kind, Output, Row, Table
from perfeval.tables.places import UNIT_GRAIN

# Conditions of a table that together have no more parts are as good as the number of the row.
_SHORT = 40
# Bits of one mask; a table with more rows has several.
MASK_BITS = 62


def table(builder: Builder, node: Table) -> None:
    """Trace, findings and columns of a table."""
    conditions = [_holds(builder, node, row) for row in node.rows]
    if node.hit_policy is HitPolicy.COLLECT:
        _collect(builder, node, conditions)
        return
    whens: list[tuple[Expr, Expr]] = []
    for number, condition in enumerate(conditions, 1):
        if condition != FALSE:
            whens.append((condition, Lit(number)))
    trace: Expr = Case(tuple(whens)) if whens else NULL
    fired = builder.define(node.grain, f"{node.name}·行", trace, Type.ROW, builder.clause)
    builder.traces[node.name] = Fired(node.grain, fired.name)
    _clashes(builder, node, conditions, fired)
    if node.strict:
        there = [is_there(builder.column(node.grain, name)) for name in node.inputs]
        builder.suspect(node.grain, every([IsNull(fired), *there]))
    _check_graded(builder, node, fired)
    choice = _Choice(fired, tuple(conditions) if sum(map(size_of, conditions)) <= _SHORT else ())
    for place, name in enumerate(node.outputs):
        _output(builder, node, place, name, choice)


@frozen
class _Choice:
    """Which row fired: its number, and, where these are short, what all rows ask for."""

    fired: Ref
    conditions: tuple[Expr, ...] = ()

    def of(self, given: list[tuple[int, Expr]], rows: int) -> Expr:
        """What the row that fired gives; given: by number of the row, from 0."""
        constant = all(isinstance(value, Lit) for _, value in given)
        if not self.conditions or not constant or len(given) < rows:
            return Case(tuple((Lit(number + 1), value) for number, value in given), subject=self.fired)
        # Short conditions are written once more rather than waiting for the number of the row.
        whens = tuple((self.conditions[number], value) for number, value in given)
        return Case(tuple(each for each in whens if each[0] != FALSE)) if whens else NULL


# ---------------------------------------------------------------- conditions


def _holds(builder: Builder, node: Table, row: Row) -> Expr:
    """Whether all cells of a row hold; never known to hold where an input is missing."""
    asked = node.asked(row)
    return _together(builder, node.grain, asked)


def _together(builder: Builder, grain: str, cells: dict[str, Cell]) -> Expr:
    parts = []
    for name, cell in cells.items():
        if not isinstance(cell, AnyValue):
            parts.append(cell_holds(builder.column(grain, name), cell, builder.meta(grain, name).kind))
    return FALSE if FALSE in parts else every(parts)


def cell_holds(column: Ref, cell: Cell, kind: Kind) -> Expr:
    """Whether a cell holds for a column."""
    if kind is Kind.LIST:
        raise NotInSql("以名单为条件")
    if isinstance(cell, Range):
        return _within(column, cell)
    assert isinstance(cell, Among)
    if not cell.values:
        return FALSE
    if kind is Kind.BOOL:
        if True in cell.values and False in cell.values:
            return is_there(column)
        return column if True in cell.values else Not(column)
    return In(column, tuple(cell.values))


def _within(column: Ref, cell: Range) -> Expr:
    low, high = cell.low, cell.high
    if low is None and high is None:
        return is_there(column)
    if low is not None and low == high and cell.low_included and cell.high_included:
        return Op("=", column, Lit(low))
    parts: list[Expr] = []
    if low is not None:
        parts.append(Op(">=" if cell.low_included else ">", column, Lit(low)))
    if high is not None:
        parts.append(Op("<=" if cell.high_included else "<", column, Lit(high)))
    return every(parts)


def _clashes(builder: Builder, node: Table, conditions: list[Expr], fired: Ref) -> None:
    """Two rows that both hold, of which only one may: those that no cell keeps apart are looked at."""
    found: list[Expr] = []
    for first, one in enumerate(node.rows):
        others = []
        for second in range(first + 1, len(node.rows)):
            other = node.rows[second]
            if node.hit_policy is HitPolicy.FIRST and other.tier != one.tier:
                break  # rows of one tier stand together
            if node.hit_policy is HitPolicy.FIRST and one.outputs == other.outputs:
                continue
            if not _apart(node, one, other):
                others.append(conditions[second])
        if others:
            found.append(every([Op("=", fired, Lit(first + 1)), some(others)]))
    if found:
        builder.suspect(node.grain, some(found))


def _apart(node: Table, one: Row, other: Row) -> bool:
    """Whether no element can meet both rows."""
    mine, yours = node.asked(one), node.asked(other)
    return any(is_empty(meet(mine[name], yours[name])) for name in node.inputs)


def _check_graded(builder: Builder, node: Table, fired: Ref) -> None:
    """Every ranked unit, or where nobody is ranked every unit with a score, has a grade."""
    if (node.grain, node.name) != (UNIT_GRAIN, GRADE) or (
        UNIT_GRAIN,
        GRADE_BY_SCORE,
    ) not in builder.model.columns:
        return
    if (UNIT_GRAIN, TAKING_PART) in builder.found:
        expected: Expr = builder.column(UNIT_GRAIN, TAKING_PART)
    else:
        inputs = builder.model.table(GRADE_BY_SCORE).inputs
        scores = [name for name in inputs if builder.model.columns[UNIT_GRAIN, name].kind is Kind.NUMBER]
        expected = every([is_there(builder.column(UNIT_GRAIN, name)) for name in scores])
    builder.suspect(UNIT_GRAIN, every([IsNull(fired), expected]))


# ---------------------------------------------------------------- outputs


def _output(builder: Builder, node: Table, place: int, name: str, choice: _Choice) -> None:
    outputs = [row.outputs[place] for row in node.rows]
    column = builder.model.columns[node.grain, name]
    if column.kind is Kind.NUMBER:
        _numbers(builder, node, name, outputs, choice)
        return
    given: list[tuple[int, Expr]] = [
        (number, Lit(output.value)) for number, output in enumerate(outputs) if isinstance(output, Fixed)
    ]
    builder.put(node.grain, name, choice.of(given, len(outputs)) if given else NULL)


def _numbers(builder: Builder, node: Table, name: str, outputs: list[Output], choice: _Choice) -> None:
    places = builder.model.columns[node.grain, name].places
    given: list[tuple[int, Expr]] = []
    ends: list[int] = []
    for number, output in enumerate(outputs):
        if output is None or isinstance(output, Fixed):
            continue
        held = Op("=", choice.fired, Lit(number + 1))
        made = n.rescaled(Formulas(builder, node.grain, held).number(output), places)
        given.append((number, made.expr))
        ends.extend((made.low, made.high))
    if not given:
        builder.put(node.grain, name, Cast(NULL, Type.NUMBER), Type.NUMBER)
        return
    builder.put_number(node.grain, name, Num(choice.of(given, len(outputs)), places, min(ends), max(ends)))


# ---------------------------------------------------------------- several rows


def _collect(builder: Builder, node: Table, conditions: list[Expr]) -> None:
    """All rows that hold, as bits."""
    masks: list[Ref] = []
    for start in range(0, len(conditions), MASK_BITS):
        bits = [
            when(condition, Lit(1 << number), Lit(0))
            for number, condition in enumerate(conditions[start : start + MASK_BITS])
        ]
        total = chained("+", bits, Lit(0))
        label = f"{node.name}·行集" + (f"{start // MASK_BITS + 1}" if start else "")
        masks.append(builder.define(node.grain, label, Cast(total, Type.NUMBER), Type.NUMBER, builder.clause))
    builder.traces[node.name] = Masks(node.grain, tuple(mask.name for mask in masks))
    for place, name in enumerate(node.outputs):
        if builder.model.columns[node.grain, name].kind is Kind.NUMBER:
            whens = tuple((bit_of(masks, number), Lit(number + 1)) for number in range(len(conditions)))
            first = builder.define(node.grain, f"{node.name}·首行", Case(whens), Type.ROW)
            _numbers(builder, node, name, [row.outputs[place] for row in node.rows], _Choice(first))
        else:
            _list(builder, node, place, name, masks)


def bit_of(masks: list[Ref], number: int) -> Expr:
    """Whether the row with this number (from 0) fired."""
    return Bit(masks[number // MASK_BITS], number % MASK_BITS)


def _list(builder: Builder, node: Table, place: int, name: str, masks: list[Ref]) -> None:
    """What the rows give, each once, in order, with 、 between them; and how many that are."""
    given: dict[str, list[Expr]] = {}
    for number, row in enumerate(node.rows):
        output = row.outputs[place]
        word = str(output.value if isinstance(output, Fixed) else None)
        given.setdefault(word, []).append(bit_of(masks, number))
    shown = [when(some(bits), Lit(f"、{word}"), Lit("")) for word, bits in given.items()]
    ones = [when(some(bits), Lit(1), Lit(0)) for bits in given.values()]
    text = Call("SUBSTR", (chained("||", shown, Lit("")), Lit(2)))
    builder.put(node.grain, name, text, Type.TEXT)
    counted = Cast(chained("+", ones, Lit(0)), Type.NUMBER)
    ref = builder.define(node.grain, f"{name}·数", counted, Type.NUMBER)
    builder.found[node.grain, f"{name}·数"] = ref
