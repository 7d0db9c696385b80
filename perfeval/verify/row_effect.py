"""One row more: can it change a unit for the worse although it counts for it, or the other way round?

The model is encoded twice over the same unknowns, the second time without one row. What differs then
is what that row does, with everything else as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from perfeval.evaluate.situations import judge
from perfeval.ledger.schema import Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, Situation
from perfeval.tables.flow import upstream
from perfeval.tables.model import Gather, Gathering, Model
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.baseline import Baseline
from perfeval.verify.compare import NO_SOLVER, NOT_CONFIRMED, TOO_HARD
from perfeval.verify.encode import Encoder
from perfeval.verify.free import rests_on_guesses
from perfeval.verify.proof import BEYOND, Impossible, Undecided
from perfeval.verify.ranges import ranges_of
from perfeval.verify.solver import Answer, Solver, is_installed
from perfeval.verify.terms import Term
from perfeval.verify.universe import Bounds, Slot, Universe, universe_of
from perfeval.verify.witness import Seen, least, situation_of, unit_of


@frozen
class RowChange:
    """Facts of a unit without a row and with it, as the engine confirms."""

    before: Situation
    after: Situation
    unit: str


def row_against(
    book: RuleBook, model: Model, ledger: Ledger, total: str, sign: int
) -> RowChange | Impossible | Undecided:
    """Whether a row that gives points (sign 1: adds, -1: takes) can move the total the other way."""
    if not is_installed():
        return Undecided(NO_SOLVER)
    universe = universe_of([(book, model)], Bounds())
    with_row = _encoded(universe, book, model, total)
    answers: list[RowChange | Impossible | Undecided] = []
    # Rows without a key are all alike; of those with one, each may be treated in its own way.
    for slot in universe.slots[ledger.name][: None if ledger.key else 1]:
        answers.append(_one_row(book, model, universe, with_row, slot, total, sign))
        if isinstance(answers[-1], RowChange):
            return answers[-1]
    return next((each for each in answers if isinstance(each, Undecided)), answers[0])


def _one_row(
    book: RuleBook, model: Model, universe: Universe, with_row: Encoder, slot: Slot, total: str, sign: int
) -> RowChange | Impossible | Undecided:
    terms = universe.terms
    others = [
        evolve(each, exists=terms.false) if each is slot else each for each in universe.slots[slot.ledger]
    ]
    fewer = evolve(universe, slots={**universe.slots, slot.ledger: tuple(others)})
    without = _encoded(fewer, book, model, total)
    after, before = with_row.done.unit(total), without.done.unit(total)
    low, high = (after.term, before.term) if sign > 0 else (before.term, after.term)
    wanted = [
        slot.exists,
        terms.is_value(slot.times, 1),
        _gives(with_row, slot, sign),
        after.known,
        terms.less(low, high),
    ]
    solver = Solver()
    solver.require(universe.assumptions)
    for encoder in (with_row, without):
        solver.require([*encoder.done.assumptions, *encoder.done.ranges])
    said = solver.ask(wanted)
    if said is Answer.NO:
        return Impossible(ranges_of(universe, counted=True))
    if said is Answer.UNKNOWN:
        return Undecided(BEYOND if rests_on_guesses(solver, wanted) else TOO_HARD)
    seen = least(solver, wanted, [], Baseline(universe))
    found = None if seen is None else _replayed(book, model, Baseline(universe), seen, slot, total, sign)
    if found is None:
        return Undecided(BEYOND if rests_on_guesses(solver, wanted) else NOT_CONFIRMED)
    return found


def _encoded(universe: Universe, book: RuleBook, model: Model, total: str) -> Encoder:
    """What the total rests on, and nothing else."""
    encoder = Encoder(universe, 0, model, book, loose=False)
    for node in upstream(model.nodes, [(UNIT_GRAIN, total)]):
        encoder.node(node)
    return encoder


def _gives(encoder: Encoder, slot: Slot, sign: int) -> Term:
    """Whether some clause gives the row points of this sign, whatever becomes of them."""
    terms = encoder.terms
    found: list[Term] = []
    for node in map(encoder.model.node, encoder.done.gathers):
        if not isinstance(node, Gather) or node.how is Gathering.COUNT:
            continue
        if node.ledger == slot.ledger:
            value = encoder.values(slot.ledger, node.source)[slot.index]
            amount = terms.times(value.term, sign)
            found.append(terms.all([value.known, terms.less(terms.zero, amount)]))
    return terms.any(found)


def _replayed(
    book: RuleBook, model: Model, base: Baseline, seen: Seen, slot: Slot, total: str, sign: int
) -> RowChange | None:
    after, unit = situation_of(base, seen), unit_of(base, seen)
    place = sum(seen.rows[f"{slot.ledger}#{number}"] for number in range(slot.index))
    before = evolve(after, rows=tuple(_less(given, slot.ledger, place) for given in after.rows))
    change = RowChange(before, after, unit)
    return change if is_against(book, model, change, total, sign) else None


def is_against(book: RuleBook, model: Model, change: RowChange, total: str, sign: int) -> bool:
    """Whether the engine finds that the row moves the total against its sign."""
    judged = judge(book, model, [change.before, change.after])
    units = [judged.unit(number, change.unit) for number in (0, 1)]
    if any(judged.refusals):
        return False
    values = [judged.outcome.columns[UNIT_GRAIN, total][number] for number in units if number is not None]
    return _against(values, sign)


def _against(values: Sequence[object], sign: int) -> bool:
    one, other = values
    return isinstance(one, int) and isinstance(other, int) and sign * (other - one) < 0


def _less(given: GivenRows, ledger: str, place: int) -> GivenRows:
    """The rows without the one at ``place``, if they are of this ledger."""
    if given.ledger != ledger:
        return given
    kept = [number for number in range(len(given.rows)) if number != place]
    return evolve(
        given,
        rows=tuple(given.rows[number] for number in kept),
        lines=tuple(given.lines[number] for number in kept),
    )
