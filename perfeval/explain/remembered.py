"""Pieces of accounts as JSON, each known for all units for which the same is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from attrs import define, evolve, field, frozen

from perfeval.explain.account import RowEntry, Status
from perfeval.explain.batch import Batch, Catalogue, Ident
from perfeval.explain.entries import Outline, Tell
from perfeval.explain.groups import TOLD_ALREADY, GroupRecorder
from perfeval.explain.holes import HOLES, Line
from perfeval.explain.reads import inside
from perfeval.explain.recorder import Recorder, RowRecorder
from perfeval.explain.scene import Scene
from perfeval.explain.templates import Pieces, Template, filled, filled_one
from perfeval.explain.view import View
from perfeval.explain.ways import UNKNOWN, Ways
from perfeval.source.visible import escaped, visible_json

# Kinds of cells that are told of a row: all, or those that tell it from others.
CELLS = ("cells", "telling")
# So many templates are known again, then all are forgotten.
TEMPLATES = 50_000
# So many kinds of summaries are told apart, then all are forgotten.
KINDS = 50_000
_NO_ENTRY = object()
_json = json.JSONEncoder(ensure_ascii=False).encode


@define(eq=False, repr=False)
class Memory:
    """What was told of the units of many outcomes by one model, and of their rows; one batch at a time."""

    catalogue: Catalogue = field(init=False, factory=Catalogue)
    rows: dict[Ident, RememberedRows] = field(init=False, factory=dict)
    templates: dict[tuple[bytes | int, ...], Template] = field(init=False, factory=dict)
    batch: Batch | None = field(init=False, default=None)

    def begin(self, scene: Scene, units: range) -> Batch:
        """The next batch: these units of an outcome by the same model."""
        if self.batch is not None:
            self.batch.end()
        self.batch = batch = Batch(scene, self.catalogue, units)
        return batch

    def template(self, pieces: tuple[bytes | int, ...]) -> Pieces:
        """What these pieces make; of equal templates there is one, whose units are then told together."""
        if len(pieces) == 1 and isinstance(pieces[0], bytes):
            return pieces[0]
        if len(self.templates) >= TEMPLATES:
            self.templates.clear()
        return self.templates.setdefault(pieces, Template(pieces))

    def entries(self, ident: Ident, ledger: str, tell: Tell) -> RememberedRows:
        """What is told of the rows of a ledger. ident: what tells ``tell`` from others."""
        key = (*ident, ledger)
        if key not in self.rows:
            self.rows[key] = RememberedRows(ledger, tell, self)
        return self.rows[key]


@define(eq=False, repr=False)
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

    def column(self, batch: Batch) -> Sequence[bytes]:
        """The piece for each unit of the memory's batch."""
        ends = self.ways.ends(batch)
        for place in [place for place, end in enumerate(ends) if end is None or end is UNKNOWN]:
            ends[place] = self.text(batch, place)
        return filled(ends, batch)

    def text(self, batch: Batch, place: int) -> bytes:
        """The piece for one unit; where it is not known, it is told and remembered."""
        known = self.ways.end(batch, place)
        if isinstance(known, Template | bytes):
            return filled_one(known, batch, place)
        view = batch.view(place)
        text = visible_json(self.tell(view)).encode()
        if self.ways.is_worth_it() and known is UNKNOWN:
            self._keep(view, batch, text)
        return text

    def _keep(self, view: View, batch: Batch, text: bytes) -> None:
        """Remember what was told of a unit; rows as groups, unless that does not do."""
        recorder: Recorder = GroupRecorder(view.scene, view.index, self.memory.entries)
        pieces = self._recorded(recorder, batch, text) if self.in_groups else None
        if pieces is None and (
            not self.in_groups or (isinstance(recorder, GroupRecorder) and recorder.ledgers)
        ):
            alone = Recorder(view.scene, view.index, self.memory.entries)
            found = self._recorded(alone, batch, text)
            if self.in_groups and found is not None:
                self.in_groups = False
                self.ways.forget()
            if not self.in_groups:
                recorder, pieces = alone, found
        self.ways.keep(recorder.reads, pieces)

    def _recorded(self, recorder: Recorder, batch: Batch, text: bytes) -> Pieces | None:
        """What is told, with holes; None where no other unit can be told the same."""
        pieces = _pieces(_json(_with_holes(self.tell(recorder))), recorder, self.memory)
        if recorder.doubts or pieces is None or filled_one(pieces, batch, batch.place(recorder)) != text:
            return None
        return pieces


@frozen(eq=False, repr=False)
class _Row:
    """What was told of rows that fared alike, with what stands in holes. parts: why, value and points.

    number: that of the outline.
    """

    outline: Outline
    number: int
    whole: Pieces
    parts: Mapping[str, Pieces]


