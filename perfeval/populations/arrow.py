"""Columns as Arrow arrays: decimals that every reader takes for the same number, words as dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from perfeval.tables.model import Column, Kind
from perfeval.vectors.vector import Array, Truths, Vector, width_of

# Digits that 64 bits hold in any case, and the most that a decimal has.
DIGITS, MOST_DIGITS = 18, 38
_LIMIT = 10**DIGITS
# Days from the first of January of the year 1, as dates are counted here, to that of 1970.
EPOCH = 719_163


def to_arrow(vector: Vector, column: Column) -> Any:
    """A column as an Arrow array; ranks and counts as integers, other numbers as decimals."""
    mask = None if vector.present is None else ~vector.present
    if vector.kind is Kind.NUMBER:
        if column.whole and vector.values.dtype != np.object_:
            return pa.array(vector.values.astype(np.int64), mask=mask)
        return decimals(vector.values, vector.present, column.places)
    if vector.kind is Kind.TEXT:
        return _words(vector)
    if vector.kind is Kind.DATE:
        days = vector.values.astype(np.int32) - np.int32(EPOCH)
        return pa.array(days, mask=mask).cast(pa.date32())
    if vector.kind is Kind.BOOL:
        return pa.array(vector.values.astype(np.bool_), mask=mask)
    return _lists(vector)


def decimals(values: Array, present: Truths | None, places: int) -> Any:
    """Scaled integers as decimals of so many places: of 18 digits, or 38 where there are longer ones."""
    size = len(values)
    if values.dtype == np.object_:
        held = values.tolist()
        known = np.ones(size, dtype=np.bool_) if present is None else present
        parts = [(each if there else 0) for each, there in zip(held, known.tolist(), strict=True)]
        data = b"".join(each.to_bytes(16, "little", signed=True) for each in parts)
        digits = MOST_DIGITS if any(not -_LIMIT < each < _LIMIT for each in parts) else DIGITS
    else:
        wide = np.empty((size, 2), dtype=np.int64)
        wide[:, 0] = values
        wide[:, 1] = wide[:, 0] >> 63
        low, high = (wide[:, 0].min().item(), wide[:, 0].max().item()) if size else (0, 0)
        data, digits = wide.tobytes(), DIGITS if low > -_LIMIT and high < _LIMIT else MOST_DIGITS
    return pa.Array.from_buffers(
        pa.decimal128(digits, places), size, [_validity(present), pa.py_buffer(data)]
    )


def _validity(present: Truths | None) -> Any:
    """A bit for each element: whether it is there."""
    if present is None:
        return None
    return pa.py_buffer(np.packbits(present, bitorder="little").tobytes())


def _words(vector: Vector) -> Any:
    codes = vector.values.astype(np.int32)
    missing = codes < 0 if vector.present is None else ~vector.present
    indices = pa.array(codes, mask=missing if bool(missing.any()) else None)
    return pa.DictionaryArray.from_arrays(indices, pa.array(vector.words or ("",), type=pa.string()))


def _lists(vector: Vector) -> Any:
    """Names in the order of their bits."""
    masks, index = np.unique(vector.values, return_inverse=True)
    lists = [[bit for bit in range(len(vector.words)) if mask >> bit & 1] for mask in masks.tolist()]
    bits = list_array(lists, index)
    words = pa.array(vector.words or ("",), type=pa.string())
    names = words.take(bits.values)
    mask = None if vector.present is None else pa.array(~vector.present)
    return pa.ListArray.from_arrays(bits.offsets, names, mask=mask)


def list_array(lists: Sequence[Sequence[int]], index: Array) -> Any:
    """For each element the list with this number, as an array of lists of numbers."""
    lengths = np.array([len(each) for each in lists] or [0], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    every = np.array([number for each in lists for number in each] or [0], dtype=np.int32)
    sizes = lengths[index]
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    values = every[np.repeat(starts[index] - offsets[:-1], sizes) + np.arange(offsets[-1])]
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values))


# ---------------------------------------------------------------- back


def from_arrow(array: Any, kind: Kind, words: Sequence[str] = ()) -> Vector:
    """A stored column; words: the names of lists, in the order of their bits."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    present = _present(array)
    if kind is Kind.NUMBER:
        values = scaled_integers(array) if pa.types.is_decimal(array.type) else _filled(array, 0)
        return number_vector(values, present)
    if kind is Kind.TEXT:
        encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        codes = _filled(encoded.indices.cast(pa.int32()), -1)
        return Vector(kind, codes, present, tuple(encoded.dictionary.to_pylist()))
    if kind is Kind.DATE:
        days = _filled(array.cast(pa.int32()), -EPOCH) + np.int32(EPOCH)
        return Vector(kind, days, present)
    if kind is Kind.BOOL:
        return Vector(kind, _filled(array, False), present)
    return Vector(kind, _masks(array, words), present, tuple(words))


def _masks(array: Any, words: Sequence[str]) -> Array:
    """Lists of names as bits."""
    width: type[np.integer[Any]] = np.uint64 if len(words) > 63 else np.int64
    offsets = array.offsets.to_numpy()
    names = array.values.slice(offsets[0], offsets[-1] - offsets[0]).dictionary_encode()
    places = {word: bit for bit, word in enumerate(words)}
    bits = np.array([places[name] for name in names.dictionary.to_pylist()] or [0], dtype=width)
    masks: Array = np.zeros(len(array), dtype=width)
    owners = np.repeat(np.arange(len(array)), np.diff(offsets))
    np.bitwise_or.at(masks, owners, width(1) << bits[names.indices.to_numpy()])
    return masks


def _present(array: Any) -> Truths | None:
    if not array.null_count:
        return None
    found: Truths = array.is_valid().to_numpy(zero_copy_only=False)
    return found


def _filled(array: Any, value: object) -> Array:
    if array.null_count:
        array = pc.fill_null(array, pa.scalar(value, array.type))
    found: Array = array.to_numpy(zero_copy_only=False)
    return found


def scaled_integers(array: Any) -> Array:
    """The digits of decimals as integers; 0 where there is none, Python's own where 64 bits may not do."""
    if not pa.types.is_decimal128(array.type):
        array = array.cast(pa.decimal128(MOST_DIGITS, array.type.scale))
    buffer = array.buffers()[1]
    if not len(array) or buffer is None:
        return np.zeros(len(array), dtype=np.int64)
    wide = np.frombuffer(buffer, dtype=np.int64)[2 * array.offset :][: 2 * len(array)].reshape(-1, 2)
    there = array.is_valid().to_numpy(zero_copy_only=False) if array.null_count else None
    low = wide[:, 0] if there is None else np.where(there, wide[:, 0], 0)
    high = wide[:, 1] if there is None else np.where(there, wide[:, 1], 0)
    if bool((high == low >> 63).all()):
        return np.ascontiguousarray(low)
    parts = zip(high.tolist(), low.astype(np.uint64).tolist(), strict=True)
    return np.array([(upper << 64) + lower for upper, lower in parts], dtype=np.object_)


def number_vector(values: Array, present: Truths | None) -> Vector:
    """Scaled integers as a column, in the narrowest type that holds them."""
    if present is not None and not bool(present.any()):
        return Vector(Kind.NUMBER, np.zeros(len(values), dtype=np.int8), present)
    known = values if present is None else values[present]
    low, high = known[[known.argmin(), known.argmax()]].tolist() if len(known) else (0, 0)
    if present is not None:
        values = np.where(present, values, low)
    return Vector(Kind.NUMBER, values.astype(width_of(low, high)), present, (), low, high)
