"""分配: a sum shared out to the last cent; the remainder goes somewhere, ties included."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = (
    "台账“数据”，一个单位一行：“幅度”：百分数，选填；“分”：分，选填；“总额”：元，选填；“池”：万元，选填。"
)
ROSTER = "，相同的归名单在前的"


def shares(
    amount: str, rows: str, remainder: str = "尾差归幅度最高的单位", step: str = "0.01元"
) -> list[str | None]:
    """What each of five units gets; rows: 幅度,分,总额,池."""
    sentence = f"“奖”＝全部单位有数据的分配{amount}，按幅度的比例，分到{step}，{remainder}。"
    return Frame(sentence, LEDGER).of(数据=for_units(rows)).column("奖")


def total(found: list[str | None]) -> Decimal:
    """The sum of what was given."""
    return sum((Decimal(each) for each in found if each is not None), Decimal(0))


def test_to_the_last_cent() -> None:
    """100元 by 1:1:1: thirds are 33.33; the cent that is left goes to the first of the list."""
    found = shares("100元", "5%,,, 5%,,, 5%,,,", f"尾差归幅度最高的单位{ROSTER}")
    assert found[:3] == ["33.34", "33.33", "33.33"]
    assert total(found) == 100


def test_the_remainder_goes_to_the_highest() -> None:
    """1000元 by 2:3:2 is 285.71, 428.57, 285.71; one cent is left for the highest."""
    found = shares("1000元", "2%,,, 3%,,, 2%,,,")
    assert found[:3] == ["285.71", "428.58", "285.71"]
    assert total(found) == 1000


def test_the_remainder_stays() -> None:
    """尾差不分: what is left is not given to anyone."""
    found = shares("1000元", "2%,,, 3%,,, 2%,,,", "尾差不分")
    assert total(found) == Decimal("999.99")


def test_a_remainder_for_two() -> None:
    """Two are the highest: nobody knows; where nothing is left, nobody has to."""
    sentence = "“奖”＝全部单位有数据的分配{}，按幅度的比例，分到0.01元，尾差归幅度最高的单位。"
    assert Frame(sentence.format("100元"), LEDGER).refused(数据="甲镇,5%,,, 乙镇,5%,,, 丙镇,5%,,,") == [
        "PE508"
    ]
    even = Frame(sentence.format("99元"), LEDGER).of(数据="甲镇,5%,,, 乙镇,5%,,, 丙镇,5%,,,")
    assert even.column("奖")[:3] == ["33", "33", "33"]


def test_ties_for_the_remainder_follow_the_list() -> None:
    """乙镇 and 丁镇 are the highest: the first of the list is 乙镇. 10元 by 1:2:2:... of 7 parts."""
    found = shares("10元", "1%,,, 2%,,, ,,, 2%,,, 2%,,,", f"尾差归幅度最高的单位{ROSTER}")
    # 10÷7 = 1.42, twice 2.85: 1.42 + 3×2.85 = 9.97
    assert found == ["1.42", "2.88", None, "2.85", "2.85"]


def test_the_remainder_by_another_number() -> None:
    """尾差归分最高的单位: who gets most of the money need not get the remainder."""
    found = shares("100元", "5%,1,, 5%,3,, 5%,2,,", "尾差归分最高的单位")
    assert found[:3] == ["33.33", "33.34", "33.33"]


def test_nobody_has_the_number_that_the_remainder_goes_by() -> None:
    """It is a finding, not a crash."""
    sentence = "“奖”＝全部单位有数据的分配100元，按幅度的比例，分到0.01元，尾差归分最高的单位。"
    found = Frame(sentence, LEDGER).refused(数据="甲镇,5%,,, 乙镇,5%,,, 丙镇,5%,,,")
    assert len(found) == 1 and found[0] in ("PE507", "PE508")


def test_whole_tens_of_thousands() -> None:
    """分到1万元: 100万元 by 1:1:1 is 33万元 each and 1万元 more for the first."""
    found = shares("100万元", "5%,,, 5%,,, 5%,,,", f"尾差归幅度最高的单位{ROSTER}", "1万元")
    assert found[:3] == ["340000", "330000", "330000"]


def test_an_amount_from_the_ledger() -> None:
    """Filled in by every unit alike; in 万元 as well."""
    found = shares("总额", "1%,,1000.5, 3%,,1000.5,", "尾差不分")
    assert found[:2] == ["250.12", "750.37"]
    assert shares("池×40%", "1%,,,10 3%,,,10", "尾差不分")[:2] == ["10000", "30000"]


def test_amounts_that_differ() -> None:
    """Nobody knows which of them is shared out."""
    sentence = "“奖”＝全部单位有数据的分配总额，按幅度的比例，分到0.01元，尾差不分。"
    frame = Frame(sentence, LEDGER)
    assert frame.refused(数据="甲镇,1%,,1000, 乙镇,3%,,1001,") == ["PE508"]
    assert frame.refused(数据="甲镇,1%,,1000, 乙镇,3%,,,") == ["PE508"]


@pytest.mark.parametrize("rows", ["甲镇,0%,,, 乙镇,0%,,,", "甲镇,-1%,,, 乙镇,3%,,,"])
def test_no_proportion(rows: str) -> None:
    """All 0, or one below 0: there is no share of that."""
    sentence = "“奖”＝全部单位有数据的分配100元，按幅度的比例，分到0.01元，尾差不分。"
    assert Frame(sentence, LEDGER).refused(数据=rows) == ["PE508"]


def test_those_below_zero_cut_off_first() -> None:
    """“计奖幅度”＝幅度，最低0: the others share all of it."""
    clauses = (
        "“计奖幅度”＝幅度，最低0。\n“奖”＝全部单位有数据的分配100元，"
        "按计奖幅度的比例，分到0.01元，尾差归计奖幅度最高的单位。"
    )
    found = Frame(clauses, LEDGER).of(数据=for_units("-5%,,, 1%,,, 2%,,, 0%,,, ,,,")).column("奖")
    assert found == ["0", "33.33", "66.67", "0", None]


def test_each_series_by_itself() -> None:
    """本序列: each series shares out its own amount."""
    sentence = "“奖”＝本序列分配总额，按幅度的比例，分到0.01元，尾差归幅度最高的单位。"
    rows = "1%,,90, 1%,,90, 1%,,90, 1%,,50, 3%,,50,"
    assert Frame(sentence, LEDGER).of(数据=for_units(rows)).column("奖") == ["30", "30", "30", "12.5", "37.5"]


def test_one_alone_gets_all() -> None:
    """A group of one."""
    assert shares("100.01元", "7%,,, ,,, ,,, ,,, ,,,") == ["100.01", None, None, None, None]


def test_awards_and_fines_balance() -> None:
    """奖罚相抵: the fines of the last ones are the pool of the first ones; nothing is lost."""
    clauses = (
        "“名次”＝全部单位按分从高到低排名次，相同的并列，并列之后空出相应名次。\n"
        "“罚款”按名次：4以上的，500元；其余的，0元。\n“罚款总额”＝全部单位的罚款合计。\n"
        "“奖励权重”按名次：1的，3；2的，2；3的，1；其余的，0。\n"
        "“奖励”＝全部单位分配罚款总额，按奖励权重的比例，分到0.01元，尾差归奖励权重最高的单位。\n"
        "“净额”＝奖励－罚款。"
    )
    made = Frame(clauses, LEDGER).of(数据=for_units(",90,, ,80,, ,70,, ,60,, ,50,,"))
    # 1000元 by 3:2:1: 500, 333.33, 166.66 and a cent for the first
    assert made.column("净额") == ["500.01", "333.33", "166.66", "-500", "-500"]
    assert total(made.column("净额")) == 0
