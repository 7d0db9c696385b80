"""Which edits cause a change: the fewest that alone bring it about, among those without which it is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import combinations
from math import comb

from attrs import frozen

from perfeval.diff.edits import Key
from perfeval.diff.relevance import Group, Relevance
from perfeval.diff.trials import Trials
from perfeval.evaluate.records import Field

# Whether a smaller set would do is tried as long as no more combinations are run than these.
MOST_TRIALS = 500
# Inside a set all subsets of a size are tried if they are no more than these.
_MOST_SUBSETS = 300

# The unit and the field of a change.
Place = tuple[str, str]


class Way(Enum):
    """How the edits of a cause work together; the value is the word that users see."""

    ALONE = "单独"
    TOGETHER = "共同"
    ANY = "任一"


@frozen
class Change:
    """One result of one unit that is another under the newer book."""

    unit: str
    field: str
    before: Field
    after: Field


@frozen
class Cause:
    """The edits behind a change.

    keys: made alone they give the new value, and undone they give the old one back. smallest: no
    smaller set does; else only that none of them can be left out. enough: the fewest of them that
    alone give the new value, which are the cause proper; way: how these work together (ANY: each by
    itself is enough). tied: others of ``keys`` that cannot be edited without these, or these without
    them; what is left has to be undone as well to have the old value back.
    """

    keys: tuple[Key, ...]
    enough: tuple[Key, ...]
    way: Way
    smallest: bool
    tied: tuple[Key, ...] = ()

    @property
    def hiding(self) -> tuple[Key, ...]:
        """The edits that would keep the old value from coming back, were only ``enough`` undone."""
        return tuple(key for key in self.keys if key not in (*self.enough, *self.tied))


def causes_of(changes: Sequence[Change], trials: Trials, most: int = MOST_TRIALS) -> list[Cause]:
    """The cause of each change, in the same order."""
    relevance = Relevance(trials)
    classes: dict[tuple[Group, ...], list[Change]] = {}
    for change in changes:
        classes.setdefault(relevance.groups(change.field), []).append(change)
    found: dict[Place, tuple[tuple[Key, ...], bool]] = {}
    # What few edits bear on is settled first; those trials serve the others as well.
    for groups, members in sorted(classes.items(), key=lambda entry: len(entry[0])):
        best = {_id(change): _shrunk(change, groups, trials) for change in members}
        tried = _search_smaller(groups, members, best, trials, most)
        for change in members:
            taken = tuple(key for key in trials.keys if key in best[_id(change)])
            found[_id(change)] = taken, len(taken) <= tried + 1
    return [_cause(change, *found[_id(change)], relevance.welded, trials) for change in changes]


def _cause(
    change: Change, keys: tuple[Key, ...], smallest: bool, welded: Sequence[Group], trials: Trials
) -> Cause:
    alone = tuple(key for key in keys if _gives((key,), change, change.after, trials))
    enough = alone or _fewest(change, keys, trials)
    way = Way.ALONE if len(enough) == 1 else Way.ANY if alone else Way.TOGETHER
    groups = [group for group in welded if any(key in enough for key in group)]
    tied = tuple(key for key in keys if key not in enough and any(key in group for group in groups))
    return Cause(keys, enough, way, smallest, tied)


def _fewest(change: Change, keys: tuple[Key, ...], trials: Trials) -> tuple[Key, ...]:
    """The fewest of these edits, two at least, that alone give the new value."""
    for size in range(2, len(keys)):
        if comb(len(keys), size) > _MOST_SUBSETS:
            return _thinned(change, keys, trials)
        for taken in combinations(keys, size):
            if _gives(taken, change, change.after, trials):
                return taken
    return keys


def _thinned(change: Change, keys: tuple[Key, ...], trials: Trials) -> tuple[Key, ...]:
    """Some of these edits that alone give the new value, and of which none can be left out."""
    taken = keys
    for key in keys:
        fewer = tuple(each for each in taken if each != key)
        if _gives(fewer, change, change.after, trials):
            taken = fewer
    return taken


def _search_smaller(
    groups: Sequence[Group],
    members: Sequence[Change],
    best: dict[Place, tuple[Key, ...]],
    trials: Trials,
    most: int,
) -> int:
    """Try all sets that are smaller than the best ones known; gives up to which size all were tried."""
    size = 0
    while True:
        open_ones = [change for change in members if len(best[_id(change)]) > size + 1]
        if not open_ones:
            return size
        for taken in _unions(groups, size + 1):
            if trials.count >= most:
                return size
            if trials.results(taken) is not None:
                causing = [change for change in open_ones if _causes(taken, change, trials)]
                best.update((_id(change), taken) for change in causing)
                open_ones = [change for change in open_ones if change not in causing]
        size += 1


def _unions(groups: Sequence[Group], size: int) -> Iterator[tuple[Key, ...]]:
    """Every union of groups that has so many edits, early groups first."""
    if not size:
        yield ()
    for place, group in enumerate(groups):
        if len(group) <= size:
            for more in _unions(groups[place + 1 :], size - len(group)):
                yield (*group, *more)


def _id(change: Change) -> Place:
    return change.unit, change.field


def _causes(taken: Sequence[Key], change: Change, trials: Trials) -> bool:
    """Whether these edits alone give the new value, and all the others alone the old one."""
    return _gives(taken, change, change.after, trials) and _gives(
        trials.rest(taken), change, change.before, trials
    )


def _gives(taken: Sequence[Key], change: Change, value: Field, trials: Trials) -> bool:
    results = trials.results(taken)
    unit = None if results is None else results.get(change.unit)
    return unit is not None and change.field in unit and unit[change.field] == value


def _telling(change: Change, groups: Sequence[Group], trials: Trials) -> tuple[Group, ...]:
    """The groups that show in this change: made alone, or undone alone."""
    return tuple(
        group
        for group in groups
        if not _gives(group, change, change.before, trials)
        or not _gives(trials.rest(group), change, change.after, trials)
    )


def _shrunk(change: Change, groups: Sequence[Group], trials: Trials) -> tuple[Key, ...]:
    """A set that causes the change and from which no group can be left out."""
    starts = (_telling(change, groups, trials), tuple(groups))
    whole = tuple((key,) for key in trials.keys)
    taken = next((start for start in starts if start and _causes(_joined(start), change, trials)), whole)
    # Large pieces are dropped first, then ever smaller ones.
    piece = len(taken) // 2
    while piece:
        start = 0
        while start < len(taken):
            smaller = (*taken[:start], *taken[start + piece :])
            if smaller and _causes(_joined(smaller), change, trials):
                taken = smaller
            else:
                start += piece
        piece //= 2
    return _joined(taken)


def _joined(groups: Sequence[Group]) -> tuple[Key, ...]:
    return tuple(key for group in groups for key in group)
