"""The 2013 plan, evaluated naively: totals, ranks, grades and the records of all units."""

import math
from collections.abc import Mapping
from fractions import Fraction

from .consequences import (
    BASIC,
    EXCELLENT,
    FAILED,
    POST_RATES,
    REACHED,
    bonus,
    leader_minimum,
    measures,
    team_minimum,
    thirteenth_month,
    unit_row,
)
from .points import (
    Facts,
    acceptance_points,
    award_points,
    cancellations,
    deduction,
    events_of,
    indicator_points,
    net_points,
    rows_of,
)
from .readings import complete
from .roster import ROSTER, Unit, members

Value = str | int | bool | list[str] | None
Record = dict[str, Value]

SCORE_COLUMNS = ("指标评估得分", "述绩述效评估得分", "公众评估得分")


def plain(value: Fraction | None) -> str | None:
    """A number in plain notation without trailing zeros."""
    if value is None:
        return None
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 60:
            raise ValueError(f"{value} is no decimal")
    shifted = str(abs(int(value * 10**digits))).zfill(digits + 1)
    sign = "-" if value < 0 else ""
    if digits == 0:
        return sign + shifted
    return f"{sign}{shifted[:-digits]}.{shifted[-digits:]}"


# 三(九): the total


def base_scores(facts: Facts, unit: Unit) -> list[Fraction] | None:
    """The three scores of a unit, None where 得分 has no row."""
    rows = rows_of(facts, "得分", unit)
    if not rows:
        return None
    return [Fraction(rows[0][column]) for column in SCORE_COLUMNS]


