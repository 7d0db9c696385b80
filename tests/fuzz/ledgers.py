"""Ledgers for any schema: sound ones with boundaries in them, and what people and programs do to them."""

from __future__ import annotations

from datetime import date
from itertools import islice, product
from random import Random

from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.quantity.number import Number, plain, power_of_ten
from perfeval.rulebook.book import RuleBook
from tests.fuzz.damage import ODD, damaged, odd

Rows = list[list[str]]
_TEXTS = ("甲", "乙", "项目 1", "丙丁")
_SIZES = (0, 1, 2, 5, 9, 10, 50, 70, 85, 100)


def sound(book: RuleBook, dice: Random) -> dict[str, Rows]:
    """For each ledger its header and rows, all of them as the book wants them, none twice."""
    return {ledger.name: _ledger(ledger, book, dice) for ledger in book.schema.ledgers}


def as_files(ledgers: dict[str, Rows]) -> dict[str, bytes]:
    """The files of a folder."""
    return {
        f"{name}.csv": "".join(",".join(row) + "\n" for row in rows).encode("utf-8", errors="surrogatepass")
        for name, rows in ledgers.items()
    }


def _ledger(ledger: Ledger, book: RuleBook, dice: Random) -> Rows:
    rows = [[UNIT_COLUMN, *(column.name for column in ledger.columns)]]
    for unit in book.schema.units:
        needed = ledger.required and unit not in ledger.excepted
        count = 1 if needed else dice.choice((0, 0, 1) if ledger.per_unit else (0, 0, 1, 2))
        keys = [_keys(column, book, dice) for column in ledger.columns if column.name in ledger.key]
        for key in islice(product(*keys), count):
            cells = {column.name: _cell(column, book, dice) for column in ledger.columns}
            cells |= dict(zip(ledger.key, key, strict=True))
            row = [unit, *_agreeing(ledger, cells)]
            if row not in rows:
                rows.append(row)
    return rows


def _keys(column: Column, book: RuleBook, dice: Random) -> list[str]:
    """Different cells, for a column in which none may stand twice for a unit."""
    return list(dict.fromkeys(_cell(column, book, dice) for _ in range(4)))


def _agreeing(ledger: Ledger, cells: dict[str, str]) -> list[str]:
    """The cells, those that depend on another one after it."""
    for column in ledger.columns:
        if column.fill_in and cells.get(column.fill_in.column) == column.fill_in.value:
            cells[column.name] = str(column.fill_in.number)
        for other in (column.low_column, column.high_column):
            if other is not None:
                cells[column.name] = cells[other]
    return [cells[column.name] for column in ledger.columns]


def _cell(column: Column, book: RuleBook, dice: Random) -> str:
    year = book.year[0].year
    if column.values:
        return dice.choice(column.values)
    if column.type is ColumnType.DATE:
        month, day = dice.choice(((1, 1), (6, 30), (12, 31)))
        return date(year + dice.choice((-1, 0, 0, 0, 0, 1)), month, day).isoformat()
    if column.type is ColumnType.YEAR:
        return str(year - dice.randint(0, 3))
    if column.type is ColumnType.BOOL:
        return dice.choice("是否")
    if column.type.is_number:
        return _number(column, dice)
    return dice.choice(book.grades or _TEXTS) if column.type is ColumnType.GRADE else dice.choice(_TEXTS)


def _number(column: Column, dice: Random) -> str:
    places = dice.choice((0, 0, 0, 1, 2, 4)) if column.type.places else 0
    low, high = (_up(end, places) if end else None for end in (column.low, column.high))
    least = 0 if low is None else low
    most = least + 100 * power_of_ten(places) if high is None else high
    anywhere = dice.randint(least, max(least, most))
    value = dice.choice((least, most, dice.choice(_SIZES) * power_of_ten(places), anywhere))
    return plain(min(max(value, least), most), places)


def _up(number: Number, places: int) -> int:
    """The number in units of so many places, what is below a unit left off."""
    return number.units * power_of_ten(places) // power_of_ten(number.places)


# ---------------------------------------------------------------- damage


def broken(ledgers: dict[str, Rows], dice: Random) -> dict[str, bytes]:
    """The files of ledgers of which some are damaged: in their cells, rows, columns, names or bytes."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        _break_rows(dice.choice(list(ledgers.values())), dice)
    files = as_files(ledgers)
    if dice.randrange(3) == 0:
        name = dice.choice(list(files))
        files[name] = damaged(files[name], dice)
    if dice.randrange(9) == 0:
        name = dice.choice(list(files))
        renamed = (name.upper(), name[1:], f"{name}x", f"副本{name}", f"{name[:-4]}.xlsx")
        files[dice.choice(renamed)] = files.pop(name)
    return files


def _break_rows(rows: Rows, dice: Random) -> None:
    """Damage a cell, a row or a column; where a row has no cell left, nothing more is done."""
    if not rows or not all(rows):
        return
    row, other = dice.choice(rows), dice.choice(rows)
    cell, there = dice.randrange(len(row)), dice.randrange(len(other))
    how = dice.randrange(7)
    if how == 0:
        row[cell] = dice.choice((dice.choice(ODD), odd(row[cell], dice), odd(row[cell], dice), ""))
    elif how == 1:
        row[cell], other[there] = other[there], row[cell]
    elif how == 2:
        for each in rows:
            del each[cell : cell + 1]
    elif how == 3:
        for each in rows:
            each.insert(cell, each[there % len(each)])
    elif how == 4:
        rows.insert(dice.randint(0, len(rows)), list(row))
    elif how == 5:
        rows.remove(row)
    else:
        del row[cell]
