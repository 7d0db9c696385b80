"""Random expressions over arrays: the same numbers as the reference, and the same told of divisions by 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfeval.evaluate import formulas as reference
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.vectors import formulas
from perfeval.vectors.arithmetic import or_zero
from perfeval.vectors.vector import Array, Vector, numbers
from tests.vectors.same import broken

Numbers = Sequence[int | None]
Expressions = st.SearchStrategy[e.Expression]
NAMES = ("甲", "乙", "丙", "丁")
# Around 0, the ends of 8 to 64 bits, and what no array of machine integers holds.
WHOLE = (
    0,
    1,
    2,
    3,
    5,
    50,
    126,
    127,
    128,
    255,
    2**15 - 1,
    2**31 - 1,
    2**31,
    10**13 - 1,
    2**62,
    2**63 - 1,
    2**63,
    10**30,
)
VALUES = (*WHOLE, *(-value for value in WHOLE))


@frozen
class Columns:
    """Columns by name with their decimal places, all of one size."""

    size: int
    known: Mapping[str, tuple[Numbers, int]]


@st.composite
def columns(draw: st.DrawFn) -> Columns:
    """Each column holds a few different values, so that its bounds are mostly narrow."""
    size = draw(st.integers(0, 6))
    made: dict[str, tuple[Numbers, int]] = {}
    for name in NAMES:
        pool = draw(
            st.lists(
                st.one_of(st.none(), st.integers(-3, 3), st.sampled_from(VALUES)), min_size=1, max_size=3
            )
        )
        values = draw(st.lists(st.sampled_from(pool), min_size=size, max_size=size))
        made[name] = values, draw(st.integers(0, 4))
    return Columns(size, made)


LITERALS = st.builds(
    lambda units, places: e.Literal(Number(units, places), ""), st.sampled_from(VALUES), st.integers(0, 4)
)
LEAVES: Expressions = st.one_of(LITERALS, st.sampled_from(NAMES).map(e.Quantity))
SIZES = st.builds(Number, st.sampled_from([value for value in WHOLE if value]), st.integers(0, 2))
ROUNDINGS = st.sampled_from(Rounding)


def over(operand: Expressions) -> Expressions:
    """One operation over such operands, of those that may stand over exact and divided numbers."""
    several = st.lists(operand, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(e.Negative, operand),
        st.builds(e.Sum, several),
        st.builds(e.Product, several),
        st.builds(e.AtMost, operand, operand),
        st.builds(e.AtLeast, operand, operand),
        st.builds(e.Extreme, several, st.booleans()),
        st.builds(e.IfMissing, operand, operand),
        st.builds(e.Signed, operand),
        st.builds(e.Exact, operand),
    )


def made_whole(divided: Expressions) -> Expressions:
    """What makes a number with places of one that is divided."""
    return st.one_of(
        st.builds(e.Rounded, divided, st.integers(0, 4), ROUNDINGS),
        st.builds(e.Whole, divided, SIZES, ROUNDINGS),
        st.builds(e.Known, divided),
    )


def expressions(depth: int) -> tuple[Expressions, Expressions]:
    """Expressions with places, and those that may divide, of at most so many levels."""
    plain, divided = LEAVES, LEAVES
    for _ in range(depth):
        steps = st.builds(e.Steps, plain, st.sampled_from((1, 3, 127, 128, 10**10)))
        quotients = st.builds(e.Quotient, divided, divided, st.booleans())
        plain, divided = (
            st.one_of(plain, over(plain), steps, made_whole(divided)),
            st.one_of(divided, over(divided), quotients, plain),
        )
    return plain, divided


PLAIN, DIVIDED = expressions(3)


def same_numbers(expression: e.Expression, given_columns: Columns) -> None:
    """Both engines compute the expression for the same columns."""
    size, known = given_columns.size, given_columns.known
    told: list[int] = []
    values, places = reference.compute(expression, known.__getitem__, size, told.append)
    mine: list[int] = []

    def column(name: str) -> tuple[Vector, int]:
        return numbers(known[name][0]), known[name][1]

    def divided(elements: Array) -> None:
        mine.extend(elements.tolist())

    vector, own = formulas.compute(expression, column, size, divided)
    assert own == places
    assert vector.to_values() == list(values)
    assert sorted(mine) == sorted(told)
    assert list(broken(vector)) == []


@settings(max_examples=200, deadline=None)
@given(PLAIN, columns())
@example(
    e.Rounded(e.Quotient(e.Quantity("甲"), e.Quantity("乙")), 0, Rounding.UP),
    Columns(2, {"甲": ([7, -7], 0), "乙": ([0, -2], 0)}),
)
def test_expressions_with_places(expression: e.Expression, given_columns: Columns) -> None:
    same_numbers(expression, given_columns)


@settings(max_examples=200, deadline=None)
@given(DIVIDED, st.integers(0, 4), ROUNDINGS, columns())
def test_expressions_that_divide(
    expression: e.Expression, places: int, rounding: Rounding, given_columns: Columns
) -> None:
    same_numbers(e.Rounded(expression, places, rounding), given_columns)


def test_ends_of_all_widths() -> None:
    """Every operation of two numbers at the ends of what arrays hold, at once and one by one."""
    ends = sorted(
        {
            sign * 2**bits + beside
            for bits in (7, 8, 15, 16, 31, 32, 63, 64)
            for sign in (1, -1)
            for beside in (-1, 0, 1)
        }
    )
    one, other = e.Quantity("甲"), e.Quantity("乙")
    every: tuple[e.Expression, ...] = (
        e.Sum((one, other)),
        e.Product((one, other)),
        e.Negative(one),
        e.AtMost(one, other),
        e.AtLeast(one, other),
        e.Steps(one, 128),
        e.Extreme((one, other), highest=False),
        e.IfMissing(one, other),
        *(e.Rounded(e.Quotient(one, other), 1, rounding) for rounding in Rounding),
        *(e.Whole(one, Number(25, 1), rounding) for rounding in Rounding),
    )
    pairs = [(first, second) for first in ends for second in ends]
    for expression in every:
        same_numbers(
            expression,
            Columns(len(pairs), {"甲": ([p[0] for p in pairs], 0), "乙": ([p[1] for p in pairs], 1)}),
        )
        for first in ends:
            same_numbers(expression, Columns(2, {"甲": ([first, None], 0), "乙": ([ends[0], first], 0)}))


def test_fractions_of_which_the_denominators_grow() -> None:
    """Together these exceed 64 bits, in lowest terms some do not; what is missing there stays missing."""
    known: Mapping[str, tuple[Numbers, int]] = {
        "甲": ([10**6, None, -3 * 10**6, 2**40, 0, 6 * 10**9, -(2**63)], 2),
        "乙": ([4 * 10**6, 10**6, 9 * 10**6, 2**39, 10**6, None, 2**61], 0),
        "丙": ([10**6, 3 * 10**6, None, -(2**40), 10**6, -(10**6), 2**63], 1),
        "丁": ([-(10**6), 7 * 10**6, 10**6, 2**41, 0, 10**6, 10**6 + 3], 0),
    }
    one, other = (
        e.Quotient(e.Quantity(first), e.Quantity(second), or_missing=True)
        for first, second in (("甲", "乙"), ("丙", "丁"))
    )
    part = e.Product((other, e.Literal(Number(125, 2), "")))
    every: tuple[e.Expression, ...] = (
        e.Sum((one, other, part, e.Literal(Number(7, 0), ""))),
        e.Sum((one, e.Negative(one), part, e.Negative(part))),
        e.AtMost(e.Sum((one, part)), other),
        e.AtLeast(part, e.Sum((one, other))),
        e.Extreme((one, other, part), highest=True),
        e.Extreme((e.Sum((one, part)), e.Negative(other)), highest=False),
        e.IfMissing(e.Sum((one, part)), e.Sum((other, part))),
        e.Quotient(e.Sum((one, part)), e.Sum((other, one)), or_missing=True),
    )
    for expression in every:
        for rounding in Rounding:
            same_numbers(e.Rounded(expression, 3, rounding), Columns(7, known))


def test_a_column_is_not_changed() -> None:
    """What is computed from a column leaves it as it is."""
    column = numbers([1, 2, None])
    before = np.array(column.values)
    expression = e.Sum((e.Quantity("甲"), e.Negative(e.Quantity("甲"))))
    formulas.compute(expression, lambda name: (column, 0), 3, lambda elements: None)
    assert (column.values == before).all()


def test_nothing_as_zero() -> None:
    """0 lies between the bounds of what stands for nothing, above all numbers or below them."""
    for values in ([-5, None, -3], [3, None, 5], [None], [2**70, None]):
        made = or_zero(numbers(values))
        assert made.to_values() == [value or 0 for value in values]
        assert list(broken(made)) == []
