"""三 of the rule book: the annual indicators, item by item."""

from datetime import date
from fractions import Fraction
from math import floor

from tests.oracles.townships_2025.reading import (
    GROUP_OF,
    GROUPS,
    UNITS,
    Ledgers,
    Row,
    by_unit,
    events,
    number,
    points,
    ranks,
    rounded,
)

ZERO = Fraction(0)
FULL_MARKS = {"工业增速得分": 10, "项目开工得分": 5}  # the items that may not apply


def revenue(target: Row, data: Row) -> Fraction:
    """三（一）1: revenue over its target; the line for full marks differs by group."""
    rate = rounded(number(data["财政收入"]) / number(target["财政收入目标"]) * 100)
    line = {"城郊组": 100, "平原组": 98, "山区组": 95}[GROUP_OF[data["单位"]]]
    if rate >= line:
        return Fraction(12)
    if rate < 60:
        return ZERO
    return rounded(rate / 100 * 12)


def industry(data: dict[str, Row]) -> dict[str, Fraction | None]:
    """三（一）2: growth against the plain mean of the county; None where there is no industry."""
    growths = {unit: points(row["工业增速"]) for unit, row in data.items() if row["工业增速"]}
    result: dict[str, Fraction | None] = dict.fromkeys(UNITS)
    for unit, growth in growths.items():
        gap = growth - sum(growths.values(), ZERO) / len(growths)
        if gap >= 0:
            result[unit] = rounded(7 + min(gap * Fraction(1, 2), Fraction(3)))
        else:
            result[unit] = rounded(7 - min(-gap * Fraction(4, 5), Fraction(5)))
    return result


def investment(targets: dict[str, Row], data: dict[str, Row]) -> dict[str, Fraction]:
    """三（一）3: investment times difficulty, against the largest of the group."""
    weighted = {u: number(data[u]["固定资产投资"]) * number(targets[u]["难度系数"]) for u in UNITS}
    result = {}
    for members in GROUPS.values():
        best = max(weighted[unit] for unit in members)
        for unit in members:
            result[unit] = rounded(weighted[unit] / best * 8) if best else ZERO
    return result


def money_raised(ledgers: Ledgers, unit: str) -> Fraction:
    """三（一）4: what came in from outside the county during the year."""
    rows = events(ledgers, "招商项目", unit, "到位日期")
    return sum((number(row["到位资金"]) for row in rows if row["资金来源"] == "县外"), ZERO)


def attraction(unit: str, raised: Fraction) -> Fraction:
    """三（一）4: three bands, each with its own step; what is left of a step in a band does not count."""
    factor = {"城郊组": Fraction(1), "平原组": Fraction(6, 5), "山区组": Fraction(3, 2)}[GROUP_OF[unit]]
    amount = raised * factor
    first = min(amount, Fraction(2000))
    second = min(max(amount - 2000, ZERO), Fraction(3000))
    third = max(amount - 5000, ZERO)
    score = (
        floor(first / 100) * Fraction(1, 10)
        + floor(second / 300) * Fraction(4, 10)
        + floor(third / 500) * Fraction(5, 10)
    )
    return min(score, Fraction(10))


def project_starts(target: Row, data: Row) -> Fraction | None:
    """三（一）5: projects begun over projects planned; None where nothing was planned."""
    planned = number(target["计划开工"])
    if planned == 0:
        return None
    rate = min(rounded(number(data["实际开工"]) / planned * 100), Fraction(100))
    return rounded(rate / 100 * 5)


def income(data: Row) -> Fraction:
    """三（一）6: growth of income against the mean of the city."""
    gap = points(data["居民收入增速"]) - points(data["全市居民收入增速"])
    if gap >= 1:
        return Fraction(5)
    if gap > 0:
        return Fraction(4)
    if gap == 0:
        return Fraction(3)
    return Fraction(2) if gap > -1 else ZERO


def petitions(ledgers: Ledgers, unit: str) -> Fraction:
    """三（二）1: one deduction a petition number, by its highest level among admitted entries (K6)."""
    worth = {"进京": Fraction(2), "赴省": Fraction(1), "到市": Fraction(1, 2)}
    worst: dict[str, Fraction] = {}
    for row in events(ledgers, "信访", unit, "登记日期"):
        if row["受理"] == "是":
            worst[row["编号"]] = max(worst.get(row["编号"], ZERO), worth[row["层级"]])
    return max(8 - sum(worst.values(), ZERO), ZERO)


def safety(ledgers: Ledgers, unit: str) -> Fraction:
    """三（二）2: deductions an accident and a death; may be negative."""
    score = Fraction(6)
    for row in events(ledgers, "事故", unit, "日期"):
        score -= {"一般": 1, "较大": 3, "重大": 6}[row["等级"]] + int(row["死亡人数"])
    return score


def reports(ledgers: Ledgers, unit: str) -> Fraction:
    """三（二）3: twelve reports are due; missing ones and days of delay cost points."""
    sent = [row for row in ledgers["报表"] if row["单位"] == unit and row["报送日期"]]
    lost = (12 - len(sent)) * Fraction(3, 10)
    for row in sent:
        days = (date.fromisoformat(row["报送日期"]) - date.fromisoformat(row["截止日期"])).days
        lost += min(max(days, 0) * Fraction(1, 10), Fraction(1, 2))
    return max(4 - lost, ZERO)


