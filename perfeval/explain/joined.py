"""Many pieces of one account at once: units that are alike in a few columns have most of them in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field

from perfeval.explain.remembered import Remembered
from perfeval.explain.view import View
from perfeval.explain.ways import WAYS, Answers

# A column with more different values than these does not tell kinds of units apart.
FEW = 8
_COMMA = ", "


@define(eq=False)
class Joined:
    """Pieces, parted by commas; for each kind of unit as texts, slots of holes, and pieces still to be told.

    slots: the columns that tell kinds of units apart; they become more while ways are found. kinds: what
    was found for each kind. few: whether a column has only a few values, where that was looked at.
    """

    pieces: tuple[Remembered, ...]
    slots: tuple[int, ...] = field(init=False, default=())
    kinds: dict[tuple[object, ...], list[Any]] = field(init=False, factory=dict)
    few: dict[int, bool] = field(init=False, factory=dict)

    def text(self, view: View, answers: Answers) -> str:
        """All pieces of one unit."""
        index = view.index
        kind = answers.kind(self.slots, index)
        parts = self.kinds.get(kind)
        if parts is None:
            parts = self._parts(view, answers, kind)
        texts: Any = answers
        told = [
            part
            if part.__class__ is str
            else texts[part][index]
            if part.__class__ is int
            else part.text(view, answers)
            for part in parts
        ]
        return "".join(told)

    def _parts(self, view: View, answers: Answers, kind: tuple[object, ...]) -> list[Any]:
        """What units of this kind have in common; kept, unless there is more to find."""
        wanted = dict.fromkeys(self.slots)
        found: list[Any] = []
        is_complete = True
        for piece in self.pieces:
            end, slots = piece.way(view, answers)
            if end is not None and all(self._tells(slot, answers) for slot in slots):
                wanted.update(dict.fromkeys(slots))
                found.extend((end,) if isinstance(end, str) else end)
            else:
                found.append(piece)
                is_complete = is_complete and not piece.is_unknown(view, answers)
            found.append(_COMMA)
        parts = list(_together(found[:-1]))
        if len(wanted) > len(self.slots):
            self.slots = tuple(wanted)
            self.kinds.clear()
        elif is_complete:
            if len(self.kinds) >= WAYS:
                self.kinds.clear()
            self.kinds[kind] = parts
        return parts

    def _tells(self, slot: int, answers: Answers) -> bool:
        """Whether a column may tell kinds of units apart."""
        if slot not in self.few:
            column, read = answers[slot], answers.catalogue.reads[slot]
            may_tell = read.is_common and not read.ledger and isinstance(column, list | tuple)
            self.few[slot] = may_tell and len(frozenset(column)) <= FEW
        return self.few[slot]


def _together(parts: Iterable[Any]) -> Iterator[Any]:
    """The same, texts that follow each other as one."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text
