"""Can the order in which rows stand in a ledger decide a result?

The rows of a ledger are asked about twice over the same unknowns: as they stand, and turned over, the
last row first. What the engine does with rows that nothing tells apart goes by their place alone, so
a result that depends on the order depends on that.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from perfeval.evaluate.situations import judge
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, Situation
from perfeval.tables.model import CapStep, Gather, Gathering, HighestRow, Kind, Model
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.alike import value_differs
from perfeval.verify.baseline import Baseline
from perfeval.verify.compare import NO_SOLVER, NOT_CONFIRMED, TOO_HARD
from perfeval.verify.encode import Encoder, encode
from perfeval.verify.free import rests_on_guesses
from perfeval.verify.proof import BEYOND, Answer, Found, Impossible, Undecided
from perfeval.verify.ranges import ranges_of
from perfeval.verify.solver import STEPS, Solver, is_installed
from perfeval.verify.solver import Answer as Said
from perfeval.verify.terms import Term
from perfeval.verify.universe import Bounds, Universe, universe_of
from perfeval.verify.values import Value
from perfeval.verify.witness import least, situation_of, unit_of

# Two rows, whatever stands in them.
_TWO_ROWS = Bounds(2, 2, 1, keys_apart=False)


def order_decides(
    book: RuleBook, model: Model, ledger: str, ends: Sequence[str], steps: int = STEPS
) -> Answer:
    """Facts of a unit that give another value in one of these columns once the ledger is turned over.

    steps: how much work a question may cost, in the solver's count.
    """
    if not is_installed():
        return Undecided(NO_SOLVER)
    pair = _Both.of(book, model, ledger, _TWO_ROWS)
    if pair.ask(Solver(steps), pair.equal_rows_differ(ledger)) is Said.NO:
        return Impossible(ranges_of(pair.universe, counted=False))
    both, solver = _Both.of(book, model, ledger, Bounds()), Solver(steps)
    differ = both.differ(ends)
    said = both.ask(solver, differ)
    if said is Said.NO:
        return Impossible(ranges_of(both.universe, counted=True))
    base = Baseline(both.universe)
    seen = least(solver, [differ], [], base) if said is Said.YES else None
    guessed = rests_on_guesses(solver, [differ])
    if seen is None:
        return Undecided(BEYOND if guessed else TOO_HARD)
    found = in_lines(situation_of(base, seen))
    if changed_by_order(book, model, found, ledger, ends):
        return Found(found, unit_of(base, seen))
    return Undecided(BEYOND if guessed else NOT_CONFIRMED)


@frozen(eq=False)
class _Both:
    """A model over the rows of a ledger as they stand, and over the same rows turned over."""

    universe: Universe
    asked: Encoder
    turned: Encoder

    @classmethod
    def of(cls, book: RuleBook, model: Model, ledger: str, bounds: Bounds) -> _Both:
        """All other ledgers stay as they are."""
        universe = universe_of([(book, model)], bounds)
        slots = {name: rows[::-1] if name == ledger else rows for name, rows in universe.slots.items()}
        turned = evolve(universe, slots=slots)
        return cls(universe, encode(universe, 0, book, model), encode(turned, 0, book, model))

    def ask(self, solver: Solver, truth: Term) -> Said:
        """Whether something can hold of facts in order."""
        if truth is self.universe.terms.false:
            return Said.NO
        for encoder in (self.asked, self.turned):
            solver.require([*self.universe.assumptions, *encoder.done.assumptions, *encoder.done.ranges])
        return solver.ask([truth])

    def differ(self, ends: Sequence[str]) -> Term:
        """Whether one of these columns of the unit differs."""
        kinds = [self.asked.column(UNIT_GRAIN, name).kind for name in ends]
        return self.universe.terms.any(
            value_differs(self.asked, kind, self.asked.done.unit(name), self.turned.done.unit(name))
            for kind, name in zip(kinds, ends, strict=True)
        )

    def equal_rows_differ(self, ledger: str) -> Term:
        """Whether of two rows that go by their place alone the one gives what the other does not.

        Where that cannot be, the order of any number of rows means nothing.
        """
        asked, turned, nodes = self.asked, self.turned, self.asked.model.nodes
        taken: list[tuple[Value, Value]] = []
        seen: list[str] = []
        for node in nodes:
            if isinstance(node, HighestRow) and node.ledger == ledger:
                taken.append((asked.values(ledger, node.name)[0], turned.values(ledger, node.name)[-1]))
            elif isinstance(node, Gather) and node.ledger == ledger and node.how is not Gathering.COUNT:
                seen.append(node.source)
                counted = [each.done.gathers[node.name].counted for each in (asked, turned)]
                if node.how is not Gathering.SUM:
                    taken.append((_known(counted[0][0]), _known(counted[1][-1])))
            elif isinstance(node, CapStep) and node.rows is not None and node.rows[0] == ledger:
                seen.append(node.rows[1])
        by_place = [value_differs(asked, Kind.BOOL, one, other) for one, other in taken]
        apart = [
            value_differs(asked, asked.column(ledger, name).kind, *asked.values(ledger, name))
            for name in dict.fromkeys(seen)
        ]
        terms = self.universe.terms
        return terms.all([terms.any(by_place), terms.any(apart)])


def _known(value: Value) -> Value:
    """Whether there is a value, as a truth."""
    return Value(value.known, value.known)


def in_lines(situation: Situation) -> Situation:
    """The same facts, each row on a line of its own."""
    rows = tuple(evolve(given, lines=tuple(range(1, len(given.rows) + 1))) for given in situation.rows)
    return evolve(situation, rows=rows)


def turned_over(situation: Situation, ledger: str) -> Situation:
    """The same facts with the rows of one ledger in the opposite order."""

    def turn(given: GivenRows) -> GivenRows:
        return evolve(given, rows=given.rows[::-1]) if given.ledger == ledger else given

    return evolve(situation, rows=tuple(turn(given) for given in situation.rows))


def changed_by_order(
    book: RuleBook, model: Model, situation: Situation, ledger: str, ends: Sequence[str]
) -> tuple[str, ...]:
    """Which of the columns the engine gives otherwise for some unit once a ledger is turned over."""
    judged = judge(book, model, [situation, turned_over(situation, ledger)])
    if any(judged.refusals):
        return ()
    changed = []
    for name in ends:
        values = judged.outcome.columns[UNIT_GRAIN, name]
        pairs = [(judged.unit(0, unit), judged.unit(1, unit)) for unit in situation.units]
        if any(
            one is not None and other is not None and values[one] != values[other] for one, other in pairs
        ):
            changed.append(name)
    return tuple(changed)
