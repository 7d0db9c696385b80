"""What the source of students-2025 gives for a set of ledgers: ranks, grades, scholarships and reminders.

Scores of the single student come from the module of scores; numbers of clauses are those of
rules/students-2025/source.txt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracles.students_2025 import scores
from tests.oracles.students_2025.scores import Ledgers, Row


@dataclass
class Student:
    """One student with all that is known of the points."""

    entry: Row
    marks: dict[str, Fraction | None]
    ranked: bool
    rank: int | None = None
    grade: str | None = None

    @property
    def name(self) -> str:
        """The student's name."""
        return self.entry["单位"]

    def mark(self, field: str) -> Fraction:
        """A mark that is never missing."""
        value = self.marks[field]
        assert value is not None, field
        return value

    @property
    def order(self) -> tuple[Fraction, Fraction]:
        """六（一）: what the ranking compares."""
        return self.mark("总分"), self.mark("学业素质")


def is_ranked(entry: Row) -> bool:
    """一（二）."""
    moved = entry["转入日期"]
    return not moved or date.fromisoformat(moved) < scores.NOT_RANKED_FROM


def scored(ledgers: Ledgers, entry: Row) -> Student:
    """一（三）."""
    marks: dict[str, Fraction | None] = {
        **scores.morals(ledgers, entry),
        **scores.studies(ledgers, entry),
        **scores.health(ledgers, entry),
        **scores.practice(ledgers, entry["单位"]),
    }
    student = Student(entry, marks, is_ranked(entry))
    wholes = ("品德素质", "学业素质", "身心素质", "实践创新")
    student.marks["总分"] = scores.total(student.mark(field) for field in wholes)
    return student


# ---------------------------------------------------------------- 六、排名和档次


def reasons(ledgers: Ledgers, student: Student) -> int:
    """六（三）: how many of the five cases are met."""
    sport = scores.own(ledgers, "体育", student.name)[0]
    tested = not scores.yes(sport["免于测试"])
    done, due = scores.runs(ledgers, student.entry)
    cases = (
        bool(scores.sanctions(ledgers, student.name)),
        scores.failed_courses(ledgers, student.name) > 0,
        student.mark("评议平均分") < 60,
        tested and (not sport["体测成绩"] or Fraction(sport["体测成绩"]) < 50),
        2 * done < due,
    )
    return sum(cases)


def quotas(count: int) -> tuple[int, int]:
    """六（二）: places for 优秀 and 良好."""
    return (
        int(scores.rounded(Fraction(15 * count, 100), 0)),
        int(scores.rounded(Fraction(35 * count, 100), 0)),
    )


def rank_and_grade(ledgers: Ledgers, students: list[Student]) -> None:
    """六（一）–（五）, for the ranked students of one class."""
    excellent, good = quotas(len(students))
    for student in students:
        rank = 1 + sum(other.order > student.order for other in students)
        student.rank = rank
        grade = "优秀" if rank <= excellent else "良好" if rank <= excellent + good else "合格"
        met = reasons(ledgers, student)
        if met >= 2:
            grade = "合格"
        elif met == 1 and grade == "优秀":
            grade = "良好"
        if student.mark("总分") < 50:
            grade = "不合格"
        student.grade = grade


# ---------------------------------------------------------------- 七、奖学金


def award(ledgers: Ledgers, student: Student) -> str:
    """七（一）."""
    if scores.sanctions(ledgers, student.name):
        return "无"
    mean = student.marks["加权平均成绩"]
    if student.grade == "优秀":
        return "一等" if mean is not None and mean >= 85 else "二等"
    if student.grade == "良好" and mean is not None and mean >= 80:
        return "二等"
    return "无"


def transfer_rate(entry: Row) -> Fraction:
    """七（三）."""
    if not entry["转入日期"]:
        return Fraction(1)
    moved = date.fromisoformat(entry["转入日期"])
    if moved <= date(2024, 10, 31):
        return Fraction(1)
    return Fraction(80, 100) if moved <= date(2024, 12, 31) else Fraction(50, 100)


def amount(ledgers: Ledgers, student: Student, level: str) -> Fraction:
    """七（二）–（四）."""
    if level == "无":
        return Fraction(0)
    due = Fraction(3000 if level == "一等" else 1500)
    top = any(
        (row["级别"], row["等次"]) == ("国家级", "一等奖")
        for row, _ in scores.counted(ledgers, "学术竞赛", student.name)
    )
    if level == "一等" and top:
        due *= Fraction(120, 100)
    due *= transfer_rate(student.entry)
    others = [
        Fraction(row["金额"])
        for row in scores.own(ledgers, "其他奖学金", student.name)
        if scores.in_year(row["日期"])
    ]
    return max(due - max(others, default=Fraction(0)), Fraction(0))


# ---------------------------------------------------------------- 八、提醒事项


def too_late(ledgers: Ledgers, student: str) -> bool:
    """八（五）."""
    return any(
        scores.in_year(row["日期"]) and scores.declaration_factor(ledgers, row) == 0
        for name in ("学术竞赛", "科研成果", "文体活动")
        for row in scores.own(ledgers, name, student)
    )


def reminders(ledgers: Ledgers, student: str) -> list[str]:
    """八, in the order of the source."""
    sport = scores.own(ledgers, "体育", student)[0]
    tested = not scores.yes(sport["免于测试"]) and sport["体测成绩"] != ""
    found = {
        "迟到提醒": bool(scores.breaches(ledgers, student, "迟到")),
        "宿舍约谈": len(scores.breaches(ledgers, student, "宿舍违规")) >= 2,
        "学业预警": scores.failed_courses(ledgers, student) >= 2,
        "体质提醒": tested and Fraction(sport["体测成绩"]) < 60,
        "逾期提醒": too_late(ledgers, student),
    }
    return [text for text, due in found.items() if due]


# ---------------------------------------------------------------- results

SCORE_FIELDS = (
    *("评议平均分", "民主评议", "辅导员评价", "日常表现", "志愿服务", "品德素质"),
    *("加权平均成绩", "课程成绩", "学业进步", "学业素质"),
    *("体育课", "体质测试", "晨跑", "军训", "身心素质"),
    *("学术竞赛", "科研成果", "科创得分", "文体活动", "社会工作", "实践创新", "总分"),
)


def record(ledgers: Ledgers, student: Student) -> dict[str, object]:
    """One student's results in the order of the contract."""
    level = award(ledgers, student)
    return {
        "单位": student.name,
        **{field: scores.shown(student.marks[field]) for field in SCORE_FIELDS},
        "参评": student.ranked,
        "班级排名": None if student.rank is None else str(student.rank),
        "不得评优": reasons(ledgers, student) > 0,
        "档次": student.grade,
        "奖学金等级": level,
        "奖学金金额": scores.shown(amount(ledgers, student, level)),
        "提醒事项": reminders(ledgers, student.name),
    }


def results(ledgers: Mapping[str, list[dict[str, str]]]) -> list[dict[str, object]]:
    """One record for each student, in the order of the roster."""
    students = [scored(ledgers, entry) for entry in ledgers["名册"]]
    for group in sorted({student.entry["班级"] for student in students}):
        rank_and_grade(ledgers, [one for one in students if one.ranked and one.entry["班级"] == group])
    return [record(ledgers, student) for student in students]
