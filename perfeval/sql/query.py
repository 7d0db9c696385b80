"""The queries of a model: one for the units, one for the rows of each ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import frozen

from perfeval.sql.dialect import Dialect
from perfeval.sql.lowering import Lowered
from perfeval.sql.plan import LINE, POPULATION, UNIT, Output
from perfeval.sql.printer import Printer
from perfeval.sql.to_sql import final_text, query_text, stage_queries
from perfeval.sql.traces import columns_of
from perfeval.tables.flow import writes
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN, Place


@frozen
class Result:
    """One query, and the columns that it gives in order. grain: 单位, or a ledger whose rows they are of."""

    grain: str
    text: str
    outputs: tuple[Output, ...]


def unit_outputs(
    lowered: Lowered, wanted: Iterable[str] | None = None, *, traces: bool = True
) -> tuple[Output, ...]:
    """The columns of units: who it is, what is wrong if anything, results, traces.

    wanted: names of columns of the model; None: all that its tables and steps make.
    """
    names = [POPULATION, UNIT, "单位", lowered.wrong]
    made = [name for node in lowered.model.nodes for grain, name in writes(node) if grain == UNIT_GRAIN]
    names.extend(lowered.columns[UNIT_GRAIN, name] for name in (made if wanted is None else wanted))
    if traces:
        names.extend(_traces(lowered, UNIT_GRAIN))
    return _outputs(lowered, UNIT_GRAIN, names)


def row_outputs(lowered: Lowered, ledger: str, *, traces: bool = True) -> tuple[Output, ...]:
    """The columns of the rows of a ledger that the model makes, and their traces; empty where none are."""
    made = [name for node in lowered.model.nodes for grain, name in writes(node) if grain == ledger]
    names = [lowered.columns[ledger, name] for name in made]
    if traces:
        names.extend(_traces(lowered, ledger))
    return _outputs(lowered, ledger, [POPULATION, LINE, UNIT, *names]) if names else ()


def _traces(lowered: Lowered, grain: str) -> list[str]:
    found = [each for where in lowered.traces.values() for each in columns_of(where)]
    return [name for at, name in found if (at or UNIT_GRAIN) == grain]


def _outputs(lowered: Lowered, grain: str, names: Iterable[str]) -> tuple[Output, ...]:
    columns = lowered.plan.relations[grain].columns
    remarks = {
        column: _remark(lowered, place) for place, column in lowered.columns.items() if place[0] == grain
    }
    remarks[lowered.wrong] = columns[lowered.wrong].note if grain == UNIT_GRAIN else ""
    return tuple(Output(each, columns[each].type, remarks.get(each, "")) for each in dict.fromkeys(names))


def _remark(lowered: Lowered, place: Place) -> str:
    """What a number counts, and at how many decimal places."""
    column = lowered.model.columns.get(place)
    if column is None or column.kind is not Kind.NUMBER:
        return ""
    places = [f"末{column.places}位是小数"] if column.places else []
    return "，".join([*([column.unit] if column.unit else []), *places])


def unit_query(
    lowered: Lowered, dialect: Dialect, wanted: Iterable[str] | None = None, *, traces: bool = True
) -> Result:
    """The query for the units."""
    outputs = unit_outputs(lowered, wanted, traces=traces)
    return Result(UNIT_GRAIN, query_text(lowered.plan, UNIT_GRAIN, outputs, dialect), outputs)


def row_queries(lowered: Lowered, dialect: Dialect) -> tuple[Result, ...]:
    """The queries for the rows of ledgers that the model computes something of."""
    return tuple(
        Result(ledger, query_text(lowered.plan, ledger, outputs, dialect), outputs)
        for ledger, outputs in _of_ledgers(lowered).items()
    )


def _of_ledgers(lowered: Lowered) -> dict[str, tuple[Output, ...]]:
    """The columns of rows, by ledger, of those that have any."""
    found = {
        ledger.name: row_outputs(lowered, ledger.name)
        for ledger in lowered.book.schema.ledgers
        if ledger.name != UNIT_GRAIN
    }
    return {ledger: outputs for ledger, outputs in found.items() if outputs}


# ---------------------------------------------------------------- in steps


@frozen
class Staged:
    """The same queries in steps, so that what several of them read is computed once.

    statements: make, for the time of a connection, what ``results`` read.
    """

    statements: tuple[str, ...]
    results: tuple[Result, ...]


def staged(
    lowered: Lowered, dialect: Dialect, wanted: Iterable[str] | None = None, *, traces: bool = True
) -> Staged:
    """The queries for units and, with traces, for rows. wanted: see ``unit_outputs``."""
    goals = {UNIT_GRAIN: unit_outputs(lowered, wanted, traces=traces)}
    goals.update(_of_ledgers(lowered) if traces else {})
    stages = stage_queries(lowered.plan, goals, dialect)
    last = {stage.relation: stage for stage in stages}
    reads = Counter(name for stage in stages for name in stage.reads)
    reads.update(last[grain].name for grain in goals)
    quoted = Printer(dialect).quoted
    kinds = {stage.name: "TABLE" if reads[stage.name] > 1 else "VIEW" for stage in stages}
    statements = (
        f"{dialect.temporary} {kinds[stage.name]} {quoted(stage.name)} AS\n{stage.text}" for stage in stages
    )
    results = (
        Result(grain, final_text(last[grain].name, last[grain].keys, outputs, dialect), outputs)
        for grain, outputs in goals.items()
    )
    return Staged(tuple(statements), tuple(results))
