"""Values of a table's inputs as a small table, with what its rows give for them."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.diagnostic import Witness
from perfeval.tables.cells import Value, show_value
from perfeval.tables.model import Column, Kind, Model, Table
from perfeval.tables.phrases import output_words


def vector_of(
    model: Model, table: Table, values: Sequence[Value | None], rows: Sequence[int] = ()
) -> Witness:
    """The values, and for each of ``rows`` its clause and what it gives."""
    shown = [
        (name, _shown(model.columns[table.grain, name], value))
        for name, value in zip(table.inputs, values, strict=True)
        if (table.grain, name) in model.columns
    ]
    given = [(f"→ 【{table.rows[row].clause}】", _given(model, table, row)) for row in rows]
    return Witness(("情形", "取值"), (*shown, *given))


def _shown(column: Column, value: Value | None) -> str:
    if value is None:
        return "没有"
    return show_value(value, column.places) + (column.unit if column.kind is Kind.NUMBER else "")


def _given(model: Model, table: Table, row: int) -> str:
    outputs = [output_words(each, table.grain, model.columns) for each in table.rows[row].outputs]
    return "，".join(outputs)
