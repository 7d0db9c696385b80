"""Points of rows and units: gathered, only the highest of a kind, cut to a limit; and look-ups."""

from __future__ import annotations

from attrs import evolve

from perfeval.ledger.limits import MAX_ROWS
from perfeval.sql import numbers as n
from perfeval.sql.builder import Builder
from perfeval.sql.expression import (
    Call,
    Cast,
    Expr,
    In,
    Join,
    Lit,
    Op,
    Over,
    Ref,
    Type,
    coalesce,
    every,
    is_there,
    some,
    when,
)
from perfeval.sql.formulas import Formulas
from perfeval.sql.numbers import Num
from perfeval.sql.plan import LINE, POPULATION, UNIT, Base, Column
from perfeval.sql.traces import Capped, Gathered, Winner
from perfeval.tables.model import CapStep, FormulaStep, Gather, Gathering, HighestRow, LookupStep
from perfeval.tables.places import UNIT_GRAIN

OF_UNIT = (Ref(POPULATION), Ref(UNIT))


def summed_bounds(number: Num) -> tuple[int, int]:
    """Between which ends the sum of any number of such numbers lies."""
    return min(0, number.low * MAX_ROWS), max(0, number.high * MAX_ROWS)


def formula(builder: Builder, node: FormulaStep) -> None:
    """A column computed from others."""
    builder.put_number(node.grain, node.name, Formulas(builder, node.grain).number(node.expression))


def gather(builder: Builder, node: Gather) -> None:
    """What rows give, and what that comes to for each unit."""
    ledger = node.ledger
    if node.how is Gathering.COUNT:
        points = Num(when(builder.column(ledger, node.source), Lit(1)), 0, 0, 1)
    else:
        points = builder.number(ledger, node.source)
    value = points.expr
    if node.winners is not None:
        value = when(builder.column(ledger, node.winners), value)
    if node.how in (Gathering.MAX, Gathering.MIN):
        value = _only_best(builder, node, value)
    counted = (
        value if isinstance(value, Ref) else builder.define(ledger, f"{node.name}·计", value, points.type)
    )
    low, high = summed_bounds(points)
    call = {Gathering.MAX: "MAX", Gathering.MIN: "MIN"}.get(node.how, "SUM")
    builder.bounds[ledger, counted.name] = (points.low, points.high)
    kind = n.type_of(low, high)
    total = builder.for_units(ledger, node.name, Call(call, (counted,)), kind)
    places = builder.model.columns[UNIT_GRAIN, node.name].places
    made = Num(Cast(coalesce(total, Lit(0)), kind), places, low, high, known=True)
    if node.limit is None:
        # What it gives is what there was before any limit.
        before = builder.put_number(UNIT_GRAIN, node.name, made)
    else:
        before = builder.define(UNIT_GRAIN, f"{node.name}·前", made.expr, kind, builder.clause)
        limit = n.written(node.limit if node.sign > 0 else -node.limit, places)
        builder.put_number(
            UNIT_GRAIN, node.name, n.chosen(evolve(made, expr=before), limit, highest=node.sign < 0)
        )
    builder.traces[node.name] = Gathered(ledger, counted.name, before.name)


def _only_best(builder: Builder, node: Gather, value: Expr) -> Expr:
    """The value of the first row of a unit that has the highest (lowest) one."""
    held = builder.define(node.ledger, f"{node.name}·值", value, Type.NUMBER)
    order = ((held, node.how is Gathering.MAX), (Ref(LINE), False))
    first = Op("=", Over(Call("ROW_NUMBER"), OF_UNIT, order), Lit(1))
    return when(every([is_there(held), first]), held)


