"""Random facts for environment-2025: always valid, and fond of ends of ranges, ties and gaps."""

import random
from collections.abc import Sequence

CITY = ("东湖区", "西岭区", "南浦区")
COUNTY = ("云岫县", "石堰县", "柳塘县", "沙渚县", "松坞县", "麦岭县")
PARK = "白鹭产业园"
UNITS = (*CITY, *COUNTY, PARK)

YEARLY_COLUMNS = (
    "单位",
    "上年年均浓度",
    "全省同类平均浓度",
    "上年名次",
    "上年末位",
    "连续达标年数",
    "省考核等次",
    "省考核扣分",
    "上缴基数",
    "上期结转",
    "排污权收入",
    "治理支出",
    "核定人员数",
)
AIR_COLUMNS = ("单位", "月", "浓度", "优良天数", "有效天数")
DUST_COLUMNS = ("单位", "日期", "问题编号", "逾期未整改")
SECTION_COLUMNS = ("单位", "断面", "级别", "月", "目标类别", "水质类别", "超标倍数")
TOWN_COLUMNS = ("单位", "乡镇", "季度", "水质指数")
CHIEF_COLUMNS = ("单位", "姓名", "层级", "河段", "责任系数")

CLASSES = ("一类", "二类", "三类", "四类", "五类", "劣五类")
MEANS = ("36", "38", "40", "37.99", "35.5", "42", "33.2", "40.01", "30", "45.67", "28", "80")
BEFORE = ("40", "40", "40", "38", "42", "44.44", "36", "45", "100", "0.5")
TIMES = ("", "0", "0.5", "1.25", "2.9999", "3", "3.0001", "12", "0.0001")
DAYS = ((17, 20), (12, 20), (31, 31), (30, 30), (28, 30), (20, 30), (5, 31), (0, 0), (0, 30), (25, 29))
ODD_DAYS = ("2024-12-31", "2026-01-01", "2025-01-01", "2025-12-31", "2025-02-28", "2025-06-15", "2025-06-16")
MONEY = ("0", "100", "33.3333", "0.0001", "1250.5", "80.07", "412.345")
SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严华"

Row = Sequence[object]


def two_decimals(chance: random.Random, low: int, high: int) -> str:
    """Make a number of two decimals from a range of hundredths."""
    whole, rest = divmod(chance.randint(low, high), 100)
    return f"{whole}.{rest:02d}"


