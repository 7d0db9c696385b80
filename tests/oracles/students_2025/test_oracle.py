"""The oracle against examples of the source worked by hand, and against random facts."""

import csv
import io
import random
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracles.students_2025 import oracle, scores
from tests.oracles.students_2025.facts import HEADERS, random_facts

FACTS = Path(__file__).resolve().parents[3] / "rules" / "students-2025" / "facts"
Ledgers = dict[str, list[dict[str, str]]]


def read(texts: dict[str, str]) -> Ledgers:
    """Ledgers from CSV text."""
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


@pytest.fixture(scope="module")
def example() -> dict[str, dict[str, object]]:
    """Results of the example ledgers by student."""
    ledgers = read({path.stem: path.read_text(encoding="utf-8") for path in FACTS.glob("*.csv")})
    return {str(one["单位"]): one for one in oracle.results(ledgers)}


def ledgers_of(**tables: str) -> Ledgers:
    """Ledgers of one student 甲; rows split by a semicolon, cells by a blank, - for an empty cell."""
    made: Ledgers = {name: [] for name in HEADERS}
    for name, text in tables.items():
        first = () if name == "日历" else ("甲",)
        for line in text.split(";"):
            cells = (*first, *("" if cell == "-" else cell for cell in line.split()))
            made[name].append(dict(zip(HEADERS[name], cells, strict=True)))
    made["日历"] = made["日历"] or [
        {"日期": f"2025-09-{n:02d}", "是否工作日": "否" if n in (13, 14, 20, 21, 27, 28) else "是"}
        for n in range(1, 31)
    ]
    return made


