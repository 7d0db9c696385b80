"""The oracle against examples worked out by hand, and against many random years."""

import csv
import io
import random
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracles.townships_2025 import indicators, oracle
from tests.oracles.townships_2025.facts import COLUMNS, random_facts
from tests.oracles.townships_2025.reading import UNITS, Ledgers, Row, ranks, rounded, written

EXAMPLE = Path(__file__).parents[3] / "rules" / "townships-2025" / "facts"
ONE_ROW_A_UNIT = ("目标任务", "年度数据", "民生底线", "满意度", "上年结果")
KEYS = {
    "月调度": ("单位", "月"),
    "季评价": ("单位", "季度"),
    "报表": ("单位", "月"),
    "事故": ("单位", "事故编号"),
    "督办": ("单位", "编号"),
} | dict.fromkeys(ONE_ROW_A_UNIT, ("单位",))
OPTIONAL = ("工业增速", "满意率", "上年满意率", "上年全县排名", "上年等次", "得分", "报送日期", "办结日期")
FIGURE = re.compile(r"-?\d{1,9}(\.\d{1,4})?%?")
FIELDS = [
    *("单位", "组别", "财政收入得分", "工业增速得分", "固定资产投资得分", "招商引资得分", "项目开工得分"),
    *("居民增收得分", "信访得分", "安全生产得分", "报表得分", "矛盾化解得分", "空气质量得分", "秸秆禁烧得分"),
    *("民生实事名次", "民生实事得分", "党建名次", "党建得分", "发展位次得分", "民生底线得分", "参评满分"),
    *(
        "年度指标得分",
        "月调度平均分",
        "末位次数",
        "最长连续末位月数",
        "季评价平均分",
        "末位扣分",
        "平时调度得分",
    ),
    *("满意度得分", "表彰加分", "招商加分", "加分合计", "通报扣分", "督办扣分", "扣分合计"),
    *("综合得分", "组内排名", "全县排名", "取消评优情形数", "等次", "处理"),
]


def parsed(texts: dict[str, str]) -> dict[str, list[Row]]:
    """CSV texts as ledgers."""
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def ledgers_with(**rows: list[Row]) -> Ledgers:
    """Otherwise empty ledgers."""
    return {name: rows.get(name, []) for name in COLUMNS}


def check_cell(column: str, cell: str) -> None:
    """A cell has the form its column asks for."""
    if cell == "":
        assert column in OPTIONAL
    elif column.endswith("日期"):
        date.fromisoformat(cell)
    elif column.endswith(("率", "增速")):
        assert FIGURE.fullmatch(cell) and cell.endswith("%"), (column, cell)
    elif cell[0].isdigit() or cell[0] == "-":
        assert FIGURE.fullmatch(cell) and not cell.startswith("-"), (column, cell)


def check_ledgers(ledgers: dict[str, list[Row]]) -> None:
    """Ledgers keep to contract.md."""
    assert list(ledgers) == list(COLUMNS)
    for name, rows in ledgers.items():
        for row in rows:
            assert tuple(row) == ("单位", *COLUMNS[name])
            assert row["单位"] in UNITS
            for column in COLUMNS[name]:
                check_cell(column, row[column])
        if name in KEYS:
            keys = [tuple(row[column] for column in KEYS[name]) for row in rows]
            assert len(set(keys)) == len(keys), name
        if name in ONE_ROW_A_UNIT:
            assert sorted(row["单位"] for row in rows) == sorted(UNITS)
    for row in ledgers["年度数据"]:
        assert int(row["纠纷化解"]) <= int(row["纠纷受理"])
        assert Fraction(row["细颗粒物浓度"]) > 0
        assert int(row["上年全市位次"]) >= 1
    for row in ledgers["满意度"]:
        assert (row["满意率"] == "") == (row["有效样本"] == "0")
        assert all(0 <= Fraction(row[c][:-1]) <= 100 for c in ("满意率", "上年满意率") if row[c])
    for row in ledgers["目标任务"]:
        assert Fraction(row["财政收入目标"]) > 0
        assert int(row["民生任务"]) > 0
    for row in ledgers["督办"]:
        assert not row["办结日期"] or row["办结日期"] >= row["交办日期"]


