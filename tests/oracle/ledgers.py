"""Random rows of the ledgers for one unit at a time, biased towards the boundaries of the clauses."""

from random import Random

from .dice import UNIT, amount_between, any_date, chance, date_inside, decimal_cell, pick, shuffled, yes_no
from .points import CORRUPTION, CRITICISED, POLLED_LAST, VETOED, Row
from .roster import Unit

AREAS = ("党风廉政建设", "安全生产", "计划生育", "社会治安综合治理")
POLLS = ("党风廉政建设", "优化经济发展环境", "社会管理综合治理", "服务民生", "民调,其他")
INDICATORS = (
    "城镇居民可支配收入增长率",
    "农村居民人均纯收入增长率",
    "财政总收入增长率",
    "固定资产投资增长率",
    "社会消费品零售总额增长率",
)
AWARD_LEVELS = ("国家级", "省部级", "市级")
AWARD_OBJECTS = ("本单位", "区委区政府")
CRITICISM_LEVELS = ("国家级", "省级", "市级")
PUNISHMENTS = ("党纪处分", "行政处分")

# Free text: names that are all but equal, and cells that CSV has to quote.
PROJECTS = ("项目1", "项目10", "项目甲", "项目 甲", "文明创建", 'Award "A"', "award a", "平安,建设", "项目2")
POLL_TOTALS = (92, 92, 87, 30, 21, 12, 11, 10, 9, 5, 1)

# (级别, 对象) of events that all have the same 项目, and of events that all have different ones.
SAME_PROJECT: tuple[tuple[tuple[str, str], ...], ...] = (
    (("国家级", "区委区政府"), ("省部级", "本单位")),
    (("省部级", "区委区政府"), ("市级", "本单位")),
    (("市级", "本单位"), ("省部级", "本单位"), ("国家级", "本单位")),
    (("市级", "区委区政府"), ("市级", "本单位")),
    (("国家级", "本单位"), ("国家级", "本单位")),
    (("省部级", "本单位"), ("国家级", "区委区政府"), ("市级", "本单位"), ("省部级", "区委区政府")),
)
DISTINCT_PROJECTS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("国家级", "本单位"), ("国家级", "本单位")),
    (("省部级", "本单位"), ("省部级", "本单位"), ("省部级", "本单位")),
    (("国家级", "本单位"), ("省部级", "本单位"), ("市级", "本单位")),
    (("市级", "本单位"), ("市级", "本单位"), ("市级", "本单位")),
    (("市级", "本单位"), ("市级", "区委区政府"), ("市级", "区委区政府")),
    (("市级", "区委区政府"), ("市级", "区委区政府"), ("市级", "区委区政府")),
    (("国家级", "本单位"), ("国家级", "区委区政府"), ("省部级", "区委区政府")),
    (("国家级", "区委区政府"), ("国家级", "区委区政府"), ("省部级", "区委区政府"), ("市级", "区委区政府")),
    (("省部级", "本单位"), ("省部级", "本单位"), ("省部级", "区委区政府")),
)


def award_row(unit: Unit, project: str, kind: tuple[str, str], day: str) -> Row:
    """One row of 表彰."""
    return {"单位": unit.name, "项目": project, "级别": kind[0], "对象": kind[1], "日期": day}


def repeated_project(rng: Random, unit: Unit, edges: int) -> list[Row]:
    """Several events of one 项目, at times on one day, at times the best of them out of the year."""
    project = pick(rng, PROJECTS)
    one_day = any_date(rng, edges) if chance(rng, 40) else None
    return [
        award_row(unit, project, kind, one_day or any_date(rng, edges))
        for kind in shuffled(rng, pick(rng, SAME_PROJECT))
    ]


def capped_projects(rng: Random, unit: Unit, edges: int) -> list[Row]:
    """Events of different projects that reach or pass the cap, or the limit on 市级 events."""
    kinds = pick(rng, DISTINCT_PROJECTS)
    projects = shuffled(rng, PROJECTS)
    return [
        award_row(unit, projects[index], kind, date_inside(rng) if chance(rng, 80) else any_date(rng, edges))
        for index, kind in enumerate(kinds)
    ]


