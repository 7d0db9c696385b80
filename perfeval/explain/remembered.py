"""Pieces of accounts as JSON, each known for all units for which the same is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from perfeval.explain.account import RowEntry, Status
from perfeval.explain.groups import TOLD_ALREADY, GroupRecorder
from perfeval.explain.holes import HOLES, Line
from perfeval.explain.reads import Ident, inside
from perfeval.explain.recorder import Outline, Recorder, RowRecorder, Tell
from perfeval.explain.view import Scene, View
from perfeval.explain.ways import AT_ONCE, Answers, Catalogue, Ways
from perfeval.source.visible import escaped, visible_json

# A text, and the slots of what stands between; a text alone.
Pieces = tuple[str | int, ...] | str
# Kinds of cells that are told of a row: all, or those that tell it from others.
CELLS = ("cells", "telling")
_UNKNOWN, _NO_ENTRY = object(), object()
_json = json.JSONEncoder(ensure_ascii=False).encode


@define(eq=False)
class Memory:
    """What was told of the units of many outcomes by one model, and of their rows."""

    catalogue: Catalogue = field(init=False, factory=Catalogue)
    rows: dict[Ident, RememberedRows] = field(init=False, factory=dict)
    _answers: Answers | None = field(init=False, default=None)

    def answers(self, scene: Scene) -> Answers:
        """What is read in an outcome; that of the last one is kept."""
        if self._answers is None or self._answers.scene is not scene:
            self._answers = Answers(scene, self.catalogue)
        return self._answers

    def entries(self, ident: Ident, ledger: str, tell: Tell) -> RememberedRows:
        """What is told of the rows of a ledger. ident: what tells ``tell`` from others."""
        key = (*ident, ledger)
        if key not in self.rows:
            self.rows[key] = RememberedRows(ledger, tell, self)
        return self.rows[key]


@define(eq=False)
class Remembered:
    """What ``tell`` gives for a view, as JSON on one line, remembered by what it looks at.

    tell: gives plain data; it must look at the unit by the methods of the view alone, or all that it
    gives is told anew for every unit.
    """

    tell: Callable[[View], object]
    memory: Memory
    ways: Ways = field(init=False)
    in_groups: bool = field(init=False, default=True)

    def __attrs_post_init__(self) -> None:
        self.ways = Ways(self.memory.catalogue)

    def text(self, view: View, answers: Answers) -> str:
        """The piece for one unit. answers: those of the outcome."""
        index = view.index
        known = self.ways.end(answers, index, -1, _UNKNOWN)
        if known.__class__ is str:
            return str(known)
        if known.__class__ is tuple:
            texts: Any = answers
            return "".join([each if each.__class__ is str else texts[each][index] for each in known])
        text = visible_json(self.tell(view))
        if self.ways.is_worth_it() and known is _UNKNOWN:
            self._keep(view, answers, text)
        return text

    def _keep(self, view: View, answers: Answers, text: str) -> None:
        """Remember what was told of a unit; rows as groups, unless that does not do."""
        recorder: Recorder = GroupRecorder(view.outcome, view.index, self.memory.entries)
        pieces = self._recorded(recorder, answers, text) if self.in_groups else None
        if pieces is None and (
            not self.in_groups or (isinstance(recorder, GroupRecorder) and recorder.ledgers)
        ):
            alone = Recorder(view.outcome, view.index, self.memory.entries)
            found = self._recorded(alone, answers, text)
            if self.in_groups and found is not None:
                self.in_groups = False
                self.ways.forget()
            if not self.in_groups:
                recorder, pieces = alone, found
        self.ways.keep(recorder.reads, pieces)

    def _recorded(self, recorder: Recorder, answers: Answers, text: str) -> Pieces | None:
        """What is told, with holes; None where no other unit can be told the same."""
        pieces = _pieces(_json(_with_holes(self.tell(recorder))), recorder, self.memory.catalogue)
        if recorder.doubts or pieces is None or _filled(pieces, answers, recorder.index, -1) != text:
            return None
        return pieces


@frozen(eq=False)
class _Row:
    """What was told of rows that fared alike, with what stands in holes. parts: why, value and points."""

    outline: Outline
    whole: Pieces
    parts: Mapping[str, Pieces]


@frozen(eq=False)
class _Brief(View):
    """A view that names the kind of cells that are told of a row in their place."""

    def cells(self, ledger: str, row: int) -> tuple[str, ...]:
        """All cells."""
        return CELLS[:1]

    def telling(self, ledger: str, row: int, make: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Those that tell a row from others."""
        return CELLS[1:]


