"""步进 and 分段累计: every full step, or in proportion; above and below, each with its own limit."""

from __future__ import annotations

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = (
    "台账“数据”，一个单位一行：“增速”：百分数，选填；“全市”："
    "百分数，选填；“额”：万元，选填；“天”：天，选填；“吨”：数，选填。"
)


def steps(sentence: str, rows: str) -> list[str | None]:
    """What 得 comes to; rows: 增速,全市,额,天,吨."""
    return Frame(f"“得”＝{sentence}。", LEDGER).of(数据=for_units(rows)).column("得")


BOTH = "增速比全市增速每高1个百分点加0.5分，最高加3分，每低1个百分点减0.8分，最多减5分".replace(
    "全市增速", "全市"
)


def test_whole_steps_up_and_down() -> None:
    """1.99 points are one step up and one step down alike; exactly two are two."""
    rows = "6.99%,5%,,, 7%,5%,,, 5%,5%,,, 3.01%,5%,,, 3%,5%,,,"
    assert steps(f"{BOTH}，不足1个百分点的不计", rows) == ["0.5", "1", "0", "-0.8", "-1.6"]


def test_steps_in_proportion() -> None:
    """1.99 points are 0.995 up and 1.592 down."""
    rows = "6.99%,5%,,, 7%,5%,,, 5%,5%,,, 3.01%,5%,,, 3%,5%,,,"
    assert steps(f"{BOTH}，不足1个百分点的按比例计", rows) == ["0.995", "1", "0", "-1.592", "-1.6"]


def test_steps_rounded_up() -> None:
    """A hundredth of a point is a whole step, up and down."""
    rows = "5.01%,5%,,, 6%,5%,,, 6.01%,5%,,, 4.99%,5%,,, 5%,5%,,,"
    assert steps(f"{BOTH}，不足1个百分点的进一计", rows) == ["0.5", "0.5", "1", "-0.8", "0"]


def test_each_side_has_its_own_limit() -> None:
    """6 steps up are 3分, 6.25 steps down are 5分; one more changes nothing."""
    rows = "11%,5%,,, 12%,5%,,, -1.25%,5%,,, -1.24%,5%,,, -50%,5%,,,"
    assert steps(f"{BOTH}，不足1个百分点的按比例计", rows) == ["3", "3", "-5", "-4.992", "-5"]


def test_a_limit_behind_the_rest_holds_for_all() -> None:
    """…不计，最高2分: of the sum, not of one side."""
    sentence = "增速比全市每高1个百分点加0.5分，每低1个百分点减0.8分，不足1个百分点的不计，最高2分，最低-1分"
    assert steps(sentence, "20%,5%,,, 8%,5%,,, 4%,5%,,, 0%,5%,,,")[:4] == ["2", "1.5", "-0.8", "-1"]


def test_percent_and_percentage_points() -> None:
    """1个百分点 and 1% are the same step."""
    for words in ("1个百分点", "1%", "1百分点"):
        assert steps(f"增速比5%每高{words}加1分，不足{words}的不计", "7.5%,,,, 5%,,,, 1%,,,,")[:3] == [
            "2",
            "0",
            "0",
        ]


def test_percentage_points_of_a_plain_number() -> None:
    """A 数 of 0.05 is 5%; points are no rates at all."""
    assert steps("吨每1个百分点计1分，不足1个百分点的不计", ",,,,0.05 ,,,,0.0599 ,,,,1")[:3] == [
        "5",
        "5",
        "100",
    ]
    points = LEDGER.replace("“吨”：数", "“吨”：分")
    assert Frame("“得”＝吨每1个百分点计1分，不足1个百分点的不计。", points).codes() == ["PE304"]


def test_every_full_step() -> None:
    """每满100万元; filled in as 万元, whether the sentence says 万元 or 元."""
    rows = ",,99.9999,, ,,100,, ,,250,, ,,0,, ,,,,"
    for words in ("100万元", "1000000元"):
        assert steps(f"额每满{words}计0.1分，最高0.2分", rows) == ["0", "0.1", "0.2", "0", None]


def test_days_late() -> None:
    """每1天计0.1分, at most 0.5."""
    rows = ",,,0, ,,,1, ,,,5, ,,,6, ,,,,"
    assert steps("天每1天计0.1分，不足1天的不计，最多计0.5分", rows) == ["0", "0.1", "0.5", "0.5", None]


@pytest.mark.parametrize(
    "words", ["天每1天计0.1分", "增速比全市每高1个百分点加0.5分", "增速比全市每低1个百分点减0.5分，最多减2分"]
)
def test_the_part_of_a_step_has_to_be_said(words: str) -> None:
    """不计, 按比例计 or 进一计."""
    assert Frame(f"“得”＝{words}。", LEDGER).codes() == ["PE312"]


