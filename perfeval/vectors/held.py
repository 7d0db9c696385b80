"""An evaluation of all populations as far as it has got, in arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from attrs import frozen

from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Kind, Model
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.vectors import arithmetic as a
from perfeval.vectors.formulas import Scaled
from perfeval.vectors.frames import Frames, LedgerFrame
from perfeval.vectors.lookup import Indexes, Known
from perfeval.vectors.traces import VectorTrace
from perfeval.vectors.vector import Array, Truths, Vector


@frozen(eq=False)
class VectorOutcome:
    """All columns by grain and name, and the traces (if they were kept) by the name of the table or step.

    suspects: the populations in which something is wrong, rising; their columns mean nothing.
    """

    book: RuleBook
    model: Model
    frames: Frames
    columns: Mapping[Place, Vector]
    traces: Mapping[str, VectorTrace]
    suspects: tuple[int, ...]


@lru_cache(maxsize=16)
def _look_ups(model: Model) -> Known:
    """The look-ups of one model, which one part of its facts after the other needs."""
    return {}


class Held:
    """Columns and traces made so far, and the populations in which something is wrong.

    traced: whether traces are kept that no step needs.
    """

    def __init__(self, book: RuleBook, model: Model, frames: Frames, *, traced: bool = True) -> None:
        self.book, self.model, self.frames, self.traced = book, model, frames, traced
        self.units = frames.units
        self.size = len(frames.units)
        self.columns: dict[Place, Vector] = {}
        self.traces: dict[str, VectorTrace] = {}
        self.look_ups = _look_ups(model)
        self.class_indexes: Indexes = {}
        self.suspected: Truths = np.zeros(frames.units.count, dtype=np.bool_)
        # Elements whose number is missing for a reason that is told when something is computed from it.
        self.delayed: dict[Place, list[int]] = {}
        self._most: dict[str, int] = {}
        self._base()

    def _base(self) -> None:
        for name, vector in self.units.columns.items():
            self.columns[UNIT_GRAIN, name] = vector
        for ledger in self.book.schema.ledgers:
            frame = self.frames.ledgers[ledger.name]
            for name, vector in frame.columns.items():
                self.columns[ledger.name, name] = vector
                if ledger.per_unit:
                    self.columns[UNIT_GRAIN, name] = self._of_units(frame, vector)

    def _of_units(self, frame: LedgerFrame, vector: Vector) -> Vector:
        """What the one row of each unit says; missing for units without a row."""
        return vector if len(frame) == self.size else vector.spread(frame.unit, self.size)

    # ------------------------------------------------------------ columns

    def column(self, grain: str, name: str) -> Vector:
        """A column; what the roster says of units is spread over the rows of ledgers when asked for."""
        known = self.columns.get((grain, name))
        if known is None:
            known = self.columns[UNIT_GRAIN, name].taken(self.frames.ledgers[grain].unit)
            self.columns[grain, name] = known
        return known

    def numbers(self, grain: str, name: str) -> Scaled:
        """A column of numbers and its decimal places; a list counts as how many names it has."""
        if (grain, name) in self.delayed:
            self.suspect(grain, np.array(self.delayed[grain, name]))
        return self.plain_numbers(grain, name)

    def plain_numbers(self, grain: str, name: str) -> Scaled:
        """The same, of which only some elements may be looked at."""
        vector = self.column(grain, name)
        if vector.kind is Kind.LIST:
            counts = np.bitwise_count(vector.values)
            return a.column(counts, None, 0, len(vector.words)), 0
        return vector, self.model.columns[grain, name].places

    def put(self, grain: str, name: str, made: Scaled) -> None:
        """Store numbers at the places that the column declares."""
        self.columns[grain, name] = a.scaled(*made, self.model.columns[grain, name].places)

    def true(self, grain: str, name: str) -> Truths:
        """Where a column of truths is true; never where it is missing."""
        vector = self.column(grain, name)
        values: Truths = vector.values.astype(np.bool_, copy=False)
        return values if vector.present is None else values & vector.present

    def keep(self, name: str, trace: Callable[[], VectorTrace]) -> None:
        """Keep the trace of a table or step that nothing is computed from, if traces are wanted at all."""
        if self.traced:
            self.traces[name] = trace()

    # ------------------------------------------------------------ elements

    def grain_size(self, grain: str) -> int:
        """How many elements a grain has."""
        return self.size if grain == UNIT_GRAIN else len(self.frames.ledgers[grain])

    def most_rows(self, ledger: str) -> int:
        """How many rows of a ledger the unit with most of them has."""
        known = self._most.get(ledger)
        if known is None:
            known = np.bincount(self.frames.ledgers[ledger].unit).max(initial=0).item()
            self._most[ledger] = known
        return known

    def suspect(self, grain: str, elements: Array) -> None:
        """Note that something is wrong in the populations of these elements."""
        if len(elements):
            units: Any = elements if grain == UNIT_GRAIN else self.frames.ledgers[grain].unit[elements]
            self.suspected[self.units.population[units]] = True
