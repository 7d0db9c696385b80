"""The steps of computing sentences over arrays: figures of rows and groups, orders, bands, shares, days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.expressions import DayCount, Statistic
from perfeval.tables import calculated as s
from perfeval.tables.model import Column, Kind, Node
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors
from tests.vectors.same import frames_of_many
from tests.vectors.small import ROWS, Plan, disagree, facts, model_of, number, rows_only, scores_only

PLAN = Plan((3, 2), 1)
BOOK = PLAN.book()
MANY = st.lists(facts(BOOK, most_rows=10, wide=True), min_size=1, max_size=2)
NUMBERS = st.sampled_from(("分", "次"))
ANY = st.sampled_from(("分", "次", "级", "日", "有效", "名"))
examples = settings(max_examples=80, deadline=None)
ORDERED = (Statistic.SUM, Statistic.MAX, Statistic.MIN, Statistic.LONGEST_RUN)


@st.composite
def rows_steps(draw: st.DrawFn) -> s.RowsStep:
    """Figures of units and of rows; what is only counted or told apart may be anything."""
    statistic = draw(st.sampled_from((*ORDERED, Statistic.COUNT, Statistic.DISTINCT)))
    source = draw(NUMBERS)
    top, trim = draw(st.integers(0, 2)), draw(st.sampled_from(((0, 0), (1, 0), (0, 1), (1, 1))))
    best = draw(st.one_of(st.just(""), ANY))
    if statistic in (Statistic.COUNT, Statistic.DISTINCT) and draw(st.booleans()):
        source = "" if statistic is Statistic.COUNT else draw(ANY)
        top, trim, best = 0, (0, 0), ""
    relation = st.tuples(
        st.just("次"), st.sampled_from(("IS", "ABOVE", "NOT_ABOVE", "BELOW", "NOT_BELOW")), st.just("次")
    )
    grain = draw(st.sampled_from((UNIT_GRAIN, UNIT_GRAIN, ROWS)))
    against = tuple(draw(st.lists(relation, max_size=1))) if grain == ROWS else ()
    return s.RowsStep(
        "得", "条", grain, ROWS, statistic, source, "有效", top, draw(st.booleans()), best, trim, against
    )  # fmt: skip


@examples
@given(rows_steps(), MANY)
def test_figures_of_rows(step: s.RowsStep, every: list[Facts]) -> None:
    places = 2 if step.source == "分" and step.statistic not in (Statistic.COUNT, Statistic.DISTINCT) else 0
    assert disagree(PLAN, model_of([step], number("得", places, step.grain)), every) == []


# ---------------------------------------------------------------- groups

GRAINS = st.sampled_from((UNIT_GRAIN, ROWS))
OF_UNITS, OF_ROWS = ("单位", "类别", "序列"), ("级", "名", "次", "有效", "日", "序列")


@st.composite
def groups(draw: st.DrawFn) -> tuple[str, tuple[str, ...], bool, str | None]:
    """A grain, what tells its groups apart, whether only those with a number count, and the year."""
    grain = draw(GRAINS)
    names = OF_UNITS if grain == UNIT_GRAIN else OF_ROWS
    within = tuple(draw(st.lists(st.sampled_from(names), max_size=2, unique=True)))
    return grain, within, draw(st.booleans()), draw(st.sampled_from((None, "名"))) if grain == ROWS else None


@examples
@given(
    groups(),
    st.booleans(),
    st.sampled_from((*ORDERED[:3], Statistic.COUNT, Statistic.DISTINCT)),
    NUMBERS,
    MANY,
)
def test_figures_of_groups(
    group: tuple[str, tuple[str, ...], bool, str | None],
    others: bool,
    statistic: Statistic,
    source: str,
    every: list[Facts],
) -> None:
    own = ("得分" if source == "分" else "取消") if group[0] == UNIT_GRAIN else source
    for column in (own, "") if statistic is Statistic.COUNT else (own,):
        step = s.GroupStep("得", "条", *group, others, statistic, column)
        assert disagree(PLAN, model_of([step], number("得", 2, group[0])), every) == []


def test_huge_numbers_that_are_the_same() -> None:
    """They tell groups apart, and are counted and compared, though no machine integer holds them."""
    huge, units = (2**70, 2**70, 2**70 + 1), [unit.name for unit in BOOK.units]
    rows = rows_only(BOOK, units[:1] * 3, 分=huge, 次=huge, 有效=(True,) * 3)
    every = [rows, scores_only(BOOK, (2**70,) * len(units))]
    nodes: list[Node] = [
        s.GroupStep("组", "条", ROWS, ("次",), False, None, False, Statistic.SUM, "分"),
        s.OrderStep("序", "条", ROWS, (), False, None, (("分", True), ("次", False)), False),
        s.OrderStep("名次", "条", UNIT_GRAIN, ("序列",), False, None, (("得分", True),), False),
        s.RowsStep("最高", "条", UNIT_GRAIN, ROWS, Statistic.MAX, "分", "有效"),
    ]
    columns = number("组", 2, ROWS) | number("序", 0, ROWS) | number("名次", 0) | number("最高", 2)
    assert disagree(PLAN, model_of(nodes, columns), every) == []


def test_rows_of_which_the_best_counts() -> None:
    """Rows without the key all count; of equal rows with one the first does."""
    rows = rows_only(
        BOOK,
        [BOOK.units[0].name] * 5,
        分=(3, 3, 2, 5, 5),
        级=("省级", "省级", "市级", None, None),
        有效=(True,) * 5,
    )
    for top in (0, 3):
        step = s.RowsStep("得", "条", UNIT_GRAIN, ROWS, Statistic.SUM, "分", "有效", top, best_of="级")
        assert disagree(PLAN, model_of([step], number("得", 2)), [rows, rows]) == []


@st.composite
def keys(draw: st.DrawFn, grain: str) -> tuple[tuple[str, bool], ...]:
    names = ("得分", "取消") if grain == UNIT_GRAIN else ("分", "次", "日")
    some = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return tuple((name, draw(st.booleans())) for name in some)


@examples
@given(groups(), st.data(), st.booleans(), MANY)
def test_orders(
    group: tuple[str, tuple[str, ...], bool, str | None], data: st.DataObject, dense: bool, every: list[Facts]
) -> None:
    once = data.draw(st.sampled_from((None, None, "级"))) if group[0] == ROWS else None
    step = s.OrderStep("得", "条", *group, data.draw(keys(group[0])), dense, once)
    assert disagree(PLAN, model_of([step], number("得", 0, group[0])), every) == []


@examples
@given(groups(), st.data(), st.sampled_from(Rounding), st.booleans(), MANY)
def test_bands(
    group: tuple[str, tuple[str, ...], bool, str | None],
    data: st.DataObject,
    rounding: Rounding,
    high: bool,
    every: list[Facts],
) -> None:
    bands = (("优", (1, 3), True), ("良", (1, 1), False), ("中", None, False))
    step = s.BandsStep("得", "条", *group, data.draw(keys(group[0]))[0], bands, rounding, high)
    columns = {(group[0], "得"): Column("得", Kind.TEXT, values=("中", "良", "优"))}
    assert disagree(PLAN, model_of([step], columns), every) == []


@examples
@given(groups(), st.data(), st.booleans(), MANY)
def test_shares(
    group: tuple[str, tuple[str, ...], bool, str | None],
    data: st.DataObject,
    roster_order: bool,
    every: list[Facts],
) -> None:
    amount, by = ("得分", "取消") if group[0] == UNIT_GRAIN else ("次", "分")
    remainder = data.draw(st.sampled_from(((), data.draw(keys(group[0])))))
    step = s.ShareStep("得", "条", *group, amount, by, 3, 100, remainder, roster_order)
    assert disagree(PLAN, model_of([step], number("得", 2, group[0])), every) == []


def test_what_is_left_goes_by_the_file() -> None:
    """Of equal rows the first of the file gets it, not the first of the roster."""
    units = [unit.name for unit in BOOK.units]
    rows = rows_only(BOOK, (units[4], units[0], units[2]), 次=(10, 10, 10), 分=(1, 1, 1))
    step = s.ShareStep("得", "条", ROWS, (), False, None, "次", "分", 3, 1, (("分", True),), True)
    own = model_of([step], number("得", 2, ROWS))
    assert disagree(PLAN, own, [rows, rows]) == []
    made = run_vectors(BOOK, own, frames_of_many(BOOK, [(BOOK, rows)], alike=True))
    assert to_outcome(made, 0).columns[ROWS, "得"] == [4, 3, 3]


# ---------------------------------------------------------------- days

AROUND = [
    date(year, month, 1) + timedelta(days)
    for year in (1899, 1970, 2024, 2025)
    for month in (1, 2, 3, 7, 12)
    for days in (-3, -2, -1, 0, 13, 14, 15, 27, 28)
]


def rows_of(days: list[date | None]) -> list[Facts]:
    """One row for each day, all of one unit."""
    return [rows_only(BOOK, [BOOK.units[2].name] * len(days), 日=days)]


@pytest.mark.parametrize("count", [DayCount.DAYS, DayCount.MONTHS, DayCount.YEARS])
def test_between_days(count: DayCount) -> None:
    """From days at the ends of months to others, forth and back."""
    nodes: list[Node] = []
    columns: dict[Place, Column] = {}
    for number_of, day in enumerate(AROUND[::4]):
        for start, end in ((day, "日"), ("日", day)):
            nodes.append(s.DaysStep(f"{number_of}{end}", "条", ROWS, start, end, count))
            columns |= number(nodes[-1].name, 0, ROWS)
    assert disagree(PLAN, model_of(nodes, columns), rows_of([None, *AROUND, date.min])) == []


@pytest.mark.parametrize("part", ["半月", "年份", "半年", "季度", "月份"])
def test_parts_of_the_year(part: str) -> None:
    step = s.DayPartStep("得", "条", ROWS, "日", part)
    assert (
        disagree(PLAN, model_of([step], number("得", 0, ROWS)), rows_of([date.min, None, *AROUND, date.max]))
        == []
    )


@examples
@given(ANY, MANY)
def test_what_is_filled(source: str, every: list[Facts]) -> None:
    step = s.FilledStep("得", "条", ROWS, source)
    assert disagree(PLAN, model_of([step], {(ROWS, "得"): Column("得", Kind.BOOL)}), every) == []
