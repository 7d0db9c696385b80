"""Results of the invented rules of environment-2025, computed plainly by the text of the source."""

from fractions import Fraction

from tests.oracles.environment_2025.base import (
    PARK,
    UNITS,
    Ledgers,
    average,
    cut,
    group_of,
    half_up,
    number,
    plain,
    plain_or_none,
)
from tests.oracles.environment_2025.money import (
    air_shares,
    awards_of,
    carried_in,
    income_share,
    pool_of,
    water_shares,
)
from tests.oracles.environment_2025.ranking import Standing, all_standings

LEVELS = ("县级", "乡级", "村级")


def measures_of(standing: Standing, carried_over: Fraction) -> list[str]:
    """List the measures in the order of chapter 八."""
    ranked = standing.place is not None
    chosen = (
        ("通报表扬", standing.place == 1 and standing.grade in {"优秀", "良好"}),
        ("通报批评", ranked and standing.place_from_end == 1 and standing.size >= 2),
        ("约谈", standing.grade == "不合格" or standing.air.longest_last >= 3),
        ("挂牌督办", standing.water.worst_state_section),
        ("限期整改", standing.air.gain is not None and standing.air.gain < 0),
        ("补报监测数据", standing.air.score is None),
        ("结转扣缴", carried_over > 0),
    )
    return [name for name, holds in chosen if holds]


def standing_fields(unit: str, standing: Standing) -> dict[str, object]:
    """Write down what chapters 二 to 四 found out."""
    return {
        "单位": unit,
        "组别": group_of(unit),
        "年均浓度": plain_or_none(standing.air.mean),
        "改善率": plain_or_none(standing.air.gain),
        "空气得分": plain_or_none(standing.air.score),
        "断面达标率": plain_or_none(standing.water.rate),
        "水得分": plain_or_none(standing.water.score),
        "末位月数": str(standing.air.last_months),
        "最长连续末位": str(standing.air.longest_last),
        "总分": plain_or_none(standing.total),
        "名次": None if standing.place is None else str(standing.place),
        "等次": standing.grade,
    }


def results(ledgers: Ledgers) -> list[dict[str, object]]:
    """Give one record a unit: chapters 二 to 六 and 八, with the settlement of 六（六）."""
    standings = all_standings(ledgers)
    pool = pool_of(ledgers)
    air_money, water_money = air_shares(pool, standings), water_shares(pool, standings)
    records = []
    for unit in UNITS:
        standing = standings[unit]
        awards = awards_of(ledgers, unit, standing)
        advance = Fraction(0) if unit == PARK else cut(pool * 30 / 100 / 9)
        income = income_share(ledgers, unit, standing)
        due = awards.awarded + air_money[unit] + water_money[unit] + income
        due -= awards.fined + carried_in(ledgers, unit)
        carried_over = max(Fraction(0), -due)
        record = standing_fields(unit, standing)
        record |= {
            "名次奖罚": plain(awards.by_place),
            "浓度奖罚": plain(awards.by_air),
            "超标缴纳金": plain(awards.payment),
            "等次奖罚": plain(awards.by_grade),
            "连续达标奖": plain(awards.by_years),
            "进退位奖罚": plain(awards.by_moves),
            "奖金合计": plain(awards.awarded),
            "罚金合计": plain(awards.fined),
            "预拨额": plain(advance),
            "空气资金": plain(air_money[unit]),
            "水资金": plain(water_money[unit]),
            "分成额": plain(income),
            "应得额": plain(due),
            "清算净额": plain(max(due - advance, -advance)),
            "结转额": plain(carried_over),
            "处理": measures_of(standing, carried_over),
        }
        records.append(record)
    return records


def person_score(ledgers: Ledgers, name: str, standings: dict[str, Standing]) -> Fraction | None:
    """Average a person's scores for his stretches, each the unit's score times his coefficient: 七（一）."""
    scores = [
        min(Fraction(100), half_up(water * number(row["责任系数"])))
        for row in ledgers["河长"]
        if row["姓名"] == name and (water := standings[row["单位"]].water.score) is not None
    ]
    return half_up(average(scores)) if scores else None


def person_grade(level: str, score: Fraction | None) -> str:
    """Grade a person by the line of his level: 七（二）."""
    if score is None:
        return "不评"
    if score >= (85 if level == "县级" else 80):
        return "优秀"
    return "称职" if score >= 60 else "不称职"


def chosen_names(candidates: dict[str, Fraction], people: int) -> set[str]:
    """Choose the best within a tenth of all, leaving out a tie that would exceed it: 七（三）."""
    quota = people // 10
    return {
        name
        for name, score in candidates.items()
        if sum(other >= score for other in candidates.values()) <= quota
    }


def person_results(ledgers: Ledgers) -> list[dict[str, object]]:
    """Give one record a river chief, in the order in which the ledger first names them: 七."""
    standings = all_standings(ledgers)
    names = list(dict.fromkeys(row["姓名"] for row in ledgers["河长"]))
    levels: dict[str, str] = {}
    scores: dict[str, Fraction | None] = {}
    candidates: dict[str, Fraction] = {}
    for name in names:
        own = [row for row in ledgers["河长"] if row["姓名"] == name]
        level = min((row["层级"] for row in own), key=LEVELS.index)
        score = person_score(ledgers, name, standings)
        barred = level == "县级" and any(standings[row["单位"]].water.worst_state_section for row in own)
        if score is not None and person_grade(level, score) == "优秀" and not barred:
            candidates[name] = score
        levels[name], scores[name] = level, score
    chosen = chosen_names(candidates, len(names))
    return [
        {
            "姓名": name,
            "层级": levels[name],
            "得分": plain_or_none(scores[name]),
            "等次": person_grade(levels[name], scores[name]),
            "先进": name in chosen,
        }
        for name in names
    ]
