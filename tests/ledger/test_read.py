"""Ledgers in good order: every form that is read, and exactly the facts that come out."""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, has_errors
from perfeval.ledger.facts import Facts, Table
from perfeval.ledger.read import read_facts
from perfeval.ledger.schema import ColumnType
from tests.ledger.case_files import good_files
from tests.ledger.schema_2013 import LEDGERS, SCHEMA

EXAMPLE = Path(__file__).resolve().parents[2] / "rules" / "heshan-2013" / "facts"

AWARDS = (
    "单位,项目,级别,对象,日期\n"
    "兰溪镇,平安建设,国家级,本单位,2013-05-01\n"
    "泉交河镇,项目2,市级,区委区政府,2013-12-31\n"
)


def facts_of(**contents: str | bytes) -> Facts:
    """The facts of the good files and of these, by names of ledgers; no error is tolerated."""
    files = good_files()
    for name, content in contents.items():
        files[f"{name}.csv"] = content if isinstance(content, bytes) else content.encode()
    read = read_facts(files, SCHEMA)
    assert not has_errors(read.diagnostics)
    assert read.value is not None
    return read.value


def contents(table: Table) -> tuple[object, ...]:
    """All that a table holds."""
    return (table.ledger, table.units, table.lines, dict(table.columns))


def test_cells_become_typed_values() -> None:
    """Whole numbers as they are, points at four places, 是 as true, words as words."""
    facts = facts_of()
    assert contents(facts.tables["得分"]) == (
        "得分",
        ("泉交河镇", "兰溪镇", "区委610办", "赫山国税局"),
        (2, 3, 4, 5),
        {
            "指标评估得分": (5652900, 6057600, 0, 7000000),
            "述绩述效评估得分": (1704300, 1867600, 2000000, 1),
            "公众评估得分": (782600, 817800, 1000000, 995000),
        },
    )
    units = facts.tables["单位"].columns
    assert units["在编人数"] == (92, 28, 6, 64, 40)
    assert units["主要负责人两年内异动"] == (False, False, False, True, False)
    assert len(facts.tables["单位"]) == 5


