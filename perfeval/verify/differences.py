"""Where two models give a unit different results, as formulas: one for each field of the record."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from perfeval.tables.model import Column, Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.encode import Encoder
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import Value, by_text, rescaled


def field_differs(name: str, old: Encoder, new: Encoder) -> Term:
    """Whether a field differs; where it does for no facts at all, this is plainly false."""
    terms = old.terms
    sides = [(_column(each, name), _value(each, name)) for each in (old, new)]
    (old_column, one), (new_column, other) = sides
    if old_column is None or new_column is None:
        return terms.any(_says_something(terms, value, column) for column, value in sides if column)
    if old_column == new_column and one.is_same(other):
        return terms.false
    if Kind.LIST in (old_column.kind, new_column.kind):
        if old_column.kind is not new_column.kind:
            return terms.true
        return lists_differ(terms, one, other)
    either_known = terms.any([one.known, other.known])
    if old_column.kind is not new_column.kind or old_column.whole != new_column.whole:
        return either_known
    if old_column.kind is Kind.BOOL:
        equal = terms.same(one.term, other.term)
    else:
        places = max(old_column.places, new_column.places)
        wide = [
            rescaled(terms, (value, column.places), places)
            for value, column in ((one, old_column), (other, new_column))
        ]
        equal = terms.equal(wide[0].term, wide[1].term)
    both_and_equal = terms.all([one.known, other.known, equal])
    return terms.all([either_known, terms.negation(both_and_equal)])


def weight(name: str, old: Encoder, new: Encoder) -> int:
    """How much a field tells that differs, least first: a list, a truth, then grade and numbers.

    A list differs as soon as its words do.
    """
    kinds = [column.kind for each in (old, new) if (column := _column(each, name))]
    return 0 if Kind.LIST in kinds else 1 if Kind.BOOL in kinds else 2


def _column(encoder: Encoder, name: str) -> Column | None:
    if name not in encoder.results:
        return None
    return encoder.model.columns.get((UNIT_GRAIN, name))


def _value(encoder: Encoder, name: str) -> Value:
    found = encoder.done.columns.get((UNIT_GRAIN, name))
    return found[0] if found else Value(encoder.terms.false, encoder.terms.zero)


def _says_something(terms: Terms, value: Value, column: Column) -> Term:
    # A list that nobody makes is null, one that is made is [] at least.
    return terms.true if column.kind is Kind.LIST else value.known


def lists_differ(terms: Terms, one: Value, other: Value) -> Term:
    """Whether two lists hold different texts, or the same in another order."""
    mine, yours = dict(by_text(terms, one)), dict(by_text(terms, other))
    found = [
        terms.negation(terms.same(mine.get(text, terms.false), yours.get(text, terms.false)))
        for text in dict.fromkeys([*mine, *yours])
    ]
    shared = [text for text in mine if text in yours]
    for text, later in combinations(shared, 2):
        orders = [_always_before(value.listed, text, later) for value in (one, other)]
        if orders[0] is None or orders[0] is not orders[1]:
            both = [mine[text], mine[later]]
            ahead = [_before(terms, value.listed, text, later) for value in (one, other)]
            found.append(terms.all([*both, terms.negation(terms.same(*ahead))]))
    return terms.any(found)


def _always_before(listed: Sequence[tuple[str, Term]], text: str, later: str) -> bool | None:
    """Whether all rows of one text stand before (True) or after (False) those of another."""
    mine = [place for place, (each, _) in enumerate(listed) if each == text]
    yours = [place for place, (each, _) in enumerate(listed) if each == later]
    if mine[-1] < yours[0]:
        return True
    return False if yours[-1] < mine[0] else None


def _before(terms: Terms, listed: Sequence[tuple[str, Term]], text: str, later: str) -> Term:
    """Whether the first row that gives ``text`` stands before the first that gives ``later``."""
    answer = terms.false
    for each, given in reversed(listed):
        if each == text:
            answer = terms.any([given, answer])
        elif each == later:
            answer = terms.all([terms.negation(given), answer])
    return answer


def divided(encoder: Encoder) -> Term:
    """Whether something is divided by 0 on the way, which may leave the unit without a result."""
    return encoder.terms.any(encoder.done.divisions.values())


def refused(encoder: Encoder) -> Term:
    """Whether the model has no result for the unit: a table with two answers, a missing grade."""
    return encoder.terms.any(encoder.done.refusals.values())
