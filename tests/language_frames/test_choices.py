"""分情形: one circumstance, several at once, in order; words, days and other ledgers as conditions."""

from __future__ import annotations

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = (
    "台账“数据”，一个单位一行：“甲”：分，选填；“乙”：分，选填；"
    "“重”：是否；“日”：日期，选填；“级别”：国家级、省级、校级，选填。"
)
RECORDS = (
    "台账“成果”，一项一行：“编号”：文字；“分”：分；“级别”由高到低："
    "国家级、省级、校级；“主持”：是否；“日”：日期，选填；“止”：日期，选填。"
)
OTHER = "台账“竞赛”，一项一行：“编号”：文字；“分值”：分。"


def cases(words: str, rows: str) -> list[str | None]:
    """What 得 comes to for rows 甲,乙,重,日,级别 of the units in turn."""
    return Frame(f"“得”分情形{words}。", LEDGER).of(数据=for_units(rows)).column("得")


def test_one_of_several() -> None:
    """The rest is for those who have the numbers that were asked for."""
    words = "：甲为0的，暂不评；甲不足60分的，1分；其余的，2分"
    assert cases(words, "60,,否,, 59.9999,,否,, ,,否,,") == ["2", "1", None, None, None]


def test_two_at_once_is_a_finding() -> None:
    """分情形 alone: two that hold and differ; the same result twice is none."""
    clash = Frame("“得”分情形：重的，2分；甲在60分以上的，3分；其余的，1分。", LEDGER)
    assert clash.refused(数据="甲镇,60,,是,,") == ["PE501"]
    assert clash.of(数据=for_units("59.9999,,是,, 60,,否,, 0,,否,,")).column("得")[:3] == ["2", "3", "1"]
    same = Frame("“得”分情形：重的，2分；甲在60分以上的，2分；其余的，1分。", LEDGER)
    assert same.of(数据="甲镇,60,,是,,").one("得") == "2"


@pytest.mark.parametrize(
    ("how", "both", "none"),
    [
        ("同时符合的取最高", "3", "1"),
        ("同时符合的取最低", "1.5", "1"),
        ("同时符合的相加", "4.5", "1"),
        ("同时符合的相乘", "4.5", "1"),
        ("依次判断", "1.5", "1"),
    ],
)
def test_put_together(how: str, both: str, none: str) -> None:
    """1.5 where 重, 3 from 60 on: 1.5+3 = 4.5, 1.5×3 = 4.5; where none holds, the rest."""
    words = f"，{how}：重的，1.5；甲在60分以上的，3；其余的，1"
    assert cases(words, "60,,是,, 59,,是,, 60,,否,, 59,,否,, ,,否,,") == [both, "1.5", "3", none, None]


def test_one_that_holds_but_comes_to_nothing() -> None:
    """It does not fall into the rest: what is asked for is missing."""
    words = "，同时符合的相加：重的，乙×1；甲在60分以上的，1分；其余的，2分"
    assert cases(words, "50,,是,, 50,7,是,, 60,7,是,, 60,,否,, 50,,否,,") == [None, "7", "8", "1", "2"]


def test_words_cannot_be_put_together() -> None:
    """同时符合的取最高 of two words: which is higher nobody has said."""
    frame = Frame("“级”分情形，同时符合的取最高：甲在60分以上的，为“A”；重的，为“B”；其余的，为“C”。", LEDGER)
    assert frame.codes() == ["PE301"]


