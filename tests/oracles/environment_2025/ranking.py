"""Chapter 四 of the source: totals, ranks and grades."""

from dataclasses import dataclass
from fractions import Fraction

from tests.oracles.environment_2025.air import Air, all_air
from tests.oracles.environment_2025.base import (
    CITY,
    COUNTY,
    UNITS,
    Ledgers,
    half_up,
    number,
    optional,
    yearly,
)
from tests.oracles.environment_2025.water import Water, all_water

GRADES = ("优秀", "良好", "合格", "不合格")
PROVINCE = {"优秀": 2, "良好": 1, "合格": 0, "不合格": -3, "": 0}


@dataclass(frozen=True)
class Standing:
    """What chapters 二 to 四 find out about one unit; place_from_end and size belong to its group."""

    air: Air
    water: Water
    total: Fraction | None
    place: int | None
    place_from_end: int | None
    size: int
    grade: str


def total_of(ledgers: Ledgers, unit: str, air: Air, water: Water) -> Fraction | None:
    """Weigh air and water, and add what the province found: 四（一）."""
    if air.score is None:
        return None
    total = air.score
    if water.score is not None:
        total = half_up(air.score * 60 / 100 + water.score * 40 / 100)
    row = yearly(ledgers, unit)
    total += PROVINCE[row["省考核等次"]]
    total -= half_up((optional(row["省考核扣分"]) or Fraction(0)) * 60 / 100)
    return min(Fraction(100), max(Fraction(0), total))


def places_of(
    group: tuple[str, ...], airs: dict[str, Air], totals: dict[str, Fraction | None]
) -> dict[str, int]:
    """Rank a group by the sum of two ranks, then by total: 四（二）."""
    keys: dict[str, tuple[Fraction, Fraction]] = {}
    for unit in group:
        mean, gain, total = airs[unit].mean, airs[unit].gain, totals[unit]
        if mean is not None and gain is not None and total is not None:
            keys[unit] = (mean, -gain)
    sums: dict[str, tuple[int, Fraction]] = {}
    for unit, (mean, loss) in keys.items():
        by_mean = 1 + sum(other[0] < mean for other in keys.values())
        by_gain = 1 + sum(other[1] < loss for other in keys.values())
        sums[unit] = (by_mean + by_gain, -(totals[unit] or Fraction(0)))
    return {unit: 1 + sum(other < own for other in sums.values()) for unit, own in sums.items()}


def grade_of(ledgers: Ledgers, unit: str, air: Air, water: Water, total: Fraction | None) -> str:
    """Grade by total, bar from 优秀, then lower where two circumstances meet: 四（三）."""
    if total is None or air.mean is None or air.gain is None:
        return "暂不评"
    level = 0 if total >= 90 else 1 if total >= 80 else 2 if total >= 60 else 3
    scores = [score for score in (air.score, water.score) if score is not None]
    if level == 0 and min(scores) < 80:
        level = 1
    circumstances = (
        air.mean > number(yearly(ledgers, unit)["全省同类平均浓度"]),
        air.gain < 0,
        water.worst_state_section,
        air.longest_last >= 3,
    )
    if sum(circumstances) >= 2:
        level = min(3, level + 1)
    return GRADES[level]


def all_standings(ledgers: Ledgers) -> dict[str, Standing]:
    """Give chapters 二 to 四 for every unit; places from the end are counted backwards: 一（五）."""
    airs, waters = all_air(ledgers), all_water(ledgers)
    totals = {unit: total_of(ledgers, unit, airs[unit], waters[unit]) for unit in UNITS}
    found: dict[str, Standing] = {}
    for group in (CITY, COUNTY, UNITS[9:]):
        places = {} if group == UNITS[9:] else places_of(group, airs, totals)
        for unit in group:
            place = places.get(unit)
            from_end = None if place is None else 1 + sum(other > place for other in places.values())
            grade = grade_of(ledgers, unit, airs[unit], waters[unit], totals[unit])
            found[unit] = Standing(
                airs[unit], waters[unit], totals[unit], place, from_end, len(places), grade
            )
    return found
