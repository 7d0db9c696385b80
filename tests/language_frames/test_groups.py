"""同组: averages, the best, places, bands; empty groups, ties, members without the number or not ranked."""

from __future__ import annotations

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = (
    "台账“数据”，一个单位一行：“分”：分，选填；“年度分”：分，选填；“参评”：是否；“片区”：东片、西片，选填。"
)
TIES = "相同的并列，并列之后空出相应名次"


def column(sentence: str, rows: str) -> list[str | None]:
    """What 得 comes to; rows: 分,年度分,参评,片区 of five units, the first three in one series."""
    return Frame(f"“得”＝{sentence}。", LEDGER).of(数据=for_units(rows)).column("得")


PLAIN = "60,,是, 90,,是, 75,,是, 40,,是, 80,,是,"
GAP = "60,,是, ,,是, 75,,是, ,,是, ,,是,"


def test_averages_of_groups() -> None:
    """All: 345÷5 = 69; the series: 225÷3 = 75 and 120÷2 = 60."""
    rounding = "，保留两位小数，四舍五入"
    assert column(f"全部单位的分平均{rounding}", PLAIN) == ["69"] * 5
    assert column(f"本序列的分平均{rounding}", PLAIN) == ["75", "75", "75", "60", "60"]
    assert column(f"本序列其他单位的分平均{rounding}", PLAIN) == ["82.5", "67.5", "75", "80", "40"]
    assert column(f"分－本序列的分平均{rounding}，可为负", PLAIN) == ["-15", "15", "0", "-20", "20"]


def test_highest_lowest_total_and_size() -> None:
    """Of the own series."""
    assert column("本序列的分最高值", PLAIN) == ["90", "90", "90", "80", "80"]
    assert column("本序列的分最低值", PLAIN) == ["60", "60", "60", "40", "40"]
    assert column("本序列的分合计", PLAIN) == ["225", "225", "225", "120", "120"]
    assert column("本序列单位数", PLAIN) == ["3", "3", "3", "2", "2"]
    assert column("分÷本序列的分最高值×8分，保留两位小数，四舍五入".replace("分÷", "分÷", 1), PLAIN)[1] == "8"


def test_one_that_lacks_the_number() -> None:
    """It stops; 有数据的 leaves it out, and a group of which nobody has it has none."""
    assert Frame("“得”＝本序列的分最高值。", LEDGER).refused(数据=for_units(GAP)) == ["PE507", "PE507"]
    assert column("本序列有数据的分最高值", GAP) == ["75", "75", "75", None, None]
    assert column("本序列有数据的分平均，保留两位小数，四舍五入", GAP) == ["67.5", "67.5", "67.5", None, None]
    assert column("本序列有数据的分合计", GAP)[3:] == ["0", "0"]


def test_the_average_of_others_for_one_without_data() -> None:
    """没有的取本序列有数据的其他单位的平均: alone in the series there is none."""
    sentence = "分×1，没有的取本序列有数据的其他单位的分平均，保留两位小数，四舍五入"
    assert column(sentence, "60,,是, ,,是, 75,,是, ,,是, 40,,是,") == ["60", "67.5", "75", "40", "40"]
    assert column(sentence, GAP)[3:] == [None, None]


def test_places_with_ties() -> None:
    """1, 2, 2, 4 or 1, 2, 2, 3."""
    rows = "90,,是, 80,,是, 80,,是, 70,,是, 95,,是,"
    assert column(f"全部单位按分从高到低排名次，{TIES}", rows) == ["2", "3", "3", "5", "1"]
    dense = "全部单位按分从高到低排名次，相同的并列，并列之后不空名次"
    assert column(dense, rows) == ["2", "3", "3", "4", "1"]
    assert column(f"全部单位按分从低到高排名次，{TIES}", rows) == ["4", "2", "2", "1", "5"]
    assert column(f"本序列按分从高到低排名次，{TIES}", rows) == ["1", "2", "2", "2", "1"]


