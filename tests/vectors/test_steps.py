"""Each relational step over arrays: the same numbers, the same rows and the same traces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.tables.model import (
    CapStep,
    Column,
    Gather,
    Gathering,
    HighestRow,
    Kind,
    LookupStep,
    Model,
    Node,
)
from perfeval.tables.places import UNIT_GRAIN, Place
from tests.vectors.small import (
    LEVELS,
    ROWS,
    Plan,
    disagree,
    facts,
    model_of,
    number,
    rows_only,
    without_missing,
)

FIVE = Plan((3, 2))
BOOK = FIVE.book()
LIMITS = st.sampled_from((None, 0, 1, 3, 2**31))
SIGNS = st.sampled_from((1, -1))
MANY = st.lists(facts(BOOK, wide=True), min_size=1, max_size=2)
examples = settings(max_examples=60, deadline=None)


@st.composite
def gathers(draw: st.DrawFn, name: str, winners: tuple[str | None, ...]) -> tuple[Gather, int]:
    """Any way to gather a column of rows, and the places of what comes of it."""
    how = draw(st.sampled_from(Gathering))
    source = "有效" if how is Gathering.COUNT else draw(st.sampled_from(("分", "次")))
    step = Gather(name, name, ROWS, source, how, draw(st.sampled_from(winners)), draw(SIGNS), draw(LIMITS))
    return step, 2 if source == "分" else 0


def with_gathers(made: list[tuple[Gather, int]]) -> tuple[list[Node], dict[Place, Column]]:
    """Nodes and columns of some gathers."""
    columns: dict[Place, Column] = {}
    for step, places in made:
        columns |= number(step.name, places)
    return [step for step, _ in made], columns


@examples
@given(gathers("和", (None, "有效")), MANY)
def test_gather(made: tuple[Gather, int], every: list) -> None:  # type: ignore[type-arg]
    assert disagree(FIVE, model_of(*with_gathers([made])), every) == []


# ---------------------------------------------------------------- the row that counts

ORDERS = st.lists(
    st.sampled_from((("日", None), ("级", "省级"), ("级", "没有的级"), ("名", "甲"), ("名", ""))), max_size=3
).map(tuple)


@st.composite
def highest(draw: st.DrawFn) -> HighestRow:
    key = draw(st.sampled_from(("级", "名", "次", "日", "有效")))
    by = draw(st.sampled_from((("分",), ("次",), ("分", "次"), ("次", "分"))))
    return HighestRow("最高", "条", ROWS, key, by, draw(ORDERS))


@examples
@given(
    highest(),
    gathers("和", ("最高",)),
    st.lists(facts(BOOK, most_rows=14, wide=True), min_size=1, max_size=2),
)
def test_highest_row(step: HighestRow, made: tuple[Gather, int], every: list) -> None:  # type: ignore[type-arg]
    """Equal rows are told apart by the wishes in their order, then by their lines."""
    nodes, columns = with_gathers([made])
    columns[ROWS, "最高"] = Column("最高", Kind.BOOL)
    dated = [without_missing(each, ROWS, "日", date(2025, 6, 1)) for each in every]
    assert disagree(FIVE, model_of([step, *nodes], columns), dated) == []


def test_a_wish_that_no_row_has() -> None:
    """A level that stands nowhere is no row's, not even one's without a level: the line decides."""
    units = [BOOK.units[0].name] * 2
    every = [
        rows_only(BOOK, units, 分=(1, 1), 名=("甲", "甲"), 级=levels)
        for levels in (("省级", None), (None, "省级"), (None, None))
    ]
    for wish in ("没有的级", "省级"):
        step = HighestRow("最高", "条", ROWS, "名", ("分",), (("级", wish),))
        assert disagree(FIVE, model_of([step], {(ROWS, "最高"): Column("最高", Kind.BOOL)}), every) == []
        for one in every:
            assert disagree(FIVE, model_of([step], {(ROWS, "最高"): Column("最高", Kind.BOOL)}), [one]) == []


# ---------------------------------------------------------------- caps


@st.composite
def capped(draw: st.DrawFn) -> Model:
    """Two gathers, a cap on them or on some of their rows, and a cap around that one."""
    made = [draw(gathers("一", (None, "有效"))), draw(gathers("二", (None, "有效")))]
    nodes, columns = with_gathers(made)
    sign, limit = draw(SIGNS), draw(st.integers(0, 4))
    names = draw(st.sampled_from((("一",), ("一", "二"))))
    on_rows = draw(st.booleans())
    rows = (ROWS, "有效", names) if on_rows else None
    inner = CapStep("内", "条", sign, limit, 2, () if on_rows else names, rows, ())
    outer = CapStep("外", "条", sign, draw(st.integers(0, 400)), 3, ("一", "二"), None, ("内",))
    columns |= {**number("内", 2), **number("外", 3)}
    return model_of([*nodes, inner, outer], columns)


@examples
@given(capped(), MANY)
def test_caps(model: Model, every: list) -> None:  # type: ignore[type-arg]
    assert disagree(FIVE, model, every) == []


# ---------------------------------------------------------------- look-ups

KINDS: Mapping[str, Column] = {
    "分": Column("查", Kind.NUMBER, 2),
    "级": Column("查", Kind.TEXT, values=LEVELS),
    "日": Column("查", Kind.DATE),
    "有效": Column("查", Kind.BOOL),
    "名": Column("查", Kind.TEXT),
}


@examples
@given(st.sampled_from(tuple(KINDS)), st.sampled_from((-1, 0, 1, 2, 5, 2**64)), MANY)
def test_lookup(value: str, wanted: int, every: list) -> None:  # type: ignore[type-arg]
    """The last row with the key counts; who has none has nothing."""
    step = LookupStep("查", ROWS, "次", wanted, value)
    assert disagree(FIVE, model_of([step], {(UNIT_GRAIN, "查"): KINDS[value]}), every) == []
