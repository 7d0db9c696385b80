"""Random, always valid ledgers for students-2025, biased to the ends of ranges, ties and empty data."""

import csv
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

HEADERS: dict[str, tuple[str, ...]] = {
    "名册": ("单位", "班级", "年级", "中途转入", "转入日期", "上学年平均成绩"),
    "日历": ("日期", "是否工作日"),
    "评委打分": ("单位", "评委", "打分"),
    "辅导员评价": ("单位", "评分", "理由"),
    "违规": ("单位", "日期", "类型", "学时", "事先报批", "不可抗力"),
    "处分": ("单位", "种类", "决定日期", "解除日期"),
    "称号": ("单位", "称号", "级别", "授予日期"),
    "志愿服务": ("单位", "事项编号", "日期", "时数"),
    "成绩": ("单位", "课程", "学分", "状态", "成绩"),
    "体育": ("单位", "免修体育课", "体育课成绩", "免于测试", "体测成绩", "军训成绩"),
    "晨跑": ("单位", "日期", "已确认"),
    "学术竞赛": ("单位", "事项编号", "级别", "等次", "团队人数", "排名", "日期", "申报日期"),
    "科研成果": ("单位", "事项编号", "类别", "级别", "主持人", "日期", "申报日期"),
    "文体活动": ("单位", "事项编号", "级别", "名次", "日期", "申报日期"),
    "社会工作": ("单位", "层级", "职务", "学期数", "任职考核"),
    "其他奖学金": ("单位", "名称", "金额", "日期"),
}
NAMES = ("林之远", "何若水", "苏青禾", "陆子衿", "沈知微", "顾言溪", "江映月", "韩立言", "叶知秋", "唐书瑶")
CLASSES = ("汉语一班", "汉语二班", "档案一班")
GRADES = ("一年级", "二年级", "三年级")
CUTOFF = date(2025, 9, 10)

Cells = tuple[str, ...]
Person = dict[str, list[Cells]]


def maybe(chance: random.Random, percent: int) -> bool:
    """True in so many of a hundred cases."""
    return chance.randrange(100) < percent


def flag(chance: random.Random, percent: int) -> str:
    """A 是否 cell."""
    return "是" if maybe(chance, percent) else "否"


def decimal(chance: random.Random, low: int, high: int, places: int) -> str:
    """A number between whole ends, ends included."""
    scale = 10**places
    whole, rest = divmod(chance.randint(low * scale, high * scale), scale)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)


def around(chance: random.Random, special: str, low: int, high: int, places: int) -> str:
    """Mostly one of the special values (separated by blanks), else any number of the range."""
    if maybe(chance, 60):
        return chance.choice(special.split())
    return decimal(chance, low, high, places)


def day_of_year(chance: random.Random) -> date:
    """A day of the year or just outside of it."""
    ends = (date(2024, 8, 31), date(2024, 9, 1), date(2025, 8, 31), date(2025, 9, 1))
    if maybe(chance, 25):
        return chance.choice(ends)
    return date(2024, 9, 1) + timedelta(days=chance.randrange(365))


# ---------------------------------------------------------------- the calendar


def calendar(chance: random.Random) -> tuple[list[Cells], date]:
    """The calendar and the fifth working day after the cutoff."""
    days = [date(2025, 9, 1) + timedelta(days=n) for n in range(30)]
    if maybe(chance, 50):
        working = {day for day in days if day.weekday() < 5}
    else:
        working = {day for day in days if maybe(chance, chance.choice((30, 50, 90)))}
    for day in reversed(days):
        if sum(one > CUTOFF for one in working) < 5:
            working.add(day)
    last = sorted(day for day in working if day > CUTOFF)[4]
    return [(day.isoformat(), "是" if day in working else "否") for day in days], last


def dates(chance: random.Random, last: date) -> Cells:
    """The day of something and the day on which it was declared."""
    day = day_of_year(chance)
    if maybe(chance, 45):
        declared = day + timedelta(days=chance.randrange(60))
    else:
        one = timedelta(days=1)
        declared = chance.choice((CUTOFF, CUTOFF + one, last - one, last, last + one, date(2025, 9, 30)))
    declared = min(max(declared, day, date(2024, 9, 1)), date(2025, 9, 30))
    return day.isoformat(), declared.isoformat()


# ---------------------------------------------------------------- the ledgers of one student


def reviews(chance: random.Random) -> list[Cells]:
    """Marks of the panel: often four, five or none, some of them missing."""
    count = chance.choice((0, 0, 1, 3, 4, 5, 5, 6, 7))
    same = around(chance, "60 59.99 80 100", 0, 100, 0) if maybe(chance, 30) else None
    rows: list[Cells] = []
    for nth in range(1, count + 1):
        mark = same or around(chance, "0 100 60 59.99 59.9 85 85.5 90", 50, 100, 2)
        rows.append((f"评委{nth}", "" if maybe(chance, 15) else mark))
    return rows


