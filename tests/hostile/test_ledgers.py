"""Ledgers that cannot hurt: limits at n-1, n and n+1, look-alikes, suspicions, and a corpus of bad files."""

import re
from datetime import date

import pytest

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, Severity
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.ledger import limits
from perfeval.ledger.decode import decode
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.ledger.schema import Column, ColumnType, Ledger, Schema
from perfeval.source.visible import hidden_character
from tests.hostile.test_texts import HIDDEN

YEAR = 2013
EVENTS = Ledger(
    "表彰",
    (
        Column("项目", ColumnType.TEXT),
        Column("级别", ColumnType.ENUM, ("国家级", "省级")),
        Column("日期", ColumnType.DATE),
        Column("年度", ColumnType.YEAR),
        Column("次数", ColumnType.INTEGER),
    ),
)
SCHEMA = Schema((EVENTS,), ("兰溪镇", "区委610办", "赫山A局"))
HEADER = "单位,项目,级别,日期,年度,次数\n"
ROW = "兰溪镇,平安建设,国家级,2013-05-01,2013,1\n"


def read(content: str | bytes) -> Checked[Facts]:
    """The one ledger of the schema, read from this content."""
    data = content.encode("utf-8", errors="surrogatepass") if isinstance(content, str) else content
    return read_facts({"表彰.csv": data}, SCHEMA, YEAR)


