"""A view that writes down what is read from it, so that an account is known for all who read the same.

What a clause gives is told by looking at few things: how many rows the unit has, which of them fired,
whether a value lies in a range. Whoever is alike in these gets the same sentence, in which only names,
numbers and lines differ. The recorder notes the first as *reads*, and puts *holes* in the text for the
second. Whoever looks past it at other units, or takes texts apart that have holes, leaves a *doubt*:
nothing is concluded from what comes after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import field, frozen

from perfeval.evaluate.outcome import Outcome, Value
from perfeval.explain import reads
from perfeval.explain.account import RowEntry
from perfeval.explain.batch import Ident, Key, Read
from perfeval.explain.entries import Entries, Tell
from perfeval.explain.holes import Line, alone, differ, in_text
from perfeval.explain.reads import OWN, Spot, inside, nth, text_of
from perfeval.explain.scene import Scene
from perfeval.explain.view import View, belongs, money, show
from perfeval.rulebook.book import RuleBook, Unit
from perfeval.tables.cells import AnyValue, Cell
from perfeval.tables.model import Column, Kind, Table
from perfeval.tables.phrases_values import value_words
from perfeval.tables.places import UNIT_GRAIN

# A text that may be one of no more than these is read as it is, whatever is asked of it.
FEW = 8


@frozen
class HeldEntry(RowEntry):
    """An entry in which all is holes. hole: the number of that for the whole entry."""

    hole: int = -1

    def data(self) -> object:
        """The hole for the whole entry."""
        return alone(self.hole)


@frozen(eq=False)
class Recorder(View):
    """One unit's view, with what was read from it.

    memory: keeps what is told of rows, by ident, ledger and how it is told. reads: in the order in which
    they were first read; none after the first doubt. holes: with their numbers; None may not be filled.
    doubts: why no other unit can be told the same.
    """

    memory: Callable[[Ident, str, Tell], Entries]
    reads: dict[Ident, tuple[Read, Key]] = field(init=False, factory=dict)
    holes: dict[Ident, tuple[int, Read | None]] = field(init=False, factory=dict)
    doubts: list[str] = field(init=False, factory=list)
    plain: View = field(init=False)

    @plain.default
    def _plain(self) -> View:
        return View(self._scene.outcome, self.index)

    # ------------------------------------------------------------ what leaves a doubt

    @property
    def scene(self) -> Scene:
        """What all units have in common, which nobody may rely on."""
        self.doubts.append("scene")
        return self._scene

    @property
    def outcome(self) -> Outcome:
        """The whole outcome, which nobody may rely on."""
        self.doubts.append("outcome")
        return self._scene.outcome

    @property
    def book(self) -> RuleBook:
        """The book with its units, on which nobody may rely."""
        self.doubts.append("book")
        return self._scene.outcome.book

    @property
    def unit(self) -> Unit:
        """The unit, of which anything may be asked."""
        self.doubts.append("unit")
        return self.plain.unit

    # ------------------------------------------------------------ reads and holes

    @property
    def row(self) -> int:
        """The row of which an entry is told; -1 where the unit is."""
        return -1

    def read(self, ident: Ident, read: Read) -> None:
        """Note that something is looked at."""
        if not self.doubts and ident not in self.reads:
            self.reads[ident] = (read, read.one(self.plain, self.row))

    def hole(self, ident: Ident, hole: Read | None) -> str:
        """What stands in a text for what differs between units; None: it may not be written as data."""
        number, _ = self.holes.setdefault(ident, (len(self.holes), hole))
        return in_text(number)

    def own(self, grain: str, element: int) -> Spot:
        """Which of the unit's rows an element is, if it is not the unit."""
        if grain == UNIT_GRAIN and element == self.index:
            return OWN
        rows = () if grain == UNIT_GRAIN else self.plain.rows(grain)
        if element in rows:
            return nth(grain, rows.index(element))
        self.doubts.append("another element")
        return OWN

    def is_read(self, what: str, grain: str, name: str, spot: Spot) -> bool:
        """Whether something else tells already what is asked of a value."""
        return (what, grain, name, spot.number, spot.ledger) in self.reads

    def has_few(self, grain: str, name: str) -> bool:
        """Whether a column has so few different values that each is read as it is."""
        columns = self.model.columns
        column = columns.get((grain, name)) or columns.get((UNIT_GRAIN, name))
        return column is not None and (column.kind is Kind.BOOL or 0 < len(column.values) <= FEW)

    def at(self, grain: str, name: str, element: int) -> Value:
        """The value, which other units have to have too."""
        spot = self.own(grain, element)
        read = spot.read(lambda view, own: view.at(grain, name, own), reads.of_column(grain, name, _same))
        self.read(("at", grain, name, spot.number, spot.ledger), read)
        return self.plain.at(grain, name, element)

    def value(self, name: str, index: int | None = None) -> Value:
        """The value of the unit, which other units have to have too."""
        return self.at(UNIT_GRAIN, name, self.index if index is None else index)

    def lacks(self, grain: str, name: str, element: int) -> bool:
        """Whether there is no value."""
        spot = self.own(grain, element)
        if self.has_few(grain, name):
            self.at(grain, name, element)
        elif not any(self.is_read(what, grain, name, spot) for what in ("at", "sign")):
            every = reads.of_column(grain, name, reads.lacking)
            read = spot.read(lambda view, own: view.lacks(grain, name, own), every)
            self.read(("lacks", grain, name, spot.number, spot.ledger), read)
        return self.plain.lacks(grain, name, element)

    def sign(self, grain: str, name: str, element: int) -> int | None:
        """-1 for a number below 0, 1 for all other values, None where there is none."""
        spot = self.own(grain, element)
        if self.has_few(grain, name):
            self.at(grain, name, element)
        elif not self.is_read("at", grain, name, spot):
            every = reads.of_column(grain, name, reads.signs)
            read = spot.read(lambda view, own: view.sign(grain, name, own), every)
            self.read(("sign", grain, name, spot.number, spot.ledger), read)
        return self.plain.sign(grain, name, element)

    def meets(self, cell: Cell, grain: str, name: str, element: int) -> bool:
        """Whether a cell holds for a value."""
        spot = self.own(grain, element)
        if self.has_few(grain, name):
            self.at(grain, name, element)
        elif not isinstance(cell, AnyValue) and not self.is_read("at", grain, name, spot):
            every = reads.of_column(grain, name, reads.meeting(cell))
            read = spot.read(lambda view, own: view.meets(cell, grain, name, own), every)
            self.read(("meets", grain, name, spot.number, spot.ledger, cell), read)
        return self.plain.meets(cell, grain, name, element)

    def told(self, grain: str, name: str, element: int) -> str:
        """A hole for the value."""
        spot, column = self.own(grain, element), self.column(name, grain)
        hole = text_of(spot, grain, name, lambda value: show(value, column))
        return self.hole(("told", grain, name, spot.number, spot.ledger), hole)

    def told_words(self, grain: str, name: str, element: int, column: Column) -> str:
        """A hole for the value."""
        spot = self.own(grain, element)
        hole = text_of(spot, grain, name, lambda value: value_words(value, column))
        return self.hole(("told words", grain, name, spot.number, spot.ledger), hole)

    def told_money(self, name: str) -> str:
        """A hole for the amount."""
        column = self.column(name)
        hole = text_of(OWN, UNIT_GRAIN, name, lambda value: money(value, column))
        return self.hole(("told money", name), hole)

    # ------------------------------------------------------------ the unit and its rows

    @property
    def name(self) -> str:
        """A hole for the name."""
        every = reads.of_units(lambda unit: inside(unit.name))
        return self.hole(("name",), OWN.read(lambda view, own: inside(view.name), every))

    @property
    def category(self) -> str:
        """The category, which other units have to have too."""
        every = reads.of_units(lambda unit: unit.category)
        self.read(("category",), OWN.read(lambda view, own: view.category, every))
        return self.plain.category

    def belongs(self, groups: Iterable[str]) -> bool:
        """Whether one of these is the unit, its category or its series."""
        asked = tuple(groups)
        every = reads.of_units(lambda unit: belongs(unit, asked))
        self.read(("belongs", asked), OWN.read(lambda view, own: view.belongs(asked), every))
        return self.plain.belongs(asked)

    def rows(self, ledger: str) -> Sequence[int]:
        """The unit's rows; other units have to have as many."""
        if ledger == UNIT_GRAIN:
            self.doubts.append("a ledger that is called as the units are")
        read = OWN.read(lambda view, own: len(view.rows(ledger)), reads.row_counts(ledger))
        self.read(("rows", ledger), read)
        return self.plain.rows(ledger)

    def line(self, ledger: str, row: int) -> int:
        """The line, which is a hole where it is written."""
        spot = self.own(ledger, row)
        found = Line(self.plain.line(ledger, row))
        ident = ("line", ledger, spot.number, spot.ledger)
        self.hole(ident, spot.read(lambda view, own: b"%d" % view.line(ledger, own), reads.lines_of(ledger)))
        found.hole = self.holes[ident][0]
        return found

    def cells(self, ledger: str, row: int) -> tuple[str, ...]:
        """One hole for all cells; in data they are not told."""
        return (self.hole(("cells", ledger, self.own(ledger, row).number), None),)

    def telling(self, ledger: str, row: int, make: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """One hole for the cells that tell a row from others; in data they are not told."""
        return (self.hole(("telling", ledger, self.own(ledger, row).number), None),)

    # ------------------------------------------------------------ traces

    def fired(self, table: Table, element: int) -> tuple[int, ...]:
        """The rows of a table that fired."""
        spot = self.own(table.grain, element)
        read = spot.read(
            lambda view, own: view.fired(table, own), reads.fired_rows_of(table.name, table.grain)
        )
        self.read(("fired", table.grain, table.name, spot.number, spot.ledger), read)
        return self.plain.fired(table, element)

    def counted(self, step: str, ledger: str, row: int) -> int | None:
        """What a row gave in a gathering step."""
        spot = self.own(ledger, row)
        read = spot.read(lambda view, own: view.counted(step, ledger, own), reads.counted_of(step, ledger))
        self.read(("counted", step, ledger, spot.number, spot.ledger), read)
        return self.plain.counted(step, ledger, row)

    def before(self, step: str) -> int:
        """What there was before a limit."""
        self.read(("before", step), OWN.read(lambda view, own: view.before(step), reads.before_of(step)))
        return self.plain.before(step)

    def winner(self, step: str, row: int) -> int | None:
        """The row that counts in the place of another one, on which nobody may rely."""
        self.doubts.append("another row")
        return self.plain.winner(step, row)

    def absorbed(self, step: str, ledger: str, row: int) -> bool:
        """Whether another row counts in the place of this one."""
        spot = self.own(ledger, row)
        read = spot.read(lambda view, own: view.absorbed(step, ledger, own), reads.absorbed_of(step, ledger))
        self.read(("absorbed", step, ledger, spot.number, spot.ledger), read)
        return self.plain.absorbed(step, ledger, row)

    # ------------------------------------------------------------ what is told by itself

    def holds(self, ident: Ident, look: Callable[[View], bool]) -> bool:
        """Whether something holds of the unit's series."""
        self.read(("holds", *ident), OWN.read(lambda view, own: look(view), reads.of_series(look)))
        return look(self.plain)

    def apart(self, ident: Ident, tell: Callable[[View], str]) -> str:
        """A hole for a text that is told for each unit by itself."""
        return self.hole(("apart", *ident), OWN.read(lambda view, own: inside(tell(view))))

    def apart_series(self, ident: Ident, tell: Callable[[View], str]) -> str:
        """A hole for a text that is told for each series by itself."""

        def text(view: View) -> bytes:
            return inside(tell(view))

        return self.hole(("apart", *ident), OWN.read(lambda view, own: text(view), reads.of_series(text)))

    def apart_row(self, ident: Ident, ledger: str, row: int, tell: Callable[[View, int], str]) -> str:
        """A hole for a text that is told for each row by itself."""
        spot = self.own(ledger, row)
        hole = spot.read(lambda view, own: inside(tell(view, own)))
        return self.hole(("apart", *ident, ledger, spot.number, spot.ledger), hole)

    def entries(self, ident: Ident, ledger: str, tell: Tell) -> tuple[RowEntry, ...]:
        """What became of the unit's rows; those of other units have to have fared alike, one by one."""
        found = [self.entry(ident, ledger, row, tell) for row in self.rows(ledger)]
        return tuple(entry for entry in found if entry is not None)

    def entry(self, ident: Ident, ledger: str, row: int, tell: Tell) -> RowEntry | None:
        """What became of a row: holes for its texts; other units' rows have to have fared alike."""
        kept, spot = self.memory(ident, ledger, tell), self.own(ledger, row)
        outline = spot.read(kept.outline)
        self.read(("entry", *ident, ledger, spot.number), outline)
        found = kept.told(self.plain, row)
        if found is None:
            return None
        about = ("entry", *ident, ledger, spot.number)

        def part(what: str) -> str:
            return self.hole((*about, what), spot.read(lambda view, own: kept.part(view, own, what)))

        self.hole(about, spot.read(kept.whole))
        return HeldEntry(
            found.table,
            self.line(ledger, row),
            found.status,
            None if found.points is None else part("points"),
            part("why") if found.why else "",
            # Of cells only that matters which entries of one row tell the same ones.
            (self.hole((*found.cells, ledger, spot.number), None),),
            part("value") if found.value else "",
            self.holes[about][0],
        )

    # ------------------------------------------------------------ texts

    def distinct(self, texts: Sequence[str]) -> Sequence[int]:
        """The places of these texts, of equal ones only the first; a doubt where it hangs on holes."""
        kept = self.plain.distinct(texts)
        for place, first in enumerate(kept):
            for other in kept[:place]:
                if not differ(texts[first], texts[other]):
                    self.doubts.append("texts that may be equal")
        return kept


@frozen(eq=False)
class RowRecorder(Recorder):
    """As ``Recorder``, for what is told of one row: ``own_row`` of ``ledger``."""

    ledger: str
    own_row: int

    @property
    def row(self) -> int:
        """The row of which an entry is told."""
        return self.own_row

    def own(self, grain: str, element: int) -> Spot:
        """The row itself, or the unit."""
        if grain == self.ledger and element == self.own_row:
            return reads.this_row(grain)
        if grain != UNIT_GRAIN or element != self.index:
            self.doubts.append("another element")
        return OWN


def _same(values: Sequence[Value]) -> Sequence[Key]:
    return values
