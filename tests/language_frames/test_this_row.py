"""与本行同一X, 本行的X: rows that look at other rows; exact names; persons ranked once; more ties."""

from __future__ import annotations

from tests.language_frames.book import Frame, for_units

LEDGERS = """台账“扣分”，一项一行：“文号”：文字，选填；“类别”：安全、环保；“发生日期”：日期，选填；“分”：分。
台账“通报”，一项一行：“文号”：文字，选填；“通报分”：分。
台账“表彰”，一项一行：“表彰日期”：日期。
台账“失信”，一项一行：“列入日期”：日期；“移出日期”：日期，选填。"""


def test_the_same_number_in_another_ledger() -> None:
    """What the rows with the same number come to, of the same unit; none is 0 in a total."""
    clauses = (
        "每条扣分的“通报所扣”＝与本行同一文号的通报的通报分合计。"
        "\n每条扣分的“最重”＝与本行同一文号的通报的通报分最高值。"
        "\n"
        "每条扣分的“计扣”分情形："
        "分超过通报所扣的，"
        "分－通报所扣，"
        "扣完为止；其余的，0分。"
        "\n“合扣”＝扣分的计扣合计。"
    )
    made = Frame(clauses, LEDGERS).of(
        扣分="甲镇,A,安全,,5 甲镇,B,安全,,2 甲镇,,安全,,1 乙镇,A,安全,,4",
        通报="甲镇,A,2 甲镇,A,1 甲镇,,7 乙镇,B,9",
    )
    assert made.column("通报所扣", "扣分") == ["3", "0", "0", "0"]
    assert made.column("最重", "扣分") == ["2", None, None, None]
    # 5-3, 2, 1 and 4: what has no number has nothing in common with others that have none
    assert made.column("合扣")[:2] == ["5", "4"]


def test_the_heavier_of_two_ledgers() -> None:
    """同一文号既扣又通报的，只计较重的: each number once, with the higher of the two."""
    clauses = (
        "每条扣分的“通报所扣”＝与本行同一文号的通报的通报分合计。"
        "\n每条通报的“已扣”＝与本行同一文号的扣分的分合计。\n"
        "每条扣分的“计扣”分情形：分不低于通报所扣的，分×1；其余的，0分。\n"
        "每条通报的“计扣通报”分情形："
        "通报分超过已扣的，通报分×1；"
        "其余的，0分。"
        "\n“合扣”＝扣分的计扣合计＋通报的计扣通报合计。"
    )
    made = Frame(clauses, LEDGERS).of(
        扣分="甲镇,A,安全,,3 甲镇,B,安全,,2 甲镇,C,环保,,1", 通报="甲镇,A,2 甲镇,B,2 甲镇,C,4 甲镇,D,1"
    )
    # A: 3, B: 2 once, C: 4, D: 1
    assert made.one("合扣") == "10"


def test_within_a_period_of_another_ledger() -> None:
    """While a unit was listed: on the first day, not on the day that it is taken off."""
    clauses = (
        "每条表彰的“失信中”＝列入日期不晚于本行的表彰日期且移出日期晚于本行的表彰日期的失信的次数。\n"
        "每条表彰的“未移出”＝列入日期不晚于本行的表彰日期且没有填移出日期的失信的次数。\n"
        "“有效表彰”＝失信中为0且未移出为0的表彰的次数。"
    )
    made = Frame(clauses, LEDGERS).of(
        表彰="甲镇,2025-02-28 "
        "甲镇,2025-03-01 "
        "甲镇,2025-05-31 "
        "甲镇,2025-06-01 "
        "乙镇,2025-06-01 丙镇,2025-06-01",
        失信="甲镇,2025-03-01,2025-06-01 乙镇,2025-06-01,",
    )
    assert made.column("失信中", "表彰") == ["0", "1", "1", "0", "0", "0"]
    assert made.column("未移出", "表彰") == ["0", "0", "0", "0", "1", "0"]
    assert made.column("有效表彰") == ["2", "0", "1", "0", "0"]


def test_how_many_before_this_one() -> None:
    """Earlier ones of the same kind; not of the same day; without a day there is no earlier."""
    clauses = (
        "每条扣分的“前几次”＝与本行同一类别的发生日期早于本行的发生日期的扣分的次数。\n"
        "每条扣分的“计扣”分情形：前几次为0的，分×1；其余的，分×2。\n“合扣”＝扣分的计扣合计。"
    )
    rows = (
        "甲镇,,安全,2025-03-01,1 "
        "甲镇,,安全,2025-01-01,1 "
        "甲镇,,安全,2025-03-01,2 "
        "甲镇,,环保,2025-05-01,3 "
        "甲镇,,安全,,4 乙镇,,安全,2025-05-01,5"
    )
    made = Frame(clauses, LEDGERS).of(扣分=rows)
    assert made.column("前几次", "扣分") == ["1", "0", "1", "0", "0", "0"]
    # 2 + 1 + 4 + 3 + 4
    assert made.column("合扣")[:2] == ["14", "5"]


