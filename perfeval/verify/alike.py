"""Node by node: which columns of two models are equal whatever the facts, for any number of rows.

A column of the new model is equal to the old column of its name if the same node makes both from
equal columns; or if both come out as the same formula; or if the solver finds no element, a row or a
unit in order, on which they differ. Everything gathered from rows is an unknown here, so nothing
rests on how many rows there are.
"""

from __future__ import annotations

from attrs import define

from perfeval.tables.flow import reads, writes
from perfeval.tables.model import FormulaStep, Kind, Node, PlacesStep, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.verify.differences import lists_differ
from perfeval.verify.encode import Encoder
from perfeval.verify.fired import twin_of
from perfeval.verify.seats import seats_in, size_of
from perfeval.verify.solver import Answer, Solver
from perfeval.verify.terms import Term
from perfeval.verify.values import Value


@define(eq=False)
class Alike:
    """places: columns of the new model that are equal to the old ones of their names.

    nodes: nodes of the new model, by what they make first, whose formulas may be taken over.
    """

    places: dict[Place, bool]
    nodes: list[Place]


def alike_columns(old: Encoder, new: Encoder, solver: Solver | None) -> Alike:
    """Go through the new model. old: encoded, loosely. new: nothing encoded yet, loosely."""
    found = Alike({}, [])
    same_roster = old.book.units == new.book.units
    for place, values in new.done.columns.items():
        found.places[place] = _same_values(old, new, place, values)
    for node in new.model.nodes:
        before = twin_of(node, old.model)
        from_equal = all(found.places.get(_made_at(new, place), False) for place in reads(node))
        made = writes(node)
        same_columns = all(old.model.columns.get(place) == new.model.columns[place] for place in made)
        over_series = isinstance(node, RankStep | PlacesStep)
        if before == node and from_equal and same_columns and (same_roster or not over_series):
            new.done.take_over(node, made, old.done)
            found.nodes.append(made[0])
            found.places.update((place, True) for place in made)
            continue
        if isinstance(node, RankStep | PlacesStep):
            equal = from_equal and same_columns and before is not None and same_step(old, new, before, node)
            if not equal:
                new.apart.append(node.name)
            new.node(node)
            found.places.update((place, equal) for place in made)
            continue
        new.node(node)
        changed = before != node and isinstance(node, Table | FormulaStep)
        for place in made:
            equal = _same_values(old, new, place, new.done.columns[place])
            if not equal and changed and solver is not None:
                equal = _never_differ(old, new, place, solver)
            if equal:
                new.done.columns[place] = old.done.columns[place]
            found.places[place] = equal
    return found


def _made_at(encoder: Encoder, place: Place) -> Place:
    """Where a column comes from: what the roster says of units is read at every grain."""
    return place if place in encoder.done.columns else (UNIT_GRAIN, place[1])


def _comparable(old: Encoder, new: Encoder, place: Place) -> bool:
    """Whether both models have the column, and numbers in it are scaled alike."""
    one, other = old.model.columns.get(place), new.model.columns.get(place)
    if one is None or other is None:
        return False
    return (one.kind, one.places, one.whole) == (other.kind, other.places, other.whole)


def _same_values(old: Encoder, new: Encoder, place: Place, values: tuple[Value, ...]) -> bool:
    known = old.done.columns.get(place)
    if known is None or len(known) != len(values) or not _comparable(old, new, place):
        return False
    return all(one.is_same(other) for one, other in zip(known, values, strict=True))


def _never_differ(old: Encoder, new: Encoder, place: Place, solver: Solver) -> bool:
    """Whether the solver finds that no element tells the two columns apart."""
    known = old.done.columns.get(place)
    if known is None or not known or not _comparable(old, new, place):
        return False
    kind = new.model.columns[place].kind
    differ = value_differs(new, kind, known[0], new.done.columns[place][0])
    asked = [differ, *old.done.ranges, *new.done.ranges]
    return solver.ask(asked) is Answer.NO


def value_differs(encoder: Encoder, kind: Kind, one: Value, other: Value) -> Term:
    """Whether two values of one kind, scaled alike, differ; a missing one differs from any other."""
    terms = encoder.terms
    if kind is Kind.LIST:
        return lists_differ(terms, one, other)
    same = terms.same if kind is Kind.BOOL else terms.equal
    equal = terms.any([terms.negation(one.known), same(one.term, other.term)])
    return terms.negation(terms.all([terms.same(one.known, other.known), equal]))


def same_step(old: Encoder, new: Encoder, before: Node, step: RankStep | PlacesStep) -> bool:
    """Whether two steps over whole series give the same wherever they are given the same."""
    if old.book.units != new.book.units:
        return False
    if isinstance(step, RankStep) or not isinstance(before, PlacesStep):
        return isinstance(before, RankStep) and _ranked(before) == _ranked(step)
    if (before.by, before.taking_part, before.cancelled) != (step.by, step.taking_part, step.cancelled):
        return False
    if before.all_tied_in != step.all_tied_in:
        return False
    if before.cancelled is not None and before.pass_down != step.pass_down:
        return False
    return seats_of(old, before) == seats_of(new, step)


def _ranked(step: Node) -> tuple[object, ...]:
    return (step.by, step.groups) if isinstance(step, RankStep) else ()


def seats_of(encoder: Encoder, step: PlacesStep) -> dict[str, int]:
    """The places of each series that has a share."""
    ranking = encoder.model.ranking
    groups = ranking.groups if ranking is not None else ()
    shared = {name for share in step.shares for name in share.series}
    return {
        unit.series: seats_in(step, unit.series, size_of(encoder.book, unit, groups))
        for unit in encoder.book.units
        if unit.series in shared and unit.series is not None
    }
