"""Folders of populations in which something is wrong: who has results all the same, and what is said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity
from perfeval.ledger.limits import MAX_FINDINGS
from tests.populations.folders import (
    FACTS,
    Files,
    Key,
    book_of,
    evaluation_of,
    rows_of,
    text_of,
    together,
)

BOOK = "heshan-2013"
FOLDERS = {("甲区",): FACTS[BOOK](3), ("乙区",): FACTS[BOOK](4)}
GOOD = together(("辖区",), FOLDERS)


def errors_of(files: Files, names: Sequence[str] = ("辖区",)) -> tuple[list[str], list[Diagnostic]]:
    """The populations with results, and the errors; all engines agree."""
    said = []
    for engine in ("python", "vectors", "duckdb"):
        evaluation = evaluation_of(book_of(BOOK), files, names, engine)
        keys = ["、".join(each.key) for each in evaluation]
        said.append((keys, [each for each in evaluation.findings() if each.severity is Severity.ERROR]))
    assert said[0] == said[1] == said[2]
    return said[0]


def place(found: Diagnostic) -> tuple[str, str | None, int | None, str | None]:
    """Code, file, line and column of a finding."""
    assert isinstance(found.where, Cell)
    return found.code, found.where.file, found.where.line, found.where.column


def with_cell(file: str, row: int, column: str, value: str) -> dict[str, bytes]:
    """The good folder with another cell; row: its line in the file."""
    rows = rows_of(GOOD[file])
    rows[row - 1][rows[0].index(column)] = value
    return {**GOOD, file: text_of(rows)}


def without_column(file: str) -> dict[str, bytes]:
    """The good folder, one file of it without the column of populations."""
    return {**GOOD, file: text_of([row[1:] for row in rows_of(GOOD[file])])}


def test_the_folder_is_good() -> None:
    """What the tests below damage is in order."""
    assert errors_of(GOOD) == (["甲区", "乙区"], [])


def test_a_file_without_the_column() -> None:
    """Nobody knows whose rows these are, so nobody has results."""
    keys, errors = errors_of(without_column("表彰.csv"))
    assert keys == []
    assert [place(each) for each in errors] == [("PE610", "表彰.csv", 1, "辖区")]


def test_the_telling_file_without_the_column() -> None:
    """The ledger that says what populations there are lacks the column."""
    keys, errors = errors_of(without_column("单位.csv"))
    assert keys == []
    assert place(errors[0]) == ("PE610", "单位.csv", 1, "辖区")
    assert not any(each.code == "PE654" for each in errors)


@pytest.mark.parametrize(
    ("value", "code"), [("", "PE621"), (" 甲区", "PE620"), ("甲\u200b区", "PE622"), ("\u3000", "PE621")]
)
def test_a_cell_that_tells_no_population(value: str, code: str) -> None:
    """Empty, with blanks, or with something hidden: the place is told, and nobody has results."""
    keys, errors = errors_of(with_cell("表彰.csv", 3, "辖区", value))
    assert keys == []
    assert [place(each) for each in errors] == [(code, "表彰.csv", 3, "辖区")]


def test_a_population_that_the_first_ledger_lacks() -> None:
    """It is told once a file with what was probably meant; the rows may be anybody's."""
    keys, errors = errors_of(with_cell("表彰.csv", 3, "辖区", "甲曲"))
    assert keys == []
    assert [place(each) for each in errors] == [("PE653", "表彰.csv", 3, "辖区")]
    keys, errors = errors_of(with_cell("表彰.csv", 3, "辖区", "甲 区"))
    assert [place(each) for each in errors] == [("PE635", "表彰.csv", 3, "辖区")]


def test_two_that_look_the_same() -> None:
    """A population under two names that only look equal."""
    keys, errors = errors_of(with_cell("单位.csv", 3, "辖区", "甲 区"))
    assert keys == []
    assert place(errors[0]) == ("PE635", "单位.csv", 3, "辖区")