def highest(builder: Builder, node: HighestRow) -> None:
    """Of a unit's rows with the same key only the one with most points counts."""
    ledger = node.ledger
    columns = n.at_same_places([Formulas(builder, ledger).column(name) for name in node.by])
    parts = [each if each.known else n.if_missing(each, n.written(0, each.places)) for each in columns]
    total = parts[0]
    for part in parts[1:]:
        total = n.added(total, part)
    if not any(each.known for each in columns):
        total = Num(
            when(some([is_there(each.expr) for each in columns]), total.expr),
            total.places,
            total.low,
            total.high,
        )
    points = builder.helper(ledger, total)
    order: list[tuple[Expr, bool]] = [(points.expr, True)]
    for name, wish in node.order:
        column = builder.column(ledger, name)
        order.append((column if wish is None else when(In(column, (wish,)), Lit(0), Lit(1)), False))
    order.append((Ref(LINE), False))
    key = builder.column(ledger, node.key)
    first = Over(Call("FIRST_VALUE", (Ref(LINE),)), (*OF_UNIT, key), tuple(order))
    line = builder.define(
        ledger, f"{node.name}·取", when(is_there(points.expr), first), Type.NUMBER, builder.clause
    )
    builder.traces[node.name] = Winner(ledger, line.name)
    builder.put(ledger, node.name, Op("=", line, Ref(LINE)))


def cap(builder: Builder, node: CapStep) -> None:
    """What the cap takes off, and the sum before it."""
    columns = Formulas(builder, UNIT_GRAIN)
    parts = [n.rescaled(columns.column(name), node.places) for name in (*node.members, *node.inner)]
    if node.rows is not None:
        parts.append(_capped_rows(builder, node, *node.rows))
    total = n.written(0, node.places)
    for part in parts:
        total = n.added(total, part)
    sums = Cast(total.expr, total.type)
    column = builder.define(UNIT_GRAIN, f"{node.name}·前", sums, total.type, builder.clause)
    before = evolve(total, expr=column)
    builder.traces[node.name] = Capped(column.name)
    limit = node.limit if node.sign > 0 else -node.limit
    over = n.added(n.negative(before), n.written(limit, node.places))
    zero = n.written(0, node.places)
    made = n.chosen(over, zero, highest=node.sign < 0)
    builder.put_number(UNIT_GRAIN, node.name, made)


def _capped_rows(builder: Builder, node: CapStep, ledger: str, picks: str, gathers: tuple[str, ...]) -> Num:
    """What the picked rows gave in these gathers, for each unit."""
    inside = builder.column(ledger, picks)
    total = n.written(0, node.places)
    for name in gathers:
        trace = builder.traces[name]
        assert isinstance(trace, Gathered)
        counted = Num(Ref(trace.counted), 0, *builder.bounds[ledger, trace.counted])
        low, high = summed_bounds(counted)
        kind = n.type_of(low, high)
        ref = builder.for_units(
            ledger, f"{node.name}·{name}", Call("SUM", (when(inside, counted.expr),)), kind
        )
        places = builder.model.columns[UNIT_GRAIN, name].places
        made = Num(Cast(coalesce(ref, Lit(0)), kind), places, low, high, known=True)
        total = n.added(total, n.rescaled(made, node.places))
    return total


def lookup(builder: Builder, node: LookupStep) -> None:
    """A value of the unit's row with a certain key; of several such rows the last."""
    ledger = node.ledger
    wanted = Op("=", builder.column(ledger, node.key), Lit(node.wanted))
    group = (*OF_UNIT, builder.column(ledger, node.key))
    last = Op("=", Over(Call("ROW_NUMBER"), group, ((Ref(LINE), True),)), Lit(1))
    value = builder.column(ledger, node.value)
    meant = builder.marked(ledger, f"{node.name}·行", every([wanted, last]))
    kind = builder.relation(ledger).columns[value.name].type
    level = builder.level_of(ledger, meant, value)
    name = f"{ledger}\n{node.name}"
    found = builder.derived(name, node.name, (POPULATION, UNIT), Base(ledger, level, where=meant))
    made = builder.names.new(name, node.value)
    found.columns[made] = Column(made, value, kind, level)
    ref = Ref(made, Join(name, ((POPULATION, "=", POPULATION), (UNIT, "=", UNIT))))
    place = (UNIT_GRAIN, node.name)
    if (ledger, node.value) in builder.bounds:
        builder.bounds[place] = builder.bounds[ledger, node.value]
    builder.put(UNIT_GRAIN, node.name, ref, kind)
