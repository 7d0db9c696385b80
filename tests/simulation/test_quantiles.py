"""Tables and look-ups are exact: each against another way to compute it, digit by digit."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest

from perfeval.quantity.number import Number
from perfeval.simulation import quantiles as q
from perfeval.simulation.counters import keys_of, words

WHOLE = 2**64
# Random enough, and always the same.
MANY = np.array([(place * 0x9E3779B97F4A7C15 + 1) % WHOLE for place in range(20_000)], dtype=np.uint64)
EDGES = np.array([0, 1, 2, 2**32, 2**63 - 1, 2**63, WHOLE - 2, WHOLE - 1], dtype=np.uint64)


def within(z: Decimal) -> Decimal:
    """The probability of a normal deviation below ``z`` either way, by the series of Maclaurin."""
    term = z
    total, number = term, 0
    while abs(term) > Decimal(10) ** -60:
        number += 1
        term *= -z * z / (2 * number)
        total += term / (2 * number + 1)
    pi = 16 * _arctan(Decimal(1) / 5) - 4 * _arctan(Decimal(1) / 239)
    return total * (2 / pi).sqrt()


def _arctan(x: Decimal) -> Decimal:
    term, total, number = x, x, 1
    while abs(term) > Decimal(10) ** -70:
        term *= -x * x
        number += 2
        total += term / number
    return total


@pytest.mark.parametrize("point", [0, 1, 2, 128, 256, 502, 777, 1024, 1400, 1663, 1664])
def test_points_of_the_normal_table(point: int) -> None:
    """Cut, not rounded, at 63 bits."""
    with localcontext() as context:
        context.prec = 80
        wanted = int(within(Decimal(point) / 256) * 2**63)
    assert int(q.normal_table()[point]) == wanted


@pytest.mark.parametrize("confidence", [80, 90, 95, 99])
def test_confidences(confidence: int) -> None:
    """So many standard deviations hold so many per cent, to twelve places."""
    with localcontext() as context:
        context.prec = 80
        step = Decimal(1) / 10**12
        middle = Decimal(q.CONFIDENCES[confidence]) * step
        assert within(middle - step) < Decimal(confidence) / 100 < within(middle + step)


def test_deviations_follow_the_table() -> None:
    """A deviation lies between the points of the table that hold its word; the lowest bit is its sign."""
    table = [int(point) for point in q.normal_table()]
    found = q.deviations(np.concatenate([MANY, EDGES])).tolist()
    for word, deviation in zip([*MANY.tolist(), *EDGES.tolist()], found, strict=True):
        point = abs(deviation) >> 12
        assert deviation >= 0 if word & 1 else deviation <= 0
        assert table[max(point - 1, 0)] <= word >> 1
        assert word >> 1 <= table[min(point + 1, len(table) - 1)] or point >= len(table) - 2


def test_deviations_rise_with_their_words() -> None:
    """No word of a greater deviation comes before one of a smaller."""
    upper = np.sort(MANY) | np.uint64(1)
    assert np.all(np.diff(q.deviations(upper)) >= 0)
    assert q.deviations(upper ^ np.uint64(1)).tolist() == (-q.deviations(upper)).tolist()


@pytest.mark.parametrize("rate", [Number(1, 4), Number(6, 1), Number(3, 0), Number(125, 1), Number(50, 0)])
def test_ends_of_counts(rate: Number) -> None:
    """Probabilities of at most so many, by Euler's series in decimals."""
    with localcontext() as context:
        context.prec = 100
        mean = Decimal(rate.units) / 10**rate.places
        chance = (-mean).exp()
        summed = Decimal(0)
        for number, end in enumerate(q.poisson_ends(rate).tolist()):
            summed += chance
            assert abs(end - int(summed * 2**63)) <= 1
            chance *= mean / (number + 1)
        assert 1 - summed < Decimal(2) ** -60


def test_counts_change_at_the_ends() -> None:
    """The first word beyond an end gives one more."""
    ends = q.poisson_ends(Number(6, 1))
    first = (ends[:-1] << np.uint64(1)).astype(np.uint64)
    assert q.poisson_counts(first - np.uint64(1), ends).tolist() == list(range(len(first)))
    assert q.poisson_counts(first, ends)[:10].tolist() == list(range(1, 11))


def test_choices_change_at_the_shares() -> None:
    """Three parts of ten, none, and seven: the second is never chosen."""
    end = (3 * 2**63 // 10) << 1
    found = q.choices(np.array([0, end - 1, end, WHOLE - 1], dtype=np.uint64), (3, 0, 7), 10)
    assert found.tolist() == [0, 0, 2, 2]
    assert q.choices(EDGES, (10,), 10).tolist() == [0] * len(EDGES)


@pytest.mark.parametrize("count", [1, 2, 7, 365, 2**31 + 1])
def test_parts_of_words(count: int) -> None:
    """The whole part of word times count over 2**64."""
    for sample in (MANY, EDGES):
        assert q.below(sample, count).tolist() == [word * count >> 64 for word in sample.tolist()]


def scalar(key: int, draw: int, number: int) -> int:
    """The word of a key, a draw and a number in Python's own integers."""
    gamma = 0x9E3779B97F4A7C15
    return _mixed((_mixed((key + gamma * (draw + 1)) % WHOLE) + gamma * (number + 1)) % WHOLE)


def _mixed(word: int) -> int:
    """Stafford's thirteenth mixer, as SplitMix64 has it."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % WHOLE
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB % WHOLE
    return word ^ (word >> 31)


def test_words_are_those_of_their_counters() -> None:
    """Whatever is drawn beside them."""
    keys = keys_of(7, [("甲",), ("乙", "丙"), ("乙丙",)])
    draws = np.array([0, 1, 2**40])
    found = words(keys, draws[:, None], 5).tolist()
    assert found == [[scalar(key, draw, 5) for key in keys.tolist()] for draw in draws.tolist()]
    assert len({*keys.tolist(), *keys_of(8, [("甲",), ("乙", "丙"), ("乙丙",)]).tolist()}) == 6
    assert keys_of(7, [("甲",)]).tolist() == keys.tolist()[:1]


def test_words_are_even() -> None:
    """Each bit is set about half the time, and next to no two of neighbouring counters agree more often."""
    found = words(keys_of(1, [("甲",)]), np.arange(20_000)[:, None], 0).ravel()
    other = words(keys_of(1, [("甲",)]), np.arange(20_000)[:, None], 1).ravel()
    for bits in (found, found ^ other, found[1:] ^ found[:-1]):
        ones = [int((bits >> np.uint64(bit) & np.uint64(1)).sum()) for bit in range(64)]
        # Six standard deviations of a fair coin.
        assert all(abs(2 * count - len(bits)) ** 2 <= 36 * len(bits) for count in ones)