def breaches(chance: random.Random) -> list[Cells]:
    """Breaches of discipline."""
    rows: list[Cells] = []
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3, 5))):
        kind = chance.choice(("迟到", "迟到", "旷课", "宿舍违规"))
        hours = str(chance.choice((1, 2, 4, 8))) if kind == "旷课" else ""
        day = day_of_year(chance).isoformat()
        rows.append((day, kind, hours, flag(chance, 15), flag(chance, 10)))
    return rows


def sanctions(chance: random.Random) -> list[Cells]:
    """Sanctions: made or lifted at the very ends of the year."""
    rows: dict[Cells, Cells] = {}
    for _ in range(chance.choice((0, 0, 0, 0, 0, 1, 1, 2))):
        kind = chance.choice(("警告", "警告", "严重警告", "记过", "留校察看"))
        made = chance.choice((date(2023, 12, 1), date(2024, 3, 1), date(2024, 8, 31), day_of_year(chance)))
        lifted = chance.choice(("", "2024-08-31", "2024-09-01", "2025-06-30"))
        if lifted and date.fromisoformat(lifted) < made:
            lifted = (made + timedelta(days=chance.choice((0, 180)))).isoformat()
        rows[kind, made.isoformat()] = (kind, made.isoformat(), lifted)
    return list(rows.values())


def titles(chance: random.Random) -> list[Cells]:
    """Titles of all levels."""
    rows = set()
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
        title = chance.choice(("见义勇为", "创新人才计划", "创新人才计划", "三好学生"))
        level = chance.choice(("国家级", "省级", "市级", "校级"))
        rows.add((title, level, day_of_year(chance).isoformat()))
    return sorted(rows)


def volunteering(chance: random.Random) -> list[Cells]:
    """Hours around the steps."""
    rows: list[Cells] = []
    for nth in range(chance.choice((0, 1, 1, 2, 3))):
        hours = around(chance, "0 4.9 5 19.9 20 29.9 30 45 79.9 80 90", 0, 40, 1)
        rows.append((f"志{nth + 1}", day_of_year(chance).isoformat(), hours))
    return rows


def courses(chance: random.Random) -> list[Cells]:
    """Courses: some made up, delayed, waived or shirked."""
    level = chance.choice((0, 50, 50, 60, 80, 80, 90, 90))
    rows: list[Cells] = []
    for nth in range(1, chance.choice((0, 1, 2, 4, 6)) + 1):
        kinds = ("正常",) * 16 + ("补考", "缓考", "免修", "旷考" if maybe(chance, 40) else "正常")
        status = chance.choice(kinds)
        mark = around(chance, "49.99 50 59.9 60 80 84.99 85 90 94.99 95 100", level, 100, 1)
        if status not in ("正常", "补考") or (status == "正常" and maybe(chance, 5)):
            mark = ""
        rows.append((f"课程{nth}", chance.choice(("0.5", "1", "2", "2.5", "3", "4", "8")), status, mark))
    return rows


def sport(chance: random.Random, first_year: bool) -> list[Cells]:
    """The single row of sport."""
    mark = "" if maybe(chance, 12) else around(chance, "0 60 75 85.5 100", 50, 100, 1)
    test = "" if maybe(chance, 12) else around(chance, "0 49.9 50 59.9 60 79.9 80 89.9 90 120", 40, 110, 1)
    drill = ""
    if first_year and maybe(chance, 85):
        drill = around(chance, "0 5 4.5 2.51", 0, 5, 2)
    return [(flag(chance, 20), mark, flag(chance, 20), test, drill)]


def runs(chance: random.Random) -> list[Cells]:
    """Morning runs around the numbers that matter, with repeated and unconfirmed ones."""
    start = date(2024, 9, 1)
    count = chance.choice((0, 2, 3, 4, 5, 6, 9, 10, 11))
    rows: list[Cells] = [((start + timedelta(days=30 * n)).isoformat(), "是") for n in range(count)]
    rows += [(day_of_year(chance).isoformat(), flag(chance, 50)) for _ in range(chance.choice((0, 1, 3)))]
    if rows and maybe(chance, 40):
        rows.append((chance.choice(rows)[0], flag(chance, 50)))
    return rows