def codes(content: str | bytes) -> list[str]:
    """Codes of what is found."""
    return [found.code for found in read(content).diagnostics]


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_size_of_a_file(over: int) -> None:
    """In bytes, before anything is decoded."""
    data = HEADER.encode()
    found = decode("表彰.csv", data, len(data) - over)
    assert isinstance(found, Diagnostic) is (over > 0)
    if isinstance(found, Diagnostic):
        assert found.code == "PE619"


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_number_of_rows(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are counted before they are cut; the last may lack its line end."""
    monkeypatch.setattr("perfeval.ledger.records.MAX_ROWS", 50)
    rows = "".join(ROW.replace("建设", f"建设{number}") for number in range(50 + over))
    for content in (HEADER + rows, HEADER + rows.rstrip("\n"), (HEADER + rows).replace("\n", "\r\n")):
        assert ("PE634" in codes(content)) is (over > 0)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_number_of_cells(over: int) -> None:
    """Of one row; the others are read."""
    size = limits.MAX_CELLS + over
    found = codes(f"{HEADER}{','.join('甲' * size)}\n{ROW}")
    assert found == (["PE634"] if over > 0 else ["PE614"])


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_length_of_a_cell(over: int) -> None:
    """In letters."""
    found = codes(HEADER + ROW.replace("平安建设", "字" * (limits.MAX_CELL + over)))
    assert found == (["PE617"] if over > 0 else [])


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_findings_are_counted_beyond_the_limit(over: int) -> None:
    """Names are only looked for where the finding is told."""
    rows = ROW.replace("兰溪镇", "兰西镇") * (limits.MAX_FINDINGS + over)
    found = read(HEADER + rows).diagnostics
    errors = [each for each in found if each.severity is Severity.ERROR and each.code == "PE630"]
    assert len(errors) == limits.MAX_FINDINGS + min(over, 0)
    assert ("PE639" in [each.code for each in found]) is (over > 0)
    assert read(HEADER + rows).value is None


def test_reading_stops_where_too_many_rows_are_broken() -> None:
    """Each broken row starts the reader anew: the work is bounded by the number of findings."""
    found = codes(HEADER + '"甲\n' * 1000)
    assert found.count("PE616") == limits.MAX_FINDINGS
    assert "PE639" in found


# ---------------------------------------------------------------- what only looks right


@pytest.mark.parametrize(
    ("written", "meant", "one", "two"),
    [
        ("区委６１０办", "区委610办", "U+FF16", "U+0036"),
        ("赫山\u0410局", "赫山A局", "U+0410", "U+0041"),
        ("赫山\u0391局", "赫山A局", "U+0391", "U+0041"),
        ("赫\u2f2dA局", "赫山A局", "U+2F2D", "U+5C71"),
    ],
)
def test_a_name_that_only_looks_right(written: str, meant: str, one: str, two: str) -> None:
    """Both code points are named: the two names are the same to the eye."""
    (found,) = read(HEADER + ROW.replace("兰溪镇", written)).diagnostics
    assert (found.code, found.expected) == ("PE635", (meant,))
    assert f"字符 {one}，应为 {two}" in found.message


def test_a_value_that_only_looks_right() -> None:
    """Values of a column are names as well; \\uf96d is 省 to the eye."""
    (found,) = read(HEADER + ROW.replace("国家级", "\uf96d级")).diagnostics
    assert (found.code, found.expected) == ("PE635", ("省级",))
    assert "字符 U+F96D，应为 U+7701" in found.message


def test_two_items_that_look_like_one() -> None:
    """Of one unit: both lines are named; the result is not touched."""
    rows = (
        ROW + ROW.replace("平安建设", "平安 建设") + ROW.replace("兰溪镇", "赫山A局").replace("平安", "平 安")
    )
    checked = read(HEADER + rows)
    (found,) = checked.diagnostics
    assert isinstance(found.where, Cell)
    assert (found.code, found.severity, found.where.line) == ("PE638", Severity.WARNING, 3)
    assert "第2行" in found.message
    assert checked.value is not None and len(checked.value.tables["表彰"]) == 3


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("甲奖", "甲 奖", "“甲 奖”和第2行的“甲奖”看起来一样，写法不同（这里多一个空格）"),
        ("甲 奖", "甲奖", "“甲奖”和第2行的“甲 奖”看起来一样，写法不同（第2行的多一个空格）"),
        ("甲  奖", "甲 奖", "“甲 奖”和第2行的“甲  奖”看起来一样，写法不同（第2行的多一个空格）"),
        ("甲A奖", "甲Ａ奖", "“甲Ａ奖”和第2行的“甲A奖”看起来一样，写法不同（字符 U+FF21 和 U+0041）"),
    ],
)
def test_how_two_items_that_look_like_one_differ(one: str, other: str, said: str) -> None:
    """By a blank more, or by one character for another."""
    rows = ROW.replace("平安建设", one) + ROW.replace("平安建设", other)
    (found,) = read(HEADER + rows).diagnostics
    assert (found.code, found.message) == ("PE638", said)


def test_a_blank_within_a_declared_name() -> None:
    """What is more, not the next character."""
    (found,) = read(HEADER + ROW.replace("国家级", "国家 级")).diagnostics
    assert found.message == "“国家 级”的写法和“国家级”不同（多一个空格）"


def test_equal_rows_are_a_warning() -> None:
    """Both lines are named, and both rows count."""
    checked = read(HEADER + ROW + ROW.replace("2013-05-01", "2013年5月1日"))
    (found,) = checked.diagnostics
    assert isinstance(found.where, Cell)
    assert (found.code, found.severity, found.where.line) == ("PE636", Severity.WARNING, 3)
    assert "第2行" in found.message
    assert checked.value is not None and len(checked.value.tables["表彰"]) == 2


@pytest.mark.parametrize(("year", "warned"), [(1992, True), (1993, False), (2033, False), (2034, True)])
def test_a_year_far_from_the_evaluation_year(year: int, warned: bool) -> None:
    """Twenty years on either side are near; a day further away still counts as written."""
    checked = read(HEADER + ROW.replace("2013-05-01", f"{year}-05-01"))
    assert [found.code for found in checked.diagnostics] == ["PE637"] * warned
    assert checked.value is not None
    assert checked.value.tables["表彰"].columns["日期"] == (date(year, 5, 1),)


@pytest.mark.parametrize("char", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_character_in_a_cell_is_refused(char: str) -> None:
    """Inside a word; the finding shows it by its number."""
    found = read(HEADER + ROW.replace("平安", f"平{char}安")).diagnostics
    assert found and all(each.severity is Severity.ERROR for each in found)
    printed = diagnostics_to_text(found)
    assert all(hidden_character(line) is None for line in printed.split("\n"))


# ---------------------------------------------------------------- a corpus

CORPUS: dict[str, str | bytes] = {
    "nothing": b"",
    "nul": b"\0" * 10,
    "utf16": (HEADER + ROW).encode("utf-16"),
    "workbook": b"PK\x03\x04aaaa",
    "old-workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "broken-utf8": (HEADER + ROW).encode() + "甲".encode()[:2],
    "random-bytes": bytes(range(1, 256)),
    "blank-lines": "\n" * 1000,
    "commas": "," * 5000,
    "comma-lines": HEADER + ",\n" * 1000,
    "quotes": '"' * 4999,
    "open-quote": HEADER + '"' + ROW * 100,
    "quote-lines": HEADER + '"\n' * 1000,
    "no-header": ROW * 3,
    "header-twice": HEADER + HEADER,
    "header-repeated": HEADER.strip() + ",次数\n" + ROW.strip() + ",1\n",
    "tabs": (HEADER + ROW).replace(",", "\t"),
    "semicolons": (HEADER + ROW).replace(",", ";"),
    "full-width-commas": (HEADER + ROW).replace(",", "，"),
    "many-columns": HEADER.strip() + "".join(f",栏{number}" for number in range(500)) + "\n",
    "formula-equals": HEADER + ROW.replace("2013,1", "2013,=1+1"),
    "formula-call": HEADER + ROW.replace("国家级", "=cmd|' /C calc'!A0"),
    "formula-at": HEADER + ROW.replace("2013-05-01", "@SUM(A1)"),
    "exponent": HEADER + ROW.replace("2013,1", "2013,1e10000000"),
    "digits": HEADER + ROW.replace("2013,1", "2013," + "9" * 1999),
    "digits-endless": HEADER + ROW.replace("2013,1", "2013," + "9" * 140_000),
    "digits-arabic": HEADER + ROW.replace("2013,1", "2013,٧"),
    "digits-wide": HEADER + ROW.replace("2013,1", "2013,７"),
    "digits-superscript": HEADER + ROW.replace("2013,1", "2013,²"),
    "digits-underscore": HEADER + ROW.replace("2013,1", "2013,7_0"),
    "not-a-number": HEADER + ROW.replace("2013,1", "2013,NaN"),
    "year-wide": HEADER + ROW.replace("2013,1", "２０１３,1"),
    "year-arabic": HEADER + ROW.replace("2013,1", "٢٠١٣,1"),
    "date-arabic": HEADER + ROW.replace("2013-05-01", "٢٠١٣-٠٥-٠١"),
    "date-none": HEADER + ROW.replace("2013-05-01", "0000-00-00"),
    "date-beyond": HEADER + ROW.replace("2013-05-01", "9999-99-99"),
    "sql": HEADER + ROW.replace("兰溪镇", "甲' OR '1'='1"),
    "html": HEADER + ROW.replace("兰溪镇", "<script>alert(1)</script>"),
    "path": HEADER + ROW.replace("兰溪镇", "../../etc/passwd"),
    "unit-endless": HEADER + ROW.replace("兰溪镇", "镇" * 1999),
    "line-break": HEADER + ROW.replace("平安建设", '"平安\n建设"'),
}


@pytest.mark.parametrize("content", CORPUS.values(), ids=CORPUS)
def test_a_hostile_ledger_gives_findings(content: str | bytes) -> None:
    """Declared codes, a bounded number of them, all visible; never an exception, never facts."""
    checked = read(content)
    assert checked.value is None
    assert checked.diagnostics
    assert all(re.fullmatch("PE6[0-9]{2}", found.code) for found in checked.diagnostics)
    assert len(checked.diagnostics) <= 2 * limits.MAX_FINDINGS
    printed = diagnostics_to_text(checked.diagnostics)
    assert all(hidden_character(line) is None for line in printed.split("\n"))


def test_the_corpus_is_large_enough() -> None:
    """Thirty ledgers at least."""
    assert len(CORPUS) >= 30
