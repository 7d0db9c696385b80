"""Exact arithmetic on columns of integers: each result carries bounds, and is as wide as these need.

Whatever an array holds, present or not, lies between its bounds, so that nothing can overflow: where 64
bits may not do, the array holds Python's own integers.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from perfeval.quantity.number import power_of_ten
from perfeval.quantity.rounding import Rounding
from perfeval.tables.model import Kind
from perfeval.vectors.vector import Array, Truths, Vector, width_of


def column(values: Array, present: Truths | None, low: int, high: int) -> Vector:
    """A column of numbers between two bounds, as narrow as these allow, or as the numbers themselves do."""
    width = width_of(low, high)
    if width is np.object_ and len(values):
        low, high = _ends(values)
        width = width_of(low, high)
    return Vector(Kind.NUMBER, values.astype(width, copy=False), present, (), low, high)


def _ends(values: Array) -> tuple[int, int]:
    """The least and the greatest number of an array that holds any."""
    low, high = values.min(), values.max()
    return (low, high) if values.dtype == np.object_ else (low.item(), high.item())


def tight(one: Vector) -> Vector:
    """The same column between the ends that it really has.

    Bounds of what is computed from bounds grow far beyond the numbers. Where they exceed 64 bits it is
    worth a look: with Python's own integers everything takes many times as long.
    """
    return column(one.values, one.present, *_ends(one.values)) if len(one.values) else one


def constant(value: int, size: int) -> Vector:
    """The same number for all."""
    return Vector(Kind.NUMBER, np.full(size, value, dtype=width_of(value, value)), None, (), value, value)


def both(one: Truths | None, other: Truths | None) -> Truths | None:
    """Where both have a value."""
    if one is None:
        return other
    return one if other is None else one & other


def _wide(one: Vector, low: int, high: int) -> Array:
    """The numbers in a type that holds a result as well."""
    values: Array = one.values.astype(width_of(min(low, one.low), max(high, one.high)), copy=False)
    return values


def add(one: Vector, other: Vector) -> Vector:
    """The sums; missing where a part is."""
    low, high = one.low + other.low, one.high + other.high
    if width_of(low, high) is np.object_:
        one, other = tight(one), tight(other)
        low, high = one.low + other.low, one.high + other.high
    values = _wide(one, low, high) + _wide(other, low, high)
    return column(values, both(one.present, other.present), low, high)


def negated(one: Vector) -> Vector:
    """The numbers with the other sign."""
    low, high = -one.high, -one.low
    return column(-_wide(one, low, high), one.present, low, high)


def multiply(one: Vector, other: Vector) -> Vector:
    """The products; missing where a factor is."""
    low, high = _ends_of_products(one, other)
    if width_of(low, high) is np.object_:
        one, other = tight(one), tight(other)
        low, high = _ends_of_products(one, other)
    values = _wide(one, low, high) * _wide(other, low, high)
    return column(values, both(one.present, other.present), low, high)


def _ends_of_products(one: Vector, other: Vector) -> tuple[int, int]:
    ends = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    return min(ends), max(ends)


def scaled(one: Vector, places: int, wanted: int) -> Vector:
    """The same numbers at ``wanted`` decimal places, which are at least ``places``. Raises ValueError."""
    if places > wanted:
        raise ValueError(f"numbers at {places} decimals do not fit a column of {wanted}")
    return times(one, power_of_ten(wanted - places))


def times(one: Vector, factor: int) -> Vector:
    """The numbers times a positive whole number."""
    if factor == 1:
        return one
    if width_of(one.low * factor, one.high * factor) is np.object_:
        one = tight(one)
    low, high = one.low * factor, one.high * factor
    width = width_of(min(low, one.low), max(high, one.high, factor))
    return column(one.values.astype(width, copy=False) * width(factor), one.present, low, high)


def floored(one: Vector, size: int) -> Vector:
    """How often ``size`` (above 0) goes into the numbers, rounded down."""
    low, high = one.low // size, one.high // size
    width = width_of(min(one.low, -size), max(one.high, size))
    return column(one.values.astype(width, copy=False) // width(size), one.present, low, high)


def _denominators(under: Vector, width: Any) -> Any:
    """Denominators, all above 0: one number where they are all the same, which divides much faster."""
    if under.low == under.high and under.low > 0:
        return width(under.low)
    return np.maximum(under.values.astype(width, copy=False), width(1))


def quotients(over: Vector, under: Vector) -> Vector:
    """How often ``under``, which is above 0, goes into ``over``, rounded down; missing where a part is."""
    low, high = min(over.low // max(1, under.low), 0), max(over.high // max(1, under.low), 0)
    width = width_of(min(over.low, under.low, 0), max(over.high, under.high, 1))
    values = over.values.astype(width, copy=False) // _denominators(under, width)
    return column(values, both(over.present, under.present), low, high)


def chosen(one: Vector, other: Vector, *, highest: bool) -> Vector:
    """The higher, or the lower, of two; missing where one is."""
    pick = max if highest else min
    low, high = pick(one.low, other.low), pick(one.high, other.high)
    width = width_of(min(one.low, other.low), max(one.high, other.high))
    ufunc = np.maximum if highest else np.minimum
    values = ufunc(one.values.astype(width, copy=False), other.values.astype(width, copy=False))
    return column(values, both(one.present, other.present), low, high)


def first_known(one: Vector, other: Vector) -> Vector:
    """The first of two that is there."""
    if one.present is None:
        return one
    low, high = min(one.low, other.low), max(one.high, other.high)
    values = np.where(one.present, _wide(one, low, high), _wide(other, low, high))
    present = None if other.present is None else one.present | other.present
    return column(values, present, low, high)


def or_zero(one: Vector) -> Vector:
    """The numbers, 0 where there is none."""
    if one.present is None:
        return one
    return column(one.values * one.present, None, min(0, one.low), max(0, one.high))


def extreme(parts: list[Vector], *, highest: bool) -> Vector:
    """The highest, or the lowest, of those that are there; missing where none is."""

    def pick(one: Vector, other: Vector) -> Vector:
        return first_known(chosen(one, other, highest=highest), first_known(one, other))

    return reduce(pick, parts)


def rounded(over: Vector, under: Vector, rounding: Rounding) -> Vector:
    """The quotients as whole numbers, of negative ones the magnitude rounded; ``under`` is above 0 there.

    Missing where a part is; what stands there means nothing.
    """
    if _width_of_quotients(over, under) is np.object_:
        over, under = tight(over), tight(under)
    width = _width_of_quotients(over, under)
    ends = [_whole(end, max(1, under.low), rounding) for end in (over.low, over.high, 0)]
    low, high = min(ends), max(ends)
    negative = over.values < 0
    top = np.abs(over.values.astype(width, copy=False))
    bottom = _denominators(under, width)
    if rounding is Rounding.HALF_UP:
        whole = (top * width(2) + bottom) // (bottom * width(2))
    elif rounding is Rounding.UP:
        whole = -(-top // bottom)
    else:
        whole = top // bottom
    return column(np.where(negative, -whole, whole), both(over.present, under.present), low, high)


def _width_of_quotients(over: Vector, under: Vector) -> Any:
    """The type that holds what is computed on the way to a quotient."""
    room = 2 * max(abs(over.low), abs(over.high), 1) + 2 * max(abs(under.low), abs(under.high), 1)
    return width_of(-room, room)


def _whole(end: int, least: int, rounding: Rounding) -> int:
    """A bound of a quotient whose denominator is at least ``least``."""
    made = rounding.divide(abs(end), least)
    return -made if end < 0 else made
