"""The ways that lead from what is read of units and rows to what was told before."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat
from typing import Any

from attrs import define, field, frozen

from perfeval.explain.batch import Batch, Catalogue, Ident, Key, Read

# So many ways are kept for one piece, then all are forgotten.
WAYS = 5_000
# A piece that had to be told anew so many times, and more than every other time, is not worth it.
PATIENCE = 200
# No more reads than these are looked up together.
TOGETHER = 40
# What stands at the end of a way that nobody went.
UNKNOWN: Any = object()


@frozen(eq=False, repr=False)
class _Branch:
    """What is read next, and where each answer leads."""

    slot: int
    by_row: bool
    ways: dict[Key, Any] = field(factory=dict)


@define(eq=False, repr=False)
class Ways:
    """What was told, by what is read. ledger: whose rows it was told of; "" for units.

    What stands at the end of a way is never a branch; None: each is to be told by itself. broken: how often
    something was looked at that no read tells of. slots: the reads
    that are at hand for a whole batch, of all ways. known: the ends, by what all these give together.
    """

    catalogue: Catalogue
    ledger: str = ""
    start: dict[Key, Any] = field(init=False, factory=dict)
    kept: int = field(init=False, default=0)
    asked: int = field(init=False, default=0)
    missed: int = field(init=False, default=0)
    broken: int = field(init=False, default=0)
    slots: tuple[int, ...] = field(init=False, default=())
    known: dict[tuple[Key, ...], Any] = field(init=False, factory=dict)

    def ends(self, batch: Batch) -> list[Any]:
        """What stands at the end of the way of each unit, or each row, of a batch; else UNKNOWN."""
        size = len(batch.rows(self.ledger).numbers if self.ledger else batch.units)
        self.asked += size
        slots, columns = self.slots, [self._column(batch, slot) for slot in self.slots]
        keys: list[tuple[Key, ...]] = list(zip(*columns, strict=True)) if columns else [()] * size
        found = list(map(self.known.get, keys, repeat(UNKNOWN)))
        if UNKNOWN in found:
            for place, end in enumerate(found):
                if end is UNKNOWN:
                    found[place] = self._walked(batch, place, slots, keys[place])
        return found

    def end(self, batch: Batch, place: int) -> Any:
        """The same for one of them."""
        return self.way(batch, place)[0]

    def way(self, batch: Batch, place: int) -> tuple[Any, list[int]]:
        """The same, with the slots that are passed on the way."""
        passed: list[int] = []
        found = self.start.get(None, UNKNOWN)
        while found.__class__ is _Branch:
            passed.append(found.slot)
            found = found.ways.get(self._answer(batch, place, found), UNKNOWN)
        return found, passed

    def _walked(self, batch: Batch, place: int, slots: tuple[int, ...], key: tuple[Key, ...]) -> Any:
        """The end of one way, read by read; kept as known, where all of it can be looked up together."""
        found, passed = self.way(batch, place)
        if found is UNKNOWN or any(self.catalogue.reads[slot].every is None for slot in passed):
            return found
        new = [slot for slot in passed if slot not in self.slots]
        if new and len(self.slots) + len(new) <= TOGETHER:
            self.slots = (*self.slots, *new)
            self.known.clear()
        elif not new and self.slots == slots:
            if len(self.known) >= WAYS:
                self.known.clear()
            self.known[key] = found
        return found

    def _column(self, batch: Batch, slot: int) -> Any:
        return batch.at_rows(slot, self.ledger) if self.ledger else batch[slot]

    def _answer(self, batch: Batch, place: int, branch: _Branch) -> Key:
        by_unit = self.ledger and not branch.by_row
        return batch[branch.slot][batch.rows(self.ledger).owners[place] if by_unit else place]

    def is_worth_it(self) -> bool:
        """Whether what had to be told anew should be kept; to be asked whenever it was."""
        self.missed += 1
        return self.missed < PATIENCE or self.missed * 2 < self.asked

    def forget(self) -> None:
        """Begin anew."""
        self.start, self.kept, self.slots = {}, 0, ()
        self.broken += 1
        self.known.clear()

    def keep(self, reads: Mapping[Ident, tuple[Read, Key]], told: object) -> None:
        """Put something at the end of a way. reads: what is read on it, in order, with the answers."""
        if self.kept >= WAYS:
            self.forget()
        ways, answer = self.start, None
        for ident, (read, key) in reads.items():
            slot = self.catalogue.slot(ident, read)
            branch = ways.setdefault(answer, _Branch(slot, bool(read.ledger)))
            if not isinstance(branch, _Branch) or branch.slot != slot:
                # Something was looked at that no read tells of.
                ways[answer] = None
                self.broken += 1
                self.known.clear()
                return
            ways, answer = branch.ways, key
        ways[answer] = told
        self.kept += 1
