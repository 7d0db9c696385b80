"""An evaluation as far as it has got: its columns, what their elements are about, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.evaluate.formulas import Numbers, rescaled
from perfeval.evaluate.outcome import Trace, Value, Values
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Kind, Model
from perfeval.tables.places import UNIT_GRAIN, Place

# Values that are set outright: column -> number of the unit -> value.
Given = Mapping[Place, Mapping[int, Value]]
NOTHING_GIVEN: Given = {}


class Held:
    """One evaluation of all units of the book.

    populations: for each unit the number of the population that it is ranked in, where the units
    belong to several; these may lack units and facts, and a series is ranked only where it is
    whole. None: all units are one population, in which nothing may be missing.
    """

    def __init__(
        self, book: RuleBook, model: Model, facts: Facts, populations: Sequence[int] | None, given: Given
    ) -> None:
        self.book, self.model, self.facts, self.given = book, model, facts, given
        self.size = len(book.units)
        self.partial = populations is not None
        self.populations = [0] * self.size if populations is None else populations
        self.index = {(self.populations[number], unit.name): number for number, unit in enumerate(book.units)}
        self.columns: dict[Place, Values] = {}
        self.traces: dict[str, Trace] = {}
        self.found: list[tuple[int, Diagnostic]] = []
        # Findings about values that are missing, told when something is computed from them.
        self.delayed: dict[Place, dict[int, Diagnostic]] = {}
        # For each ledger the number of the unit that each row is about.
        self.row_units: dict[str, list[int]] = {}
        self.base()

    # ------------------------------------------------------------ columns

    def base(self) -> None:
        """Columns that are there before any node: roster, facts of units, rows of ledgers."""
        units = self.book.units
        self.columns[UNIT_GRAIN, "单位"] = [unit.name for unit in units]
        self.columns[UNIT_GRAIN, "类别"] = [unit.category for unit in units]
        self.columns[UNIT_GRAIN, "序列"] = [unit.series for unit in units]
        first: dict[int, int] = {}
        for number, population in enumerate(self.populations):
            first.setdefault(population, number)
        for ledger in self.book.schema.ledgers:
            table = self.facts.tables[ledger.name]
            populations = table.populations or [0] * len(table)
            pairs = zip(populations, table.units, strict=True)
            # Rows of a ledger without units are about none; the first of their population stands in.
            rows = [first.get(key[0], 0) if ledger.shared else self.index[key] for key in pairs]
            self.row_units[ledger.name] = rows
            for name, values in table.columns.items():
                self.columns[ledger.name, name] = values
                if ledger.per_unit:
                    spread: list[Value] = [None] * self.size
                    for row, unit in enumerate(rows):
                        spread[unit] = values[row]
                    self.columns[UNIT_GRAIN, name] = spread

    def column(self, grain: str, name: str) -> Values:
        """A column; what the roster says of units is spread over the rows of ledgers when asked for."""
        known = self.columns.get((grain, name))
        if known is None:
            of_units = self.columns[UNIT_GRAIN, name]
            known = [of_units[unit] for unit in self.row_units[grain]]
            self.columns[grain, name] = known
        return known

    def numbers(self, grain: str, name: str) -> Numbers:
        """A column of numbers that something is computed from; a list counts as how many names it has."""
        for element, finding in self.delayed.get((grain, name), {}).items():
            self.finding(self.units_of(grain)[element], finding)
        return self.plain_numbers(grain, name)

    def plain_numbers(self, grain: str, name: str) -> Numbers:
        """A column of numbers and its decimal places."""
        column = self.model.columns[grain, name]
        values = self.column(grain, name)
        if column.kind is Kind.LIST:
            return [len(cast(tuple[str, ...], value)) for value in values], 0
        return cast(Sequence[int | None], values), column.places

    def grain_size(self, grain: str) -> int:
        """How many elements a grain has."""
        return self.size if grain == UNIT_GRAIN else len(self.row_units[grain])

    def put(self, grain: str, name: str, numbers: Numbers) -> None:
        """Store numbers at the places that the column declares."""
        self.columns[grain, name] = rescaled(*numbers, self.model.columns[grain, name].places)

    # ------------------------------------------------------------ elements and findings

    def finding(self, unit: int, finding: Diagnostic) -> None:
        """Keep a finding about a unit."""
        self.found.append((self.populations[unit], finding))

    def delay(self, grain: str, name: str, element: int, finding: Diagnostic) -> None:
        """Keep a finding about a missing value, until something is computed from it."""
        self.delayed.setdefault((grain, name), {})[element] = finding

    def population(self, grain: str, element: int) -> int:
        """The population of an element of a grain."""
        unit = self.units_of(grain)[element]
        return self.populations[unit] if self.size else 0

    def units_of(self, grain: str) -> Sequence[int]:
        """For each element of a grain the number of the unit it is about."""
        return range(self.size) if grain == UNIT_GRAIN else self.row_units[grain]

    def is_shared(self, ledger: str) -> bool:
        """Whether the rows of a ledger are about no unit."""
        found = self.book.schema.ledger(ledger)
        return found is not None and found.shared

    def named(self, grain: str, element: int) -> str:
        """An element of a grain in words: the unit, with file and line of a row."""
        unit = self.book.units[self.units_of(grain)[element]].name
        if grain == UNIT_GRAIN:
            return unit
        return f"{unit}（{grain}.csv第{self.facts.tables[grain].lines[element]}行）"
