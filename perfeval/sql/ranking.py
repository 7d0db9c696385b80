"""Ranks within series, and who gets a place."""

from __future__ import annotations

from perfeval.ledger.limits import MAX_ROWS
from perfeval.sql import numbers as n
from perfeval.sql.builder import Builder
from perfeval.sql.expression import (
    NULL,
    Call,
    Case,
    Cast,
    Expr,
    In,
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
from perfeval.sql.plan import POPULATION
from perfeval.sql.traces import Placed
from perfeval.tables.model import PlaceShare, PlacesStep, RankStep
from perfeval.tables.places import UNIT_GRAIN

_OF_SERIES = (POPULATION, "序列")


def rank(builder: Builder, node: RankStep) -> None:
    """Competition rank of the units that take part, within their series, where it is whole."""
    series = builder.column(UNIT_GRAIN, "序列")
    of_groups = [In(builder.column(UNIT_GRAIN, name), node.groups) for name in ("类别", "序列", "单位")]
    takes_part = coalesce(every([is_there(series), some(list(of_groups))]), Lit(False))
    taking = builder.put(UNIT_GRAIN, node.taking_part, takes_part)
    score = builder.column(UNIT_GRAIN, node.by)
    builder.suspect(UNIT_GRAIN, every([taking, IsNull(score)]))
    there = every([taking, is_there(score)])
    count = builder.summed(
        UNIT_GRAIN, _OF_SERIES, f"{node.name}·有分", Call("COUNT", (when(there, Lit(1)),)), Type.NUMBER
    )
    join = Join(count[0], tuple((key, "=", key) for key in _OF_SERIES))
    # A series by its number in the book, where all of it are there with a score.
    whole = every([there, Op("=", Ref(count[1].name, join), _sizes(builder, node, series))])
    numbers = tuple((Lit(each.name), Lit(number)) for number, each in enumerate(builder.book.series, 1))
    number = when(whole, Case(numbers, subject=series) if numbers else NULL)
    ranked = builder.define(UNIT_GRAIN, f"{node.name}·序列号", number, Type.ROW)
    builder.ranked = ranked
    place = when(is_there(ranked), Over(Call("RANK"), (Ref(POPULATION), ranked), ((score, True),)))
    builder.put_number(UNIT_GRAIN, node.name, Num(place, 0, 1, MAX_ROWS))


def _sizes(builder: Builder, node: RankStep, series: Ref) -> Expr:
    """How many units of each series take part."""
    sizes = []
    for each in builder.book.series:
        takes_part = any(group in node.groups for group in (each.category, each.name))
        number = sum(takes_part or unit in node.groups for unit in each.units)
        sizes.append((Lit(each.name), Lit(number)))
    return Case(tuple(sizes), subject=series) if sizes else NULL


def places(builder: Builder, node: PlacesStep) -> None:
    """Which units get a place of their series, filled from the top."""
    series, score = builder.column(UNIT_GRAIN, "序列"), builder.column(UNIT_GRAIN, node.by)
    ranking = builder.model.ranking
    assert builder.ranked is not None and ranking is not None
    shares = {name: share for share in node.shares for name in share.series}
    in_share = In(series, tuple(shares)) if shares else Lit(False)
    taking = every([is_there(builder.ranked), in_share])
    size = when(taking, _sizes(builder, ranking, series))
    units = builder.define(UNIT_GRAIN, f"{node.name}·人数", Cast(size, Type.NUMBER), Type.NUMBER)
    whens = tuple((Lit(name), _places(node, share, units).expr) for name, share in shares.items())
    places_expr: Expr = Case(whens, subject=series) if whens else NULL
    number = builder.define(
        UNIT_GRAIN, f"{node.name}·名额", Cast(places_expr, Type.NUMBER), Type.NUMBER, builder.clause
    )
    out: Expr = Lit(False)
    if node.cancelled is not None:
        cancelled = builder.number(UNIT_GRAIN, node.cancelled)
        out = coalesce(Op("<>", cancelled.expr, Lit(0)), Lit(False))
    stays = every([is_there(units), Op("=", out, Lit(False))]) if node.pass_down else is_there(units)
    considered = builder.define(UNIT_GRAIN, f"{node.name}·候选", when(stays, builder.ranked), Type.ROW)
    alike = (Ref(POPULATION), considered)
    rank = when(is_there(considered), Over(Call("RANK"), alike, ((score, True),)))
    equals = when(is_there(considered), Over(Call("COUNT"), alike, ((score, True),), peers=True))
    own = builder.define(UNIT_GRAIN, f"{node.name}·名次", Cast(rank, Type.NUMBER), Type.NUMBER)
    same = builder.define(UNIT_GRAIN, f"{node.name}·并列", Cast(equals, Type.NUMBER), Type.NUMBER)
    builder.traces[node.name] = Placed(own.name, same.name, units.name, number.name)
    last: Expr = own if node.all_tied_in else Op("-", Op("+", own, same), Lit(1))
    fits = coalesce(Op("<=", last, number), Lit(False))
    member = is_there(units)
    found = Case(((every([member, Op("=", out, Lit(True))]), Lit(False)), (member, fits)))
    builder.put(UNIT_GRAIN, node.name, found)


def _places(node: PlacesStep, share: PlaceShare, units: Ref) -> Num:
    """How many places a series has."""
    if share.rate is None or node.rounding is None:
        return n.written(share.number or 0)
    members = Num(units, 0, 0, MAX_ROWS)
    ratio = n.reduced(n.Ratio(members, n.written(share.rate[1])), share.rate[0])
    return n.rounded(ratio, node.rounding)