def total_score(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction | None:
    """综合得分, not clamped."""
    scores = base_scores(facts, unit)
    if scores is None:
        return None
    return scores[0] + scores[1] + scores[2] + net_points(facts, unit, readings)


def known_score(facts: Facts, unit: Unit, readings: Mapping[str, str]) -> Fraction:
    """综合得分 of a unit that must have one."""
    score = total_score(facts, unit, readings)
    if score is None:
        raise ValueError(f"{unit.name} has no row in 得分")
    return score


# 四: grades


class Standing:
    """What ranking needs of the units of one 序列: total and 取消评优情形 of each, by name."""

    def __init__(self, facts: Facts, sequence: str, readings: Mapping[str, str]) -> None:
        """Compute them once, since ranking asks for them again and again."""
        self.sequence = sequence
        self.units = members(sequence)
        self.scores = {unit.name: known_score(facts, unit, readings) for unit in self.units}
        self.kinds = {unit.name: cancellations(facts, unit) for unit in self.units}


def places(sequence: str, readings: Mapping[str, str]) -> int:
    """名额: how many units of the 序列 can be 优秀 by rank."""
    if sequence in ("工业发展型乡镇", "农业发展型乡镇"):
        return 2
    if sequence == "街道":
        return 1
    quarter = Fraction(len(members(sequence)), 4)
    if readings["名额取整"] == "向下取整":
        return math.floor(quarter)
    if readings["名额取整"] == "向上取整":
        return math.ceil(quarter)
    return math.floor(quarter + Fraction(1, 2))


def rank_among(score: Fraction, others: list[Fraction]) -> int:
    """Standard competition rank, by definition."""
    return 1 + len([other for other in others if other > score])


def is_excellent_by_rank(unit: Unit, standing: Standing, readings: Mapping[str, str]) -> bool:
    """优秀 by rank within the places of the 序列."""
    if standing.kinds[unit.name]:
        return False
    competitors = standing.units
    if readings["取消资格后递补"] == "递补":
        competitors = [other for other in competitors if not standing.kinds[other.name]]
    scores = [standing.scores[other.name] for other in competitors]
    score = standing.scores[unit.name]
    if readings["优秀最低分"] == "须达标" and grade_by_score(score, readings) != REACHED:
        return False
    last_rank_needed = rank_among(score, scores)
    if readings["末位并列"] == "全部不入选":
        last_rank_needed += len([other for other in scores if other == score]) - 1
    return last_rank_needed <= places(standing.sequence, readings)


def grade_by_score(score: Fraction, readings: Mapping[str, str]) -> str:
    """达标, 基本达标 or 不达标, by 综合得分 alone."""
    if score > 700:
        return REACHED
    if score == 700:
        return readings["七百分整"]
    if score > 600:
        return BASIC
    if score == 600:
        return readings["六百分整"]
    return FAILED


def is_excellent_directly(facts: Facts, unit: Unit, standing: Standing, readings: Mapping[str, str]) -> bool:
    """直接评优: a 达标 unit outside the quota."""
    row = unit_row(facts, unit)
    national = [
        award
        for award in events_of(facts, "表彰", unit)
        if award["级别"] == "国家级" and award["对象"] == "本单位"
    ]
    return (
        grade_by_score(standing.scores[unit.name], readings) == REACHED
        and len(national) > 0
        and row["获省委省政府充分肯定"] == "是"
        and row["省市绩效评估中加分"] == "是"
        and not standing.kinds[unit.name]
    )


def has_decision(facts: Facts, unit: Unit) -> bool:
    """Whether the committee decided on this unit."""
    return any(row["决定"] == "直接认定不达标" for row in rows_of(facts, "委员会决定", unit))


def is_failed_directly(facts: Facts, unit: Unit, kinds: list[str], readings: Mapping[str, str]) -> bool:
    """直接认定: two kinds or more, and the decision where it is needed."""
    if len(kinds) < 2:
        return False
    return readings["两种情形认定"] == "自动" or has_decision(facts, unit)


def is_waiting(facts: Facts, unit: Unit, kinds: list[str], readings: Mapping[str, str]) -> bool:
    """待委员会研究: two kinds or more, and nothing settled yet."""
    return len(kinds) >= 2 and not is_failed_directly(facts, unit, kinds, readings)


def grade(facts: Facts, unit: Unit, standing: Standing, readings: Mapping[str, str]) -> str:
    """等次."""
    if is_failed_directly(facts, unit, standing.kinds[unit.name], readings):
        return FAILED
    if is_excellent_by_rank(unit, standing, readings):
        return EXCELLENT
    if is_excellent_directly(facts, unit, standing, readings):
        return EXCELLENT
    return grade_by_score(standing.scores[unit.name], readings)


# Records


def record(facts: Facts, unit: Unit, standing: Standing | None, readings: Mapping[str, str]) -> Record:
    """The record of one unit; a unit without a 序列 has no standing."""
    scores: list[Fraction] | list[None] = base_scores(facts, unit) or [None, None, None]
    kinds = cancellations(facts, unit)
    rank: int | None = None
    unit_grade: str | None = None
    waiting: bool | None = None
    if standing is not None:
        rank = rank_among(standing.scores[unit.name], list(standing.scores.values()))
        unit_grade = grade(facts, unit, standing, readings)
        waiting = is_waiting(facts, unit, kinds, readings)
    return {
        "单位": unit.name,
        "类别": unit.category,
        "序列": unit.sequence,
        "指标评估得分": plain(scores[0]),
        "述绩述效评估得分": plain(scores[1]),
        "公众评估得分": plain(scores[2]),
        "表彰加分": plain(award_points(facts, unit, readings)),
        "主要指标加分": plain(indicator_points(facts, unit, readings)),
        "验收加分": plain(acceptance_points(facts, unit)),
        "减分": plain(deduction(facts, unit)),
        "加减分": plain(net_points(facts, unit, readings)),
        "综合得分": plain(total_score(facts, unit, readings)),
        "名次": rank,
        "取消评优情形": kinds,
        "等次": unit_grade,
        "待委员会研究": waiting,
        "优岗比例": plain(None if unit_grade is None else POST_RATES[unit_grade]),
        "奖金总额": plain(bonus(facts, unit, unit_grade)),
        "党政正职奖金下限": plain(leader_minimum(facts, unit, unit_grade)),
        "其他班子成员奖金下限": plain(team_minimum(facts, unit, unit_grade)),
        "发放第十三个月工资": thirteenth_month(unit, unit_grade),
        "处理": list(measures(facts, unit, unit_grade)),
    }


def evaluate(facts: Facts, readings: Mapping[str, str] = {}) -> list[Record]:
    """One record a unit, in roster order, for valid facts under the given readings."""
    chosen = complete(readings)
    standings: dict[str | None, Standing] = {}
    for unit in ROSTER:
        if unit.sequence is not None and unit.sequence not in standings:
            standings[unit.sequence] = Standing(facts, unit.sequence, chosen)
    return [record(facts, unit, standings.get(unit.sequence), chosen) for unit in ROSTER]
