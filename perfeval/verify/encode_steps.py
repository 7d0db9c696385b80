"""Relational steps as formulas: over the unknown rows of a ledger, or over a column of the unit."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from perfeval.tables.model import CapStep, Gathering
from perfeval.verify.terms import Term, Terms
from perfeval.verify.universe import Slot, is_number, same_cells
from perfeval.verify.values import Value, repeated


@frozen(eq=False)
class GatherTerms:
    """counted: for each unknown row whether it counts, and what one such row gives. before: the sum."""

    counted: tuple[Value, ...]
    before: Term


def gather(
    terms: Terms,
    how: Gathering,
    slots: Sequence[Slot],
    source: Sequence[Value],
    winners: Sequence[Value] | None,
) -> GatherTerms:
    """What each row gives and what they give together, before any limit."""
    counted: list[Value] = []
    for index, slot in enumerate(slots):
        counts = [slot.exists, source[index].known]
        points = source[index].term
        if how is Gathering.COUNT:
            counts.append(points)
            points = terms.constant(1)
        if winners is not None:
            counts.extend([winners[index].known, winners[index].term])
        counted.append(Value(terms.all(counts), points))
    if how in (Gathering.SUM, Gathering.COUNT):
        return GatherTerms(tuple(counted), together(terms, slots, counted))
    best = [_best(terms, how, counted, index) for index in range(len(counted))]
    only = tuple(Value(held, value.term) for held, value in zip(best, counted, strict=True))
    return GatherTerms(only, terms.sum(terms.choice(each.known, each.term, terms.zero) for each in only))


def together(terms: Terms, slots: Sequence[Slot], counted: Sequence[Value]) -> Term:
    """The sum of what rows give, each as often as it stands for rows alike."""
    return terms.sum(
        terms.choice(value.known, repeated(terms, value.term, slot.times), terms.zero)
        for slot, value in zip(slots, counted, strict=True)
    )


def _best(terms: Terms, how: Gathering, counted: Sequence[Value], index: int) -> Term:
    """Whether this row is the first of those that give most (or least)."""
    mine = counted[index]
    held = [mine.known]
    for number, other in enumerate(counted):
        if number == index:
            continue
        low, high = (other.term, mine.term) if how is Gathering.MAX else (mine.term, other.term)
        behind = terms.less(low, high) if number < index else terms.at_most(low, high)
        held.append(terms.any([terms.negation(other.known), behind]))
    return terms.all(held)


def limited(terms: Terms, total: Term, sign: int, limit: int | None) -> Term:
    """A sum cut to its limit."""
    if limit is None:
        return total
    if sign > 0:
        return terms.least(total, terms.constant(limit))
    return terms.greatest(total, terms.constant(-limit))


def cut(terms: Terms, step: CapStep, before: Term) -> Term:
    """What a cap takes off a sum (never in the unit's favour)."""
    if step.sign > 0:
        return terms.least(terms.zero, terms.minus(terms.constant(step.limit), before))
    return terms.greatest(terms.zero, terms.minus(terms.constant(-step.limit), before))


def highest(
    terms: Terms,
    slots: Sequence[Slot],
    keys: Sequence[Value],
    points: Sequence[Value],
    order: Sequence[tuple[Sequence[Value], int | None]],
) -> list[Value]:
    """For each row whether it counts among the rows of its key; missing where it gives no points.

    order: columns that decide between equal points, each with the value preferred (None: the
    smallest first). Rows equal in all of them go by their place.
    """
    found: list[Value] = []
    for index, slot in enumerate(slots):
        wins: list[Term] = []
        for other, rival in enumerate(slots):
            if other == index:
                continue
            meets = [rival.exists, points[other].known, keys[other].known, keys[index].known]
            meets.append(same_cells(terms, keys[index].term, keys[other].term))
            better = _better(terms, points, order, index, other)
            wins.append(terms.any([terms.negation(terms.all(meets)), better]))
        takes_part = terms.all([slot.exists, points[index].known])
        found.append(Value(takes_part, terms.all([takes_part, *wins])))
    return found


def _better(
    terms: Terms,
    points: Sequence[Value],
    order: Sequence[tuple[Sequence[Value], int | None]],
    index: int,
    other: int,
) -> Term:
    """Whether the row ``index`` goes before the row ``other``."""
    answer = terms.known(index < other)
    for values, wish in reversed(order):
        mine, yours = values[index].term, values[other].term
        if wish is not None:
            is_mine, is_yours = _is_wished(terms, mine, wish), _is_wished(terms, yours, wish)
            answer = terms.either(terms.same(is_mine, is_yours), answer, is_mine)
        else:
            answer = terms.either(terms.equal(mine, yours), answer, terms.less(mine, yours))
    mine, yours = points[index].term, points[other].term
    return terms.either(terms.equal(mine, yours), answer, terms.less(yours, mine))


def _is_wished(terms: Terms, value: Term, wish: int) -> Term:
    # A preferred value of a 是/否 column is written as a text, which no truth ever equals.
    return terms.is_value(value, wish) if is_number(value) else terms.false
