"""附表 and 缺项折算: cells that are not there, parts that are not there."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked
from perfeval.rulebook.book import RuleBook
from tests.language_frames.book import SOURCE, Frame, for_units

LEDGER = (
    "台账“竞赛”，一项一行：“级别”：国家级、省级，选填；"
    "“奖次”：一等奖、二等奖、三等奖，选填；“学期”：整数，选填。"
)
TABLE = """附表“赛事分值”：
｜级别＼奖次｜一等奖｜二等奖｜
｜国家级｜10分｜｜
｜省级｜6分｜5分｜"""
ROWS = "甲镇,国家级,一等奖, 甲镇,国家级,二等奖, 甲镇,省级,三等奖, 甲镇,,一等奖, 甲镇,省级,二等奖,"


def looked_up(words: str) -> Frame:
    """Prizes by level and place; what becomes of those that are not in the table."""
    return Frame(f"每条竞赛的“分”按级别、奖次查“赛事分值”，查不到的{words}。\n{TABLE}", LEDGER)


def test_what_is_not_in_the_table() -> None:
    """An empty cell is as good as none; a level that is not filled in finds nothing, not 0."""
    assert looked_up("为0分").of(竞赛=ROWS).column("分", "竞赛") == ["10", "0", "0", None, "5"]
    assert looked_up("为1.5分").of(竞赛=ROWS).column("分", "竞赛") == ["10", "1.5", "1.5", None, "5"]


def test_what_must_not_be_missing_from_the_table() -> None:
    """不允许: a finding for each row that finds nothing, but not for one that asks for nothing."""
    assert looked_up("不允许").refused(竞赛=ROWS) == ["PE511", "PE511"]
    found = looked_up("不允许").of(竞赛="甲镇,国家级,一等奖, 甲镇,,一等奖, 甲镇,省级,, 甲镇,省级,二等奖,")
    assert found.column("分", "竞赛") == ["10", None, None, "5"]


def test_one_line_for_each_case() -> None:
    """Ranges in cells, with their ends; 其余 in a cell is any number that is there."""
    table = """附表“职务分值”：
｜级别｜学期｜分值｜
｜国家级｜3以上不足6｜5分｜
｜国家级｜6以上｜8分｜
｜省级｜其余｜1分｜"""
    frame = Frame(f"每条竞赛的“分”按级别、学期查“职务分值”，查不到的为0分。\n{table}", LEDGER)
    rows = " ".join(f"甲镇,国家级,,{term}" for term in (2, 3, 5, 6, 60)) + " 甲镇,省级,, 甲镇,省级,,0"
    assert frame.of(竞赛=rows).column("分", "竞赛") == ["0", "5", "5", "8", "8", None, "1"]


def read_with(table: bytes) -> Checked[RuleBook]:
    """A book whose table is in a file of its own."""
    sentence = "每条竞赛的“分”按级别、奖次查“赛事分值”，查不到的为0分。\n附表“赛事分值”见“赛事分值.csv”。"
    text = Frame(sentence, LEDGER).text().encode()
    return pipeline.read_book("book.jx", text, {"source.txt": SOURCE, "赛事分值.csv": table})


def test_a_table_in_a_file() -> None:
    """The same table as a CSV file beside the book."""
    table = "级别\\奖次,一等奖,二等奖\n国家级,10分,\n省级,6分,5分\n".encode()
    book = read_with(table)
    assert book.value is not None, book.diagnostics
    header = "单位,级别,奖次,学期\n"
    facts = (header + "\n".join(ROWS.split()) + "\n").encode()
    done = pipeline.evaluate(book.value, {}, {"竞赛.csv": facts})
    assert done.value is not None
    assert list(done.value.columns["竞赛", "分"]) == [10, 0, 0, None, 5]


def test_a_table_of_units() -> None:
    """Units look things up as well."""
    annex = "台账“单位情况”，一个单位一行：“类型”：大、小；“年数”：整数，选填。"
    table = (
        "附表“基数”：\n｜类型｜年数｜基数｜\n｜大｜不足3｜100元｜\n｜大｜3以上｜150元｜\n｜小｜不限｜80元｜"
    )
    frame = Frame(f"“奖励基数”按类型、年数查“基数”，查不到的不允许。\n{table}", annex)
    found = frame.of(单位情况=for_units("大,2 大,3 小,0 小, 大,")).column("奖励基数")
    assert found[:3] == ["100", "150", "80"]
    assert found[4] is None


def test_values_that_the_column_does_not_have() -> None:
    """A table with a word that nobody can fill in."""
    frame = Frame(
        f"每条竞赛的“分”按级别、奖次查“赛事分值”，查不到的不允许。\n{TABLE.replace('省级', '市级')}", LEDGER
    )
    assert frame.codes() == ["PE303"]


SCORES = "台账“得分”，一个单位一行：“收入”：分，选填；“工业”：分，选填；“投资”：分，选填。"
PARTS = "“年度得分”＝收入满分12分、工业满分10分、投资满分8分缺项的按其余各项折算，保留两位小数，四舍五入。"


def test_parts_that_are_missing() -> None:
    """What is there, times 30, over the full marks of what is there; nothing at all has no result."""
    rows = "6,5,4 6,5, ,,1 ,, 12,,1"
    # 15; 11×30÷22 = 15; 1×30÷8 = 3.75; none; 13×30÷20 = 19.5
    assert Frame(PARTS, SCORES).of(得分=for_units(rows)).column("年度得分") == [
        "15",
        "15",
        "3.75",
        None,
        "19.5",
    ]


def test_a_part_of_no_points_is_not_missing() -> None:
    """0 is there: it lowers the score."""
    assert Frame(PARTS, SCORES).of(得分="甲镇,12,10,0 乙镇,12,10,").column("年度得分")[:2] == ["22", "30"]


def test_the_rounding_of_what_is_rescaled() -> None:
    """7×30÷22 = 9.545454…"""
    assert Frame(PARTS, SCORES).of(得分="甲镇,7,0,").one("年度得分") == "9.55"
    assert Frame(PARTS.replace("，保留两位小数，四舍五入", ""), SCORES).codes() == ["PE416"]


@pytest.mark.parametrize("bound", ["007以上", "99999999999以上", "不满1.23456", "1至007", "1以上不足02"])
def test_numbers_that_cannot_be_written(bound: str) -> None:
    """A number in a cell is held to the same form as everywhere; the finding quotes it."""
    table = f"附表“职务分值”：\n｜学期｜分值｜\n｜{bound}｜5分｜"
    frame = Frame(f"每条竞赛的“分”按学期查“职务分值”，查不到的为0分。\n{table}", LEDGER)
    assert frame.codes() == ["PE301"]
    assert "不是这里能写的数" in frame.errors()[0].message


def test_tables_of_ragged_lines() -> None:
    """A line with a cell too many, or too few, is a finding: no cell is passed over."""
    for line in ("｜省级｜6分｜5分｜1分｜", "｜省级｜6分｜"):
        table = TABLE.replace("｜省级｜6分｜5分｜", line)
        frame = Frame(f"每条竞赛的“分”按级别、奖次查“赛事分值”，查不到的为0分。\n{table}", LEDGER)
        assert frame.codes() == ["PE301"]


def test_files_that_are_no_table() -> None:
    """Stray quotes in the CSV file are told of as in a ledger."""
    book = read_with('级别\\奖次,一等奖,二等奖\n国家级,"10分,\n省级,6分,5分\n'.encode())
    assert [found.code for found in book.diagnostics][:1] == ["PE616"]
