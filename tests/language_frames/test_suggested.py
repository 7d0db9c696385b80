"""首批测试: what the first tests of a rule language should be, each worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.language_frames.book import Frame, for_units

# 同一指标分别用落档、步进取整、步进不取整、分段累进、比率法写一遍，核对边界值上的差别
FIVE_WAYS = """“落档”按完成率：低于60%的，不得分；60%以上不足80%的，3分；
80%以上不足100%的，4分；100%以上的，5分。
“步进取整”＝完成率比60%每高10个百分点加1分，不足10个百分点的不计，最高5分。
“步进不取整”＝完成率比60%每高10个百分点加1分，不足10个百分点的按比例计，最高5分。
“分段累进”按完成率分段累计：60%以下的部分每满10%计0.2分；超过60%的部分每满10%计1分。
“比率法”＝完成率×5分，最高5分。"""
RATES = "台账“数据”，一个单位一行：“完成率”：百分数，选填。"
WAYS = ("落档", "步进取整", "步进不取整", "分段累进", "比率法")


def five_ways(*rates: str) -> dict[str, list[str | None]]:
    """The five scores of these rates."""
    made = Frame(FIVE_WAYS, RATES).of(数据=for_units(" ".join(rates)))
    return {way: made.column(way)[: len(rates)] for way in WAYS}


def test_one_measure_in_five_ways_at_the_ends_of_its_ranges() -> None:
    """Just below 60%, at it, just below 70%, at 70%, and far above 100%."""
    assert five_ways("59.99%", "60%", "69.99%", "70%", "120%") == {
        "落档": ["0", "3", "3", "3", "5"],
        "步进取整": ["0", "0", "0", "1", "5"],
        "步进不取整": ["0", "0", "0.999", "1", "5"],
        # five full tens below 60% are 1.0, six are 1.2
        "分段累进": ["1", "1.2", "1.2", "2.2", "7.2"],
        "比率法": ["2.9995", "3", "3.4995", "3.5", "5"],
    }


def test_one_measure_in_five_ways_at_the_top_and_below_nothing() -> None:
    """Just below 80% and 100%, at 100%, at 0 and below it."""
    assert five_ways("79.99%", "99.99%", "100%", "0%", "-10%") == {
        "落档": ["3", "4", "5", "0", "0"],
        "步进取整": ["1", "3", "4", "0", "0"],
        "步进不取整": ["1.999", "3.999", "4", "0", "0"],
        "分段累进": ["2.2", "4.2", "5.2", "0", "0"],
        "比率法": ["3.9995", "4.9995", "5", "0", "-0.5"],
    }


def test_one_measure_in_five_ways_where_it_is_missing() -> None:
    """None of the five makes a score of nothing."""
    made = Frame(FIVE_WAYS, RATES).of(数据="甲镇,")
    assert [made.one(way) for way in WAYS] == [None] * 5


# 造一个三人的小组去套五人的名次表；再造一个有分但不参与排名的成员
GROUP_OF_THREE = """“参评分”分情形：参评的，考分×1；其余的，暂不评。
“名次”＝本序列有数据的按参评分从高到低排名次，相同的并列，并列之后空出相应名次。
“名次分”按名次：第1名10分；第2名8分；第3名6分；第4名4分；第5名2分。
“名次加分”＝名次分，没有的取0分。
“合计得分”＝考分＋名次加分。"""
MEMBERS = "台账“数据”，一个单位一行：“考分”：分，选填；“参评”：是否。"


def test_a_group_of_three_in_a_table_for_five() -> None:
    """The last two rows of the table stay unused; the last of three is third, not fifth."""
    made = Frame(GROUP_OF_THREE, MEMBERS).of(数据=for_units("80,是 90,是 70,是 60,是 60,是"))
    assert made.column("名次") == ["2", "1", "3", "1", "1"]
    assert made.column("名次分") == ["8", "10", "6", "10", "10"]


def test_a_member_with_a_score_that_is_not_ranked() -> None:
    """Its score stays, it takes no place from others, and gets no points for a place."""
    made = Frame(GROUP_OF_THREE, MEMBERS).of(数据=for_units("80,是 90,否 70,是 60,是 50,否"))
    assert made.column("名次") == ["1", None, "2", "1", None]
    assert made.column("名次分") == ["10", None, "8", "10", None]
    assert made.column("合计得分") == ["90", "90", "78", "70", "50"]


def test_a_place_behind_the_end_of_the_table() -> None:
    """Five tied after one: nobody is sixth here, but in a table for three the fourth gets nothing, not 0."""
    short = GROUP_OF_THREE.replace("；第4名4分；第5名2分", "").replace("本序列有数据的", "全部单位有数据的")
    made = Frame(short, MEMBERS).of(数据=for_units("80,是 90,是 70,是 70,是 60,是"))
    assert made.column("名次") == ["2", "1", "3", "3", "5"]
    assert made.column("名次分") == ["8", "10", "6", "6", None]


# 三层嵌套封顶，中间夹一次加倍，核对先后次序
NESTED = """“小项分”＝国奖×2分＋省奖×1分，最高6分。
“加倍后”分情形：重点的，小项分×2；其余的，小项分×1。
“组分”＝加倍后＋调研×1分，最高13分。
“总加分”＝组分＋宣传×1分，最高15分。"""
PRIZES = "台账“数据”，一个单位一行：“国奖”：次；“省奖”：次；“重点”：是否；“调研”：次；“宣传”：次。"


def test_three_nested_caps_with_a_doubling_between() -> None:
    """First 6, then doubled, then 13, then 15."""
    rows = for_units("4,0,是,0,0 4,0,否,0,0 4,1,是,3,9 2,1,是,2,2 1,0,是,12,1")
    made = Frame(NESTED, PRIZES).of(数据=rows)
    assert made.column("小项分") == ["6", "6", "6", "5", "2"]
    assert made.column("加倍后") == ["12", "6", "12", "10", "4"]
    assert made.column("组分") == ["12", "6", "13", "12", "13"]
    assert made.column("总加分") == ["12", "6", "15", "14", "14"]


def test_doubled_first_and_capped_afterwards() -> None:
    """The other order, of the same prizes: 8 doubled is 16, of which 6 stay."""
    other = """“原分”＝国奖×2分＋省奖×1分。
