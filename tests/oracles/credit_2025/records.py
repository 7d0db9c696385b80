"""Article four of the source: what each row of 扣分记录 really takes, and why."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Row = dict[str, str]
Ledgers = Mapping[str, list[Row]]

AS_OF = date(2025, 12, 31)

# 四（一）（二）: points a unit of quantity for 轻微, 一般, 严重, and the most one record takes.
PRICES: dict[str, tuple[str, str, str, int]] = {
    "超标排放": ("0.5", "1", "2", 8),
    "停用设施": ("1", "2", "4", 8),
    "固废违规": ("1", "1.5", "3", 6),
    "噪声扰民": ("0.1", "0.2", "0.5", 4),
    "拖欠工资": ("0.2", "0.5", "1", 10),
    "未签合同": ("0.2", "0.4", "0.8", 6),
    "超时用工": ("0.1", "0.2", "0.4", 5),
}
ENVIRONMENT = ("超标排放", "停用设施", "固废违规", "噪声扰民")
LABOUR = ("拖欠工资", "未签合同", "超时用工")
SEVERITIES = ("轻微", "一般", "严重")

# 表二: points of the levels of commendations and of circulars.
LEVEL_POINTS = {"国家级": 4, "省级": 3, "市级": 2, "县级": 1}


@dataclass(frozen=True)
class Outcome:
    """What became of one row of 扣分记录."""

    row: Row
    gross: Fraction
    order: int | None
    factor: Fraction | None
    net: Fraction
    status: str


def of_unit(ledgers: Ledgers, ledger: str, unit: str) -> list[Row]:
    """The rows of one unit, in file order."""
    return [row for row in ledgers[ledger] if row["单位"] == unit]


def day(text: str) -> date:
    """A date as ledgers write it."""
    return date.fromisoformat(text)


def in_year(row: Row) -> bool:
    """一（二）: the row is dated in the year of assessment."""
    return day(row["日期"]).year == 2025


def add_months(start: date, months: int) -> date:
    """一（六）: the corresponding day, or the last day of a month that has none."""
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, last))


def round_points(value: Fraction) -> Fraction:
    """一（五）: two decimals, half up; nothing negative is ever rounded."""
    assert value >= 0
    return Fraction((value * 200 + 1) // 2, 100)


def in_force(row: Row) -> bool:
    """四（三）, 四（六）, choice 3: both the original and the repaired end lie after the as-of day."""
    ends: list[date] = []
    start = row["认定日期"]
    if row["持续行为"] == "是":
        start = row["终止日期"]
    if start:
        years = {"轻微": 1, "一般": 2, "严重": 3}[row["严重程度"]]
        ends.append(add_months(day(start), 12 * years))
    if row["修复日期"]:
        months = 12 if row["严重程度"] == "严重" else 6
        ends.append(add_months(day(row["修复日期"]), months))
    return all(end > AS_OF for end in ends)


def gross_points(row: Row) -> Fraction:
    """四（一）（二）, choice 2: quantity by price, capped for one record, before any factor."""
    price = PRICES[row["类别"]]
    points = int(row["数量"]) * Fraction(price[SEVERITIES.index(row["严重程度"])])
    return min(points, Fraction(price[3]))


def order_in_class(row: Row, unit_rows: list[Row]) -> int:
    """四（四）1, choice 1: which time this class happens among the records still in force."""
    peers = [
        (other["发生日期"], int(other["文号"]))
        for other in unit_rows
        if other["类别"] == row["类别"] and other["不可抗力"] == "否" and in_force(other)
    ]
    return 1 + sum(1 for peer in peers if peer < (row["发生日期"], int(row["文号"])))


def factor_of(row: Row, order: int) -> Fraction:
    """四（四）: repeated, in a pollution alert, reported by the enterprise itself; all multiplied."""
    factor = Fraction(min(order, 3))
    if row["类别"] in ENVIRONMENT and row["预警期间"] == "是":
        factor *= Fraction(3, 2)
    if row["主动报告"] == "是" and row["严重程度"] != "严重":
        factor /= 2
    return factor


def standing_outcome(row: Row, unit_rows: list[Row]) -> Outcome:
    """四（一）至（六）: what a record takes before the question of double counting."""
    gross = gross_points(row)
    if row["不可抗力"] == "是":
        return Outcome(row, gross, None, None, Fraction(0), "不可抗力")
    if not in_force(row):
        return Outcome(row, gross, None, None, Fraction(0), "已过有效期")
    order = order_in_class(row, unit_rows)
    if row["上级规定扣分"]:
        net = round_points(Fraction(row["上级规定扣分"]))
        return Outcome(row, gross, order, Fraction(1), net, "从其规定")
    factor = factor_of(row, order)
    if row["修复日期"]:
        return Outcome(row, gross, order, factor, round_points(gross * factor * Fraction(3, 10)), "已修复")
    return Outcome(row, gross, order, factor, round_points(gross * factor), "计入")


def circular_points(row: Row, industry: str) -> int:
    """六（一）: twice table two; a chemical enterprise's provincial circular takes eight."""
    if industry == "化工" and row["级别"] == "省级":
        return 8
    return 2 * LEVEL_POINTS[row["级别"]]


def circulars_of_year(ledgers: Ledgers, unit: str, industry: str) -> dict[int, int]:
    """六（一）: number of each circular of the year and its points."""
    rows = [row for row in of_unit(ledgers, "通报", unit) if in_year(row)]
    return {int(row["文号"]): circular_points(row, industry) for row in rows}


def settle_unit(ledgers: Ledgers, unit: str, industry: str) -> tuple[list[Outcome], Fraction]:
    """四（七）: the records of a unit in file order and what its circulars take, nothing counted twice."""
    rows = of_unit(ledgers, "扣分记录", unit)
    circulars = circulars_of_year(ledgers, unit, industry)
    settled: list[Outcome] = []
    for row in rows:
        outcome = standing_outcome(row, rows)
        number = int(row["文号"])
        if outcome.order is not None and number in circulars:
            if outcome.net >= circulars[number]:
                del circulars[number]
            else:
                outcome = Outcome(row, outcome.gross, outcome.order, outcome.factor, Fraction(0), "不重复计")
        settled.append(outcome)
    return settled, Fraction(sum(circulars.values()))
