"""Which edits can bear on a result at all, and which cannot be made without each other.

Nothing is decided here: it only spares trials that could not succeed. An edit bears on a field if
some table or step that it changes stands before the field in the graph of requirements.
"""

from __future__ import annotations

from collections.abc import Iterable

from perfeval.diff.edits import CLAUSE, Key
from perfeval.diff.trials import Trials
from perfeval.tables.flow import reads, writes
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN, Place

# Edits that are made together or not at all.
Group = tuple[Key, ...]


class Relevance:
    """Answers which groups of edits bear on a field."""

    def __init__(self, trials: Trials) -> None:
        self.trials = trials
        self.welded = _welded(trials)
        self.ends = [model for taken in ((), trials.keys) if (model := trials.model(taken))]
        # For each group the columns that it changes; None where that cannot be told.
        self.touched = {group: self._touched(group) for group in self.welded}
        self.known: dict[str, tuple[Group, ...]] = {}

    def groups(self, field: str) -> tuple[Group, ...]:
        """The groups that bear on a field, in the order of the edits."""
        if field not in self.known:
            before = self._before(field)
            self.known[field] = tuple(
                group
                for group, touched in self.touched.items()
                if touched is None or any(place in before for place in touched)
            )
        return self.known[field]

    def _touched(self, group: Group) -> tuple[Place, ...] | None:
        """The columns made by the tables and steps that differ when only this group is exchanged."""
        if any(kind != CLAUSE for kind, _ in group):
            return None
        found: list[Place] = []
        for taken, without in ((group, ()), (self.trials.keys, self.trials.rest(group))):
            one, other = self.trials.model(taken), self.trials.model(without)
            if one is None or other is None:
                return None
            found.extend(_differing(one, other))
        return tuple(dict.fromkeys(found))

    def _before(self, field: str) -> dict[Place, bool]:
        """The field and every column that stands before it, in either book."""
        makers: dict[Place, list[Place]] = {}
        for model in self.ends:
            for node in model.nodes:
                for place in writes(node):
                    makers.setdefault(place, []).extend(reads(node))
        found: dict[Place, bool] = {}
        waiting: list[Place] = [(UNIT_GRAIN, field)]
        while waiting:
            place = waiting.pop()
            if place not in found:
                found[place] = True
                waiting.extend(makers.get(place, ()))
        return found


def _differing(one: Model, other: Model) -> Iterable[Place]:
    nodes = [{node.name: node for node in model.nodes} for model in (one, other)]
    for name in dict.fromkeys((*nodes[0], *nodes[1])):
        both = [made[name] for made in nodes if name in made]
        if len(both) == 1 or both[0] != both[1]:
            for node in both:
                yield from writes(node)


def _welded(trials: Trials) -> tuple[Group, ...]:
    """The edits in groups: one that speaks of what only another declares goes with it."""
    group_of = {key: number for number, key in enumerate(trials.keys)}
    for key, other in trials.difference.needs():
        joined, gone = group_of[other], group_of[key]
        group_of = {each: joined if number == gone else number for each, number in group_of.items()}
    numbers = dict.fromkeys(group_of.values())
    return tuple(tuple(key for key, own in group_of.items() if own == number) for number in numbers)
