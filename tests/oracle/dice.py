"""Small helpers on ``random.Random``: percentages, dates and decimal cells.

Only methods that give the same values for the same seed everywhere are used, on sequences, never on sets.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

# Numbers are drawn as whole ten-thousandths, so that no cell ever passes through a float.
UNIT = 10_000
GRAINS = (UNIT, UNIT, UNIT // 2, UNIT // 10, UNIT // 100, UNIT // 100, 10, 1)

EDGE_DATES = ("2012-12-31", "2013-01-01", "2013-12-31", "2014-01-01")
EDGE_DATES_INSIDE = ("2013-01-01", "2013-12-31")
DATES_OUTSIDE = ("2012-12-31", "2014-01-01", "2012-02-29", "2011-06-30", "2014-02-28", "2023-05-01")


def chance(rng: Random, percent: int) -> bool:
    """True in so many of a hundred draws."""
    return rng.randrange(100) < percent


def pick(rng: Random, items: Sequence[Item]) -> Item:
    """One item of a sequence."""
    return items[rng.randrange(len(items))]


def shuffled(rng: Random, items: Sequence[Item]) -> list[Item]:
    """A shuffled copy."""
    result = list(items)
    rng.shuffle(result)
    return result


def yes_no(rng: Random, percent: int) -> str:
    """是 in so many of a hundred draws, else 否."""
    return "是" if chance(rng, percent) else "否"


def date_inside(rng: Random) -> str:
    """A date in the year, often its first or last day."""
    if chance(rng, 40):
        return pick(rng, EDGE_DATES_INSIDE)
    return (date(2013, 1, 1) + timedelta(days=rng.randrange(365))).isoformat()


def any_date(rng: Random, edge_percent: int) -> str:
    """A date on one of the four edges of the year, outside it, or anywhere in it."""
    if chance(rng, edge_percent):
        return pick(rng, EDGE_DATES)
    if chance(rng, 10):
        return pick(rng, DATES_OUTSIDE)
    return date_inside(rng)


def decimal_cell(rng: Random, amount: int) -> str:
    """Ten-thousandths as a cell: plain, now and then with zeros that say nothing."""
    whole, part = divmod(amount, UNIT)
    digits = f"{part:04d}".rstrip("0")
    if chance(rng, 5):
        digits = digits.ljust(rng.randrange(1, 5), "0")
    return f"{whole}.{digits}" if digits else str(whole)


def amount_between(rng: Random, low: int, high: int) -> int:
    """Ten-thousandths from low to high, both included: often an end, often a round number."""
    if chance(rng, 5):
        return pick(rng, (low, high))
    grain = pick(rng, GRAINS)
    first, last = -(-low // grain), high // grain
    if first > last:
        return rng.randrange(low, high + 1)
    return grain * rng.randrange(first, last + 1)
