"""Populations divided into parts that are evaluated one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def parts_of(sizes: Sequence[int], units: int) -> Iterator[range]:
    """Consecutive populations, so many that they have about ``units`` units together."""
    first, count = 0, 0
    for number, size in enumerate(sizes):
        if count and count + size > units:
            yield range(first, number)
            first, count = number, 0
        count += size
    if first < len(sizes):
        yield range(first, len(sizes))
