"""Competition rank (1, 2, 2, 4) within groups, highest first, and how many share a score."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from perfeval.vectors.vector import Array, Truths, sortable, width_of

# In groups of up to so many members each is compared with each; larger ones are sorted.
_FEW = 40


@frozen(eq=False)
class Ranked:
    """For each element its rank and how many share its score, itself included; 0 for those left out."""

    rank: Array
    tied: Array


def ranked(groups: Array, scores: Array, among: Truths) -> Ranked:
    """Ranks within groups of any size. groups, scores: of each element; among: who is ranked."""
    rank: Array = np.zeros(len(scores), dtype=np.int64)
    tied: Array = np.zeros(len(scores), dtype=np.int64)
    elements = np.flatnonzero(among)
    if len(elements):
        order = elements[np.lexsort((~sortable(scores[elements]), groups[elements]))]
        starts = _changes(groups[order])
        begins = starts | _changes(scores[order])
        place = np.arange(len(order))
        first = np.maximum.accumulate(np.where(begins, place, 0))
        rank[order] = first - np.maximum.accumulate(np.where(starts, place, 0)) + 1
        sizes = np.diff(np.append(np.flatnonzero(begins), len(order)))
        tied[order] = np.repeat(sizes, sizes)
    return Ranked(rank, tied)


def _changes(values: Array) -> Truths:
    """Whether an element differs from the one before it; the first does."""
    found: Truths = np.ones(len(values), dtype=np.bool_)
    found[1:] = values[1:] != values[:-1]
    return found


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
