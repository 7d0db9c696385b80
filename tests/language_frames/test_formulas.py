"""算式和限度: limits in the order written, negative numbers rounded, what is missing, denominators of 0."""

from __future__ import annotations

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = (
    "台账“数据”，一个单位一行：“甲”：分，选填；“乙”：分，选填；“实际”："
    "数，选填；“目标”：数，选填；“额”：万元，选填；“人数”：人，选填。"
)


def made(sentence: str, rows: str) -> list[str | None]:
    """What 得 comes to; rows: 甲,乙,实际,目标,额,人数 of the units in turn."""
    return Frame(f"“得”＝{sentence}。", LEDGER).of(数据=for_units(rows)).column("得")


def test_rates() -> None:
    """2÷3 in per cent at two decimals is 66.67%; without 以百分数计 it is 0.67."""
    rows = ",,2,3,, ,,1,8,, ,,3,3,, ,,0,7,, ,,,7,,"
    assert made("实际÷目标，以百分数计，保留两位小数，四舍五入", rows) == ["0.6667", "0.125", "1", "0", None]
    assert made("实际÷目标，保留两位小数，四舍五入", rows) == ["0.67", "0.13", "1", "0", None]
    assert made("实际÷目标，以百分数计，取整数，舍去", rows) == ["0.66", "0.12", "1", "0", None]


def test_a_denominator_of_zero() -> None:
    """It stops, for each unit that has it; not where the number is missing, nor where a case comes first."""
    frame = Frame("“得”＝实际÷目标，保留两位小数，四舍五入。", LEDGER)
    assert frame.refused(数据="甲镇,,,1,0,, 乙镇,,,0,0,, 丙镇,,,,0,,") == ["PE506", "PE506"]
    told = Frame("“得”分情形：目标为0的，暂不评；其余的，实际÷目标×5分，保留两位小数，四舍五入。", LEDGER)
    assert told.of(数据=for_units(",,1,0,, ,,2,3,, ,,,,,")).column("得")[:3] == [None, "3.33", None]


def test_a_denominator_that_a_lower_limit_keeps_off() -> None:
    """A limit behind the division comes too late."""
    frame = Frame("“得”＝实际÷目标，最高1，保留两位小数，四舍五入。", LEDGER)
    assert frame.refused(数据="甲镇,,,1,0,,") == ["PE506"]


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        ("四舍五入", ["-0.3", "-0.2", "0.3", "0.2", "-0.1"]),
        ("舍去", ["-0.2", "-0.2", "0.2", "0.2", "0"]),
        ("进一", ["-0.3", "-0.3", "0.3", "0.3", "-0.1"]),
    ],
)
def test_rounding_of_negative_numbers(how: str, wanted: list[str]) -> None:
    """The magnitude is rounded: -0.25 is -0.3 as 0.25 is 0.3."""
    rows = "-0.25,,,,, -0.24,,,,, 0.25,,,,, 0.24,,,,, -0.05,,,,,"
    assert made(f"甲×1，保留一位小数，{how}", rows) == wanted


def test_single_parts_are_not_rounded() -> None:
    """1÷3×3 is 1, although a third has no end."""
    assert made("甲÷3×3，保留4位小数，舍去", "1,,,,, 2,,,,, 0.0001,,,,,")[:3] == ["1", "2", "0.0001"]


def test_cap_then_round_and_round_then_cap() -> None:
    """A cap that is finer than the rounding tells the two orders apart."""
    rows = "30.99,,,,, 30.04,,,,, 29.96,,,,, 10,,,,, 31,,,,,"
    assert made("甲×1，最高30.05分，保留一位小数，四舍五入", rows) == ["30.1", "30", "30", "10", "30.1"]
    assert made("甲×1，保留一位小数，四舍五入，最高30.05分", rows) == ["30.05", "30", "30", "10", "30.05"]


def test_order_of_a_cap_and_a_floor() -> None:
    """The later one has the last word where they cross."""
    rows = "1,5,,,, 9,5,,,, 5,5,,,, 0,5,,,, 7,5,,,,"
    assert made("甲×1，最低6分，最高乙", rows) == ["5", "5", "5", "5", "5"]
    assert made("甲×1，最高乙，最低6分", rows) == ["6", "6", "6", "6", "6"]


@pytest.mark.parametrize("words", ["最高4分", "最多4分", "至多4分", "不超过4分"])
def test_ceilings(words: str) -> None:
    """Exactly the limit, just below and above."""
    assert made(f"甲×1，{words}", "3.9999,,,,, 4,,,,, 4.0001,,,,, -1,,,,, ,,,,,") == [
        "3.9999",
        "4",
        "4",
        "-1",
        None,
    ]


@pytest.mark.parametrize("words", ["最低4分", "最少4分", "至少4分", "不低于4分"])
def test_floors(words: str) -> None:
    """Exactly the limit, just below and above; what is missing stays missing."""
    assert made(f"甲×1，{words}", "3.9999,,,,, 4,,,,, 4.0001,,,,, -1,,,,, ,,,,,") == [
        "4",
        "4",
        "4.0001",
        "4",
        None,
    ]


