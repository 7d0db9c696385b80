"""Findings of the ledger pass about files, headers, rows and units: PE601 to PE617, PE630 to PE633."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity
from perfeval.diagnostics.suggest import nearest
from perfeval.ledger.blanks import BLANKS, name_of_blank
from perfeval.ledger.names import reason
from perfeval.ledger.schema import UNIT_COLUMN, Column, Ledger
from perfeval.source.fold import fold
from perfeval.source.lookalike import first_difference, same_looking
from perfeval.source.visible import code_point, visible

MAX_EXPECTED = 5
_LONGEST_QUOTE = 40
_MOST_LINES = 10  # of those that a finding names
_SAVE_AGAIN = "用 Excel 或 WPS 打开它，另存为“CSV UTF-8（逗号分隔）”。"
_QUOTING = "格子里有逗号或双引号的，整格用英文双引号括起来，里面的双引号写两个。"


def quote(text: str | None) -> str:
    """What the user wrote, in “ ”; hidden characters spelt out, the tail of a long text left out."""
    shown = visible(text or "")
    return f"“{shown[:_LONGEST_QUOTE]}…”" if len(shown) > _LONGEST_QUOTE else f"“{shown}”"


@lru_cache(maxsize=1024)
def near_miss(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that was probably meant; one that differs in width only goes before all others."""
    folded = fold(word)
    if folded != word and folded in known:
        return folded
    return nearest(word, known)


def _is_it(near: str | None) -> str:
    return f"，是不是“{near}”？" if near is not None else ""


# ---------------------------------------------------------------- files


def missing_file(where: Cell, ledger: Ledger, near: str | None) -> Diagnostic:
    """PE601: a ledger that must be there has no file; near: a file that may be it."""
    header = ",".join(ledger.file_columns)
    hint = f"建立“{where.file}”，表头写：{header}。"
    if near is not None:
        hint = f"如果“{near}”就是它，把文件名改为“{where.file}”。"
    return Diagnostic("PE601", f"缺少台账文件“{where.file}”", where, (where.file,), hint)


def unknown_file(where: Cell, near: str | None, known: Sequence[str]) -> Diagnostic:
    """PE602: a CSV file whose name is no ledger's; near and known are names of files."""
    hint = "不是台账的，移出这个文件夹；是台账的，文件名要与台账名一字不差。"
    if near is not None:
        hint = f"把文件名改为“{near}”；不是台账的，移出这个文件夹。"
    expected = (near,) if near is not None else tuple(known[:MAX_EXPECTED])
    return Diagnostic("PE602", f"没有台账叫{quote(where.file)}{_is_it(near)}", where, expected, hint)


def workbook(where: Cell) -> Diagnostic:
    """PE603: an Excel file under the name of a CSV file."""
    message = "这是 Excel 工作簿，只是文件名写成了 .csv"
    return Diagnostic("PE603", message, where, ("CSV 文件",), _SAVE_AGAIN)


def workbook_only(where: Cell, ledger: str) -> Diagnostic:
    """PE618: a ledger is there as a workbook but not as CSV; its rows would be missed in silence."""
    message = f"“{where.file}”是工作簿，不会读；又没有“{ledger}.csv”"
    return Diagnostic("PE618", message, where, (f"{ledger}.csv",), _SAVE_AGAIN)


def parquet_unread(where: Cell) -> Diagnostic:
    """PE658: a ledger as a Parquet file, for a command that reads CSV only; its rows would be missed."""
    message = f"“{where.file}”是 Parquet 文件，这个命令不读"
    hint = "导出成 CSV；perfeval eval 可以读 Parquet。"
    return Diagnostic("PE658", message, where, (), hint)


def both_forms(where: Cell, ledger: str, other: str) -> Diagnostic:
    """PE657: a ledger that is there twice, in two forms."""
    message = f"台账“{ledger}”有两份：“{where.file}”和“{other}”"
    return Diagnostic("PE657", message, where, (), "只留一份。")


def utf16(where: Cell) -> Diagnostic:
    """PE604: UTF-16, which Excel calls Unicode text."""
    message = "文件的编码是 UTF-16（Excel 叫“Unicode 文本”），读不了"
    return Diagnostic("PE604", message, where, ("UTF-8", "GB18030"), _SAVE_AGAIN)