def contests(chance: random.Random, last: date) -> list[Cells]:
    """Contests: few items, so that one item often wins several prizes."""
    teams: dict[str, Cells] = {}
    rows: dict[Cells, Cells] = {}
    for _ in range(chance.choice((0, 0, 1, 2, 3, 5))):
        item = f"事{chance.randint(1, 4)}"
        size = chance.choice((1, 1, 2, 3, 4, 5, 10))
        team = teams.setdefault(item, (str(size), str(chance.randint(1, size))))
        level = chance.choice(("国家级", "省级", "校级"))
        prize = chance.choice(("一等奖", "二等奖") if level == "校级" else ("一等奖", "二等奖", "三等奖"))
        rows[item, level, prize] = (item, level, prize, *team, *dates(chance, last))
    return list(rows.values())


def research(chance: random.Random, last: date) -> list[Cells]:
    """Works, sometimes more than three."""
    rows: list[Cells] = []
    for nth in range(chance.choice((0, 0, 1, 2, 3, 4, 5))):
        kind = chance.choice(("发明专利", "学术论文", "创新训练项目", "实用新型专利"))
        level = chance.choice(("国家级", "省级", "校级"))
        rows.append((f"研{nth + 1}", kind, level, flag(chance, 50), *dates(chance, last)))
    return rows


def activities(chance: random.Random, last: date) -> list[Cells]:
    """Activities that share their items with contests, or many of middling places."""
    if maybe(chance, 20):
        days = ("2025-05-04", "2025-06-01")
        return [(f"事{nth}", "院级", chance.choice("123"), *days) for nth in range(4, 10)]
    rows: dict[Cells, Cells] = {}
    for _ in range(chance.choice((0, 1, 2, 4, 5, 7))):
        item = f"事{chance.randint(1, 8)}"
        place = chance.choice(("", "1", "1", "2", "3", "5", "6", "8", "9", "10", "99"))
        day, declared = dates(chance, last)
        rows[item, day] = (item, chance.choice(("校级以上", "院级")), place, day, declared)
    return list(rows.values())


def offices(chance: random.Random) -> list[Cells]:
    """Offices held, several at once."""
    every = [(level, office) for level in ("校级", "院级") for office in ("主要负责人", "部门负责人", "干事")]
    every += [("班级", "主要负责人"), ("班级", "部门负责人")]
    held = chance.sample(every, chance.choice((0, 0, 1, 1, 2, 3, 8)))
    return [(*one, chance.choice("12"), "称职" if maybe(chance, 80) else "不称职") for one in held]


def other_awards(chance: random.Random) -> list[Cells]:
    """Other scholarships around the amounts of this one."""
    rows: list[Cells] = []
    for nth in range(chance.choice((0, 0, 0, 0, 1, 2))):
        money = around(chance, "0 750 1000 1499.99 1500 3000 3600", 0, 4000, 2)
        rows.append((f"奖学金{nth + 1}", money, day_of_year(chance).isoformat()))
    return rows


def counsellor(chance: random.Random) -> list[Cells]:
    """The counsellor's mark, sometimes none."""
    if maybe(chance, 15):
        return []
    return [(around(chance, "0 3 4.5 5", 0, 5, 2), "表现与平时记录相符")]


def roster_cells(chance: random.Random, grade: str) -> Cells:
    """What the roster says after class and grade."""
    moved = ""
    if maybe(chance, 20):
        days = "2024-09-01 2024-10-31 2024-11-01 2024-12-31 2025-01-01 2025-02-28 2025-03-01 2025-08-31"
        moved = chance.choice(days.split())
    before = around(chance, "0 59.5 80 84.99 89.99 90 95", 50, 100, 2)
    if grade == "一年级" or maybe(chance, 60 if moved else 10):
        before = ""
    return "是" if moved else "否", moved, before


def person(chance: random.Random, grade: str, last: date) -> Person:
    """All ledgers of one student, without the name."""
    makers: dict[str, Callable[[], list[Cells]]] = {
        "名册": lambda: [roster_cells(chance, grade)],
        "评委打分": lambda: reviews(chance),
        "辅导员评价": lambda: counsellor(chance),
        "违规": lambda: breaches(chance),
        "处分": lambda: sanctions(chance),
        "称号": lambda: titles(chance),
        "志愿服务": lambda: volunteering(chance),
        "成绩": lambda: courses(chance),
        "体育": lambda: sport(chance, grade == "一年级"),
        "晨跑": lambda: runs(chance),
        "学术竞赛": lambda: contests(chance, last),
        "科研成果": lambda: research(chance, last),
        "文体活动": lambda: activities(chance, last),
        "社会工作": lambda: offices(chance),
        "其他奖学金": lambda: other_awards(chance),
    }
    return {name: make() for name, make in makers.items()}


