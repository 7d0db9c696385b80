"""Random ledgers for the townships-2025 rule book: always valid, mostly at the ends of its ranges."""

import csv
import io
import random
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from tests.oracles.townships_2025.dice import Dice, hundredths, percent, plain
from tests.oracles.townships_2025.oracle import results
from tests.oracles.townships_2025.reading import GROUP_OF, GROUPS, UNITS, Row

Tables = dict[str, list[Row]]

COLUMNS: dict[str, tuple[str, ...]] = {
    "目标任务": ("财政收入目标", "招商任务", "计划开工", "民生任务", "难度系数"),
    "年度数据": (
        *("财政收入", "工业增速", "固定资产投资", "实际开工", "居民收入增速", "全市居民收入增速"),
        *("细颗粒物浓度", "火点数", "纠纷受理", "纠纷化解", "民生完成", "党建评议分", "到课率"),
        *("上年全市位次", "本年全市位次"),
    ),
    "民生底线": ("义务教育", "基本医保", "饮水安全", "住房安全", "防返贫监测"),
    "满意度": ("有效样本", "满意率", "上年满意率"),
    "上年结果": ("上年全县排名", "上年等次"),
    "月调度": ("月", "得分"),
    "季评价": ("季度", "等级"),
    "报表": ("月", "截止日期", "报送日期"),
    "招商项目": ("项目编号", "资金来源", "到位日期", "到位资金"),
    "信访": ("编号", "层级", "登记日期", "受理"),
    "事故": ("事故编号", "等级", "死亡人数", "日期"),
    "表彰": ("项目", "级别", "日期"),
    "通报": ("事项", "级别", "日期"),
    "督办": ("编号", "交办日期", "办理天数", "办结日期"),
}
MAY_BE_EMPTY = ("月调度", "季评价", "报表", "招商项目", "信访", "事故", "表彰", "通报", "督办")


def money(dice: Dice, unit: str) -> tuple[Fraction, list[Row]]:
    """What came in, mostly at an end of a band or step, and the rows that add up to it."""
    factor = {"城郊组": Fraction(1), "平原组": Fraction(6, 5), "山区组": Fraction(3, 2)}[GROUP_OF[unit]]
    ends = [
        "20000",
        "9000",
        "8999.9999",
        "5500",
        "5499.9999",
        "5000",
        "4999.9999",
        "4700",
        "2300",
        "2299.9999",
    ]
    ends += ["2000", "1999.9999", "150", "100", "99.9999", "0"]
    total = Fraction(dice.ranked(ends))
    if dice.odds(60):
        total = total / factor
    if dice.odds(15):
        total = dice.figure(0, 12000)
    total = Fraction(floor(total * 10000), 10000)
    parts, left = [], total
    for _ in range(dice.of([0, 0, 1, 2])):
        part = Fraction(floor(left * dice.of([0, 3, 5])), 10)
        parts.append(part)
        left -= part
    rows = []
    for part in [*parts, left] if total else parts:
        day = date(2025, 1, 1) + timedelta(days=dice.of([0, 364, dice.chance.randrange(365)]))
        rows.append(project(dice, "县外", day, part))
    if dice.odds(30):
        rows.append(project(dice, "县内", dice.day(), dice.figure(1, 5000)))
    if dice.odds(30):
        outside = dice.of([date(2024, 12, 31), date(2026, 1, 1)])
        rows.append(project(dice, "县外", outside, dice.figure(1, 5000)))
    return total, rows


def project(dice: Dice, source: str, day: date, amount: Fraction) -> Row:
    """A row of 招商项目; several payments may belong to one project."""
    number = f"Z{dice.chance.randint(1, 9)}"
    return {"项目编号": number, "资金来源": source, "到位日期": day.isoformat(), "到位资金": plain(amount)}


def task_for(dice: Dice, raised: Fraction) -> Fraction:
    """A task that puts the rate at an end of a step, or any, or none."""
    if dice.odds(15) or raised == 0:
        return Fraction(dice.of([0, 0, 1000, 5000]))
    if dice.odds(20):
        return dice.figure(1, 9000)
    rate = Fraction(
        dice.of(["1.5", "1.5001", "1.4999", "1.1", "1.0999", "1.05", "1.0499", "1", "0.9999", "3"])
    )
    return max(Fraction(floor(raised / rate * 10000), 10000), Fraction(1, 10000))


