"""An outcome with what the accounts of all its units have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from attrs import field, frozen

from perfeval.evaluate.outcome import Outcome, Values
from perfeval.explain.plan import Plan, plan_of
from perfeval.rulebook.book import Clause, Series
from perfeval.tables.places import Place

T = TypeVar("T")
NO_ROWS: Sequence[int] = ()


class _Columns(dict[Place, Values | None]):
    """The columns of an outcome, None for those that it has not; as quickly found as in a dict."""

    def __init__(self, columns: Mapping[Place, Values]) -> None:
        super().__init__()
        self.columns = columns

    def __missing__(self, place: Place) -> Values | None:
        found = self[place] = self.columns.get(place)
        return found


@frozen(eq=False)
class Scene:
    """An outcome with what all its units' accounts have in common, each found when first asked for."""

    outcome: Outcome
    plan: Plan
    clauses: Mapping[str, Clause]
    series: Mapping[str, Series]
    found: dict[tuple[object, ...], Any] = field(init=False, factory=dict)
    of_units: dict[str, Sequence[Sequence[int]]] = field(init=False, factory=dict)
    columns: Mapping[Place, Values | None] = field(init=False)

    @columns.default
    def _columns(self) -> Mapping[Place, Values | None]:
        return _Columns(self.outcome.columns)

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives, kept by a key that begins with the name of what it is."""
        if key not in self.found:
            self.found[key] = make()
        return cast(T, self.found[key])

    def rows(self, ledger: str) -> Sequence[Sequence[int]]:
        """For each unit the numbers of its rows, in the order of the file."""
        known = self.of_units.get(ledger)
        if known is None:
            rows: dict[str, list[int]] = {}
            for row, unit in enumerate(self.outcome.facts.tables[ledger].units):
                rows.setdefault(unit, []).append(row)
            known = [rows.get(unit.name, NO_ROWS) for unit in self.outcome.book.units]
            self.of_units[ledger] = known
        return known

    def members(self, series: str | None) -> Sequence[int]:
        """The numbers of the units of a series (None: of those in none), in roster order."""
        every = self.once(("members",), self._members)
        return every.get(series, NO_ROWS)

    def _members(self) -> Mapping[str | None, Sequence[int]]:
        members: dict[str | None, list[int]] = {}
        for index, unit in enumerate(self.outcome.book.units):
            members.setdefault(unit.series, []).append(index)
        return members


@lru_cache(maxsize=4)
def scene_of(outcome: Outcome) -> Scene:
    """The scene of an outcome; those of the last few are kept."""
    clauses = {clause.name: clause for clause in reversed(outcome.book.clauses)}
    series = {each.name: each for each in reversed(outcome.book.series)}
    return Scene(outcome, plan_of(outcome.model), clauses, series)
