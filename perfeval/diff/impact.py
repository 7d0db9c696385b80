"""Whose results change, from what to what, and which edits cause it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from perfeval.diff.causes import Cause, Change, Way, causes_of
from perfeval.diff.compare import Difference
from perfeval.diff.edits import CATEGORY, SERIES, Key
from perfeval.diff.parts import Listing
from perfeval.diff.standing import Standings, moved_by, standings, stands_apart
from perfeval.diff.trials import Trials, results_of
from perfeval.evaluate.outcome import Outcome
from perfeval.rulebook.book import RuleBook

UNIT = "单位"


@frozen
class Effect:
    """A change with its cause.

    others: the units that moved this one, whose own standing stayed; movers: the edits of the cause
    that changed the standing of those.
    """

    change: Change
    cause: Cause
    others: tuple[str, ...] = ()
    movers: tuple[Key, ...] = ()


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
        Effect(change, cause, *others.behind(change.unit, cause.enough))
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

    def behind(self, unit: str, keys: tuple[Key, ...]) -> tuple[tuple[str, ...], tuple[Key, ...]]:
        """The units through which these edits, made alone, move ``unit``; and which of the edits do so."""
        others = moved_by(unit, self.before, self._made(keys))
        if not others or len(keys) == 1:
            return others, keys if others else ()
        # Where no edit can be told from the rest, it is all of them.
        return others, tuple(key for key in keys if self._moves(key, keys, others)) or keys

    def _moves(self, key: Key, keys: tuple[Key, ...], others: tuple[str, ...]) -> bool:
        """Whether the others stand elsewhere because of this edit: made alone, or left out of all."""
        without = tuple(each for each in keys if each != key)
        pairs = ((self.before, self._made((key,))), (self._made(without), self._made(keys)))
        return any(stands_apart(name, one, other) for one, other in pairs for name in others)

    def _made(self, keys: tuple[Key, ...]) -> Standings:
        if keys not in self.after:
            outcome = self.trials.outcome(keys)
            self.after[keys] = {} if outcome is None else standings(outcome)
        return self.after[keys]


def _come_and_gone(difference: Difference, before: RuleBook, after: RuleBook) -> Iterable[Effect]:
    """Units that only one of the books lists."""
    old, new = before.schema.units, after.schema.units
    for unit in dict.fromkeys((*old, *new)):
        if unit in old and unit in new:
            continue
        keys = tuple(key for key in difference.keys if _lists(difference, key, unit))
        change = Change(unit, UNIT, unit if unit in old else None, unit if unit in new else None)
        yield Effect(change, Cause(keys, keys, Way.ALONE if len(keys) == 1 else Way.TOGETHER, True))


def _lists(difference: Difference, key: Key, unit: str) -> bool:
    parts = (difference.parts_before.get(key), difference.parts_after.get(key))
    return key[0] in (SERIES, CATEGORY) and any(
        isinstance(part, Listing) and unit in part.units for part in parts
    )