def absorbed_and_capped(rng: Random, unit: Unit) -> list[Row]:
    """The surprising case: a higher award is capped and still absorbs one outside the cap."""
    full, shared = shuffled(rng, PROJECTS)[:2]
    inside = pick(rng, (("国家级", "本单位"), ("省部级", "本单位")))
    outside = pick(rng, (("省部级", "区委区政府"), ("市级", "区委区政府"), ("市级", "本单位")))
    return [
        award_row(unit, full, ("国家级", "本单位"), date_inside(rng)),
        award_row(unit, shared, inside, date_inside(rng)),
        award_row(unit, shared, outside, date_inside(rng)),
    ]


def award_rows(rng: Random, unit: Unit, edges: int) -> list[Row]:
    """Rows of 表彰 for a unit that has some."""
    shape = rng.randrange(6)
    if shape <= 1:
        kind = (pick(rng, AWARD_LEVELS), pick(rng, AWARD_OBJECTS))
        rows = [award_row(unit, pick(rng, PROJECTS), kind, any_date(rng, edges))]
    elif shape == 2:
        rows = repeated_project(rng, unit, edges)
    elif shape == 3:
        rows = capped_projects(rng, unit, edges)
    elif shape == 4:
        rows = absorbed_and_capped(rng, unit)
    else:
        rows = repeated_project(rng, unit, edges) + capped_projects(rng, unit, edges)
    if chance(rng, 10):
        rows.append(dict(rows[0]))
    return rows


def national_award_rows(rng: Random, unit: Unit) -> list[Row]:
    """What 直接评优 asks for, now and then missed by the date or by 对象."""
    day = date_inside(rng) if chance(rng, 70) else pick(rng, ("2012-12-31", "2014-01-01"))
    award_object = "本单位" if chance(rng, 70) else "区委区政府"
    rows = [award_row(unit, "全国先进", ("国家级", award_object), day)]
    if chance(rng, 20):
        rows.append(award_row(unit, "全国先进", ("国家级", "本单位"), date_inside(rng)))
    return rows


def rank_pair(rng: Random) -> tuple[int, int]:
    """上年排位 and 本年排位 of one indicator."""
    shape = rng.randrange(7)
    if shape <= 1:
        return (1, 1)
    if shape == 2:
        return (rng.randrange(2, 22), 1)
    if shape == 3:
        return pick(rng, ((1, 2), (2, 1), (5, 5), (3, 9), (16, 16), (1, 106)))
    # Six places are worth exactly the cap of one indicator.
    gained = pick(rng, (5, 6, 7)) if shape == 4 else rng.randrange(1, 21)
    now = rng.randrange(1, 17)
    return (now + gained, now)


# The five indicators together: exactly 10, 10.5, 9.5, 3 in all, five times first, and three places in all.
WHOLE_SHEETS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((8, 2), (9, 3), (1, 1), (1, 1), (4, 2)),
    ((8, 2), (9, 3), (1, 1), (1, 1), (5, 2)),
    ((8, 2), (9, 3), (1, 1), (1, 1), (3, 2)),
    ((3, 2), (4, 2), (5, 2), (7, 7), (2, 4)),
    ((1, 1), (1, 1), (1, 1), (1, 1), (1, 1)),
    ((4, 1), (4, 1), (2, 1), (7, 1), (21, 1)),
    ((20, 1), (20, 2), (20, 3), (20, 4), (20, 5)),
)


def indicator_rows(rng: Random, unit: Unit) -> list[Row]:
    """Rows of 指标排位: all five indicators or some of them, each at most once."""
    if chance(rng, 25):
        pairs = shuffled(rng, pick(rng, WHOLE_SHEETS))
    else:
        pairs = [rank_pair(rng) for _ in range(rng.randrange(1, 6))]
    names = shuffled(rng, INDICATORS)[: len(pairs)]
    return [
        {"单位": unit.name, "指标": name, "上年排位": str(before), "本年排位": str(now)}
        for name, (before, now) in zip(names, pairs, strict=True)
    ]


