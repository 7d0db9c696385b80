"""What differs between databases; all else is the same text."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from perfeval.sql.expression import Type


@frozen(eq=False)
class Dialect:
    """How one database writes what the others write otherwise.

    The forms take ``{0}`` and ``{1}``. backslash: whether it means something inside a text.
    materialized: the word behind AS that keeps a stage from being computed again and again; in_line:
    the word for one that only one other reads. temporary: what makes a table or view for the time of a
    connection.
    """

    name: str
    quote: str
    types: Mapping[Type, str]
    whole: str
    wide_whole: str
    bit: str
    days_between: str
    next_day: str
    materialized: str = ""
    in_line: str = ""
    backslash: bool = False
    narrow: bool = False
    temporary: str = "CREATE TEMP"


DUCKDB = Dialect(
    name="duckdb",
    quote='"',
    types={
        Type.ROW: "INTEGER",
        Type.NUMBER: "BIGINT",
        Type.WIDE: "HUGEINT",
        Type.TEXT: "VARCHAR",
        Type.TRUTH: "BOOLEAN",
        Type.DAY: "DATE",
    },
    whole="({0} // {1})",
    wide_whole="({0} // {1})",
    bit="(({0} >> {1}) & 1) = 1",
    days_between="({1} - {0})",
    next_day="({0} + 1)",
    narrow=True,
    temporary="CREATE OR REPLACE TEMP",
)
POSTGRES = Dialect(
    name="postgres",
    quote='"',
    types={
        Type.ROW: "integer",
        Type.NUMBER: "bigint",
        Type.WIDE: "numeric",
        Type.TEXT: "text",
        Type.TRUTH: "boolean",
        Type.DAY: "date",
    },
    whole="CAST(DIV({0}, {1}) AS bigint)",
    wide_whole="DIV({0}, {1})",
    bit="(({0} >> {1}) & 1) = 1",
    days_between="({1} - {0})",
    next_day="({0} + 1)",
    materialized="MATERIALIZED ",
    in_line="NOT MATERIALIZED ",
)
SPARK = Dialect(
    name="spark",
    quote="`",
    types={
        Type.ROW: "INT",
        Type.NUMBER: "BIGINT",
        Type.WIDE: "DECIMAL(38, 0)",
        Type.TEXT: "STRING",
        Type.TRUTH: "BOOLEAN",
        Type.DAY: "DATE",
    },
    whole="({0} DIV {1})",
    wide_whole="CAST({0} DIV {1} AS DECIMAL(38, 0))",
    bit="(SHIFTRIGHT({0}, {1}) & 1) = 1",
    days_between="DATEDIFF({1}, {0})",
    next_day="DATE_ADD({0}, 1)",
    backslash=True,
)
DIALECTS = {each.name: each for each in (DUCKDB, POSTGRES, SPARK)}
