"""One unit's view of an outcome: its values, its ledger rows, and why a table row did not fire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import field, frozen

from perfeval.evaluate.outcome import (
    CapTrace,
    CountedTrace,
    GatherTrace,
    HighestTrace,
    Outcome,
    TableTrace,
    Value,
)
from perfeval.evaluate.records import result_names
from perfeval.evaluate.tables import elements_that_meet
from perfeval.explain.account import RowEntry
from perfeval.explain.plan import Plan
from perfeval.explain.scene import Scene, scene_of
from perfeval.ledger.schema import Ledger
from perfeval.quantity.number import plain
from perfeval.quantity.units import RATE
from perfeval.rulebook.book import Clause, RuleBook, Unit
from perfeval.rulebook.conditions import RowSet
from perfeval.tables.cells import Among, Cell, Range, show_value
from perfeval.tables.model import Column, Kind, Model, Node, Table
from perfeval.tables.phrases_values import bounds_words, number_words, value_words
from perfeval.tables.places import UNIT_GRAIN

# A cell of a table that does not hold for an element: column, cell, the table's grain, element.
Failure = tuple[str, Cell, str, int]


def _scene(outcome: Outcome | Scene) -> Scene:
    return outcome if isinstance(outcome, Scene) else scene_of(outcome)


@frozen(eq=False)
class View:
    """The outcome as it concerns the unit with number ``index`` in the roster.

    What one clause gives is told by ``at``, ``rows`` and the other methods alone wherever it can be:
    such an account is known for every unit for which these give the same (see ``Recorder``).
    """

    _scene: Scene = field(alias="outcome", converter=_scene)
    index: int

    @property
    def scene(self) -> Scene:
        """What the outcome's units have in common."""
        return self._scene

    @property
    def outcome(self) -> Outcome:
        """The whole outcome."""
        return self._scene.outcome

    @property
    def book(self) -> RuleBook:
        """The rule book, with the units of this outcome."""
        return self._scene.outcome.book

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self._scene.outcome.book.units[self.index]

    # ------------------------------------------------------------ what is the same for all units

    @property
    def model(self) -> Model:
        """The model."""
        return self._scene.outcome.model

    @property
    def plan(self) -> Plan:
        """The model, looked up once."""
        return self._scene.plan

    def clause(self, name: str | None) -> Clause | None:
        """The clause of the book with this name, or None."""
        return None if name is None else self._scene.clauses.get(name)

    def chosen(self, clause: Clause) -> str | None:
        """The option under which the clause is read; None where it has no readings."""
        return None if clause.reading is None else self.model.readings[clause.reading.name]

    def nodes(self, clause: Clause) -> tuple[Node, ...]:
        """The tables and steps that a clause (alone or with others) is behind."""
        return self.plan.of_clause.get(clause.name, ())

    def schema(self, ledger: str) -> Ledger:
        """What the book says of a ledger."""
        return next(each for each in self._scene.outcome.book.schema.ledgers if each.name == ledger)

    @property
    def result_names(self) -> tuple[str, ...]:
        """The fields of a record."""
        return self._scene.once(("results",), lambda: result_names(self._scene.outcome))

    def column(self, name: str, grain: str = UNIT_GRAIN) -> Column:
        """What is known of a column."""
        return self.model.columns[grain, name]

    # ------------------------------------------------------------ what the unit is

    @property
    def name(self) -> str:
        """The unit's name, to be put into a text."""
        return self.unit.name

    @property
    def category(self) -> str:
        """The unit's category."""
        return self.unit.category

    def belongs(self, groups: Iterable[str]) -> bool:
        """Whether one of these is the unit, its category or its series."""
        return belongs(self.unit, groups)

    def concerns(self, rows: RowSet) -> bool:
        """Whether the row set is about units such as this one."""
        return not rows.groups or self.belongs(rows.groups)

    # ------------------------------------------------------------ values

    def at(self, grain: str, name: str, element: int) -> Value:
        """The value of a column for the unit or one of its rows; what only the unit has is the unit's."""
        values = self._scene.columns[grain, name]
        if values is not None:
            return values[element]
        return None if grain == UNIT_GRAIN else self.at(UNIT_GRAIN, name, self.index)

    def lacks(self, grain: str, name: str, element: int) -> bool:
        """Whether there is no value."""
        return self.at(grain, name, element) is None

    def sign(self, grain: str, name: str, element: int) -> int | None:
        """-1 for a number below 0, 1 for all other values, None where there is none."""
        return sign(self.at(grain, name, element))

    def meets(self, cell: Cell, grain: str, name: str, element: int) -> bool:
        """Whether a cell holds for a value."""
        return bool(elements_that_meet(cell, [self.at(grain, name, element)], [0]))

    def told(self, grain: str, name: str, element: int) -> str:
        """The value of a column with its unit (5分), only to be put into a text."""
        return show(self.at(grain, name, element), self.model.columns[grain, name])

    def told_words(self, grain: str, name: str, element: int, column: Column) -> str:
        """The same, as ``value_words`` writes it."""
        return value_words(self.at(grain, name, element), column)

    def told_money(self, name: str) -> str:
        """An amount of the unit without 元, only to be put into a text."""
        return money(self.value(name), self.column(name))

    def value(self, name: str, index: int | None = None) -> Value:
        """The value of a column of units, for this unit or another."""
        values = self._scene.columns[UNIT_GRAIN, name]
        return None if values is None else values[self.index if index is None else index]

    def shown(self, name: str, index: int | None = None) -> str:
        """The value of a column of units with its unit, only to be put into a text."""
        return self.told(UNIT_GRAIN, name, self.index if index is None else index)

    # ------------------------------------------------------------ rows

    def rows(self, ledger: str) -> Sequence[int]:
        """The numbers of this unit's rows in a ledger, in the order of the file."""
        return self._scene.rows(ledger)[self.index]

    def line(self, ledger: str, row: int) -> int:
        """The line of a row in its file (the header is line 1), only to be put into a text."""
        return self._scene.outcome.facts.tables[ledger].lines[row]

    def cells(self, ledger: str, row: int) -> tuple[str, ...]:
        """The cells of a row as text."""
        table = self._scene.outcome.facts.tables[ledger]
        return tuple(show(values[row], self.column(name, ledger)) for name, values in table.columns.items())

    def telling(self, ledger: str, row: int, make: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What tells a row from others, as ``make`` finds it."""
        return make()

    # ------------------------------------------------------------ traces

    def fired(self, table: Table, element: int) -> tuple[int, ...]:
        """The rows of a table that fired for an element."""
        return self._scene.outcome.table_trace(table.name).fired[element]

    def counted(self, step: str, ledger: str, row: int) -> int | None:
        """What a row gave in a gathering step; None where it did not count."""
        trace = self._scene.outcome.traces[step]
        assert isinstance(trace, GatherTrace | CountedTrace)
        return trace.counted[row]

    def before(self, step: str) -> int:
        """What there was before the limit of a gathering step or a cap."""
        trace = self._scene.outcome.traces[step]
        assert isinstance(trace, GatherTrace | CapTrace)
        return trace.before[self.index]

    def winner(self, step: str, row: int) -> int | None:
        """The row that counts in the place of another one, or the row itself; None: neither counts."""
        trace = self._scene.outcome.traces[step]
        assert isinstance(trace, HighestTrace)
        return trace.winner[row]

    def absorbed(self, step: str, ledger: str, row: int) -> bool:
        """Whether another row counts in the place of this one."""
        return self.winner(step, row) not in (None, row)

    def failing(self, table: Table, number: int, element: int) -> list[Failure]:
        """The cells of a table's row that do not hold for an element."""
        return [
            (name, cell, table.grain, element)
            for name, cell in zip(table.inputs, table.rows[number].cells, strict=True)
            if not self.meets(cell, table.grain, name, element)
        ]

    def is_fired_known(self, table: str) -> bool:
        """Whether the trace of this name is that of one table."""
        return self.plan.is_single(table) and isinstance(self._scene.outcome.traces[table], TableTrace)

    # ------------------------------------------------------------ texts

    def holds(self, ident: tuple[object, ...], look: Callable[[View], bool]) -> bool:
        """Whether something holds of the unit's series; ident: what tells ``look`` from others."""
        return look(self)

    def entries(
        self, ident: tuple[object, ...], ledger: str, tell: Callable[[View, int], RowEntry | None]
    ) -> tuple[RowEntry, ...]:
        """What became of the unit's rows in a ledger under a clause, as far as it speaks of them.

        ident: what tells ``tell`` from others. tell: may look at the unit and the row, but only by the
        view that it is given.
        """
        found = [tell(self, row) for row in self.rows(ledger)]
        return tuple(entry for entry in found if entry is not None)

    def apart_row(
        self, ident: tuple[object, ...], ledger: str, row: int, tell: Callable[[View, int], str]
    ) -> str:
        """As ``apart``, of a row of the unit."""
        return tell(self, row)

    def apart(self, ident: tuple[object, ...], tell: Callable[[View], str]) -> str:
        """A text that is told of each unit by itself, only to be put into another one.

        ident: what tells it from other texts. tell: may look at the whole outcome, but only by the view
        that it is given.
        """
        return tell(self)

    def apart_series(self, ident: tuple[object, ...], tell: Callable[[View], str]) -> str:
        """As ``apart``, of a text that is the same for all units of a series."""
        return tell(self)

    def distinct(self, texts: Sequence[str]) -> Sequence[int]:
        """The places of these texts, of equal ones only the first."""
        first: dict[str, int] = {}
        for place, text in enumerate(texts):
            first.setdefault(text, place)
        return list(first.values())


def belongs(unit: Unit, groups: Iterable[str]) -> bool:
    """Whether one of these is the unit, its category or its series."""
    return any(group in (unit.name, unit.category, unit.series) for group in groups)


def sign(value: Value) -> int | None:
    """-1 for a number below 0, 1 for all other values, None where there is none."""
    if value is None:
        return None
    return -1 if isinstance(value, int) and value < 0 else 1


def show(value: Value, column: Column) -> str:
    """A value as text with its unit."""
    if value is None:
        return "无"
    if isinstance(value, tuple):
        return "、".join(value) or "无"
    if isinstance(value, int) and not isinstance(value, bool) and column.kind is Kind.NUMBER:
        if column.unit == RATE:
            return number_words(value, column.places, RATE)
        return plain(value, column.places) + column.unit
    return show_value(value)


def money(value: Value, column: Column) -> str:
    """An amount as text, without 元."""
    return show(value, column).removesuffix("元")


def why_not(view: View, failure: Failure) -> str:
    """Why a cell does not hold, in a few words: 级别为市级，不是国家级."""
    name, cell, grain, element = failure
    known = view.column(name, grain)
    counts = name.endswith("的次数")
    stem = name.removesuffix("的次数")
    if counts and isinstance(cell, Range) and cell.high is None:
        number = view.at(grain, name, element)
        return f"没有{stem}" if number == 0 else f"{stem}只有{number}次"
    if counts:
        return f"有{stem}"
    if view.lacks(grain, name, element):
        return f"没有{name}"
    actual = view.told(grain, name, element)
    if isinstance(cell, Among):
        if known.kind is Kind.BOOL:
            return f"{name}为{actual}"
        return f"{name}为{actual}，不是{'或'.join(show_value(each) for each in cell.values)}"
    return f"{name}为{actual}，{_outside(view, failure, known.unit)}"


def _outside(view: View, failure: Failure, unit: str) -> str:
    """On which side of a range a value lies: 不到700, 超过10."""
    name, cell, grain, element = failure
    assert isinstance(cell, Range)
    if unit == RATE:
        return f"不是{bounds_words(cell, unit)}"
    if cell.low is not None and cell.low == cell.high:
        return f"不是{show_value(cell.low, cell.places)}"
    above = Range(cell.low, cell.low_included, places=cell.places)
    if cell.low is not None and not view.meets(above, grain, name, element):
        low = show_value(cell.low, cell.places)
        return f"不到{low}" if cell.low_included else f"没有超过{low}"
    assert cell.high is not None
    high = show_value(cell.high, cell.places)
    return f"超过{high}" if cell.high_included else f"已到{high}"
