"""Whose results change, from what to what, and which edits cause it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from perfeval.diff.causes import Cause, Change, Way, causes_of
from perfeval.diff.compare import Difference
from perfeval.diff.edits import CATEGORY, SERIES, Key
from perfeval.diff.parts import Listing
from perfeval.diff.standing import Standings, moved_by, standings
from perfeval.diff.trials import Trials, results_of
from perfeval.evaluate.outcome import Outcome
from perfeval.rulebook.book import RuleBook

UNIT = "单位"


@frozen
class Effect:
    """A change with its cause. others: the units that moved this one, whose own standing stayed."""

    change: Change
    cause: Cause
    others: tuple[str, ...] = ()


def impact_of(trials: Trials, before: Outcome, after: Outcome) -> tuple[Effect, ...]:
    """The effects of all edits, by unit in the order of the rosters, then by field."""
    old, new = (results_of(outcome, trials.fields) for outcome in (before, after))
    changes = [
        Change(unit, field, old[unit][field], new[unit][field])
        for unit in old
        if unit in new
        for field in trials.fields
        if field in old[unit] and field in new[unit] and old[unit][field] != new[unit][field]
    ]
    others = _Others(trials, before)
    effects = [
        Effect(change, cause, others.behind(change.unit, cause.keys))
        for change, cause in zip(changes, causes_of(changes, trials), strict=True)
    ]
    effects.extend(_come_and_gone(trials.difference, before.book, after.book))
    order = {name: place for place, name in enumerate(dict.fromkeys((*old, *new)))}
    return tuple(sorted(effects, key=lambda effect: order[effect.change.unit]))


class _Others:
    """The standings under each set of edits, each worked out once."""

    def __init__(self, trials: Trials, before: Outcome) -> None:
        self.trials = trials
        self.before = standings(before)
        self.after: dict[tuple[Key, ...], Standings] = {}

    def behind(self, unit: str, keys: tuple[Key, ...]) -> tuple[str, ...]:
        """The units through which these edits, made alone, move ``unit``."""
        if keys not in self.after:
            outcome = self.trials.outcome(keys)
            self.after[keys] = {} if outcome is None else standings(outcome)
        return moved_by(unit, self.before, self.after[keys])


def _come_and_gone(difference: Difference, before: RuleBook, after: RuleBook) -> Iterable[Effect]:
    """Units that only one of the books lists."""
    old, new = before.schema.units, after.schema.units
    for unit in dict.fromkeys((*old, *new)):
        if unit in old and unit in new:
            continue
        keys = tuple(key for key in difference.keys if _lists(difference, key, unit))
        change = Change(unit, UNIT, unit if unit in old else None, unit if unit in new else None)
        yield Effect(change, Cause(keys, Way.ALONE if len(keys) == 1 else Way.TOGETHER, True))


def _lists(difference: Difference, key: Key, unit: str) -> bool:
    parts = (difference.parts_before.get(key), difference.parts_after.get(key))
    return key[0] in (SERIES, CATEGORY) and any(
        isinstance(part, Listing) and unit in part.units for part in parts
    )
