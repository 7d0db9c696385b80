"""The outcome of one population in the reference's own form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from perfeval.evaluate import outcome as o
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import RowsStep
from perfeval.tables.model import CapStep, Gather, HighestRow, Node, PlacesStep
from perfeval.tables.model import Table as DecisionTable
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.later import Later
from perfeval.vectors.series import exact_places
from perfeval.vectors.traces import CapBefore, CountedRows, FiredRows, GatheredRows, HighestRows, SeriesSeats
from perfeval.vectors.vector import Array, Vector

# What leaves a trace; other nodes may have the name of one of these, at another grain.
_TRACED = (DecisionTable, Gather, HighestRow, CapStep, PlacesStep, RowsStep)


def to_outcome(made: VectorOutcome, population: int) -> o.Outcome:
    """What the reference's ``run`` gives for one population of ``made``, in which nothing is wrong."""
    return _One(made, population).outcome()


class _One:
    """One population, element by element in the order of its files."""

    def __init__(self, made: VectorOutcome, population: int) -> None:
        self.made = made
        units = made.frames.units
        first, end = np.searchsorted(units.population, [population, population + 1]).tolist()
        self.first = first
        self.rows: dict[str, Array] = {}
        for name, frame in made.frames.ledgers.items():
            begin, behind = np.searchsorted(frame.unit, [first, end]).tolist()
            own = np.arange(begin, behind)
            self.rows[name] = own[np.argsort(frame.line[begin:behind], kind="stable")]
        # A ledger may be called 单位 too; its columns are then those of the units.
        self.places = {**self.rows, UNIT_GRAIN: np.arange(first, end)}

    def outcome(self) -> o.Outcome:
        facts = Facts({name: self.table(name) for name in self.made.frames.ledgers})
        columns = Later(self.made.columns, lambda place, vector: self.values(place[0], vector))
        nodes = {
            node.name: node
            for node in self.made.model.nodes
            if isinstance(node, _TRACED) and node.name in self.made.traces
        }
        traces = Later(nodes, lambda name, node: self.trace(node))
        return o.Outcome(self.book(), self.made.model, facts, columns, traces)

    def book(self) -> RuleBook:
        """The book with the units of this population."""
        book = self.made.book
        if self.made.frames.units.alike:
            return book
        names = self.values(UNIT_GRAIN, self.made.frames.units.columns["单位"])
        return book.with_roster(cast(list[str], names))

    def values(self, grain: str, vector: Vector) -> list[o.Value]:
        return vector.taken(self.places[grain]).to_values()

    def table(self, ledger: str) -> Table:
        frame, places = self.made.frames.ledgers[ledger], self.rows[ledger]
        names = self.made.frames.units.columns["单位"]
        found = self.made.book.schema.ledger(ledger)
        shared = found is not None and found.shared
        units = [""] * len(places) if shared else names.taken(frame.unit[places]).to_values()
        columns: Mapping[str, tuple[CellValue | None, ...]] = Later(
            frame.columns,
            lambda name, vector: cast(tuple[CellValue | None, ...], tuple(vector.taken(places).to_values())),
        )
        return Table(ledger, cast(tuple[str, ...], tuple(units)), tuple(frame.line[places].tolist()), columns)

    # ------------------------------------------------------------ traces

    def trace(self, node: Node) -> o.Trace:
        trace = self.made.traces[node.name]
        if isinstance(trace, FiredRows):
            assert isinstance(node, DecisionTable)
            index = trace.index[self.places[node.grain]].tolist()
            return o.TableTrace([trace.rows[number] for number in index])
        if isinstance(trace, GatheredRows):
            assert isinstance(node, Gather)
            counted = cast(list[int | None], self.values(node.ledger, trace.counted))
            return o.GatherTrace(counted, cast(list[int], self.values(UNIT_GRAIN, trace.before)))
        if isinstance(trace, CountedRows):
            return o.CountedTrace(cast(list[int | None], self.values(_ledger(node), trace.counted)))
        if isinstance(trace, HighestRows):
            assert isinstance(node, HighestRow)
            return self.highest(node, trace)
        if isinstance(trace, CapBefore):
            return o.CapTrace(cast(list[int], self.values(UNIT_GRAIN, trace.before)))
        assert isinstance(node, PlacesStep)
        return self.seats(node, trace)

    def highest(self, node: HighestRow, trace: HighestRows) -> o.HighestTrace:
        own = self.places[node.ledger]
        numbers = {place: number for number, place in enumerate(own.tolist())}
        winner = trace.winner[own].tolist()
        return o.HighestTrace([None if place < 0 else numbers[place] for place in winner])

    def seats(self, node: PlacesStep, trace: SeriesSeats) -> o.PlacesTrace:
        own = self.places[UNIT_GRAIN]
        units, seats = trace.units[own].tolist(), trace.places[own].tolist()
        considered, rank = trace.considered[own].tolist(), trace.rank[own].tolist()
        tied = trace.tied[own].tolist()
        names = self.values(UNIT_GRAIN, self.made.frames.units.columns["序列"])
        found: dict[str, o.SeriesPlaces] = {}
        for share in node.shares:
            for name in share.series:
                members = [unit for unit, series in enumerate(names) if series == name and units[unit]]
                if not members:
                    continue
                among = tuple(unit for unit in members if considered[unit])
                size = units[members[0]]
                found[name] = o.SeriesPlaces(
                    name,
                    size,
                    exact_places(share, size),
                    seats[members[0]],
                    among,
                    {unit: rank[unit] for unit in among},
                    {unit: tied[unit] for unit in among},
                )
        return o.PlacesTrace(found)


def _ledger(node: Node) -> str:
    """The ledger whose rows a figure counts."""
    assert isinstance(node, RowsStep)
    return node.ledger
