"""Numbers that no formula says: one column divided by another, an average of a group, working days.

Each is an unknown of its own that depends on what it is made of and on nothing else, so that two models
that make it alike have the same one. What is refuted with it is refuted for all facts; what is found
with it has to be shown by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from attrs import Factory, define

from perfeval.analysis.intervals import Ends, ends_of
from perfeval.rulebook.expressions import Expression
from perfeval.tables.flow import names_in
from perfeval.verify.solver import Solver
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import Number, Value

# How the names of such unknowns begin.
MARK = "另算"


@define(eq=False)
class Registry:
    """The unknowns of one universe by what they are made of."""

    names: dict[Hashable, str] = Factory(dict)

    def name(self, *made_of: Hashable) -> str:
        """The name of the unknown that is made of this."""
        return self.names.setdefault(made_of, f"{MARK}{len(self.names)}")


def key_of(value: Value) -> tuple[int, int]:
    """What tells formulas of a value apart."""
    return value.known.number, value.term.number


def rests_on_guesses(solver: Solver, truths: Sequence[Term], given: Sequence[Term] = ()) -> bool:
    """Whether a question has to do with an unknown that no formula says."""
    return any(name.startswith(MARK) for name in solver.unknowns(truths, given))


@define(eq=False)
class Free:
    """The unknowns in the expressions over one element.

    ends: between which ends a column lies. ratio: as ``ends_of`` has it. ranges: where what holds of
    an unknown is noted. by_zero, unsaid: what came up since it was last asked.
    """

    terms: Terms
    registry: Registry
    number_of: Callable[[str], Number]
    ends: Callable[[str], Ends]
    ratio: Callable[[str, str], Ends | None]
    ranges: list[Term]
    by_zero: list[Term] = Factory(list)
    unsaid: bool = False

    def number(self, expression: Expression, under: int) -> Term:
        """A whole number that, divided by ``under``, is this expression."""
        self.unsaid = True
        name = self.registry.name("number", expression, under, self._read(expression))
        term = self.terms.number(name)
        ends = ends_of(expression, self.ends, self.ratio)
        self.ranges.extend(in_range(self.terms, term, ends, under))
        return term

    def is_zero(self, expression: Expression) -> Term:
        """Whether this expression is 0."""
        return self.terms.truth(self.registry.name("zero", expression, 1, self._read(expression)))

    def divided(self, by_zero: Term) -> None:
        """Note that something is divided by 0."""
        if by_zero is not self.terms.false:
            self.by_zero.append(by_zero)

    def taken(self) -> tuple[list[Term], bool]:
        """What came up since this was last asked."""
        found = self.by_zero, self.unsaid
        self.by_zero, self.unsaid = [], False
        return found

    def _read(self, expression: Expression) -> tuple[tuple[str, int, int, int], ...]:
        """The formulas of the columns that an expression reads, so that equal ones have equal names."""
        found = []
        for name in dict.fromkeys(names_in(expression)):
            value, places = self.number_of(name)
            found.append((name, places, *key_of(value)))
        return tuple(found)


def in_range(terms: Terms, term: Term, ends: Ends, under: int) -> list[Term]:
    """That a whole number, divided by ``under``, lies between these ends."""
    found: list[Term] = []
    least, most = ends.least, ends.most
    if least is not None:
        found.append(terms.at_most(terms.constant(-(-least * under).__floor__()), term))
    if most is not None:
        found.append(terms.at_most(term, terms.constant((most * under).__floor__())))
    return found