def test_in_order() -> None:
    """依次判断: those before count first; a word found by one sentence is asked for by the next."""
    clauses = (
        "“环境等级”分情形：甲不足60分的，为“D”；其余的，为“A”。\n“综合等级”分情形，"
        "依次判断：重的，为“E”；环境等级为“D”的，为“D”；其余的，为“A”。"
    )
    made = Frame(clauses, LEDGER).of(数据=for_units("59,,是,, 59,,否,, 60,,是,, 60,,否,, ,,否,,"))
    assert made.column("环境等级") == ["D", "D", "A", "A", None]
    assert made.column("综合等级")[:4] == ["E", "D", "E", "A"]


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        ("日不晚于2025年6月30日", "1100"),
        ("日早于2025年6月30日", "1000"),
        ("日不早于2025年6月30日", "0110"),
        ("日晚于2025年6月30日", "0010"),
        ("日在2025年6月30日至2025年7月1日之间", "0110"),
        ("日不晚于评估年度最后一日", "1110"),
        ("日早于评估年度第一日", "0000"),
        ("填了日", "1110"),
        ("没有填日", "0001"),
        ("级别为国家级", "1000"),
        ("级别为国家级或省级", "1100"),
        ("级别不为校级", "1100"),
        ("重", "1010"),
        ("重为是", "1010"),
        ("重为否", "0101"),
        ("甲在3分以上", "0011"),
        ("甲超过3分", "0001"),
        ("甲在3分以下", "1110"),
        ("甲不足3分", "1100"),
        ("甲为3分", "0010"),
        ("甲在2分至3分", "0110"),
        ("甲不足乙", "1100"),
        ("甲不低于乙", "0011"),
        ("甲不足乙，且重", "1000"),
        ("甲不足乙且重为否", "0100"),
        ("属于平原", "1110"),
        ("属于山区", "0001"),
    ],
)
def test_conditions(test: str, wanted: str) -> None:
    """Four towns: before, on and after the day, and one without; 1, 2, 3, 4 points against 3."""
    days = ("2025-06-29", "2025-06-30", "2025-07-01", "")
    levels = ("国家级", "省级", "校级", "")
    rows = " ".join(
        f"{number + 1},3,{'是' if number % 2 == 0 else '否'},{days[number]},{levels[number]}"
        for number in range(4)
    )
    found = cases(f"：{test}的，1分；其余的，0分", rows)[:4]
    assert ["1" if each == "1" else "0" for each in found] == list(wanted)


def test_conditions_of_rows() -> None:
    """The same tests, of each row of a ledger."""
    clauses = (
        "每条成果的“倍数”分情形，同时符合的相乘：主持的，1.5；"
        "级别为国家级的，2；其余的，1。\n“分值合计”＝【甲】。"
    )
    clauses = clauses.split("\n", maxsplit=1)[0] + "\n每条成果的“值”＝分×倍数。\n“合计分”＝成果的值合计。"
    rows = "甲镇,A,2,国家级,是,, 甲镇,B,2,国家级,否,, 甲镇,C,2,校级,是,, 乙镇,D,2,省级,否,,"
    made = Frame(clauses, RECORDS).of(成果=rows)
    assert made.column("倍数", "成果") == ["3", "2", "1.5", "1"]
    assert made.column("合计分") == ["13", "2", "0", "0", "0"]


def test_the_same_number_in_another_ledger() -> None:
    """Of the same unit only; a match in the ledger of another unit is none."""
    clauses = "“已计”＝竞赛中有同一编号的成果的次数。\n“未计”＝竞赛中没有同一编号的成果的次数。"
    made = Frame(clauses, f"{RECORDS}\n{OTHER}").of(
        成果="甲镇,A,2,省级,否,, 甲镇,B,2,省级,否,, 乙镇,B,2,省级,否,,", 竞赛="甲镇,A,1 乙镇,C,1 丙镇,B,1"
    )
    assert made.column("已计")[:2] == ["1", "0"]
    assert made.column("未计")[:2] == ["1", "1"]


def test_one_day_against_another() -> None:
    """报送日期晚于截止日期, of the same row."""
    clauses = "“逾期件数”＝日晚于止的成果的件数。\n“按期件数”＝日不晚于止的成果的件数。"
    rows = (
        "甲镇,A,2,省级,否,2025-05-02,2025-05-01 "
        "甲镇,B,2,省级,否,2025-05-01,2025-05-01 甲镇,C,2,省级,否,,2025-05-01"
    )
    made = Frame(clauses, RECORDS).of(成果=rows)
    assert (made.one("逾期件数"), made.one("按期件数")) == ("1", "1")


def test_rows_as_a_condition() -> None:
    """有国家级成果, 没有成果, 有2次以上成果."""
    clauses = (
        "“得”分情形，依次判断：有国家级成果的，3分；有2次以上成果的，2分；没有成果的，0分；其余的，1分。"
    )
    rows = "甲镇,A,2,国家级,否,, 乙镇,B,2,省级,否,, 乙镇,C,2,校级,否,, 丙镇,D,2,校级,否,,"
    assert Frame(clauses, RECORDS).of(成果=rows).column("得") == ["3", "2", "1", "0", "0"]