def disputes(data: Row) -> Fraction:
    """三（二）4: share of disputes settled, in bands; full marks where there were none."""
    received = number(data["纠纷受理"])
    if received == 0:
        return Fraction(5)
    rate = rounded(number(data["纠纷化解"]) / received * 100)
    if rate >= 98:
        return Fraction(5)
    if rate >= 95:
        return Fraction(4)
    return Fraction(5, 2) if rate >= 90 else ZERO


def air(data: dict[str, Row]) -> dict[str, Fraction]:
    """三（二）5(1): the group's lowest concentration over one's own."""
    result = {}
    for members in GROUPS.values():
        lowest = min(number(data[unit]["细颗粒物浓度"]) for unit in members)
        for unit in members:
            result[unit] = rounded(lowest / number(data[unit]["细颗粒物浓度"]) * 4)
    return result


def straw(data: Row) -> Fraction:
    """三（二）5(2): half a point a fire, down to nothing."""
    return max(3 - int(data["火点数"]) * Fraction(1, 2), ZERO)


def works_places(targets: dict[str, Row], data: dict[str, Row]) -> dict[str, int]:
    """三（三）1: places in the county by the rate of public works done, at most 100%."""
    rates: dict[str, tuple[Fraction, ...]] = {}
    for unit in UNITS:
        rate = rounded(number(data[unit]["民生完成"]) / number(targets[unit]["民生任务"]) * 100)
        rates[unit] = (min(rate, Fraction(100)),)
    return ranks(rates)


def works(place: int) -> Fraction:
    """三（三）1: 6 points for the first, 0.6 less a place, down to nothing."""
    return max(6 - (place - 1) * Fraction(6, 10), ZERO)


def party_places(data: dict[str, Row]) -> dict[str, int]:
    """三（三）2: places in the group by review score, then by attendance."""
    result: dict[str, int] = {}
    for members in GROUPS.values():
        result |= ranks({u: (number(data[u]["党建评议分"]), points(data[u]["到课率"])) for u in members})
    return result


def party(place: int) -> Fraction:
    """三（三）2: the table of places."""
    return [Fraction(6), Fraction(5), Fraction(42, 10), Fraction(35, 10), Fraction(3)][place - 1]


def city_place(data: Row) -> Fraction:
    """三（三）3: places gained or lost in the city; full marks within the first ten."""
    now = int(data["本年全市位次"])
    gained = int(data["上年全市位次"]) - now
    if now <= 10 or gained >= 10:
        return Fraction(4)
    if gained >= 5:
        return Fraction(7, 2)
    if gained >= 1:
        return Fraction(3)
    if gained == 0:
        return Fraction(5, 2)
    return Fraction(3, 2) if gained >= -5 else ZERO


def bottom_lines(row: Row) -> Fraction:
    """三（三）4: how many of five are met; at most 2 points without compulsory education."""
    met = sum(row[c] == "是" for c in ("义务教育", "基本医保", "饮水安全", "住房安全", "防返贫监测"))
    score = Fraction(4) if met >= 4 else Fraction(2) if met >= 2 else ZERO
    return min(score, Fraction(2)) if row["义务教育"] == "否" else score


def item_scores(ledgers: Ledgers) -> dict[str, dict[str, Fraction | None]]:
    """三（一）to 三（三）: every item of every unit, in the order of the text."""
    targets, data = by_unit(ledgers, "目标任务"), by_unit(ledgers, "年度数据")
    lines = by_unit(ledgers, "民生底线")
    by_mean, by_best, cleanest = industry(data), investment(targets, data), air(data)
    work_place, party_place = works_places(targets, data), party_places(data)
    return {
        unit: {
            "财政收入得分": revenue(targets[unit], data[unit]),
            "工业增速得分": by_mean[unit],
            "固定资产投资得分": by_best[unit],
            "招商引资得分": attraction(unit, money_raised(ledgers, unit)),
            "项目开工得分": project_starts(targets[unit], data[unit]),
            "居民增收得分": income(data[unit]),
            "信访得分": petitions(ledgers, unit),
            "安全生产得分": safety(ledgers, unit),
            "报表得分": reports(ledgers, unit),
            "矛盾化解得分": disputes(data[unit]),
            "空气质量得分": cleanest[unit],
            "秸秆禁烧得分": straw(data[unit]),
            "民生实事得分": works(work_place[unit]),
            "党建得分": party(party_place[unit]),
            "发展位次得分": city_place(data[unit]),
            "民生底线得分": bottom_lines(lines[unit]),
        }
        for unit in UNITS
    }


def marks_in_play(items: dict[str, Fraction | None]) -> int:
    """三（四）: full marks of the items that apply."""
    return 100 - sum(full for item, full in FULL_MARKS.items() if items[item] is None)


def annual(items: dict[str, Fraction | None]) -> Fraction:
    """三（四）: the sum of the items, scaled up to 100 where some do not apply; not below 0."""
    total = sum((score for score in items.values() if score is not None), ZERO)
    return rounded(max(total / marks_in_play(items) * 100, ZERO))
