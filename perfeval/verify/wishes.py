"""What is wished of a witness, as numbers that should be small: few departures, tidy cells, near values.

Only unknowns that a question has to do with are counted; all others stay as they are ordinarily.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.ledger.schema import WIDEST_PLACES, Column, Ledger
from perfeval.quantity.number import MAX_PLACES, power_of_ten
from perfeval.verify.baseline import Baseline, cell_name
from perfeval.verify.terms import Term, Terms
from perfeval.verify.universe import Slot, is_number

_POINT = power_of_ten(MAX_PLACES)


def usual_rows(base: Baseline, names: frozenset[str]) -> list[Term]:
    """No row that is not there ordinarily, none gone, none changed."""
    terms = base.universe.terms
    found: list[Term] = []
    for ledger, slot, columns in _concerned(base, names):
        if base.is_there(slot):
            found.append(slot.exists)
            changed = [_differs(terms, slot.cells[each.name], base.value(slot, each)) for each in columns]
            found.extend(terms.negation(each) for each in changed if not ledger.per_unit)
        else:
            found.append(terms.negation(slot.exists))
    return found


def departures(base: Baseline, names: frozenset[str]) -> Term:
    """How many facts are others: a value of the unit, or a row that is new, gone or changed."""
    terms = base.universe.terms
    found: list[Term] = []
    for ledger, slot, columns in _concerned(base, names):
        changed = [_differs(terms, slot.cells[each.name], base.value(slot, each)) for each in columns]
        if ledger.per_unit:
            found.extend(_one_if(terms, each) for each in changed)
        elif base.is_there(slot):
            gone = terms.negation(slot.exists)
            found.append(_one_if(terms, terms.any([gone, *changed])))
            found.append(terms.choice(gone, terms.zero, terms.minus(slot.times, terms.constant(1))))
        else:
            found.append(terms.choice(slot.exists, slot.times, terms.zero))
    return terms.sum(found)


def oddities(base: Baseline, names: frozenset[str]) -> Term:
    """How many cells look odd though they need not: points in fractions, days out of the way."""
    terms = base.universe.terms
    found: list[Term] = []
    for ledger, slot, columns in _concerned(base, names):
        for column in columns:
            cell, usual = slot.cells[column.name], base.value(slot, column)
            odd = terms.false if ledger.per_unit else _differs(terms, cell, usual)
            if column.type.is_number and column.type.places:
                whole = terms.times(terms.floor(cell, _POINT), _POINT)
                odd = terms.any([odd, terms.negation(terms.equal(cell, whole))])
            found.append(_one_if(terms, terms.all([slot.exists, odd])))
    return terms.sum(found)


def distances(base: Baseline, names: frozenset[str]) -> Term:
    """How far the numbers of the unit lie from what is ordinary, together, at MAX_PLACES."""
    terms = base.universe.terms
    found: list[Term] = []
    for ledger, slot, columns in _concerned(base, names):
        for column in columns if ledger.per_unit else ():
            usual = base.value(slot, column)
            if column.type.is_number and usual is not None:
                away = terms.minus(slot.cells[column.name], terms.constant(usual))
                size = terms.greatest(away, terms.times(away, -1))
                found.append(terms.times(size, power_of_ten(WIDEST_PLACES - column.places)))
    return terms.sum(found)


def _concerned(base: Baseline, names: frozenset[str]) -> Iterator[tuple[Ledger, Slot, list[Column]]]:
    """The rows that a question is about, with those of their columns that it is about."""
    for ledger in base.universe.ledgers:
        for slot in base.universe.slots.get(ledger.name, ()):
            columns = [column for column in ledger.columns if cell_name(slot, column.name) in names]
            if columns or f"{slot.ledger}#{slot.index}?" in names:
                yield ledger, slot, columns


def _one_if(terms: Terms, test: Term) -> Term:
    return terms.choice(test, terms.constant(1), terms.zero)


def _differs(terms: Terms, cell: Term, value: int | None) -> Term:
    if value is None:
        return terms.false
    if is_number(cell):
        return terms.negation(terms.is_value(cell, value))
    return terms.negation(cell) if value else cell
