"""Expressions as formulas: the same as what the engine computes, and honest about what they cannot say."""

from __future__ import annotations

from random import Random

import pytest

from perfeval.evaluate.formulas import compute as engine
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.verify.exact import compute
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import Value
from tests.verify.term_values import values_of

SIZE = 40
PLACES = 6


class Nobody:
    """Takes note of what no formula says."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.asked = terms, 0

    def number(self, expression: e.Expression, under: int) -> Term:
        """An unknown."""
        self.asked += 1
        return self.terms.number(f"unknown{self.asked}")

    def is_zero(self, expression: e.Expression) -> Term:
        """An unknown truth."""
        return self.terms.truth(f"zero{self.asked}")

    def divided(self, by_zero: Term) -> None:
        """Nothing is made of it here."""


class Expressions:
    """Random expressions over two columns, in which nothing is divided by a column."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)

    def made(self, depth: int) -> e.Expression:
        """An expression; at depth 0 a column or a number."""
        dice = self.dice
        if not depth:
            if dice.randrange(3):
                return e.Quantity(dice.choice("ab"))
            return e.Literal(Number(dice.randrange(-50, 50), dice.randrange(2)), "")
        one, other = self.made(depth - 1), self.made(depth - 1)
        written = e.Literal(Number(dice.choice((-7, -3, 2, 3, 4, 25)), dice.randrange(2)), "")
        rounding = dice.choice(tuple(Rounding))
        return dice.choice(
            (
                e.Sum((one, other)),
                e.Negative(one),
                e.Rounded(e.Product((one, written)), 1, rounding),
                e.Rounded(e.Quotient(one, written), 1, rounding),
                e.Rounded(e.Sum((e.Quotient(one, written), other)), 0, rounding),
                e.AtMost(one, other),
                e.AtLeast(one, other),
                e.Extreme((one, other), highest=bool(dice.randrange(2))),
                e.IfMissing(one, other),
                e.Known(one),
                e.Whole(one, Number(dice.choice((1, 3, 25)), 1), rounding),
                e.Signed(one),
            )
        )


@pytest.mark.parametrize("seed", range(60))
def test_formulas_and_engine_agree(seed: int) -> None:
    """For random expressions and random values, missing ones too."""
    dice, terms = Random(seed), Terms()
    expression = Expressions(seed).made(1 + seed % 3)
    columns = {
        name: [None if not dice.randrange(6) else dice.randrange(-999, 999) for _ in range(SIZE)]
        for name in "ab"
    }
    exact = e.Rounded(expression, PLACES, Rounding.DOWN)
    values, places = engine(exact, lambda name: (columns[name], 1), SIZE, lambda _: None)

    def column(name: str) -> tuple[Value, int]:
        return Value(terms.truth(f"{name}?"), terms.number(name)), 1

    made = compute(terms, exact, column, Nobody(terms), places)
    given = {name: [value or 0 for value in column] for name, column in columns.items()}
    given |= {f"{name}?": [int(value is not None) for value in column] for name, column in columns.items()}
    done = values_of([made.known, made.term], given, SIZE)
    pairs = zip(done[made.known.number], done[made.term.number], strict=True)
    assert [value if known else None for known, value in pairs] == list(values)


def test_a_column_divided_by_another_is_an_unknown_of_its_own() -> None:
    """Whether it is there is known all the same, and limits around it are formulas."""
    terms = Terms()
    nobody = Nobody(terms)

    def column(name: str) -> tuple[Value, int]:
        return Value(terms.truth(f"{name}?"), terms.number(name)), 0

    quotient = e.Rounded(e.Quotient(e.Quantity("a"), e.Quantity("b")), 2, Rounding.HALF_UP)
    limited = e.AtMost(quotient, e.Literal(Number(1, 0), ""))
    made = compute(terms, limited, column, nobody, 2)
    assert nobody.asked == 1
    given = {"a": [5, 5, 5], "b": [2, 0, 9], "a?": [1, 1, 1], "b?": [1, 1, 0], "unknown1": [250, 7, 7]}
    done = values_of([made.known, made.term], given, 3)
    assert list(done[made.known.number]) == [1, 0, 0]
    assert done[made.term.number][0] == 100
