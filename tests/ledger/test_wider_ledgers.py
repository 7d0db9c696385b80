"""Measures beyond points and money, cells that may be empty, ledgers about no unit, and rosters."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.ledger.cells import read_column
from perfeval.ledger.facts import Table
from perfeval.ledger.header import Header
from perfeval.ledger.names import is_odd_name
from perfeval.ledger.read import read_facts, read_roster
from perfeval.ledger.rows import read_rows
from perfeval.ledger.schema import Column, ColumnType, Ledger, Schema
from perfeval.quantity.number import Number, times_ten

UNITS = ("甲局", "乙局")
WAN, PERCENT, DECIMAL, COUNT = ColumnType.WAN, ColumnType.PERCENT, ColumnType.DECIMAL, ColumnType.COUNT
ONE = Number(1, 0)
CALENDAR = Ledger(
    "日历",
    (Column("日期", ColumnType.DATE), Column("工作日", ColumnType.BOOL)),
    key=("日期",),
    shared=True,
)


def table_of(ledger: Ledger, text: str, units: tuple[str, ...] = UNITS) -> Table:
    """The rows of the one ledger of a schema; no finding is tolerated."""
    read = read_facts({f"{ledger.name}.csv": text.encode()}, Schema((ledger,), units))
    assert read.diagnostics == ()
    assert read.value is not None
    return read.value.tables[ledger.name]


def codes(ledger: Ledger, text: str, units: tuple[str, ...] = UNITS) -> list[tuple[str, int | None]]:
    """Code and line of all that is found in the one ledger of a schema."""
    read = read_facts({f"{ledger.name}.csv": text.encode()}, Schema((ledger,), units))
    return [(found.code, found.where.line if found.where else None) for found in read.diagnostics]


# ---------------------------------------------------------------- measures


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (PERCENT, "85.5%", Fraction(855, 1000)),
        (PERCENT, "85.5％", Fraction(855, 1000)),
        (PERCENT, "-3%", Fraction(-3, 100)),
        (PERCENT, "0%", Fraction(0)),
        (PERCENT, "0.0001%", Fraction(1, 1_000_000)),
        (PERCENT, "120%", Fraction(12, 10)),
        (WAN, "12.5", Fraction(125_000)),
        (WAN, "0.0001", Fraction(1)),
        (WAN, "-3", Fraction(-30_000)),
        (DECIMAL, "0.1234", Fraction(1234, 10_000)),
        (DECIMAL, "-2", Fraction(-2)),
        (COUNT, "12", Fraction(12)),
    ],
)
def test_what_is_kept_is_exact(kind: ColumnType, text: str, value: Fraction) -> None:
    """A percentage as a fraction, 万元 as whole 元; and the cell can be written again."""
    column = Column("栏", kind, unit="人" if kind is COUNT else "")
    (kept,) = read_column(column, (text,)).values
    assert isinstance(kept, int)
    assert Fraction(kept, 10**column.places) == value
    assert column.cell_text(kept) == text.replace("％", "%")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind, texts in (
            (
                PERCENT,
                ("85.5", "85 %", "85%%", "%", "％％", "1e3%", "８５%", "+5%", "--5%", "05%", ".5%", "-0%"),
            ),
            (
                PERCENT,
                ("85.12345%", "1234567890%", "85‰", "85%。", "八成", "1/2", "５０％", "٣%", "NaN%", "inf%"),
            ),
            (WAN, ("12万元", "12万", "125000元", "1,200", "0.00001", "１２", "1e4", "")),
            (DECIMAL, ("3%", "1/2", "1.23456", "十")),
            (COUNT, ("3人", "3.0", "3.5", "三", "+3", "-0")),
        )
        for text in texts
    ],
)
def test_what_is_refused(kind: ColumnType, text: str) -> None:
    """Nothing is guessed: no other sign, no other form of a number."""
    read = read_column(Column("栏", kind), (text,))
    assert read.values == (None,)
    assert read.faults[text]


@pytest.mark.parametrize(
    ("kind", "unit", "places"),
    [
        (ColumnType.INTEGER, "", 0),
        (ColumnType.POINTS, "分", 4),
        (ColumnType.YUAN, "元", 4),
        (WAN, "元", 0),
        (PERCENT, "%", 6),
        (DECIMAL, "", 4),
        (ColumnType.TEXT, "", 0),
    ],
)
def test_columns_know_their_unit(kind: ColumnType, unit: str, places: int) -> None:
    """Of counts it is what the rule book says."""
    assert (Column("栏", kind).unit, Column("栏", kind).places) == (unit, places)
    people = Column("栏", COUNT, unit="人")
    assert (people.unit, people.wording, people.places) == ("人", "人", 0)


def test_ranges_are_ranges_of_what_is_kept() -> None:
    """And are said as cells are written."""
    rate = Column("率", PERCENT, low=Number(0, 0), high=Number(1, 0))
    money = Column("额", WAN, high=Number(5_000_000, 0))
    ledger = Ledger("表", (rate, money))
    text = "单位,率,额\n甲局,100%,500\n甲局,100.0001%,500.0001\n"
    read = read_facts({"表.csv": text.encode()}, Schema((ledger,), UNITS))
    assert [found.message for found in read.diagnostics] == [
        "“率”应在0%到100%之间，这里是100.0001%",
        "“额”应不大于500，这里是500.0001",
    ]


def test_columns_of_different_measures_are_compared_as_what_is_kept() -> None:
    """12.5 万元 is not more than 125000 元."""
    columns = (Column("总额", ColumnType.YUAN), Column("拨付", WAN, high_column="总额"))
    text = "单位,总额,拨付\n甲局,125000,12.5\n甲局,125000,12.5001\n"
    assert codes(Ledger("表", columns), text) == [("PE626", 3)]


@pytest.mark.parametrize(
    ("number", "power", "expected"),
    [
        (Number(855, 1), -2, Number(855, 3)),
        (Number(125, 1), 4, Number(125_000, 0)),
        (Number(0, 0), -2, Number(0, 0)),
        (Number(100, 0), -2, Number(1, 0)),
        (Number(-5, 4), 4, Number(-5, 0)),
    ],
)
def test_powers_of_ten(number: Number, power: int, expected: Number) -> None:
    """Exact, and with no more places than needed."""
    assert times_ten(number, power) == expected


def test_ends_are_what_cells_can_hold() -> None:
    """Moved inwards to values of the column; None where a range is open."""
    assert Column("率", PERCENT, low=Number(5, 3), high=ONE).ends == (5000, 1_000_000)
    assert Column("数", ColumnType.INTEGER, low=Number(5, 1), high=Number(25, 1)).ends == (1, 2)
    assert Column("数", ColumnType.INTEGER, low=Number(-5, 1)).ends == (0, None)
    greatest = {COUNT: "999999999", WAN: "999999999.9999", PERCENT: "999999999.9999%"}
    for kind, text in greatest.items():
        assert read_column(Column("栏", kind), (text,)).values == (kind.greatest,)


# ---------------------------------------------------------------- cells that may be empty


@pytest.mark.parametrize(
    "kind", [kind for kind in ColumnType if kind not in (ColumnType.ENUM, ColumnType.GRADE)]
)
def test_an_optional_cell_may_be_empty(kind: ColumnType) -> None:
    """It is no data: not 0, not 否, not an empty text."""
    optional = Column("栏", kind, optional=True)
    assert read_column(optional, ("",)).values == (None,)
    assert not read_column(optional, ("",)).faults
    assert read_column(Column("栏", kind), ("",)).faults
    assert read_column(optional, (" ",)).faults


def test_an_optional_value_may_be_left_out() -> None:
    """Rows keep their places."""
    level = Column("级别", ColumnType.ENUM, ("省级", "市级"), optional=True)
    table = table_of(Ledger("表", (level,)), "单位,级别\n甲局,省级\n乙局,\n甲局,市级\n")
    assert table.columns["级别"] == ("省级", None, "市级")


def test_empty_cells_bind_nothing() -> None:
    """A number that is not there is neither above nor below another."""
    columns = (
        Column("预算", DECIMAL, optional=True),
        Column("支出", DECIMAL, high_column="预算", optional=True),
    )
    assert codes(Ledger("表", columns), "单位,预算,支出\n甲局,,5\n乙局,5,\n") == []


def test_a_key_is_never_empty() -> None:
    """What tells rows apart has to be there, whatever the column says."""
    ledger = Ledger("表", (Column("期", ColumnType.TEXT, optional=True),), key=("期",))
    assert codes(ledger, "单位,期\n甲局,一\n甲局,\n") == [("PE621", 3)]


def test_rows_that_are_equal_with_their_empty_cells() -> None:
    """Are hardly meant."""
    columns = (Column("事项", ColumnType.TEXT), Column("说明", ColumnType.TEXT, optional=True))
    assert codes(Ledger("表", columns), "单位,事项,说明\n甲局,会议,\n甲局,会议,\n") == [("PE636", 3)]


# ---------------------------------------------------------------- ledgers about no unit


def test_rows_about_no_unit() -> None:
    """Have an empty unit each, and no column 单位."""
    table = table_of(CALENDAR, "工作日,日期\n是,2013-05-02\n否,2013-05-01\n")
    assert table.units == ("", "")
    assert list(table.columns) == ["日期", "工作日"]
    assert table.columns["工作日"] == (True, False)


def test_a_shared_ledger_without_rows_or_file() -> None:
    """Is there and empty."""
    assert len(table_of(CALENDAR, "日期,工作日\n")) == 0
    read = read_facts({}, Schema((CALENDAR,), UNITS))
    assert read.value is not None
    assert len(read.value.tables["日历"]) == 0


def test_a_shared_ledger_in_an_example() -> None:
    """Its rows stand behind an empty cell for the unit."""
    header = Header(3, {"单位": 0, "日期": 1, "工作日": 2})
    rows, found = read_rows("书.jx", [(7, ["", "2013-05-01", "否"])], header, CALENDAR, UNITS)
    assert found == []
    assert rows.texts["单位"] == ("",)
    assert rows.read["工作日"].values == (False,)


def test_equal_rows_about_no_unit() -> None:
    """Are told by their line."""
    ledger = Ledger("表", (Column("事项", ColumnType.TEXT),), shared=True)
    assert codes(ledger, "事项\n会议\n会议\n") == [("PE636", 3)]


def test_a_shared_ledger_is_not_required_of_units() -> None:
    """No unit is missing in it."""
    assert codes(CALENDAR, "日期,工作日\n2013-05-01,否\n", ()) == []


# ---------------------------------------------------------------- rosters

ROSTER = Ledger("名册", (Column("年级", ColumnType.INTEGER),), per_unit=True, required=True)
SCORES = Ledger("得分", (Column("分数", ColumnType.POINTS),), per_unit=True, required=True)


def roster_of(text: str) -> tuple[str, ...]:
    """The names in a roster."""
    return read_roster({"名册.csv": text.encode()}, "名册")


def test_units_are_the_rows_in_the_order_of_the_file() -> None:
    """Each once, without the blanks around them, wherever the column stands."""
    assert roster_of("年级,单位\n1,丙\n2,甲\n\n3, 乙 \n4,甲\n5,\n") == ("丙", "甲", "乙")
    assert roster_of("") == roster_of("单位\n") == roster_of("姓名,年级\n丙,1\n") == ()
    assert read_roster({}, "名册") == ()
    assert read_roster({"名册.csv": b"\xff\xfe\x00"}, "名册") == ()


def test_other_ledgers_are_about_the_roster() -> None:
    """Rows about others are the usual error, and nobody may be left out."""
    files = {"名册.csv": "单位,年级\n丙,1\n丁,2\n".encode(), "得分.csv": "单位,分数\n丙,90\n戊,80\n".encode()}
    schema = Schema((ROSTER, SCORES), read_roster(files, "名册"), "名册")
    found = [(each.code, each.message) for each in read_facts(files, schema).diagnostics]
    assert found == [("PE633", "缺少“丁”的一行"), ("PE630", "没有“戊”这个单位")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, ["PE601"]),
        (b"", ["PE607"]),
        ("单位,年级\n".encode(), ["PE642"]),
        ("姓名,年级\n丙,1\n".encode(), ["PE610", "PE612"]),
        ("单位,年级\n,1\n".encode(), ["PE621"]),
        ("单位,年级\n丙\n".encode("utf-16"), ["PE604"]),
    ],
)
def test_without_a_roster_nothing_else_is_said(content: bytes | None, expected: list[str]) -> None:
    """Or every row of every other ledger would be about a strange unit."""
    files = {"得分.csv": "单位,分数\n丙,90\n".encode()}
    if content is not None:
        files["名册.csv"] = content
    schema = Schema((SCORES, ROSTER), read_roster(files, "名册"), "名册")
    read = read_facts(files, schema)
    assert read.value is None
    assert [found.code for found in read.diagnostics] == expected


@pytest.mark.parametrize(
    "name", ["李明", "欧阳·娜娜", "John Smith", "第一小学(东校区)", "310办", "A-01", "张" * 100]
)
def test_names_that_can_be(name: str) -> None:
    """Of people, of schools, of companies."""
    assert not is_odd_name(name)


@pytest.mark.parametrize(
    "name", ["李 明", "李\u3000明", "甲、乙", "“甲”", "合计", "——", "甲;乙", "=1+1", "张" * 101, "|"]
)
def test_names_that_can_hardly_be(name: str) -> None:
    """Two at once, a sum, a mark, a formula."""
    assert is_odd_name(name)
