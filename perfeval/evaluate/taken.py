"""Results of one rule book as a ledger of another."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.to_text import outcome_to_csv
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.read import Content, records_of
from perfeval.ledger.records import Record, Records
from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.rulebook.book import RuleBook, Taken
from perfeval.tables.conditions import GRADE
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import Column, Kind, Model
from perfeval.tables.places import UNIT_GRAIN

_SUFFIX = ".csv"
_OPTIONAL = "，选填"
# Files as they are, or for one population what was cut of them.
C = TypeVar("C", bytes, Content)


def column_wordings(book: RuleBook, model: Model) -> dict[str, str]:
    """The results of a book that are one value a unit, each with the words that declare such a column."""
    names = book.results or tuple(name for grain, name in model.columns if grain == UNIT_GRAIN)
    wordings = {}
    for name in names:
        column = model.columns.get((UNIT_GRAIN, name))
        wording = None if column is None or name in GROUP_COLUMNS else _wording(column, book)
        if wording is not None:
            # A unit that is not ranked has no place, one that is not graded no grade.
            wordings[name] = wording + _OPTIONAL
    return wordings


def _wording(column: Column, book: RuleBook) -> str | None:
    if column.name == GRADE:
        return f"由高到低：{'、'.join(book.grades)}" if book.grades else None
    if column.kind is Kind.NUMBER:
        return f"：{column.unit}" if column.unit in ("分", "元") else "：整数" if column.whole else "：数"
    if column.kind is Kind.TEXT:
        return f"：{'、'.join(column.values)}" if column.values else "：文字"
    return "：是否" if column.kind is Kind.BOOL else None


def with_results_taken(
    book: RuleBook, files: Mapping[str, C], evaluated: Callable[[RuleBook, Mapping[str, C]], Checked[Outcome]]
) -> Checked[Mapping[str, C]]:
    """The files of a book's ledgers, those that hold results of other books among them.

    A folder called like such a ledger has the ledgers of the other book, which is evaluated first;
    its files are named 文件夹/文件.csv. Of a file of results only what was asked for stays.
    """
    own = {name: content for name, content in files.items() if "/" not in name}
    found = list(missing_results(book, files))
    for taken in book.taken:
        file, folder = taken.ledger + _SUFFIX, f"{taken.ledger}/"
        inside = {
            name.removeprefix(folder): content for name, content in files.items() if name.startswith(folder)
        }
        if inside and file not in own:
            outcome = evaluated(taken.book, inside)
            found.extend(_inside(each, folder) for each in outcome.diagnostics)
            if outcome.value is None or has_errors(outcome.diagnostics):
                continue
            own[file] = outcome_to_csv(outcome.value).encode("utf-8")
        if file in own:
            own[file] = _picked(file, own[file], taken, book)
    return Checked(None if has_errors(tuple(found)) else own, tuple(found))


def missing_results(book: RuleBook, files: Collection[str]) -> Iterator[Diagnostic]:
    """Which results of other books are there twice or not at all. files: their names, 文件夹/文件.csv too."""
    for taken in book.taken:
        file, folder = taken.ledger + _SUFFIX, f"{taken.ledger}/"
        inside = any(name.startswith(folder) for name in files)
        if inside and file in files:
            yield _twice(Cell(file), folder)
        elif not inside and file not in files and f"{taken.ledger}.xlsx" not in files:
            yield _missing(Cell(file), taken, folder)


def _inside(found: Diagnostic, folder: str) -> Diagnostic:
    where = found.where
    return evolve(found, where=evolve(where, file=folder + where.file)) if isinstance(where, Cell) else found


def _picked(file: str, content: C, taken: Taken, book: RuleBook) -> C:
    """The columns of a file that were asked for, by their names here, each row on the line it has.

    What cannot be read stays as it is: reading the ledgers says what is wrong with it.
    """
    records = records_of(file, content)
    if isinstance(records, Diagnostic) or records.findings or not records.sound:
        return content
    (top, header), *rows = records.sound
    places = dict(_places(header, taken))
    kept: list[Record] = [(top, list(places))]
    for line, cells in rows:
        if len(cells) != len(header):
            return content
        picked = [cells[place] for place in places.values()]
        unit = picked[0].strip(BLANKS)
        if not _left_out(unit, picked[1:], taken, book):
            kept.append((line, picked))
    if isinstance(content, Records):
        return Records(kept, [], [])
    lines: list[str] = []
    for line, cells in kept:
        lines.extend([""] * (line - 1 - len(lines)))
        lines.append(_line(cells))
    return "\n".join([*lines, ""]).encode("utf-8")


def _places(header: list[str], taken: Taken) -> Iterator[tuple[str, int]]:
    """Each column that is kept, by its name here, and where it is."""
    names = [cell.strip(BLANKS) for cell in header]
    for name, here in ((UNIT_COLUMN, UNIT_COLUMN), *taken.results):
        wanted = next((each for each in (name, here) if each in names), None)
        if wanted is not None:
            yield here, names.index(wanted)


def _left_out(unit: str, values: list[str], taken: Taken, book: RuleBook) -> bool:
    """Whether a row is about a unit of the other book alone, or says nothing."""
    theirs = any(each.name == unit for each in taken.book.units)
    return (theirs and all(each.name != unit for each in book.units)) or not any(values)


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _missing(where: Cell, taken: Taken, folder: str) -> Diagnostic:
    """PE651: neither the results of another book are there nor its ledgers."""
    message = f"缺少“{where.file}”：它取自“{taken.path}”（《{taken.book.title}》）的结果"
    hint = f"放进那本规则书算出的结果（perfeval eval --format csv），或在文件夹“{folder}”里放它的台账。"
    return Diagnostic("PE651", message, where, (where.file, folder), hint)


def _twice(where: Cell, folder: str) -> Diagnostic:
    """PE652: both are there, and nobody knows which of them holds."""
    message = f"既有“{where.file}”，又有文件夹“{folder}”"
    return Diagnostic("PE652", message, where, (), "只留一样：算好的结果，或另一本规则书的台账。")
