"""Bands: the first so many of a group, the next so many …, over whole columns."""

from __future__ import annotations

import numpy as np

from perfeval.evaluate.groups import band_of_places
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.vectors.groups import SORTED_KINDS, groups_of, score_of, with_number
from perfeval.vectors.held import Held
from perfeval.vectors.ranking import ranked
from perfeval.vectors.vector import Array, Vector, width_of


def can_be_banded(step: s.BandsStep, run: Held) -> bool:
    """Whether what is compared are numbers or days."""
    return run.model.columns[step.grain, step.key[0]].kind in SORTED_KINDS


def run_bands(step: s.BandsStep, run: Held) -> None:
    """The band of each element: of equal ones the first place counts, or the last."""
    groups = groups_of(step, run)
    among = with_number(step, run, step.key[0], groups)
    found = ranked(groups.group, groups.of(score_of(step.grain, (step.key,), run)), among)
    place = found.rank - 1 if step.high else found.rank + found.tied - 2
    sizes = np.bincount(groups.group[among], minlength=groups.count)[groups.group]
    known = run.model.columns[step.grain, step.name].values
    words = tuple(dict.fromkeys((*known, *(word for word, _, _ in step.bands))))
    codes: Array = np.full(run.grain_size(step.grain), -1, dtype=width_of(-1, len(words)))
    elements = groups.at(among)
    codes[elements] = _codes(step, words, sizes[among], place[among])
    present = None if len(elements) == len(codes) else codes >= 0
    run.columns[step.grain, step.name] = Vector(Kind.TEXT, codes, present, words)


def _codes(step: s.BandsStep, words: tuple[str, ...], sizes: Array, places: Array) -> Array:
    """The band of each place (from 0) in a group of each size."""
    different, which = np.unique(sizes, return_inverse=True)
    entries = [band_of_places(step, size) for size in different.tolist()]
    first = np.cumsum([0, *map(len, entries)])
    codes = np.array(
        [words.index(word) for words_of_size in entries for word in words_of_size], dtype=np.int64
    )
    found: Array = codes[first[which] + places]
    return found
