"""Hand-computed examples for the oracle, and random facts that it must accept."""

from __future__ import annotations

import csv
import io
import random
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracles.credit_2025.facts import HEADERS, calendar_rows, random_facts
from tests.oracles.credit_2025.oracle import person_results, plain, results
from tests.oracles.credit_2025.records import Row, add_months, round_points

EXAMPLE = Path(__file__).parents[3] / "rules" / "credit-2025" / "facts"
FULL_MARKS = {"环境得分": "60", "用工得分": "40", "综合积分": "100", "综合等级": "A", "检查频次": "1"}


def rows_of(text: str) -> list[Row]:
    """A ledger as the oracle reads it."""
    return list(csv.DictReader(io.StringIO(text)))


def row(ledger: str, cells: str) -> Row:
    """One row from comma-separated cells."""
    return dict(zip(HEADERS[ledger].split(","), cells.split(","), strict=True))


def spotless() -> dict[str, list[Row]]:
    """One enterprise with full marks and nothing else."""
    ledgers: dict[str, list[Row]] = {name: [] for name in HEADERS}
    ledgers["名册"] = [row("名册", "甲,机械制造,2015-01-01,10")]
    ledgers["环境指标"] = [row("环境指标", "甲,0,,80%,,")]
    ledgers["监测"] = [row("监测", f"甲,{quarter},25,25") for quarter in (1, 2, 3, 4)]
    ledgers["用工指标"] = [row("用工指标", "甲,100,100,100,100")]
    ledgers["工资发放"] = [row("工资发放", f"甲,{month},是") for month in range(1, 13)]
    ledgers["培训"] = [row("培训", f"甲,{person},2025-05-05,4") for person in range(9)]
    ledgers["年报"] = [row("年报", "甲,2025-03-31")]
    ledgers["日历"] = [
        row("日历", f"{when},{'是' if date.fromisoformat(str(when)).weekday() < 5 else '否'}")
        for when, _ in calendar_rows(random.Random(0))
    ]
    return ledgers


def changed(**ledgers: list[str]) -> dict[str, object]:
    """The result of the spotless enterprise with some ledgers replaced."""
    facts = spotless()
    for name, lines in ledgers.items():
        facts[name] = [row(name, line) for line in lines]
    return results(facts)[0]


def taken(*lines: str) -> list[tuple[object, object, object, object]]:
    """Order, factor, points and status of records of the spotless enterprise."""
    facts = spotless()
    facts["扣分记录"] = [row("扣分记录", f"甲,{line}") for line in lines]
    return [(r["次序"], r["倍数"], r["实扣分"], r["状态"]) for r in person_results(facts)]


def test_spotless_enterprise_has_the_base_score() -> None:
    found = changed()
    assert {name: found[name] for name in FULL_MARKS} == FULL_MARKS


@pytest.mark.parametrize(
    ("passed", "points"), [(98, "20"), (97, "16"), (95, "16"), (94, "10"), (90, "10"), (80, "5"), (79, "0")]
)
def test_bands_of_compliance(passed: int, points: str) -> None:
    assert changed(监测=[f"甲,1,100,{passed}"])["监测达标分"] == points


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        ("100,80", "15"),
        ("100,79.99", "15"),
        ("100,60", "11.25"),
        ("100,40", "7.5"),
        ("100,39.99", "0"),
        (",5", "0"),
    ],
)
def test_solid_waste(cells: str, points: str) -> None:
    """79.99 of 80 is 14.998125, which rounds to 15."""
    assert changed(环境指标=[f"甲,{cells},80%,,"])["固废利用分"] == points


@pytest.mark.parametrize(
    ("actual", "points"), [("50", "15"), ("62.5", "11.25"), ("100", "0"), ("130", "0"), ("", "0")]
)
def test_emission(actual: str, points: str) -> None:
    assert changed(环境指标=[f"甲,0,,80%,100,{actual}"])["排放控制分"] == points


