"""Findings of the ledger pass about single cells: PE620 to PE629.

The cell as it stands in the file is ``where.value``; messages quote it without its outer blanks.
"""

from __future__ import annotations

import re
from datetime import date

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger.blanks import BLANKS, name_of_blank
from perfeval.ledger.errors import MAX_EXPECTED, looks_like, near_miss, quote
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType
from perfeval.quantity.calendar import DATE_FORM, show_date
from perfeval.quantity.number import NUMBER_FORM, Number, read_number, times_ten
from perfeval.source.fold import fold
from perfeval.source.visible import hidden_character

_FORMS = {
    ColumnType.INTEGER: "整数，如 12",
    ColumnType.COUNT: "整数，如 12",
    ColumnType.POINTS: NUMBER_FORM,
    ColumnType.YUAN: NUMBER_FORM,
    ColumnType.WAN: "以万元为单位的数，小数至多4位，如 12.5",
    ColumnType.DECIMAL: NUMBER_FORM,
    ColumnType.PERCENT: "百分数，小数至多4位，如 85.5%",
    ColumnType.DATE: DATE_FORM,
    ColumnType.YEAR: "四位数字的年度，如 2012",
    ColumnType.TEXT: "文字",
}
_CHECK = "对照原始材料改正。"


def _word(where: Cell) -> str:
    return (where.value or "").strip(BLANKS)


def _expected(column: Column) -> tuple[str, ...]:
    if column.name == UNIT_COLUMN:
        return ("名单里的单位",)
    if column.type is ColumnType.BOOL:
        return ("是", "否")
    if column.type in (ColumnType.ENUM, ColumnType.GRADE):
        return column.values[:MAX_EXPECTED]
    return (_FORMS[column.type],)


# ---------------------------------------------------------------- any cell


def outer_blanks(where: Cell, column: Column) -> Diagnostic:
    """PE620: white space or zero-width characters around the value."""
    raw, word = where.value or "", _word(where)
    sides = []
    if raw.startswith(tuple(BLANKS)):
        sides.append(f"前面有{name_of_blank(raw[0])}")
    if raw.endswith(tuple(BLANKS)):
        sides.append(f"后面有{name_of_blank(raw[-1])}")
    message = f"{quote(word)}{'、'.join(sides)}"
    return Diagnostic("PE620", message, where, (word,), f"删去{quote(word)}前后看不见的字符。")


def empty_cell(where: Cell, column: Column) -> Diagnostic:
    """PE621: nothing in the cell, or nothing that can be seen."""
    only = f"，只有{name_of_blank(where.value[0])}" if where.value else ""
    hint = f"填上“{column.name}”；这一行多余的，删去整行。"
    if column.optional and only:
        hint = f"把这一格清空；“{column.name}”可以不填，不填就什么也不写。"
    return Diagnostic("PE621", f"“{column.name}”没有填{only}", where, _expected(column), hint)


def line_break(where: Cell, column: Column) -> Diagnostic:
    """PE622: a line break within the quotes of a cell."""
    hint = f"一格写在一行里；不是有意换行的，查一查第{where.line}行的双引号是不是少了一半。"
    return Diagnostic("PE622", f"“{column.name}”这一格里有换行", where, (), hint)


def hidden_in_cell(where: Cell, column: Column) -> Diagnostic:
    """PE622: a control character, one that steers the direction of text, or one that was lost."""
    name = name_of_blank(hidden_character(_word(where)) or "")
    message = f"“{column.name}”这一格里有{name}：{quote(_word(where))}"
    return Diagnostic("PE622", message, where, (), "删去这一格，重新输入，不要粘贴。")


# ---------------------------------------------------------------- numbers

