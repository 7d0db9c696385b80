"""The clauses and readings of the oracle on facts small enough to work out by hand."""

import random
from collections.abc import Mapping

import pytest

from .generate import random_facts, random_readings
from .heshan2013 import Record, evaluate, plain
from .points import Facts, Row
from .readings import READINGS
from .roster import ROSTER, SEQUENCES, members

STREETS = ("赫山街道办事处", "桃花仑街道办事处", "金银山街道办事处", "会龙山街道办事处")


def facts_with(scores: Mapping[str, str], **ledgers: list[Row]) -> Facts:
    """Facts in which the units named have 指标评估得分 as given, all others 100, and 300 more each."""
    facts: Facts = {"单位": [], "得分": []}
    for unit in ROSTER:
        facts["单位"].append(
            {
                "单位": unit.name,
                "在编人数": "10",
                "党政正职人数": "2",
                "其他班子成员人数": "3",
                "主要负责人两年内异动": "否",
                "获省委省政府充分肯定": "是",
                "省市绩效评估中加分": "是",
            }
        )
        facts["得分"].append(
            {
                "单位": unit.name,
                "指标评估得分": scores.get(unit.name, "100"),
                "述绩述效评估得分": "200",
                "公众评估得分": "100",
            }
        )
    facts.update(ledgers)
    return facts


def record_of(facts: Facts, name: str, readings: Mapping[str, str] = {}) -> Record:
    """The record of one unit."""
    return next(record for record in evaluate(facts, readings) if record["单位"] == name)


def grades_of(facts: Facts, names: tuple[str, ...], readings: Mapping[str, str] = {}) -> list[object]:
    """等次 of several units."""
    return [record_of(facts, name, readings)["等次"] for name in names]


def award(unit: str, project: str, level: str, award_object: str, day: str = "2013-06-01") -> Row:
    """One row of 表彰."""
    return {"单位": unit, "项目": project, "级别": level, "对象": award_object, "日期": day}


def veto(unit: str) -> Row:
    """One row of 一票否决."""
    return {"单位": unit, "领域": "安全生产", "日期": "2013-06-01"}


def criticism(unit: str) -> Row:
    """One row of 通报批评 that takes nothing off."""
    return {"单位": unit, "事项": "信访", "级别": "省级", "列为评估指标": "否", "日期": "2013-06-01"}


def indicator_sheet(unit: str, pairs: list[tuple[int, int]]) -> list[Row]:
    """Rows of 指标排位."""
    return [
        {"单位": unit, "指标": f"指标{index}", "上年排位": str(before), "本年排位": str(now)}
        for index, (before, now) in enumerate(pairs)
    ]


def test_city_awards_counted_each_or_once() -> None:
    rows = [award("区编办", project, "市级", "本单位") for project in "甲乙丙"]
    rows.append(award("区编办", "丁", "市级", "区委区政府"))
    facts = facts_with({}, 表彰=rows)
    assert record_of(facts, "区编办")["表彰加分"] == "3.5"
    assert record_of(facts, "区编办", {"市级表彰计次": "一次"})["表彰加分"] == "1.5"


def test_a_further_award_can_lower_a_total() -> None:
    rows = [award("区编办", "甲", "国家级", "本单位"), award("区编办", "乙", "市级", "本单位")]
    assert record_of(facts_with({}, 表彰=rows), "区编办")["表彰加分"] == "6"
    rows.append(award("区编办", "乙", "省部级", "本单位"))
    assert record_of(facts_with({}, 表彰=rows), "区编办")["表彰加分"] == "5"


@pytest.mark.parametrize(("scope", "points"), [("本单位", "7"), ("含承办", "5")])
def test_equal_awards_count_as_the_one_of_the_district(scope: str, points: str) -> None:
    rows = [
        award("区编办", "甲", "国家级", "本单位"),
        award("区编办", "乙", "省部级", "本单位", "2013-01-01"),
        award("区编办", "乙", "国家级", "区委区政府", "2013-12-31"),
    ]
    assert record_of(facts_with({}, 表彰=rows), "区编办", {"表彰封顶范围": scope})["表彰加分"] == points


def test_events_outside_the_year_neither_count_nor_absorb() -> None:
    rows = [
        award("区编办", "甲", "国家级", "本单位", "2012-12-31"),
        award("区编办", "甲", "国家级", "本单位", "2014-01-01"),
        award("区编办", "甲", "市级", "区委区政府", "2013-12-31"),
    ]
    assert record_of(facts_with({}, 表彰=rows), "区编办")["表彰加分"] == "0.5"


