"""The list of units, exact numbers and their roundings, as chapter 一 of the source lays them down."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Row = Mapping[str, str]
Ledgers = Mapping[str, Sequence[Row]]

CITY = ("东湖区", "西岭区", "南浦区")
COUNTY = ("云岫县", "石堰县", "柳塘县", "沙渚县", "松坞县", "麦岭县")
PARK = "白鹭产业园"
RANKED = CITY + COUNTY
UNITS = (*RANKED, PARK)
WAN = 10_000


def group_of(unit: str) -> str:
    """Give the group of a unit: 一（一）."""
    if unit == PARK:
        return "园区"
    return "城区组" if unit in CITY else "县域组"


def peers_of(unit: str) -> tuple[str, ...]:
    """Give the units that a unit is ranked with; the park borrows 城区组 as its base: 一（一）, 二（一）1."""
    return COUNTY if unit in COUNTY else CITY


def number(text: str) -> Fraction:
    """Read a number; a percentage becomes a ratio."""
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text)


def optional(text: str) -> Fraction | None:
    """Read an optional cell; an empty one is no data."""
    return number(text) if text else None


def half_up(value: Fraction) -> Fraction:
    """Keep two decimals, half up, by absolute value for negatives: 一（四）."""
    cents = int(abs(value) * 100 + Fraction(1, 2))
    return Fraction(cents if value >= 0 else -cents, 100)


def cut(value: Fraction) -> Fraction:
    """Keep two decimals and drop the rest, for values not below zero: 六（二）, 六（三）, 六（四）."""
    return Fraction(int(value * 100), 100)


def plain(value: Fraction) -> str:
    """Write a number of at most two decimals without needless zeros."""
    cents = value * 100
    assert cents.denominator == 1
    whole, rest = divmod(abs(cents.numerator), 100)
    text = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def plain_or_none(value: Fraction | None) -> str | None:
    """Write a number, or keep the absence of one."""
    return None if value is None else plain(value)


def rows_of(ledgers: Ledgers, name: str, unit: str) -> list[Row]:
    """Give the rows of one unit in a ledger."""
    return [row for row in ledgers[name] if row["单位"] == unit]


def yearly(ledgers: Ledgers, unit: str) -> Row:
    """Give the one row of a unit in 年度情况."""
    return next(row for row in ledgers["年度情况"] if row["单位"] == unit)


def average(values: Sequence[Fraction]) -> Fraction:
    """Give the arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def streak_at(flags: Sequence[bool], index: int) -> int:
    """Count how many consecutive true flags end at an index."""
    length = 0
    while index - length >= 0 and flags[index - length]:
        length += 1
    return length
