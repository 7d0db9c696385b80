"""The ways that lead from what is read of units and rows to what was told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from perfeval.explain.reads import Ident, Key, Read
from perfeval.explain.view import Scene, View

# So many ways are kept for one piece, then all are forgotten.
WAYS = 5_000
# Columns of more units or rows than these are not looked through for all of them at once.
AT_ONCE = 50_000
# A piece that had to be told anew so many times, and more than every other time, is not worth it.
PATIENCE = 200


@frozen(eq=False)
class Catalogue:
    """Everything that is read, each with a number of its own, its *slot*."""

    slots: dict[Ident, int] = field(init=False, factory=dict)
    reads: list[Read] = field(init=False, factory=list)

    def slot(self, ident: Ident, read: Read) -> int:
        """The slot of a read, a new one where it is not known."""
        slot = self.slots.setdefault(ident, len(self.reads))
        if slot == len(self.reads):
            self.reads.append(read)
        return slot


class _OneByOne(dict[int, Key]):
    """What a read is for each unit or row, found when it is asked for."""

    def __init__(self, answers: Answers, read: Read) -> None:
        super().__init__()
        self.answers, self.read = answers, read

    def __missing__(self, number: int) -> Key:
        ledger = self.read.ledger
        unit = self.answers.scene.unit_numbers(ledger)[number] if ledger else number
        found = self.read.one(self.answers.view(unit), number if ledger else -1)
        self[number] = found
        return found


class Answers(dict[int, Sequence[Key] | Mapping[int, Key]]):
    """What is read, by slot, then by the number of the unit or row, in one outcome."""

    def __init__(self, scene: Scene, catalogue: Catalogue) -> None:
        super().__init__()
        self.scene, self.catalogue = scene, catalogue
        self.last = View(scene.outcome, 0)
        self.kinds: dict[tuple[int, ...], Sequence[tuple[Key, ...]]] = {}

    def view(self, unit: int) -> View:
        """The view of a unit; that of the last one is kept."""
        if self.last.index != unit:
            self.last = View(self.scene.outcome, unit)
        return self.last

    def kind(self, slots: tuple[int, ...], unit: int) -> tuple[Key, ...]:
        """What all these slots are for a unit."""
        found = self.kinds.get(slots)
        if found is None:
            size = len(self.scene.outcome.book.units)
            if size > AT_ONCE:
                return tuple(self[slot][unit] for slot in slots)
            columns: Any = [self[slot] for slot in slots]
            found = list(zip(*columns, strict=True)) if slots else [()] * size
            self.kinds = {slots: found, **dict(list(self.kinds.items())[:1])}
        return found[unit]

    def __missing__(self, slot: int) -> Sequence[Key] | Mapping[int, Key]:
        read, outcome = self.catalogue.reads[slot], self.scene.outcome
        size = len(outcome.facts.tables[read.ledger] if read.ledger else outcome.book.units)
        found: Sequence[Key] | Mapping[int, Key] = _OneByOne(self, read)
        if read.every is not None and size <= AT_ONCE:
            found = read.every(self.scene)
        self[slot] = found
        return found


@frozen(eq=False)
class _Branch:
    """What is read next, and where each answer leads."""

    slot: int
    by_row: bool
    ways: dict[Key, Any] = field(factory=dict)


@define(eq=False)
class Ways:
    """What was told, by what is read.

    What stands at the end of a way is never a branch; None: each is to be told by itself.
    """

    catalogue: Catalogue
    start: dict[Key, Any] = field(init=False, factory=dict)
    kept: int = field(init=False, default=0)
    asked: int = field(init=False, default=0)
    missed: int = field(init=False, default=0)

    def end(self, answers: Answers, unit: int, row: int, unknown: object) -> Any:
        """What stands at the end of the way of a unit, or of a row of it; ``unknown`` where there is none."""
        self.asked += 1
        found = self.start.get(None, unknown)
        while found.__class__ is _Branch:
            found = found.ways.get(answers[found.slot][row if found.by_row else unit], unknown)
        return found

    def way(self, answers: Answers, unit: int, unknown: object) -> tuple[Any, list[int]]:
        """As ``end``, of a unit, with the slots on the way."""
        slots: list[int] = []
        found = self.start.get(None, unknown)
        while found.__class__ is _Branch:
            slots.append(found.slot)
            found = found.ways.get(answers[found.slot][unit], unknown)
        return found, slots

    def is_worth_it(self) -> bool:
        """Whether what had to be told anew should be kept; to be asked whenever it was."""
        self.missed += 1
        return self.missed < PATIENCE or self.missed * 2 < self.asked

    def forget(self) -> None:
        """Begin anew."""
        self.start, self.kept = {}, 0

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
                return
            ways, answer = branch.ways, key
        ways[answer] = told
        self.kept += 1