@pytest.mark.parametrize(
    ("pairs", "readings", "points"),
    [
        ([(8, 2), (9, 2), (3, 2), (2, 9), (5, 5)], {}, "6.5"),
        ([(8, 2), (9, 2), (3, 2), (2, 9), (5, 5)], {"前移封顶": "合计"}, "3"),
        ([(1, 1), (1, 1), (1, 1), (1, 1), (9, 2)], {}, "9"),
        ([(8, 2), (9, 3), (1, 1), (1, 1), (5, 2)], {}, "10"),
        ([(3, 1), (1, 1)], {}, "2.5"),
        ([(3, 1), (1, 1)], {"保持第一": "本年第一"}, "4"),
        ([(20, 1)] * 5, {"前移封顶": "合计", "保持第一": "本年第一"}, "10"),
    ],
)
def test_indicators(pairs: list[tuple[int, int]], readings: dict[str, str], points: str) -> None:
    rows = indicator_sheet("牌口乡", pairs) + indicator_sheet("区编办", pairs)
    facts = facts_with({}, 指标排位=rows)
    assert record_of(facts, "牌口乡", readings)["主要指标加分"] == points
    assert record_of(facts, "区编办", readings)["主要指标加分"] == "0"


def test_tie_across_the_last_place() -> None:
    facts = facts_with({STREETS[0]: "450", STREETS[1]: "450"})
    assert grades_of(facts, STREETS) == ["优秀", "优秀", "不达标", "不达标"]
    assert grades_of(facts, STREETS, {"末位并列": "全部不入选"}) == ["达标", "达标", "不达标", "不达标"]


@pytest.mark.parametrize(
    ("readings", "grade"),
    [
        ({}, "优秀"),
        ({"末位并列": "全部不入选"}, "优秀"),
        ({"取消资格后递补": "不递补"}, "优秀"),
        ({"取消资格后递补": "不递补", "末位并列": "全部不入选"}, "达标"),
    ],
)
def test_cancelled_unit_in_the_tie(readings: dict[str, str], grade: str) -> None:
    facts = facts_with({STREETS[0]: "450", STREETS[1]: "450"}, 一票否决=[veto(STREETS[0])])
    assert grades_of(facts, STREETS[:2], readings) == ["达标", grade]


def test_place_of_a_cancelled_unit() -> None:
    facts = facts_with({STREETS[0]: "450", STREETS[1]: "440"}, 一票否决=[veto(STREETS[0])])
    assert grades_of(facts, STREETS[:2]) == ["达标", "优秀"]
    assert grades_of(facts, STREETS[:2], {"取消资格后递补": "不递补"}) == ["达标", "达标"]
    assert [record_of(facts, name)["名次"] for name in STREETS] == [1, 2, 3, 3]


def test_lowest_score_for_excellent() -> None:
    facts = facts_with({STREETS[0]: "400"})
    asked = {"优秀最低分": "须达标"}
    assert grades_of(facts, STREETS[:1], asked) == ["优秀"]
    assert grades_of(facts, STREETS[:1], asked | {"七百分整": "基本达标"}) == ["基本达标"]
    assert grades_of(facts, STREETS[:1], {"七百分整": "基本达标"}) == ["优秀"]


def test_whole_scores() -> None:
    names = ("泉交河镇", "兰溪镇", "龙光桥镇", "衡龙桥镇", "沧水铺镇")
    facts = facts_with(dict(zip(names, ("700", "690", "400", "300", "299.9999"), strict=True)))
    assert grades_of(facts, names) == ["优秀", "优秀", "达标", "基本达标", "不达标"]
    other = {"七百分整": "基本达标", "六百分整": "不达标"}
    assert grades_of(facts, names, other) == ["优秀", "优秀", "基本达标", "不达标", "不达标"]


