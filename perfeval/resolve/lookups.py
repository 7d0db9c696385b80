"""Tables to look things up in (附表): written in the book, or as a CSV file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.decode import decode
from perfeval.ledger.records import cut_records
from perfeval.ledger.schema import Column
from perfeval.quantity.interval import Interval, between, interval_of
from perfeval.quantity.number import Number, read_number, times_ten
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
        scope.lookups[item.name.text] = LookupText(
            item.name, _upright(rows, scope.findings), item.file, item.span
        )


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
    records = cut_records(file.text, text)
    found.extend(records.findings)
    lines = [line for _, line in records.sound]
    return tuple(tuple(Word("CELL", fold(cell.strip()), file.span) for cell in line) for line in lines)


def _upright(rows: tuple[tuple[Word, ...], ...], found: list[Diagnostic]) -> tuple[tuple[Word, ...], ...]:
    """A table with 级别＼等次 in its corner as one with a line for each cell."""
    cross = _CROSS.fullmatch(rows[0][0].text) if rows and rows[0] else None
    if cross is None:
        return rows
    corner, across = rows[0][0], rows[0][1:]
    down, over = (Word("CELL", part.strip(), corner.span) for part in cross.groups())
    made = [(down, over, Word("CELL", "值", corner.span))]
    for line in rows[1:]:
        if len(line) != len(rows[0]):
            message = f"附表这一行有{len(line)}格，第一行有{len(rows[0])}格"
            found.append(errors.not_here(message, (line or rows[0])[0].span, "每一行写同样多的格。"))
            continue
        made.extend((line[0], head, cell) for head, cell in zip(across, line[1:], strict=True) if cell.text)
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
    interval = _interval(cell)
    if interval is None:
        hint = "写成 60以上、60以上不满80、不满60、3至5、3，或“其余”。"
        raise RefusalError(errors.not_here(f"“{cell.text}”不是“{column.name}”的范围", cell.span, hint))
    return interval


def _interval(cell: Word) -> Interval | None:
    squeezed = re.sub(r"\s", "", cell.text)
    for pattern, form in _RANGES:
        match = pattern.fullmatch(squeezed)
        if match is not None:
            return _of_form(form, match.groups(), cell)
    return None


def _of_form(form: str, parts: tuple[str | None, ...], cell: Word) -> Interval:
    def end(wording: str, at: int) -> Interval:
        return interval_of(wording, _number(parts[at] or "", parts[at + 1], cell))

    if form == "up":
        low = end("AT_LEAST", 0)
        return low if parts[2] is None else between(low, end(_UP_TO[parts[2]], 3))
    if form == "below":
        return end(_UP_TO[parts[0] or ""], 1)
    if form == "above":
        low = end(_MORE[parts[0] or ""], 1)
        return low if parts[3] is None else between(low, end(_UP_TO[parts[3]], 4))
    if form == "down":
        return end("AT_MOST", 0)
    if form == "between":
        return between(end("AT_LEAST", 0), end("AT_MOST", 2))
    return end("IS", 0)


def _number(digits: str, unit: str | None, cell: Word) -> Number:
    """The number that is spelt, in the base of its unit. Raises RefusalError."""
    number = read_number(digits)
    if number is None:
        hint = "改为0至999999999、最多4位小数的数。"
        raise RefusalError(errors.not_here(f"“{digits}”不是这里能写的数", cell.span, hint))
    return times_ten(number, _UNITS.get(unit or "", ("", 0))[1])


def _output(cell: Word) -> e.Expression | str:
    match = _OUTPUT.fullmatch(re.sub(r"\s", "", cell.text))
    if match is None:
        if not cell.text or cell.text[0].isdigit():
            raise RefusalError(errors.not_here("这一格不是数也不是词", cell.span, "如 10分、优秀。"))
        return cell.text
    digits, unit = match.groups()
    return e.Literal(_number(digits, unit, cell), _UNITS.get(unit, (unit, 0))[0])
