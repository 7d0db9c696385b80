"""Random ledgers for rules/credit-2025: always valid, close to every boundary of the text."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from itertools import pairwise

from tests.oracles.credit_2025.records import AS_OF, ENVIRONMENT, LABOUR, SEVERITIES

NAMES = ["江北化工", "宏源纺织", "绿禾食品", "恒力机械", "顺达商贸", "新材科技", "永丰印染", "远航装备"]
INDUSTRIES = ["化工", "纺织印染", "食品加工", "机械制造", "商贸服务"]
LEVELS = ["国家级", "省级", "市级", "县级"]
CIRCUMSTANCES = ["篡改监测数据", "监测台账缺失", "群体性欠薪", "阻挠检查", "重大事故"]
YEAR_START = date(2025, 1, 1)
HEADERS = {
    "名册": "单位,行业,注册日期,员工人数",
    "环境指标": "单位,固废产生量,固废利用量,目标利用率,许可排放量,实际排放量",
    "监测": "单位,季度,监测次数,达标次数",
    "用工指标": "单位,应签人数,实签人数,应参保人数,参保人数",
    "工资发放": "单位,月,按时足额",
    "培训": "单位,人员编号,日期,学时",
    "扣分记录": "单位,文号,类别,严重程度,数量,发生日期,认定日期,持续行为,终止日期,修复日期,"
    "预警期间,主动报告,不可抗力,上级规定扣分",
    "整改": "单位,事项,期限届满日,完成日期",
    "日历": "日期,是否工作日",
    "通报": "单位,文号,级别,日期",
    "年报": "单位,报送日期",
    "省级评价": "单位,颜色",
    "表彰": "单位,事项,方面,级别,日期",
    "严重失信": "单位,列入日期,移出日期",
    "否决事项": "单位,情形,日期,认定无责",
}
Rows = list[list[object]]


def yes(chance: random.Random, percent: int) -> str:
    """是 with the given chance in a hundred."""
    return "是" if chance.randrange(100) < percent else "否"


def near_year(chance: random.Random) -> date:
    """A date mostly in 2025, often at one of its ends, sometimes before it, never after the as-of day."""
    ends = [YEAR_START, YEAR_START - timedelta(days=1), AS_OF, date(2025, 6, 30)]
    if chance.random() < 0.3:
        return chance.choice(ends)
    return YEAR_START + timedelta(days=chance.randrange(365))


def share(chance: random.Random, whole: int, lines: list[int]) -> int:
    """A part of the whole at, just above or just below one of the lines (percent), or anywhere."""
    if chance.random() < 0.2:
        return chance.randint(0, whole)
    part = -(-whole * chance.choice(lines) // 100) + chance.choice([-1, 0, 0, 0, 1])
    return min(whole, max(0, part))


def roster(chance: random.Random) -> Rows:
    """名册: registration mostly long ago, else within a day of one full year."""
    edges = [date(2024, 12, 31), date(2025, 1, 1), date(2024, 12, 30), AS_OF, date(2024, 2, 29)]
    rows: Rows = []
    for name in chance.sample(NAMES, chance.randint(3, 8)):
        registered = chance.choice(edges) if chance.random() < 0.25 else date(2015, chance.randint(1, 12), 5)
        rows.append([name, chance.choice(INDUSTRIES), registered, chance.choice([1, 2, 3, 10, 10, 20, 30])])
    return rows


def environment_rows(chance: random.Random, unit: str) -> Rows:
    """环境指标: use at the target or at half of it, emission at the whole or half of the permit."""
    if chance.random() < 0.08:
        return []
    produced = chance.choice(["", "0", "100", "80.5", "3", "1000", "1000"])
    target = chance.choice(["80", "75", "100", "66.67", "50.5", "33.34"])
    used = chance.choice(["", "0", "1000.5", "2"])
    if produced and chance.random() < 0.8:
        part = Decimal(chance.choice(["1", "1", "0.5", "0.5", "0.75", "0.9", "0.61", "1.2"]))
        nudge = Decimal(chance.choice(["0", "0", "0.01", "-0.01"]))
        exact = max(Decimal(0), Decimal(produced) * Decimal(target) * part / 100 + nudge)
        used = str(exact.quantize(Decimal("0.0001"), chance.choice([ROUND_DOWN, ROUND_UP])))
    permit = chance.choice(["", "100", "100", "100", "7", "0.3"])
    actual = chance.choice(["", "0", "50", "49.99", "50.01", "100", "101", "0.15", "7", "66.6667", "83.33"])
    return [[unit, produced, used, f"{target}%", permit, actual]]


def monitoring_rows(chance: random.Random, unit: str) -> Rows:
    """监测: good and bad quarters, missing ones, ones without any monitoring, totals at the lines."""
    mood = chance.random()
    if chance.random() < 0.15:
        clean = chance.choice([0, 0, 1, 4])
        return [[unit, quarter, 50, 50 if quarter == clean else 49] for quarter in (1, 2, 3, 4)]
    rows: Rows = []
    for quarter in chance.sample([1, 2, 3, 4], 4) if chance.random() < 0.2 else [1, 2, 3, 4]:
        if chance.random() < 0.1 or mood > 0.97:
            continue
        count = chance.choice([0, 1, 5, 10, 25, 25, 25, 50])
        if mood < 0.35:
            passed = count
        elif mood < 0.6:
            passed = max(0, count - chance.choice([0, 0, 1, 1, 2]))
        else:
            passed = share(chance, count, [98, 95, 90, 80, 79])
        rows.append([unit, quarter, count, passed])
    return rows


def labour_rows(chance: random.Random, unit: str) -> Rows:
    """用工指标: full, a whole percentage point short, a little less than one, none due."""
    due = chance.choice([0, 3, 20, 100, 200, 200, 101, 20000])
    signed = chance.choice([due, due, share(chance, due, [100, 99, 98, 88, 89, 87, 50])])
    owed = chance.choice([0, 5, 10, 100, 101, 30])
    insured = chance.choice([owed, share(chance, owed, [60, 59, 61, 100, 90])])
    return [[unit, due, signed, owed, insured]]


def wage_rows(chance: random.Random, unit: str) -> Rows:
    """工资发放: all months, or with gaps, or none."""
    gap = chance.choice([0, 0, 5, 20, 100])
    return [
        [unit, month, yes(chance, chance.choice([100, 100, 80]))]
        for month in range(1, 13)
        if chance.randrange(100) >= gap
    ]


def training_rows(chance: random.Random, unit: str, staff: int) -> Rows:
    """培训: as many people as a band wants, some twice, some outside the year or too short."""
    people = share(chance, staff, [90, 70, 50, 100])
    rows: Rows = []
    for person in range(1, people + 1):
        number = f"P{person:03d}"
        rows.append([unit, number, YEAR_START + timedelta(days=chance.randrange(365)), "4"])
        if chance.random() < 0.3:
            rows.append([unit, number, near_year(chance), chance.choice(["3.9", "4", "8.5", "0"])])
    for person in range(people + 1, people + chance.choice([1, 1, 2, 3])):
        short = chance.random() < 0.5
        when = AS_OF if short else YEAR_START - timedelta(days=1)
        rows.append([unit, f"P{person:03d}", when, "3.9999" if short else "4"])
    chance.shuffle(rows)
    return rows


def start_of_term(chance: random.Random, severity: str) -> date:
    """A start whose term ends on, before or after the as-of day."""
    year = 2025 - {"轻微": 1, "一般": 2, "严重": 3}[severity]
    if chance.random() < 0.35:
        edge = date(year, 12, 31)
        return edge + timedelta(days=chance.choice([-1, 0, 0, 1, 1, 2]))
    if chance.random() < 0.1:
        return date(2024, 2, 29)
    earliest = date(year, 11, 1)
    return earliest + timedelta(days=chance.randrange((AS_OF - earliest).days + 1))


def repaired_on(chance: random.Random, earliest: date) -> date | None:
    """A day of repair whose half year or year ends near the as-of day."""
    edges = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2), date(2024, 12, 31), YEAR_START, AS_OF]
    options = [edge for edge in edges if edge >= earliest]
    if not options or chance.random() < 0.6:
        return None
    return chance.choice(options)


def record_row(chance: random.Random, unit: str, serial: int, classes: list[str]) -> list[object]:
    """One row of 扣分记录."""
    severity = chance.choice(SEVERITIES)
    found = start_of_term(chance, severity)
    lasting = yes(chance, 20)
    happened = found - timedelta(days=chance.choice([0, 0, 1, 30, 200]))
    ended: date | None = None
    if lasting == "是" and chance.random() < 0.7:
        edge = start_of_term(chance, severity)
        ended = max(happened, edge)
    open_ended = lasting == "是" and ended is None
    repaired = None if open_ended else repaired_on(chance, max(found, ended or found))
    ruled = chance.choice(["0", "2.5", "6", "1.005", "12"]) if chance.random() < 0.1 else ""
    return [
        unit,
        found.year * 1000 + serial,
        chance.choice(classes),
        severity,
        chance.choice([1, 1, 2, 3, 4, 8, 16, 40]),
        happened,
        found,
        lasting,
        ended or "",
        repaired or "",
        yes(chance, 25),
        yes(chance, 25),
        yes(chance, 8),
        ruled,
    ]


def record_rows(chance: random.Random, unit: str, mood: str) -> Rows:
    """扣分记录: few classes so that they repeat, and ties of the day of happening."""
    classes = chance.sample(ENVIRONMENT + LABOUR, chance.choice([1, 1, 2, 3]))
    amount = chance.choice([0, 0, 1, 2] if mood == "good" else [0, 1, 2, 3, 4, 6])
    if mood == "bad":
        both = [classes[0], "拖欠工资", "超标排放"]
        classes = chance.choice([list(LABOUR), both, ["拖欠工资", "停用设施"]])
        amount = chance.choice([6, 10, 16])
    rows = [record_row(chance, unit, serial, classes) for serial in range(1, amount + 1)]
    chance.shuffle(rows)
    for before, after in pairwise(rows):
        if chance.random() < 0.25:
            after[5] = min(str(before[5]), str(after[5]))
    return rows


def circular_rows(chance: random.Random, unit: str, records: Rows, mood: str) -> Rows:
    """通报: some with the number of a record, dated in or near the year."""
    numbers = [row[1] for row in records]
    most = [0, 0, 0, 0, 1] if mood == "good" else [0, 0, 1, 2]
    own: list[object] = [2025900 + serial for serial in range(chance.choice(most))]
    shared = chance.sample(numbers, min(len(numbers), chance.choice([0, 0, 1, 2])))
    return [[unit, number, chance.choice(LEVELS), near_year(chance)] for number in shared + own]


def rectification_rows(chance: random.Random, unit: str, mood: str) -> Rows:
    """整改: done on the day, a little late, very late, early or not at all."""
    rows: Rows = []
    for serial in range(1, chance.choice([1, 1, 1, 2] if mood == "good" else [1, 1, 2, 3, 4])):
        deadline = chance.choice([near_year(chance), AS_OF, date(2025, 12, 30), date(2025, 12, 5)])
        deadline = max(YEAR_START, deadline)
        done = deadline + timedelta(days=chance.choice([-5, 0, 1, 2, 3, 10, 27, 28, 29, 30, 60]))
        finished: object = done if chance.random() < 0.75 and done <= AS_OF else ""
        rows.append([unit, f"事项{serial}", deadline, finished])
    return rows


def report_rows(chance: random.Random, unit: str) -> Rows:
    """年报: on the last day, ten or nearly ten days late, never."""
    kind = chance.random()
    if kind < 0.1:
        return []
    if kind < 0.2:
        return [[unit, ""]]
    late = chance.choice([-30, 0, 0, 1, 9, 10, 11, 19, 20, 49, 50, 60, 200])
    return [[unit, date(2025, 3, 31) + timedelta(days=late)]]


def commendation_rows(chance: random.Random, unit: str) -> Rows:
    """表彰: few matters so that the same one is commended twice."""
    fields = ["环境保护", "和谐劳动关系"]
    return [
        [unit, f"创建{chance.randint(1, 4)}", chance.choice(fields), chance.choice(LEVELS), near_year(chance)]
        for _ in range(chance.choice([0, 0, 1, 2, 4, 7]))
    ]


def listing_rows(chance: random.Random, unit: str, commendations: Rows) -> Rows:
    """严重失信: beginning or ending on the day of a commendation or at the as-of day."""
    if chance.random() < 0.65:
        return []
    days = [YEAR_START, AS_OF, near_year(chance)]
    days += [when for row in commendations if isinstance(when := row[-1], date)]
    listed = chance.choice(days)
    removal = [when for when in [*days, listed + timedelta(days=1)] if listed < when <= AS_OF]
    removed: object = chance.choice(removal) if removal and chance.random() < 0.6 else ""
    return [[unit, listed, removed]]


def veto_rows(chance: random.Random, unit: str, mood: str) -> Rows:
    """否决事项: mostly none; the good lose their distinction, the bad have below nought to lose."""
    extra = {"good": ["群体性欠薪"] * 5, "mixed": [], "bad": ["篡改监测数据", "阻挠检查"] * 3}
    kinds = CIRCUMSTANCES + extra[mood]
    return [
        [unit, chance.choice(kinds), near_year(chance), yes(chance, 20)]
        for _ in range(chance.choice([0, 0, 0, 0, 0, 1] if mood == "good" else [0, 0, 0, 1, 2, 3]))
    ]


def calendar_rows(chance: random.Random) -> Rows:
    """日历: weekends off, a few holidays, a few weekends worked."""
    rows: Rows = []
    for offset in range(365):
        when = YEAR_START + timedelta(days=offset)
        works = (when.weekday() < 5) != (chance.random() < 0.04)
        rows.append([when, "是" if works else "否"])
    return rows


def csv_text(header: str, rows: Rows) -> str:
    """A ledger as CSV; no cell needs quoting."""
    return "".join(line + "\n" for line in [header, *(",".join(str(cell) for cell in row) for row in rows)])


def spotless(unit: str) -> dict[str, Rows]:
    """Rows that earn full marks."""
    return {
        "环境指标": [[unit, "0", "", "80%", "", ""]],
        "监测": [[unit, quarter, 50, 50] for quarter in (1, 2, 3, 4)],
        "用工指标": [[unit, 20, 20, 0, 0]],
        "工资发放": [[unit, month, "是"] for month in range(1, 13)],
        "年报": [[unit, "2025-03-31"]],
    }


def add_unit(chance: random.Random, ledgers: dict[str, Rows], member: list[object]) -> None:
    """All rows of one enterprise; a good one has full marks in most ledgers."""
    unit, staff = str(member[0]), int(str(member[3]))
    mood = chance.choice(["good", "good", "good", "good", "mixed", "mixed", "bad"])
    drawn = {
        "环境指标": environment_rows(chance, unit),
        "监测": monitoring_rows(chance, unit),
        "用工指标": labour_rows(chance, unit),
        "工资发放": wage_rows(chance, unit),
        "年报": report_rows(chance, unit),
    }
    full = spotless(unit)
    for name, rows in drawn.items():
        likely = 0.6 if name == "监测" else 0.85
        ledgers[name] += full[name] if mood == "good" and chance.random() < likely else rows
    ledgers["培训"] += training_rows(chance, unit, staff)
    records = record_rows(chance, unit, mood)
    ledgers["扣分记录"] += records
    ledgers["通报"] += circular_rows(chance, unit, records, mood)
    ledgers["整改"] += rectification_rows(chance, unit, mood)
    if chance.random() < 0.6:
        ledgers["省级评价"].append([unit, chance.choice("绿绿蓝黄红")])
    commendations = commendation_rows(chance, unit)
    ledgers["表彰"] += commendations
    ledgers["严重失信"] += listing_rows(chance, unit, commendations)
    ledgers["否决事项"] += veto_rows(chance, unit, mood)


def random_facts(chance: random.Random) -> dict[str, str]:
    """Ledger name to CSV text."""
    ledgers: dict[str, Rows] = {name: [] for name in HEADERS}
    ledgers["名册"] = roster(chance)
    ledgers["日历"] = calendar_rows(chance)
    for member in ledgers["名册"]:
        add_unit(chance, ledgers, member)
    for name in ("扣分记录", "通报", "培训", "表彰"):
        chance.shuffle(ledgers[name])
    for name in ("扣分记录", "通报", "整改", "表彰", "否决事项", "监测", "工资发放", "省级评价"):
        if chance.random() < 0.04:
            ledgers[name] = []
    return {name: csv_text(header, ledgers[name]) for name, header in HEADERS.items()}
