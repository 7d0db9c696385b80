"""Ranges of exact numbers, each end written as included or not."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import Number


@frozen
class Interval:
    """The numbers between ``low`` and ``high``; None means no end on that side."""

    low: Number | None = None
    low_included: bool = True
    high: Number | None = None
    high_included: bool = True


def between(low: Interval, high: Interval) -> Interval:
    """From the lower end of one range to the upper end of another."""
    return Interval(low.low, low.low_included, high.high, high.high_included)


def interval_of(wording: str, number: Number) -> Interval:
    """The range that a wording names: 以上, 以下, 不低于 and 不高于 include the number itself.

    Civil Code art. 1259: 以上、以下、以内 take in the number, 不满、超过、以外 do not.
    Raises KeyError for a wording that is none of these.
    """
    ranges = {
        "AT_LEAST": Interval(low=number),
        "NOT_BELOW": Interval(low=number),
        "AT_MOST": Interval(high=number),
        "NOT_ABOVE": Interval(high=number),
        "ABOVE": Interval(low=number, low_included=False),
        "BELOW": Interval(high=number, high_included=False),
        "IS": Interval(low=number, high=number),
    }
    return ranges[wording]
