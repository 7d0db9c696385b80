"""Base scores chosen so that 综合得分 lands where ranking and grading are delicate.

A style proposes a total for each unit of a 序列; the points of the unit, computed with the oracle's own
functions, are taken off again, and the rest is split into the three scores within their ranges.
Totals are whole ten-thousandths here.
"""

from fractions import Fraction
from random import Random

from .dice import UNIT, amount_between, chance, decimal_cell, pick, shuffled
from .points import Row
from .roster import Unit

INDEX_MAX, REPORT_MAX, PUBLIC_MAX = 700 * UNIT, 200 * UNIT, 100 * UNIT

# 600, 700, 599.99, 700.5 and their closest neighbours.
THRESHOLDS = (
    6_000_000,
    6_000_000,
    7_000_000,
    7_000_000,
    5_999_900,
    7_005_000,
    5_999_999,
    6_000_001,
    6_999_999,
    7_000_001,
    6_999_900,
)
# All but one of them are enough for 达标, so that most units without a place may become 优秀 directly.
HIGH_TOTALS = (7_000_000, 7_000_000, 7_000_001, 6_999_999, 7_005_000, 8_000_000, 8_500_000)
TIE_TOTALS = (*THRESHOLDS, 8_500_000, 7_777_700, 6_500_000, 5_500_000, 9_000_001)

STYLES = ("spread", "ties", "thresholds", "high", "last_place", "level", "low", "extreme", "photo_finish")


def score_row(rng: Random, unit: Unit, wanted: int) -> Row:
    """A row of 得分 whose three scores add up to what is wanted, as far as their ranges allow."""
    base = min(max(wanted, 0), INDEX_MAX + REPORT_MAX + PUBLIC_MAX)
    public = amount_between(rng, max(0, base - INDEX_MAX - REPORT_MAX), min(PUBLIC_MAX, base))
    rest = base - public
    report = amount_between(rng, max(0, rest - INDEX_MAX), min(REPORT_MAX, rest))
    return {
        "单位": unit.name,
        "指标评估得分": decimal_cell(rng, rest - report),
        "述绩述效评估得分": decimal_cell(rng, report),
        "公众评估得分": decimal_cell(rng, public),
    }


def base_for(total: int, points: Fraction) -> int:
    """The base scores that make a total, given 加减分 (of at most four places)."""
    base = total - points * UNIT
    if base.denominator != 1:
        raise ValueError(f"{points} has more than four places")
    return int(base)


def spread_total(rng: Random) -> int:
    """Any total of an ordinary year."""
    return amount_between(rng, 560 * UNIT, 930 * UNIT)


def around_last_place(rng: Random, units: list[Unit], number: int) -> dict[str, int]:
    """A group of equal totals across the last place, or just filling it; the others above and below."""
    tie = pick(rng, TIE_TOTALS)
    size = pick(rng, (2, 2, 3, 4))
    # A group that just fills the places is in under both readings of 末位并列.
    above = max(0, number - size) if chance(rng, 25) else pick(rng, range(max(0, number - size + 1), number))
    totals: dict[str, int] = {}
    for position, unit in enumerate(shuffled(rng, units)):
        if position < above:
            totals[unit.name] = tie + pick(rng, (1, 100, UNIT, 20 * UNIT))
        elif position < above + size:
            totals[unit.name] = tie
        else:
            totals[unit.name] = tie - pick(rng, (1, 100, UNIT // 2, UNIT, 60 * UNIT))
    return totals


def totals_to_pick(rng: Random, style: str) -> list[int]:
    """The totals a 序列 draws from, for the styles in which many units share few of them."""
    if style == "level":
        return [pick(rng, TIE_TOTALS)]
    if style == "ties":
        return shuffled(rng, TIE_TOTALS)[: rng.randrange(2, 5)]
    if style == "thresholds":
        return list(THRESHOLDS)
    if style == "high":
        return list(HIGH_TOTALS)
    if style == "extreme":
        # Out of reach, so that the base scores are all 0 or all full.
        return [-100 * UNIT, 1100 * UNIT, spread_total(rng)]
    raise ValueError(f"unknown style {style}")


def propose_totals(
    rng: Random, style: str, units: list[Unit], eligible: list[Unit], number: int
) -> dict[str, int]:
    """A total for each unit of a 序列 with so many places."""
    if style == "last_place":
        # The places are filled by the eligible units or by all, as 取消资格后递补 says; so do either.
        group = eligible if eligible and chance(rng, 60) else units
        totals = around_last_place(rng, group, number)
        values = list(totals.values())
        return {unit.name: totals.get(unit.name, pick(rng, values)) for unit in units}
    if style == "photo_finish":
        start = pick(rng, TIE_TOTALS)
        return {unit.name: start + index for index, unit in enumerate(shuffled(rng, units))}
    if style == "low":
        return {unit.name: amount_between(rng, 540 * UNIT, 700 * UNIT) for unit in units}
    if style == "spread":
        return {unit.name: spread_total(rng) for unit in units}
    values = totals_to_pick(rng, style)
    return {unit.name: pick(rng, values) for unit in units}
