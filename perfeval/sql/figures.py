"""What a unit's rows come to, and what is known of each row by itself or by its unit."""

from __future__ import annotations

from attrs import frozen

from perfeval.ledger.limits import MAX_ROWS
from perfeval.rulebook.expressions import Statistic
from perfeval.sql.builder import Builder, NotInSql
from perfeval.sql.expression import (
    Call,
    Cast,
    Expr,
    IsNull,
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
from perfeval.sql.numbers import Num
from perfeval.sql.plan import LINE, POPULATION, UNIT, Base, Column
from perfeval.sql.points import summed_bounds
from perfeval.sql.traces import Counted
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN

# The element that is computed, where it is joined to the rows that are counted for it.
OWN = "_own"
_RELATIONS = {"IS": "=", "ABOVE": ">", "NOT_ABOVE": "<=", "BELOW": "<"}


def spread(builder: Builder, node: s.Spread) -> None:
    """What is known of each row's unit."""
    source = builder.column(UNIT_GRAIN, node.source)
    place = (UNIT_GRAIN, node.source)
    if builder.model.columns[place].kind is Kind.NUMBER:
        builder.bounds[node.grain, node.name] = builder.bounds[place]
    kind = builder.relation(UNIT_GRAIN).columns[source.name].type
    builder.put(node.grain, node.name, builder.of_unit(source.name), kind)


def filled(builder: Builder, node: s.FilledStep) -> None:
    """Whether there is anything in a column."""
    source = builder.column(node.grain, node.source)
    kind = builder.meta(node.grain, node.source).kind
    if kind is Kind.LIST:
        builder.put(node.grain, node.name, Lit(True))
        return
    condition: Expr = is_there(source)
    if kind is Kind.TEXT:
        condition = every([condition, Op("<>", source, Lit(""))])
    builder.put(node.grain, node.name, condition)


def matched(builder: Builder, node: s.MatchStep) -> None:
    """Whether another ledger has a row of the same unit with the same key."""
    theirs, own = builder.column(node.other, node.key), builder.column(node.grain, node.key)
    name, ref = builder.summed(
        node.other, (POPULATION, UNIT, theirs.name), node.name, Call("COUNT"), Type.NUMBER
    )
    join = Join(name, ((POPULATION, "=", POPULATION), (UNIT, "=", UNIT), (own.name, "=", theirs.name)))
    builder.put(node.grain, node.name, is_there(Ref(ref.name, join)))


# ---------------------------------------------------------------- rows


@frozen
class _Rows:
    """The rows that are counted: their relation, who they are counted for, and what is in them.

    keys: columns that tell for whom. line: the line of the row. value: what is counted; None: each row.
    """

    relation: str
    keys: tuple[str, ...]
    line: str
    value: Ref | None
    best: Ref | None
    meant: Expr


def of_rows(builder: Builder, node: s.RowsStep) -> None:
    """What each element's picked rows come to; the trace says which rows counted."""
    rows = _joined_rows(builder, node) if node.against else _rows_of_units(builder, node)
    kept = _kept(builder, node, rows)
    _trace(builder, node, rows, kept)
    on = _element_keys(node, rows)
    if node.statistic in (Statistic.LONGEST_RUN, Statistic.RUN_HERE):
        _runs(builder, node, rows, kept, on)
        return
    value = rows.value
    if node.statistic is Statistic.COUNT or value is None:
        call = Call("COUNT", (when(kept, Lit(1)),))
    elif node.statistic is Statistic.DISTINCT:
        call = Call("COUNT", (when(kept, value),), distinct=True)
    else:
        call = Call(node.statistic.name, (when(kept, value),))
    if node.statistic in (Statistic.COUNT, Statistic.DISTINCT):
        made = Num(Lit(0), 0, 0, MAX_ROWS, known=True)
    else:
        places = builder.meta(node.ledger, node.source).places
        given = builder.number(node.ledger, node.source)
        low, high = summed_bounds(given) if node.statistic is Statistic.SUM else (given.low, given.high)
        made = Num(Lit(0), places, low, high, known=node.statistic is Statistic.SUM)
    name, ref = builder.summed(rows.relation, rows.keys, node.name, call, made.type)
    found: Expr = Ref(ref.name, Join(name, on))
    if made.known:
        found = coalesce(found, Lit(0))
    builder.put_number(node.grain, node.name, Num(found, made.places, made.low, made.high, made.known))


def _rows_of_units(builder: Builder, node: s.RowsStep) -> _Rows:
    """The rows of the ledger itself, counted for their unit; rows about no unit for all."""
    ledger = builder.book.schema.ledger(node.ledger)
    keys = (POPULATION,) if ledger is not None and ledger.shared else (POPULATION, UNIT)
    value = builder.column(node.ledger, node.source) if node.source else None
    best = builder.column(node.ledger, node.best_of) if node.best_of else None
    meant: list[Expr] = [builder.column(node.ledger, node.picks)]
    if value is not None:
        meant.append(is_there(value))
    return _Rows(node.ledger, keys, LINE, value, best, every(meant))


def _joined_rows(builder: Builder, node: s.RowsStep) -> _Rows:
    """The rows that have something in common with the element they are counted for, once for each."""
    ledger = builder.book.schema.ledger(node.ledger)
    shared = ledger is not None and ledger.shared
    on = [(POPULATION, "=", POPULATION)] if shared else [(POPULATION, "=", POPULATION), (UNIT, "=", UNIT)]
    known: list[Expr] = []
    for column, relation, own in node.against:
        theirs, mine = builder.column(node.ledger, column), builder.column(node.grain, own)
        op = _turned(_RELATIONS.get(relation, ">="))
        on.append((mine.name, op, theirs.name))
    join = Join(node.ledger, tuple(on), inner=True)
    picked = builder.column(node.ledger, node.picks)
    reads = {"值": node.source, "键": node.best_of}
    refs: dict[str, Ref] = {}
    for label, column in reads.items():
        if column:
            refs[label] = builder.column(node.ledger, column)
    meant: list[Expr] = [Ref(picked.name, join)]
    if "值" in refs:
        meant.append(is_there(Ref(refs["值"].name, join)))
    exprs = [*known, *meant, *(Ref(ref.name, join) for ref in refs.values()), Ref(LINE, join)]
    level = builder.level_of(node.grain, *exprs)
    name = f"{node.grain}\n{node.ledger}\n{node.name}"
    keys = builder.keys(node.grain)
    pairs = builder.derived(
        name, f"{node.grain}_{node.ledger}", keys, Base(node.grain, level, where=every(meant))
    )
    line = builder.names.new(name, "行")
    pairs.columns[line] = Column(line, Ref(LINE, join), Type.NUMBER, level)
    made: dict[str, Ref] = {}
    for label, ref in refs.items():
        column = builder.names.new(name, label)
        kind = builder.relation(node.ledger).columns[ref.name].type
        pairs.columns[column] = Column(column, Ref(ref.name, join), kind, level)
        made[label] = Ref(column)
    return _Rows(name, keys, line, made.get("值"), made.get("键"), Lit(True))


def _turned(op: str) -> str:
    """The comparison seen from the other side: the element's own column stands on the left."""
    return {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)


def _element_keys(node: s.RowsStep, rows: _Rows) -> tuple[tuple[str, str, str], ...]:
    return tuple((key, "=", key) for key in rows.keys)


def _kept(builder: Builder, node: s.RowsStep, rows: _Rows) -> Expr:
    """The rows that count: the best of each key, without the trimmed ones, the first so many."""
    group: tuple[Expr, ...] = tuple(Ref(key) for key in rows.keys)
    kept = rows.meant
    if rows.best is not None:
        assert rows.value is not None
        kept = builder.marked(rows.relation, f"{node.name}·在内", kept)
        order = ((rows.value, True), (Ref(rows.line), False))
        first = Op("=", Over(Call("ROW_NUMBER"), (*group, kept, rows.best), order), Lit(1))
        kept = every([kept, some([IsNull(rows.best), first])])
    if not node.top and not any(node.trim):
        return builder.marked(rows.relation, f"{node.name}·计入", kept) if rows.best is not None else kept
    assert rows.value is not None
    kept = builder.marked(rows.relation, f"{node.name}·参加", kept)
    order = ((rows.value, not node.lowest_first), (Ref(rows.line), False))
    place = Over(Call("ROW_NUMBER"), (*group, kept), order)
    most, least = node.trim
    limits = [Op(">", place, Lit(most))] if most else []
    if least:
        limits.append(Op("<=", place, Op("-", Over(Call("COUNT"), (*group, kept)), Lit(least))))
    if node.top:
        limits.append(Op("<=", place, Lit(most + node.top)))
    return builder.marked(rows.relation, f"{node.name}·计入", every([kept, *limits]))


def _trace(builder: Builder, node: s.RowsStep, rows: _Rows, kept: Expr) -> None:
    """What each row of the ledger brought into anyone's figure."""
    value: Expr = Lit(1)
    kind = Type.NUMBER
    if node.source and builder.meta(node.ledger, node.source).kind is Kind.NUMBER:
        number = builder.number(node.ledger, node.source)
        value, kind = number.expr, number.type
    condition = kept
    if rows.relation != node.ledger:
        keys = (POPULATION, rows.line)
        name, ref = builder.summed(
            rows.relation, keys, node.name, Call("COUNT", (when(kept, Lit(1)),)), Type.NUMBER
        )
        join = Join(name, ((POPULATION, "=", POPULATION), (LINE, "=", rows.line)))
        condition = Op(">", Ref(ref.name, join), Lit(0))
    elif node.grain not in (UNIT_GRAIN, node.ledger):
        # Counted for rows of another ledger: only if their unit has any.
        name, _ = builder.summed(node.grain, rows.keys, "行数", Call("COUNT"), Type.NUMBER)
        join = Join(name, tuple((key, "=", key) for key in rows.keys))
        condition = every([kept, is_there(Ref(rows.keys[0], join))])
    counted = builder.define(
        node.ledger, f"{node.name}·计", Cast(when(condition, value), kind), kind, builder.clause
    )
    builder.traces[node.name] = Counted(node.ledger, counted.name)


# ---------------------------------------------------------------- runs


def _runs(
    builder: Builder, node: s.RowsStep, rows: _Rows, kept: Expr, on: tuple[tuple[str, str, str], ...]
) -> None:
    """Numbers that follow each other: how many at most, or up to the number of the element itself."""
    if rows.value is None:
        raise NotInSql("没有期数的连续期数")
    level = builder.level_of(rows.relation, kept, rows.value)
    name = f"{rows.relation}\n{node.name}\n期"
    base = Base(rows.relation, level, where=kept, distinct=True)
    values = builder.derived(name, node.name, rows.keys, base)
    number = builder.names.new(name, "期数")
    values.columns[number] = Column(number, rows.value, Type.NUMBER, level)
    group: tuple[Expr, ...] = tuple(Ref(key) for key in rows.keys)
    order = ((Ref(number), False),)
    # Numbers in a row stay as far from their place as they were.
    island = builder.define(
        name, "段", Op("-", Ref(number), Over(Call("ROW_NUMBER"), group, order)), Type.NUMBER
    )
    length = builder.define(name, "长", Over(Call("ROW_NUMBER"), (*group, island), order), Type.NUMBER)
    if node.statistic is Statistic.LONGEST_RUN:
        most, ref = builder.summed(name, rows.keys, node.name, Call("MAX", (length,)), Type.NUMBER)
        found: Expr = coalesce(Ref(ref.name, Join(most, on)), Lit(0))
        builder.put_number(node.grain, node.name, Num(found, 0, 0, MAX_ROWS, known=True))
        return
    here = builder.column(node.grain, node.source)
    run = Ref(length.name, Join(name, (*on, (here.name, "=", number))))
    found = when(is_there(here), coalesce(run, Lit(0)))
    builder.put_number(node.grain, node.name, Num(found, 0, 0, MAX_ROWS))
