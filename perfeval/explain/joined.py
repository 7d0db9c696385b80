"""Pieces that follow each other: those that hang on the same few columns are looked up as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from attrs import define, field

from perfeval.explain.batch import Batch
from perfeval.explain.remembered import Remembered
from perfeval.explain.templates import Pieces, Template, filled, together
from perfeval.explain.ways import TOGETHER, UNKNOWN, WAYS

# No fewer units than these have to be of one kind, on average, where kinds of units are told apart.
FEW = 6
# Of so many units pieces have to have been told before it is seen which hang on the same columns.
ENOUGH = 500
_COMMA = b", "


@define(eq=False, repr=False)
class Section:
    """Pieces that follow each other, parted by commas. slots: the columns on which they hang.

    known: all of them together, by what these columns give. broken: how often one of them was found to
    look at what no read tells of.
    """

    pieces: Sequence[Remembered]
    slots: tuple[int, ...]
    known: dict[tuple[object, ...], Pieces] = field(init=False, factory=dict)
    broken: int = field(init=False, default=0)

    def column(self, batch: Batch) -> Sequence[bytes]:
        """The text of each unit of a batch."""
        broken = sum(piece.ways.broken for piece in self.pieces)
        if broken != self.broken:
            self.broken = broken
            self.known.clear()
        for piece in self.pieces:
            piece.ways.asked += len(batch.units)
        slots = self.slots
        keys = list(zip(*[batch[slot] for slot in slots], strict=True)) or [()] * len(batch.units)
        found: list[Pieces] = list(map(self.known.get, keys, repeat(UNKNOWN)))
        if UNKNOWN in found:
            for place, each in enumerate(found):
                if each is UNKNOWN:
                    found[place], is_told_by = self._told(batch, place)
                    if is_told_by and self.slots is slots:
                        self.known[keys[place]] = found[place]
        return filled(found, batch)

    def _told(self, batch: Batch, place: int) -> tuple[Pieces, bool]:
        """What is told of a unit, and whether the columns tell it."""
        parts: list[bytes | int] = []
        slots: list[int] = []
        for piece in self.pieces:
            end, passed = piece.ways.way(batch, place)
            if not isinstance(end, Template | bytes):
                return _COMMA.join([each.text(batch, place) for each in self.pieces]), False
            parts.extend((_COMMA, end) if isinstance(end, bytes) else (_COMMA, *end.pieces))
            slots.extend(passed)
        template = self.pieces[0].memory.template(tuple(together(parts[1:])))
        new = [slot for slot in dict.fromkeys(slots) if slot not in self.slots]
        if new and len(self.slots) + len(new) <= TOGETHER:
            self.slots = (*self.slots, *new)
            self.known.clear()
        if len(self.known) >= WAYS:
            self.known.clear()
        return template, not new


@define(eq=False, repr=False)
class Joined:
    """All pieces, parted by commas, in as few columns as can be."""

    pieces: Sequence[Remembered]
    sections: Sequence[Section | Remembered] = field(init=False)
    is_seen: bool = field(init=False, default=False)

    @sections.default
    def _sections(self) -> Sequence[Section | Remembered]:
        return self.pieces

    def columns(self, batch: Batch) -> Iterator[Sequence[bytes]]:
        """The texts of each unit of a batch, to be parted by commas."""
        if not self.is_seen and all(piece.ways.asked >= ENOUGH for piece in self.pieces):
            self.is_seen = True
            self.sections = list(_grouped(self.pieces, batch))
        for each in self.sections:
            yield each.column(batch)


def _grouped(pieces: Sequence[Remembered], batch: Batch) -> Iterator[Section | Remembered]:
    """Neighbours that hang on columns which part the units of a batch into few kinds make one section."""
    group: list[Remembered] = []
    slots: tuple[int, ...] = ()
    for piece in pieces:
        both = tuple(dict.fromkeys((*slots, *piece.ways.slots)))
        if group and not _part_few(both, batch):
            yield Section(group, slots)
            group, both = [], piece.ways.slots
        if group or _part_few(both, batch):
            group, slots = [*group, piece], both
        else:
            yield piece
            slots = ()
    if group:
        yield Section(group, slots)


def _part_few(slots: tuple[int, ...], batch: Batch) -> bool:
    """Whether columns are few, and there are many units of each kind that they tell apart."""
    kinds = frozenset(zip(*[batch[slot] for slot in slots], strict=True))
    return len(slots) <= TOGETHER and len(kinds) * FEW <= len(batch.units)
