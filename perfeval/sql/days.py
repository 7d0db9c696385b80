"""Days: how many lie between two, and in which month, quarter … one lies."""

from __future__ import annotations

from datetime import date

from perfeval.rulebook.expressions import DayCount
from perfeval.sql.builder import Builder
from perfeval.sql.expression import (
    Call,
    Case,
    Cast,
    DaysBetween,
    Expr,
    IsNull,
    Join,
    Lit,
    Negated,
    NextDay,
    Op,
    Over,
    Part,
    Ref,
    Type,
    Whole,
    coalesce,
    every,
    is_there,
    some,
    when,
)
from perfeval.sql.numbers import Num
from perfeval.sql.plan import LINE, POPULATION, Base, Column
from perfeval.tables import calculated as s

# Days from the first year to the last, and more.
_MOST = 4_000_000


def between(builder: Builder, node: s.DaysStep) -> None:
    """What lies between two days."""
    start, end = (_day(builder, node, each) for each in (node.start, node.end))
    if node.calendar is not None:
        _workdays(builder, node, start, end)
        return
    there = every([is_there(day) for day in (start, end) if not isinstance(day, Lit)])
    if node.count is DayCount.DAYS:
        expr: Expr = DaysBetween(start, end)
    else:
        expr = _months(builder, node, start, end)
    builder.put_number(node.grain, node.name, Num(when(there, expr), 0, -_MOST, _MOST))


def _day(builder: Builder, node: s.DaysStep, day: str | date) -> Expr:
    return Lit(day) if isinstance(day, date) else builder.column(node.grain, day)


def _months(builder: Builder, node: s.DaysStep, start: Expr, end: Expr) -> Expr:
    """Full months, or full years, from the earlier to the later day, with the sign of the way."""
    grain = node.grain
    first = builder.define(grain, f"{node.name}·起", Call("LEAST", (start, end)), Type.DAY)
    last = builder.define(grain, f"{node.name}·止", Call("GREATEST", (start, end)), Type.DAY)
    years = Op("-", _part("YEAR", last), _part("YEAR", first))
    months = Op("+", Op("*", years, Lit(12)), Op("-", _part("MONTH", last), _part("MONTH", first)))
    # The last day of a month stands for days that it lacks.
    last_of_month = Op("<>", _part("MONTH", NextDay(last)), _part("MONTH", last))
    full = some([Op(">=", _part("DAY", last), _part("DAY", first)), last_of_month])
    count: Expr = Op("-", months, when(full, Lit(0), Lit(1)))
    if node.count is DayCount.YEARS:
        count = Whole(count, Lit(12))
    whole = builder.define(grain, f"{node.name}·数", Cast(count, Type.NUMBER), Type.NUMBER)
    return Case(((Op("<", end, start), Negated(whole)),), whole)


def _part(part: str, day: Expr) -> Expr:
    return Cast(Part(part, day), Type.NUMBER)


# ---------------------------------------------------------------- working days


def _workdays(builder: Builder, node: s.DaysStep, start: Expr, end: Expr) -> None:
    """Working days after the first day up to the last, by a calendar that has to have each of them."""
    grain = node.grain
    assert node.calendar is not None
    calendar, day, known, working, works = _calendar(builder, *node.calendar)
    there = every([is_there(each) for each in (start, end) if not isinstance(each, Lit)])
    after = when(there, NextDay(Call("LEAST", (start, end))))
    first = builder.define(grain, f"{node.name}·次日", after, Type.DAY)
    last = builder.define(grain, f"{node.name}·止", when(there, Call("GREATEST", (start, end))), Type.DAY)
    from_first, to_last = (
        Join(calendar, ((POPULATION, "=", POPULATION), (each.name, "=", day))) for each in (first, last)
    )
    listed = Op("+", Op("-", Ref(known, to_last), Ref(known, from_first)), Lit(1))
    missing = coalesce(Op("<>", listed, Op("+", DaysBetween(first, last), Lit(1))), Lit(True))
    apart = Op("<=", first, last)
    lacking = builder.marked(grain, f"{node.name}·缺日历", every([there, apart, missing]))
    builder.lacking[grain, node.name] = lacking
    count = Op("+", Op("-", Ref(working, to_last), Ref(working, from_first)), Ref(works, from_first))
    signed = Case(((Op("<", end, start), Negated(count)),), count)
    found = Case(((IsNull(first), Lit(None)), (Op(">", first, last), Lit(0)), (lacking, Lit(None))), signed)
    builder.put_number(grain, node.name, Num(found, 0, -_MOST, _MOST))


def _calendar(builder: Builder, ledger: str, day: str, working: str) -> tuple[str, str, str, str, str]:
    """A calendar with running counts of its days: the relation and its columns."""
    name = f"{ledger}\n{day}\n{working}\n日历"
    known = builder.plan.relations.get(name)
    if known is not None:
        _, _, date_column, *counts = known.columns
        return name, date_column, counts[2], counts[1], counts[0]
    column, works = builder.column(ledger, day), builder.column(ledger, working)
    # Of a day that stands there twice the last row counts.
    group = (Ref(POPULATION), column)
    last = Op("=", Over(Call("ROW_NUMBER"), group, ((Ref(LINE), True),)), Lit(1))
    meant = builder.marked(ledger, "末行", every([is_there(column), last]))
    level = builder.level_of(ledger, meant, column, works)
    made = builder.derived(name, f"{ledger}_累计", (POPULATION, LINE), Base(ledger, level, where=meant))
    date_column = builder.names.new(name, day)
    made.columns[date_column] = Column(date_column, column, Type.DAY, level)
    own = builder.names.new(name, "工作")
    made.columns[own] = Column(own, Cast(when(works, Lit(1), Lit(0)), Type.NUMBER), Type.NUMBER, level)
    order = ((Ref(date_column), False),)
    all_days = (Ref(POPULATION),)
    total = Over(Call("SUM", (Ref(own),)), all_days, order)
    so_far = builder.define(name, "累计工作日", Cast(total, Type.NUMBER), Type.NUMBER)
    days = builder.define(name, "累计日", Over(Call("ROW_NUMBER"), all_days, order), Type.NUMBER)
    return name, date_column, days.name, so_far.name, own


# ---------------------------------------------------------------- parts of days


def part_of_day(builder: Builder, node: s.DayPartStep) -> None:
    """The month, quarter … of each day."""
    day = builder.column(node.grain, node.source)
    month = _part("MONTH", day)
    parts: dict[str, Expr] = {
        "半月": Op("-", Op("*", month, Lit(2)), when(Op("<=", _part("DAY", day), Lit(15)), Lit(1), Lit(0))),
        "年份": _part("YEAR", day),
        "半年": Whole(Op("+", month, Lit(5)), Lit(6)),
        "季度": Whole(Op("+", month, Lit(2)), Lit(3)),
        "月份": month,
    }
    builder.put_number(node.grain, node.name, Num(parts[node.part], 0, 0, 9999))