def csv_text(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Write a ledger; no cell of ours needs a quote."""
    lines = [",".join(columns), *(",".join(str(cell) for cell in row) for row in rows)]
    return "\n".join(lines) + "\n"


def yearly_row(chance: random.Random, unit: str, province: str, first: bool) -> Row:
    """Make the row of a unit in 年度情况."""
    size = 3 if unit in CITY else 6
    place = "" if unit == PARK or chance.random() < 0.2 else chance.randint(1, size)
    was_last = "否" if unit == PARK else chance.choice(("是", "否"))
    return (
        unit,
        chance.choice(BEFORE) if chance.random() < 0.8 else two_decimals(chance, 2500, 6000),
        province,
        place,
        was_last,
        chance.choice((0, 0, 1, 2, 3, 7)),
        "优秀" if first else chance.choice(("", "优秀", "良好", "合格", "不合格")),
        "" if first else chance.choice(("", "", "0", "1", "0.33", "2.575", "100")),
        chance.choice(MONEY),
        chance.choice(("", "", "0", "12.5", "30.0001", "5000")),
        chance.choice(("0", "1000", "250", "333.3333", "100")),
        chance.choice(("0", "100", "12.5", "40", "99.9999")),
        chance.choice((0, 1, 20, 45, 300)),
    )


def yearly_rows(chance: random.Random, strong: set[str]) -> list[Row]:
    """Make 年度情况, in any order; units of a group share the mean of the province."""
    rows: list[Row] = []
    for group in (CITY, COUNTY, (PARK,)):
        province = chance.choice(("36", "38", "40", "30.5", "200", "0.01", "39.99"))
        rows += [yearly_row(chance, unit, province, unit in strong) for unit in group]
    if chance.random() < 0.3:
        chance.shuffle(rows)
    return rows


def concentrations(chance: random.Random, base: str, steady: bool) -> list[str]:
    """Make twelve months, steady or with ups and downs, some of them without data."""
    if steady:
        values = [base] * 12
    else:
        values = [chance.choice((base, base, "40", "55", two_decimals(chance, 1, 9000))) for _ in range(12)]
    missing = chance.choice((0, 0, 0, 0, 1, 2, 2, 3, 12))
    for month in chance.sample(range(12), missing):
        values[month] = ""
    return values


def air_rows(chance: random.Random, strong: set[str]) -> list[Row]:
    """Make 空气月报; at times every unit has the same months, at times there is none."""
    if chance.random() < 0.03:
        return []
    shared = chance.choice(MEANS) if chance.random() < 0.2 else None
    rows: list[Row] = []
    for unit in UNITS:
        base = shared or ("28" if unit in strong else chance.choice(MEANS))
        days = (30, 30) if unit in strong else chance.choice(DAYS)
        varied = unit not in strong and chance.random() < 0.4
        steady = unit in strong or shared is not None or chance.random() < 0.5
        for month, value in enumerate(concentrations(chance, base, steady), start=1):
            if value == "" and chance.random() < 0.5:
                continue
            rows.append((unit, month, value, *(chance.choice(DAYS) if varied else days)))
    return rows


def dust_rows(chance: random.Random, strong: set[str]) -> list[Row]:
    """Make 扬尘巡查: half-months at their ends, days outside the year, problems more than once."""
    rows: list[Row] = []
    for unit in UNITS:
        habit = 1.0 if unit in strong else chance.choice((0.0, 0.5, 0.9, 1.0))
        for month in range(1, 13):
            days = (chance.choice((1, 8, 15)), chance.choice((16, 17, 28)))
            kept = [day for day in days if chance.random() < habit]
            rows += [(unit, f"2025-{month:02d}-{day:02d}", "", "否") for day in kept]
        for _ in range(0 if unit in strong else chance.choice((0, 0, 2, 5))):
            name = f"Y{chance.randint(1, 3)}"
            rows.append((unit, chance.choice(ODD_DAYS), name, chance.choice(("是", "否"))))
        if chance.random() < 0.2:
            rows += [(unit, day, "", "否") for day in ODD_DAYS]
    return [] if chance.random() < 0.05 else rows


def section_rows_of(chance: random.Random, unit: str, strong: bool) -> list[Row]:
    """Make the months of the sections of one unit; good, bad, steady or mixed."""
    rows: list[Row] = []
    for index in range(1 if strong else chance.choice((0, 1, 1, 2, 3))):
        level = chance.choice(("国控", "省控", "市控"))
        target = "三类" if strong else chance.choice(("二类", "三类", "三类", "四类"))
        kinds = ((0, 1), (1, 2, 2), (2, 3), (2, 2, 2, 4), (3, 4), (5,), range(6))
        kind = (0, 1, 2) if strong else chance.choice(kinds)
        gap = 0.0 if strong else chance.choice((0.0, 0.0, 0.1, 0.5, 1.0))
        for month in range(1, 13):
            found = CLASSES[chance.choice(kind)]
            if chance.random() < gap:
                if chance.random() < 0.5:
                    continue
                found = ""
            rows.append((unit, f"{index + 1}号断面", level, month, target, found, chance.choice(TIMES)))
    return rows


def section_rows(chance: random.Random, strong: set[str]) -> list[Row]:
    """Make 断面月报; at times none at all, at times the same for every unit."""
    if chance.random() < 0.04:
        return []
    if chance.random() < 0.1:
        model = section_rows_of(chance, PARK, False)
        return [(unit, *row[1:]) for unit in UNITS for row in model]
    return [row for unit in UNITS for row in section_rows_of(chance, unit, unit in strong)]


def town_rows(chance: random.Random) -> list[Row]:
    """Make 乡镇水质: few values, so that last places tie and repeat; quarters of two, three or more towns."""
    towns = [(unit, f"{name}镇") for unit in UNITS for name in ("东", "西")]
    chosen = chance.sample(towns, chance.choice((0, 2, 3, 4, 8, 20)))
    worst = set(chance.sample(chosen, min(len(chosen), 2)))
    rows: list[Row] = []
    for unit, town in chosen:
        for quarter in range(1, 5):
            if chance.random() < 0.1:
                continue
            heavy = (unit, town) in worst and chance.random() < 0.7
            index = "9.5" if heavy else chance.choice(("4.25", "5", "6.0001", "9.5", "0", ""))
            rows.append((unit, town, quarter, index))
    return rows


def chief_rows(chance: random.Random) -> list[Row]:
    """Make 河长: numbers of people about whole tens, several stretches, levels and units a person."""
    people = chance.choice((0, 1, 9, 10, 11, 19, 20, 21, 25))
    single = chance.random() < 0.2
    rows: list[Row] = []
    for name in [f"{surname}河" for surname in SURNAMES[:people]]:
        for stretch in range(chance.choice((1, 1, 1, 2, 3))):
            level = "县级" if single else chance.choice(("县级", "乡级", "村级"))
            factor = chance.choice(("100%", "100%", "50%", "120%", "87.5%", "99.99%", "110%"))
            rows.append((chance.choice(UNITS), name, level, f"{stretch + 1}段", factor))
    if chance.random() < 0.3:
        chance.shuffle(rows)
    return rows


def random_facts(chance: random.Random) -> dict[str, str]:
    """Make one set of valid ledgers: name -> CSV text."""
    strong = set(chance.sample(UNITS, chance.choice((0, 1, 3, 5))))
    return {
        "年度情况": csv_text(YEARLY_COLUMNS, yearly_rows(chance, strong)),
        "空气月报": csv_text(AIR_COLUMNS, air_rows(chance, strong)),
        "扬尘巡查": csv_text(DUST_COLUMNS, dust_rows(chance, strong)),
        "断面月报": csv_text(SECTION_COLUMNS, section_rows(chance, strong)),
        "乡镇水质": csv_text(TOWN_COLUMNS, town_rows(chance)),
        "河长": csv_text(CHIEF_COLUMNS, chief_rows(chance)),
    }