def test_the_run_up_to_this_row() -> None:
    """Months in which it failed, up to this one; a month that is missing breaks the run."""
    annex = "台账“断面月报”，一项一行：“断面”：文字；“月份”：整数；“达标”：是否。"
    clauses = (
        "每条断面月报的“连续月数”＝与本行同一断面的达标为否的断面月报按月份到本行的连续期数。\n"
        "每条断面月报的“扣”按连续月数："
        "3以上的，2分；2的，1分；"
        "1的，0.5分；0的，不得分。"
        "\n“扣分合计”＝断面月报的扣合计。"
    )
    rows = (
        "甲镇,东,1,否 "
        "甲镇,东,2,否 "
        "甲镇,东,3,否 甲镇,东,4,是 "
        "甲镇,东,5,否 甲镇,东,7,否 "
        "甲镇,西,2,否 乙镇,东,4,否"
    )
    made = Frame(clauses, annex).of(断面月报=rows)
    assert made.column("连续月数", "断面月报") == ["1", "2", "3", "0", "1", "1", "1", "1"]
    assert made.column("扣分合计")[:2] == ["5", "0.5"]


def test_a_name_that_is_not_rounded() -> None:
    """1÷3 on the way: three of them are 1, not 0.99."""
    annex = "台账“数据”，一个单位一行：“甲”：数，选填；“乙”：数，选填。"
    clauses = "“率”＝甲÷乙，不作舍入。\n“得”＝率×3，保留两位小数，四舍五入。"
    assert Frame(clauses, annex).of(数据=for_units("1,3 2,3 0,3 ,3 1,8")).column("得") == [
        "1",
        "2",
        "0",
        None,
        "0.38",
    ]
    rounded = clauses.replace("不作舍入", "保留两位小数，四舍五入")
    assert Frame(rounded, annex).of(数据=for_units("1,3 2,3")).column("得")[:2] == ["0.99", "2.01"]
    assert Frame(clauses, annex).refused(数据="甲镇,1,0") == ["PE506"]


def test_persons_are_ranked_once() -> None:
    """Two rows of one person take one place; they have to be equal in what is compared."""
    annex = "台账“获奖”，一项一行：“姓名”：文字；“个人得分”：分，选填。"
    clauses = (
        "每条获奖的“个人名次”＝全部按个人得分从高到低排名次，"
        "同一姓名的只排一次，相同的并列，"
        "并列之后空出相应名次。\n"
        "每条获奖的“人数”＝全部的不同姓名的个数。"
    )
    frame = Frame(clauses, annex)
    made = frame.of(获奖="甲镇,张,9 乙镇,张,9 甲镇,李,8 丙镇,王,8 丁镇,赵,7")
    assert made.column("个人名次", "获奖") == ["1", "1", "2", "2", "4"]
    assert made.column("人数", "获奖") == ["4"] * 5
    assert frame.refused(获奖="甲镇,张,9 乙镇,张,8 甲镇,李,8") == ["PE510"]


SHARED = "台账“数据”，一个单位一行：“幅度”：百分数，选填；“浓度”：数，选填。"


def test_who_gets_the_remainder_among_several() -> None:
    """The highest; among these the lowest of another number; among these the first of the list."""
    sentence = (
        "“奖”＝全部单位有数据的分配100元，按幅度的比例，分到0.01元，"
        "尾差归幅度最高的单位，相同的归浓度最低的单位，相同的归名单在前的。"
    )
    frame = Frame(sentence, SHARED)
    assert frame.of(数据=for_units("5%,9 5%,3 5%,4")).column("奖")[:3] == ["33.33", "33.34", "33.33"]
    assert frame.of(数据=for_units("5%,9 5%,3 5%,3")).column("奖")[:3] == ["33.33", "33.34", "33.33"]
    assert frame.of(数据=for_units("5%,9 5%,9 5%,9")).column("奖")[:3] == ["33.34", "33.33", "33.33"]
    open_ended = Frame(sentence.replace("，相同的归名单在前的", ""), SHARED)
    assert open_ended.of(数据=for_units("5%,9 5%,3 5%,4")).column("奖")[:3] == ["33.33", "33.34", "33.33"]
    assert open_ended.refused(数据=for_units("5%,9 5%,3 5%,3")) == ["PE508"]
    lowest = Frame(
        sentence.replace("尾差归幅度最高", "尾差归浓度最低").replace("，相同的归浓度最低的单位", ""), SHARED
    )
    assert lowest.of(数据=for_units("5%,9 5%,4 5%,3")).column("奖")[:3] == ["33.33", "33.33", "33.34"]


def test_how_many_have_the_number() -> None:
    """有数据的X个数, and half months."""
    frame = Frame("“有数的”＝本序列有数据的幅度个数。", SHARED)
    assert frame.of(数据=for_units("5%, , 0%, , ,")).column("有数的") == ["2", "2", "2", "0", "0"]
    days = Frame("每条表彰的“期”＝表彰日期的半月。", LEDGERS)
    rows = "甲镇,2025-01-15 甲镇,2025-01-16 甲镇,2025-02-28 甲镇,2025-12-01 甲镇,2025-12-31"
    assert days.of(表彰=rows).column("期", "表彰") == ["1", "2", "4", "23", "24"]
