"""The clauses on points and on 取消评优情形, one function each, by their definition."""

from collections.abc import Mapping
from fractions import Fraction

from .roster import TOWNSHIP, Unit

Row = dict[str, str]
Facts = dict[str, list[Row]]

FIRST_DAY = "2013-01-01"
LAST_DAY = "2013-12-31"

OWN = "本单位"
DISTRICT_AWARD = "区委区政府"

AWARD_POINTS: dict[tuple[str, str], Fraction] = {
    ("国家级", OWN): Fraction(5),
    ("省部级", OWN): Fraction(2),
    ("市级", OWN): Fraction(1),
    ("国家级", DISTRICT_AWARD): Fraction(2),
    ("省部级", DISTRICT_AWARD): Fraction(1),
    ("市级", DISTRICT_AWARD): Fraction(1, 2),
}
CRITICISM_POINTS: dict[str, Fraction] = {"国家级": Fraction(5), "省级": Fraction(2), "市级": Fraction(1)}

AWARD_CAP = Fraction(5)
MOVE_CAP = Fraction(3)
INDICATOR_CAP = Fraction(10)
LAST_TEN = 10

VETOED = "一票否决"
POLLED_LAST = "民调后十位"
CORRUPTION = "班子腐败案件"
CRITICISED = "市级以上通报批评"


def rows_of(facts: Facts, table: str, unit: Unit) -> list[Row]:
    """The rows of a table that name this unit; an absent table is empty."""
    return [row for row in facts.get(table, []) if row["单位"] == unit.name]


def in_year(row: Row) -> bool:
    """Whether the event falls in 评估年度 (ISO dates sort as text)."""
    return FIRST_DAY <= row["日期"] <= LAST_DAY


def events_of(facts: Facts, table: str, unit: Unit) -> list[Row]:
    """The rows of a dated table that name this unit and fall in the year."""
    return [row for row in rows_of(facts, table, unit) if in_year(row)]


def total(values: list[Fraction]) -> Fraction:
    """The sum of a list, which is 0 if it is empty."""
    return sum(values, Fraction(0))


# 三(七)1: awards


def award_value(award: Row) -> Fraction:
    """表彰: what one event is worth before any cap."""
    return AWARD_POINTS[award["级别"], award["对象"]]


def award_preference(award: Row) -> tuple[Fraction, bool, str]:
    """同项取高: most points first, then 对象=区委区政府, then the earliest."""
    return (-award_value(award), award["对象"] != DISTRICT_AWARD, award["日期"])


def counted_awards(facts: Facts, unit: Unit) -> list[Row]:
    """同项取高: one event for each 项目 of the unit."""
    events = events_of(facts, "表彰", unit)
    counted: list[Row] = []
    for event in events:
        if event["项目"] in [other["项目"] for other in counted]:
            continue
        same_project = [other for other in events if other["项目"] == event["项目"]]
        counted.append(min(same_project, key=award_preference))
    return counted


def is_under_cap(award: Row, readings: Mapping[str, str]) -> bool:
    """表彰封顶: whether 累计不超过5分 covers this event."""
    if award["级别"] == "市级":
        return False
    return award["对象"] == OWN or readings["表彰封顶范围"] == "含承办"


def is_own_city_award(award: Row) -> bool:
    """Whether this is an event 受到市委、市政府表彰 of the unit itself."""
    return award["级别"] == "市级" and award["对象"] == OWN


