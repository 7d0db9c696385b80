"""Chapter 二 of the source: the score for air."""

from dataclasses import dataclass
from fractions import Fraction

from tests.oracles.environment_2025.base import (
    CITY,
    COUNTY,
    PARK,
    UNITS,
    Ledgers,
    average,
    half_up,
    number,
    optional,
    peers_of,
    rows_of,
    streak_at,
    yearly,
)

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Air:
    """What chapter 二 finds out about one unit; without a mean the unit is 暂不评."""

    mean: Fraction | None
    gain: Fraction | None
    score: Fraction | None
    last_months: int
    longest_last: int


def monthly(ledgers: Ledgers, unit: str) -> dict[int, Fraction]:
    """Give the concentrations of the months that have one: 二, introduction."""
    found = {int(row["月"]): optional(row["浓度"]) for row in rows_of(ledgers, "空气月报", unit)}
    return {month: value for month, value in found.items() if value is not None}


def mean_of(ledgers: Ledgers, unit: str) -> Fraction | None:
    """Give the yearly mean, or nothing where fewer than 10 months have data: 二, introduction."""
    months = monthly(ledgers, unit)
    return half_up(average(list(months.values()))) if len(months) >= 10 else None


def level_score(ledgers: Ledgers, unit: str, mean: Fraction) -> Fraction:
    """Score the concentration against the best of the group and the mean of the province: 二（一）."""
    means = [found for peer in peers_of(unit) if (found := mean_of(ledgers, peer)) is not None]
    base = min(Fraction(40), half_up(min(means) / mean * 40)) if means else Fraction(40)
    above = max(Fraction(0), mean - number(yearly(ledgers, unit)["全省同类平均浓度"]))
    return max(Fraction(0), base - min(Fraction(5), half_up(above / 2)))


def gain_of(ledgers: Ledgers, unit: str, mean: Fraction) -> Fraction:
    """Give the improvement on last year in percent: 二（二）."""
    before = number(yearly(ledgers, unit)["上年年均浓度"])
    return half_up((before - mean) / before * 100)


def gain_score(gain: Fraction) -> Fraction:
    """Score the improvement by its four bands: 二（二）1 to 4."""
    if gain >= 10:
        return Fraction(20)
    if gain >= 5:
        return Fraction(15 + int(gain - 5))
    if gain >= 0:
        return 10 + gain
    return max(Fraction(0), 10 + 2 * gain)


def good_days_score(ledgers: Ledgers, unit: str) -> Fraction:
    """Score the share of good days: 二（三）."""
    rows = rows_of(ledgers, "空气月报", unit)
    good = sum(int(row["优良天数"]) for row in rows)
    valid = sum(int(row["有效天数"]) for row in rows)
    if valid == 0:
        return Fraction(0)
    rate = half_up(Fraction(good * 100, valid))
    if rate >= 85:
        return Fraction(20)
    return Fraction(0) if rate < 60 else half_up(rate / 85 * 20)


def dust_score(ledgers: Ledgers, unit: str) -> Fraction:
    """Score the half-months with an inspection and the problems left open: 二（四）."""
    rows = [row for row in rows_of(ledgers, "扬尘巡查", unit) if row["日期"].startswith("2025-")]
    halves = {(row["日期"][5:7], int(row["日期"][8:]) >= 16) for row in rows}
    problems = {row["问题编号"] for row in rows if row["问题编号"] and row["逾期未整改"] == "是"}
    return max(Fraction(0), 10 - Fraction(24 - len(halves) + len(problems), 2))


def last_flags(ledgers: Ledgers, unit: str) -> list[bool]:
    """Tell for each month whether the unit is last of its group: 二（五）1; the park never is."""
    if unit == PARK:
        return [False] * 12
    values = {peer: monthly(ledgers, peer) for peer in (CITY if unit in CITY else COUNTY)}
    flags = []
    for month in MONTHS:
        present = [found[month] for found in values.values() if month in found]
        named = len(present) >= 2 and min(present) != max(present)
        flags.append(named and values[unit].get(month) == max(present))
    return flags


def month_rank_score(flags: list[bool]) -> Fraction:
    """Take 1, 2, then 3 points for consecutive last places: 二（五）2."""
    taken = sum(min(3, streak_at(flags, index)) for index in range(12))
    return Fraction(max(0, 10 - taken))


def air_of(ledgers: Ledgers, unit: str) -> Air:
    """Put the items of chapter 二 together; the park has no 月度排名: 二（五）3."""
    flags = last_flags(ledgers, unit)
    longest = max(streak_at(flags, index) for index in range(12))
    mean = mean_of(ledgers, unit)
    if mean is None:
        return Air(None, None, None, sum(flags), longest)
    gain = gain_of(ledgers, unit, mean)
    score = level_score(ledgers, unit, mean) + gain_score(gain)
    score += good_days_score(ledgers, unit) + dust_score(ledgers, unit)
    score = half_up(score / 90 * 100) if unit == PARK else score + month_rank_score(flags)
    return Air(mean, gain, score, sum(flags), longest)


def all_air(ledgers: Ledgers) -> dict[str, Air]:
    """Give chapter 二 for every unit."""
    return {unit: air_of(ledgers, unit) for unit in UNITS}