def targets_and_data(dice: Dice, unit: str, city: Fraction) -> tuple[Row, Row, list[Row]]:
    """The rows of 目标任务, 年度数据 and 招商项目 of a unit."""
    goal = Fraction(dice.of(["1000", "8000", "100000", "1234.5678", "999999999.9999"]))
    shares = hundredths("100", "120", "99.995", "98", "97.995", "99.9949", "95", "94.995", "94.9949")
    shares += hundredths("97.9949", "80", "60", "59.995", "59.9949", "59", "0")
    revenue = min(goal * dice.ranked(shares), Fraction("999999999.9999"))
    raised, projects = money(dice, unit)
    planned = dice.of([0, 1, 3, 5, 7, 10])
    works = dice.of([1, 3, 10, 10, 20, 20000])
    done = dice.ranked([works, works, works + 1, works - 1, works * 9 // 10, works * 59995 // 100000, 0])
    received, settled = dice.ranked(DISPUTES)
    growths = ["12", "15.5", "9", "8.6", "8", "7.25", "7.2501", "6", "1", "0", "-3.5", "-20"]
    gaps = ["1", "1.0001", "3", "0.9999", "0.0001", "0", "-0.0001", "-0.9999", "-1", "-1.0001", "-5"]
    now = dice.ranked([1, 9, 10, 11, 12, 20, 30, 45, 100])
    before = max(1, now + dice.ranked([12, 10, 9, 5, 4, 1, 0, -1, -5, -6, -20]))
    target = {
        "财政收入目标": plain(goal),
        "招商任务": plain(task_for(dice, raised)),
        "计划开工": str(planned),
        "民生任务": str(works),
        "难度系数": dice.of(["0.8", "1", "1", "1.05", "1.1234", "1.3"]),
    }
    data = {
        "财政收入": plain(revenue),
        "工业增速": "" if dice.odds(20) else percent(Fraction(dice.ranked(growths))),
        "固定资产投资": dice.ranked(["80000", "80000", "75000", "60000", "12345.6789", "1000", "0"]),
        "实际开工": str(
            dice.ranked([planned, planned + 1, planned * 2, max(planned - 1, 0), planned // 2, 0])
        ),
        "居民收入增速": percent(city + Fraction(dice.ranked(gaps))),
        "全市居民收入增速": percent(city),
        "细颗粒物浓度": dice.ranked(
            ["28", "28", "28.5", "30", "31.25", "35", "42", "70", "0.0001" if dice.odds(5) else "28.0001"]
        ),
        "火点数": str(dice.ranked([0, 0, 1, 2, 5, 6, 7, 20])),
        "纠纷受理": str(received),
        "纠纷化解": str(settled),
        "民生完成": str(done),
        "党建评议分": dice.ranked(["100", "95", "95", "92.5", "90", "88.8888", "60", "0"]),
        "到课率": dice.ranked(["100%", "98%", "98%", "97.9999%", "90%", "0%"]),
        "上年全市位次": str(before),
        "本年全市位次": str(now),
    }
    return target, data, projects


DISPUTES = (
    *((100, 100), (0, 0), (100, 98), (20000, 19599), (20000, 19598), (100, 97), (100, 95), (20000, 18999)),
    *((20000, 18998), (100, 90), (20000, 17999), (20000, 17998), (100, 89), (3, 2), (1, 0)),
)


def survey(dice: Dice, county_unsurveyed: bool) -> Row:
    """A row of 满意度."""
    if county_unsurveyed or dice.odds(15):
        last = dice.of(["", "80%", "92.5%"])
        return {"有效样本": "0", "满意率": "", "上年满意率": last}
    rates = [
        "100",
        "99.9999",
        "98",
        "95.5",
        "92.25",
        "90.005",
        "88.8888",
        "85",
        "75",
        "60",
        "44",
        "40",
        "39.99",
        "0",
    ]
    rate = Fraction(dice.ranked(rates))
    changes = ["7", "6", "5.9999", "1", "0.9999", "0", "-0.9999", "-1", "-4.9999", "-5", "-6", "-12.3456"]
    last_rate = rate - Fraction(dice.ranked(changes))
    known = 0 <= last_rate <= 100 and dice.odds(60)
    return {
        "有效样本": dice.of(["1", "150", "300"]),
        "满意率": percent(rate),
        "上年满意率": percent(last_rate) if known else "",
    }


def few_a_unit(dice: Dice) -> Tables:
    """The event ledgers of a unit, except 招商项目."""
    tables: Tables = {name: [] for name in ("信访", "事故", "表彰", "通报", "督办")}
    for _ in range(dice.how_many(16 if dice.odds(20) else 6)):
        row = {"编号": f"X{dice.chance.randint(1, 8)}", "层级": dice.of(["进京", "赴省", "到市", "到市"])}
        tables["信访"].append(row | {"登记日期": dice.day().isoformat(), "受理": dice.of(["是", "是", "否"])})
    for index in range(max(dice.how_many(4) - 1, 0)):
        row = {"事故编号": f"S{index + 1}", "等级": dice.of(["一般", "一般", "一般", "较大", "重大"])}
        tables["事故"].append(
            row
            | {
                "死亡人数": dice.of(["0", "0", "0", "1", "3", "90" if dice.odds(10) else "2"]),
                "日期": dice.day().isoformat(),
            }
        )
    for _ in range(dice.of([0, 0, 1, 2, 3, 6])):
        row = {"项目": f"项目{dice.chance.randint(1, 4)}", "级别": dice.of(["国家级", "省级", "市级"])}
        tables["表彰"].append(row | {"日期": dice.day().isoformat()})
    for _ in range(dice.how_many(14 if dice.odds(15) else 3)):
        row = {"事项": f"事项{dice.chance.randint(1, 9)}"}
        row["级别"] = dice.of(["国家级", "省级", "市级", "市级", "县级", "县级"])
        tables["通报"].append(row | {"日期": dice.day().isoformat()})
    for index in range(dice.how_many(9 if dice.odds(20) else 4)):
        given, days = dice.day(), dice.of([1, 5, 10, 30, 90])
        late = dice.ranked([-1, 0, 1, 2, 14, 15, 16, 60])
        done = max(given + timedelta(days=days + late), given)
        row = {"编号": f"D{index + 1}", "交办日期": given.isoformat(), "办理天数": str(days)}
        tables["督办"].append(row | {"办结日期": "" if dice.odds(25) else done.isoformat()})
    return tables


def periods(dice: Dice) -> Tables:
    """季评价 and 报表 of a unit."""
    quarters = [
        {"季度": str(quarter), "等级": dice.ranked(["好", "好", "较好", "一般", "差"])}
        for quarter in range(1, 5)
        if not dice.odds(8)
    ]
    reports = []
    for month in range(1, 13):
        if dice.quality != "good" and dice.odds(8):
            continue
        due = date(2025, month, 28) + timedelta(days=dice.of([7, 8]))
        late = dice.ranked([0, 0, -3, 0, 1, 2, 4, 5, 6, 40])
        sent = "" if dice.odds(4) else (due + timedelta(days=late)).isoformat()
        reports.append({"月": str(month), "截止日期": due.isoformat(), "报送日期": sent})
    return {"季评价": quarters, "报表": reports}


def months(chance: random.Random, qualities: dict[str, str]) -> list[Row]:
    """月调度: some units stay last for runs of months, some months are even, some cells are empty."""
    low: dict[tuple[str, int], str] = {}
    for _ in range(chance.choice([0, 1, 2, 3])):
        unit, start = chance.choice(UNITS), chance.randint(1, 12)
        for month in range(start, min(start + chance.choice([1, 2, 2, 3, 4, 7]), 13)):
            low[unit, month] = chance.choice(["30", "30", "0", "29.9999"])
    rows = []
    for month in range(1, 13):
        even = chance.randrange(100) < 10
        for unit in UNITS:
            good = qualities[unit] == "good"
            score = chance.choice(["100", "98.5", "96.25", "95"] if good else ["92", "85", "80.0001", "70"])
            if even:
                score = "88"
            elif (unit, month) in low:
                score = low[unit, month]
            draw = chance.randrange(100)
            if draw >= 4:
                rows.append({"单位": unit, "月": str(month), "得分": "" if draw < 7 else score})
    return rows


def clone(chance: random.Random, tables: Tables) -> None:
    """Give a unit the rows of another one of its group, at times with a hair's difference."""
    source, copy = chance.sample(GROUPS[chance.choice(list(GROUPS))], 2)
    for name, rows in tables.items():
        kept = [row for row in rows if row["单位"] != copy]
        tables[name] = kept + [row | {"单位": copy} for row in rows if row["单位"] == source]
    for row in tables["满意度"]:
        if row["单位"] == copy and row["满意率"] and chance.randrange(2):
            rate = Fraction(row["满意率"][:-1]) - Fraction(chance.choice([1, 2, 3]), 100)
            row["满意率"] = percent(max(rate, Fraction(0)))
    for row in tables["年度数据"]:
        if row["单位"] == copy and chance.randrange(4) == 0:
            row["细颗粒物浓度"] = plain(Fraction(row["细颗粒物浓度"]) + Fraction(1, 10))


def steer(chance: random.Random, tables: Tables) -> None:
    """Move one unit's satisfaction so that its total lands on a grade's line, or just below it."""
    totals = {str(record["单位"]): Fraction(str(record["综合得分"])) for record in results(tables)}
    candidates = [row for row in tables["满意度"] if row["满意率"] and not row["上年满意率"]]
    chance.shuffle(candidates)
    for row in candidates:
        rate = Fraction(row["满意率"][:-1])
        for line in (85, 75, 60):
            aim = line - Fraction(chance.choice([0, 0, 1]), 100)
            moved = rate + (aim - totals[row["单位"]]) * Fraction(100, 15)
            if min(moved, rate) >= 40 and moved <= 100:
                row["满意率"] = percent(moved)
                return


def even_out(chance: random.Random, tables: Tables) -> None:
    """Make a column of 目标任务 or 年度数据 the same for everybody."""
    name, column = chance.choice(
        [
            ("年度数据", "工业增速"),
            ("年度数据", "固定资产投资"),
            ("年度数据", "细颗粒物浓度"),
            ("年度数据", "党建评议分"),
            ("年度数据", "到课率"),
            ("目标任务", "难度系数"),
        ]
    )
    value = chance.choice([row[column] for row in tables[name]] + (["0"] if column == "固定资产投资" else []))
    for row in tables[name]:
        row[column] = value


def last_year(chance: random.Random, tables: Tables) -> list[Row]:
    """上年结果: places mostly three more or fewer than this year's, some unknown."""
    now = {str(record["单位"]): int(str(record["全县排名"])) for record in results(tables)}
    rows = []
    for unit in UNITS:
        place = now[unit] + chance.choice([-4, -3, -2, 0, 2, 3, 4])
        known = chance.randrange(100) < 85
        final = chance.choice(["", "优秀", "良好", "合格", "不合格", "不合格"])
        rows.append(
            {"单位": unit, "上年全县排名": str(min(max(place, 1), 12)) if known else "", "上年等次": final}
        )
    return rows


def tables_of(chance: random.Random) -> Tables:
    """All ledgers of one random year."""
    tables: Tables = {name: [] for name in COLUMNS}
    overall = chance.choice([("good", "mixed", "bad"), ("good", "good", "mixed"), ("mixed",)])
    qualities = {unit: chance.choice(overall) for unit in UNITS}
    city = Fraction(chance.choice(["6.8", "5.25", "0", "-0.5"]))
    unsurveyed = [chance.randrange(100) < 8 for _ in GROUPS]
    if chance.randrange(100) < 4:
        unsurveyed = [True] * len(GROUPS)
    for unit in UNITS:
        dice = Dice(chance, qualities[unit])
        target, data, projects = targets_and_data(dice, unit, city)
        lines = {column: dice.ranked(["是", "是", "是", "否"]) for column in COLUMNS["民生底线"]}
        given: Tables = {"目标任务": [target], "年度数据": [data], "招商项目": projects, "民生底线": [lines]}
        given["满意度"] = [survey(dice, unsurveyed[list(GROUPS).index(GROUP_OF[unit])])]
        given["上年结果"] = [{"上年全县排名": "", "上年等次": ""}]
        for name, rows in (given | few_a_unit(dice) | periods(dice)).items():
            tables[name] += [{"单位": unit, **row} for row in rows]
    tables["月调度"] = months(chance, qualities)
    for name in MAY_BE_EMPTY:
        if chance.randrange(100) < 5:
            tables[name] = []
    if chance.randrange(100) < 25:
        even_out(chance, tables)
    if chance.randrange(100) < 40:
        steer(chance, tables)
    for _ in range(chance.choice([0, 0, 1, 2])):
        clone(chance, tables)
    tables["上年结果"] = last_year(chance, tables)
    return tables


def random_facts(chance: random.Random) -> dict[str, str]:
    """Ledger name -> CSV text."""
    texts = {}
    for name, rows in tables_of(chance).items():
        out = io.StringIO()
        writer = csv.DictWriter(out, ("单位", *COLUMNS[name]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        texts[name] = out.getvalue()
    return texts
