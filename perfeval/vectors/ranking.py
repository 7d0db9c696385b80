"""Competition rank (1, 2, 2, 4) within groups, highest first, and how many share a score."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.vectors.vector import Array, Truths, changes, sortable, width_of

# In groups of up to so many members each is compared with each; larger ones are sorted.
_FEW = 40
# Below this a group and a score are one number of 64 bits, which is sorted at once.
_MOST = 1 << 62


@frozen(eq=False)
class Ranked:
    """For each element its rank and how many share its score, itself included; 0 for those left out."""

    rank: Array
    tied: Array


def ranked(groups: Array, scores: Array, among: Truths, *, dense: bool = False) -> Ranked:
    """Ranks within groups of any size. groups, scores: of each element; among: who is ranked.

    dense: ranks behind equal scores are not left out (1, 2, 2, 3).
    """
    rank: Array = np.zeros(len(scores), dtype=np.int64)
    tied: Array = np.zeros(len(scores), dtype=np.int64)
    elements = np.flatnonzero(among)
    if len(elements):
        order = elements[_order(groups[elements], sortable(scores[elements]))]
        starts = changes(groups[order])
        begins = starts | changes(scores[order])
        place = np.arange(len(order))
        ahead = np.cumsum(begins) if dense else np.maximum.accumulate(np.where(begins, place, 0))
        rank[order] = ahead - ahead[np.maximum.accumulate(np.where(starts, place, 0))] + 1
        sizes = np.diff(np.append(np.flatnonzero(begins), len(order)))
        tied[order] = np.repeat(sizes, sizes)
    return Ranked(rank, tied)


def _order(groups: Array, scores: Array) -> Array:
    """The elements group by group, and in each from the highest score; equal ones in any order."""
    low, high = scores.min().item(), scores.max().item()
    span = high - low + 1
    if (groups.max().item() + 1) * span < _MOST:
        order: Array = np.argsort(groups.astype(np.int64) * span + (high - scores.astype(np.int64)))
        return order
    return np.lexsort((~scores, groups))


def ranked_side_by_side(scores: Array, among: Truths) -> Ranked:
    """Ranks within groups of equal size. scores, among: one row a member, one column a group."""
    members, count = scores.shape
    if members > _FEW:
        groups = np.tile(np.arange(count), members)
        flat = ranked(groups, scores.reshape(-1), among.reshape(-1))
        return Ranked(flat.rank.reshape(members, count), flat.tied.reshape(members, count))
    width = width_of(0, members)
    rank: Array = np.ones(scores.shape, dtype=width)
    tied: Array = np.zeros(scores.shape, dtype=width)
    left_out = not among.all()
    for one in range(members):
        above, equal = scores > scores[one], scores == scores[one]
        if left_out:
            above, equal = above & among, equal & among
        rank[one] += np.add.reduce(above, axis=0, dtype=width)
        tied[one] = np.add.reduce(equal, axis=0, dtype=width)
    return Ranked(rank * among, tied * among) if left_out else Ranked(rank, tied)