def test_subtracting_down_to_nothing() -> None:
    """扣完为止 stops at 0; 可为负 does not; 最低 stops where it says."""
    rows = "9.9999,,,,, 10,,,,, 10.0001,,,,, 25,,,,, ,,,,,"
    assert made("10分－甲，扣完为止", rows) == ["0.0001", "0", "0", "0", None]
    assert made("10分－甲，可为负", rows) == ["0.0001", "0", "-0.0001", "-15", None]
    assert made("10分－甲，最低-5分", rows) == ["0.0001", "0", "-0.0001", "-5", None]


@pytest.mark.parametrize("formula", ["10分－甲", "（10分－甲）×2", "20分＋（0分－甲）", "甲－乙"])
def test_the_floor_has_to_be_said(formula: str) -> None:
    """Wherever points are taken off."""
    assert Frame(f"“得”＝{formula}。", LEDGER).codes() == ["PE418"]
    assert Frame(f"“得”＝{formula}，扣完为止。", LEDGER).codes() == []
    assert Frame(f"“得”＝{formula}，可为负。", LEDGER).codes() == []


def test_the_floor_has_to_be_said_of_names_defined_later() -> None:
    """The order of the sentences does not matter."""
    assert Frame("“得”＝“丙”－“丁”。\n“丙”＝甲×1。\n“丁”＝乙×1。", LEDGER).codes() == ["PE418"]


def test_what_takes_the_place_of_what_is_missing() -> None:
    """没有的取 looks at the number so far: before and behind a limit it is not the same."""
    rows = "12,,,,, ,3,,,, ,,,,, 2,1,,,, 0,9,,,,"
    assert made("甲×1，没有的取乙，最高10分", rows) == ["10", "3", None, "2", "0"]
    assert made("甲×1，最高10分，没有的取20分", rows) == ["10", "20", "20", "2", "0"]


def test_the_higher_and_the_lower() -> None:
    """What is missing is neither high nor low."""
    rows = "3,5,,,, 5,3,,,, 4,4,,,, ,2,,,, ,,,,,"
    assert made("取甲、乙中较高的，最高4.5分", rows) == ["4.5", "4.5", "4", "2", None]
    assert made("取甲、乙中较低的", rows) == ["3", "3", "4", "2", None]


def test_one_deduction_held_down_by_another() -> None:
    """用工扣分不超过环境扣分: the limit is a number of the same unit."""
    made_ = Frame("“用工扣分”＝甲×1，不超过乙。\n“合扣”＝用工扣分＋乙。", LEDGER).of(
        数据=for_units("2,3,,,, 3,3,,,, 4,3,,,, 4,,,,,")
    )
    assert made_.column("用工扣分")[:4] == ["2", "3", "3", None]
    assert made_.column("合扣")[:4] == ["5", "6", "6", None]


def test_money() -> None:
    """12.5 in a column of 万元 is 125000元; a rate of it is money, and so is money for each."""
    assert made("额×1", ",,,,12.5, ,,,,0.0001,")[:2] == ["125000", "1"]
    assert made("5%×额", ",,,,12.5, ,,,,100,")[:2] == ["6250", "50000"]
    assert made("2000元×人数", ",,,,,3 ,,,,,0")[:2] == ["6000", "0"]
    assert made("额＋5000元", ",,,,1, ,,,,-0.5,")[:2] == ["15000", "0"]


@pytest.mark.parametrize("formula", ["甲＋额", "额＋3分", "甲＋100元", "2000元×额", "甲×乙", "甲×额"])
def test_units_that_do_not_agree(formula: str) -> None:
    """Points and money are never added; points times points is nothing."""
    assert Frame(f"“得”＝{formula}。", LEDGER).codes() in (["PE304"], ["PE301"])


def test_units_that_do_not_agree_in_limits_and_comparisons() -> None:
    """Neither are they compared."""
    assert Frame("“得”＝甲×1，最高30元。", LEDGER).codes() == ["PE304"]
    assert Frame("“得”按额：60分以上的，1分；其余的，0分。", LEDGER).codes() == ["PE304"]
    assert Frame("“得”分情形：额在60分以上的，1分；其余的，0分。", LEDGER).codes() == ["PE304"]
    assert Frame("“得”＝取甲、额中较高的。", LEDGER).codes() == ["PE304"]


def test_units_that_do_not_agree_are_found_late() -> None:
    """Where the unit of a name is known only when all sentences are read."""
    assert Frame("“得”＝“丙”＋甲。\n“丙”＝额×1。", LEDGER).codes() == ["PE417"]


@pytest.mark.parametrize(
    "sentence",
    [
        "“得”＝实际÷目标。",
        "“得”＝实际÷3。",
        "“得”按甲：60以上的，实际÷目标；其余的，0。",
        "“得”分情形：目标为0的，0；其余的，实际÷目标。",
    ],
)
def test_the_rounding_has_to_be_said(sentence: str) -> None:
    """Wherever something is divided without an end."""
    assert Frame(sentence, LEDGER).codes() == ["PE416"]


def test_a_division_that_has_an_end_needs_no_rounding() -> None:
    """÷8 is ×0.125."""
    assert made("实际÷8", ",,1,,, ,,-3,,,")[:2] == ["0.125", "-0.375"]


def test_plain_words() -> None:
    """Brackets before products before sums."""
    assert made("（实际＋目标）×2－实际÷2×目标", ",,4,6,,")[0] == "8"
