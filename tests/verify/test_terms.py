"""Formulas: the canonical form means the same, and what means the same is often the same object."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

import pytest

from perfeval.verify.solver import Answer, Solver
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import repeated
from tests.architecture.findings import Finding, Source, assert_holds, lines_found
from tests.verify.term_values import values_of

NUMBERS = ("x", "y")
TRUTHS = ("p", "q")
SIZE = 60


def given(seed: int) -> dict[str, list[int]]:
    """Random values of the unknowns."""
    dice = Random(seed)
    found = {name: [dice.randrange(-9, 10) for _ in range(SIZE)] for name in NUMBERS}
    found.update({name: [dice.randrange(2) for _ in range(SIZE)] for name in TRUTHS})
    return found


class Both:
    """Random formulas, made by the factory and computed beside it from what they are made of."""

    def __init__(self, seed: int) -> None:
        self.dice, self.terms, self.given = Random(seed), Terms(), given(seed)

    def number(self, depth: int) -> tuple[Term, list[int]]:
        """A number and its values."""
        terms, dice = self.terms, self.dice
        if not depth:
            if dice.randrange(2):
                name = dice.choice(NUMBERS)
                return terms.number(name), self.given[name]
            value = dice.randrange(-5, 6)
            return terms.constant(value), [value] * SIZE
        (one, ones), (two, twos) = self.number(depth - 1), self.number(depth - 1)
        pairs = list(zip(ones, twos, strict=True))
        which = dice.randrange(6)
        if which == 0:
            return terms.sum([one, two]), [a + b for a, b in pairs]
        if which == 1:
            return terms.minus(one, two), [a - b for a, b in pairs]
        if which == 2:
            return terms.product(one, two), [a * b for a, b in pairs]
        if which == 3:
            divisor = dice.randrange(1, 4)
            return terms.floor(one, divisor), [a // divisor for a in ones]
        if which == 4:
            return terms.least(one, two), [min(pair) for pair in pairs]
        test, tests = self.truth(depth - 1)
        return terms.choice(test, one, two), [
            a if held else b for held, (a, b) in zip(tests, pairs, strict=True)
        ]

    def truth(self, depth: int) -> tuple[Term, list[int]]:
        """A truth and its values."""
        terms, dice = self.terms, self.dice
        if not depth:
            name = dice.choice(TRUTHS)
            return terms.truth(name), self.given[name]
        which = dice.randrange(7)
        if which < 3:
            (one, ones), (two, twos) = self.number(depth - 1), self.number(depth - 1)
            make = (terms.at_most, terms.less, terms.equal)[which]
            ways = (lambda a, b: a <= b, lambda a, b: a < b, lambda a, b: a == b)
            return make(one, two), [int(ways[which](a, b)) for a, b in zip(ones, twos, strict=True)]
        (one, ones), (two, twos) = self.truth(depth - 1), self.truth(depth - 1)
        pairs = list(zip(ones, twos, strict=True))
        if which == 3:
            return terms.all([one, two]), [int(a and b) for a, b in pairs]
        if which == 4:
            return terms.any([one, two]), [int(a or b) for a, b in pairs]
        if which == 5:
            return terms.negation(one), [1 - a for a in ones]
        return terms.same(one, two), [int(a == b) for a, b in pairs]


@pytest.mark.parametrize("seed", range(150))
def test_the_canonical_form_means_the_same(seed: int) -> None:
    """Whatever is folded, flattened or turned round on the way, the values are those of the parts."""
    both = Both(seed)
    for term, values in (both.number(3), both.truth(4)):
        assert list(values_of([term], both.given, SIZE)[term.number]) == values


@pytest.mark.parametrize("seed", range(25))
def test_the_solver_reads_formulas_so_too(seed: int) -> None:
    """With the unknowns fixed the solver agrees on the value, and finds no other."""
    both = Both(seed)
    term, values = both.truth(4)
    terms = both.terms
    for place in range(3):
        fixed = [terms.is_value(terms.number(name), both.given[name][place]) for name in NUMBERS]
        fixed += [
            terms.same(terms.truth(name), terms.known(bool(both.given[name][place]))) for name in TRUTHS
        ]
        held = term if values[place] else terms.negation(term)
        solver = Solver()
        solver.require(fixed)
        assert solver.ask([held, *fixed]) is Answer.YES
        assert solver.ask([terms.negation(held), *fixed]) is Answer.NO


def test_what_means_the_same_is_often_the_same() -> None:
    """Order of terms, fractions of steps, codes behind choices: no solver is asked for these."""
    terms = Terms()
    x, y, p = terms.number("x"), terms.number("y"), terms.truth("p")
    assert terms.sum([x, y, x]) is terms.sum([y, terms.times(x, 2)])
    assert terms.at_most(terms.times(x, 2), terms.constant(5)) is terms.at_most(x, terms.constant(2))
    assert terms.is_value(terms.choice(p, terms.constant(3), terms.constant(5)), 3) is p
    assert terms.any([p, terms.negation(p)]) is terms.true
    assert terms.same(terms.all([p, terms.truth("q")]), terms.all([terms.truth("q"), p])) is terms.true
    assert terms.is_value(terms.times(x, 2), 5) is terms.false


def test_rows_alike_give_what_each_gives() -> None:
    """Points that are written out are multiplied, at any scale; points that vary stand for one row."""
    terms = Terms()
    times, p, column = terms.number("n"), terms.truth("p"), terms.number("c")
    points = terms.choice(p, terms.constant(5), terms.zero)
    assert repeated(terms, points, times) is terms.choice(p, terms.times(times, 5), terms.zero)
    assert repeated(terms, terms.times(points, 10), times) is terms.times(repeated(terms, points, times), 10)
    assert repeated(terms, column, times) is column
    assert repeated(terms, column, terms.constant(3)) is terms.times(column, 3)


# ---------------------------------------------------------------- nothing inexact reaches the solver

INEXACT = ("Real", "RealVal", "Reals", "RatVal", "Q", "FP", "FPVal", "Float64", "ToReal", "Optimize")
WHOLE = ("IntVal",)


def inexact_breaches(source: Source) -> Iterator[Finding]:
    """A constructor of the solver for anything but whole numbers, or one that is given a text."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in INEXACT:
                yield source.at(node, f"{name}: the solver is given whole numbers only")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WHOLE:
            first = node.args[0] if node.args else None
            if not isinstance(first, ast.Name) or first.id != "value":
                yield source.at(
                    node, f"{node.func.attr} is given the argument value: int of _whole, nothing else"
                )


def test_nothing_inexact_reaches_the_solver() -> None:
    """Scaled integers throughout: no reals, no floats, no numbers as texts, no optimising."""
    assert_holds(inexact_breaches, "perfeval/verify")


@pytest.mark.parametrize(
    "line",
    ["z3.RealVal(1)", "z3.Real('x')", "z3.IntVal('1.5')", "z3.IntVal(1.5)", "z3.Optimize()", "Real(1)"],
)
def test_an_inexact_number_is_found(line: str) -> None:
    """The lint test sees what it is about."""
    assert lines_found(inexact_breaches, "perfeval/verify/a.py", line) == [1]


def test_only_one_file_knows_the_solver() -> None:
    """z3 is imported where a solver is made, and nowhere else."""

    def imports(source: Source) -> Iterator[Finding]:
        for node in ast.walk(source.tree):
            named = isinstance(node, ast.Import) and any(each.name == "z3" for each in node.names)
            if named and source.path.name != "solver.py":
                yield source.at(node, "z3 is imported in solver.py only")

    assert_holds(imports, "perfeval")
