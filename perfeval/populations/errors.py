"""Findings about populations: PE653 and PE654."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.ledger.schema import Column, ColumnType
from perfeval.populations.keys import Key, shown


def unknown_population(
    where: Cell, names: Sequence[str], key: Key, first: str, known: Sequence[Key]
) -> Diagnostic:
    """PE653: rows of a population that the first ledger, which says what populations there are, lacks."""
    near = nearest("、".join(key), ["、".join(each) for each in known])
    meant = next((each for each in known if "、".join(each) == near), None)
    asked = f"，是不是{shown(names, meant)}？" if meant is not None else ""
    message = f"“{first}”里没有{shown(names, key)}{asked}"
    hint = f"写错了的，改正；确有其事的，在“{first}”里补上它的各行。"
    return Diagnostic("PE653", message, where, (shown(names, meant),) if meant is not None else (), hint)


def no_population(where: Cell, names: Sequence[str]) -> Diagnostic:
    """PE654: no row from which to learn what populations there are."""
    columns = "、".join(f"“{name}”" for name in names)
    message = f"一条记录也没有，不知道{columns}有哪些"
    return Diagnostic("PE654", message, where, (), f"把各单位的记录填上，每行写明{columns}。")


def unreadable_parquet(where: Cell) -> Diagnostic:
    """PE655: a file that is called Parquet and is none, or a damaged one."""
    message = "读不了：不是 Parquet 文件，或已损坏"
    return Diagnostic("PE655", message, where, ("Parquet 文件",), "重新导出这个文件。")


def wrong_type(where: Cell, column: Column, found: str, *, floating: bool) -> Diagnostic:
    """PE656: a Parquet column of a type that cannot hold its cells exactly, or not at all."""
    wanted = _TYPES.get(column.type, "字符串")
    message = f"“{column.name}”的类型是 {found}，应为{wanted}"
    hint = f"导出时把这一栏转换成{wanted}。"
    if floating:
        message = f"“{column.name}”的类型是浮点数（{found}），存不准小数"
        hint = f'导出时转换成十进制数，如 CAST("{column.name}" AS DECIMAL(13, 4))。'
    return Diagnostic("PE656", message, where, (wanted,), hint)


_NUMBER = "整数或 DECIMAL"
_TYPES = {
    ColumnType.INTEGER: "整数",
    ColumnType.COUNT: "整数",
    ColumnType.YEAR: "整数",
    ColumnType.POINTS: _NUMBER,
    ColumnType.YUAN: _NUMBER,
    ColumnType.WAN: _NUMBER,
    ColumnType.DECIMAL: _NUMBER,
    ColumnType.PERCENT: _NUMBER,
    ColumnType.BOOL: "布尔值或字符串",
    ColumnType.DATE: "日期（date32）或字符串",
}
