"""Chapters 五 and 六 of the source: awards, fines, the pool and the settlement. All amounts are in 元."""

from dataclasses import dataclass
from fractions import Fraction

from tests.oracles.environment_2025.base import (
    PARK,
    RANKED,
    UNITS,
    WAN,
    Ledgers,
    average,
    cut,
    half_up,
    number,
    optional,
    yearly,
)
from tests.oracles.environment_2025.ranking import Standing

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Awards:
    """The lines of chapter 五 for one unit; a fine is negative, save for payment and fined."""

    by_place: Fraction
    by_air: Fraction
    payment: Fraction
    by_grade: Fraction
    by_years: Fraction
    by_moves: Fraction
    awarded: Fraction
    fined: Fraction


def place_award(ledgers: Ledgers, unit: str, standing: Standing) -> Fraction:
    """Award the front, fine the back, by the size of the group: 五（一）."""
    place, from_end = standing.place, standing.place_from_end
    if place is None or from_end is None or standing.size < 2:
        return NOTHING
    if standing.size >= 5:
        award = {1: 100, 2: 60, 3: 30}.get(place, 0)
        fine = {1: 60, 2: 30}.get(from_end, 0)
    else:
        award = 60 if place == 1 else 0
        fine = 30 if from_end == 1 else 0
    if standing.grade == "不合格":
        award = 0
    if from_end == 1 and yearly(ledgers, unit)["上年末位"] == "是":
        fine *= 2
    return Fraction((award - fine) * WAN)


def air_award(ledgers: Ledgers, unit: str, standing: Standing) -> Fraction:
    """Award every whole microgram less, fine every one more: 五（二）."""
    mean = standing.air.mean
    if mean is None:
        return NOTHING
    row = yearly(ledgers, unit)
    change = number(row["上年年均浓度"]) - mean
    if change >= 0:
        whole = int(change)
        return Fraction((min(whole, 5) * 20 + max(whole - 5, 0) * 30) * WAN)
    fine = -change * 15 * WAN
    if mean > number(row["全省同类平均浓度"]):
        fine = fine * 3 / 2
    return -half_up(fine)


def grade_award(unit: str, standing: Standing) -> Fraction:
    """Give the fixed sum of the grade, four fifths of it for the park: 五（四）."""
    amount = Fraction({"优秀": 50, "良好": 20, "不合格": -30}.get(standing.grade, 0) * WAN)
    return amount * 8 / 10 if unit == PARK else amount


def years_award(ledgers: Ledgers, unit: str, standing: Standing) -> Fraction:
    """Award years in a row that reached 90%: 五（五）."""
    rate = standing.water.rate
    if rate is None or rate < 90:
        return NOTHING
    years = int(yearly(ledgers, unit)["连续达标年数"]) + 1
    return Fraction({1: 0, 2: 10, 3: 20}.get(years, 30) * WAN)


def moves_award(ledgers: Ledgers, unit: str, standing: Standing) -> Fraction:
    """Award places gained on last year, fine places lost: 五（六）."""
    before = yearly(ledgers, unit)["上年名次"]
    if not before or standing.place is None:
        return NOTHING
    gained = int(before) - standing.place
    return Fraction((min(gained * 5, 15) if gained >= 0 else max(gained * 4, -12)) * WAN)


def awards_of(ledgers: Ledgers, unit: str, standing: Standing) -> Awards:
    """Add awards and fines apart, each up to its limit: 五（七）."""
    lines = (
        place_award(ledgers, unit, standing),
        air_award(ledgers, unit, standing),
        grade_award(unit, standing),
        years_award(ledgers, unit, standing),
        moves_award(ledgers, unit, standing),
    )
    payment = standing.water.payment
    awarded = sum((line for line in lines if line > 0), NOTHING)
    fined = payment - sum((line for line in lines if line < 0), NOTHING)
    return Awards(
        lines[0],
        lines[1],
        payment,
        lines[2],
        lines[3],
        lines[4],
        min(awarded, Fraction(300 * WAN)),
        min(fined, Fraction(200 * WAN)),
    )


def pool_of(ledgers: Ledgers) -> Fraction:
    """Add the contributions to what the city puts in: 六（一）."""
    paid = sum((number(row["上缴基数"]) for row in ledgers["年度情况"]), NOTHING)
    return (3000 + paid) * WAN


def air_shares(pool: Fraction, standings: dict[str, Standing]) -> dict[str, Fraction]:
    """Share the air money by improvement; the remainder goes to the greatest one: 六（三）."""
    gains = {
        unit: found.air.gain
        for unit in RANKED
        if (found := standings[unit]).air.gain is not None and found.air.gain > 0
    }
    shares = dict.fromkeys(UNITS, NOTHING)
    if not gains:
        return shares
    money = half_up(pool * 60 / 100)
    for unit, gain in gains.items():
        shares[unit] = cut(money * gain / sum(gains.values(), NOTHING))
    first = min(gains, key=lambda unit: (-gains[unit], standings[unit].air.mean or NOTHING))
    shares[first] += money - sum(shares.values(), NOTHING)
    return shares


def water_shares(pool: Fraction, standings: dict[str, Standing]) -> dict[str, Fraction]:
    """Share the water money by rank; those level share their places' average: 六（四）."""
    money = pool - half_up(pool * 60 / 100)
    scores = {unit: score for unit in RANKED if (score := standings[unit].water.score) is not None}
    percents = [Fraction(percent) for percent in (20, 16, 12, 10, 8, 8, 8, 8, 8)]
    shares = dict.fromkeys(UNITS, NOTHING)
    for unit, score in scores.items():
        ahead = sum(other > score for other in scores.values())
        level = sum(other == score for other in scores.values())
        shares[unit] = cut(money * average(percents[ahead : ahead + level]) / 100)
    return shares


def income_share(ledgers: Ledgers, unit: str, standing: Standing) -> Fraction:
    """Share the income by total score, up to a sum a head: 六（五）."""
    if standing.total is None:
        return NOTHING
    row = yearly(ledgers, unit)
    surplus = (number(row["排污权收入"]) * 40 / 100 - number(row["治理支出"])) * WAN
    share = half_up(max(NOTHING, surplus * standing.total / 100))
    return min(share, Fraction(int(row["核定人员数"]) * 15_000))


def carried_in(ledgers: Ledgers, unit: str) -> Fraction:
    """Give what last year left to be taken: 六（六）."""
    return (optional(yearly(ledgers, unit)["上期结转"]) or NOTHING) * WAN