def acceptance_rows(rng: Random, unit: Unit, edges: int) -> list[Row]:
    """Rows of 上级验收, passed or with points off (which can be 0)."""
    rows: list[Row] = []
    for _ in range(rng.randrange(1, 4)):
        passed = chance(rng, 55)
        rows.append(
            {
                "单位": unit.name,
                "事项": pick(rng, ("年终考核", "重点工作", "验收,其他")),
                "类型": pick(rng, ("承担验收", "重点指标")),
                "结果": "合格" if passed else "扣分",
                "扣分": "0" if passed else decimal_cell(rng, amount_between(rng, 0, 6 * UNIT)),
                "日期": any_date(rng, edges),
            }
        )
    return rows


def criticism_row(rng: Random, unit: Unit, day: str) -> Row:
    """One row of 通报批评."""
    return {
        "单位": unit.name,
        "事项": pick(rng, ("信访", "环保", "安全生产", "信访")),
        "级别": pick(rng, CRITICISM_LEVELS),
        "列为评估指标": yes_no(rng, 60),
        "日期": day,
    }


def veto_row(rng: Random, unit: Unit, day: str) -> Row:
    """One row of 一票否决."""
    return {"单位": unit.name, "领域": pick(rng, AREAS), "日期": day}


def poll_row(rng: Random, unit: Unit, *, last: bool) -> Row:
    """One row of 民调, just inside the last ten or just outside them where there is an outside."""
    # A poll of ten or fewer has no place outside its last ten.
    number = pick(rng, POLL_TOTALS if last else tuple(size for size in POLL_TOTALS if size > 10))
    if last:
        place = max(1, number - pick(rng, (9, 9, 9, rng.randrange(10), 0)))
    else:
        place = pick(rng, (number - 10, number - 10, number - 10, rng.randrange(1, number - 9), 1))
    return {
        "单位": unit.name,
        "民调": pick(rng, POLLS),
        "全市排名": str(place),
        "参评总数": str(number),
    }


def discipline_row(unit: Unit, person: str, answers: tuple[str, str, str], day: str) -> Row:
    """One row of 违纪; answers are 班子成员, 腐败案件 and 处分."""
    return {
        "单位": unit.name,
        "人员": person,
        "班子成员": answers[0],
        "腐败案件": answers[1],
        "处分": answers[2],
        "日期": day,
    }


def near_miss_rows(rng: Random, unit: Unit, edges: int) -> list[Row]:
    """Rows of 违纪 none of which meets all three conditions, though together they do."""
    punished = pick(rng, PUNISHMENTS)
    rows = [
        discipline_row(unit, "甲", ("是", "否", punished), any_date(rng, edges)),
        discipline_row(unit, "乙", ("否", "是", punished), any_date(rng, edges)),
        discipline_row(unit, "甲", ("是", "是", "无"), any_date(rng, edges)),
        discipline_row(unit, "丙", ("否", "否", "无"), any_date(rng, edges)),
    ]
    return shuffled(rng, rows)[: rng.randrange(1, 5)]


def cancelling_row(rng: Random, unit: Unit, kind: str) -> tuple[str, Row]:
    """A table and a row for it that brings about one 取消评优情形."""
    if kind == VETOED:
        return ("一票否决", veto_row(rng, unit, date_inside(rng)))
    if kind == POLLED_LAST:
        return ("民调", poll_row(rng, unit, last=True))
    if kind == CRITICISED:
        return ("通报批评", criticism_row(rng, unit, date_inside(rng)))
    if kind == CORRUPTION:
        answers = ("是", "是", pick(rng, PUNISHMENTS))
        return ("违纪", discipline_row(unit, "丁", answers, date_inside(rng)))
    raise ValueError(f"unknown kind {kind}")
