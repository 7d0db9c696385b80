"""Which combinations of options are tried: all of them, or each option alone and all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import prod

from attrs import frozen

from perfeval.rulebook.book import RuleBook

# The option chosen for each reading, in book order.
Combination = tuple[str, ...]


@frozen
class Plan:
    """What is tried, the adopted options first among singles. total: how many combinations there are."""

    tried: tuple[Combination, ...]
    total: int

    @property
    def complete(self) -> bool:
        """Whether every combination is tried."""
        return len(self.tried) == self.total


def adopted(book: RuleBook) -> Combination:
    """The adopted options."""
    return tuple(reading.default for reading in book.readings)


def plan(book: RuleBook, limit: int) -> Plan:
    """All combinations if they are at most ``limit``; else none, one or two readings not as adopted."""
    options = [tuple(option.name for option in reading.options) for reading in book.readings]
    total = prod(len(each) for each in options)
    if total <= limit:
        return Plan(tuple(product(*options)), total)
    return Plan(tuple(dict.fromkeys(_up_to_two(adopted(book), options))), total)


def _up_to_two(base: Combination, options: list[tuple[str, ...]]) -> Iterator[Combination]:
    yield base
    for number in (1, 2):
        for places in combinations(range(len(base)), number):
            for chosen in product(*(options[place] for place in places)):
                changed = list(base)
                for place, option in zip(places, chosen, strict=True):
                    changed[place] = option
                yield tuple(changed)