def test_quarters_in_a_row() -> None:
    three = changed(监测=["甲,1,50,49", "甲,2,50,49", "甲,3,50,49", "甲,4,50,50"])
    assert (three["环境扣分"], three["环境等级"]) == ("6", "A")
    four = changed(监测=[f"甲,{quarter},100,98" for quarter in (1, 2, 3, 4)])
    assert (four["环境扣分"], four["环境得分"], four["环境等级"]) == ("10", "50", "C")
    broken = changed(监测=["甲,1,100,99", "甲,2,0,0", "甲,3,100,99", "甲,4,100,100"])
    assert (broken["环境扣分"], broken["自行监测分"]) == ("0", "7")


def test_labour_scores() -> None:
    found = changed(用工指标=["甲,10000,9901,100,60"], 工资发放=["甲,1,是", "甲,2,否"])
    assert (found["合同签订分"], found["工资支付分"], found["社保参保分"]) == ("12", "1", "4.8")
    assert changed(用工指标=["甲,100,99,100,59"])["合同签订分"] == "11"
    assert changed(用工指标=["甲,100,99,100,59"])["社保参保分"] == "0"


def test_training_counts_a_person_once() -> None:
    twice = [f"甲,{person % 7},2025-05-05,4" for person in range(20)]
    assert changed(培训=[*twice, "甲,8,2024-12-31,8", "甲,9,2025-01-01,3.9"])["培训覆盖分"] == "5"


def test_terms_end_on_the_corresponding_day() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert add_months(date(2025, 6, 30), 6) == date(2025, 12, 30)
    head, tail = "2025001,停用设施,轻微,1,2024-12-01", "否,,,否,否,否,"
    assert taken(f"{head},2024-12-31,{tail}") == [(None, None, "0", "已过有效期")]
    assert taken(f"{head},2025-01-01,{tail}") == [("1", "1", "1", "计入")]
    lasting = "2022001,停用设施,轻微,1,2022-01-01,2022-02-01,是,,,否,否,否,"
    assert taken(lasting) == [("1", "1", "1", "计入")]


def test_repetition_multiplies_and_repair_reduces() -> None:
    found = taken(
        "2025004,停用设施,轻微,1,2025-05-05,2025-05-09,否,,2025-07-01,否,否,否,",
        "2025003,停用设施,一般,9,2025-05-05,2025-05-09,否,,,是,是,否,",
        "2025001,停用设施,一般,1,2025-03-01,2025-05-09,否,,,否,否,是,",
        "2025002,停用设施,严重,1,2025-04-01,2025-05-09,否,,,否,是,否,",
    )
    assert found == [
        ("3", "3", "0.9", "已修复"),
        ("2", "1.5", "12", "计入"),
        (None, None, "0", "不可抗力"),
        ("1", "1", "4", "计入"),
    ]


def test_repair_never_prolongs_a_term() -> None:
    late = "2024001,停用设施,轻微,1,2024-08-01,2024-08-01,否,,2025-09-01,否,否,否,"
    assert taken(late) == [(None, None, "0", "已过有效期")]


def test_same_number_counts_in_the_heavier_place() -> None:
    record = "甲,2025001,停用设施,一般,2,2025-05-05,2025-05-09,否,,,否,否,否,"
    for level, environment, circular in (("市级", "4", "0"), ("省级", "0", "6"), ("县级", "4", "0")):
        found = changed(扣分记录=[record], 通报=[f"甲,2025001,{level},2025-06-01"])
        assert (found["环境扣分"], found["通报扣分"]) == (environment, circular)


def test_labour_deduction_is_held_by_the_environmental_one() -> None:
    wages = [f"甲,202500{n},拖欠工资,严重,10,2025-05-0{n},2025-05-09,否,,,否,否,否," for n in (1, 2, 3)]
    assert changed(扣分记录=wages)["用工扣分"] == "30"
    plants = [f"甲,202510{n},停用设施,严重,2,2025-05-0{n},2025-05-09,否,,,否,否,否," for n in (1, 2, 3)]
    found = changed(扣分记录=wages + plants)
    assert (found["环境扣分"], found["用工扣分"], found["用工得分"]) == ("48", "48", "0")