def test_a_row_of_another_width_and_stray_quotes() -> None:
    """Such a row is nobody's."""
    broken = {**GOOD, "表彰.csv": GOOD["表彰.csv"] + "甲区,多,少\n".encode()}
    keys, errors = errors_of(broken)
    assert keys == []
    last = len(rows_of(GOOD["表彰.csv"])) + 1
    assert [place(each)[:3] for each in errors] == [("PE614", "表彰.csv", last)]
    keys, errors = errors_of({**GOOD, "表彰.csv": GOOD["表彰.csv"] + '甲区,"多,少\n'.encode()})
    assert keys == []
    assert [place(each)[:3] for each in errors] == [("PE616", "表彰.csv", last)]


def test_a_wrong_header_is_told_once() -> None:
    """Not once for each population; what is wrong elsewhere is told beside it."""
    rows = rows_of(GOOD["表彰.csv"])
    rows[0][rows[0].index("级别")] = "级别别"
    files = {**with_cell("得分.csv", 2, "公众评估得分", "八十"), "表彰.csv": text_of(rows)}
    keys, errors = errors_of(files)
    assert keys == []
    assert [place(each) for each in errors if each.code in ("PE612", "PE610")] == [
        ("PE610", "表彰.csv", 1, "级别"),
        ("PE612", "表彰.csv", 1, "级别别"),
    ]
    (score,) = [each for each in errors if each.code == "PE623"]
    assert place(score) == ("PE623", "得分.csv", 2, "公众评估得分")
    assert score.message.startswith("辖区“甲区”：")


def test_missing_and_strange_files_are_told_once() -> None:
    """They are about the folder, not about populations."""
    files = {name: content for name, content in GOOD.items() if name != "得分.csv"}
    keys, errors = errors_of({**files, "得份.csv": b"", "空.csv": b""})
    assert keys == []
    assert [each.code for each in errors] == ["PE601", "PE602", "PE602"]
    keys, errors = errors_of({**GOOD, "表彰.csv": b""})
    assert [each.code for each in errors] == ["PE607"]
    keys, errors = errors_of({**GOOD, "表彰.csv": b"PK\x03\x04"})
    assert [each.code for each in errors] == ["PE603"]


def test_a_ledger_without_rows_of_a_population() -> None:
    """As a header alone: where every unit must have a row, each that has none is told."""
    rows = [row for row in rows_of(GOOD["得分.csv"]) if row[0] != "乙区"]
    keys, errors = errors_of({**GOOD, "得分.csv": text_of(rows)})
    assert keys == ["甲区"]
    assert {each.code for each in errors} == {"PE633"}
    assert all(each.message.startswith("辖区“乙区”：") for each in errors)


def test_no_population_at_all() -> None:
    """Headers alone say of no population that it is there."""
    files = {name: text_of(rows_of(content)[:1]) for name, content in GOOD.items()}
    keys, errors = errors_of(files)
    assert keys == []
    assert [each.code for each in errors] == ["PE654"]


def test_findings_are_bounded() -> None:
    """So many are told, the others are counted; populations without findings have results."""
    rows = rows_of(FACTS[BOOK](3)["单位.csv"])
    folders: dict[Key, dict[str, bytes]] = {(f"{number}区",): dict(FACTS[BOOK](3)) for number in range(5)}
    for number in range(1, 5):
        bad = [rows[0], *([*row[:1], "多", *row[2:]] for row in rows[1:])]
        folders[f"{number}区",]["单位.csv"] = text_of(bad)
    keys, errors = errors_of(together(("辖区",), folders))
    assert keys == ["0区"]
    assert len(errors) == MAX_FINDINGS + 1
    assert errors[-1].code == "PE639"
    assert f"{4 * (len(rows) - 1) - MAX_FINDINGS}处" in errors[-1].message


@pytest.mark.parametrize("names", [("单位",), ("级别",), ("辖区", "辖区"), ("等次",), ("",), (" 辖区",)])
def test_columns_that_cannot_tell_populations(names: tuple[str, ...]) -> None:
    """Columns that the book has itself, or named twice."""
    made = pipeline.evaluate_populations(book_of(BOOK), {}, GOOD, names, "python")
    assert made.value is None
    assert {each.code for each in made.diagnostics} == {"PE710"}
