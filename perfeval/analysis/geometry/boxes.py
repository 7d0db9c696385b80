"""Boxes put together, so that few are shown where the search cut many."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.analysis.geometry.axes import Axis
from perfeval.analysis.geometry.holes import Box
from perfeval.tables.cells import Cell, Value

# A cell for each input; None where there is no value.
Cells = tuple[Cell | None, ...]


def merged(axes: Sequence[Axis], boxes: Sequence[Box]) -> list[Box]:
    """Fewer boxes that are the same together, each of which cells can say."""
    found = [whole for box in boxes for whole in _sayable(axes, box)]
    while True:
        before = len(found)
        for place, axis in enumerate(axes):
            found = _merged_along(axis, place, found)
        if len(found) == before:
            return found


def _sayable(axes: Sequence[Axis], box: Box) -> list[Box]:
    """The box cut into such as cells can say: no run of values with the missing one at its end."""
    found: list[Box] = [()]
    for axis, side in zip(axes, box, strict=True):
        parts = [side] if axis.is_one_cell(side) else _runs(axis, side)
        found = [(*each, part) for each in found for part in parts]
    return found


def _runs(axis: Axis, side: int) -> list[int]:
    """The pieces that hang together, each run by itself, and no value by itself."""
    absent = side & axis.absent
    left = side ^ absent
    if not axis.domain.is_ordered:
        return [part for part in (left, absent) if part]
    found: list[int] = []
    while left:
        # Adding the lowest bit carries through the whole run that begins there.
        run = left & ~(left + (left & -left))
        found.append(run)
        left ^= run
    return [*found, absent] if absent else found


def _merged_along(axis: Axis, place: int, boxes: Sequence[Box]) -> list[Box]:
    """Boxes that are alike but for one axis, put together on it."""
    groups: dict[Box, list[Box]] = {}
    for box in boxes:
        groups.setdefault((*box[:place], *box[place + 1 :]), []).append(box)
    found: list[Box] = []
    for group in groups.values():
        side = 0
        for box in group:
            side |= box[place]
        parts = [side] if axis.is_one_cell(side) else _runs(axis, side)
        found.extend((*group[0][:place], part, *group[0][place + 1 :]) for part in parts)
    return found


def cells_of(axes: Sequence[Axis], box: Box) -> Cells:
    """A box as cells, one for each input."""
    return tuple(axis.cell(side) for axis, side in zip(axes, box, strict=True))


def values_of(axes: Sequence[Axis], box: Box) -> tuple[Value | None, ...]:
    """One vector of values in a box."""
    return tuple(axis.value(side) for axis, side in zip(axes, box, strict=True))