def test_working_days_and_calendar_days_late() -> None:
    """2025-05-09 is a Friday and the calendar here has no holidays."""
    assert changed(整改=["甲,事,2025-05-09,2025-05-12"])["整改逾期扣分"] == "0.5"
    assert changed(整改=["甲,事,2025-05-09,2025-05-11"])["整改逾期扣分"] == "0"
    open_ones = changed(整改=["甲,事,2025-05-09,", "甲,另一事,2025-12-30,", "甲,第三事,2025-12-31,"])
    assert (open_ones["整改逾期扣分"], open_ones["处理"]) == ("10.5", ["常规监管", "挂牌督办"])
    assert changed(年报=["甲,2025-04-09"])["年报逾期扣分"] == "0"
    assert changed(年报=["甲,2025-04-10"])["年报逾期扣分"] == "1"
    assert changed(年报=[])["年报逾期扣分"] == "5"


def test_bonus_and_freezing() -> None:
    commended = [
        "甲,一,环境保护,省级,2025-05-05",
        "甲,一,环境保护,国家级,2025-05-06",
        "甲,二,和谐劳动关系,市级,2025-05-05",
        "甲,三,环境保护,县级,2025-05-05",
        "甲,四,环境保护,县级,2025-05-05",
    ]
    assert changed(表彰=commended)["加分"] == "7.5"
    assert changed(表彰=commended, 省级评价=["甲,绿"])["加分"] == "10"
    ended = changed(表彰=commended, 严重失信=["甲,2025-05-06,2025-12-31"])
    assert (ended["加分"], ended["冻结加分"], ended["检查频次"]) == ("6.5", "0", "1")
    listed = changed(表彰=commended, 严重失信=["甲,2025-12-31,"])
    assert (listed["加分"], listed["冻结加分"], listed["检查频次"]) == ("0", "7.5", "2")


@pytest.mark.parametrize(
    ("kind", "score", "overall"),
    [
        ("篡改监测数据", "0", "D"),
        ("监测台账缺失", "80", "C"),
        ("群体性欠薪", "100", "B"),
        ("阻挠检查", "80", "B"),
        ("重大事故", "100", "D"),
    ],
)
def test_vetoes(kind: str, score: str, overall: str) -> None:
    found = changed(否决事项=[f"甲,{kind},2025-05-05,否"])
    assert (found["综合积分"], found["综合等级"]) == (score, overall)
    excused = changed(否决事项=[f"甲,{kind},2025-05-05,是", f"甲,{kind},2024-12-31,否"])
    assert (excused["综合积分"], excused["综合等级"]) == ("100", "A")


def test_enterprise_younger_than_a_year() -> None:
    young = ["甲,化工,2025-01-01,10"]
    found = changed(名册=young)
    assert (found["参评"], found["综合积分"], found["综合等级"], found["检查频次"]) == (
        False,
        None,
        "暂不评级",
        "2",
    )
    struck = changed(名册=young, 否决事项=["甲,重大事故,2025-05-05,否"])
    assert (struck["环境等级"], struck["综合等级"], struck["检查频次"]) == ("暂不评级", "D", "12")
    assert changed(名册=["甲,化工,2024-12-31,10"])["检查频次"] == "2"


def test_numbers_are_written_plainly() -> None:
    assert [plain(Fraction(text)) for text in ("0", "-7.50", "100", "0.05")] == ["0", "-7.5", "100", "0.05"]
    assert round_points(Fraction("1.005")) == Fraction("1.01")


def test_example_ledgers() -> None:
    ledgers = {name: rows_of((EXAMPLE / f"{name}.csv").read_text(encoding="utf-8")) for name in HEADERS}
    found = {str(record["单位"]): record for record in results(ledgers)}
    assert "".join(str(record["综合等级"])[:1] for record in found.values()) == "ACCDDCDDA暂DB"
    assert (found["永丰印染"]["综合积分"], found["永丰印染"]["用工扣分"]) == ("-29", "50")
    assert len(person_results(ledgers)) == len(ledgers["扣分记录"])


@pytest.mark.parametrize("seed", range(50))
def test_random_facts_are_accepted(seed: int) -> None:
    texts = random_facts(random.Random(seed))
    ledgers = {name: rows_of(text) for name, text in texts.items()}
    found = results(ledgers)
    assert [record["单位"] for record in found] == [member["单位"] for member in ledgers["名册"]]
    assert len(person_results(ledgers)) == len(ledgers["扣分记录"])
    for record in found:
        assert all(isinstance(value, str | bool | list | None) for value in record.values())
