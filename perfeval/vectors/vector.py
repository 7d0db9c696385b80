"""One column as an array: scaled integers, codes of words, truths or days, with its bounds and its mask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from perfeval.evaluate.outcome import Value
from perfeval.tables.model import Kind

Array = NDArray[Any]
Truths = NDArray[np.bool_]
# As many entries of a look-up are compared with one by one.
_FEW, _MANY = 3, 300
# Each type of machine integers with its ends.
_WIDTHS = tuple(
    (width, np.iinfo(width).min, np.iinfo(width).max) for width in (np.int8, np.int16, np.int32, np.int64)
)


@frozen(eq=False)
class Vector:
    """A column of one grain.

    values: one entry an element. NUMBER: integers scaled as the model's column says (Python's own, in an
    array of objects, where 64 bits may not do). TEXT: codes, numbers in ``words``. BOOL: truths. DATE:
    days as ``date.toordinal``. LIST: bits, the lowest for the first of ``words``. What stands where
    ``present`` is false means nothing. present: whether there is a value; None where all are there.
    low, high: between these all numbers lie, both included; of other kinds 0.
    """

    kind: Kind
    values: Array
    present: Truths | None = None
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0

    def __len__(self) -> int:
        return len(self.values)

    def known(self) -> Truths:
        """Whether each element has a value."""
        return np.ones(len(self.values), dtype=np.bool_) if self.present is None else self.present

    def taken(self, places: Array | slice) -> Vector:
        """The elements at these places, in their order."""
        present = None if self.present is None else self.present[places]
        return Vector(self.kind, self.values[places], present, self.words, self.low, self.high)

    def repeated(self, count: int) -> Vector:
        """All elements, so many times one behind the other."""
        present = None if self.present is None else np.tile(self.present, count)
        return Vector(self.kind, np.tile(self.values, count), present, self.words, self.low, self.high)

    def spread(self, places: Array, size: int) -> Vector:
        """A column of ``size`` elements that has these at ``places``, and nothing elsewhere."""
        values: Array = np.full(size, -1 if self.kind is Kind.TEXT else self.low, dtype=self.values.dtype)
        present: Truths = np.zeros(size, dtype=np.bool_)
        values[places] = self.values
        present[places] = self.known()
        return Vector(self.kind, values, present, self.words, self.low, self.high)

    def is_among(self, words: Collection[str]) -> Truths:
        """Whether each text is one of these; never where it is missing."""
        found: Truths = looked_up(np.array([word in words for word in (None, *self.words)]), self.values, -1)
        return found

    def to_values(self) -> list[Value]:
        """The elements as the reference holds them."""
        plain: list[Any] = self.values.tolist()
        made: list[Value]
        if self.kind is Kind.TEXT:
            made = [self.words[code] if code >= 0 else None for code in plain]
        elif self.kind is Kind.DATE:
            made = [date.fromordinal(day) if day > 0 else None for day in plain]
        elif self.kind is Kind.LIST:
            made = [tuple(word for bit, word in enumerate(self.words) if mask >> bit & 1) for mask in plain]
        else:
            made = plain
        if self.present is None:
            return made
        return [value if there else None for value, there in zip(made, self.present.tolist(), strict=True)]


def looked_up(entries: Array, index: Array, first: int = 0) -> Array:
    """For each element the entry of its index, where the entry of index ``first`` (0 or -1) comes first.

    NumPy's own way takes several times as long: few entries that differ from the rest are compared with,
    and single bytes are translated by Python.
    """
    others = _unusual(entries) if len(entries) <= _MANY else None
    if others is not None:
        return _compared(entries, index, first, others)
    if index.itemsize == 1 and entries.itemsize == 1:
        table = np.zeros(256, dtype=entries.dtype)
        # An index of -1 is the byte 255.
        table[np.arange(first, first + min(len(entries), 128))] = entries[:128]
        return np.frombuffer(index.tobytes().translate(table.tobytes()), dtype=entries.dtype)
    found: Array = np.roll(entries, first)[index]
    return found


def _unusual(entries: Array) -> list[int] | None:
    """The places of entries that differ from the most frequent one; None where these are more than a few."""
    plain = entries.tolist()
    counts: dict[int, int] = {}
    for entry in plain:
        counts[entry] = counts.get(entry, 0) + 1
    usual = max(counts, key=counts.__getitem__)
    if len(plain) - counts[usual] > _FEW or entries.dtype == np.object_:
        return None
    return [place for place, entry in enumerate(plain) if entry != usual]


def _compared(entries: Array, index: Array, first: int, others: list[int]) -> Array:
    """Entries of which all but few are equal."""
    if entries.dtype == np.bool_:
        return _true(entries, index, first, others)
    usual = entries[next(place for place in range(len(entries)) if place not in others)]
    made: Array = np.full(len(index), usual, dtype=entries.dtype)
    for place in others:
        # Bits that differ, not a difference, which integers of one width may not hold.
        made ^= (index == place + first) * (entries[place] ^ usual)
    return made


def _true(entries: Array, index: Array, first: int, others: list[int]) -> Array:
    """Truths of which all but few are equal."""
    if not others:
        return np.full(len(index), bool(entries[0]), dtype=np.bool_)
    differs: Array = index == others[0] + first
    for place in others[1:]:
        differs |= index == place + first
    return differs if entries[others[0]] else ~differs


def changes(*columns: Array) -> Truths:
    """Whether an element differs from the one before it in any of these columns; the first does."""
    found: Truths = np.zeros(len(columns[0]), dtype=np.bool_)
    found[:1] = True
    for values in columns:
        found[1:] |= values[1:] != values[:-1]
    return found


def range_of(values: Array, groups: int, others: int = 0) -> tuple[int, int] | None:
    """The least of these numbers, and how many there are from it to the greatest.

    None where so many, for each of so many groups, ask for more room than sorting the numbers and so many
    others is worth.
    """
    if not len(values) or values.dtype == np.object_:
        return None
    low, high = values.min().item(), values.max().item()
    span = high - low + 1
    return (low, span) if groups * span <= 4 * (len(values) + others) + 1000 else None


def sortable(values: Array) -> Array:
    """Machine integers in the same order, equal where these numbers are."""
    if values.dtype != np.object_:
        return values
    places: Array = np.unique(values, return_inverse=True)[1]
    return places


def width_of(low: int, high: int) -> Any:
    """The narrowest type for integers between two ends: 8 to 64 bits, else Python's own integers."""
    for width, least, greatest in _WIDTHS:
        if least <= low and high <= greatest:
            return width
    return np.object_


