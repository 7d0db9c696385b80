"""Rank and place as unknowns: the other units of the series decide them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.rulebook.book import Unit
from perfeval.tables.model import PlacesStep, RankStep
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.seats import is_ranked, seats_in, size_of
from perfeval.verify.terms import Term
from perfeval.verify.universe import RANK
from perfeval.verify.values import Value

if TYPE_CHECKING:
    from perfeval.verify.encode import Encoder


def _roles(encoder: Encoder) -> list[Unit]:
    """What the units of each kind are in the encoder's book."""
    return [kind.roles[encoder.side] for kind in encoder.universe.kinds]


def _outside(encoder: Encoder, name: str, step: RankStep | PlacesStep) -> str:
    """The name of an unknown that the other units of the series decide."""
    return f"{name}（另）" if step.name in encoder.apart else name


def encode_rank(encoder: Encoder, step: RankStep) -> None:
    """Any rank from the first to as many units as the series has."""
    terms, roles = encoder.terms, _roles(encoder)
    taking_part = encoder.universe.one_of_kinds([is_ranked(role, step.groups) for role in roles])
    rank = terms.number(_outside(encoder, RANK, step))
    sizes = encoder.universe.of_kinds([size_of(encoder.book, role, step.groups) for role in roles])
    inside = [terms.at_most(terms.constant(1), rank), terms.at_most(rank, sizes)]
    encoder.done.ranges.append(terms.any([terms.negation(taking_part), terms.all(inside)]))
    # Ranked units have the number they are ranked by, else there is no result at all.
    scored = encoder.done.unit(step.by).known
    encoder.done.assumptions.append(terms.any([terms.negation(taking_part), scored]))
    encoder.done.columns[UNIT_GRAIN, step.name] = (Value(taking_part, rank),)
    encoder.done.columns[UNIT_GRAIN, step.taking_part] = (Value(terms.true, taking_part),)


def encode_places(encoder: Encoder, step: PlacesStep) -> None:
    """A place or none; a cancelled unit never has one."""
    terms = encoder.terms
    shared = [any(role.series in share.series for share in step.shares) for role in _roles(encoder)]
    taking_part = encoder.done.unit(step.taking_part).term
    known = terms.all([taking_part, encoder.universe.one_of_kinds(shared)])
    place = terms.truth(_outside(encoder, f"名额{step.name}", step))
    encoder.done.ranges.append(terms.any([terms.negation(place), _right_to(encoder, step)]))
    encoder.done.ranges.append(terms.any([terms.negation(place), known]))
    encoder.done.columns[UNIT_GRAIN, step.name] = (Value(known, place),)


def _right_to(encoder: Encoder, step: PlacesStep) -> Term:
    """Whether nothing cancels the unit's right to a place."""
    if step.cancelled is None:
        return encoder.terms.true
    count, _ = encoder.number(UNIT_GRAIN, 0, step.cancelled)
    return encoder.terms.is_value(count.term, 0)


def plain_series(encoder: Encoder) -> list[Term]:
    """What place is where no two units are equal and no other unit is cancelled.

    Any such series can be built around a unit, so that what is found under this can be shown.
    """
    terms, roles = encoder.terms, _roles(encoder)
    ranking = encoder.model.ranking
    found: list[Term] = []
    for step in encoder.model.nodes:
        if isinstance(step, PlacesStep) and ranking is not None:
            sizes = [size_of(encoder.book, role, ranking.groups) for role in roles]
            seats = [seats_in(step, role.series, size) for role, size in zip(roles, sizes, strict=True)]
            first = terms.at_most(terms.number(RANK), encoder.universe.of_kinds(seats))
            value = encoder.done.unit(step.name)
            found.append(terms.same(value.term, terms.all([value.known, _right_to(encoder, step), first])))
    return found