_DIGITS_ONLY = "只写半角数字，不带单位、逗号和空格。"
# What is written that the strict form refuses: pattern, what is wrong, what to do if it cannot be
# mended. The first that fits counts; {} is the last group of the pattern.
_SLIPS = (
    (r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", "里有千分位的逗号", _DIGITS_ONLY),
    (r"[+-]?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+", "是科学计数法", "写出全部数字。"),
    (r"\+[0-9.]+", "前面多了加号", _DIGITS_ONLY),
    (r"-0+(?:\.0*)?", "在零前面多了负号", _DIGITS_ONLY),
    (r"-?0[0-9]+(?:\.[0-9]*)?", "开头多了零", _DIGITS_ONLY),
    (r"-?[0-9]+\.[0-9]{5,}", "的小数超过4位", "核对原始材料，小数至多写4位。"),
    (r"-?[0-9]{10,}(?:\.[0-9]*)?", "的整数部分超过9位", "核对原始材料，看是不是多写了数字。"),
    (r"-?\.[0-9]+", "的小数点前面没有数字", _DIGITS_ONLY),
    (r"-?[0-9]+\.", "的小数点后面没有数字", "补上小数，或去掉小数点。"),
    (r"[+-]?[0-9.,]*[0-9]([^0-9.,]{1,4})", "的数字后面多了“{}”", _DIGITS_ONLY),
    (r"[+-]?[0-9.,]+(?: +[0-9.,]+)+", "中间有空格", _DIGITS_ONLY),
    (r"#[A-Z/0!?]+|#+", "是 Excel 的出错标记", "在 Excel 里改好这一格的公式或栏宽，再另存。"),
)
# Words behind a number that leave its size as it is in a column of the type.
_BEHIND = {ColumnType.WAN: "万元|万", ColumnType.PERCENT: "%|％"}
_BEHIND_OTHERS = "分|元|人|名次|名|个|位|项|次|天|件|户"
_MENDABLE = r"(?=.*[0-9])\+?(-?)0*([0-9]*(?:\.[0-9]+)?)(?:{})?"


def not_a_number(where: Cell, column: Column) -> Diagnostic:
    """PE623: a number that is not in the strict form; the message says what is wrong with it."""
    word = _word(where)
    folded = fold(word)
    sign = "%" if column.type is ColumnType.PERCENT else ""
    number = folded.removesuffix(sign).rstrip(" ") if sign else folded
    why, hint = "不是数", _DIGITS_ONLY
    if folded != word and read_number(number) is not None:
        why = "里有全角的数字或符号"
    elif sign and re.fullmatch(r"[0-9.]+ *%? +%?|[0-9.]+ *%{2,}", folded):
        why, hint = "的百分号写得不对", "数字后面紧接着写一个百分号，如 85.5%。"
    else:
        for pattern, wrong, advice in _SLIPS:
            if match := re.fullmatch(pattern, number):
                why, hint = wrong.format(match.group(match.lastindex or 0)), advice
                break
    if sign and hint == _DIGITS_ONLY:
        hint = "只写半角数字和一个百分号，如 85.5%。"
    if column.type is ColumnType.WAN and number.endswith("元"):
        hint = "换算成万元，只写数字，如 12.5。"
    mended = _mended_number(number, column)
    # What may have been meant as a fraction is not turned into a percentage.
    if mended is not None and (not sign or number != folded):
        hint = f"改为“{mended}{sign}”。"
    return Diagnostic("PE623", f"{quote(word)}{why}", where, _expected(column), hint)


def _mended_number(text: str, column: Column) -> str | None:
    """The number in strict form that ``text`` plainly stands for, or None."""
    has_thousands = re.fullmatch(_SLIPS[0][0], text) is not None
    mendable = _MENDABLE.format(_BEHIND.get(column.type, _BEHIND_OTHERS))
    match = re.fullmatch(mendable, text.replace(",", "") if has_thousands else text)
    if match is None:
        return None
    sign, digits = match.groups()
    if digits.startswith("."):
        digits = "0" + digits
    mended = sign + digits if digits.strip("0.") else "0"
    return mended if read_number(mended) is not None else None


def not_a_percentage(where: Cell, column: Column) -> Diagnostic:
    """PE640: a number without % in a column of percentages; it may have been meant as a fraction."""
    word = _word(where)
    message = f"{quote(word)}没有百分号，“{column.name}”要写成百分数"
    hint = f"改为“{word}%”。"
    number = read_number(word)
    if number is not None and number.places and abs(number.units) <= 10**number.places:
        meant = times_ten(number, 2)
        hint = f"意思是百分之{meant}的，改为“{meant}%”；是百分之{word}的，改为“{word}%”。"
    return Diagnostic("PE640", message, where, _expected(column), hint)


def not_an_integer(where: Cell, column: Column) -> Diagnostic:
    """PE624: decimals where a whole number is asked."""
    message = f"“{column.name}”应为整数，这里是{_word(where)}"
    return Diagnostic("PE624", message, where, _expected(column), _CHECK)


def out_of_range(where: Cell, column: Column) -> Diagnostic:
    """PE625: a number beyond its range."""
    words = _range(column)
    message = f"“{column.name}”应{words}，这里是{_word(where)}"
    return Diagnostic("PE625", message, where, (words,), _CHECK)


def _range(column: Column) -> str:
    low, high = (None if end is None else column.written(end) for end in (column.low, column.high))
    if low is None:
        return f"不大于{high}"
    return f"不小于{low}" if high is None else f"在{low}到{high}之间"


def beyond_column(where: Cell, column: Column, relation: str, other: str, value: str) -> Diagnostic:
    """PE626: above or below another column of the row; relation: 不大于 or 不小于, value: what is there."""
    message = f"“{column.name}”应{relation}“{other}”（{value}），这里是{_word(where)}"
    return Diagnostic("PE626", message, where, (f"{relation}{value}",), _CHECK)


def wrong_fill_in(where: Cell, column: Column, other: str, value: str, number: Number) -> Diagnostic:
    """PE626: another number than the one that goes with ``value`` in the column ``other``."""
    wanted = column.written(number)
    message = f"“{other}”是{quote(value)}的，“{column.name}”应填{wanted}，这里是{_word(where)}"
    hint = f"改为“{wanted}”；或者“{other}”不是{quote(value)}，改正那一格。"
    return Diagnostic("PE626", message, where, (wanted,), hint)


# ---------------------------------------------------------------- words


def not_yes_or_no(where: Cell, column: Column) -> Diagnostic:
    """PE627: something other than 是 and 否."""
    message = f"“{column.name}”只能填“是”或“否”，这里是{quote(_word(where))}"
    return Diagnostic("PE627", message, where, _expected(column), "改为“是”或“否”。")


def not_a_choice(where: Cell, column: Column) -> Diagnostic:
    """PE627: a value that the column does not have."""
    alike = looks_like(where, _word(where), column.values)
    if alike is not None:
        return alike
    near = near_miss(_word(where), column.values)
    asked = f"，是不是“{near}”？" if near is not None else ""
    message = f"“{column.name}”没有{quote(_word(where))}这个取值{asked}"
    hint = f"改为“{near}”。" if near is not None else f"只能填：{'、'.join(column.values)}。"
    return Diagnostic("PE627", message, where, _expected(column), hint)


# ---------------------------------------------------------------- days and years

_DAY = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))( .*)?")

