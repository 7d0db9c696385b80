"""Pieces of accounts as JSON, each known for all units for which the same is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        known = self.ways.end(answers, view.index, -1, _UNKNOWN)
        if known.__class__ is str or known.__class__ is tuple:
            return _filled(known, answers, view.index)
        text = visible_json(self.tell(view))
        if self.ways.is_worth_it() and known is _UNKNOWN:
            self._keep(view, answers, text)
        return text

    def way(self, view: View, answers: Answers) -> tuple[Pieces | None, Sequence[int]]:
        """What is remembered of a unit, if it is, and the slots that are looked at on the way."""
        end, slots = self.ways.way(answers, view.index, _UNKNOWN)
        return (None if end is _UNKNOWN else end), slots

    def is_unknown(self, view: View, answers: Answers) -> bool:
        """Whether a unit has yet to be told."""
        return self.ways.way(answers, view.index, _UNKNOWN)[0] is _UNKNOWN

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
        if recorder.doubts or pieces is None or _filled(pieces, answers, recorder.index) != text:
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

    units: for the units of the last outcome, as far as they were asked for, their rows with what was told
    of each, or of rows that fared alike.
    """

    ledger: str
    tell: Tell
    memory: Memory
    ways: Ways = field(init=False)
    scene: Scene | None = field(init=False, default=None)
    units: dict[int, Mapping[int, _Row | RowEntry]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.ways = Ways(self.memory.catalogue)

    def outline(self, view: View, row: int) -> Outline | None:
        """In what entries have to be alike; None: nothing is told."""
        found = self._of_unit(view).get(row)
        return None if found is None else _outline_of(found)

    def summary(self, view: View) -> tuple[Outline, ...]:
        """The outlines of the entries of all rows of the unit, sorted."""
        outlines = [_outline_of(found) for found in self._of_unit(view).values()]
        return tuple(sorted(outlines) if len(outlines) > 1 else outlines)

    def first(self, view: View, status: Status) -> str:
        """Why the first of these entries has this status."""
        found = self._of_unit(view)
        row = next(row for row, each in found.items() if _outline_of(each)[0] == status.value)
        return self.part(view, row, "why")

    def all(self, view: View) -> str:
        """All these entries as JSON, parted by commas."""
        answers, unit = self.memory.answers(view.scene), view.index
        return ", ".join(
            [
                _filled_row(found.whole, answers, unit, row)
                if isinstance(found, _Row)
                else visible_json(found.data())
                for row, found in self._of_unit(view).items()
            ]
        )

    def whole(self, view: View, row: int) -> str:
        """The entry as JSON; its cells are left out."""
        found = self._of_unit(view)[row]
        if isinstance(found, _Row):
            return _filled_row(found.whole, self.memory.answers(view.scene), view.index, row)
        return visible_json(found.data())

    def part(self, view: View, row: int, what: str) -> str:
        """One of its texts, as a piece of JSON: why, points or value."""
        found = self._of_unit(view)[row]
        if isinstance(found, _Row):
            return _filled_row(found.parts[what], self.memory.answers(view.scene), view.index, row)
        return inside({"why": found.why, "value": found.value, "points": found.points or ""}[what])

    def told(self, view: View, row: int) -> RowEntry | None:
        """The entry itself, in the place of cells which kind of them is told."""
        return self.tell(_Brief(view.outcome, view.index), row)

    def _of_unit(self, view: View) -> Mapping[int, _Row | RowEntry]:
        """The rows of the view's unit of which something is told."""
        scene = view.scene
        if self.scene is not scene or len(self.units) > AT_ONCE:
            self.scene, self.units = scene, {}
        found = self.units.get(view.index)
        if found is None:
            found = self.units[view.index] = dict(self._each(view, self.memory.answers(scene)))
        return found

    def _each(self, view: View, answers: Answers) -> Iterator[tuple[int, _Row | RowEntry]]:
        end, unit = self.ways.end, view.index
        for row in view.rows(self.ledger):
            known = end(answers, unit, row, _UNKNOWN)
            if known.__class__ is _Row:
                yield row, known
            elif known is not _NO_ENTRY:
                told = self._told(view, answers, row, is_new=known is _UNKNOWN)
                if told is not None:
                    yield row, told

    def _told(self, view: View, answers: Answers, row: int, *, is_new: bool) -> RowEntry | None:
        """The entry, told anew; where there is any use in it, it is remembered."""
        told = self.told(view, row)
        if self.ways.is_worth_it() and is_new:
            recorder = RowRecorder(view.outcome, view.index, self.memory.entries, self.ledger, row)
            kept = self._kept(self.tell(recorder, row), recorder)
            if isinstance(kept, _Row) and (
                told is None
                or _filled_row(kept.whole, answers, view.index, row) != visible_json(told.data())
                or _filled_row(kept.parts["why"], answers, view.index, row) != inside(told.why)
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
            parts[what] = _of_row(pieces, catalogue)
        cells = tuple(kind for kind in CELLS if (kind, self.ledger, 0) in recorder.holes)
        if whole is None:
            return None
        return _Row(_outline(evolve(told, cells=cells)), _of_row(whole, catalogue), parts)


def _outline(entry: RowEntry) -> Outline:
    return entry.status.value, entry.points is None, not entry.why, not entry.value, entry.cells


def _outline_of(found: _Row | RowEntry) -> Outline:
    return found.outline if isinstance(found, _Row) else _outline(found)


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


def _filled(pieces: Pieces, answers: Answers, unit: int) -> str:
    if isinstance(pieces, str):
        return pieces
    texts: Any = answers
    return "".join([each if each.__class__ is str else texts[each][unit] for each in pieces])


def _of_row(pieces: Pieces, catalogue: Catalogue) -> Pieces:
    """Pieces of what is told of a row: slots of what is about the unit are turned over (~)."""
    if isinstance(pieces, str):
        return pieces
    reads = catalogue.reads
    return tuple(each if isinstance(each, str) or reads[each].ledger else ~each for each in pieces)


def _filled_row(pieces: Pieces, answers: Answers, unit: int, row: int) -> str:
    if isinstance(pieces, str):
        return pieces
    texts: Any = answers
    found = []
    for each in pieces:
        if isinstance(each, str):
            found.append(each)
        else:
            found.append(texts[each][row] if each >= 0 else texts[~each][unit])
    return "".join(found)
