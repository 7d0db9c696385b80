"""Tables to look things up in (附表): written in the book, or as a CSV file beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.decode import decode
from perfeval.ledger.schema import Column
from perfeval.quantity.interval import Interval, interval_of
from perfeval.quantity.number import Number, power_of_ten, read_number
from perfeval.resolve import errors
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook import calculations as k
from perfeval.rulebook import expressions as e
from perfeval.source.fold import fold
from perfeval.syntax.tree import Item, LookupText, Word

_UNITS = {"分": ("分", 0), "元": ("元", 0), "万元": ("元", 4), "%": ("", -2), "": ("", 0)}
_AMOUNT = r"(-?[0-9]+(?:\.[0-9]+)?)\s*(%|万元|[^\s0-9%至、或]{0,3}?)"
_OUTPUT = re.compile(_AMOUNT)
_LOW = {"以上": "AT_LEAST"}
_LESS = {"不满": "BELOW", "不足": "BELOW", "低于": "BELOW", "小于": "BELOW"}
_MORE = {"超过": "ABOVE", "大于": "ABOVE", "高于": "ABOVE", "不低于": "NOT_BELOW"}
_UP_TO = {"不超过": "NOT_ABOVE", "不高于": "NOT_ABOVE", "不大于": "NOT_ABOVE", **_LESS}
_RANGES = (
    (re.compile(rf"{_AMOUNT}以上(?:({'|'.join(_UP_TO)}){_AMOUNT})?"), "up"),
    (re.compile(rf"({'|'.join(_UP_TO)}){_AMOUNT}"), "below"),
    (re.compile(rf"({'|'.join(_MORE)}){_AMOUNT}(?:({'|'.join(_UP_TO)}){_AMOUNT})?"), "above"),
    (re.compile(rf"{_AMOUNT}以下"), "down"),
    (re.compile(rf"{_AMOUNT}至{_AMOUNT}"), "between"),
    (re.compile(_AMOUNT), "exactly"),
)
_ANY = ("其余", "其他", "不限", "-", "—")
_CROSS = re.compile(r"(.+)[\\＼/／](.+)")


def collect_lookups(items: Iterable[Item], files: Mapping[str, bytes], scope: Scope) -> None:
    """All tables of the book, whose lines may come from files."""
    for item in items:
        if not isinstance(item, LookupText):
            continue
        scope.declared("附表", item.name)
        rows = item.rows
        if item.file is not None:
            rows = _from_file(item, item.file, files, scope.findings)
        scope.lookups[item.name.text] = LookupText(item.name, _upright(rows), item.file, item.span)


def _from_file(
    item: LookupText, file: Word, files: Mapping[str, bytes], found: list[Diagnostic]
) -> tuple[tuple[Word, ...], ...]:
    content = files.get(file.text)
    if content is None:
        hint = "把文件放在规则书旁边，文件名写得一样；或把表写在“附表”下面。"
        found.append(errors.not_here(f"没有找到附表的文件“{file.text}”", file.span, hint))
        return ()
    text = decode(file.text, content)
    if isinstance(text, Diagnostic):
        found.append(text)
        return ()
    lines = [line for line in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in line)]
    return tuple(tuple(Word("CELL", fold(cell.strip()), file.span) for cell in line) for line in lines)


def _upright(rows: tuple[tuple[Word, ...], ...]) -> tuple[tuple[Word, ...], ...]:
    """A table with 级别＼等次 in its corner as one with a line for each cell."""
    cross = _CROSS.fullmatch(rows[0][0].text) if rows and rows[0] else None
    if cross is None:
        return rows
    corner, across = rows[0][0], rows[0][1:]
    down, over = (Word("CELL", part.strip(), corner.span) for part in cross.groups())
    made = [(down, over, Word("CELL", "值", corner.span))]
    for line in rows[1:]:
        made.extend((line[0], head, cell) for head, cell in zip(across, line[1:], strict=False) if cell.text)
    return tuple(made)


def bound_rows(table: LookupText, columns: tuple[Column, ...], place: Word) -> tuple[k.LookupRow, ...]:
    """The lines of a table for the columns by which it is asked. Raises RefusalError."""
    if len(table.rows) < 2:
        hint = "在“附表”下面一行一行写：｜级别｜分值｜。"
        raise RefusalError(errors.not_here(f"附表“{table.name.text}”是空的", table.name.span, hint))
    width = len(columns) + 1
    for line in table.rows:
        if len(line) != width:
            hint = f"“{place.text}”按{len(columns)}栏查，附表的每一行应有{width}格。"
            span = line[0].span if line else table.span
            raise RefusalError(errors.not_here(f"附表这一行有{len(line)}格", span, hint))
    rows: list[k.LookupRow] = []
    for line in table.rows[1:]:
        inputs = tuple(_input(cell, column) for cell, column in zip(line[:-1], columns, strict=True))
        rows.append(k.LookupRow(inputs, _output(line[-1])))
    return tuple(rows)


def _input(cell: Word, column: Column) -> tuple[str, ...] | Interval | None:
    if cell.text in _ANY:
        return None
    if column.values:
        words = [part.strip() for part in re.split("[、或]", cell.text)]
        for word in words:
            if word not in column.values:
                raise RefusalError(
                    errors.value_missing(column.name, word, cell.span, column.values, column.span)
                )
        return tuple(words)
    interval = _interval(cell.text)
    if interval is None:
        hint = "写成 60以上、60以上不满80、不满60、3至5、3，或“其余”。"
        raise RefusalError(errors.not_here(f"“{cell.text}”不是“{column.name}”的范围", cell.span, hint))
    return interval


def _interval(text: str) -> Interval | None:
    squeezed = re.sub(r"\s", "", text)
    for pattern, form in _RANGES:
        match = pattern.fullmatch(squeezed)
        if match is not None:
            return _of_form(form, match.groups())
    return None


def _of_form(form: str, parts: tuple[str | None, ...]) -> Interval:
    if form == "up":
        low = _number(parts[0], parts[1])
        if parts[2] is None:
            return Interval(low=low)
        high = interval_of(_UP_TO[parts[2]], _number(parts[3], parts[4]))
        return Interval(low, True, high.high, high.high_included)
    if form == "below":
        return interval_of(_UP_TO[parts[0] or ""], _number(parts[1], parts[2]))
    if form == "above":
        low_end = interval_of(_MORE[parts[0] or ""], _number(parts[1], parts[2]))
        if parts[3] is None:
            return low_end
        high = interval_of(_UP_TO[parts[3]], _number(parts[4], parts[5]))
        return Interval(low_end.low, low_end.low_included, high.high, high.high_included)
    if form == "down":
        return interval_of("AT_MOST", _number(parts[0], parts[1]))
    if form == "between":
        return Interval(low=_number(parts[0], parts[1]), high=_number(parts[2], parts[3]))
    return interval_of("IS", _number(parts[0], parts[1]))


def _number(digits: str | None, unit: str | None) -> Number:
    number = read_number(digits or "")
    if number is None:
        raise ValueError(f"not in the strict form: {digits}")
    power = _UNITS.get(unit or "", ("", 0))[1]
    return _times_ten(number, power)


def _times_ten(number: Number, power: int) -> Number:
    if power >= 0 and number.places <= power:
        return Number(number.units * power_of_ten(power - number.places), 0)
    return Number(number.units, number.places - power)


def _output(cell: Word) -> e.Expression | str:
    match = _OUTPUT.fullmatch(re.sub(r"\s", "", cell.text))
    if match is None:
        if not cell.text or cell.text[0].isdigit():
            raise RefusalError(errors.not_here("这一格不是数也不是词", cell.span, "如 10分、优秀。"))
        return cell.text
    number, unit = match.groups()
    if read_number(number) is None:
        hint = "改为0至999999999、最多4位小数的数。"
        raise RefusalError(errors.not_here(f"“{number}”不是这里能写的数", cell.span, hint))
    power = _UNITS.get(unit, (unit, 0))
    return e.Literal(_times_ten(read_number(number) or Number(0, 0), power[1]), power[0])
