"""Columns of natural types as Spark's expressions: what ledgers keep of a cell, and whether it is none.

A number means what a CSV cell would say: 12.5 in a column of 万元 is 12.5 万元, 85.5 of 百分数 is 85.5%.
What exactly is wrong with a cell is not said here: the reader of ledgers words it for the few that are asked.
"""

from __future__ import annotations

import sys
from functools import cache

from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.limits import MAX_CELL
from perfeval.ledger.names import MAX_NAME, ODD_MARKS, SPACED, SUMS
from perfeval.ledger.schema import WIDEST_PLACES, Column, ColumnType, Ledger
from perfeval.quantity.number import MAX_DIGITS, power_of_ten
from perfeval.source.visible import is_hidden
from perfeval.sql.dialect import SPARK
from perfeval.sql.expression import Lit
from perfeval.sql.printer import Printer

_FIRST_YEAR, _LAST_YEAR = 1000, 9999
_FIRST_DAY, _LAST_DAY = "DATE '0001-01-01'", "DATE '9999-12-31'"
# Spark calls its types so; a decimal is told by its beginning.
_WHOLE = ("tinyint", "smallint", "int", "bigint")
_DECIMAL = "decimal("
_FLOATING = ("float", "double")
_TELLING = r"[\p{L}\p{N}]"


def quoted(name: str) -> str:
    """An identifier."""
    return Printer(SPARK).quoted(name)


def literal(value: int | str) -> str:
    """A number or a text."""
    return Printer(SPARK).text(Lit(value))


def is_floating(type_name: str) -> bool:
    """Whether a type of Spark keeps numbers that are not exact."""
    return type_name in _FLOATING


def is_fitting(column_type: ColumnType, type_name: str) -> bool:
    """Whether a type of Spark can hold the cells of a column exactly."""
    if column_type is ColumnType.BOOL:
        return type_name == "boolean"
    if column_type is ColumnType.DATE:
        return type_name == "date"
    if column_type is ColumnType.YEAR:
        return type_name in _WHOLE
    if column_type.is_number:
        return type_name in _WHOLE or type_name.startswith(_DECIMAL)
    return type_name == "string"


def kept(column: Column) -> str:
    """What is kept of a cell; NULL where there is nothing, or nothing that can be kept."""
    cell = quoted(column.name)
    if column.type is ColumnType.YEAR:
        return f"CASE WHEN {cell} BETWEEN {_FIRST_YEAR} AND {_LAST_YEAR} THEN CAST({cell} AS BIGINT) END"
    if column.type.is_number:
        places = column.type.written_places
        number = f"TRY_CAST({cell} AS DECIMAL({MAX_DIGITS + places}, {places}))"
        return f"CASE WHEN {number} = {cell} THEN CAST({number} * {power_of_ten(places)} AS BIGINT) END"
    if column.type in (ColumnType.BOOL, ColumnType.DATE):
        return cell
    return f"NULLIF({cell}, '')"


def faulty(ledger: Ledger, column: Column) -> str:
    """Whether a cell cannot be read, is empty and may not be, or does not go with others of its row.

    ``ledger`` has the column; what it keeps stands under the column's name, the cells as they are under
    the name that ``raw`` gives.
    """
    value, cell = quoted(column.name), quoted(raw(column.name))
    optional = column.optional and column.name not in ledger.key
    parts = [] if optional else [f"{value} IS NULL"]
    if optional:
        parts.append(f"({value} IS NULL AND {cell} IS NOT NULL{_written(column, cell)})")
    if column.type.is_number or column.type is ColumnType.YEAR:
        low, high = column.ends
        parts.extend([f"{value} < {low}"] if low is not None else [])
        parts.extend([f"{value} > {high}"] if high is not None else [])
    elif column.type is ColumnType.DATE:
        parts.append(f"{value} NOT BETWEEN {_FIRST_DAY} AND {_LAST_DAY}")
    elif column.type in (ColumnType.ENUM, ColumnType.GRADE):
        parts.append(f"{value} NOT IN ({', '.join(map(literal, column.values))})")
    elif column.type is ColumnType.TEXT:
        parts.append(unclean(value))
    parts.extend(_between(ledger, column))
    return " OR ".join(f"COALESCE({part}, FALSE)" for part in parts)


def raw(name: str) -> str:
    """Under which name the cells of a column stand beside what is kept of them."""
    return f"〔格〕{name}"


def _written(column: Column, cell: str) -> str:
    """Of texts, an empty one is nothing; all other types have no such thing."""
    return f" AND {cell} <> ''" if is_fitting(column.type, "string") else ""


def _between(ledger: Ledger, column: Column) -> list[str]:
    """What must hold between the cells of a row, and does not."""
    found = []
    for other_name, sign in ((column.low_column, "<"), (column.high_column, ">")):
        other = ledger.column(other_name) if other_name is not None else None
        if other is not None:
            found.append(f"{_wide(column)} {sign} {_wide(other)}")
    rule = column.fill_in
    if rule is not None:
        wanted = rule.number.scaled(WIDEST_PLACES)
        told = f"{quoted(rule.column)} = {literal(rule.value)}"
        found.append(f"({told} AND {_wide(column)} <> {wanted})")
    return found


def _wide(column: Column) -> str:
    scale = power_of_ten(WIDEST_PLACES - column.places)
    return f"CAST({quoted(column.name)} AS DECIMAL(20, 0)) * {scale}"


# ---------------------------------------------------------------- texts


def unclean(text: str) -> str:
    """Whether a text has something hidden in it or blanks around it, or is too long for a cell."""
    blanks = _class(BLANKS)
    pattern = f"^{blanks}|{blanks}$|{_hidden()}"
    return f"({text} RLIKE {literal(pattern)} OR LENGTH({text}) > {MAX_CELL})"


def odd_name(text: str) -> str:
    """Whether a text can hardly be the name of a unit."""
    parts = [
        f"LENGTH({text}) > {MAX_NAME}",
        f"{text} RLIKE {literal(ODD_MARKS.pattern)}",
        f"{text} IN ({', '.join(map(literal, SUMS))})",
        f"NOT {text} RLIKE {literal(_TELLING)}",
        f"{text} RLIKE {literal(SPACED.pattern)}",
        unclean(text),
    ]
    return f"({' OR '.join(parts)})"


def _class(chars: str) -> str:
    """A class of Java's regular expressions that has these characters."""
    return f"[{''.join(_code(ord(char)) for char in dict.fromkeys(chars))}]"


def _code(code: int) -> str:
    return f"\\x{{{code:X}}}"


@cache
def _hidden() -> str:
    """The class of all characters that must not be printed as they are, the lost one among them."""
    spans: list[tuple[int, int]] = []
    for code in range(sys.maxunicode + 1):
        if 0xD800 <= code < 0xE000 or not is_hidden(chr(code)):
            continue  # halves of characters cannot stand in UTF-8
        if spans and spans[-1][1] == code - 1:
            spans[-1] = spans[-1][0], code
        else:
            spans.append((code, code))
    return f"[{''.join(f'{_code(low)}-{_code(high)}' for low, high in spans)}]"
