"""What tables give over arrays: numbers written and computed, words, truths, and lists of all that holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.tables.cells import ANY, Among, Cell, Range
from perfeval.tables.model import Column, Fixed, FormulaStep, HitPolicy, Kind, Output, Row, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.run import run_vectors
from tests.vectors.same import frames_of_many
from tests.vectors.small import LEVELS, ROWS, Plan, disagree, facts, model_of, number, rows_only, scores_only

PLAN = Plan((3, 2))
BOOK = PLAN.book()
MANY = st.lists(facts(BOOK, most_rows=10, wide=True), min_size=1, max_size=2)
examples = settings(max_examples=80, deadline=None)
POINTS, TIMES = e.Quantity("分"), e.Quantity("次")
CELLS: tuple[st.SearchStrategy[Cell], ...] = (
    st.sampled_from((ANY, Among(LEVELS[:1]), Among(LEVELS[1:]), Range())),
    st.sampled_from((ANY, Among((0,)), Range(1, True, None, True), Range(None, True, 1, False))),
)


@st.composite
def rows(draw: st.DrawFn, outputs: st.SearchStrategy[Output]) -> tuple[Row, ...]:
    """Some rows that ask about 级 and 次, in tiers."""
    made = draw(st.lists(st.tuples(st.tuples(*CELLS), outputs, st.integers(0, 2)), max_size=6))
    return tuple(
        Row(cells, (output,), "条", tier=tier) for cells, output, tier in sorted(made, key=lambda row: row[2])
    )


def literal(units: int, places: int) -> Output:
    return e.Literal(Number(units, places), "")


NUMBERS: st.SearchStrategy[Output] = st.one_of(
    st.none(),
    st.builds(literal, st.integers(-300, 300), st.integers(0, 2)),
    st.sampled_from((
        POINTS,
        e.Sum((POINTS, TIMES)),
        e.Negative(POINTS),
        e.Rounded(e.Quotient(POINTS, TIMES), 2, Rounding.HALF_UP),
        e.Rounded(e.Quotient(POINTS, TIMES, or_missing=True), 1, Rounding.HALF_UP),
    )),
)  # fmt: skip
WORDS: st.SearchStrategy[Output] = st.sampled_from((None, Fixed("甲"), Fixed("乙"), Fixed("丙")))
TRUTHS: st.SearchStrategy[Output] = st.sampled_from((None, Fixed(True), Fixed(False)))
SINGLE = st.sampled_from((HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.FIRST))


@examples
@given(rows(NUMBERS), SINGLE, st.booleans(), MANY)
def test_numbers(made: tuple[Row, ...], policy: HitPolicy, strict: bool, every: list[Facts]) -> None:
    """Divisions by 0 count only where their row is the one that fires."""
    table = Table("表", ROWS, ("级", "次"), ("得",), made, policy, strict and bool(made))
    assert disagree(PLAN, model_of([table], number("得", 2, ROWS)), every) == []


def test_who_divides_by_zero() -> None:
    """Only the population in which a row that fires divides by 0 is suspect."""
    quotient = e.Rounded(e.Quotient(POINTS, TIMES), 2, Rounding.HALF_UP)
    fires = Row((Among(("省级",)),), (quotient,), "条")
    table = Table("表", ROWS, ("级",), ("得",), (fires,), HitPolicy.UNIQUE)
    own = model_of([table], number("得", 2, ROWS))
    units = [unit.name for unit in BOOK.units]
    every = [
        rows_only(BOOK, units[:2], 分=(1, 1), 次=(5, times), 级=(level, level))
        for level, times in (("市级", 0), ("省级", 2), ("省级", 0), ("省级", 1))
    ]
    assert disagree(PLAN, own, every) == []
    made = run_vectors(BOOK, own, frames_of_many(BOOK, [(BOOK, each) for each in every], alike=True))
    assert made.suspects == (2,)


@examples
@given(st.sampled_from((Kind.TEXT, Kind.BOOL)), st.data(), SINGLE, MANY)
def test_words_and_truths(kind: Kind, data: st.DataObject, policy: HitPolicy, every: list[Facts]) -> None:
    made = data.draw(rows(WORDS if kind is Kind.TEXT else TRUTHS))
    table = Table("表", ROWS, ("级", "次"), ("得",), made, policy)
    assert disagree(PLAN, model_of([table], {(ROWS, "得"): Column("得", kind)}), every) == []


@examples
@given(rows(WORDS.filter(lambda output: output is not None)), MANY)
def test_lists(made: tuple[Row, ...], every: list[Facts]) -> None:
    """A word that several rows give stands once; such rows stand together, as in the order of measures."""
    ordered = tuple(sorted(made, key=lambda row: str(row.outputs)))
    table = Table("表", ROWS, ("级", "次"), ("得",), ordered, HitPolicy.COLLECT)
    count = FormulaStep("数", "条", ROWS, e.Quantity("得"))
    columns = {(ROWS, "得"): Column("得", Kind.LIST), **number("数", 0, ROWS)}
    assert disagree(PLAN, model_of([table, count], columns), every) == []


@pytest.mark.parametrize("size", [61, 62, 63, 64, 65, 140])
def test_long_lists(size: int) -> None:
    """More words than a machine integer has bits; each unit has its own part of them."""
    made = tuple(
        Row((Range(None, True, place * 10, True),), (Fixed(f"词{place}"),), "条") for place in range(size)
    )
    table = Table("表", UNIT_GRAIN, ("得分",), ("得",), made, HitPolicy.COLLECT)
    count = FormulaStep("数", "条", UNIT_GRAIN, e.Quantity("得"))
    columns = {(UNIT_GRAIN, "得"): Column("得", Kind.LIST), **number("数", 0)}
    every = [
        scores_only(BOOK, scores)
        for scores in ((0, 5, 10 * size - 11, 10 * size, -7), (300, 400, 610, 620, 630))
    ]
    assert disagree(PLAN, model_of([table, count], columns), every) == []