def nul(where: Cell) -> Diagnostic:
    """PE605: a zero byte."""
    message = "这一行有空字节（NUL），文件不是文字，或已损坏"
    return Diagnostic("PE605", message, where, ("UTF-8", "GB18030"), _SAVE_AGAIN)


def damaged_utf8(where: Cell) -> Diagnostic:
    """PE606: UTF-8, but for some bytes."""
    message = "文件的编码是 UTF-8，但这一行有损坏的字节"
    hint = f"找到这一行的乱码，改正后保存；或者{_SAVE_AGAIN}"
    return Diagnostic("PE606", message, where, ("UTF-8", "GB18030"), hint)


def unknown_encoding(where: Cell) -> Diagnostic:
    """PE606: neither UTF-8 nor GB18030, first seen in this line."""
    message = "文件的编码既不是 UTF-8，也不是 GB18030，从这一行起读不出文字"
    return Diagnostic("PE606", message, where, ("UTF-8", "GB18030"), _SAVE_AGAIN)


def no_header(where: Cell, names: Sequence[str]) -> Diagnostic:
    """PE607: nothing in the file."""
    hint = f"第1行写表头：{','.join(names)}；没有记录的，只留表头。"
    return Diagnostic("PE607", "文件是空的，连表头也没有", where, tuple(names[:MAX_EXPECTED]), hint)


def not_a_header(where: Cell, names: Sequence[str], header_line: int | None) -> Diagnostic:
    """PE608: a first line without any known column; header_line: where the header seems to stand."""
    hint = f"第1行应为表头：{','.join(names)}。"
    if header_line is not None:
        hint = f"表头像是在第{header_line}行，删去它上面的各行。"
    return Diagnostic("PE608", "这一行不是表头，里面没有一个栏名", where, tuple(names[:MAX_EXPECTED]), hint)


def wrong_separator(where: Cell, mark: str) -> Diagnostic:
    """PE609: columns kept apart by something other than a comma."""
    shown = "制表符" if mark == "\t" else f"“{mark}”"
    message = f"栏与栏之间用的是{shown}，应为英文逗号"
    hint = f"另存为逗号分隔的 CSV，或把分隔用的{shown}全部换成英文逗号“,”。"
    return Diagnostic("PE609", message, where, ("英文逗号“,”",), hint)


# ---------------------------------------------------------------- headers and rows


def missing_column(where: Cell, near: str | None) -> Diagnostic:
    """PE610: a column that the ledger has and the header lacks; near: a stray name in the header."""
    name = where.column or ""
    hint = f"在表头加上“{name}”，并把这一栏填好。"
    if near is not None:
        hint = f"如果表头的{quote(near)}就是它，改为“{name}”。"
    return Diagnostic("PE610", f"表头缺少“{name}”这一栏", where, (name,), hint)


def repeated_column(where: Cell) -> Diagnostic:
    """PE611: a column that stands in the header more than once."""
    hint = "只留一栏；两栏内容不同的，先核对哪一栏是对的。"
    return Diagnostic("PE611", f"表头里“{where.column}”这一栏重复了", where, (), hint)


def unknown_column(where: Cell, near: str | None, missing: Sequence[str]) -> Diagnostic:
    """PE612: a column that the ledger does not have; missing: the columns not found in the header."""
    hint = f"改为“{near}”。" if near is not None else "删去这一栏，或把栏名改为规则附件里的写法。"
    if where.column == UNIT_COLUMN:
        hint = "这个台账不分单位，删去这一栏。"
    expected = (near,) if near is not None else tuple(missing[:MAX_EXPECTED])
    message = f"这个台账没有{quote(where.value)}这一栏{_is_it(near)}"
    return Diagnostic("PE612", message, where, expected, hint)


def unnamed_column(where: Cell, number: int) -> Diagnostic:
    """PE613: a header cell without a name; number: its place, from 1."""
    hint = "写上栏名；多余的空栏，连同下面各行末尾的逗号一起删去。"
    return Diagnostic("PE613", f"表头第{number}栏没有栏名", where, (), hint)