def test_what_contradicts_itself() -> None:
    """Full steps in proportion; a step of one size and parts of another; money per points."""
    assert Frame("“得”＝天每满1天计1分，不足1天的按比例计。", LEDGER).codes() == ["PE301"]
    assert Frame("“得”＝天每2天计1分，不足1天的不计。", LEDGER).codes() == ["PE301"]
    assert Frame("“得”＝额每1分计1分，不足1分的不计。", LEDGER).codes() == ["PE304"]


def test_steps_of_half_a_unit() -> None:
    """每0.5: the part below a step has to be of the same size, however it is written."""
    assert steps("吨每0.5计1分，不足0.5的不计", ",,,,1.49 ,,,,1.5 ,,,,0.4999")[:3] == ["2", "3", "0"]
    assert Frame("“得”＝吨每0.5计1分，不足0.05的不计。", LEDGER).codes() == ["PE301"]


def test_base_points_and_steps() -> None:
    """7分 and the steps on top, down to nothing."""
    clauses = f"“加减”＝{BOTH}，不足1个百分点的不计。\n“工业得分”＝4分＋加减，扣完为止，最高6分。"
    rows = "20%,5%,,, 7%,5%,,, 5%,5%,,, 0%,5%,,, -20%,5%,,,"
    assert Frame(clauses, LEDGER).of(数据=for_units(rows)).column("工业得分") == ["6", "5", "4", "0", "0"]


# ---------------------------------------------------------------- parts of a number

SEGMENTS = (
    "2000万元以下的部分每满100万元计0.1分；"
    "超过2000万元不超过5000万元的部分每满300万元计0.4分；超过5000万元的部分每满500万元计0.5分"
)


def progressive(column: str, segments: str, rows: str) -> list[str | None]:
    """What 得 comes to."""
    return Frame(f"“得”按{column}分段累计：{segments}。", LEDGER).of(数据=for_units(rows)).column("得")


def test_each_part_by_its_own_rate() -> None:
    """2000: 2; 2299.9999: still 2; 2300: 2.4; 5000: 2+4 = 6; 6000: 6+1 = 7."""
    rows = ",,2000,, ,,2299.9999,, ,,2300,, ,,5000,, ,,6000,,"
    assert progressive("额", SEGMENTS, rows) == ["2", "2", "2.4", "6", "7"]
    assert progressive("额", SEGMENTS, ",,0,, ,,-500,, ,,99.9999,, ,,100,, ,,,,") == [
        "0",
        "0",
        "0",
        "0.1",
        None,
    ]


def test_parts_in_proportion() -> None:
    """10吨 at 2000元, above at 3000元."""
    words = "10吨以下的部分每1吨计2000元；超过10吨的部分每1吨计3000元；不足1吨的按比例计".replace(
        "吨以下", "以下"
    )
    words = words.replace("10吨", "10").replace("1吨", "1")
    rows = ",,,,10 ,,,,10.5 ,,,,0.25 ,,,,0 ,,,,12"
    assert progressive("吨", words, rows) == ["20000", "21500", "500", "0", "26000"]


def test_parts_by_a_rate() -> None:
    """1% up to 100万元, 2% above: 150万元 is 10000元 + 10000元."""
    words = "100万元以下的部分按1%计；超过100万元的部分按2%计"
    rows = ",,100,, ,,150,, ,,0.01,, ,,,, ,,99.9999,,"
    assert progressive("额", words, rows) == ["10000", "20000", "1", None, "9999.99"]


def test_a_rate_of_money_is_money() -> None:
    """It can be added to money, and not to points."""
    rate = "“提成”按额分段累计：100万元以下的部分按1%计；超过100万元的部分按2%计。"
    frame = Frame(f"{rate}\n“合计提成”＝提成＋500元。", LEDGER)
    assert frame.of(数据="甲镇,,,150,,").one("合计提成") == "20500"
    assert Frame(f"{rate}\n“合计提成”＝提成＋5分。", LEDGER).codes() == ["PE304"]


def test_parts_of_a_step_have_to_be_said() -> None:
    """每100万元 leaves it open; 每满 does not."""
    assert Frame("“得”按额分段累计：2000万元以下的部分每100万元计0.1分。", LEDGER).codes() == ["PE312"]


def test_all_of_it_by_the_range_that_it_reaches() -> None:
    """全量改档 is a scale: 2000 by the first rate, 2000.01 all of it by the second."""
    sentence = "“得”按额：2000万元以下的，额×1%；超过2000万元的，额×2%。"
    found = Frame(sentence, LEDGER).of(数据=for_units(",,2000,, ,,2000.01,,")).column("得")
    assert found[:2] == ["200000", "400002"]
