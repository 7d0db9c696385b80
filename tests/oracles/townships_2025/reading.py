"""What the rule book lists, and how cells and figures are read and written."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import floor

Row = dict[str, str]
Ledgers = Mapping[str, list[Row]]

GROUPS: dict[str, tuple[str, ...]] = {  # 一（一）
    "城郊组": ("青石镇", "东桥镇", "南浦镇", "石门镇"),
    "平原组": ("柳湾镇", "大圩镇", "永丰镇", "麦岗乡", "双河乡"),
    "山区组": ("云峰乡", "松溪乡", "岩头镇"),
}
UNITS: tuple[str, ...] = tuple(unit for members in GROUPS.values() for unit in members)
GROUP_OF: dict[str, str] = {unit: group for group, members in GROUPS.items() for unit in members}

YEAR_START = date(2025, 1, 1)  # 一（二）
YEAR_END = date(2025, 12, 31)


def number(cell: str) -> Fraction:
    """A plain figure: 12.5 is 25/2."""
    return Fraction(cell)


def points(cell: str) -> Fraction:
    """A percentage in percentage points: 85.5% is 171/2."""
    assert cell.endswith("%")
    return Fraction(cell[:-1])


def rounded(value: Fraction) -> Fraction:
    """Two decimals, half up (二); nothing negative with more decimals occurs."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def cut(value: Fraction) -> Fraction:
    """Two decimals, the rest dropped."""
    return Fraction(floor(value * 100), 100)


def written(value: Fraction) -> str:
    """A figure of at most two decimals as plain text, without needless zeros."""
    hundredths = value * 100
    assert hundredths.denominator == 1
    whole, part = divmod(abs(hundredths.numerator), 100)
    text = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def by_unit(ledgers: Ledgers, name: str) -> dict[str, Row]:
    """The rows of a ledger that has one row a unit."""
    return {row["单位"]: row for row in ledgers[name]}


def in_year(cell: str) -> bool:
    """Whether a date falls into the year under assessment (一（二）)."""
    return YEAR_START <= date.fromisoformat(cell) <= YEAR_END


def events(ledgers: Ledgers, name: str, unit: str, day: str) -> list[Row]:
    """The unit's rows of an event ledger whose date, in column `day`, counts (一（二）)."""
    return [row for row in ledgers[name] if row["单位"] == unit and in_year(row[day])]


def ranks(keys: Mapping[str, tuple[Fraction, ...]]) -> dict[str, int]:
    """Places from high to low; equals share a place and the next places stay empty."""
    return {unit: 1 + sum(other > key for other in keys.values()) for unit, key in keys.items()}
