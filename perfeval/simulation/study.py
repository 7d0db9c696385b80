"""What a simulation found."""

from __future__ import annotations

from attrs import frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import field_of
from perfeval.ledger.facts import Facts
from perfeval.simulation.declared import Uncertainty
from perfeval.simulation.plan import Plan
from perfeval.simulation.tally import Pairing, Tally
from perfeval.simulation.watched import Watched, Way

OUTSIDE, EVERYONE = "不设序列的单位", "全部单位"


@frozen(eq=False)
class Fault:
    """A draw that the rules do not decide: its number (from 1), and why."""

    draw: int
    findings: tuple[Diagnostic, ...]


@frozen(eq=False)
class Side:
    """What came out under one book. base: by the facts as they are. faults: of the first faulty draws.

    kept: the facts of the draw that was to be kept.
    """

    base: Outcome
    watched: Watched
    ways: tuple[Way, ...]
    tally: Tally
    faults: tuple[Fault, ...]
    kept: Facts | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """The names of the units in roster order."""
        return tuple(unit.name for unit in self.base.book.units)

    def groups(self) -> dict[str, list[int]]:
        """The units of each series, ranked as they are by the facts, and those of none, by their numbers."""
        groups: dict[str, list[int]] = {}
        for number, unit in enumerate(self.base.book.units):
            title = unit.series or (OUTSIDE if self.base.book.series else EVERYONE)
            groups.setdefault(title, []).append(number)
        return {title: sorted(members, key=self._place) for title, members in groups.items()}

    def _place(self, number: int) -> tuple[bool, int]:
        place = field_of(self.base, self.watched.ranks[0], number) if self.watched.ranks else None
        return (not isinstance(place, int), place if isinstance(place, int) else number)


@frozen(eq=False)
class Simulation:
    """All that was found. draft: under the other book, on the same draws; None without one.

    paired: the names of the units that both books have, in the order of the first.
    """

    uncertainty: Uncertainty
    plan: Plan
    current: Side
    draft: Side | None
    pairing: Pairing | None
    paired: tuple[str, ...]
