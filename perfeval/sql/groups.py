"""What groups come to, and the places, bands and shares of their members."""

from __future__ import annotations

from attrs import frozen

from perfeval.ledger.limits import MAX_ROWS
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.expressions import Statistic
from perfeval.sql import numbers as n
from perfeval.sql.builder import Builder, NotInSql
from perfeval.sql.expression import (
    Call,
    Case,
    Cast,
    Expr,
    IsNull,
    Lit,
    Not,
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
from perfeval.sql.plan import POPULATION
from perfeval.sql.points import summed_bounds
from perfeval.tables import calculated as s
from perfeval.tables.conditions import THIS_YEAR
from perfeval.tables.model import Kind

# A key and whether the highest comes first.
Keys = tuple[tuple[Expr, bool], ...]


@frozen
class _Group:
    """Who is compared with whom: alike in ``parts``; ``member``: who takes part at all."""

    parts: tuple[Expr, ...]
    member: Expr


def _group(builder: Builder, node: s.GroupedStep) -> _Group:
    columns = [builder.column(node.grain, name) for name in node.within]
    member: list[Expr] = [is_there(column) for column in columns]
    parts: list[Expr] = [Ref(POPULATION), *columns]
    if node.year is not None:
        year = builder.column(node.grain, node.year)
        parts.append(year)
        member.append(Op("=", year, Lit(THIS_YEAR)))
    return _Group(tuple(parts), every(member))


def _all_have(builder: Builder, node: s.GroupedStep, group: _Group, column: Ref) -> None:
    """A member that lacks the number is a finding, unless the clause leaves it out."""
    if not node.with_data:
        builder.suspect(node.grain, every([group.member, IsNull(column)]))


def _order_keys(builder: Builder, node: s.GroupedStep, keys: tuple[tuple[str, bool], ...]) -> Keys:
    for name, _ in keys:
        if builder.meta(node.grain, name).kind not in (Kind.NUMBER, Kind.DATE):
            raise NotInSql(f"按“{name}”排先后")
    return tuple((builder.column(node.grain, name), highest) for name, highest in keys)


# ---------------------------------------------------------------- figures


def of_group(builder: Builder, node: s.GroupStep) -> None:
    """What a number comes to over the group of each element."""
    group = _group(builder, node)
    if not node.source:
        if node.statistic is not Statistic.COUNT:
            raise NotInSql(f"没有栏的{node.statistic.value}")
        count: Expr = Over(Call("COUNT"), group.parts)
        count = Op("-", count, Lit(1)) if node.others else count
        builder.put_number(node.grain, node.name, Num(when(group.member, count), 0, 0, MAX_ROWS))
        return
    source = builder.column(node.grain, node.source)
    _all_have(builder, node, group, source)
    if node.statistic in (Statistic.COUNT, Statistic.DISTINCT):
        made = Num(_counted(builder, node, group, source), 0, 0, MAX_ROWS)
    else:
        given = builder.number(node.grain, node.source)
        if node.statistic is Statistic.SUM:
            made = _total(node, group, given)
        elif node.statistic in (Statistic.MAX, Statistic.MIN):
            best = _best(builder, node, group, source)
            made = Num(best, given.places, given.low, given.high)
        else:
            raise NotInSql(f"一组的{node.statistic.value}")
    builder.put_number(
        node.grain, node.name, Num(when(group.member, made.expr), made.places, made.low, made.high)
    )


def _counted(builder: Builder, node: s.GroupStep, group: _Group, source: Ref) -> Expr:
    """How many of the group have the number, or how many different ones there are."""
    if node.statistic is Statistic.COUNT:
        count: Expr = Over(Call("COUNT", (source,)), group.parts)
        return Op("-", count, when(is_there(source), Lit(1), Lit(0))) if node.others else count
    alike = (*group.parts, source)
    first = Op("=", Over(Call("ROW_NUMBER"), alike, builder.elements(node.grain)), Lit(1))
    mark = when(every([is_there(source), first]), Lit(1), Lit(0))
    if node.others:
        # Whoever is alone with its value takes that value away with it.
        alone = Op("=", Over(Call("COUNT"), alike), Lit(1))
        own = builder.define(
            node.grain,
            f"{node.name}·独有",
            Cast(when(every([is_there(source), alone]), Lit(1), Lit(0)), Type.NUMBER),
            Type.NUMBER,
        )
    marked = builder.define(node.grain, f"{node.name}·首个", Cast(mark, Type.NUMBER), Type.NUMBER)
    total = Over(Call("SUM", (marked,)), group.parts)
    return Op("-", total, own) if node.others else total


def _total(node: s.GroupStep, group: _Group, given: Num) -> Num:
    low, high = summed_bounds(given)
    total: Expr = coalesce(Over(Call("SUM", (given.expr,)), group.parts), Lit(0))
    if node.others:
        total = Op("-", total, coalesce(given.expr, Lit(0)))
    return Num(total, given.places, low, high)


def _best(builder: Builder, node: s.GroupStep, group: _Group, source: Ref) -> Expr:
    """The highest or lowest of the group; of the others where the element itself does not count."""
    name = node.statistic.name
    best = Over(Call(name, (source,)), group.parts)
    if not node.others:
        return best
    kind = builder.relation(node.grain).columns[source.name].type
    first = builder.define(node.grain, f"{node.name}·第一", best, kind)
    below = Op("<" if node.statistic is Statistic.MAX else ">", source, first)
    second = Over(Call(name, (when(below, source),)), group.parts)
    many = Over(Call("COUNT", (when(Op("=", source, first), Lit(1)),)), group.parts)
    mine = every([Op("=", source, first), Op("=", many, Lit(1))])
    return Case(((mine, second),), first)


# ---------------------------------------------------------------- places


def places(builder: Builder, node: s.OrderStep) -> None:
    """The place of each element in its group."""
    group = _group(builder, node)
    keys = _order_keys(builder, node, node.keys)
    compared = keys[0][0]
    assert isinstance(compared, Ref)
    _all_have(builder, node, group, compared)
    rank = Call("DENSE_RANK" if node.dense else "RANK")
    there = every([group.member, is_there(compared)])
    if node.once is None:
        expr = when(there, Over(rank, group.parts, keys))
        builder.put_number(node.grain, node.name, Num(expr, 0, 1, MAX_ROWS))
        return
    once = builder.column(node.grain, node.once)
    grain = node.grain
    taking = builder.marked(grain, f"{node.name}·参加", coalesce(there, Lit(False)))
    alike = (*group.parts, taking, once)
    first = Op("=", Over(Call("ROW_NUMBER"), alike, builder.elements(grain)), Lit(1))
    counts = builder.marked(grain, f"{node.name}·首个", coalesce(every([taking, first]), Lit(False)))
    _all_alike(builder, node, taking, alike, keys)
    place = when(counts, Over(rank, (*group.parts, counts), keys))
    own = builder.define(grain, f"{node.name}·首个位次", Cast(place, Type.NUMBER), Type.NUMBER)
    expr = when(taking, Over(Call("MAX", (own,)), alike))
    builder.put_number(grain, node.name, Num(expr, 0, 1, MAX_ROWS))


def _all_alike(builder: Builder, node: s.OrderStep, taking: Ref, alike: tuple[Expr, ...], keys: Keys) -> None:
    """Those that count as one have to be equal in all that is compared."""
    differ: list[Expr] = []
    for key, _ in keys:
        least, most = Over(Call("MIN", (key,)), alike), Over(Call("MAX", (key,)), alike)
        counted, everyone = Over(Call("COUNT", (key,)), alike), Over(Call("COUNT"), alike)
        differ.append(Op("<>", least, most))
        differ.append(every([Op(">", counted, Lit(0)), Op("<", counted, everyone)]))
    builder.suspect(node.grain, every([taking, some(differ)]))


# ---------------------------------------------------------------- bands


def bands(builder: Builder, node: s.BandsStep) -> None:
    """The band of each element of a group."""
    group, grain = _group(builder, node), node.grain
    keys = _order_keys(builder, node, (node.key,))
    key = keys[0][0]
    assert isinstance(key, Ref)
    _all_have(builder, node, group, key)
    size = builder.define(
        grain, f"{node.name}·人数", Cast(Over(Call("COUNT", (key,)), group.parts), Type.NUMBER), Type.NUMBER
    )
    place: Expr = Over(Call("RANK"), group.parts, keys)
    if not node.high:
        place = Op("-", Op("+", place, Over(Call("COUNT"), (*group.parts, key))), Lit(1))
    there = every([group.member, is_there(key)])
    own = builder.define(grain, f"{node.name}·位次", Cast(when(there, place), Type.NUMBER), Type.NUMBER)
    everyone = Num(size, 0, 0, MAX_ROWS, known=True)
    end = n.written(0)
    whens: list[tuple[Expr, Expr]] = []
    for number, (word, share, rate) in enumerate(node.bands, 1):
        if share is None:
            end = everyone
        else:
            count = _band_size(node.rounding, everyone, share, rate=rate)
            end = n.chosen(n.added(end, count), everyone, highest=False)
            expr = Cast(end.expr, Type.NUMBER)
            ref = builder.define(grain, f"{node.name}·至第{number}档", expr, Type.NUMBER, builder.clause)
            end = Num(ref, 0, 0, MAX_ROWS, known=True)
        whens.append((Op("<=", own, end.expr), Lit(word)))
    builder.suspect(grain, every([is_there(own), *(Not(condition) for condition, _ in whens)]))
    builder.put(grain, node.name, Case(tuple(whens)))


def _band_size(rounding: Rounding, everyone: Num, share: tuple[int, int], *, rate: bool) -> Num:
    if not rate:
        return n.written(share[0] // share[1])
    ratio = n.reduced(n.Ratio(everyone, n.written(share[1])), share[0])
    return n.rounded(ratio, rounding)


# ---------------------------------------------------------------- shares


def shares(builder: Builder, node: s.ShareStep) -> None:
    """Each element's part of an amount; what is left over after whole steps goes to one of them."""
    group, grain = _group(builder, node), node.grain
    weight, amount = builder.number(grain, node.by), builder.number(grain, node.amount)
    assert isinstance(weight.expr, Ref)
    _all_have(builder, node, group, weight.expr)
    there = builder.marked(
        grain, f"{node.name}·参加", coalesce(every([group.member, is_there(weight.expr)]), Lit(False))
    )
    alike = (*group.parts, there)
    low, high = summed_bounds(weight)
    kind = n.type_of(low, high)
    total = builder.define(
        grain, f"{node.name}·总数", Cast(Over(Call("SUM", (weight.expr,)), alike), kind), kind
    )
    _can_be_shared(builder, node, alike, there, weight.expr, amount.expr)
    whole = builder.helper(grain, n.times(amount, node.scale))
    shared = Num(Call("NULLIF", (total, Lit(0))), 0, 1, max(high, 1))
    over = builder.helper(grain, n.multiplied(whole, weight))
    under = builder.helper(grain, n.times(shared, node.step))
    part = builder.helper(grain, n.times(n.floor_of(over, under), node.step))
    places = builder.model.columns[grain, node.name].places
    if not node.remainder:
        builder.put_number(grain, node.name, Num(when(there, part.expr), places, part.low, part.high))
        return
    given = Over(Call("SUM", (part.expr,)), alike)
    left = builder.define(
        grain, f"{node.name}·余数", Cast(Op("-", whole.expr, given), whole.type), whole.type
    )
    keys = _order_keys(builder, node, node.remainder)
    first = Op("=", Over(Call("ROW_NUMBER"), alike, (*keys, *builder.elements(grain))), Lit(1))
    takes = builder.marked(grain, f"{node.name}·得余数", every([there, first]))
    _one_takes(builder, node, alike, takes, left, keys)
    expr = Op("+", part.expr, when(takes, left, Lit(0)))
    builder.put_number(grain, node.name, Num(when(there, expr), places, -_wide(part), _wide(part)))


def _wide(number: Num) -> int:
    """The magnitude of a part with all that may be left over."""
    return 2 * max(abs(number.low), abs(number.high))


def _can_be_shared(
    builder: Builder, node: s.ShareStep, alike: tuple[Expr, ...], there: Ref, weight: Expr, amount: Expr
) -> None:
    """One amount for all of the group, and weights that make a proportion."""
    least, most = Over(Call("MIN", (amount,)), alike), Over(Call("MAX", (amount,)), alike)
    lowest, highest = Over(Call("MIN", (weight,)), alike), Over(Call("MAX", (weight,)), alike)
    # With none below 0, the sum is 0 just where the highest is.
    wrong: list[Expr] = [
        IsNull(amount),
        Op("<>", least, most),
        Op("<", lowest, Lit(0)),
        Op("<=", highest, Lit(0)),
    ]
    builder.suspect(node.grain, every([there, some(wrong)]))


def _one_takes(
    builder: Builder, node: s.ShareStep, alike: tuple[Expr, ...], takes: Ref, left: Ref, keys: Keys
) -> None:
    """What is left over goes to one who has the number that decides, and to one alone."""
    wrong: list[Expr] = [IsNull(keys[0][0])]
    if not node.roster_order:
        alone = Over(Call("COUNT"), (*alike, *(key for key, _ in keys)))
        wrong.append(Op(">", alone, Lit(1)))
    builder.suspect(node.grain, every([takes, Op("<>", left, Lit(0)), some(wrong)]))