def wrong_number_of_cells(where: Cell, found: Sequence[str], width: int) -> Diagnostic:
    """PE614: a row with more or fewer cells than the header."""
    hint = f"查一查是不是多了或少了英文逗号；{_QUOTING}"
    if len(found) < width and any(mark in cell for cell in found for mark in "，；;\t"):
        hint = "格子之间要用英文逗号“,”，不能用全角逗号、分号或制表符。"
    message = f"这一行有{len(found)}格，表头有{width}栏"
    return Diagnostic("PE614", message, where, (f"{width}格",), hint)


def empty_row(where: Cell) -> Diagnostic:
    """PE615: a row whose cells are all empty."""
    return Diagnostic("PE615", "这一行的格子全是空的", where, (), "删去这一行。")


def stray_quote(where: Cell) -> Diagnostic:
    """PE616: double quotes that do not pair."""
    return Diagnostic("PE616", "这一行的英文双引号不成对", where, (), _QUOTING)


def endless_cell(where: Cell, size: int, limit: int) -> Diagnostic:
    """PE617: a cell beyond the limit of letters."""
    hint = "缩短内容；格子之间要用英文逗号隔开。"
    return Diagnostic("PE617", f"这一行有一格太长：{size}字，上限是{limit}字", where, (), hint)


# ---------------------------------------------------------------- limits


def too_large(where: Cell, size: int, limit: int) -> Diagnostic:
    """PE619: more bytes than are read; size: how many were found before reading stopped."""
    message = f"文件太大：有{size}字节以上，上限是{limit}字节（{limit // 1_048_576} MB）"
    hint = "看看是不是放错了文件；内容确实多的，分成几份。"
    return Diagnostic("PE619", message, where, (), hint)


def too_many_rows(where: Cell, lines: int, limit: int) -> Diagnostic:
    """PE634: more lines than a ledger may have rows; the header is one more."""
    message = f"文件有{lines}行，台账的上限是表头和{limit}行记录"
    return Diagnostic("PE634", message, where, (), "删去末尾的空行，或只留评估用得着的记录。")


def too_many_cells(where: Cell, cells: int, limit: int) -> Diagnostic:
    """PE634: a row with more cells than any ledger has columns."""
    hint = "删去多余的栏；看看是不是一格里的逗号没有用双引号括起来。"
    return Diagnostic("PE634", f"这一行有{cells}格，上限是{limit}格", where, (), hint)


def and_more(where: Cell, count: int) -> Diagnostic:
    """PE639: findings of a file that are counted only."""
    hint = "先改好列出的，再运行一次。"
    return Diagnostic("PE639", f"这个文件还有{count}处问题，没有列出", where, (), hint)


def stopped(where: Cell) -> Diagnostic:
    """PE639: a file with so many broken rows that reading stopped."""
    hint = "先改好列出的，再运行一次。"
    return Diagnostic("PE639", "坏的行太多，从这一行起没有再读", where, (), hint)


# ---------------------------------------------------------------- what is hardly meant


def looks_like(where: Cell, word: str, known: Sequence[str]) -> Diagnostic | None:
    """PE635: a word that looks like a declared one but is written with other characters."""
    other = same_looking(word, known)
    if other is None:
        return None
    written, wanted = first_difference(word, other)
    if written and wanted:
        how = f"字符 {code_point(written)}，应为 {code_point(wanted)}"
    else:
        how = f"多一个{_called(written)}" if written else f"少一个{_called(wanted)}"
    message = f"{quote(word)}的写法和“{other}”不同（{how}）"
    return Diagnostic("PE635", message, where, (other,), f"删去这一格，重新输入“{other}”。")


def looks_equal(where: Cell, text: str, other: str, earlier: int) -> Diagnostic:
    """PE638: two texts of one unit that look the same; ``other`` stands in the line ``earlier``."""
    one, two = first_difference(text, other)
    if one and two:
        how = f"字符 {code_point(one)} 和 {code_point(two)}"
    else:
        how = f"这里多一个{_called(one)}" if one else f"第{earlier}行的多一个{_called(two)}"
    message = f"{quote(text)}和第{earlier}行的{quote(other)}看起来一样，写法不同（{how}）"
    hint = "是同一项的，改成同一种写法，否则按两项计。"
    return Diagnostic("PE638", message, where, (), hint, Severity.WARNING)


def _called(char: str) -> str:
    return name_of_blank(char) if char.isspace() else f"字符 {code_point(char)}"


