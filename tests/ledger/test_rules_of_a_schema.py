"""What a schema may ask for beyond the ledgers of 2013."""

import pytest

from perfeval.diagnostics.diagnostic import Cell
from perfeval.ledger.read import read_facts
from perfeval.ledger.schema import Column, ColumnType, FillIn, Ledger, Schema
from perfeval.quantity.number import Number

YUAN, POINTS, INTEGER = ColumnType.YUAN, ColumnType.POINTS, ColumnType.INTEGER


def findings(ledger: Ledger, text: str) -> list[tuple[str, int | None, str | None, str]]:
    """Code, line, column and message of all that is found in the one ledger of a schema."""
    read = read_facts({f"{ledger.name}.csv": text.encode()}, Schema((ledger,), ("甲局", "乙局")))
    places = [found.where for found in read.diagnostics]
    assert all(isinstance(where, Cell) for where in places)
    return [
        (found.code, where.line, where.column, found.message)
        for found, where in zip(read.diagnostics, places, strict=True)
        if isinstance(where, Cell)
    ]


def test_money_has_four_places() -> None:
    """As points have."""
    ledger = Ledger("经费", (Column("金额", YUAN),))
    read = read_facts({"经费.csv": "单位,金额\n甲局,-12.5\n".encode()}, Schema((ledger,), ("甲局",)))
    assert read.value is not None
    assert read.value.tables["经费"].columns["金额"] == (-125000,)


def test_a_number_may_not_be_below_another_column() -> None:
    """Compared as numbers, also where the two columns have different places."""
    ledger = Ledger("经费", (Column("预算", INTEGER), Column("支出", YUAN, low_column="预算")))
    text = "单位,预算,支出\n甲局,5,4.9999\n甲局,5,5\n甲局,5,10\n"
    assert findings(ledger, text) == [
        ("PE626", 2, "支出", "“支出”应不小于“预算”（5），这里是4.9999"),
    ]


def test_equal_rows_of_a_ledger_that_says_what_they_are_about() -> None:
    """A day or a text tells one thing from another; rows of levels alone may well be equal."""
    level = Column("级别", ColumnType.ENUM, values=("省级", "市级"))
    rows = "甲局,省级\n甲局,市级\n" + "甲局,省级\n" * 2
    assert findings(Ledger("表", (level,)), "单位,级别\n" + rows) == []
    assert findings(Ledger("表", ()), "单位\n甲局\n甲局\n") == []
    day = Column("日期", ColumnType.DATE)
    dated = rows.replace("\n", ",2013-05-01\n")
    assert findings(Ledger("表", (level, day)), "单位,级别,日期\n" + dated) == [
        ("PE636", 4, "单位", "第2、4、5行完全相同")
    ]
    twelve = "单位,级别,日期\n" + "甲局,市级,2013-05-01\n" * 12
    assert findings(Ledger("表", (level, day)), twelve) == [
        ("PE636", 3, "单位", "第2、3、4、5、6、7、8、9、10、11等12行完全相同")
    ]


def test_one_end_of_a_range() -> None:
    """A range may be open at either end, and an end may have decimals."""
    low, high = Column("甲", POINTS, low=Number(5, 1)), Column("乙", INTEGER, high=Number(25, 1))
    text = "单位,甲,乙\n甲局,0.5,2\n甲局,0.4999,3\n"
    assert findings(Ledger("表", (low, high)), text) == [
        ("PE625", 3, "甲", "“甲”应不小于0.5，这里是0.4999"),
        ("PE625", 3, "乙", "“乙”应不大于2.5，这里是3"),
    ]


def test_a_year_may_have_a_range() -> None:
    """Both ends are within."""
    year = Column("年度", ColumnType.YEAR, low=Number(2011, 0), high=Number(2012, 0))
    text = "单位,年度\n甲局,2010\n甲局,2011\n甲局,2012\n甲局,2013\n"
    assert findings(Ledger("表", (year,)), text) == [
        ("PE625", 2, "年度", "“年度”应在2011到2012之间，这里是2010"),
        ("PE625", 5, "年度", "“年度”应在2011到2012之间，这里是2013"),
    ]