def award_points(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction:
    """表彰, 同项取高 and 表彰封顶 together: 表彰加分."""
    under_cap: list[Fraction] = []
    own_city: list[Fraction] = []
    others: list[Fraction] = []
    for award in counted_awards(facts, unit):
        if is_under_cap(award, readings):
            under_cap.append(award_value(award))
        elif is_own_city_award(award):
            own_city.append(award_value(award))
        else:
            others.append(award_value(award))
    city = total(own_city)
    if readings["市级表彰计次"] == "一次":
        city = min(city, Fraction(1))
    return min(total(under_cap), AWARD_CAP) + city + total(others)


# 三(七)1: indicators and acceptance checks


def move_value(row: Row) -> Fraction:
    """排位前移: 0.5 for every place gained, before any cap."""
    gained = int(row["上年排位"]) - int(row["本年排位"])
    return Fraction(1, 2) * max(gained, 0)


def move_points(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction:
    """排位前移 with its cap, each indicator or over all five."""
    moves = [move_value(row) for row in rows_of(facts, "指标排位", unit)]
    if readings["前移封顶"] == "合计":
        return min(total(moves), MOVE_CAP)
    return total([min(move, MOVE_CAP) for move in moves])


def first_points(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction:
    """保持第一: 1.5 for each indicator held at the first place."""
    points = Fraction(0)
    for row in rows_of(facts, "指标排位", unit):
        first_now = int(row["本年排位"]) == 1
        first_before = int(row["上年排位"]) == 1
        if first_now and (first_before or readings["保持第一"] == "本年第一"):
            points += Fraction(3, 2)
    return points


def indicator_points(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction:
    """主要指标封顶: 主要指标加分, for 乡镇街道 only."""
    if unit.category != TOWNSHIP:
        return Fraction(0)
    uncapped = move_points(facts, unit, readings) + first_points(facts, unit, readings)
    return min(uncapped, INDICATOR_CAP)


def acceptance_points(facts: Facts, unit: Unit) -> Fraction:
    """验收: 1 for each check that was passed."""
    return total([Fraction(1) for row in events_of(facts, "上级验收", unit) if row["结果"] == "合格"])


# 三(七)2: points off


def criticism_deduction(facts: Facts, unit: Unit) -> Fraction:
    """批评扣分: only criticism of work that is an assessed indicator."""
    return total(
        [
            CRITICISM_POINTS[row["级别"]]
            for row in events_of(facts, "通报批评", unit)
            if row["列为评估指标"] == "是"
        ]
    )


def acceptance_deduction(facts: Facts, unit: Unit) -> Fraction:
    """验收扣分: what the checks took off."""
    return total(
        [Fraction(row["扣分"]) for row in events_of(facts, "上级验收", unit) if row["结果"] == "扣分"]
    )


def deduction(facts: Facts, unit: Unit) -> Fraction:
    """减分, zero or negative."""
    return -(criticism_deduction(facts, unit) + acceptance_deduction(facts, unit))


def net_points(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction:
    """加减分."""
    return (
        award_points(facts, unit, readings)
        + indicator_points(facts, unit, readings)
        + acceptance_points(facts, unit)
        + deduction(facts, unit)
    )


# 四(一)2: what cancels eligibility for 优秀


def is_vetoed(facts: Facts, unit: Unit) -> bool:
    """情形 (1)."""
    return len(events_of(facts, "一票否决", unit)) > 0


def is_polled_last(facts: Facts, unit: Unit) -> bool:
    """情形 (2), for 乡镇街道 only."""
    if unit.category != TOWNSHIP:
        return False
    return any(int(row["全市排名"]) > int(row["参评总数"]) - LAST_TEN for row in rows_of(facts, "民调", unit))


def has_corruption_case(facts: Facts, unit: Unit) -> bool:
    """情形 (3): all of it in one row."""
    return any(
        row["班子成员"] == "是" and row["腐败案件"] == "是" and row["处分"] != "无"
        for row in events_of(facts, "违纪", unit)
    )


def is_criticised(facts: Facts, unit: Unit) -> bool:
    """情形 (4): whether or not the work is an assessed indicator."""
    return len(events_of(facts, "通报批评", unit)) > 0


def cancellations(facts: Facts, unit: Unit) -> list[str]:
    """取消评优情形: the kinds that apply, in the order of the plan."""
    kinds: list[str] = []
    if is_vetoed(facts, unit):
        kinds.append(VETOED)
    if is_polled_last(facts, unit):
        kinds.append(POLLED_LAST)
    if has_corruption_case(facts, unit):
        kinds.append(CORRUPTION)
    if is_criticised(facts, unit):
        kinds.append(CRITICISED)
    return kinds
