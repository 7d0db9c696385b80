"""Columns for the simplified pipeline and for its two tables alone: 21 of int32 a unit, in nine series.

Scores and totals are scaled by 100, bonuses by 10. Units stand series by series, population by population.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from benchmarks.field.draws import Array, Draws

SIZES = (16, 6, 7, 18, 13, 9, 7, 27, 3)
UNITS = sum(SIZES)
SEED = 106
GAINS = tuple(f"gain{number}" for number in range(1, 6))
FIRSTS = tuple(f"first{number}" for number in range(1, 6))
SCORES = ("score1", "score2", "score3")
COUNTS = ("national", "province", "city", "bad_national", "bad_province", "bad_city")
BONUS_INPUTS = (*COUNTS[:3], *GAINS, *FIRSTS, *COUNTS[3:])
INPUTS = (*SCORES, "veto", "eligible", *BONUS_INPUTS)


@frozen(eq=False)
class SimpleFacts:
    """columns: by the names in INPUTS, int32. populations: how many there are of 106 units each."""

    columns: dict[str, Array]
    populations: int

    def __len__(self) -> int:
        return self.populations * UNITS

    def of_first(self, populations: int) -> SimpleFacts:
        """The facts of the first of them."""
        columns = {name: values[: populations * UNITS] for name, values in self.columns.items()}
        return SimpleFacts(columns, populations)

    @property
    def series(self) -> Array:
        """For each unit the number of its series within its population, 0 to 8."""
        return np.tile(np.repeat(np.arange(len(SIZES), dtype=np.int32), SIZES), self.populations)

    @property
    def group(self) -> Array:
        """For each unit the number of its series in its population, counted through all populations."""
        scenario = np.repeat(np.arange(self.populations, dtype=np.int32), UNITS)
        return scenario * np.int32(len(SIZES)) + self.series


def places_of(size: int) -> int:
    """25 % of a series, a half goes up."""
    return (size * 25 * 2 + 100) // 200


def simple_facts(populations: int, first: int = 0) -> SimpleFacts:
    """Facts of so many populations from ``first`` on; those of fewer are the beginning of those of more."""
    draws = Draws(SEED, np.arange(first * UNITS, (first + populations) * UNITS, dtype=np.int64))
    made: dict[str, Array] = {
        "score1": 30000 + draws.below(20001, 1) + draws.below(20001, 2),
        "score2": 14000 + draws.below(5501, 3),
        "score3": 6000 + draws.below(3801, 4),
        "veto": draws.chance(40, 5),
        "eligible": draws.chance(800, 6),
    }
    for stream, (name, end) in enumerate(zip(COUNTS, (2, 3, 3, 2, 2, 3), strict=True), start=7):
        rare = draws.chance(100, stream + 20) if name.startswith("bad") else draws.chance(500, stream + 20)
        made[name] = np.where(rare, draws.below(end, stream), 0)
    for stream, name in enumerate(GAINS, start=40):
        made[name] = draws.below(12, stream) - 6
    for stream, name in enumerate(FIRSTS, start=50):
        made[name] = draws.chance(60, stream)
    return SimpleFacts({name: made[name].astype(np.int32) for name in INPUTS}, populations)
