"""A witness drawn by lot: situations of whole groups under both books; one that differs is made smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve

from perfeval.rulebook.examples import Situation
from perfeval.verify.bounded import Witness
from perfeval.verify.proof import NO_RESULT, FieldChange
from perfeval.verify.replay import Side, changes_of
from perfeval.verify.sampled import computes, sampled

_COUNT = 80
# So often a situation is tried with something left out.
_TRIED = 120

Changes = dict[str, tuple[FieldChange, ...]]


def drawn_witness(old: Side, new: Side) -> Witness | None:
    """Facts of several units under which one of them fares otherwise; None where none were drawn."""
    if not (computes(old.model) or computes(new.model)):
        return None
    facts = frozenset(
        column.name
        for side in (old, new)
        for ledger in side.book.schema.ledgers
        if ledger.per_unit
        for column in ledger.columns
    )
    situations = [*sampled(old.book, old.model, _COUNT), *sampled(new.book, new.model, _COUNT // 2)]
    changes = changes_of(old, new, situations, facts)
    told = [number for number, each in enumerate(changes) if _differing(each)]
    if not told:
        return None
    best = min(told, key=lambda number: _size(situations[number]))

    def changed(situation: Situation) -> Changes:
        return _differing(changes_of(old, new, [situation], facts)[0])

    smaller = _made_smaller(situations[best], changed)
    unit, fields = next(iter(changed(smaller).items()))
    return Witness(smaller, unit, fields)


def _differing(changes: Changes) -> Changes:
    """The units that both books have results for, which differ."""
    return {
        unit: fields
        for unit, fields in changes.items()
        if fields and not any(field.name == NO_RESULT for field in fields)
    }


def _size(situation: Situation) -> int:
    return len(situation.values) + sum(len(given.rows) for given in situation.rows)


def _made_smaller(situation: Situation, changed: Callable[[Situation], Changes]) -> Situation:
    """The same with facts left out as long as something still differs."""
    tried = 0
    again = True
    while again and tried < _TRIED:
        again = False
        for fewer in _fewer(situation):
            tried += 1
            if tried > _TRIED:
                break
            if fewer.units and changed(fewer):
                situation, again = fewer, True
                break
    return situation


def _fewer(situation: Situation) -> Iterator[Situation]:
    """With less in it: a unit, a ledger, half the rows of one, a row, a column of facts."""
    for unit in situation.units:
        values = tuple(each for each in situation.values if each.unit != unit)
        rows = tuple(
            evolve(given, rows=kept, lines=tuple(range(1, len(kept) + 1)))
            for given in situation.rows
            if (kept := tuple(row for row in given.rows if row[0] != unit))
        )
        if len(situation.units) > 1:
            yield Situation(values, rows)
    for place, given in enumerate(situation.rows):
        others = (*situation.rows[:place], *situation.rows[place + 1 :])
        yield evolve(situation, rows=others)
        half = len(given.rows) // 2
        for kept in (given.rows[:half], given.rows[half:]) if half else ():
            cut = evolve(given, rows=kept, lines=tuple(range(1, len(kept) + 1)))
            yield evolve(situation, rows=(*situation.rows[:place], cut, *situation.rows[place + 1 :]))
    for name in dict.fromkeys(each.name for each in situation.values):
        yield evolve(situation, values=tuple(each for each in situation.values if each.name != name))
