"""Counts as people and programs read them: shares in exact decimals, and ranks that are rarely passed."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval.quantity.number import plain
from perfeval.quantity.rounding import Rounding

# Shares have at most so many decimal places; of a number of draws that divides a million they are exact.
PLACES = 6
QUANTILES = (5, 25, 50, 75, 95)


def share(count: int, of: int) -> str:
    """A part of a whole as a decimal, rounded half up at six places; of nothing it is "0"."""
    return plain(_millionths(count, of), PLACES)


def per_cent(count: int, of: int) -> str:
    """The same as a percentage of at most four places."""
    return plain(_millionths(count, of), PLACES - 2) + "%"


def _millionths(count: int, of: int) -> int:
    return Rounding.HALF_UP.divide(count * 10**PLACES, of) if of else 0


def quantiles(ranks: Mapping[int | None, int]) -> tuple[int, ...]:
    """For each of QUANTILES the least rank that so many per cent of the ranked draws do not exceed.

    Empty where there is no rank in any draw.
    """
    ranked = sorted((rank, count) for rank, count in ranks.items() if rank is not None)
    total = sum(count for _, count in ranked)
    found: list[int] = []
    summed, place = 0, 0
    for wanted in QUANTILES if total else ():
        while (summed + ranked[place][1]) * 100 < wanted * total:
            summed += ranked[place][1]
            place += 1
        found.append(ranked[place][0])
    return tuple(found)
