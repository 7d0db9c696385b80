"""Chapter 三 of the source: the score for water, and the payments of 五（三）."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracles.environment_2025.base import (
    UNITS,
    WAN,
    Ledgers,
    Row,
    average,
    half_up,
    number,
    optional,
    rows_of,
    streak_at,
)

CLASSES = ("一类", "二类", "三类", "四类", "五类", "劣五类")
POINTS = {
    "国控": (100, 100, 80, 50, 20, 0),
    "省控": (100, 100, 85, 60, 30, 0),
    "市控": (100, 100, 90, 70, 40, 10),
}
PRICES = {"国控": 10 * WAN, "省控": 6 * WAN, "市控": 3 * WAN}


@dataclass(frozen=True)
class Water:
    """What chapter 三 finds out about one unit; rate and score are absent where it is not scored."""

    rate: Fraction | None
    score: Fraction | None
    worst_state_section: bool
    payment: Fraction


def sampled(ledgers: Ledgers, unit: str) -> list[Row]:
    """Give the monthly rows of the sections that have a class: 三, introduction."""
    return [row for row in rows_of(ledgers, "断面月报", unit) if row["水质类别"]]


def reached(row: Row) -> bool:
    """Tell whether a section reached its target in a month: 三（二）."""
    return CLASSES.index(row["水质类别"]) <= CLASSES.index(row["目标类别"])


def rate_of(rows: Sequence[Row]) -> Fraction | None:
    """Give the share of rows that reached their targets in percent: 三（二）."""
    if not rows:
        return None
    return half_up(Fraction(100 * sum(reached(row) for row in rows), len(rows)))


def section_score(rows: Sequence[Row]) -> Fraction:
    """Average the points of level and class, and take 60% of them: 三（一）."""
    points = [Fraction(POINTS[row["级别"]][CLASSES.index(row["水质类别"])]) for row in rows]
    return half_up(half_up(average(points)) * 60 / 100)


def rate_score(rate: Fraction) -> Fraction:
    """Place the rate in its band: 三（二）."""
    for limit, points in ((100, 20), (90, 16), (75, 10), (60, 5)):
        if rate >= limit:
            return Fraction(points)
    return Fraction(0)


def half_year_score(rows: Sequence[Row]) -> Fraction:
    """Compare the second half-year with the first: 三（三）."""
    first = rate_of([row for row in rows if int(row["月"]) <= 6])
    second = rate_of([row for row in rows if int(row["月"]) > 6])
    if first is None or second is None:
        return Fraction(6)
    change = second - first
    if change >= 0:
        return half_up(6 + min(Fraction(4), change / 5))
    return max(Fraction(0), half_up(6 + change * 3 / 10))


def last_towns(ledgers: Ledgers) -> set[tuple[int, str, str]]:
    """Give quarter, unit and town of every last place in the city: 三（四）1."""
    last = set()
    for quarter in range(1, 5):
        values = {
            (quarter, row["单位"], row["乡镇"]): number(row["水质指数"])
            for row in ledgers["乡镇水质"]
            if row["水质指数"] and int(row["季度"]) == quarter
        }
        if len(values) >= 3:
            last |= {key for key, value in values.items() if value == max(values.values())}
    return last


def town_score(last: set[tuple[int, str, str]], unit: str) -> Fraction:
    """Take 2 points a last place, twice that where the quarter before was one too: 三（四）2."""
    taken = 0
    for quarter, owner, town in last:
        if owner == unit:
            taken += 4 if (quarter - 1, owner, town) in last else 2
    return Fraction(max(0, 10 - taken))


def payment_of(rows: Sequence[Row]) -> Fraction:
    """Charge every missed target, doubled from the third month in a row: 五（三）."""
    total = Fraction(0)
    for section in {row["断面"] for row in rows}:
        by_month = {int(row["月"]): row for row in rows if row["断面"] == section}
        missed = [month in by_month and not reached(by_month[month]) for month in range(1, 13)]
        for index, is_missed in enumerate(missed):
            if is_missed:
                row = by_month[index + 1]
                times = min(Fraction(3), optional(row["超标倍数"]) or Fraction(0))
                due = half_up(PRICES[row["级别"]] * (1 + times))
                total += due * 2 if streak_at(missed, index) >= 3 else due
    return total


def water_of(ledgers: Ledgers, unit: str, last: set[tuple[int, str, str]]) -> Water:
    """Put the items of chapter 三 together."""
    rows = sampled(ledgers, unit)
    rate = rate_of(rows)
    if rate is None:
        return Water(None, None, False, Fraction(0))
    score = section_score(rows) + rate_score(rate) + half_year_score(rows) + town_score(last, unit)
    worst = any(row["级别"] == "国控" and row["水质类别"] == "劣五类" for row in rows)
    return Water(rate, score, worst, payment_of(rows))


def all_water(ledgers: Ledgers) -> dict[str, Water]:
    """Give chapter 三 for every unit."""
    last = last_towns(ledgers)
    return {unit: water_of(ledgers, unit, last) for unit in UNITS}