def test_dates_years_and_grades() -> None:
    """Days as days, years as whole numbers, grades and values as they are written."""
    facts = facts_of(表彰=AWARDS, 历史等次="单位,年度,等次\n兰溪镇,2012,基本达标\n")
    assert contents(facts.tables["表彰"]) == (
        "表彰",
        ("兰溪镇", "泉交河镇"),
        (2, 3),
        {
            "项目": ("平安建设", "项目2"),
            "级别": ("国家级", "市级"),
            "对象": ("本单位", "区委区政府"),
            "日期": (date(2013, 5, 1), date(2013, 12, 31)),
        },
    )
    assert facts.tables["历史等次"].columns == {"年度": (2012,), "等次": ("基本达标",)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    """With and without byte order mark, as Excel and WPS save, of any system."""
    data = AWARDS.replace("\n", end).encode(encoding)
    plain = facts_of(表彰=AWARDS).tables["表彰"]
    assert contents(facts_of(表彰=data).tables["表彰"]) == contents(plain)
    assert contents(facts_of(表彰=data.removesuffix(end.encode())).tables["表彰"]) == contents(plain)


def test_characters_beyond_gbk() -> None:
    """GB18030 has letters of four bytes; UTF-8 has them all."""
    for encoding in ("gb18030", "utf-8"):
        data = AWARDS.replace("平安建设", "𠮷㐂").encode(encoding)
        assert facts_of(表彰=data).tables["表彰"].columns["项目"] == ("𠮷㐂", "项目2")


def test_quoted_cells() -> None:
    """Commas and doubled quotes within quotes; a pair of quotes within a bare cell is text."""
    rows = ('"平安,建设"', '"项目""甲"""', '"项目丙"', '项目"丁"', "平安 建设", "平安　建设")
    text = "单位,项目,级别,对象,日期\n"
    text += "".join(f'"兰溪镇",{cell},国家级,"本单位",2013-05-01\n' for cell in rows)
    projects = ("平安,建设", '项目"甲"', "项目丙", '项目"丁"', "平安 建设", "平安　建设")
    assert facts_of(表彰=text).tables["表彰"].columns["项目"] == projects


def test_columns_in_any_order() -> None:
    """单位 need not be the first."""
    rows = [line.split(",") for line in AWARDS.splitlines()]
    turned = "".join(",".join(reversed(cells)) + "\n" for cells in rows)
    assert contents(facts_of(表彰=turned).tables["表彰"]) == contents(facts_of(表彰=AWARDS).tables["表彰"])


def test_blank_lines_are_passed_over_and_counted() -> None:
    """Lines are those that an editor shows, also above the header."""
    head, first, second = AWARDS.splitlines()
    text = f"\n{head}\n\n \n{first}\n\u3000\u200b\n\t\n{second}\n\n\n"
    assert facts_of(表彰=text).tables["表彰"].lines == (5, 8)


def test_every_ledger_has_a_table() -> None:
    """In the order of the schema; without a file, or with a header only, it has no rows."""
    facts = facts_of(表彰="单位,项目,级别,对象,日期\n", 民调="单位,民调,全市排名,参评总数")
    assert list(facts.tables) == [ledger.name for ledger in SCHEMA.ledgers]
    for name in ("表彰", "民调", "违纪"):
        ledger = SCHEMA.ledger(name)
        assert ledger is not None
        empty = {column.name: () for column in ledger.columns}
        assert contents(facts.tables[name]) == (name, (), (), empty)


@pytest.mark.parametrize("day", ["2013-05-01", "2013年5月1日", "2013年05月01日", "2013.5.1", "2013/5/1"])
def test_forms_of_dates(day: str) -> None:
    """All mean the same day."""
    table = facts_of(一票否决=f"单位,领域,日期\n兰溪镇,安全生产,{day}\n").tables["一票否决"]
    assert table.columns["日期"] == (date(2013, 5, 1),)


@pytest.mark.parametrize(
    ("number", "scaled"),
    [
        ("0", 0),
        ("0.0", 0),
        ("0.0001", 1),
        ("1.5", 15000),
        ("1.5000", 15000),
        ("999999999.9999", 9999999999999),
    ],
)
def test_forms_of_numbers(number: str, scaled: int) -> None:
    """Exact to the fourth place, up to the largest."""
    text = f"单位,事项,类型,结果,扣分,日期\n兰溪镇,年终考核,承担验收,扣分,{number},2013-05-01\n"
    assert facts_of(上级验收=text).tables["上级验收"].columns["扣分"] == (scaled,)


def test_both_ends_of_a_range_are_within() -> None:
    """Full marks, none, the last place of all, and the 0 that goes with 合格."""
    facts_of(
        得分="单位,指标评估得分,述绩述效评估得分,公众评估得分\n"
        "泉交河镇,700,200,100\n兰溪镇,0,0,0\n区委610办,700.0000,200.0,0.0\n赫山国税局,1,1,1\n",
        民调="单位,民调,全市排名,参评总数\n兰溪镇,服务民生,92,92\n兰溪镇,服务民生,1,1\n",
        上级验收="单位,事项,类型,结果,扣分,日期\n兰溪镇,年终考核,承担验收,合格,0.00,2013-05-01\n",
    )


def test_an_excepted_unit_may_have_a_row() -> None:
    """It need not, but what is written counts."""
    scores = good_files()["得分.csv"].decode() + "龙岭工业园,1,2,3\n"
    assert facts_of(得分=scores).tables["得分"].units[-1] == "龙岭工业园"


def test_equal_rows_are_two_rows_where_there_is_no_key() -> None:
    """Two awards of a day are two awards."""
    row = AWARDS.splitlines()[1]
    assert len(facts_of(表彰=f"{AWARDS}{row}\n").tables["表彰"]) == 3


def test_other_files_are_passed_over() -> None:
    """What is not called .csv, and what a file manager does not show."""
    strange = dict.fromkeys(("说明.txt", "说明.xlsx", "csv", ".表彰.csv", "~$表彰.csv"), b"\0")
    assert read_facts(good_files() | strange, SCHEMA).ok


def test_the_example_of_2013() -> None:
    """All eleven files, cell by cell, against a reading that shares nothing with this one."""
    files = {file.name: file.read_bytes() for file in sorted(EXAMPLE.glob("*.csv"))}
    rows = {name: list(csv.DictReader(data.decode().splitlines())) for name, data in files.items()}
    units = tuple(row["单位"] for row in rows["单位.csv"])
    read = read_facts(files, evolve(SCHEMA, units=units))
    assert read.diagnostics == () and read.value is not None
    assert sum(map(len, read.value.tables.values())) == sum(map(len, rows.values())) > 500
    for ledger in LEDGERS:
        table, expected = read.value.tables[ledger.name], rows[f"{ledger.name}.csv"]
        assert list(table.units) == [row["单位"] for row in expected]
        for column in ledger.columns:
            texts = [row[column.name] for row in expected]
            cells = list(table.columns[column.name])
            if column.type.is_number:
                assert [Fraction(str(cell)) for cell in cells] == [
                    Fraction(cell) * 10**column.type.places for cell in texts
                ]
            elif column.type is ColumnType.BOOL:
                assert ["是" if cell else "否" for cell in cells] == texts
            else:
                assert [str(cell) for cell in cells] == texts


def test_nothing_that_a_file_may_hold_is_raised() -> None:
    """Bytes lost, changed and put in anywhere: facts, or findings that name a file, never both."""
    rng = Random(20130930)
    files = good_files() | {"表彰.csv": AWARDS.encode(), "民调.csv": AWARDS.encode("gb18030")}
    pieces = [
        b'"',
        b",",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"\xff",
        b"\xe5",
        b"-",
        b"0",
        "　".encode(),
        "镇".encode(),
    ]
    for _ in range(400):
        name = rng.choice(sorted(files))
        data = bytearray(files[name])
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.choice(pieces)
        read = read_facts(files | {name: bytes(data)}, SCHEMA)
        assert (read.value is None) == bool(read.diagnostics)
        assert all(
            isinstance(found.where, Cell) and found.message and found.hint for found in read.diagnostics
        )