@define(eq=False)
class RememberedRows:
    """What ``tell`` gives for rows of a ledger, remembered by what it looks at; see ``Entries``.

    held: for the rows of the last outcome what was told of them, or rows that fared alike.
    """

    ledger: str
    tell: Tell
    memory: Memory
    ways: Ways = field(init=False)
    scene: Scene | None = field(init=False, default=None)
    held: dict[int, _Row | RowEntry | None] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.ways = Ways(self.memory.catalogue)

    def outline(self, view: View, row: int) -> Outline | None:
        """In what entries have to be alike; None: nothing is told."""
        found = self._found(view, row)
        if isinstance(found, _Row):
            return found.outline
        return None if found is None else _outline(found)

    def summary(self, view: View) -> tuple[Outline, ...]:
        """The outlines of the entries of all rows of the unit, sorted."""
        outlines = [self.outline(view, row) for row in view.rows(self.ledger)]
        return tuple(sorted([each for each in outlines if each is not None]))

    def first(self, view: View, status: Status) -> str:
        """Why the first of these entries has this status."""
        for row in view.rows(self.ledger):
            outline = self.outline(view, row)
            if outline is not None and outline[0] == status.value:
                return self.part(view, row, "why")
        raise KeyError(status)

    def all(self, view: View) -> str:
        """All these entries as JSON, parted by commas."""
        rows = view.rows(self.ledger)
        return ", ".join([self.whole(view, row) for row in rows if self.outline(view, row) is not None])

    def whole(self, view: View, row: int) -> str:
        """The entry as JSON; its cells are left out."""
        found = self._found(view, row)
        if isinstance(found, _Row):
            return _filled(found.whole, self.memory.answers(view.scene), view.index, row)
        assert found is not None
        return visible_json(found.data())

    def part(self, view: View, row: int, what: str) -> str:
        """One of its texts, as a piece of JSON: why, points or value."""
        found = self._found(view, row)
        if isinstance(found, _Row):
            return _filled(found.parts[what], self.memory.answers(view.scene), view.index, row)
        assert found is not None
        return inside({"why": found.why, "value": found.value, "points": found.points or ""}[what])

    def told(self, view: View, row: int) -> RowEntry | None:
        """The entry itself, in the place of cells which kind of them is told."""
        return self.tell(_Brief(view.outcome, view.index), row)

    def _found(self, view: View, row: int) -> _Row | RowEntry | None:
        scene = view.scene
        if self.scene is not scene or len(self.held) > AT_ONCE:
            self.scene, self.held = scene, {}
        if row not in self.held:
            answers = self.memory.answers(scene)
            known = self.ways.end(answers, view.index, row, _UNKNOWN)
            if known is _NO_ENTRY:
                self.held[row] = None
            elif isinstance(known, _Row):
                self.held[row] = known
            else:
                self.held[row] = self._told(view, answers, row, is_new=known is _UNKNOWN)
        return self.held[row]

    def _told(self, view: View, answers: Answers, row: int, *, is_new: bool) -> RowEntry | None:
        """The entry, told anew; where there is any use in it, it is remembered."""
        told = self.told(view, row)
        if self.ways.is_worth_it() and is_new:
            recorder = RowRecorder(view.outcome, view.index, self.memory.entries, self.ledger, row)
            kept = self._kept(self.tell(recorder, row), recorder)
            if isinstance(kept, _Row) and (
                told is None
                or _filled(kept.whole, answers, view.index, row) != visible_json(told.data())
                or _filled(kept.parts["why"], answers, view.index, row) != inside(told.why)
                or kept.outline != _outline(told)
            ):
                kept = None
            self.ways.keep(recorder.reads, None if recorder.doubts else kept)
        return told

    def _kept(self, told: RowEntry | None, recorder: Recorder) -> object:
        if told is None:
            return _NO_ENTRY
        catalogue = self.memory.catalogue
        whole = _pieces(_json(_with_holes(told.data())), recorder, catalogue)
        parts: dict[str, Pieces] = {}
        for what, text in (("why", told.why), ("value", told.value), ("points", told.points or "")):
            pieces = _pieces(_json(text)[1:-1], recorder, catalogue)
            if pieces is None:
                return None
            parts[what] = pieces
        cells = tuple(kind for kind in CELLS if (kind, self.ledger, 0) in recorder.holes)
        return None if whole is None else _Row(_outline(evolve(told, cells=cells)), whole, parts)


def _outline(entry: RowEntry) -> Outline:
    return entry.status.value, entry.points is None, not entry.why, not entry.value, entry.cells


def _with_holes(data: object) -> object:
    """Plain data in which the lines of rows are holes."""
    if isinstance(data, dict):
        return {name: _with_holes(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_with_holes(value) for value in data if value is not TOLD_ALREADY]
    return data.alone if isinstance(data, Line) else data


def _pieces(text: str, recorder: Recorder, catalogue: Catalogue) -> Pieces | None:
    """JSON with holes -> its pieces in order; None where a hole cannot be filled."""
    holes = {str(number): (ident, hole) for ident, (number, hole) in recorder.holes.items()}
    found: list[str | int] = []
    place = 0
    for match in HOLES.finditer(text):
        ident, hole = holes.get(match.group(1) or match.group(2), ((), None))
        if hole is None:
            return None
        found.append(escaped(text[place : match.start()]))
        found.append(catalogue.slot(("hole", *ident), hole))
        place = match.end()
    rest = escaped(text[place:])
    return (*found, rest) if found else rest


def _filled(pieces: Pieces, answers: Answers, unit: int, row: int) -> str:
    if isinstance(pieces, str):
        return pieces
    texts: Any = answers
    reads = answers.catalogue.reads
    return "".join(
        each if isinstance(each, str) else texts[each][row if reads[each].ledger else unit] for each in pieces
    )
