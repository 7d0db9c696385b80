"""Draws that depend on nothing but their own number, so that any prefix of the facts repeats exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def _mixed(numbers: Array) -> Array:
    """The finisher of splitmix64: each bit of a number moves about half of the bits of the result."""
    numbers = (numbers ^ (numbers >> _SHIFTS[0])) * _FIRST
    numbers = (numbers ^ (numbers >> _SHIFTS[1])) * _SECOND
    return np.asarray(numbers ^ (numbers >> _SHIFTS[2]))


class Draws:
    """Draws for elements by number.

    seed: another one gives other facts. elements: shape (n,), the numbers of what is drawn for. Every
    draw names its stream (which column is drawn); slot tells apart several rows of one element.
    """

    def __init__(self, seed: int, elements: Array) -> None:
        with np.errstate(over="ignore"):
            self._start = _mixed(elements.astype(np.uint64) * _STEP + np.uint64(seed))

    def __len__(self) -> int:
        return len(self._start)

    def bits(self, stream: int, slot: int = 0) -> Array:
        """64 bits an element."""
        with np.errstate(over="ignore"):
            return _mixed(self._start + _STEP * np.uint64(stream * 4096 + slot + 1))

    def below(self, end: int, stream: int, slot: int = 0) -> Array:
        """An integer from 0 to end - 1 an element, int64."""
        return (self.bits(stream, slot) % np.uint64(end)).astype(np.int64)

    def chance(self, per_mille: int, stream: int, slot: int = 0) -> Array:
        """A truth an element, true for so many of a thousand."""
        return self.below(1000, stream, slot) < per_mille
