"""Runs: whole numbers that follow each other without a gap, within groups of rows."""

from __future__ import annotations

import numpy as np

from perfeval.vectors import arithmetic as a
from perfeval.vectors.vector import Array, Truths, Vector, changes, range_of


def _run_lengths(groups: Array, values: Array) -> tuple[Array, Array, Array]:
    """The different values of each group, rising, with their groups, and how long the run up to each is."""
    order = np.lexsort((values, groups))
    group, value = groups[order], values[order]
    different = changes(group, value)
    group, value = group[different], value[different]
    begins = changes(group)
    # Behind the greatest number of its type comes the least, which is never the next of a rising run.
    begins[1:] |= value[1:] != value[:-1] + value.dtype.type(1)
    place = np.arange(len(value))
    length = place - np.maximum.accumulate(np.where(begins, place, 0)) + 1
    return group, value, length


def _lengths_by_number(groups: Array, values: Array, count: int, low: int, span: int) -> Array:
    """How long the run up to each number of each group is: a row a group, behind a column of 0."""
    there: Truths = np.zeros(count * (span + 1), dtype=np.bool_)
    there[groups.astype(np.int64) * (span + 1) + (values.astype(np.int64) - (low - 1))] = True
    place = np.arange(len(there))
    lengths: Array = place - np.maximum.accumulate(np.where(there, 0, place))
    return lengths.reshape(count, span + 1)


def longest_runs(groups: Array, values: Array, count: int) -> Vector:
    """How long the longest run of each of ``count`` groups is; 0 for those without numbers."""
    narrow = range_of(values, count)
    if narrow is not None:
        longest: Array = _lengths_by_number(groups, values, count, *narrow).max(axis=1)
    else:
        group, _, length = _run_lengths(groups, values)
        longest = np.zeros(count, dtype=np.int64)
        np.maximum.at(longest, group, length)
    return a.column(longest, None, 0, longest.max(initial=0).item())


def runs_up_to(groups: Array, values: Array, count: int, own: Array, here: Vector) -> Vector:
    """How many numbers of its group follow each other up to the number that each element has here.

    groups, values: of the rows. count: how many groups there may be. own: the group of each element.
    0 where the group lacks that number; missing where the element has none.
    """
    numbers = here.values
    narrow = range_of(values, count, len(own))
    if narrow is not None and numbers.dtype != np.object_:
        low, span = narrow
        lengths = _lengths_by_number(groups, values, count, low, span)
        inside = (numbers >= low) & (numbers < low + span)
        made = lengths[own, np.where(inside, numbers.astype(np.int64) - (low - 1), 0)]
    else:
        made = _looked_up(_run_lengths(groups, values), own, numbers)
    return a.column(made, here.present, 0, made.max(initial=0).item())


def _looked_up(runs: tuple[Array, Array, Array], own: Array, numbers: Array) -> Array:
    """The length of the run up to each of these numbers of these groups; 0 where they are not there."""
    group, value, length = runs
    found = np.unique(value)
    many = len(found)
    if not many:
        return np.zeros(len(own), dtype=np.int64)
    keys = group.astype(np.int64) * many + np.searchsorted(found, value)
    place = np.searchsorted(found, numbers).clip(max=many - 1)
    wanted = own.astype(np.int64) * many + place
    at = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    there = (keys[at] == wanted) & (found[place] == numbers).astype(np.bool_)
    lengths: Array = np.where(there, length[at], 0)
    return lengths
