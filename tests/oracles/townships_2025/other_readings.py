"""What the oracle would say under the 口径 that contract.md does not adopt, one at a time."""

from collections.abc import Callable
from fractions import Fraction
from itertools import groupby

import pytest

from tests.oracles.townships_2025 import indicators, oracle
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
FACTORS = {"城郊组": Fraction(1), "平原组": Fraction(6, 5), "山区组": Fraction(3, 2)}
Patch = Callable[[pytest.MonkeyPatch], None]


def by_twelve(patch: pytest.MonkeyPatch) -> None:
    """K1: the year's months always count twelve."""

    def mean(months: dict[int, dict[str, Fraction]], unit: str) -> Fraction:
        return rounded(sum((month.get(unit, ZERO) for month in months.values()), ZERO) / 12)

    patch.setattr(oracle, "month_mean", mean)


def every_run(patch: pytest.MonkeyPatch) -> None:
    """K2: each run of months as the last one costs points of its own."""
    flags: list[bool] = []
    longest = oracle.longest_run

    def remembered(months: list[bool]) -> int:
        flags[:] = months
        return longest(months)

    def deduction(times: int, _: int) -> Fraction:
        runs = [len(list(run)) for last, run in groupby(flags) if last]
        return Fraction(min(times, 5) + sum(4 if run >= 3 else 2 if run == 2 else 0 for run in runs))

    patch.setattr(oracle, "longest_run", remembered)
    patch.setattr(oracle, "last_place_deduction", deduction)


def converted(patch: pytest.MonkeyPatch) -> None:
    """K3: the rate of the task met counts converted money."""
    raised, attraction = indicators.money_raised, indicators.attraction

    def of_unit(ledgers: Ledgers, unit: str) -> Fraction:
        return raised(ledgers, unit) * FACTORS[GROUP_OF[unit]]

    def unconverted(_: str, money: Fraction) -> Fraction:
        return attraction(UNITS[0], money)

    patch.setattr(indicators, "money_raised", of_unit)
    patch.setattr(indicators, "attraction", unconverted)


def before_adjusting(patch: pytest.MonkeyPatch) -> None:
    """K4: units without samples take the mean of the rates before they are adjusted."""

    def satisfaction(ledgers: Ledgers) -> dict[str, Fraction]:
        rows = by_unit(ledgers, "满意度")
        rates = {unit: points(row["满意率"]) for unit, row in rows.items() if row["满意率"]}
        result = {}
        for unit in UNITS:
            own = oracle.surveyed(rows[unit])
            near = [rates[other] for other in GROUPS[GROUP_OF[unit]] if other in rates]
            pool = near or list(rates.values())
            mean = rounded(sum(pool, ZERO) / len(pool)) if pool else Fraction(60)
            result[unit] = mean if own is None else own
        return result

    patch.setattr(oracle, "satisfaction", satisfaction)


def level_first(patch: pytest.MonkeyPatch) -> None:
    """K6: the highest level of a petition counts, if an entry of that level was admitted."""
    worth = {"进京": Fraction(2), "赴省": Fraction(1), "到市": Fraction(1, 2)}

    def petitions(ledgers: Ledgers, unit: str) -> Fraction:
        lost, rows = ZERO, events(ledgers, "信访", unit, "登记日期")
        for entry in {row["编号"] for row in rows}:
            own = [row for row in rows if row["编号"] == entry]
            highest = max(worth[row["层级"]] for row in own)
            if any(row["受理"] == "是" and worth[row["层级"]] == highest for row in own):
                lost += highest
        return max(8 - lost, ZERO)

    patch.setattr(indicators, "petitions", petitions)


READINGS: dict[tuple[str, str], Patch] = {
    ("缺月平均", "十二个月"): by_twelve,
    ("几段连续末位", "每段各扣"): every_run,
    ("招商完成率的到位资金", "折算以后"): converted,
    ("取谁的平均", "基础分"): before_adjusting,
    ("受理先后", "先取最高"): level_first,
}


def passed_down(ledgers: Ledgers) -> list[dict[str, object]]:
    """K5: places that cannot be given go to the next in line."""
    records = oracle.results(ledgers)
    keys = {
        str(r["单位"]): tuple(number(str(r[name])) for name in ("综合得分", "年度指标得分", "满意度得分"))
        for r in records
        if number(str(r["综合得分"])) >= 85 and r["取消评优情形数"] == "0"
    }
    group_places: dict[str, list[int]] = {group: [] for group in GROUPS}
    for record in records:
        group_places[str(record["组别"])].append(int(str(record["组内排名"])))
    before: dict[str, Row] = by_unit(ledgers, "上年结果")
    for record in records:
        unit, group = str(record["单位"]), str(record["组别"])
        place = ranks({u: key for u, key in keys.items() if GROUP_OF[u] == group}).get(unit, 99)
        accidents = events(ledgers, "事故", unit, "日期")
        disaster = any(row["等级"] == "重大" for row in accidents)
        barred, score = int(str(record["取消评优情形数"])), number(str(record["综合得分"]))
        record["等次"] = oracle.grade(score, group, place, barred, disaster)
        own = record | {"组内排名": int(str(record["组内排名"]))}
        record["处理"] = oracle.measures(own, before[unit], group_places[group])
    return records