def test_headers_of_the_example_ledgers() -> None:
    for name, header in HEADERS.items():
        first = (FACTS / f"{name}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert first == ",".join(header)
    assert len(list(FACTS.iterdir())) == len(HEADERS)


@pytest.mark.parametrize(("hours", "points"), [("45", "1.8"), ("20", "1.2"), ("29.9", "1.2"), ("90", "3")])
def test_volunteering(hours: str, points: str) -> None:
    assert scores.volunteering(ledgers_of(志愿服务=f"志1 2025-01-01 {hours}"), "甲") == Fraction(points)


def test_reviews_drop_ends_from_five_on() -> None:
    four = ledgers_of(评委打分="一 100;二 80;三 60;四 60;五 -")
    assert scores.own_review_mean(four, "甲") == 75
    five = ledgers_of(评委打分="一 100;二 80;三 60;四 61;五 0")
    assert scores.own_review_mean(five, "甲") == 67
    assert scores.own_review_mean(ledgers_of(), "甲") is None


def test_conduct_is_counted_down_to_zero() -> None:
    late = "2024-09-01 迟到 - 否 否;2025-08-31 迟到 - 否 否;2025-09-01 迟到 - 否 否;2025-01-01 迟到 - 是 否"
    assert scores.conduct(ledgers_of(违规=late), "甲") == Fraction("3.8")
    rooms = ";".join(["2025-01-01 宿舍违规 - 否 否"] * 2)
    assert scores.conduct(ledgers_of(违规=rooms), "甲") == 1
    assert scores.conduct(ledgers_of(违规=rooms + ";2025-02-01 旷课 3 否 否"), "甲") == 0


@pytest.mark.parametrize(
    ("row", "count"),
    [("警告 2023-01-01 2024-09-01", 1), ("警告 2023-01-01 2024-08-31", 0), ("警告 2025-09-01 -", 0)],
)
def test_sanctions_in_force(row: str, count: int) -> None:
    assert len(scores.sanctions(ledgers_of(处分=row), "甲")) == count


def test_weighted_mean_and_its_points() -> None:
    rows = "一 2 正常 90;二 3 补考 75;三 1 旷考 -;四 4 缓考 -;五 4 正常 -"
    assert scores.weighted_mean(ledgers_of(成绩=rows), "甲") == 60
    assert scores.course_points(Fraction("94.99")) == Fraction("42.75")
    assert scores.course_points(Fraction("49.99")) == 0
    assert scores.progress_points(Fraction(87), "85.01") == Fraction("0.8")
    assert scores.progress_points(Fraction(90), "90") == 5
    assert scores.progress_points(Fraction(90), "") is None


def test_contests_take_the_best_then_the_share() -> None:
    rows = "事1 省级 二等奖 3 2 2025-05-01 2025-09-10;事1 国家级 二等奖 3 2 2025-06-01 2025-09-17"
    assert scores.contests(ledgers_of(学术竞赛=rows), "甲") == Fraction("0.88")
    too_late = rows.replace("2025-09-10", "2025-09-18")
    assert scores.contests(ledgers_of(学术竞赛=too_late), "甲") == Fraction("0.75")
    assert scores.team_share(10, 4) == Fraction(5, 100)


def test_research_multiplies_then_caps_then_halves() -> None:
    rows = "研1 发明专利 国家级 是 2025-05-01 2025-09-11;研2 创新训练项目 省级 是 2025-05-01 2025-09-10"
    assert scores.research(ledgers_of(科研成果=rows), "甲") == Fraction("4.75")


def test_doubling_between_two_caps() -> None:
    made = ledgers_of(
        学术竞赛="事1 省级 一等奖 1 1 2025-05-01 2025-06-01",
        称号="创新人才计划 省级 2025-08-31",
        科研成果="研1 学术论文 省级 否 2025-05-01 2025-06-01",
    )
    assert scores.practice(made, "甲")["科创得分"] == 12


def test_activities_leave_out_what_contests_counted() -> None:
    made = ledgers_of(
        学术竞赛="事1 校级 二等奖 1 1 2025-05-01 2025-06-01;事2 校级 二等奖 1 1 2025-05-01 2025-09-30",
        文体活动="事1 校级以上 1 2025-05-01 2025-06-01;事2 校级以上 2 2025-05-01 2025-06-01;"
        "事3 院级 6 2025-05-01 2025-06-01;事4 院级 - 2025-05-01 2025-06-01",
    )
    assert scores.activities(made, "甲") == Fraction("1.85")


def test_offices_and_quotas() -> None:
    made = ledgers_of(社会工作="校级 主要负责人 2 称职;院级 干事 2 称职;班级 主要负责人 2 不称职")
    assert scores.offices(made, "甲") == Fraction("4.3")
    assert [oracle.quotas(n) for n in (0, 1, 3, 4, 10)] == [(0, 0), (0, 0), (0, 1), (1, 1), (2, 4)]


def test_example(example: dict[str, dict[str, object]]) -> None:
    assert example["何若水"]["奖学金金额"] == "1600"  # 3000 * 120% - 2000
    assert example["陆子衿"]["奖学金金额"] == "1200"  # 1500 * 80%
    assert example["叶知秋"]["评议平均分"] == "80.89"  # the mean of nine classmates
    assert (example["叶知秋"]["品德素质"], example["沈知微"]["品德素质"]) == ("20", "0")
    assert example["苏青禾"]["身心素质"] == "8.75"  # 1.75 * 10 / 2
    assert example["许南星"]["身心素质"] == "5.83"  # (0.9 + 1.5 + 1.68) * 10 / 7
    assert example["程以安"]["学业素质"] == "45.68"  # 41.11 * 50 / 45
    assert [example[name]["班级排名"] for name in ("陆子衿", "顾言溪", "江映月", "韩立言")] == [
        "5",
        "6",
        "6",
        "8",
    ]
    assert [example[name]["档次"] for name in ("何若水", "林之远", "叶知秋", "江映月", "宋怀瑾")] == [
        *("优秀", "良好", "合格", "良好"),
        None,
    ]


@pytest.mark.parametrize("seed", range(50))
def test_random_facts(seed: int) -> None:
    texts = random_facts(random.Random(seed))
    assert texts == random_facts(random.Random(seed))
    ledgers = read(texts)
    found = oracle.results(ledgers)
    assert [one["单位"] for one in found] == [row["单位"] for row in ledgers["名册"]]
    for one in found:
        caps = {"品德素质": 20, "学业素质": 50, "身心素质": 10, "实践创新": 20, "总分": 100}
        assert all(0 <= Fraction(str(one[field])) <= cap for field, cap in caps.items())
        assert (one["班级排名"] is None) == (one["档次"] is None) == (not one["参评"])
