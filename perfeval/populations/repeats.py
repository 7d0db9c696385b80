"""Rows that say the same as another row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perfeval.tables.model import Kind
from perfeval.vectors.vector import Array, Truths, Vector

_ROOM = 1 << 62


def repeated_rows(unit: Array, vectors: Sequence[Vector]) -> Truths:
    """For each row whether another one of its unit has the same values; two empty cells are the same."""
    codes, size = unit.astype(np.int64), unit.max(initial=0).item() + 1
    for vector in vectors:
        own, width = _codes(vector)
        if size * width >= _ROOM:
            _, codes = np.unique(codes, return_inverse=True)
            size = len(codes) + 1
        if size * width >= _ROOM:
            _, own = np.unique(own, return_inverse=True)
            width = len(own) + 1
        codes, size = codes * width + own, size * width
    found: Truths = np.zeros(len(unit), dtype=np.bool_)
    order = np.argsort(codes, kind="stable")
    same = np.diff(codes[order]) == 0
    found[order[1:][same]] = True
    return found


def _codes(vector: Vector) -> tuple[Array, int]:
    """Values as numbers from 0, nothing as the highest, and how many there may be."""
    if vector.kind is Kind.NUMBER:
        low, width = vector.low, vector.high - vector.low + 2
        if width >= _ROOM or vector.values.dtype == np.object_:
            _, own = np.unique(vector.values, return_inverse=True)
            low, width = 0, len(own) + 1
        else:
            own = vector.values.astype(np.int64) - low
    elif vector.kind is Kind.TEXT:
        own, width = vector.values.astype(np.int64), len(vector.words) + 1
    else:
        own = vector.values.astype(np.int64)
        width = own.max(initial=0).item() + 2
    return (own if vector.present is None else np.where(vector.present, own, width - 1)), width
