"""Random words by counter: each depends on the seed, what is drawn, the draw and a number, and nothing else.

The finaliser of SplitMix64 is applied to a key, then to the draw, then to the number; no word depends on
those before it, so draws can be made in any order and on any number of cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def keys_of(seed: int, things: Iterable[Sequence[str]]) -> Words:
    """A key for each thing that is drawn, from its names and the seed."""
    made = [
        int.from_bytes(blake2b("\0".join([str(seed), *names]).encode(), digest_size=8).digest(), "little")
        for names in things
    ]
    return np.array(made, dtype=np.uint64)


def words(keys: Words, draws: NDArray[np.int64], numbers: NDArray[np.int64] | int = 0) -> Words:
    """64 random bits for each key, draw and number; the three are broadcast against each other."""
    # An array, for one number alone would warn where it wraps around.
    own = np.atleast_1d(np.asarray(numbers)).astype(np.uint64)
    one = np.uint64(1)
    mixed = _mixed(keys + _GAMMA * (draws.astype(np.uint64) + one))
    return _mixed(mixed + _GAMMA * (own + one))


def _mixed(words: Words) -> Words:
    words = (words ^ (words >> _SHIFTS[0])) * _FIRST
    words = (words ^ (words >> _SHIFTS[1])) * _SECOND
    return words ^ (words >> _SHIFTS[2])
