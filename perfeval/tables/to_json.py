"""Tables and steps as plain data, whole: numbers as decimal text, days as ISO text."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import asdict

from perfeval.quantity.number import plain
from perfeval.rulebook.expressions import Literal
from perfeval.tables import calculated
from perfeval.tables.cells import Among, AnyValue, Cell, Value
from perfeval.tables.expression_words import expression_words
from perfeval.tables.flow import writes
from perfeval.tables.model import (
    CapStep,
    Column,
    Fixed,
    FormulaStep,
    Gather,
    HighestRow,
    HitPolicy,
    LookupStep,
    Output,
    PlacesStep,
    RankStep,
    Row,
    Step,
    Table,
)
from perfeval.tables.phrases import grain_of, kind_of, output_words
from perfeval.tables.phrases_flow import Chart, Found, clauses_behind, origins, results_of, users
from perfeval.tables.phrases_pages import clause_note
from perfeval.tables.phrases_steps import decimals, places_by_series, step_sentences

VERSION = 1
_TYPES: dict[type, str] = {
    Table: "table",
    Gather: "gather",
    HighestRow: "highest",
    CapStep: "cap",
    FormulaStep: "formula",
    LookupStep: "lookup",
    RankStep: "rank",
    PlacesStep: "places",
    calculated.Spread: "spread",
    calculated.FilledStep: "filled",
    calculated.MatchStep: "match",
    calculated.RowsStep: "rows",
    calculated.GroupStep: "group",
    calculated.OrderStep: "order",
    calculated.BandsStep: "bands",
    calculated.ShareStep: "share",
    calculated.DaysStep: "days",
    calculated.DayPartStep: "day_part",
}
# Fields of calculated steps that every node has, or that are no setting.
_COMMON = ("name", "clause", "grain")
Data = dict[str, object]


def tables_to_json(chart: Chart, found: Found | None) -> Data:
    """``{"version": 1, "title", "readings", "tables": [...]}``: what was found, or for None all."""
    numbers = range(len(chart.model.nodes)) if found is None else found.numbers
    return {
        "version": VERSION,
        "title": chart.book.title,
        "readings": dict(chart.model.readings),
        "tables": [_node(chart, number) for number in numbers],
    }


def _node(chart: Chart, number: int) -> Data:
    node = chart.node(number)
    said: Data = {
        "number": number + 1,
        "name": node.name,
        "type": _TYPES[type(node)],
        "kind": kind_of(node),
        "grain": grain_of(node),
        "hit_policy": _hit_policy(node),
        "clauses": [_clause(chart, name) for name in clauses_behind(chart, number)],
        "reads": _reads(chart, number),
        "writes": [
            {"grain": grain, **_column(chart.model.columns[grain, name])} for grain, name in writes(node)
        ],
        "used_by": [user + 1 for user in users(chart, number)],
        "results": list(results_of(chart, number)),
    }
    if isinstance(node, Table):
        said["inputs"] = list(node.inputs)
        said["outputs"] = list(node.outputs)
        said["rows"] = [_row(chart, node, row) for row in node.rows]
        return said
    said["step"] = _step(chart, node)
    said["sentences"] = list(step_sentences(chart, number))
    return said


def _hit_policy(node: Table | Step) -> str | None:
    if isinstance(node, Table):
        return node.hit_policy.name
    return HitPolicy.COLLECT.name if isinstance(node, Gather) else None


def _clause(chart: Chart, name: str) -> Data:
    clause = chart.book.clause(name)
    assert clause is not None
    reading = None if clause.reading is None else clause.reading.name
    note = clause_note(chart, clause)
    return {"name": name, "citation": note.citation, "reading": reading, "quotes": list(note.quotes)}


def _reads(chart: Chart, number: int) -> list[Data]:
    """Where each group of columns comes from: a table's number, a ledger's name, or the roster."""
    return [
        {
            "columns": list(origin.columns),
            "from": {"table": origin.node + 1}
            if origin.node is not None
            else ({"roster": True} if origin.ledger is None else {"ledger": origin.ledger}),
        }
        for origin in origins(chart, number)
    ]


def _column(column: Column) -> Data:
    return {
        "column": column.name,
        "kind": column.kind.value,
        "unit": column.unit,
        "places": column.places,
        "values": list(column.values),
    }


# ---------------------------------------------------------------- rows


def _row(chart: Chart, table: Table, row: Row) -> Data:
    columns = chart.model.columns
    return {
        "cells": [
            cell_to_json(cell, columns[table.grain, name].places)
            for name, cell in zip(table.inputs, row.cells, strict=True)
        ],
        "outputs": [_output(chart, table, output) for output in row.outputs],
        "clause": row.clause,
        "item": row.item,
        "note": row.note,
    }


def cell_to_json(cell: Cell, places: int = 0) -> Data:
    """A cell as data: ``{"any": true}``, ``{"among": [...]}``, or a range with both ends.

    places: decimal places of the column's numbers, for values that stand alone.
    """
    if isinstance(cell, AnyValue):
        return {"any": True}
    if isinstance(cell, Among):
        return {"among": [_value(value, places) for value in cell.values]}
    return {
        "low": None if cell.low is None else _value(cell.low, cell.places),
        "low_included": cell.low_included,
        "high": None if cell.high is None else _value(cell.high, cell.places),
        "high_included": cell.high_included,
    }


def _value(value: Value, places: int) -> str | bool:
    if isinstance(value, bool | str):
        return value
    return value.isoformat() if isinstance(value, date) else plain(value, places)


def _output(chart: Chart, table: Table, output: Output) -> Data | None:
    """An output as text and kind; a written number with its exact value and unit as well."""
    if output is None:
        return None
    text = output_words(output, table.grain, chart.model.columns)
    if isinstance(output, Fixed):
        kind = "truth" if isinstance(output.value, bool) else "text"
        return {"kind": kind, "text": text, "value": output.value}
    if isinstance(output, Literal):
        return {"kind": "number", "text": text, "value": str(output.number), "unit": output.unit}
    return {"kind": "formula", "text": text}


# ---------------------------------------------------------------- steps


def _step(chart: Chart, step: Step) -> Data:
    """The settings of a step, as the model has them."""
    if isinstance(step, Gather):
        places = chart.model.columns[grain_of(step), step.name].places
        return {
            "ledger": step.ledger,
            "column": step.source,
            "aggregation": step.how.name,
            "winners": step.winners,
            "sign": step.sign,
            "limit": None if step.limit is None else plain(step.limit, places),
        }
    if isinstance(step, HighestRow):
        order = [{"column": column, "prefer": value} for column, value in step.order]
        return {"ledger": step.ledger, "key": step.key, "by": list(step.by), "order": order}
    if isinstance(step, CapStep):
        return _cap(step)
    if isinstance(step, FormulaStep):
        return {"formula": expression_words(step.expression, step.grain, chart.model.columns)}
    if isinstance(step, LookupStep):
        return {"ledger": step.ledger, "key": step.key, "wanted": step.wanted, "column": step.value}
    if isinstance(step, RankStep):
        return {"by": step.by, "groups": list(step.groups), "taking_part": step.taking_part}
    if isinstance(step, calculated.CalculatedStep):
        return _calculated(chart, step)
    return _places(chart, step)


def _calculated(chart: Chart, step: calculated.CalculatedStep) -> Data:
    """The settings as the step has them: days as ISO text, the size of a share as decimal text."""
    settings = asdict(step, recurse=False)
    if isinstance(step, calculated.ShareStep):
        settings["step"] = plain(step.step, chart.model.columns[step.grain, step.name].places)
    if isinstance(step, calculated.BandsStep):
        settings["bands"] = [_band(*band) for band in step.bands]
    return {name: _setting(value) for name, value in settings.items() if name not in _COMMON}


def _band(word: str, share: tuple[int, int] | None, rate: bool) -> Data:
    """One band: its word, and its share of the members or their number (None: all others)."""
    if share is None:
        return {"word": word, "rate": None, "number": None}
    shown = plain(share[0], decimals(share[1]))
    return {"word": word, "rate": shown if rate else None, "number": None if rate else shown}


def _setting(value: object) -> object:
    """A setting as plain data."""
    if isinstance(value, tuple | list):
        return [_setting(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _cap(step: CapStep) -> Data:
    rows: Data | None = None
    if step.rows is not None:
        ledger, picks, gathers = step.rows
        rows = {"ledger": ledger, "picked_by": picks, "counted_by": list(gathers)}
    return {
        "sign": step.sign,
        "limit": plain(step.limit, step.places),
        "members": list(step.members),
        "rows": rows,
        "inner": list(step.inner),
    }


def _places(chart: Chart, step: PlacesStep) -> Data:
    return {
        "grade": step.grade,
        "by": step.by,
        "taking_part": step.taking_part,
        "shares": [
            {
                "series": list(share.series),
                "number": share.number,
                "rate": None if share.rate is None else plain(share.rate[0], decimals(share.rate[1])),
            }
            for share in step.shares
        ],
        "places": [
            {"series": each.series, "units": each.units, "exact": each.exact, "places": each.places}
            for each in places_by_series(chart, step)
        ],
        "rounding": None if step.rounding is None else step.rounding.value,
        "all_tied_in": step.all_tied_in,
        "cancelled": step.cancelled,
        "pass_down": step.pass_down,
    }
