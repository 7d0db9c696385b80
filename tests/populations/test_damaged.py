"""Damaged facts: reading many populations at once notices whatever reading each alone does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.folders import parquet_files
from perfeval.ledger.schema import UNIT_COLUMN, ColumnType, Ledger
from perfeval.populations.engines import ENGINES
from perfeval.populations.source import source_of
from perfeval.quantity.number import plain, read_number
from perfeval.rulebook.book import RuleBook
from tests.populations.as_parquet import table_of
from tests.populations.folders import (
    BOOKS,
    FACTS,
    Files,
    Key,
    book_of,
    clean_seed,
    evaluation_of,
    rows_of,
    text_of,
    together,
)

# What is put into cells: empty, with blanks, no number, out of range, far days, words of no column.
_DAMAGE = (
    "",
    " ",
    "x",
    "否",
    "12.0",
    "-1",
    "999999999",
    "0.12345",
    "1e3",
    "1900-01-01",
    "2013-02-30",
    "2099",
    "85%",
    "甲\u200b乙",
    "合计",
    "A\u0410",
)


def damaged(chance: random.Random, files: Files) -> dict[str, bytes]:
    """Some cells changed, some rows twice, some left out, some about another unit."""
    made = {}
    for name, content in files.items():
        header, *rows = rows_of(content)
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            if not rows:
                break
            row = chance.randrange(len(rows))
            match chance.randrange(6):
                case 0:
                    rows.insert(chance.randrange(len(rows) + 1), list(rows[row]))
                case 1:
                    del rows[row]
                case 2:
                    other, place = chance.choice(rows), chance.randrange(1, len(header))
                    rows[row][place] = other[place]
                case 3:
                    place = chance.randrange(1, len(header))
                    rows[row][place] += chance.choice((" ", "\u3000", "Ａ", "0"))
                case _:
                    rows[row][chance.randrange(1, len(header))] = chance.choice(_DAMAGE)
        made[name] = text_of([header, *rows])
    return made


def pointed(chance: random.Random, book: RuleBook, files: Files) -> dict[str, bytes]:
    """One thing wrong between cells or between rows, of whatever kinds a book knows."""
    ways = []
    for ledger in book.schema.ledgers:
        header, *rows = rows_of(files.get(f"{ledger.name}.csv", b"-"))
        columns = {name: place for place, name in enumerate(header)}
        for row in rows:
            places = [columns[name] for name in (UNIT_COLUMN, *ledger.key) if name in columns]
            other = chance.choice(rows)
            ways.append((ledger.name, "键", row, {place: other[place] for place in places}))
            if UNIT_COLUMN in columns:
                ways.append((ledger.name, "单位", row, {0: row[0][:-1] + "街"}))
            ways.extend(
                (ledger.name, kind, row, {columns[name]: cell})
                for kind, name, cell in _wrong(ledger, columns, row)
            )
    kind = chance.choice(list(dict.fromkeys(way[1] for way in ways)))
    name, _, row, cells = chance.choice([way for way in ways if way[1] == kind])
    header, *rows = rows_of(files[f"{name}.csv"])
    spot = rows.index(row)
    rows[spot] = [cells.get(place, cell) for place, cell in enumerate(row)]
    return {**files, f"{name}.csv": text_of([header, *rows])}


def _wrong(ledger: Ledger, columns: Mapping[str, int], row: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Cells that may be, but do not go with others of the row, or are hardly meant."""
    for column in ledger.columns:
        if column.name not in columns:
            continue
        for other, step in ((column.low_column, -1), (column.high_column, 1)):
            number = None if other is None else read_number(row[columns[other]])
            if number is not None:
                yield "大小", column.name, plain(number.units + step, number.places)
        rule = column.fill_in
        if rule is not None and row[columns[rule.column]] == rule.value:
            yield "应填", column.name, "1"
        if column.type is ColumnType.YEAR:
            yield "年度", column.name, "1950"
        elif column.type is ColumnType.DATE:
            yield "日期", column.name, "1950-01-01"


def told(found: Sequence[Diagnostic], shift: int) -> list[tuple[object, ...]]:
    """Findings with the numbers of their rows, and of those in their words, counted from the same place."""
    made: list[tuple[object, ...]] = []
    for each in found:
        where = each.where if isinstance(each.where, Cell) else Cell("")
        file = re.sub(r"\.(csv|parquet)$", "", where.file)
        line = None if where.line is None else where.line - shift
        words = [_numbered(text, shift) for text in (each.message, each.hint)]
        made.append((each.code, each.severity, file, line, where.column, where.value, *words))
    return made


def _numbered(text: str, shift: int) -> str:
    """Words in which rows are counted from the same place; of long lists of rows only that there is one."""
    text = re.sub(r"第([0-9]+)行", lambda found: f"第{int(found[1]) - shift}行", text)
    return re.sub(r"第([0-9、]+)(?=等|行)", "第…", text)


def by_parquet(folder: Path, book: RuleBook, files: Mapping[str, bytes]) -> dict[str, list[Path]]:
    """The files as Parquet files of texts."""
    for name, content in files.items():
        stem = name.removesuffix(".csv")
        table = table_of(book, stem, content, natural=False)
        pq.write_table(table, folder / f"{stem}.parquet", row_group_size=40)
    return parquet_files(folder, book)


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("seed", range(4))
def test_damage_is_noticed_in_any_form(book: str, seed: int, tmp_path: Path) -> None:
    """Cells of all kinds, rows twice and left out."""
    chance = random.Random(f"{book} {seed}")
    folders: dict[Key, Files] = {
        (f"第{number}区",): damaged(chance, FACTS[book](clean_seed(book, number))) for number in range(5)
    }
    same_in_any_form(book_of(book), together(("辖区",), folders), tmp_path)


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("seed", range(2))
def test_what_does_not_go_together_is_noticed(book: str, seed: int, tmp_path: Path) -> None:
    """Keys and units twice, numbers above others, far years, strange units: one in each population."""
    chance = random.Random(f"{book} {seed}")
    folders: dict[Key, Files] = {
        (f"第{number}区",): pointed(chance, book_of(book), FACTS[book](clean_seed(book, number % 3)))
        for number in range(20)
    }
    same_in_any_form(book_of(book), together(("辖区",), folders), tmp_path)


def same_in_any_form(book: RuleBook, files: Files, folder: Path) -> None:
    """Populations with results, findings, rows and words: CSV by the reference, Parquet by arrays."""
    wanted = evaluation_of(book, files)
    keys = [each.key for each in wanted]
    many = evaluation_of(book, files, engine="vectors")
    assert [each.key for each in many] == keys
    assert many.findings() == wanted.findings()
    source = source_of(book, wanted.model, {}, by_parquet(folder, book, files), ("辖区",))
    made = ENGINES["vectors"].evaluation(book, wanted.model, source)
    assert [each.key for each in made] == keys
    assert told(made.findings(), 0) == told(wanted.findings(), 1)
