"""Two models over the unknown rows of one unit: a proof within bounds, or a witness that replays."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from perfeval.rulebook.examples import Situation
from perfeval.tables.flow import writes
from perfeval.verify.alike import Alike
from perfeval.verify.baseline import Baseline, cell_name
from perfeval.verify.differences import divided, field_differs, refused, weight
from perfeval.verify.encode import Encoder
from perfeval.verify.encode_series import plain_series
from perfeval.verify.proof import FieldChange
from perfeval.verify.replay import Changes, Side, changes_of
from perfeval.verify.rivals import Standing, whole_points, with_rivals
from perfeval.verify.solver import Answer, Solver
from perfeval.verify.terms import Term, in_order
from perfeval.verify.universe import Universe, unit_grain_slots
from perfeval.verify.witness import Seen, least, situation_of, unit_of


@frozen(eq=False)
class Witness:
    """Facts that the engine confirms: whose record differs, and in what."""

    situation: Situation
    unit: str
    changes: tuple[FieldChange, ...]


def encode_new(old: Encoder, new: Encoder, alike: Alike) -> None:
    """Encode the new model; nodes known to be the same are taken over from the old one."""
    for node in new.model.nodes:
        if writes(node)[0] in alike.nodes:
            new.done.take_over(node, writes(node), old.done)
            continue
        new.node(node)
        for place in writes(node):
            if alike.places.get(place):
                new.done.columns[place] = old.done.columns[place]


def differences_in_turn(old: Encoder, new: Encoder, fields: Sequence[str]) -> list[Term]:
    """Formulas for a difference: first of grade and numbers, then of truths, of lists, of any field.

    Of each kind the field that rests on fewest facts, then, before the next kind, any of the kind.
    The last formula covers all: any field differs, or one model has a result where the other has none.
    """
    terms = old.terms
    refusals = [refused(old), refused(new)]
    each = {name: term for name in fields if (term := field_differs(name, old, new)) is not terms.false}
    weights = {name: weight(name, old, new) for name in each}
    kinds = [
        [term for name, term in each.items() if weights[name] == kind]
        for kind in sorted(dict.fromkeys(weights.values()), reverse=True)
    ]
    # Whether there is a result at all rests on many facts; a witness without one will not replay.
    found: list[Term] = []
    for number, kind in enumerate(kinds, 1):
        found.append(min(kind, key=lambda term: len(in_order([term]))))
        if len(kind) > 1 and number < len(kinds):
            found.append(terms.any(kind))
    some = terms.all([terms.negation(terms.any(refusals)), terms.any(each.values())])
    divisions = terms.negation(terms.same(divided(old), divided(new)))
    return [*found, terms.any([terms.negation(terms.same(*refusals)), divisions, some])]


@frozen(eq=False)
class Pair:
    """Both models over the same unknowns, with the solver that knows what holds of them."""

    old_side: Side
    new_side: Side
    old: Encoder
    new: Encoder
    solver: Solver

    @property
    def universe(self) -> Universe:
        """The unknowns."""
        return self.old.universe

    def held(self) -> list[Term]:
        """What the new model assumes of the unknowns, beside what the solver knows already."""
        return [*self.new.done.assumptions, *self.new.done.ranges]

    def ask(self, differ: Term) -> Answer:
        """Whether there is any such unit, whatever its rank and place."""
        if differ is self.old.terms.false:
            return Answer.NO
        return self.solver.ask([differ], self.held())

    def witness(self, differ: Term, base: Baseline) -> Witness | None:
        """The nearest such unit in a series that can be built, if the engine confirms it."""
        wanted = [differ]
        if base.unit:
            kinds = [base.unit in kind.units for kind in self.universe.kinds]
            wanted.append(self.universe.one_of_kinds(kinds))
        given = [*self.held(), *plain_series(self.old), *plain_series(self.new)]
        self._set_outright()
        seen = least(self.solver, wanted, given, base)
        if seen is None:
            return None
        unit, found = unit_of(base, seen), situation_of(base, seen)
        series = found if seen.rank is None else self._in_series(found, unit, seen.rank)
        changes = self.replay(series).get(unit)
        if not changes:
            return None
        for shorter in (self._trimmed(found, seen), found):
            if self.replay(shorter).get(unit) == changes:
                return Witness(shorter, unit, changes)
        return Witness(series, unit, changes)

    def _set_outright(self) -> None:
        """A witness may set the numbers that no formula says and that are the same in both models."""
        one, other = self.old.set_outright(), self.new.set_outright()
        shared = {
            name: said
            for name, said in one.items()
            if name in other and said[0].is_same(other[name][0]) and said[1] == other[name][1]
        }
        self.universe.outright.clear()
        self.universe.outright.update(shared)

    def replay(self, situation: Situation) -> Changes:
        """What the engine says of facts under both books."""
        return self.replay_all([situation])[0]

    def replay_all(self, situations: Sequence[Situation]) -> list[Changes]:
        """The same for many at once."""
        return changes_of(self.old_side, self.new_side, situations, facts_of_units(self.universe))

    def never(self, differ: Term) -> bool:
        """Whether it is proved within the bounds that no unit has this difference."""
        return self.ask(differ) is Answer.NO

    def _in_series(self, found: Situation, unit: str, rank: int) -> Situation:
        """The facts with scores for the other units of the series, so that rank and place come out."""
        sides, facts = (self.old_side, self.new_side), facts_of_units(self.universe)
        ends = [ends for side in sides if (ends := whole_points(side, found, unit, facts)) is not None]
        if ends:
            standing = Standing(rank - 1, max(high for _, high in ends), min(low for low, _ in ends))
            for side in sides:
                found = with_rivals(side, found, unit, standing)
        return found

    def _trimmed(self, found: Situation, seen: Seen) -> Situation:
        """Only the facts of the unit that the difference has to do with."""
        kept = {
            column.name
            for ledger, slot in unit_grain_slots(self.universe)
            for column in ledger.columns
            if cell_name(slot, column.name) in seen.names
        }
        kept.update(seen.outright)
        return evolve(found, values=tuple(value for value in found.values if value.name in kept))


def facts_of_units(universe: Universe) -> frozenset[str]:
    """The names of all facts that a ledger with a row a unit holds."""
    return frozenset(column.name for ledger, _ in unit_grain_slots(universe) for column in ledger.columns)
