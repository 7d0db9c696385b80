"""What the rows of a unit come to, over the unknown rows of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfeval.rulebook.expressions import Statistic
from perfeval.tables.calculated import RowsStep
from perfeval.verify.encode_steps import together
from perfeval.verify.terms import Op, Term, Terms
from perfeval.verify.universe import Slot, same_cells
from perfeval.verify.values import Value

if TYPE_CHECKING:
    from perfeval.verify.encode import Encoder


# The statistics that formulas say.
ENCODED = (Statistic.SUM, Statistic.MAX, Statistic.MIN, Statistic.COUNT, Statistic.DISTINCT)


def rows_together(encoder: Encoder, step: RowsStep, element: int) -> Value:
    """The value of a step over rows, for the unit or for one of its rows."""
    terms, slots = encoder.terms, encoder.universe.slots.get(step.ledger, ())
    picked = encoder.values(step.ledger, step.picks)
    one = Value(terms.true, terms.constant(1))
    source = encoder.values(step.ledger, step.source) if step.source else (one,) * len(slots)
    counted = [
        Value(
            terms.all(
                [slot.exists, pick.known, pick.term, value.known, *_against(encoder, step, element, row)]
            ),
            value.term,
        )
        for row, (slot, pick, value) in enumerate(zip(slots, picked, source, strict=True))
    ]
    apart = step.against or step.top or any(step.trim) or step.best_of or step.statistic is Statistic.DISTINCT
    for slot, value in zip(slots, counted, strict=True):
        if apart or (step.statistic is Statistic.SUM and not _is_written(value.term)):
            # Rows whose numbers vary, and rows that are compared with each other, stand for one each.
            single = terms.is_value(slot.times, 1)
            encoder.done.assumptions.append(terms.any([terms.negation(value.known), single]))
    if step.statistic is Statistic.DISTINCT:
        return Value(terms.true, _distinct(terms, counted))
    if step.best_of:
        counted = _best_of(terms, counted, encoder.values(step.ledger, step.best_of))
    counted = _kept(terms, step, counted)
    return _statistic(terms, step.statistic, slots, counted)


def _against(encoder: Encoder, step: RowsStep, element: int, row: int) -> list[Term]:
    """How a row has to relate to the one that is asking."""
    terms = encoder.terms
    found: list[Term] = []
    for column, relation, own in step.against:
        mine, yours = encoder.value(step.ledger, row, column), encoder.value(step.grain, element, own)
        found.extend([mine.known, yours.known])
        if relation == "IS":
            found.append(same_cells(terms, mine.term, yours.term))
            continue
        low, high = (yours, mine) if relation in ("ABOVE", "NOT_ABOVE") else (mine, yours)
        beyond = terms.less(low.term, high.term)
        found.append(beyond if relation in ("ABOVE", "BELOW") else terms.negation(beyond))
    return found


def _is_written(term: Term) -> bool:
    if term.op is Op.CHOICE:
        return all(_is_written(part) for part in term.parts[1:])
    return term.op is Op.CONSTANT


def _one_if(terms: Terms, test: Term) -> Term:
    return terms.choice(test, terms.constant(1), terms.zero)


def _distinct(terms: Terms, counted: Sequence[Value]) -> Term:
    """How many rows are the first with their value."""
    first: list[Term] = []
    for number, value in enumerate(counted):
        before = [
            terms.all([other.known, same_cells(terms, other.term, value.term)]) for other in counted[:number]
        ]
        first.append(_one_if(terms, terms.all([value.known, terms.negation(terms.any(before))])))
    return terms.sum(first)


def _best_of(terms: Terms, counted: Sequence[Value], keys: Sequence[Value]) -> list[Value]:
    """Of rows with the same key only the highest; of equal ones the first."""
    found: list[Value] = []
    for number, value in enumerate(counted):
        beaten = [
            terms.all([_same_key(terms, keys[number], keys[other]), _before(terms, counted, other, number)])
            for other in range(len(counted))
            if other != number
        ]
        known = terms.all([value.known, terms.negation(terms.any(beaten))])
        found.append(Value(known, value.term))
    return found


def _same_key(terms: Terms, one: Value, other: Value) -> Term:
    return terms.all([one.known, other.known, same_cells(terms, one.term, other.term)])


def _before(terms: Terms, counted: Sequence[Value], one: int, other: int, *, lowest: bool = False) -> Term:
    """Whether a row counts and goes before another, which goes by its number and then by its place."""
    mine, yours = counted[one].term, counted[other].term
    low, high = (mine, yours) if lowest else (yours, mine)
    ahead = terms.at_most(low, high) if one < other else terms.less(low, high)
    return terms.all([counted[one].known, ahead])


def _kept(terms: Terms, step: RowsStep, counted: Sequence[Value]) -> list[Value]:
    """The rows that are left after trimming, and of these the first so many."""
    most, least = step.trim
    if not step.top and not most and not least:
        return list(counted)
    total = terms.sum(_one_if(terms, value.known) for value in counted)
    found: list[Value] = []
    for number, value in enumerate(counted):
        ahead = [
            _one_if(terms, _before(terms, counted, other, number, lowest=step.lowest_first))
            for other in range(len(counted))
            if other != number
        ]
        place = terms.sum(ahead)
        held = [value.known]
        if most or least:
            held.append(terms.at_most(terms.constant(most), place))
            left = terms.minus(terms.minus(total, terms.constant(least)), place)
            held.append(terms.less(terms.zero, left))
        if step.top:
            held.append(terms.less(place, terms.constant(step.top + most)))
        found.append(Value(terms.all(held), value.term))
    return found


def _statistic(terms: Terms, statistic: Statistic, slots: Sequence[Slot], counted: Sequence[Value]) -> Value:
    if statistic is Statistic.COUNT:
        ones = [Value(value.known, terms.constant(1)) for value in counted]
        return Value(terms.true, together(terms, slots, ones))
    if statistic is Statistic.SUM:
        return Value(terms.true, together(terms, slots, counted))
    known, best = terms.false, terms.zero
    for value in counted:
        low, high = (best, value.term) if statistic is Statistic.MAX else (value.term, best)
        better = terms.all([value.known, terms.any([terms.negation(known), terms.less(low, high)])])
        best = terms.choice(better, value.term, best)
        known = terms.any([known, value.known])
    return Value(known, best)
