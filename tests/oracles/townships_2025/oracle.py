"""Results of the townships-2025 rule book, computed plainly by its text (口径 as adopted in contract.md)."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

from tests.oracles.townships_2025 import indicators
from tests.oracles.townships_2025.reading import (
    GROUP_OF,
    GROUPS,
    UNITS,
    YEAR_END,
    Ledgers,
    Row,
    by_unit,
    cut,
    events,
    number,
    points,
    ranks,
    rounded,
    written,
)

ZERO = Fraction(0)
GRADES = ("优秀", "良好", "合格", "不合格")


def monthly_scores(ledgers: Ledgers) -> dict[int, dict[str, Fraction]]:
    """四（一）: month -> unit -> score, of the units that took part."""
    months: dict[int, dict[str, Fraction]] = {month: {} for month in range(1, 13)}
    for row in ledgers["月调度"]:
        if row["得分"]:
            months[int(row["月"])][row["单位"]] = number(row["得分"])
    return months


def last_months(months: dict[int, dict[str, Fraction]], unit: str) -> list[bool]:
    """四（一）: for each month, whether the unit was last; nobody is where all scores are equal."""
    result = []
    for scores in months.values():
        uneven = len(set(scores.values())) > 1
        result.append(uneven and unit in scores and scores[unit] == min(scores.values()))
    return result


def longest_run(flags: list[bool]) -> int:
    """四（三）2 and K2: the longest run of months as the last one."""
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def month_mean(months: dict[int, dict[str, Fraction]], unit: str) -> Fraction:
    """四（一）and K1: the mean of the months with a score; 0 without any."""
    scores = [month[unit] for month in months.values() if unit in month]
    return rounded(sum(scores, ZERO) / len(scores)) if scores else ZERO


def quarter_mean(ledgers: Ledgers, unit: str) -> Fraction:
    """四（二）: the mean of four quarters; a quarter without a grade counts 50."""
    grades = {int(row["季度"]): row["等级"] for row in ledgers["季评价"] if row["单位"] == unit}
    worth = {"好": 100, "较好": 85, "一般": 70, "差": 50}
    return rounded(Fraction(sum(worth[grades.get(quarter, "差")] for quarter in (1, 2, 3, 4)), 4))


def last_place_deduction(times: int, run: int) -> Fraction:
    """四（三）1 and 2: a point each time, at most 5; and more for 2 months, or 3 and more, in a row."""
    in_a_row = 4 if run >= 3 else 2 if run == 2 else 0
    return Fraction(min(times, 5) + in_a_row)


def dispatch(month: Fraction, quarter: Fraction, deduction: Fraction) -> Fraction:
    """四（三）: 60% of the months and 40% of the quarters less the deduction; not below 0."""
    return rounded(max(month * Fraction(60, 100) + quarter * Fraction(40, 100) - deduction, ZERO))


def surveyed(row: Row) -> Fraction | None:
    """五（一）and（二）: the rate of satisfaction, adjusted by its change; None without samples."""
    if int(row["有效样本"]) == 0:
        return None
    rate = points(row["满意率"])
    change = ZERO
    if row["上年满意率"]:
        gap = rate - points(row["上年满意率"])
        if gap >= 0:
            change = min(floor(gap) * Fraction(1, 2), Fraction(3))
        else:
            change = -min(Fraction(floor(-gap)), Fraction(5))
    return rounded(min(max(rate + change, Fraction(40)), Fraction(100)))


def satisfaction(ledgers: Ledgers) -> dict[str, Fraction]:
    """五（三）and K4: without samples the mean of the group, else of the county, else 60."""
    own = {unit: surveyed(row) for unit, row in by_unit(ledgers, "满意度").items()}
    result = {}
    for unit in UNITS:
        score = own[unit]
        if score is None:
            near = [own[other] for other in GROUPS[GROUP_OF[unit]]]
            pool = [s for s in near if s is not None] or [s for s in own.values() if s is not None]
            score = rounded(sum(pool, ZERO) / len(pool)) if pool else Fraction(60)
        result[unit] = score
    return result


def highest_each(rows: list[Row], key: str, worth: dict[str, Fraction]) -> Fraction:
    """六（一）1 and 六（二）1: the sum over subjects, each at its highest level only."""
    best: dict[str, Fraction] = {}
    for row in rows:
        best[row[key]] = max(best.get(row[key], ZERO), worth[row["级别"]])
    return sum(best.values(), ZERO)


def honours(ledgers: Ledgers, unit: str) -> Fraction:
    """六（一）1: commendations, at most 3."""
    worth = {"国家级": Fraction(2), "省级": Fraction(1), "市级": Fraction(1, 2)}
    return min(highest_each(events(ledgers, "表彰", unit, "日期"), "项目", worth), Fraction(3))


def excess(raised: Fraction, task: Fraction) -> Fraction:
    """六（一）2 and K3: 0.2 for every full 5 points beyond 100%, at most 2; nothing without a task."""
    if task == 0:
        return ZERO
    rate = cut(raised / task * 100)
    if rate <= 100:
        return ZERO
    return min(floor((rate - 100) / 5) * Fraction(2, 10), Fraction(2))


def censures(ledgers: Ledgers, unit: str) -> Fraction:
    """六（二）1: public criticism."""
    worth = {"国家级": Fraction(2), "省级": Fraction(2), "市级": Fraction(1), "县级": Fraction(1, 2)}
    return highest_each(events(ledgers, "通报", unit, "日期"), "事项", worth)


def supervision(ledgers: Ledgers, unit: str) -> Fraction:
    """六（二）2: 0.02 a day of delay, at most 0.3 a matter and 2 in all."""
    total = ZERO
    for row in events(ledgers, "督办", unit, "交办日期"):
        due = date.fromisoformat(row["交办日期"]) + timedelta(days=int(row["办理天数"]))
        done = date.fromisoformat(row["办结日期"]) if row["办结日期"] else YEAR_END
        days = max((min(done, YEAR_END) - due).days, 0)
        total += min(days * Fraction(2, 100), Fraction(3, 10))
    return min(total, Fraction(2))


def bars(ledgers: Ledgers, unit: str, run: int, petition_score: Fraction) -> int:
    """八（三）: how many of the four circumstances that bar a unit from 优秀 there are."""
    accidents = events(ledgers, "事故", unit, "日期")
    criticised = events(ledgers, "通报", unit, "日期")
    return sum(
        (
            any(row["等级"] in ("较大", "重大") for row in accidents),
            run >= 3,
            any(row["级别"] in ("国家级", "省级") for row in criticised),
            petition_score == 0,
        )
    )


def grade(score: Fraction, group: str, place: int, barred: int, disaster: bool) -> str:
    """八: the grade by band, quota, circumstances and veto; quotas left are not passed on (K5)."""
    if disaster:
        return "不合格"
    whole = floor(score)
    band = "优秀" if whole >= 85 else "良好" if whole >= 75 else "合格" if whole >= 60 else "不合格"
    quota = floor(len(GROUPS[group]) * Fraction(40, 100))
    if band == "优秀" and (place > quota or barred > 0):
        band = "良好"
    if barred >= 2:
        band = GRADES[min(GRADES.index(band) + 1, 3)]
    return band


def measures(record: dict[str, object], before: Row, group_places: list[int]) -> list[str]:
    """九: what follows from the result, in the order of the text."""
    result, place = [], record["组内排名"]
    moved = int(before["上年全县排名"]) - int(str(record["全县排名"])) if before["上年全县排名"] else 0
    final = record["等次"]
    if final == "优秀":
        result.append("通报表扬")
    if moved >= 3 and final != "不合格":
        result.append("授予进步奖")
    if moved <= -3:
        result.append("提醒谈话")
    if place == max(group_places) and len(set(group_places)) > 1 and final in ("合格", "不合格"):
        result.append("约谈主要负责人")
    if final == "不合格":
        result.append("通报批评")
        if before["上年等次"] == "不合格":
            result.append("建议调整领导班子")
    if int(str(record["最长连续末位月数"])) >= 3:
        result.append("书面说明情况")
    return result


def part_figures(ledgers: Ledgers) -> dict[str, dict[str, Fraction]]:
    """三（四）to 六 and 二: all figures beyond the single items, unrelated to rank."""
    items, months = indicators.item_scores(ledgers), monthly_scores(ledgers)
    liked, targets = satisfaction(ledgers), by_unit(ledgers, "目标任务")
    result = {}
    for unit in UNITS:
        lasts = last_months(months, unit)
        f: dict[str, Fraction] = {"参评满分": Fraction(indicators.marks_in_play(items[unit]))}
        f["年度指标得分"] = indicators.annual(items[unit])
        f["月调度平均分"] = month_mean(months, unit)
        f["末位次数"] = Fraction(sum(lasts))
        f["最长连续末位月数"] = Fraction(longest_run(lasts))
        f["季评价平均分"] = quarter_mean(ledgers, unit)
        f["末位扣分"] = last_place_deduction(sum(lasts), longest_run(lasts))
        f["平时调度得分"] = dispatch(f["月调度平均分"], f["季评价平均分"], f["末位扣分"])
        f["满意度得分"] = liked[unit]
        f["表彰加分"] = honours(ledgers, unit)
        task = number(targets[unit]["招商任务"])
        f["招商加分"] = excess(indicators.money_raised(ledgers, unit), task)
        f["加分合计"] = min(f["表彰加分"] + f["招商加分"], Fraction(5))
        f["通报扣分"] = censures(ledgers, unit)
        f["督办扣分"] = supervision(ledgers, unit)
        f["扣分合计"] = min(f["通报扣分"] + f["督办扣分"], Fraction(10))
        weighted = (
            f["年度指标得分"] * Fraction(70, 100)
            + f["平时调度得分"] * Fraction(15, 100)
            + f["满意度得分"] * Fraction(15, 100)
        )
        f["综合得分"] = rounded(max(weighted + f["加分合计"] - f["扣分合计"], ZERO))
        result[unit] = f
    return result


def item_fields(items: dict[str, Fraction | None], work_place: int, party_place: int) -> dict[str, object]:
    """三: the items as text, each place before the score it gives."""
    record: dict[str, object] = {}
    for name, score in items.items():
        if name == "民生实事得分":
            record["民生实事名次"] = str(work_place)
        if name == "党建得分":
            record["党建名次"] = str(party_place)
        record[name] = None if score is None else written(score)
    return record


def results(ledgers: Ledgers) -> list[dict[str, object]]:
    """One record a unit, in the order of 一（一）, with the fields of contract.md."""
    items, figures = indicators.item_scores(ledgers), part_figures(ledgers)
    targets, data = by_unit(ledgers, "目标任务"), by_unit(ledgers, "年度数据")
    work_place, party_place = indicators.works_places(targets, data), indicators.party_places(data)
    keys = {u: (f["综合得分"], f["年度指标得分"], f["满意度得分"]) for u, f in figures.items()}  # 七
    in_county = ranks(keys)
    in_group: dict[str, int] = {}
    for members in GROUPS.values():
        in_group |= ranks({unit: keys[unit] for unit in members})
    before, records = by_unit(ledgers, "上年结果"), []
    for unit in UNITS:
        f, group = figures[unit], GROUP_OF[unit]
        record: dict[str, object] = {"单位": unit, "组别": group}
        record |= item_fields(items[unit], work_place[unit], party_place[unit])
        record |= {name: written(value) for name, value in f.items()}
        record["组内排名"], record["全县排名"] = str(in_group[unit]), str(in_county[unit])
        petition_score = items[unit]["信访得分"]
        assert petition_score is not None
        barred = bars(ledgers, unit, int(f["最长连续末位月数"]), petition_score)
        record["取消评优情形数"] = str(barred)
        disaster = any(row["等级"] == "重大" for row in events(ledgers, "事故", unit, "日期"))
        record["等次"] = grade(f["综合得分"], group, in_group[unit], barred, disaster)
        places = [in_group[member] for member in GROUPS[group]]
        record["处理"] = measures({**record, "组内排名": in_group[unit]}, before[unit], places)
        records.append(record)
    return records
