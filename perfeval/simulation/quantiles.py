"""Inverse distribution functions in whole numbers: draws of 63 bits -> deviations, counts, choices.

Nothing here is a binary fraction of the processor. The tables are computed in integers of many digits
and cut once; each look-up is exact arithmetic of 64 bits, so that every machine draws the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from perfeval.quantity.number import Number, power_of_ten

Words = NDArray[np.uint64]
Whole = NDArray[np.int64]

# Draws are numbers of so many bits.
BITS = 63
_PRECISION = 192
_ONE = 1 << _PRECISION
# Between the points of the normal table it is straight; deviations come in steps of 2**-20.
_STEPS = 256
_LAST = 13 * _STEPS // 2
_FINER = 12
DEVIATION_BITS = 20
# Terms of the series between two points: the last is below 2**-200.
_TERMS = 30
# Two-sided: so many standard deviations hold so many per cent, in 10**-12.
CONFIDENCES = {80: 1281551565545, 90: 1644853626951, 95: 1959963984540, 99: 2575829303549}
CONFIDENCE_SCALE = 10**12


def _arctan_of_inverse(number: int) -> int:
    """arctan(1/number) times _ONE."""
    term = _ONE // number
    total, place = term, 1
    while term:
        term = -(term // (number * number)) if term > 0 else -term // (number * number)
        place += 2
        total += term // place if term >= 0 else -(-term // place)
    return total


@cache
def normal_table() -> Words:
    """For each point z = k/256 up to 6.5 the probability of a deviation below z either way, times 2**63."""
    pi = 4 * (4 * _arctan_of_inverse(5) - _arctan_of_inverse(239))
    # Twice the density at 0: the root of 2/pi.
    density = isqrt(2 * _ONE * _ONE * _ONE // pi)
    total, points = 0, [0]
    for k in range(_LAST):
        # exp(-zt - t*t/2) as a series in t: a[n+1] = -(z*a[n] + a[n-1]) / (n+1), at t = 1/256.
        before, term = 0, _ONE
        area, change = 0, 0
        for n in range(_TERMS):
            change += term >> (8 * n)
            area += (term >> (8 * (n + 1))) // (n + 1)
            before, term = term, -((k * term >> 8) + before) // (n + 1)
        total += density * area >> _PRECISION
        density = density * change >> _PRECISION
        points.append(total)
    return np.array([point >> (_PRECISION - BITS) for point in points], dtype=np.uint64)


def deviations(words: Words) -> Whole:
    """Normal deviations in steps of 2**-20; words: 64 random bits each. Beyond 6.5 there are none."""
    table = normal_table()
    draws = words >> np.uint64(1)
    places = np.minimum(np.searchsorted(table, draws, side="right") - 1, len(table) - 2)
    below, above = table[places], table[places + 1]
    # Four bits less, so that the product stays within 64.
    part = ((draws - below) >> np.uint64(4)) << np.uint64(_FINER)
    part //= (above - below) >> np.uint64(4)
    part = np.minimum(part, np.uint64(1 << _FINER))
    size = (places.astype(np.int64) << _FINER) + part.astype(np.int64)
    signed: Whole = np.where(words & np.uint64(1), size, -size)
    return signed


def choices(words: Words, shares: Sequence[int], whole: int) -> Whole:
    """Which of the shares each word falls into; all of them make up ``whole``."""
    ends: list[int] = []
    total = 0
    for share in shares[:-1]:
        total += share
        ends.append((total << BITS) // whole)
    found: Whole = np.searchsorted(np.array(ends, dtype=np.uint64), words >> np.uint64(1), side="right")
    return found


def below(words: Words, counts: NDArray[np.uint64] | int) -> Words:
    """A number from 0 up to, not including, ``counts`` (less than 2**32): the word's part of it."""
    many = np.uint64(counts) if isinstance(counts, int) else counts
    high, low = words >> np.uint64(32), words & np.uint64(0xFFFFFFFF)
    return (high * many + (low * many >> np.uint64(32))) >> np.uint64(32)


def poisson_ends(rate: Number) -> Words:
    """For each count the probability of at most so many, times 2**63; ends where that is certain."""
    scale = power_of_ten(rate.places)
    total = term = _ONE
    number = 0
    while term:
        number += 1
        term = term * rate.units // (number * scale)
        total += term
    # exp(-rate) = 1 / exp(rate).
    chance = _ONE * _ONE // total
    summed, ends = 0, list[int]()
    number = 0
    # Chances rise up to the rate before they fall.
    while number * scale <= rate.units or chance >> (_PRECISION - BITS):
        summed += chance
        ends.append(min(summed >> (_PRECISION - BITS), (1 << BITS) - 1))
        number += 1
        chance = chance * rate.units // (number * scale)
    return np.array(ends, dtype=np.uint64)


def poisson_counts(words: Words, ends: Words) -> Whole:
    """How many there are, by ``poisson_ends``."""
    return np.minimum(np.searchsorted(ends, words >> np.uint64(1), side="right"), len(ends) - 1)