def strong_person(chance: random.Random, grade: str, last: date) -> Person:
    """A student near or above all the caps of practice."""
    rows = steady_person(chance, grade, last)
    days = ("2025-05-04", "2025-06-01")
    rows["学术竞赛"] = [("事0", chance.choice(("国家级", "省级")), "一等奖", "1", "1", *days)]
    rows["科研成果"] = [(f"研{nth}", "发明专利", "省级", flag(chance, 70), *days) for nth in (1, 2)]
    rows["文体活动"] = [(f"事{nth}", "校级以上", chance.choice("1234"), *days) for nth in range(1, 4)]
    rows["社会工作"] = [("校级", "主要负责人", "2", "称职"), ("院级", "干事", "2", "称职")]
    rows["社会工作"].append(("班级", "主要负责人", chance.choice("12"), "称职"))
    return rows


def steady_person(chance: random.Random, grade: str, last: date) -> Person:
    """A student without failures, whose progress is near a whole number of points."""
    rows = person(chance, grade, last)
    mark = Decimal(chance.choice(("79.99", "80", "84.99", "85", "90", "94.99", "95")))
    gain = Decimal(chance.choice(("-1", "0", "0.99", "1", "1.99", "3", "4.5", "6", "6.99", "7")))
    transferred, moved, before = rows["名册"][0]
    rows["名册"] = [(transferred, moved, str(min(mark - gain, Decimal(100))) if before else "")]
    credits = [chance.choice(("1", "2.5", "4")) for _ in range(chance.choice((1, 2, 5)))]
    rows["成绩"] = [(f"课程{nth}", credit, "正常", str(mark)) for nth, credit in enumerate(credits, 1)]
    rows["成绩"].append(("课程0", "2", chance.choice(("缓考", "免修", "正常")), ""))
    rows["晨跑"] = [(f"2024-10-{n:02d}", "是") for n in range(1, chance.choice((5, 6, 9, 10, 11)))]
    if maybe(chance, 80):
        waived, class_mark, _, _, drill = rows["体育"][0]
        rows["体育"] = [(waived, class_mark, "否", chance.choice(("59.9", "60", "80", "90")), drill)]
    if maybe(chance, 80):
        rows["处分"] = []
    return rows


def plain_person(chance: random.Random, grade: str) -> Person:
    """A student with few data, so that totals are often equal while studies differ (45% of 10 is 4.5)."""
    rows: Person = {name: [] for name in HEADERS if name != "日历"}
    rows["名册"] = [("否", "", "" if grade == "一年级" else "89.9")]
    rows["辅导员评价"] = [(chance.choice(("0", "0.5", "2.6", "5")), "表现与平时记录相符")]
    rows["成绩"] = [("课程1", "2", "正常", chance.choice(("60", "80", "90", "90", "94")))]
    rows["体育"] = [
        ("否", "100", "否", chance.choice(("100", "100", "100", "")), "5" if grade == "一年级" else "")
    ]
    rows["晨跑"] = [(f"2024-10-{n:02d}", "是") for n in range(1, 11)]
    return rows


# ---------------------------------------------------------------- all together


def people(chance: random.Random, grades: list[str], last: date) -> list[Person]:
    """Students of given grades: of many kinds, plain ones, or all alike; some are copies of others."""
    mode = chance.choice(("many", "many", "many", "plain", "alike"))
    made: dict[str, list[Person]] = {}
    found = []
    for grade in grades:
        known = made.setdefault(grade, [])
        if mode == "plain":
            one = plain_person(chance, grade)
        elif known and (mode == "alike" or maybe(chance, 20)):
            one = chance.choice(known)
        else:
            one = chance.choice((person, person, steady_person, steady_person, strong_person))(
                chance, grade, last
            )
        known.append(one)
        found.append(one)
    return found


def text(name: str, rows: list[Cells]) -> str:
    """One ledger as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADERS[name])
    writer.writerows(rows)
    return out.getvalue()


def random_facts(chance: random.Random) -> dict[str, str]:
    """A complete set of ledgers: name of the ledger -> CSV text."""
    names = chance.sample(NAMES, chance.choice((3, 4, 5, 7, 10, 10)))
    used = CLASSES[: chance.choice((1, 1, 2, 3))]
    groups = [chance.choice(used) for _ in names]
    grade_of = {group: chance.choice(GRADES) for group in CLASSES}
    grades = [grade_of[group] for group in groups]
    days, last = calendar(chance)
    bare = {name for name in HEADERS if name not in ("名册", "日历", "体育") and maybe(chance, 4)}
    ledgers: dict[str, list[Cells]] = {name: [] for name in HEADERS}
    ledgers["日历"] = days
    everyone = people(chance, grades, last)
    for name, group, grade, one in zip(names, groups, grades, everyone, strict=True):
        for ledger, rows in one.items():
            front = (name, group, grade) if ledger == "名册" else (name,)
            ledgers[ledger] += [(*front, *row) for row in rows]
    return {name: text(name, [] if name in bare else rows) for name, rows in ledgers.items()}