def test_all_tied() -> None:
    """All are first, whatever comes behind the ties."""
    rows = "80,,是, " * 5
    assert column(f"全部单位按分从高到低排名次，{TIES}", rows) == ["1"] * 5
    assert column("全部单位按分从高到低排名次，相同的并列，并列之后不空名次", rows) == ["1"] * 5


def test_ties_decided_by_another_number() -> None:
    """A second number that is missing comes last among its equals; equal in both, they stay tied."""
    rows = "80,5,是, 80,7,是, 80,,是, 80,7,是, 90,0,是,"
    ranked = f"全部单位按分从高到低排名次，相同的再比年度分从高到低排，{TIES}"
    assert column(ranked, rows) == ["4", "2", "5", "2", "1"]


def test_equal_only_after_rounding() -> None:
    """Ranked by what is stored: 66.67 and 66.67 are tied although 66.671 is more than 66.669."""
    frame = Frame(
        f"“率”＝分÷年度分，保留两位小数，四舍五入。\n“名次”＝本序列按率从高到低排名次，{TIES}。", LEDGER
    )
    # 2÷3 = 0.6667 and 67÷100 = 0.67 are both 0.67
    assert frame.of(数据=for_units("2,3,是, 67,100,是, 66,100,是, 1,1,是, 1,2,是,")).column("名次") == [
        "1",
        "1",
        "3",
        "1",
        "2",
    ]


def test_one_with_a_score_that_is_not_ranked() -> None:
    """It keeps its score, takes no place, and those behind it move up."""
    clauses = (
        "“参评分”分情形：参评的，分×1；其余的，暂不评。"
        "\n“名次”＝本序列有数据的按参评分从高到低排名次，"
        f"{TIES}。"
    )
    made = Frame(clauses, LEDGER).of(数据=for_units("90,,是, 95,,否, 80,,是, 70,,是, ,,是,"))
    assert made.column("名次") == ["1", None, "2", "1", None]
    assert made.column("分")[1] == "95"
    strict = Frame(clauses.replace("有数据的", ""), LEDGER)
    assert strict.refused(数据=for_units("90,,是, 95,,否, 80,,是, 70,,是, 60,,是,")) == ["PE507"]


def test_groups_by_a_column() -> None:
    """同一片区 goes across the series; several columns may be named."""
    rows = "60,,是,东片 90,,是,西片 75,,是,东片 40,,是,西片 80,,是,东片"
    assert column(f"同一片区按分从高到低排名次，{TIES}", rows) == ["3", "1", "2", "2", "1"]
    assert column("同一片区的分合计", rows) == ["215", "130", "215", "130", "215"]
    assert column("本序列同一片区的分合计", rows) == ["135", "90", "135", "40", "80"]


ROWS = "台账“月调度”，一项一行：“月份”：整数；“得分”：分，选填；“日”：日期，选填；“文号”：文字。"


def test_places_of_rows() -> None:
    """全部同一月份 ranks the rows of all units of a month; 本单位 those of the unit."""
    clauses = (
        "每条月调度的“月名次”＝全部同一月份按得分从低到高排名次，"
        f"{TIES}。\n每条月调度的“月数”＝全部同一月份记录数。\n"
        f"每条月调度的“次序”＝本单位有数据的按日从早到晚排次序，相同的再比得分从高到低排，{TIES}。"
    )
    rows = (
        "甲镇,1,80,2025-01-31,a "
        "乙镇,1,70,2025-01-31,b "
        "丙镇,1,70,,c "
        "甲镇,2,60,2025-01-31,d "
        "乙镇,2,65,2025-01-01,e"
    )
    made = Frame(clauses, ROWS).of(月调度=rows)
    assert made.column("月名次", "月调度") == ["3", "1", "1", "1", "2"]
    assert made.column("月数", "月调度") == ["3", "3", "3", "2", "2"]
    assert made.column("次序", "月调度") == ["1", "2", None, "2", "1"]


