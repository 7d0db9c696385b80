"""The facts of one draw as files of ledgers, so that any draw can be evaluated and explained."""

from __future__ import annotations

import csv
import io

from perfeval.ledger.facts import CellValue, Facts
from perfeval.ledger.schema import Column, Schema


def ledgers_of(schema: Schema, facts: Facts) -> dict[str, str]:
    """File name -> content, for every ledger of the schema; reading them gives these facts again.

    The lines of rows that do not count are left out, so rows may stand in other lines than in the draw.
    """
    files: dict[str, str] = {}
    for ledger in schema.ledgers:
        table = facts.tables[ledger.name]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(ledger.file_columns)
        cells = [[_cell(column, value) for value in table.columns[column.name]] for column in ledger.columns]
        columns = cells if ledger.shared else [list(table.units), *cells]
        writer.writerows(zip(*columns, strict=True))
        files[f"{ledger.name}.csv"] = text.getvalue()
    return files


def _cell(column: Column, value: CellValue | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return column.cell_text(value)
    return value if isinstance(value, str) else value.isoformat()
