"""Groups of units that the roster tells apart: category, series and name.

Where all populations have the same units such a group has the same members in each of them, side by side.
"""

from __future__ import annotations

import numpy as np

from perfeval.vectors.held import Held
from perfeval.vectors.ranking import Ranked, ranked_side_by_side
from perfeval.vectors.vector import Array, Truths, width_of


def groups_of_one(run: Held, within: tuple[str, ...]) -> Array:
    """For each unit of one population the number of its group; -1 where it lacks what tells groups apart."""
    key: Array = np.zeros(run.units.alike, dtype=np.int64)
    there: Truths = np.ones(run.units.alike, dtype=np.bool_)
    for name in within:
        vector = run.units.columns[name]
        codes = vector.values[: run.units.alike]
        there &= codes >= 0
        key = key * (len(vector.words) + 1) + codes
    found = np.unique(key[there], return_inverse=True)[1]
    numbers: Array = np.full(run.units.alike, -1, dtype=np.int64)
    numbers[there] = found
    return numbers


def ranks_side_by_side(run: Held, groups: Array, scores: Array, among: Truths) -> Ranked:
    """The ranks of all units, where populations are alike; 0 for those not ``among``.

    groups: as ``groups_of_one``. scores, among: of all units.
    """
    alike = run.units.alike
    shape = (run.units.count, alike)
    width = width_of(0, alike)
    rank: Array = np.zeros(run.size, dtype=width)
    tied: Array = np.zeros(run.size, dtype=width)
    for group in range(groups.max(initial=-1).item() + 1):
        members = np.flatnonzero(groups == group)
        blocks = (each.reshape(shape).take(members, axis=1).T for each in (scores, among))
        found = ranked_side_by_side(*map(np.ascontiguousarray, blocks))
        rank.reshape(shape)[:, members] = found.rank.T
        tied.reshape(shape)[:, members] = found.tied.T
    return Ranked(rank, tied)