@pytest.mark.parametrize(
    ("rounding", "numbers"),
    [
        ("四舍五入", [2, 2, 1, 2, 2, 5, 3, 2, 2, 7]),
        ("向下取整", [2, 2, 1, 1, 1, 4, 3, 2, 1, 6]),
        ("向上取整", [2, 2, 1, 2, 2, 5, 4, 3, 2, 7]),
    ],
)
def test_places(rounding: str, numbers: list[int]) -> None:
    scores = {unit.name: str(600 - index) for index, unit in enumerate(ROSTER)}
    records = evaluate(facts_with(scores), {"名额取整": rounding})
    for sequence, number in zip(SEQUENCES, numbers, strict=True):
        excellent = [r["单位"] for r in records if r["序列"] == sequence and r["等次"] == "优秀"]
        assert excellent == [unit.name for unit in members(sequence)[:number]]


def test_two_kinds() -> None:
    rows = {"一票否决": [veto("区编办"), veto("区编办"), veto("区档案局")], "通报批评": [criticism("区编办")]}
    facts = facts_with({"区编办": "600", "区档案局": "600"}, **rows)
    found = record_of(facts, "区编办")
    assert (found["取消评优情形"], found["减分"]) == (["一票否决", "市级以上通报批评"], "0")
    assert (found["等次"], found["待委员会研究"]) == ("达标", True)
    automatic = record_of(facts, "区编办", {"两种情形认定": "自动"})
    assert (automatic["等次"], automatic["待委员会研究"]) == ("不达标", False)
    assert record_of(facts, "区档案局", {"两种情形认定": "自动"})["等次"] == "达标"
    facts["委员会决定"] = [{"单位": name, "决定": "直接认定不达标"} for name in ("区编办", "区档案局")]
    decided = record_of(facts, "区编办")
    assert (decided["等次"], decided["待委员会研究"]) == ("不达标", False)
    assert record_of(facts, "区档案局")["等次"] == "达标"


def test_excellent_directly() -> None:
    scores = {STREETS[0]: "600", STREETS[1]: "395", STREETS[2]: "394.99"}
    rows = [award(name, "甲", "国家级", "本单位") for name in STREETS]
    assert grades_of(facts_with(scores, 表彰=rows), STREETS) == ["优秀", "优秀", "基本达标", "不达标"]
    # At exactly 700 it hangs on what 700 is.
    assert grades_of(facts_with(scores, 表彰=rows), STREETS[1:2], {"七百分整": "基本达标"}) == ["基本达标"]
    cancelled = facts_with(scores, 表彰=rows, 一票否决=[veto(STREETS[1])])
    assert grades_of(cancelled, STREETS[1:2]) == ["达标"]


def test_bonus_without_staff() -> None:
    facts = facts_with({STREETS[0]: "600"})
    found = record_of(facts, STREETS[0])
    assert [found[key] for key in ("奖金总额", "党政正职奖金下限", "其他班子成员奖金下限")] == [
        "20000",
        "6000",
        "7200",
    ]
    for row in facts["单位"]:
        row["在编人数"] = "0"
    found = record_of(facts, STREETS[0])
    assert [found[key] for key in ("奖金总额", "党政正职奖金下限", "其他班子成员奖金下限")] == ["0", "0", "0"]
    assert record_of(facts, "区人大机关")["奖金总额"] == "0"
    assert record_of(facts, "区人大机关")["党政正职奖金下限"] is None


@pytest.mark.parametrize(
    ("place", "number", "last"),
    [("82", "92", False), ("83", "92", True), ("1", "9", True), ("1", "11", False)],
)
def test_last_ten(place: str, number: str, last: bool) -> None:
    poll = {"民调": "服务民生", "全市排名": place, "参评总数": number}
    facts = facts_with({}, 民调=[{"单位": name, **poll} for name in ("牌口乡", "区编办")])
    assert record_of(facts, "牌口乡")["取消评优情形"] == (["民调后十位"] if last else [])
    assert record_of(facts, "区编办")["取消评优情形"] == []


def test_plain_numbers() -> None:
    values = [record_of(facts_with({"牌口乡": text}), "牌口乡")["综合得分"] for text in ("0.0", "573.5000")]
    assert values == ["300", "873.5"]
    assert plain(None) is None


def test_unknown_reading() -> None:
    with pytest.raises(ValueError, match="七百分整=优秀"):
        evaluate(facts_with({}), {"七百分整": "优秀"})
    assert len(READINGS) == 11


@pytest.mark.parametrize("seed", range(14))
def test_order_of_rows_has_no_effect(seed: int) -> None:
    facts, readings = random_facts(seed), random_readings(seed)
    before = evaluate(facts, readings)
    for rows in facts.values():
        random.Random(seed).shuffle(rows)
    assert evaluate(facts, readings) == before