# Of a row of a unit: its place in the batch, and what was told of it or of rows that fared alike.
_Found = tuple[int, _Row | RowEntry]


@frozen(eq=False)
class _Brief(View):
    """A view that names the kind of cells that are told of a row in their place."""

    def cells(self, ledger: str, row: int) -> tuple[str, ...]:
        """All cells."""
        return CELLS[:1]

    def telling(self, ledger: str, row: int, make: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Those that tell a row from others."""
        return CELLS[1:]


@define(eq=False, repr=False)
class RememberedRows:
    """What ``tell`` gives for rows of a ledger, remembered by what it looks at; see ``Entries``.

    found: in the memory's batch, for each unit by its place, the rows of which something is told. by_row:
    the same by the numbers of rows, where it was asked for. numbers and kinds: of outlines and of
    summaries that were seen; a number that was forgotten never comes again.
    """

    ledger: str
    tell: Tell
    memory: Memory
    ways: Ways = field(init=False)
    batch: Batch | None = field(init=False, default=None)
    found: dict[int, list[_Found]] = field(init=False, factory=dict)
    by_row: Mapping[int, _Found] | None = field(init=False, default=None)
    numbers: dict[Outline, int] = field(init=False, factory=dict)
    kinds: dict[tuple[int, ...], int] = field(init=False, factory=dict)
    fresh: Iterator[int] = field(init=False, factory=count)

    def __attrs_post_init__(self) -> None:
        self.ways = Ways(self.memory.catalogue, self.ledger)

    def outline(self, view: View, row: int) -> Outline | None:
        """In what entries have to be alike; None: nothing is told."""
        found = self._row(row)
        return None if found is None else _outline_of(found[1])

    def summary(self, view: View) -> tuple[Outline, ...]:
        """The outlines of the entries of all rows of the unit, sorted."""
        return tuple(sorted(_outline_of(told) for _, told in self._unit(view)))

    def kind(self, view: View) -> int:
        """A number for what the summary is, the same wherever that is the same."""
        return self._kind(self._unit(view))

    def every_kind(self, batch: Batch) -> Sequence[int]:
        """The same of each unit."""
        made = [self._kind(())] * len(batch.units)
        for place, found in self._units(batch).items():
            made[place] = self._kind(found)
        return made

    def _kind(self, found: Sequence[_Found]) -> int:
        numbers = [
            told.number if isinstance(told, _Row) else self._number(_outline(told)) for _, told in found
        ]
        key = tuple(sorted(numbers) if len(numbers) > 1 else numbers)
        known = self.kinds.get(key)
        if known is None:
            if len(self.kinds) >= KINDS:
                self.kinds.clear()
            self.kinds[key] = known = next(self.fresh)
        return known

    def _number(self, outline: Outline) -> int:
        return self.numbers.setdefault(outline, len(self.numbers))

    def first(self, view: View, status: Status) -> bytes:
        """Why the first of these entries has this status."""
        found = next(each for each in self._unit(view) if _outline_of(each[1])[0] == status.value)
        return self._part(found, "why")

    def all(self, view: View) -> bytes:
        """All these entries as JSON, parted by commas."""
        return b", ".join([self._whole(each) for each in self._unit(view)])

    def alls(self, batch: Batch) -> Sequence[bytes]:
        """The same of each unit."""
        units = self._units(batch)
        places: dict[Template, list[int]] = {}
        wholes: dict[int, bytes] = {}
        for found in units.values():
            for place, told in found:
                whole = told.whole if isinstance(told, _Row) else self._whole((place, told))
                if isinstance(whole, bytes):
                    wholes[place] = whole
                elif whole in places:
                    places[whole].append(place)
                else:
                    places[whole] = [place]
        for template, own in places.items():
            wholes.update(zip(own, template.texts(batch, own, self.ledger), strict=True))
        made = [b""] * len(batch.units)
        for unit, found in units.items():
            made[unit] = (
                wholes[found[0][0]] if len(found) == 1 else b", ".join([wholes[place] for place, _ in found])
            )
        return made

    def whole(self, view: View, row: int) -> bytes:
        """The entry as JSON; its cells are left out."""
        found = self._row(row)
        return b"" if found is None else self._whole(found)

    def part(self, view: View, row: int, what: str) -> bytes:
        """One of its texts, as a piece of JSON: why, points or value."""
        found = self._row(row)
        return b"" if found is None else self._part(found, what)

    def told(self, view: View, row: int) -> RowEntry | None:
        """The entry itself, in the place of cells which kind of them is told."""
        return self.tell(_Brief(view.scene, view.index), row)

    def _whole(self, found: _Found) -> bytes:
        place, told = found
        if isinstance(told, _Row):
            return filled_one(told.whole, self._batch(), place, self.ledger)
        return visible_json(told.data()).encode()

    def _part(self, found: _Found, what: str) -> bytes:
        place, told = found
        if isinstance(told, _Row):
            return filled_one(told.parts[what], self._batch(), place, self.ledger)
        return inside({"why": told.why, "value": told.value, "points": told.points or ""}[what])

    def _batch(self) -> Batch:
        assert self.memory.batch is not None
        return self.memory.batch

    def _row(self, row: int) -> _Found | None:
        """What is told of a row, by its number."""
        batch = self._batch()
        units = self._units(batch)
        if self.by_row is None:
            numbers = batch.rows(self.ledger).numbers
            self.by_row = {numbers[each[0]]: each for found in units.values() for each in found}
        return self.by_row.get(row)

    def _unit(self, view: View) -> Sequence[_Found]:
        """The rows of a unit of which something is told."""
        batch = self._batch()
        return self._units(batch).get(batch.place(view), ())

    def _units(self, batch: Batch) -> Mapping[int, Sequence[_Found]]:
        """The same of all units that have such rows, by their places."""
        if self.batch is not batch:
            self.batch, self.found, self.by_row = batch, {}, None
            owners, units = batch.rows(self.ledger).owners, self.found
            for place, end in enumerate(self.ways.ends(batch)):
                if end is not _NO_ENTRY:
                    told = end if end.__class__ is _Row else self._learned(batch, place)
                    if told is not None:
                        units.setdefault(owners[place], []).append((place, told))
        return self.found

    def _learned(self, batch: Batch, place: int) -> _Row | RowEntry | None:
        """What is told of a row of which it was not known, unless it came to be known by now."""
        known = self.ways.end(batch, place)
        if known is _NO_ENTRY:
            return None
        if isinstance(known, _Row):
            return known
        rows = batch.rows(self.ledger)
        view, row = batch.view(rows.owners[place]), rows.numbers[place]
        told = self.told(view, row)
        if self.ways.is_worth_it() and known is UNKNOWN:
            recorder = RowRecorder(view.scene, view.index, self.memory.entries, self.ledger, row)
            kept = self._kept(self.tell(recorder, row), recorder)
            if isinstance(kept, _Row) and not self._agree(kept, told, batch, place):
                kept = None
            self.ways.keep(recorder.reads, None if recorder.doubts else kept)
        return told

    def _agree(self, kept: _Row, told: RowEntry | None, batch: Batch, place: int) -> bool:
        """Whether what is kept, its holes filled, is what was told."""
        return (
            told is not None
            and kept.outline == _outline(told)
            and filled_one(kept.whole, batch, place, self.ledger) == visible_json(told.data()).encode()
            and filled_one(kept.parts["why"], batch, place, self.ledger) == inside(told.why)
        )

    def _kept(self, told: RowEntry | None, recorder: Recorder) -> object:
        if told is None:
            return _NO_ENTRY
        whole = _pieces(_json(_with_holes(told.data())), recorder, self.memory)
        parts: dict[str, Pieces] = {}
        for what, text in (("why", told.why), ("value", told.value), ("points", told.points or "")):
            pieces = _pieces(_json(text)[1:-1], recorder, self.memory)
            if pieces is None:
                return None
            parts[what] = pieces
        cells = tuple(kind for kind in CELLS if (kind, self.ledger, 0) in recorder.holes)
        if whole is None:
            return None
        outline = _outline(evolve(told, cells=cells))
        return _Row(outline, self._number(outline), whole, parts)


def _outline(entry: RowEntry) -> Outline:
    return entry.status.value, entry.points is None, not entry.why, not entry.value, entry.cells


def _outline_of(told: _Row | RowEntry) -> Outline:
    return told.outline if isinstance(told, _Row) else _outline(told)


def _with_holes(data: object) -> object:
    """Plain data in which the lines of rows are holes."""
    if isinstance(data, dict):
        return {name: _with_holes(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_with_holes(value) for value in data if value is not TOLD_ALREADY]
    return data.alone if isinstance(data, Line) else data


def _pieces(text: str, recorder: Recorder, memory: Memory) -> Pieces | None:
    """JSON with holes -> what it is with them filled; None where one cannot be filled."""
    holes = {str(number): (ident, hole) for ident, (number, hole) in recorder.holes.items()}
    found: list[bytes | int] = []
    place = 0
    for match in HOLES.finditer(text):
        ident, hole = holes.get(match.group(1) or match.group(2), ((), None))
        if hole is None:
            return None
        if place < match.start():
            found.append(escaped(text[place : match.start()]).encode())
        found.append(memory.catalogue.slot(("hole", *ident), hole))
        place = match.end()
    rest = escaped(text[place:]).encode()
    return memory.template((*found, rest) if rest else tuple(found)) if found else rest
