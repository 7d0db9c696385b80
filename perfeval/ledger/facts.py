"""Facts as they were read: for each ledger its rows, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

# A cell: a number scaled by its column's places, a text or value, a truth, or a day.
CellValue = int | str | bool | date


@frozen(eq=False)
class Table:
    """The rows of one ledger, stored by column.

    units: for each row the unit it is about. lines: for each row its line in the file (header 1).
    columns: column name -> cells, one a row; numbers are integers scaled by ``ColumnType.places``.
    populations: for each row the number of the population of its unit; empty where there is one.
    """

    ledger: str
    units: tuple[str, ...]
    lines: tuple[int, ...]
    columns: Mapping[str, tuple[CellValue | None, ...]]
    populations: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.units)


@frozen(eq=False)
class Facts:
    """All ledgers of one evaluation; every ledger of the schema is present, perhaps without rows."""

    tables: Mapping[str, Table]
