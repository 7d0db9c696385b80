"""日子: days between two dates, working days, full months and years, what still counts, periods."""

from __future__ import annotations

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = "台账“报送”，一个单位一行：“起”：日期，选填；“止”：日期，选填。"
RECORDS = "台账“整改”，一项一行：“期限”：日期；“完成”：日期，选填；“有效年数”：整数，选填；“扣”：分，选填。"
CALENDAR = "台账“日历”，不分单位，每个“日期”一行：“日期”：日期；“工作日”：是否。"
# 1 October 2025 to 8 October: seven days off, then a Thursday.
DAYS = (
    " ".join(f"2025-10-0{day},{'是' if day == 9 else '否'}" for day in range(1, 10))
    + " 2025-09-30,是 2025-10-10,是"
)


def between(count: str, *pairs: tuple[str, str]) -> list[str | None]:
    """自起至止的天数 and the like."""
    rows = for_units(" ".join(f"{start},{end}" for start, end in pairs))
    return Frame(f"“得”＝自起至止的{count}。", LEDGER).of(报送=rows).column("得")[: len(pairs)]


def test_days() -> None:
    """The first day does not count, the last does; backwards it is negative; no day, no result."""
    found = between(
        "天数",
        ("2025-05-01", "2025-05-01"),
        ("2025-05-01", "2025-05-02"),
        ("2024-02-28", "2024-03-01"),
        ("2025-03-01", "2025-02-28"),
        ("2025-03-01", ""),
    )
    assert found == ["0", "1", "2", "-1", None]


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        ("2025-01-31", "2025-02-27", "0", "0"),
        ("2025-01-31", "2025-02-28", "1", "0"),  # February has no 31st: its last day is full
        ("2025-01-15", "2025-02-14", "0", "0"),
        ("2025-01-15", "2025-02-15", "1", "0"),
        ("2024-02-29", "2025-02-27", "11", "0"),
        ("2024-02-29", "2025-02-28", "12", "1"),
        ("2024-01-01", "2025-12-31", "23", "1"),
        ("2023-12-31", "2025-12-31", "24", "2"),
        ("2025-05-01", "2025-05-01", "0", "0"),
        ("2025-05-01", "2023-05-02", "-23", "-1"),
    ],
)
def test_full_months_and_years(start: str, end: str, months: str, years: str) -> None:
    """Full on the same day of a later month, or on its last day where there is no such day."""
    assert between("整月数", (start, end)) == [months]
    assert between("整年数", (start, end)) == [years]


def test_days_late_are_never_negative() -> None:
    """最低0天."""
    frame = Frame("“逾期天数”＝自起至止的天数，最低0天。", LEDGER)
    rows = "甲镇,2025-05-01,2025-04-20 乙镇,2025-05-01,2025-05-01 丙镇,2025-05-01,2025-05-04 丁镇,2025-05-01,"
    assert frame.of(报送=rows).column("逾期天数")[:4] == ["0", "0", "3", None]


def test_working_days() -> None:
    """Over the holidays: from 30 September to 9 October one working day, to 10 October two."""
    frame = Frame("每条整改的“逾期”＝自期限至完成的工作日数，最低0天。", f"{RECORDS}\n{CALENDAR}")
    rows = (
        "甲镇,2025-09-30,2025-10-08,, 甲镇,2025-09-30,2025-10-09,, 甲镇,2025-09-30,2025-10-10,, "
        "甲镇,2025-10-10,2025-09-30,, 甲镇,2025-10-10,2025-10-10,, 甲镇,2025-10-10,,,"
    )
    assert frame.of(整改=rows, 日历=DAYS).column("逾期", "整改") == ["0", "1", "2", "0", "0", None]


def test_a_day_that_the_calendar_lacks() -> None:
    """It stops rather than to count it as a day off; days that are not needed may be missing."""
    frame = Frame("每条整改的“逾期”＝自期限至完成的工作日数，最低0天。", f"{RECORDS}\n{CALENDAR}")
    assert frame.refused(整改="甲镇,2025-10-10,2025-10-11,,", 日历=DAYS) == ["PE509"]
    assert frame.refused(整改="甲镇,2025-09-29,2025-09-30,,", 日历=DAYS) == []


def test_working_days_need_a_calendar() -> None:
    """Nobody guesses which days are off."""
    assert Frame("每条整改的“逾期”＝自期限至完成的工作日数，最低0天。", RECORDS).codes() == ["PE301"]


def test_what_is_still_in_force() -> None:
    """Two years from 31 December 2023 are over on 31 December 2025; from 1 January 2024 they are not."""
    clauses = (
        "每条整改的“已过整年”＝自完成至2025年12月31日的整年数。\n"
        "“有效扣分”＝已过整年不足有效年数的整改的扣合计。\n“过期件数”＝已过整年不低于有效年数的整改的件数。"
    )
    rows = (
        "甲镇,2023-01-01,2023-12-31,2,5 甲镇,2023-01-01,2024-01-01,2,3 "
        "甲镇,2023-01-01,,2,7 乙镇,2023-01-01,2025-12-31,,1"
    )
    made = Frame(clauses, RECORDS).of(整改=rows)
    assert made.column("已过整年", "整改") == ["2", "1", None, "0"]
    assert made.column("有效扣分")[:2] == ["3", "0"]
    assert made.column("过期件数")[:2] == ["1", "0"]


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("月份", ["1", "6", "7", "12", None]),
        ("季度", ["1", "2", "3", "4", None]),
        ("半年", ["1", "1", "2", "2", None]),
        ("年份", ["2024", "2025", "2025", "2025", None]),
    ],
)
def test_periods(part: str, wanted: list[str | None]) -> None:
    """The last and the first day of each."""
    rows = for_units("2024-01-01, 2025-06-30, 2025-07-01, 2025-12-31, ,")
    assert Frame(f"“得”＝起的{part}。", LEDGER).of(报送=rows).column("得") == wanted


def test_some_every_quarter() -> None:
    """每季至少一次: the quarters that have one are counted, and those that lack one cost points."""
    clauses = (
        "每条整改的“所在季度”＝完成的季度。\n“有整改的季度数”＝整改的不同所在季度的个数。\n"
        "“缺季扣分”＝（4－有整改的季度数）×1分，扣完为止。"
    )
    rows = (
        "甲镇,2025-01-01,2025-01-31,, 甲镇,2025-01-01,2025-03-31,, "
        "甲镇,2025-01-01,2025-04-01,, 乙镇,2025-01-01,,,"
    )
    made = Frame(clauses, RECORDS).of(整改=rows)
    assert made.column("有整改的季度数") == ["2", "0", "0", "0", "0"]
    assert made.column("缺季扣分") == ["2", "4", "4", "4", "4"]


def test_ends_of_the_year() -> None:
    """评估年度最后一日 and 第一日 are days as any others."""
    clauses = "“全年”＝自评估年度第一日至评估年度最后一日的天数。\n“余日”＝自起至评估年度最后一日的天数。"
    made = Frame(clauses, LEDGER).of(报送="甲镇,2025-12-31, 乙镇,2025-01-01,")
    assert made.column("全年")[:2] == ["364", "364"]
    assert made.column("余日")[:2] == ["0", "364"]
