"""What the queries give -> an outcome with the columns and traces of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from perfeval.evaluate.held import NOTHING_GIVEN, Held
from perfeval.evaluate.outcome import (
    CapTrace,
    CountedTrace,
    GatherTrace,
    HighestTrace,
    Outcome,
    PlacesTrace,
    SeriesPlaces,
    TableTrace,
    Trace,
    Value,
    Values,
)
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.sql.loading import Population
from perfeval.sql.lowering import Lowered
from perfeval.sql.tables import MASK_BITS
from perfeval.sql.traces import Capped, Counted, Fired, Gathered, Masks, Placed, Where, Winner
from perfeval.tables.flow import writes
from perfeval.tables.model import Fixed, Kind, PlacesStep, Table
from perfeval.tables.places import UNIT_GRAIN, Place

# The columns that a query has given, by grain and name.
Fetched = Mapping[tuple[str, str], Sequence[Value]]
Numbers = Sequence[int | None]


def outcomes_of(
    lowered: Lowered, populations: Sequence[Population], fetched: Fetched
) -> list[Outcome | None]:
    """The outcome of each population; None for one with which anything is wrong."""
    found: list[Outcome | None] = []
    start = dict.fromkeys((grain for grain, _ in fetched), 0)
    for book, facts in populations:
        sizes = {each: len(book.units) if each == UNIT_GRAIN else len(facts.tables[each]) for each in start}
        own = {
            (grain, name): list(values[start[grain] : start[grain] + sizes[grain]])
            for (grain, name), values in fetched.items()
        }
        start = {grain: number + sizes[grain] for grain, number in start.items()}
        wrong = any(each is not None for each in own[UNIT_GRAIN, lowered.wrong])
        found.append(None if wrong else outcome_of(lowered, book, facts, own))
    return found


def outcome_of(lowered: Lowered, book: RuleBook, facts: Facts, fetched: Fetched) -> Outcome:
    """The outcome of one population, of which everything has been fetched. book: with its units."""
    model = lowered.model
    held = Held(book, model, facts, None, NOTHING_GIVEN)
    columns: dict[Place, Values] = dict(held.columns)
    traces: dict[str, Trace] = {}
    for node in model.nodes:
        if node.name in lowered.traces:
            if isinstance(node, PlacesStep):
                traces[node.name] = _places(lowered, book, node, fetched)
            else:
                traces[node.name] = _trace(lowered.traces[node.name], facts, fetched)
        for place in writes(node):
            if model.columns[place].kind is Kind.LIST and isinstance(node, Table):
                trace = cast(TableTrace, traces[node.name])
                columns[place] = _lists(node, place[1], trace)
            else:
                columns[place] = fetched[place[0], lowered.columns[place]]
    for grain, name in lowered.columns:
        if (grain, name) not in columns and (UNIT_GRAIN, name) in columns:
            of_units = columns[UNIT_GRAIN, name]
            columns[grain, name] = [of_units[unit] for unit in held.row_units[grain]]
    return Outcome(book, model, facts, columns, traces)


def _lists(node: Table, name: str, trace: TableTrace) -> list[Value]:
    outputs = [row.outputs[node.outputs.index(name)] for row in node.rows]
    words = [str(output.value if isinstance(output, Fixed) else None) for output in outputs]
    return [tuple(dict.fromkeys(words[row] for row in rows)) for rows in trace.fired]


def _trace(where: Where, facts: Facts, fetched: Fetched) -> Trace:
    if isinstance(where, Fired):
        rows = cast(Numbers, fetched[where.grain, where.row])
        return TableTrace([() if row is None else (row - 1,) for row in rows])
    if isinstance(where, Masks):
        return TableTrace(_fired(where, fetched))
    if isinstance(where, Gathered):
        counted = cast(Numbers, fetched[where.ledger, where.counted])
        return GatherTrace(counted, cast(Sequence[int], fetched[UNIT_GRAIN, where.before]))
    if isinstance(where, Counted):
        return CountedTrace(cast(Numbers, fetched[where.ledger, where.counted]))
    if isinstance(where, Winner):
        lines = {line: row for row, line in enumerate(facts.tables[where.ledger].lines)}
        winners = cast(Numbers, fetched[where.ledger, where.line])
        return HighestTrace([None if line is None else lines[line] for line in winners])
    assert isinstance(where, Capped)
    return CapTrace(cast(Sequence[int], fetched[UNIT_GRAIN, where.before]))


def _fired(where: Masks, fetched: Fetched) -> list[tuple[int, ...]]:
    masks = [cast(Sequence[int], fetched[where.grain, mask]) for mask in where.masks]
    return [
        tuple(
            place * MASK_BITS + bit
            for place, mask in enumerate(each)
            for bit in range(mask.bit_length())
            if mask >> bit & 1
        )
        for each in zip(*masks, strict=True)
    ]


def _places(lowered: Lowered, book: RuleBook, step: PlacesStep, fetched: Fetched) -> PlacesTrace:
    where = lowered.traces[step.name]
    assert isinstance(where, Placed)
    rank, tied, size, places = (
        cast(Numbers, fetched[UNIT_GRAIN, column])
        for column in (where.rank, where.tied, where.size, where.places)
    )
    found: dict[str, SeriesPlaces] = {}
    for share in step.shares:
        for series in share.series:
            units = [
                number
                for number, unit in enumerate(book.units)
                if unit.series == series and size[number] is not None
            ]
            if not units:
                continue
            exact = (share.number or 0, 1)
            if share.rate is not None:
                exact = (share.rate[0] * len(units), share.rate[1])
            considered = tuple(unit for unit in units if rank[unit] is not None)
            found[series] = SeriesPlaces(
                series,
                len(units),
                exact,
                cast(int, places[units[0]]),
                considered,
                {unit: cast(int, rank[unit]) for unit in considered},
                {unit: cast(int, tied[unit]) for unit in considered},
            )
    return PlacesTrace(found)
