"""How many units a series has, and how many places a step gives it."""

from __future__ import annotations

from perfeval.rulebook.book import RuleBook, Unit
from perfeval.tables.model import PlacesStep


def is_ranked(unit: Unit, groups: tuple[str, ...]) -> bool:
    """Whether a ranking of these groups takes the unit in."""
    return unit.series is not None and any(name in groups for name in (unit.category, unit.series, unit.name))


def rivals_of(book: RuleBook, unit: Unit, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The other units that are ranked in the same series."""
    return tuple(
        other.name
        for other in book.units
        if other.series == unit.series and other.name != unit.name and is_ranked(other, groups)
    )


def size_of(book: RuleBook, unit: Unit, groups: tuple[str, ...]) -> int:
    """How many units are ranked in the series of a unit, itself included; 0 where it is not ranked."""
    return 1 + len(rivals_of(book, unit, groups)) if is_ranked(unit, groups) else 0


def seats_in(step: PlacesStep, series: str | None, size: int) -> int:
    """The places of a series of ``size`` units; 0 where it has none."""
    for share in step.shares:
        if series in share.series:
            exact = (share.number or 0, 1) if share.rate is None else (share.rate[0] * size, share.rate[1])
            return exact[0] if step.rounding is None else step.rounding.divide(*exact)
    return 0