@pytest.mark.parametrize(
    ("unit", "revenue", "expected"),
    [
        ("青石镇", "999.95", "12"),  # 99.995% is 100.00%
        ("青石镇", "999.94", "12"),  # 99.994% is 99.99%, and 11.9988 points are 12.00
        ("青石镇", "980", "11.76"),
        ("柳湾镇", "980", "12"),
        ("柳湾镇", "970", "11.64"),
        ("云峰乡", "950", "12"),
        ("云峰乡", "949.94", "11.4"),  # 94.99%: 11.3988
        ("青石镇", "600", "7.2"),
        ("青石镇", "599.94", "0"),
    ],
)
def test_revenue(unit: str, revenue: str, expected: str) -> None:
    score = indicators.revenue({"财政收入目标": "1000"}, {"单位": unit, "财政收入": revenue})
    assert written(score) == expected


@pytest.mark.parametrize(
    ("unit", "raised", "expected"),
    [
        ("青石镇", "99.9999", "0"),
        ("青石镇", "2000", "2"),
        ("青石镇", "2299", "2"),
        ("青石镇", "2300", "2.4"),
        ("青石镇", "5499", "6"),
        ("青石镇", "9000", "10"),
        ("青石镇", "90000", "10"),
        ("柳湾镇", "5000", "7"),  # 6000 after conversion
        ("云峰乡", "2000", "3.2"),  # 3000 after conversion: 2 and three steps of 0.4
    ],
)
def test_attraction(unit: str, raised: str, expected: str) -> None:
    assert written(indicators.attraction(unit, Fraction(raised))) == expected


def test_industry_against_the_mean() -> None:
    data = {unit: {"工业增速": ""} for unit in UNITS}
    data["青石镇"]["工业增速"], data["东桥镇"]["工业增速"] = "12%", "8%"  # the mean is 10
    data["云峰乡"]["工业增速"] = "10%"
    scores = indicators.industry(data)
    assert [scores[unit] for unit in ("青石镇", "东桥镇", "云峰乡")] == [8, Fraction("5.4"), 7]
    assert scores["岩头镇"] is None


def test_petitions_count_a_number_once_at_its_highest_admitted_level() -> None:
    def entry(number: str, level: str, day: str, admitted: str) -> Row:
        return {"单位": "青石镇", "编号": number, "层级": level, "登记日期": day, "受理": admitted}

    rows = [
        entry("X1", "到市", "2025-01-01", "是"),
        entry("X1", "赴省", "2025-12-31", "是"),
        entry("X1", "进京", "2025-06-01", "否"),
        entry("X2", "进京", "2026-01-01", "是"),
        entry("X3", "到市", "2025-06-01", "是"),
    ]
    assert written(indicators.petitions(ledgers_with(信访=rows), "青石镇")) == "6.5"


def test_safety_may_be_negative() -> None:
    rows = [{"单位": "青石镇", "事故编号": "S1", "等级": "重大", "死亡人数": "3", "日期": "2025-12-31"}]
    assert written(indicators.safety(ledgers_with(事故=rows), "青石镇")) == "-3"


def test_reports_missing_and_late() -> None:
    sent = {1: "2025-02-05", 2: "2025-02-06", 3: "2025-03-01", 4: ""}
    rows = [
        {"单位": "青石镇", "月": str(month), "截止日期": "2025-02-05", "报送日期": day}
        for month, day in sent.items()
    ]
    # nine of twelve are missing: 2.7; one day late: 0.1; 24 days late: 0.5
    assert written(indicators.reports(ledgers_with(报表=rows), "青石镇")) == "0.7"


def test_annual_is_scaled_where_items_do_not_apply() -> None:
    items: dict[str, Fraction | None] = {"工业增速得分": None, "项目开工得分": None, "其他": Fraction(68)}
    assert indicators.marks_in_play(items) == 85
    assert written(indicators.annual(items)) == "80"
    assert written(indicators.annual({**items, "其他": Fraction(-1)})) == "0"


def test_places_stay_empty_after_a_tie() -> None:
    keys = {"甲": (Fraction(9),), "乙": (Fraction(9),), "丙": (Fraction(8),)}
    assert ranks(keys) == {"甲": 1, "乙": 1, "丙": 3}
    assert [written(indicators.works(place)) for place in (1, 2, 11, 12)] == ["6", "5.4", "0", "0"]


