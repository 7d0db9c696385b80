"""Ranges as scales write them: 60%以上不满80%, 第2至第4名."""

from __future__ import annotations

from collections.abc import Callable

from perfeval.quantity.interval import Interval, between, interval_of
from perfeval.quantity.number import Number
from perfeval.resolve.declarations import number_of
from perfeval.syntax.tree import Phrase


def bounds_of(phrase: Phrase, number: Callable[[Phrase], Number]) -> Interval:
    """The range of a ``bounds`` phrase. number: reads an ``amount``, and may raise RefusalError."""
    amounts = [number(part) for part in phrase.phrases("amount")]
    words = [word.kind for word in phrase.words()]
    if phrase.rule == "exactly":
        return interval_of("IS", amounts[0])
    if phrase.rule in ("one_end", "other_end"):
        return interval_of(words[0], amounts[0])
    if phrase.rule == "from_to":
        return Interval(low=amounts[0], high=amounts[1])
    return between(interval_of(words[0], amounts[0]), interval_of(words[1], amounts[1]))


def named_bounds(phrase: Phrase) -> Interval:
    """The range of 第1名, 第2至第4名, 第5名以后."""
    numbers = [number_of(word) for word in phrase.words("NUMBER")]
    if phrase.rule == "places_from_to":
        return Interval(low=numbers[0], high=numbers[1])
    if phrase.words("AND_AFTER"):
        return Interval(low=numbers[0])
    return interval_of("IS", numbers[0])