def equal_rows(where: Cell, lines: Sequence[int]) -> Diagnostic:
    """PE636: rows equal in every cell, told at the second; lines: of all of them."""
    first, *others = lines
    if len(others) == 1:
        hint = f"核对第{first}行和这一行：是同一件事的，删去一行，否则计两次。"
        return Diagnostic("PE636", f"这一行和第{first}行完全相同", where, (), hint, Severity.WARNING)
    shown = "、".join(str(line) for line in lines[:_MOST_LINES])
    more = f"等{len(lines)}行" if len(lines) > _MOST_LINES else "行"
    message = f"第{shown}{more}完全相同"
    hint = f"逐行核对：是同一件事的，只留一行，否则计{len(lines)}次。"
    return Diagnostic("PE636", message, where, (), hint, Severity.WARNING)


def far_year(where: Cell, text: str, year: int) -> Diagnostic:
    """PE637: a day or year far from the evaluation year."""
    message = f"{quote(text)}离评估年度{year}年太远"
    hint = "看看年份是不是写错了；确实没有错的，不用改。"
    return Diagnostic("PE637", message, where, (), hint, Severity.WARNING)


# ---------------------------------------------------------------- units and keys


def unknown_unit(where: Cell, column: Column) -> Diagnostic:
    """PE630: a unit that the roster lacks; the roster is in ``column.values``."""
    name = (where.value or "").strip(BLANKS)
    alike = looks_like(where, name, column.values)
    if alike is not None:
        return alike
    near = near_miss(name, column.values)
    hint = "单位名称要与规则里的名单一字不差。"
    if near is not None:
        hint = f"改为“{near}”；确是新的单位，先写进规则里的名单。"
    message = f"没有{quote(name)}这个单位{_is_it(near)}"
    return Diagnostic("PE630", message, where, (near,) if near is not None else (), hint)


def repeated_unit(where: Cell, earlier: int) -> Diagnostic:
    """PE631: a second row of a unit where one is allowed; earlier: the line of the first."""
    name = (where.value or "").strip(BLANKS)
    message = f"{quote(name)}已在第{earlier}行，一个单位只能有一行"
    return Diagnostic("PE631", message, where, (), f"核对第{earlier}行和这一行，只留一行。")


def repeated_key(where: Cell, unit: str, key: Sequence[tuple[str, str]], earlier: int) -> Diagnostic:
    """PE632: a second row with the same key; key: its columns with what is written there.

    unit: empty where rows are about no unit.
    """
    shown = "、".join(f"“{column}”为{quote(value)}" for column, value in key)
    of = f"“{unit}”的" if unit else ""
    message = f"{of}{shown}，已在第{earlier}行，只能有一行"
    return Diagnostic("PE632", message, where, (), f"核对第{earlier}行和这一行，只留一行。")


def missing_unit(where: Cell, ledger: Ledger) -> Diagnostic:
    """PE633: a unit of the roster without a row in a ledger that asks for one."""
    but = f"除{'、'.join(ledger.excepted)}外，" if ledger.excepted else ""
    message = f"缺少“{where.value}”的一行"
    hint = f"补上这一行：{but}每个单位都要有。"
    return Diagnostic("PE633", message, where, (), hint)


def odd_name(where: Cell, column: Column) -> Diagnostic:
    """PE641: in the ledger that is the roster, something that can hardly be the name of a unit."""
    name = (where.value or "").strip(BLANKS)
    why, hint = reason(name) or ("不像单位的名称", "核对这一格。")
    return Diagnostic("PE641", f"{quote(name)}{why}", where, ("单位的名称",), hint)


def listed_unit(where: Cell, column: Column) -> Diagnostic:
    """PE641: in the ledger that is the roster, a unit that the rule book lists itself."""
    name = (where.value or "").strip(BLANKS)
    message = f"{quote(name)}已经列在规则书的名单里"
    return Diagnostic("PE641", message, where, (), "删去这一行；同名的另一个单位，换个分得清的名称。")


def no_roster(where: Cell) -> Diagnostic:
    """PE642: the ledger that is the roster has no row, so that nobody is evaluated."""
    hint = "一个单位写一行，把全部单位写上。"
    return Diagnostic("PE642", "名册里一个单位也没有", where, ("单位的名称",), hint)
