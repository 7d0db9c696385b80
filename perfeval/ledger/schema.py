"""What a rule book says about its ledgers: columns, types, ranges, keys, who must have a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import evolve, field, frozen

from perfeval.quantity.number import MAX_DIGITS, MAX_PLACES, Number, plain, power_of_ten, times_ten
from perfeval.source.text import Span

UNIT_COLUMN = "单位"
# The most decimal places that any column is kept at: a percentage of four places as a fraction.
WIDEST_PLACES = MAX_PLACES + 2


class ColumnType(Enum):
    """The types of cells; the value is the wording of the rule language."""

    INTEGER = "整数"
    COUNT = "个数"
    POINTS = "分"
    YUAN = "元"
    WAN = "万元"
    DECIMAL = "数"
    PERCENT = "百分数"
    DATE = "日期"
    YEAR = "年度"
    BOOL = "是否"
    TEXT = "文字"
    GRADE = "等次"
    ENUM = "取值"

    @property
    def is_number(self) -> bool:
        """Whether cells are numbers that rules can count with."""
        return self in (ColumnType.INTEGER, ColumnType.COUNT) or self.written_places > 0

    @property
    def written_places(self) -> int:
        """Decimal places that a cell may be written with."""
        return MAX_PLACES if self in _FINE else 0

    @property
    def power(self) -> int:
        """What is kept is what is written times ten to this power: 万元 is kept as 元, 85% as 0.85."""
        return _POWERS.get(self, 0)

    @property
    def places(self) -> int:
        """Decimal places at which cells are kept as scaled integers."""
        return self.written_places - self.power

    @property
    def greatest(self) -> int:
        """The greatest number that a cell can hold, as the scaled integer that is kept."""
        return power_of_ten(MAX_DIGITS + self.written_places) - 1


_FINE = (ColumnType.POINTS, ColumnType.YUAN, ColumnType.WAN, ColumnType.DECIMAL, ColumnType.PERCENT)
_POWERS = {ColumnType.WAN: 4, ColumnType.PERCENT: -2}
_UNITS = {ColumnType.POINTS: "分", ColumnType.YUAN: "元", ColumnType.WAN: "元", ColumnType.PERCENT: "%"}


@frozen
class FillIn:
    """Where ``column`` holds ``value``, the cell has to be ``number``, as kept (结果为合格的填0)."""

    column: str
    value: str
    number: Number


@frozen
class Column:
    """One column of a ledger.

    values: what an ENUM or GRADE cell may hold, in order of declaration (highest first where
    ``ordered``). low, high: inclusive ends of the range of a number, in what is kept (a range of
    万元 in 元, of 百分数 in fractions). low_column, high_column: another column of the same row that
    the number may not be below or above. optional: whether a cell may be empty, which is no data and
    never 0. unit: what the number counts: 分, 元, %, 人 ...; empty for mere numbers and for others.
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
    optional: bool = field(default=False, kw_only=True)
    unit: str = field(kw_only=True)

    @unit.default
    def _unit_of_type(self) -> str:
        return _UNITS.get(self.type, "")

    @property
    def places(self) -> int:
        """Decimal places at which cells are kept as scaled integers."""
        return self.type.places

    @property
    def ends(self) -> tuple[int | None, int | None]:
        """The least and the greatest scaled integer within the range; None where it is open."""
        finer = power_of_ten(WIDEST_PLACES - self.places)
        low = None if self.low is None else -(-self.low.scaled(WIDEST_PLACES) // finer)
        high = None if self.high is None else self.high.scaled(WIDEST_PLACES) // finer
        return low, high

    @property
    def wording(self) -> str:
        """The type as the rule language writes it; of counts their unit."""
        return self.unit if self.type is ColumnType.COUNT else self.type.value

    def written(self, number: Number) -> str:
        """A kept number as a cell of this column would write it: 0.855 as 85.5%, 125000 as 12.5."""
        sign = "%" if self.type is ColumnType.PERCENT else ""
        return f"{times_ten(number, -self.type.power)}{sign}"

    def cell_text(self, value: int) -> str:
        """The cell that is read as ``value``, a scaled integer as tables hold it."""
        if self.type.power:
            return self.written(Number(value, self.places))
        return plain(value, self.places)


@frozen
class Ledger:
    """One ledger: a CSV file ``<name>.csv`` whose first column is 单位.

    per_unit: at most one row a unit.  key: with 单位, what may occur only once (empty: no key).
    required: each unit must have a row, save those in ``excepted``; the file itself is then required.
    shared: rows are about no unit (不分单位): the file has no column 单位.
    """

    name: str
    columns: tuple[Column, ...]
    per_unit: bool = False
    key: tuple[str, ...] = ()
    required: bool = False
    excepted: tuple[str, ...] = ()
    span: Span | None = field(default=None, eq=False)
    shared: bool = field(default=False, kw_only=True)

    @property
    def file_columns(self) -> tuple[str, ...]:
        """The columns of its file, in the order of the schema."""
        own = tuple(column.name for column in self.columns)
        return own if self.shared else (UNIT_COLUMN, *own)

    @property
    def is_calendar(self) -> bool:
        """Whether it says of days whether they are working days: about no unit, a date and yes or no."""
        types = [column.type for column in self.columns[:2]]
        return self.shared and types == [ColumnType.DATE, ColumnType.BOOL]

    def column(self, name: str) -> Column | None:
        """The column with this name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@frozen
class Schema:
    """All ledgers of a rule book, and the units (in roster order) that rows may be about.

    roster: the ledger whose rows are units; None where the rule book lists all itself. listed: the
    units beside a roster that the rule book lists itself.
    """

    ledgers: tuple[Ledger, ...]
    units: tuple[str, ...]
    roster: str | None = None
    listed: tuple[str, ...] = ()

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
