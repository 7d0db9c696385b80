"""The scores of one student by clauses 一 to 五 of students-2025, computed naively and clause by clause.

Numbers of clauses are those of rules/students-2025/source.txt.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

Row = dict[str, str]
Ledgers = Mapping[str, list[Row]]

YEAR_START = date(2024, 9, 1)
YEAR_END = date(2025, 8, 31)
CUTOFF = date(2025, 9, 10)
NOT_RANKED_FROM = date(2025, 3, 1)
SERIOUS = ("记过", "留校察看")
ABOVE_CITY = ("国家级", "省级", "市级")
ABOVE_PROVINCE = ("国家级", "省级")

CONTEST_POINTS = {
    ("国家级", "一等奖"): Fraction(8),
    ("国家级", "二等奖"): Fraction(6),
    ("国家级", "三等奖"): Fraction(4),
    ("省级", "一等奖"): Fraction(5),
    ("省级", "二等奖"): Fraction("3.5"),
    ("省级", "三等奖"): Fraction(2),
    ("校级", "一等奖"): Fraction(2),
    ("校级", "二等奖"): Fraction(1),
}
OFFICE_POINTS = {
    ("校级", "主要负责人"): (Fraction(2), Fraction(4)),
    ("校级", "部门负责人"): (Fraction("1.5"), Fraction(3)),
    ("校级", "干事"): (Fraction("0.5"), Fraction(1)),
    ("院级", "主要负责人"): (Fraction("1.5"), Fraction(3)),
    ("院级", "部门负责人"): (Fraction(1), Fraction(2)),
    ("院级", "干事"): (Fraction("0.3"), Fraction("0.6")),
    ("班级", "主要负责人"): (Fraction(1), Fraction(2)),
    ("班级", "部门负责人"): (Fraction("0.5"), Fraction(1)),
}
RESEARCH_POINTS = {
    "发明专利": Fraction(3),
    "学术论文": Fraction(2),
    "创新训练项目": Fraction("1.5"),
    "实用新型专利": Fraction(1),
}


# ---------------------------------------------------------------- numbers and dates


def rounded(value: Fraction, places: int = 2) -> Fraction:
    """一（四）: half up; nothing negative is ever rounded."""
    assert value >= 0, value
    scale = 10**places
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def shown(value: Fraction | None) -> str | None:
    """A plain decimal without trailing zeros; every result has at most two decimals."""
    if value is None:
        return None
    hundredths = value * 100
    assert hundredths.denominator == 1, value
    whole, rest = divmod(hundredths.numerator, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def total(values: Iterable[Fraction]) -> Fraction:
    """The exact sum."""
    return sum(values, Fraction(0))


def in_year(text: str) -> bool:
    """一（一）: both ends belong to the year."""
    return YEAR_START <= date.fromisoformat(text) <= YEAR_END


def yes(text: str) -> bool:
    """A 是否 cell."""
    return text == "是"


def own(ledgers: Ledgers, name: str, student: str) -> list[Row]:
    """The rows of one student."""
    return [row for row in ledgers[name] if row["单位"] == student]


# ---------------------------------------------------------------- 一（六）: late declarations


def last_late_day(ledgers: Ledgers) -> date:
    """一（六）: the fifth working day after the cutoff."""
    working = sorted(date.fromisoformat(row["日期"]) for row in ledgers["日历"] if yes(row["是否工作日"]))
    return [day for day in working if day > CUTOFF][4]


def declaration_factor(ledgers: Ledgers, row: Row) -> Fraction:
    """一（六）: 1 in time, a half when late, 0 when too late."""
    declared = date.fromisoformat(row["申报日期"])
    if declared <= CUTOFF:
        return Fraction(1)
    return Fraction(1, 2) if declared <= last_late_day(ledgers) else Fraction(0)


def counted(ledgers: Ledgers, name: str, student: str) -> list[tuple[Row, Fraction]]:
    """Rows of the year that are declared in time or late, each with its factor."""
    rows = [(row, declaration_factor(ledgers, row)) for row in own(ledgers, name, student)]
    return [(row, factor) for row, factor in rows if in_year(row["日期"]) and factor > 0]


# ---------------------------------------------------------------- 二、品德素质


def own_review_mean(ledgers: Ledgers, student: str) -> Fraction | None:
    """二（一）1."""
    marks = sorted(Fraction(row["打分"]) for row in own(ledgers, "评委打分", student) if row["打分"])
    if not marks:
        return None
    if len(marks) >= 5:
        marks = marks[1:-1]
    return rounded(total(marks) / len(marks))


def review_mean(ledgers: Ledgers, entry: Row) -> Fraction:
    """二（一）1–2: without any mark, the mean of the class; 80 when the class has none."""
    mean = own_review_mean(ledgers, entry["单位"])
    if mean is not None:
        return mean
    mates = [row["单位"] for row in ledgers["名册"] if row["班级"] == entry["班级"]]
    means = [mean for mate in mates if (mean := own_review_mean(ledgers, mate)) is not None]
    return rounded(total(means) / len(means)) if means else Fraction(80)


def counsellor(ledgers: Ledgers, student: str) -> Fraction:
    """二（二）."""
    rows = own(ledgers, "辅导员评价", student)
    return Fraction(rows[0]["评分"]) if rows else Fraction(3)


def breaches(ledgers: Ledgers, student: str, kind: str) -> list[Row]:
    """二（三）: what counts: in the year, neither approved beforehand nor force majeure."""
    rows = [row for row in own(ledgers, "违规", student) if row["类型"] == kind and in_year(row["日期"])]
    return [row for row in rows if not yes(row["事先报批"]) and not yes(row["不可抗力"])]


def sanctions(ledgers: Ledgers, student: str) -> list[str]:
    """二（三）5: the kinds of the sanctions in force."""
    found = []
    for row in own(ledgers, "处分", student):
        made = date.fromisoformat(row["决定日期"]) <= YEAR_END
        lasting = not row["解除日期"] or date.fromisoformat(row["解除日期"]) >= YEAR_START
        if made and lasting:
            found.append(row["种类"])
    return found


def conduct(ledgers: Ledgers, student: str) -> Fraction:
    """二（三）."""
    points = Fraction(4)
    points -= Fraction("0.2") * max(len(breaches(ledgers, student, "迟到")) - 1, 0)
    points -= Fraction("0.5") * sum(int(row["学时"]) for row in breaches(ledgers, student, "旷课"))
    for nth in range(1, len(breaches(ledgers, student, "宿舍违规")) + 1):
        points -= 1 if nth == 1 else 2
    kinds = sanctions(ledgers, student)
    points -= kinds.count("警告") + 2 * kinds.count("严重警告")
    return max(points, Fraction(0))


def volunteering(ledgers: Ledgers, student: str) -> Fraction:
    """二（四）."""
    hours = total(Fraction(row["时数"]) for row in own(ledgers, "志愿服务", student) if in_year(row["日期"]))
    first = min(hours, Fraction(20)) // 5
    second = max(hours - 20, Fraction(0)) // 10
    return min(Fraction("0.3") * (first + second), Fraction(3))


def holds_title(ledgers: Ledgers, student: str, title: str, levels: tuple[str, ...]) -> bool:
    """A title of one of the levels, given in the year."""
    return any(
        row["称号"] == title and row["级别"] in levels and in_year(row["授予日期"])
        for row in own(ledgers, "称号", student)
    )


def morals(ledgers: Ledgers, entry: Row) -> dict[str, Fraction]:
    """二: 二（五）2 goes before 二（五）1."""
    student = entry["单位"]
    mean = review_mean(ledgers, entry)
    parts = {
        "民主评议": rounded(mean * Fraction(8, 100)),
        "辅导员评价": counsellor(ledgers, student),
        "日常表现": conduct(ledgers, student),
        "志愿服务": volunteering(ledgers, student),
    }
    whole = total(parts.values())
    if holds_title(ledgers, student, "见义勇为", ABOVE_CITY):
        whole = Fraction(20)
    if any(kind in SERIOUS for kind in sanctions(ledgers, student)):
        whole = Fraction(0)
    return {"评议平均分": mean, **parts, "品德素质": whole}


# ---------------------------------------------------------------- 三、学业素质


def weighted_mean(ledgers: Ledgers, student: str) -> Fraction | None:
    """三（一）1–2."""
    taken = []
    for row in own(ledgers, "成绩", student):
        credit = Fraction(row["学分"])
        if row["状态"] == "旷考":
            taken.append((credit, Fraction(0)))
        elif row["状态"] == "补考":
            taken.append((credit, min(Fraction(row["成绩"]), Fraction(60))))
        elif row["状态"] == "正常" and row["成绩"]:
            taken.append((credit, Fraction(row["成绩"])))
    if not taken:
        return None
    return rounded(total(credit * mark for credit, mark in taken) / total(credit for credit, _ in taken))


def course_points(mean: Fraction | None) -> Fraction:
    """三（一）3."""
    if mean is None or mean < 50:
        return Fraction(0)
    return Fraction(45) if mean >= 95 else rounded(mean * Fraction(45, 100))


def progress_points(mean: Fraction | None, last_year: str) -> Fraction | None:
    """三（二）: None where the item does not apply."""
    if not last_year:
        return None
    if mean is None:
        return Fraction(0)
    before = Fraction(last_year)
    if before >= 90 and mean >= 90:
        return Fraction(5)
    steps = max(mean - before, Fraction(0)) // 1
    return min(Fraction("0.8") * steps, Fraction(5))


def studies(ledgers: Ledgers, entry: Row) -> dict[str, Fraction | None]:
    """三."""
    mean = weighted_mean(ledgers, entry["单位"])
    course = course_points(mean)
    progress = progress_points(mean, entry["上学年平均成绩"])
    whole = rounded(course * 50 / 45) if progress is None else course + progress
    if any(row["状态"] == "旷考" for row in own(ledgers, "成绩", entry["单位"])):
        whole = Fraction(0)
    return {"加权平均成绩": mean, "课程成绩": course, "学业进步": progress, "学业素质": whole}


def failed_courses(ledgers: Ledgers, student: str) -> int:
    """六（三）2: the number of failed courses."""
    failed = 0
    for row in own(ledgers, "成绩", student):
        low = row["状态"] == "正常" and row["成绩"] != "" and Fraction(row["成绩"]) < 60
        if low or row["状态"] in ("补考", "旷考"):
            failed += 1
    return failed


# ---------------------------------------------------------------- 四、身心素质


def fitness_rate(mark: Fraction) -> Fraction:
    """四（三）."""
    if mark >= 90:
        return Fraction(1)
    if mark >= 80:
        return Fraction(8, 10)
    if mark >= 60:
        return Fraction(6, 10)
    return Fraction(3, 10) if mark >= 50 else Fraction(0)


def runs(ledgers: Ledgers, entry: Row) -> tuple[int, int]:
    """四（四）: morning runs done and due."""
    rows = own(ledgers, "晨跑", entry["单位"])
    days = {row["日期"] for row in rows if in_year(row["日期"]) and yes(row["已确认"])}
    return len(days), 5 if yes(entry["中途转入"]) else 10


def health(ledgers: Ledgers, entry: Row) -> dict[str, Fraction | None]:
    """四: items that do not apply are None and taken out of the full mark."""
    row = own(ledgers, "体育", entry["单位"])[0]
    first_year = entry["年级"] == "一年级"
    full = Fraction(3 if first_year else 4)
    class_points: Fraction | None = None
    if not yes(row["免修体育课"]):
        class_points = rounded(Fraction(row["体育课成绩"] or 0) / 100 * full)
    test_points: Fraction | None = None
    if not yes(row["免于测试"]):
        test_points = rounded(full * fitness_rate(Fraction(row["体测成绩"] or 0)))
    done, due = runs(ledgers, entry)
    run_points = max(2 - Fraction("0.25") * max(due - done, 0), Fraction(0))
    drill_points = rounded(Fraction(row["军训成绩"] or 0) * Fraction(40, 100)) if first_year else None
    full_left = 10 - (full if class_points is None else 0) - (full if test_points is None else 0)
    points = total(part for part in (class_points, test_points, run_points, drill_points) if part is not None)
    return {
        "体育课": class_points,
        "体质测试": test_points,
        "晨跑": run_points,
        "军训": drill_points,
        "身心素质": rounded(points * 10 / full_left),
    }


# ---------------------------------------------------------------- 五、实践创新


def team_share(size: int, place: int) -> Fraction:
    """五（一）3."""
    if size == 1:
        return Fraction(1)
    shares = {2: (60, 40), 3: (60, 25, 15)}.get(size, (60, 20, 10))
    return Fraction(shares[place - 1] if place <= len(shares) else 5, 100)


def contests(ledgers: Ledgers, student: str) -> Fraction:
    """五（一）: halved first, then the highest of an item, then the share."""
    best: dict[str, Fraction] = {}
    share: dict[str, Fraction] = {}
    for row, factor in counted(ledgers, "学术竞赛", student):
        item = row["事项编号"]
        best[item] = max(best.get(item, Fraction(0)), CONTEST_POINTS[row["级别"], row["等次"]] * factor)
        share[item] = team_share(int(row["团队人数"]), int(row["排名"]))
    return min(rounded(total(best[item] * share[item] for item in best)), Fraction(8))


def research(ledgers: Ledgers, student: str) -> Fraction:
    """五（二）: multiples multiply, then the cap of one work, then the half of a late declaration."""
    works = []
    for row, factor in counted(ledgers, "科研成果", student):
        points = RESEARCH_POINTS[row["类别"]]
        if yes(row["主持人"]):
            points *= Fraction("1.5")
        if row["级别"] == "国家级":
            points *= 2
        works.append(min(points, Fraction(5)) * factor)
    return min(rounded(total(sorted(works, reverse=True)[:3])), Fraction(6))


def activity_points(row: Row) -> Fraction:
    """五（四）1."""
    if not row["名次"]:
        return Fraction("0.1")
    below = int(row["名次"]) - 1
    if row["级别"] == "校级以上":
        return max(2 - Fraction("0.25") * below, Fraction(0))
    return max(1 - Fraction("0.2") * below, Fraction(0))


def activities(ledgers: Ledgers, student: str) -> Fraction:
    """五（四）."""
    in_contests = {row["事项编号"] for row, _ in counted(ledgers, "学术竞赛", student)}
    best: dict[str, Fraction] = {}
    for row, factor in counted(ledgers, "文体活动", student):
        item = row["事项编号"]
        if item not in in_contests:
            best[item] = max(best.get(item, Fraction(0)), activity_points(row) * factor)
    return min(rounded(total(sorted(best.values(), reverse=True)[:4])), Fraction(4))


def offices(ledgers: Ledgers, student: str) -> Fraction:
    """五（五）."""
    held = sorted(
        (
            OFFICE_POINTS[row["层级"], row["职务"]][int(row["学期数"]) - 1]
            for row in own(ledgers, "社会工作", student)
            if row["任职考核"] == "称职"
        ),
        reverse=True,
    )
    return min(rounded(total(held[:1]) + total(held[1:]) / 2), Fraction(5))


def practice(ledgers: Ledgers, student: str) -> dict[str, Fraction]:
    """五: caps of items, doubling, cap of the group 五（三）, cap of the whole 五（六）."""
    contest, work = contests(ledgers, student), research(ledgers, student)
    creative = contest + work
    if holds_title(ledgers, student, "创新人才计划", ABOVE_PROVINCE):
        creative *= 2
    creative = min(creative, Fraction(12))
    activity, office = activities(ledgers, student), offices(ledgers, student)
    return {
        "学术竞赛": contest,
        "科研成果": work,
        "科创得分": creative,
        "文体活动": activity,
        "社会工作": office,
        "实践创新": min(creative + activity + office, Fraction(20)),
    }
