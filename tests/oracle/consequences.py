"""Section 五 of the plan: what follows from a grade, one small function each."""

from fractions import Fraction

from .points import Facts, Row, rows_of
from .roster import DISTRICT, REFERENCE, SEPARATE, STATIONED, TOWNSHIP, Unit

EXCELLENT = "优秀"
REACHED = "达标"
BASIC = "基本达标"
FAILED = "不达标"

POST_RATES = {
    EXCELLENT: Fraction(20, 100),
    REACHED: Fraction(15, 100),
    BASIC: Fraction(10, 100),
    FAILED: Fraction(5, 100),
}
PER_HEAD = {EXCELLENT: Fraction(2000), REACHED: Fraction(1000), BASIC: Fraction(0), FAILED: Fraction(0)}
LUMP_SUM = {EXCELLENT: Fraction(40000), REACHED: Fraction(20000), BASIC: Fraction(0), FAILED: Fraction(0)}


def unit_row(facts: Facts, unit: Unit) -> Row:
    """The row of the unit in 单位."""
    return rows_of(facts, "单位", unit)[0]


def bonus(facts: Facts, unit: Unit, unit_grade: str | None) -> Fraction | None:
    """奖金总额."""
    staff = Fraction(unit_row(facts, unit)["在编人数"])
    if unit.category == REFERENCE:
        return Fraction(1000) * staff
    if unit.category == SEPARATE or unit_grade is None:
        return None
    if unit.category == STATIONED:
        return LUMP_SUM[unit_grade]
    return PER_HEAD[unit_grade] * staff


def leader_minimum(facts: Facts, unit: Unit, unit_grade: str | None) -> Fraction | None:
    """党政正职奖金下限."""
    if unit_grade is None:
        return None
    whole = bonus(facts, unit, unit_grade)
    if whole is None or whole == 0:
        return whole
    if unit.category == STATIONED:
        return Fraction(25, 100) * whole
    return Fraction(3, 2) * PER_HEAD[unit_grade] * Fraction(unit_row(facts, unit)["党政正职人数"])


def team_minimum(facts: Facts, unit: Unit, unit_grade: str | None) -> Fraction | None:
    """其他班子成员奖金下限."""
    if unit_grade is None:
        return None
    whole = bonus(facts, unit, unit_grade)
    if whole is None or whole == 0:
        return whole
    if unit.category == STATIONED:
        return Fraction(50, 100) * whole
    return Fraction(6, 5) * PER_HEAD[unit_grade] * Fraction(unit_row(facts, unit)["其他班子成员人数"])


def thirteenth_month(unit: Unit, unit_grade: str | None) -> bool | None:
    """发放第十三个月工资."""
    if unit.category not in (TOWNSHIP, DISTRICT):
        return None
    return unit_grade != FAILED


def grade_of_last_year(facts: Facts, unit: Unit) -> str | None:
    """上年: the grade for 2012, if there is one."""
    for row in rows_of(facts, "历史等次", unit):
        if row["年度"] == "2012":
            return row["等次"]
    return None


def measures_for_basic(unit: Unit, again: bool, leader_stayed: bool) -> list[str]:
    """五(三)."""
    measures = ["通报"]
    if again and unit.category == STATIONED:
        if leader_stayed:
            measures.append("建议诫勉谈话主要负责人")
    elif again:
        measures += ["通报批评", "不得参加其他奖励评选"]
        if leader_stayed:
            measures.append("主要负责人诫勉谈话")
    return measures


def measures_for_failed(unit: Unit, again: bool, leader_stayed: bool) -> list[str]:
    """五(四)."""
    if unit.category == STATIONED:
        measures = ["建议调离或处分主要负责人"]
        if again:
            measures.append("建议调整领导班子")
            if leader_stayed:
                measures.append("建议免职主要负责人")
            measures.append("建议免职分管班子成员")
        return measures
    measures = ["通报批评", "不得参加其他奖励评选", "主要负责人诫勉谈话"]
    if again:
        measures.append("调整领导班子")
        if leader_stayed:
            measures.append("主要负责人免职")
        measures.append("分管班子成员免职")
    return measures


def measures(facts: Facts, unit: Unit, unit_grade: str | None) -> list[str]:
    """处理."""
    again = grade_of_last_year(facts, unit) == unit_grade
    leader_stayed = unit_row(facts, unit)["主要负责人两年内异动"] == "否"
    if unit_grade == EXCELLENT:
        return ["通报表彰"]
    if unit_grade == BASIC:
        return measures_for_basic(unit, again, leader_stayed)
    if unit_grade == FAILED:
        return measures_for_failed(unit, again, leader_stayed)
    return []