def test_a_number_that_goes_with_an_answer() -> None:
    """The other column may be a 是否 column, and the number may have decimals."""
    fine = Column("扣款", YUAN, fill_in=FillIn("免扣", "是", Number(5, 1)))
    text = "单位,免扣,扣款\n甲局,是,0.5\n甲局,是,0.50\n甲局,否,3\n甲局,是,5\n"
    assert findings(Ledger("表", (Column("免扣", ColumnType.BOOL), fine)), text) == [
        ("PE626", 5, "扣款", "“免扣”是“是”的，“扣款”应填0.5，这里是5"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲局,会议,2013-05-01\n乙局,会议,2013-05-01\n甲局,会议,2013-05-02\n甲局,检查,2013-05-01\n", []),
        (
            "甲局,会议,2013-05-01\n\n甲局,会议,2013年5月1日\n",
            [("PE632", 4, "事项", "“甲局”的“事项”为“会议”、“日期”为“2013年5月1日”，已在第2行，只能有一行")],
        ),
    ],
    ids=["different", "repeated"],
)
def test_a_key_of_several_columns(text: str, found: list[object]) -> None:
    """All of them together make the key, and values count, not the way they are written."""
    columns = (Column("事项", ColumnType.TEXT), Column("日期", ColumnType.DATE))
    ledger = Ledger("表", columns, key=("事项", "日期"))
    assert findings(ledger, "单位,事项,日期\n" + text) == found


def test_rows_with_faults_repeat_nothing() -> None:
    """What cannot be read is no key; what is read without its blanks is one."""
    ledger = Ledger("表", (Column("年度", ColumnType.YEAR),), key=("年度",))
    text = "单位,年度\n甲局,12\n甲局,12\n丙局,2012\n丙局,2012\n甲局,2012\n甲局, 2012\n"
    assert [(code, line) for code, line, _, _ in findings(ledger, text)] == [
        ("PE629", 2),
        ("PE629", 3),
        ("PE630", 4),
        ("PE630", 5),
        ("PE620", 7),
        ("PE632", 7),
    ]


def test_a_ledger_may_have_no_column_of_its_own() -> None:
    """Then each line is one unit."""
    ledger = Ledger("名单", (), per_unit=True, required=True, excepted=("乙局",))
    assert findings(ledger, "单位\n\n \n甲局\n") == []
    assert findings(ledger, '单位\n""\n甲局\n甲局\n') == [
        ("PE615", 2, None, "这一行的格子全是空的"),
        ("PE631", 4, "单位", "“甲局”已在第3行，一个单位只能有一行"),
    ]


def test_a_file_without_any_sound_row_lists_every_unit() -> None:
    """A header is not enough where each unit must have a row."""
    ledger = Ledger("名单", (), required=True)
    assert [(code, line, column) for code, line, column, _ in findings(ledger, "单位\n")] == [
        ("PE633", None, "单位"),
        ("PE633", None, "单位"),
    ]


def test_a_cell_beyond_the_limit_of_the_reader() -> None:
    """Said of its line; the rows after it are read."""
    ledger = Ledger("表", (Column("年度", ColumnType.YEAR),))
    text = f"单位,年度\n甲局,{'9' * 140_000}\n甲局,12\n"
    assert [(code, line) for code, line, _, _ in findings(ledger, text)] == [("PE617", 2), ("PE629", 3)]


def test_a_name_in_capitals_means_the_ledger_of_that_very_name() -> None:
    """Not one that is merely like it."""
    schema = Schema((Ledger("表彰记录", ()), Ledger("表彰", ())), ())
    (found,) = read_facts({"表彰.CSV": b""}, schema).diagnostics
    assert found.message == "没有台账叫“表彰.CSV”，是不是“表彰.csv”？"


def test_long_cells_are_quoted_in_part() -> None:
    """A message stays a sentence."""
    ledger = Ledger("表", (Column("年度", ColumnType.YEAR),))
    found = findings(ledger, f"单位,年度\n甲局,{'9' * 41}\n")
    assert found == [("PE629", 2, "年度", f"“{'9' * 40}…”不是四位数字的年度")]
