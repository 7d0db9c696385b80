"""What a rule book says about its ledgers: columns, types, ranges, keys, who must have a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import evolve, field, frozen

from perfeval.quantity.number import MAX_PLACES, Number
from perfeval.source.text import Span

UNIT_COLUMN = "单位"


class ColumnType(Enum):
    """The types of cells; the value is the wording of the rule language."""

    INTEGER = "整数"
    POINTS = "分"
    YUAN = "元"
    DATE = "日期"
    YEAR = "年度"
    BOOL = "是否"
    TEXT = "文字"
    GRADE = "等次"
    ENUM = "取值"

    @property
    def is_number(self) -> bool:
        """Whether cells are numbers that rules can count with."""
        return self in (ColumnType.INTEGER, ColumnType.POINTS, ColumnType.YUAN)

    @property
    def places(self) -> int:
        """Decimal places at which cells are kept as scaled integers."""
        return MAX_PLACES if self in (ColumnType.POINTS, ColumnType.YUAN) else 0


@frozen
class FillIn:
    """Where ``column`` holds ``value``, the cell has to be ``number`` (结果为合格的填0)."""

    column: str
    value: str
    number: Number


@frozen
class Column:
    """One column of a ledger.

    values: what an ENUM or GRADE cell may hold, in order of declaration (highest first where
    ``ordered``). low, high: inclusive ends of the range of a number. low_column, high_column:
    another column of the same row that the number may not be below or above.
    """

    name: str
    type: ColumnType
    values: tuple[str, ...] = ()
    ordered: bool = False
    low: Number | None = None
    high: Number | None = None
    low_column: str | None = None
    high_column: str | None = None
    fill_in: FillIn | None = None
    span: Span | None = field(default=None, eq=False)


@frozen
class Ledger:
    """One ledger: a CSV file ``<name>.csv`` whose first column is 单位.

    per_unit: at most one row a unit.  key: with 单位, what may occur only once (empty: no key).
    required: each unit must have a row, save those in ``excepted``; the file itself is then required.
    """

    name: str
    columns: tuple[Column, ...]
    per_unit: bool = False
    key: tuple[str, ...] = ()
    required: bool = False
    excepted: tuple[str, ...] = ()
    span: Span | None = field(default=None, eq=False)

    def column(self, name: str) -> Column | None:
        """The column with this name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@frozen
class Schema:
    """All ledgers of a rule book, and the units (in roster order) that rows may be about."""

    ledgers: tuple[Ledger, ...]
    units: tuple[str, ...]

    def ledger(self, name: str) -> Ledger | None:
        """The ledger with this name, or None."""
        return next((ledger for ledger in self.ledgers if ledger.name == name), None)

    def with_highs(self, highs: Mapping[tuple[str, str], Number | None]) -> Schema:
        """The schema with other upper ends for these columns, by ledger and column."""
        if not highs:
            return self
        ledgers = tuple(
            evolve(
                ledger,
                columns=tuple(
                    evolve(column, high=highs.get((ledger.name, column.name), column.high))
                    for column in ledger.columns
                ),
            )
            for ledger in self.ledgers
        )
        return evolve(self, ledgers=ledgers)