def test_doubled_for_the_second_time() -> None:
    """再犯加重: the first of a kind counts once, later ones twice; each kind by itself."""
    annex = "台账“违规”，一项一行：“类别”：安全、环保；“发生日期”：日期；“分”：分。"
    clauses = (
        f"每条违规的“次序”＝本单位同一类别按发生日期从早到晚排次序，{TIES}。\n"
        "每条违规的“倍数”按次序："
        "1的，1；2以上的，2。"
        "\n每条违规的“计扣”＝分×倍数。"
        "\n“扣分合计”＝违规的计扣合计。"
    )
    rows = (
        "甲镇,安全,2025-03-01,2 "
        "甲镇,安全,2025-01-01,1 "
        "甲镇,环保,2025-02-01,3 "
        "乙镇,安全,2025-02-01,5 "
        "甲镇,安全,2025-04-01,1"
    )
    made = Frame(clauses, annex).of(违规=rows)
    assert made.column("次序", "违规") == ["2", "1", "1", "1", "3"]
    # 甲镇: 2×2 + 1 + 3 + 1×2 = 10
    assert made.column("扣分合计") == ["10", "5", "0", "0", "0"]


# ---------------------------------------------------------------- bands


def bands(words: str, rows: str, straddling: str = "归高档") -> list[str | None]:
    """The bands of five units."""
    return column(f"全部单位有数据的按分从高到低分档：{words}，同分跨档的{straddling}", rows)


FALLING = "90,,是, 80,,是, 70,,是, 60,,是, 50,,是,"


@pytest.mark.parametrize(
    ("rates", "how", "wanted"),
    [
        ("“甲”15%、“乙”35%、其余“丙”", "四舍五入", "甲乙乙丙丙"),  # 0.75 -> 1, 1.75 -> 2
        ("“甲”15%、“乙”35%、其余“丙”", "舍去", "乙丙丙丙丙"),  # 0, 1
        ("“甲”15%、“乙”35%、其余“丙”", "进一", "甲乙乙丙丙"),  # 1, 2
        ("“甲”20%、“乙”40%、其余“丙”", "四舍五入", "甲乙乙丙丙"),  # exactly 1 and 2
        ("“甲”50%、“乙”50%、其余“丙”", "进一", "甲甲甲乙乙"),  # 3 and 3: only two are left
        ("“甲”50%、“乙”50%、其余“丙”", "舍去", "甲甲乙乙丙"),  # 2 and 2: one is left over
        ("“甲”1名、“乙”2名、其余“丙”", "四舍五入", "甲乙乙丙丙"),
        ("“甲”9名、“乙”2名、其余“丙”", "四舍五入", "甲甲甲甲甲"),
    ],
)
def test_so_many_of_each(rates: str, how: str, wanted: str) -> None:
    """What rounding leaves over or takes away falls on the last bands."""
    assert bands(f"{rates}，人数{how}", FALLING) == list(wanted)


def test_ties_across_two_bands() -> None:
    """Places 1 and 2 are tied: to the higher band, or to the lower."""
    rows = "90,,是, 90,,是, 70,,是, 60,,是, 50,,是,"
    words = "“甲”20%、“乙”40%、其余“丙”，人数四舍五入"
    assert bands(words, rows) == ["甲", "甲", "乙", "丙", "丙"]
    assert bands(words, rows, "归低档") == ["乙", "乙", "乙", "丙", "丙"]


def test_all_tied_in_bands() -> None:
    """All in the highest band or all in the lowest."""
    rows = "80,,是, " * 5
    words = "“甲”20%、“乙”40%、其余“丙”，人数四舍五入"
    assert bands(words, rows) == ["甲"] * 5
    assert bands(words, rows, "归低档") == ["丙"] * 5


def test_bands_of_those_who_have_the_number() -> None:
    """Rates are of those who take part: of two, 50% is one."""
    rows = "90,,是, ,,是, 70,,是, ,,是, ,,是,"
    assert bands("“甲”50%、其余“丙”，人数四舍五入", rows) == ["甲", None, "丙", None, None]
