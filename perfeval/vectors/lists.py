"""Steps that the reference itself does, on Python's own values.

These are the ones that no rule book has asked for: an order by words, and rows picked by comparing columns
of different kinds, a text with a number.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.evaluate.calculated import calculate
from perfeval.evaluate.outcome import CountedTrace, Trace, Values
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.vectors.held import Held
from perfeval.vectors.traces import CountedRows
from perfeval.vectors.vector import Array, numbers, vector_of


def run_in_lists(step: CalculatedStep, run: Held) -> None:
    """The column and the trace of a step, as the reference makes them."""
    lists = _Lists(run)
    made = calculate(step, lists)
    column = run.model.columns[step.grain, step.name]
    values = vector_of(column.kind, made, column.values)
    run.columns[step.grain, step.name] = values.taken(lists.back(step.grain))
    for name, trace in lists.traces.items():
        assert isinstance(trace, CountedTrace)
        ledger = lists.counted_in(step)
        run.traces[name] = CountedRows(numbers(trace.counted).taken(lists.back(ledger)))


class _Lists:
    """What the reference asks of an evaluation (``evaluate.columns.Columns``), from arrays.

    Rows stand in the order of their files here, since that decides between equal ones.
    """

    def __init__(self, held: Held) -> None:
        self.held = held
        self.size = held.size
        self.partial = False
        self.traces: dict[str, Trace] = {}
        self._columns: dict[Place, Values] = {}
        self._units: dict[str, list[int]] = {}
        self._order: dict[str, Array] = {}
        self._populations: list[int] = held.units.population.tolist()

    def counted_in(self, step: CalculatedStep) -> str:
        """The ledger whose rows a step counts."""
        return step.reads[0][0]

    def order(self, grain: str) -> Array:
        """The elements of a grain in the order of its file, population by population."""
        if grain not in self._order:
            if grain == UNIT_GRAIN:
                self._order[grain] = np.arange(self.size)
            else:
                frame = self.held.frames.ledgers[grain]
                self._order[grain] = np.lexsort((frame.line, self.held.units.population[frame.unit]))
        return self._order[grain]

    def back(self, grain: str) -> Array:
        """Where each element of a frame stands in that order."""
        order = self.order(grain)
        places: Array = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        return places

    def column(self, grain: str, name: str) -> Values:
        """The values of a column."""
        if (grain, name) not in self._columns:
            self._columns[grain, name] = self.held.column(grain, name).taken(self.order(grain)).to_values()
        return self._columns[grain, name]

    def population(self, grain: str, element: int) -> int:
        """The number of the population of an element."""
        return self._populations[self.units_of(grain)[element]] if self.size else 0

    def units_of(self, grain: str) -> Sequence[int]:
        """For each element of a grain the unit it is about."""
        if grain == UNIT_GRAIN:
            return range(self.size)
        if grain not in self._units:
            self._units[grain] = self.held.frames.ledgers[grain].unit[self.order(grain)].tolist()
        return self._units[grain]

    def is_shared(self, ledger: str) -> bool:
        """Whether the rows of a ledger are about no unit."""
        found = self.held.book.schema.ledger(ledger)
        return found is not None and found.shared

    def named(self, grain: str, element: int) -> str:
        """Nothing is said here: who is suspect is evaluated once more, alone."""
        return ""

    def delay(self, grain: str, name: str, element: int, finding: Diagnostic) -> None:
        """Note an element whose number is missing for a reason; whatever is computed from it is suspect."""
        own = self.order(grain)[element]
        self.held.delayed.setdefault((grain, name), []).append(own)

    def finding(self, unit: int, finding: Diagnostic) -> None:
        """Note that something is wrong in the population of a unit."""
        self.held.suspected[self._populations[unit]] = True
