"""Whether a unit moved because of others: whose standing in its series changed, and who passed it."""

from __future__ import annotations

from attrs import frozen

from perfeval.evaluate.outcome import Outcome, Value
from perfeval.quantity.number import power_of_ten
from perfeval.tables.model import PlacesStep
from perfeval.tables.places import UNIT_GRAIN

_MOST_PLACES = 16


@frozen
class Standing:
    """What a unit is ranked by: its score (scaled, None for none), and whether it may have places.

    given: its rank and the places it got, which follow from all standings of the series.
    """

    series: str
    score: int | None
    barred: tuple[bool, ...]
    given: tuple[Value, ...]


Standings = dict[str, Standing]


def standings(outcome: Outcome) -> Standings:
    """The standing of every unit that is in a series; empty where nobody is ranked."""
    ranking = outcome.model.ranking
    if ranking is None:
        return {}
    steps = [node for node in outcome.model.nodes if isinstance(node, PlacesStep)]
    factor = power_of_ten(_MOST_PLACES - outcome.model.columns[UNIT_GRAIN, ranking.by].places)
    found: Standings = {}
    for number, unit in enumerate(outcome.book.units):
        if unit.series is None:
            continue
        score = outcome.columns[UNIT_GRAIN, ranking.by][number]
        barred = [
            bool(outcome.columns[UNIT_GRAIN, step.cancelled][number]) for step in steps if step.cancelled
        ]
        given = [
            outcome.columns[UNIT_GRAIN, name][number] for name in (ranking.name, *(s.name for s in steps))
        ]
        scaled = score * factor if isinstance(score, int) else None
        found[unit.name] = Standing(unit.series, scaled, tuple(barred), tuple(given))
    return found


def moved_by(unit: str, before: Standings, after: Standings) -> tuple[str, ...]:
    """The units that moved ``unit`` in its series while its own standing stayed; () if that is not so.

    Those that passed it or fell behind, lost or got back their right to places, came or went; if
    there are none, all of the series whose score changed.
    """
    own, now = before.get(unit), after.get(unit)
    if own is None or now is None or own.given == now.given:
        return ()
    if (own.series, own.score, own.barred) != (now.series, now.score, now.barred):
        return ()
    peers = [
        name
        for name in dict.fromkeys((*before, *after))
        if name != unit
        and own.series in [each.series for each in (before.get(name), after.get(name)) if each]
    ]
    changed = [name for name in peers if stands_apart(name, before, after)]
    passed = [
        name for name in changed if _seen_from(own, before.get(name)) != _seen_from(own, after.get(name))
    ]
    return tuple(passed or changed)


def stands_apart(unit: str, before: Standings, after: Standings) -> bool:
    """Whether what a unit is ranked by differs; not where one side could not be run."""
    return bool(before and after) and _what_counts(before.get(unit)) != _what_counts(after.get(unit))


def _what_counts(standing: Standing | None) -> object:
    return None if standing is None else (standing.series, standing.score, standing.barred)


def _seen_from(own: Standing, other: Standing | None) -> object:
    """Where another unit stands as seen from one: ahead or level (barred or not), behind, or not there."""
    if other is None or other.series != own.series or own.score is None or other.score is None:
        return None
    return "behind" if other.score < own.score else (other.score == own.score, other.barred)