“加倍后”分情形：重点的，原分×2；其余的，原分×1。
“小项分”＝加倍后，最高6分。
“组分”＝小项分＋调研×1分，最高13分。
“总加分”＝组分＋宣传×1分，最高15分。"""
    rows = for_units("4,0,是,0,0 4,0,否,0,0 4,1,是,3,9 2,1,是,2,2 1,0,是,12,1")
    made = Frame(other, PRIZES).of(数据=rows)
    assert made.column("小项分") == ["6", "6", "6", "6", "4"]
    assert made.column("组分") == ["6", "6", "9", "8", "13"]
    assert made.column("总加分") == ["6", "6", "15", "10", "14"]


# 一条记录同时满足取高、跨组不重复、有效期将满三个条件
THREE_AT_ONCE = """每条成果的“已过整年”＝自认定日期至评估年度最后一日的整年数。
“成果分”＝已过整年不足有效年数且竞赛中没有同一编号的成果的分值同一编号只取最高合计。
“竞赛分”＝竞赛的得分同一编号只取最高合计。
“加分”＝成果分＋竞赛分，最高20分。"""
AWARDS = """台账“成果”，一项一行：“编号”：文字；“分值”：分；“认定日期”：日期；“有效年数”：整数。
台账“竞赛”，一项一行：“编号”：文字；“得分”：分。"""


def awards(results: str, contests: str = "") -> list[str | None]:
    """成果分, 竞赛分 and 加分 of 甲镇."""
    made = Frame(THREE_AT_ONCE, AWARDS).of(成果=results, 竞赛=contests)
    return [made.one(name) for name in ("成果分", "竞赛分", "加分")]


def test_a_record_taken_highest_not_counted_twice_and_about_to_lapse() -> None:
    """Number A twice (5 and 3), valid for two years from 1 January 2024: its last day is the last of 2025."""
    last_day = "甲镇,A,5,2024-01-01,2 甲镇,A,3,2025-06-01,2"
    assert awards(last_day) == ["5", "0", "5"]
    # One day earlier the 5 has lapsed, and the lower one takes its place.
    assert awards(last_day.replace("2024-01-01", "2023-12-31")) == ["3", "0", "3"]
    # In the contests as well: it counts there, whatever it would have brought here.
    assert awards(last_day, "甲镇,A,4 甲镇,A,2") == ["0", "4", "4"]
    # The contest of another unit takes nothing away.
    assert awards(last_day, "乙镇,A,4") == ["5", "0", "5"]


def test_other_records_beside_it() -> None:
    """B counts by itself; C has lapsed; D is in both."""
    rows = "甲镇,A,5,2024-01-01,2 甲镇,B,2,2025-01-01,1 甲镇,C,9,2024-12-31,1 甲镇,D,7,2025-01-01,1"
    assert awards(rows, "甲镇,D,1") == ["7", "1", "8"]


# 五名成员三种比例的强制分布，和一次同分跨档
BANDS = (
    "“档次”＝全部单位按考分从高到低分档：“优秀”15%、“良好”35%、其余“合格”，人数四舍五入，同分跨档的归高档。"
)


def test_five_members_in_three_bands() -> None:
    """15% of 5 is 0.75, so 1; 35% is 1.75, so 2; the rest are 2."""
    made = Frame(BANDS, MEMBERS).of(数据=for_units("70,是 90,是 60,是 85,是 80,是"))
    assert made.column("档次") == ["合格", "优秀", "合格", "良好", "良好"]


def test_a_tie_across_two_bands() -> None:
    """Places 3 and 4 are tied, 良好 ends at 3: both to the higher, or both to the lower."""
    rows = for_units("80,是 90,是 60,是 85,是 80,是")
    assert Frame(BANDS, MEMBERS).of(数据=rows).column("档次") == ["良好", "优秀", "合格", "良好", "良好"]
    low = Frame(BANDS.replace("归高档", "归低档"), MEMBERS)
    assert low.of(数据=rows).column("档次") == ["合格", "优秀", "合格", "良好", "合格"]


# 资金池分到最后一分钱，尾差要有去处
POOL = "“奖金”＝全部单位分配1000元，按考分的比例，分到0.01元，尾差归考分最高的单位，相同的归名单在前的。"


def test_the_pool_is_shared_out_to_the_last_cent() -> None:
    """1000元 by 3:3:3:1:1 of 11: thirds of 272.72 and 90.90; 0.04元 are left for the first of the highest."""
    made = Frame(POOL, MEMBERS).of(数据=for_units("3,是 3,是 3,是 1,是 1,是"))
    found = made.column("奖金")
    assert found == ["272.76", "272.72", "272.72", "90.9", "90.9"]
    assert sum(Decimal(each or 0) for each in found) == 1000


def test_the_remainder_has_to_go_somewhere() -> None:
    """Without saying who comes first among equals it is nobody's: a finding; no money is lost."""
    frame = Frame(POOL.replace("，相同的归名单在前的", ""), MEMBERS)
    assert frame.refused(数据=for_units("3,是 3,是 3,是 1,是 1,是")) == ["PE508"]
    found = frame.of(数据=for_units("4,是 3,是 3,是 1,是 1,是")).column("奖金")
    # 1000÷12: 333.33, 249.99… exactly 250, 250, 83.33, 83.33: one cent is left
    assert found == ["333.34", "250", "250", "83.33", "83.33"]