def numbers(values: Sequence[int | None]) -> Vector:
    """A column of scaled integers from the reference's form of it."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0, 0)
    present = None if len(known) == len(values) else np.array([value is not None for value in values])
    filled = [low if value is None else value for value in values]
    return Vector(Kind.NUMBER, np.array(filled, dtype=width_of(low, high)), present, (), low, high)


def vector_of(kind: Kind, values: Sequence[Any], words: Sequence[str] = ()) -> Vector:
    """A column from the reference's form of it; words: what texts may be, others are added."""
    if kind is Kind.NUMBER:
        return numbers(values)
    present = np.array([value is not None for value in values], dtype=np.bool_)
    mask = None if bool(present.all()) else present
    if kind is Kind.TEXT:
        codes = {word: code for code, word in enumerate(words)}
        numbered = [-1 if value is None else codes.setdefault(value, len(codes)) for value in values]
        return Vector(kind, np.array(numbered, dtype=width_of(-1, len(codes))), mask, tuple(codes))
    if kind is Kind.DATE:
        days = [0 if value is None else value.toordinal() for value in values]
        return Vector(kind, np.array(days, dtype=np.int32), mask)
    if kind is Kind.BOOL:
        return Vector(kind, np.array([value is True for value in values], dtype=np.bool_), mask)
    every = dict.fromkeys(each for row in values for each in row)
    bits = {word: 1 << bit for bit, word in enumerate(every)}
    masks = [sum(bits[each] for each in row) for row in values]
    return Vector(kind, np.array(masks, dtype=np.int64 if len(bits) < 63 else np.object_), None, tuple(bits))
