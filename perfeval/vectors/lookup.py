"""A decision table as one look-up: each input falls into a few classes, and each meeting of classes into one.

Which rows fire for a class is asked of the reference, with a value that stands for the class; so a
look-up says what the reference says, whatever hit policy and tiers mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from attrs import frozen

from perfeval.evaluate.outcome import Value
from perfeval.evaluate.tables import elements_that_meet, fire
from perfeval.tables.cells import Among, Cell, Range
from perfeval.tables.model import Kind, Table
from perfeval.vectors.vector import Array, Vector, looked_up, width_of

# As many meetings of classes as are looked up at once, before they are put together again.
_MOST = 30_000


@frozen(eq=False)
class Classes:
    """The classes of one input.

    index: the class of each element. samples: a value for each class. key: what the classes follow from;
    those with the same key have the same rows, whatever value stands for them.
    """

    index: Array
    samples: tuple[Value, ...]
    key: tuple[int, ...] = ()


@frozen(eq=False)
class LookUp:
    """For each element a class; for each class the rows that fire; the classes in which two rows clash."""

    index: Array
    rows: tuple[tuple[int, ...], ...]
    clashes: tuple[int, ...]


@frozen(eq=False)
class Entries:
    """A look-up itself. fewer: before each input, what becomes of the classes so far (None: nothing)."""

    fewer: tuple[Array | None, ...]
    last: Array
    rows: tuple[tuple[int, ...], ...]
    clashes: tuple[int, ...]


# For each column, by grain and name, and for each way to tell its values apart, the class of each element.
Indexes = dict[tuple[str, str], dict[tuple[int, ...], Array]]
# Look-ups by grain and name of their table, and by the keys of the classes of its inputs.
Known = dict[tuple[object, ...], Entries]


def look_up(table: Table, inputs: Sequence[Vector], size: int, known: Known, indexes: Indexes) -> LookUp:
    """Which rows of a table fire for each of ``size`` elements.

    known, indexes: what was made before, of the same model and of the same facts.
    """
    every = []
    for place, (name, vector) in enumerate(zip(table.inputs, inputs, strict=True)):
        indexes_of_column = indexes.setdefault((table.grain, name), {})
        every.append(classes_of(vector, [row.cells[place] for row in table.rows], indexes_of_column))
    key = (table.grain, table.name, *(classes.key for classes in every))
    if key not in known:
        known[key] = _entries(table, [classes.samples for classes in every])
    entries = known[key]
    index: Array = np.zeros(size, dtype=np.int8)
    count = 1
    for classes, fewer in zip(every, entries.fewer, strict=True):
        if fewer is not None:
            index, count = looked_up(fewer, index), fewer.max().item() + 1
        index = _met(index, count, classes)
        count *= len(classes.samples)
    return LookUp(looked_up(entries.last, index), entries.rows, entries.clashes)


def _entries(table: Table, inputs: Sequence[tuple[Value, ...]]) -> Entries:
    """What stands in the look-up of a table, for inputs with these classes."""
    samples: list[tuple[Value, ...]] = [()]
    fewer: list[Array | None] = []
    for values in inputs:
        together = None
        if len(samples) * len(values) > _MOST:
            together, samples = _fewer(table, samples)
        fewer.append(together)
        samples = [(*one, other) for one in samples for other in values]
    columns = [[sample[place] for sample in samples] for place in range(len(inputs))]
    fired, clashing = fire(table, columns, len(samples))
    known = {found: number for number, found in enumerate(dict.fromkeys(fired))}
    wrong = dict.fromkeys(element for element, _, _ in clashing)
    # A class of its own for each set of rows, and for each meeting of classes in which two rows clash.
    numbers = [known[found] for found in fired]
    for place, element in enumerate(wrong):
        numbers[element] = len(known) + place
    rows = (*known, *(fired[element] for element in wrong))
    last = np.array(numbers, dtype=width_of(0, len(rows)))
    return Entries(tuple(fewer), last, rows, tuple(range(len(known), len(rows))))


def _met(index: Array, count: int, classes: Classes) -> Array:
    """The meetings of the classes so far with those of one more input."""
    if len(classes.samples) == 1:
        return index
    width = width_of(0, count * len(classes.samples))
    if count == 1:
        return classes.index
    made: Array = index.astype(width, copy=False) * width(len(classes.samples))
    made += classes.index.astype(width, copy=False)
    return made


def _fewer(table: Table, samples: list[tuple[Value, ...]]) -> tuple[Array, list[tuple[Value, ...]]]:
    """Meetings of classes for which the same rows are still open become one."""
    alive = [0] * len(samples)
    for number, row in enumerate(table.rows):
        open_: Sequence[int] = range(len(samples))
        for place in range(len(samples[0])):
            open_ = elements_that_meet(row.cells[place], [sample[place] for sample in samples], open_)
        for element in open_:
            alive[element] |= 1 << number
    first: dict[int, int] = {}
    for element, mask in enumerate(alive):
        first.setdefault(mask, element)
    numbers = {mask: number for number, mask in enumerate(first)}
    places = np.array([numbers[mask] for mask in alive], dtype=width_of(0, len(numbers)))
    return places, [samples[element] for element in first.values()]


# ---------------------------------------------------------------- one input


def classes_of(vector: Vector, cells: Sequence[Cell], known: dict[tuple[int, ...], Array]) -> Classes:
    """The classes that cells tell apart in a column. known: indexes of the same column, made before."""
    if vector.kind is Kind.TEXT:
        return _words(vector, cells, known)
    if vector.kind is Kind.BOOL:
        found = _there(vector.values.astype(np.int8) + np.int8(1), vector)
        return Classes(found, (None, False, True))
    if vector.kind is Kind.DATE:
        return _days(vector, cells, known)
    return _numbers(vector, cells, known)


def _there(index: Array, vector: Vector) -> Array:
    """Class 0 where there is no value."""
    return index if vector.present is None else index * vector.present


def _words(vector: Vector, cells: Sequence[Cell], known: dict[tuple[int, ...], Array]) -> Classes:
    """Words that the same cells hold for are one class."""
    every: list[Value] = [None, *vector.words]
    masks = [0] * len(every)
    for number, cell in enumerate(cells):
        for element in elements_that_meet(cell, every, range(len(every))):
            masks[element] |= 1 << number
    first: dict[int, int] = {}
    for element, mask in enumerate(masks):
        first.setdefault(mask, element)
    numbers = {mask: number for number, mask in enumerate(first)}
    places = np.array([numbers[mask] for mask in masks], dtype=width_of(0, len(numbers)))
    partition = tuple(places.tolist())
    if partition not in known:
        # A missing word has the code -1.
        known[partition] = looked_up(places, vector.values, -1)
    return Classes(known[partition], tuple(every[element] for element in first.values()), tuple(first))


def _numbers(vector: Vector, cells: Sequence[Cell], known: dict[tuple[int, ...], Array]) -> Classes:
    """The stretches between the ends that cells name."""
    starts: dict[int, None] = {}
    for cell in cells:
        if isinstance(cell, Among):
            for value in cell.values:
                assert isinstance(value, int)
                starts.update({value: None, value + 1: None})
        elif isinstance(cell, Range):
            low, high = cell.low, cell.high
            if isinstance(low, int):
                starts[low if cell.low_included else low + 1] = None
            if isinstance(high, int):
                starts[high + 1 if cell.high_included else high] = None
    ordered = sorted(starts)
    inside = [start for start in ordered if vector.low < start <= vector.high]
    # The stretch of the lowest number begins at the last start that is not above it, or has no start.
    before = [start for start in ordered if start <= vector.low]
    lowest = before[-1] if before else ordered[0] - 1 if ordered else 0
    return _stretches(vector, inside, lowest, lambda number: number, known)


def _days(vector: Vector, cells: Sequence[Cell], known: dict[tuple[int, ...], Array]) -> Classes:
    starts: dict[int, None] = {}
    for cell in cells:
        if isinstance(cell, Among):
            for value in cell.values:
                assert isinstance(value, date)
                starts.update({value.toordinal(): None, value.toordinal() + 1: None})
        elif isinstance(cell, Range):
            low, high = cell.low, cell.high
            if isinstance(low, date):
                starts[low.toordinal() + (not cell.low_included)] = None
            if isinstance(high, date):
                starts[high.toordinal() + cell.high_included] = None
    # No day comes after the last one, so that nothing starts there.
    ordered = [start for start in sorted(starts) if start <= date.max.toordinal()]
    lowest = max(1, ordered[0] - 1) if ordered else 1
    return _stretches(vector, ordered, lowest, date.fromordinal, known)


def _stretches(
    vector: Vector,
    starts: Sequence[int],
    lowest: int,
    shown: Callable[[int], Value],
    known: dict[tuple[int, ...], Array],
) -> Classes:
    """Class 0: nothing there; class k: from the k-1st start, 1: below all."""
    partition = tuple(starts)
    if partition not in known:
        index: Array = np.ones(len(vector), dtype=width_of(0, len(starts) + 1))
        for start in starts:
            index += vector.values >= start
        known[partition] = _there(index, vector)
    samples = (None, shown(lowest), *(shown(start) for start in starts))
    return Classes(known[partition], samples, (lowest, *starts))