# Days as Excel counts them from 1900: five digits for the years 1927 to 2173.
_SERIAL = re.compile(r"[1-9][0-9]{4}")


def not_a_date(where: Cell, column: Column) -> Diagnostic:
    """PE628: no day, a day that does not exist, or a day written in a form that is not read."""
    word = _word(where)
    hint = "写成 2013-05-01 或 2013年5月1日。"
    match = _DAY.fullmatch(fold(word))
    if match is None:
        message = f"{quote(word)}不是日期"
        if _SERIAL.fullmatch(word):
            message += "，像是 Excel 存的日期序号"
            hint = "在 Excel 里把这一栏的格式设为日期，再另存。"
        return Diagnostic("PE628", message, where, _expected(column), hint)
    year, month, day = (int(part) for part in match.groups()[:5] if part is not None)
    try:
        meant = date(year, month, day)
    except ValueError:
        message = f"没有{year}年{month}月{day}日这一天"
        return Diagnostic("PE628", message, where, _expected(column), _CHECK)
    message = f"{quote(word)}不是规范的日期，是不是{show_date(meant)}？"
    return Diagnostic("PE628", message, where, _expected(column), f"改为“{meant.isoformat()}”。")


def not_a_year(where: Cell, column: Column) -> Diagnostic:
    """PE629: anything but four digits."""
    message = f"{quote(_word(where))}不是四位数字的年度"
    return Diagnostic("PE629", message, where, _expected(column), "只写四位半角数字，如 2012。")