def test_last_places() -> None:
    months = {
        month: {"青石镇": Fraction(50), "东桥镇": Fraction(60 if month != 4 else 50)}
        for month in range(1, 13)
    }
    del months[6]["青石镇"]
    lasts = oracle.last_months(months, "青石镇")
    # month 4 is even, month 6 was missed
    assert (sum(lasts), oracle.longest_run(lasts)) == (10, 6)
    assert oracle.last_place_deduction(10, 6) == 9
    assert oracle.last_place_deduction(2, 2) == 4
    assert oracle.last_place_deduction(3, 1) == 3


@pytest.mark.parametrize(
    ("rate", "before", "expected"),
    [
        ("85.5%", "", "85.5"),
        ("85.5%", "84.5001%", "85.5"),
        ("85.5%", "84.5%", "86"),
        ("85.5%", "70%", "88.5"),
        ("85.5%", "86.4999%", "85.5"),
        ("85.5%", "86.5%", "84.5"),
        ("85.5%", "99%", "80.5"),
        ("99%", "80%", "100"),
        ("41%", "80%", "40"),
    ],
)
def test_satisfaction(rate: str, before: str, expected: str) -> None:
    score = oracle.surveyed({"有效样本": "100", "满意率": rate, "上年满意率": before})
    assert score is not None
    assert written(score) == expected


def test_excess_and_supervision() -> None:
    assert written(oracle.excess(Fraction(10999), Fraction(10000))) == "0.2"
    assert written(oracle.excess(Fraction(11000), Fraction(10000))) == "0.4"
    assert oracle.excess(Fraction(1), Fraction(0)) == 0
    rows = [
        {
            "单位": "青石镇",
            "编号": "D1",
            "交办日期": "2025-03-01",
            "办理天数": "10",
            "办结日期": "2025-03-11",
        },
        {
            "单位": "青石镇",
            "编号": "D2",
            "交办日期": "2025-03-01",
            "办理天数": "10",
            "办结日期": "2025-03-12",
        },
        {
            "单位": "青石镇",
            "编号": "D3",
            "交办日期": "2025-12-20",
            "办理天数": "10",
            "办结日期": "2026-02-01",
        },
        {"单位": "青石镇", "编号": "D4", "交办日期": "2025-03-01", "办理天数": "10", "办结日期": ""},
    ]
    assert written(oracle.supervision(ledgers_with(督办=rows), "青石镇")) == "0.34"


def test_grades() -> None:
    def graded(score: str, place: int = 1, barred: int = 0, disaster: bool = False) -> str:
        return oracle.grade(Fraction(score), "平原组", place, barred, disaster)

    assert [graded(s) for s in ("85", "84.99", "75", "74.99", "60", "59.99")] == [
        *("优秀", "良好", "良好", "合格", "合格", "不合格")
    ]
    assert (graded("90", place=2), graded("90", place=3)) == ("优秀", "良好")
    assert (graded("90", barred=1), graded("90", barred=2)) == ("良好", "合格")
    assert (graded("80", barred=1), graded("80", barred=2)) == ("良好", "合格")
    assert (graded("50", barred=2), graded("90", disaster=True)) == ("不合格", "不合格")
    assert oracle.grade(Fraction(90), "山区组", 2, 0, False) == "良好"


def test_rounding() -> None:
    assert written(rounded(Fraction("1.005"))) == "1.01"
    assert written(rounded(Fraction("1.0049"))) == "1"


def test_example_year() -> None:
    ledgers = parsed({name: (EXAMPLE / f"{name}.csv").read_text(encoding="utf-8") for name in COLUMNS})
    check_ledgers(ledgers)
    records = oracle.results(ledgers)
    assert [record["单位"] for record in records] == list(UNITS)
    assert {record["等次"] for record in records} == {"优秀", "良好", "合格", "不合格"}


@pytest.mark.parametrize("seed", range(50))
def test_random_years(seed: int) -> None:
    ledgers = parsed(random_facts(random.Random(seed)))
    check_ledgers(ledgers)
    records = oracle.results(ledgers)
    for record in records:
        assert list(record) == FIELDS
        assert 0 <= Fraction(str(record["年度指标得分"])) <= 100
        assert 40 <= Fraction(str(record["满意度得分"])) <= 100
    assert min(int(str(record["全县排名"])) for record in records) == 1


def test_random_years_repeat() -> None:
    assert random_facts(random.Random(7)) == random_facts(random.Random(7))
