"""Quick checks of the oracle: figures worked out by hand from the source, and random facts that must run."""

import csv
import io
import random
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracles.environment_2025 import air, base, money, oracle, ranking, water
from tests.oracles.environment_2025.facts import random_facts

EXAMPLE = Path(__file__).parents[3] / "rules" / "environment-2025" / "facts"
Tables = dict[str, list[dict[str, str]]]


def read(texts: dict[str, str]) -> Tables:
    """Read ledgers as the oracle expects them."""
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def example() -> Tables:
    """Read the example ledgers of the book."""
    return read({path.stem: path.read_text(encoding="utf-8") for path in EXAMPLE.glob("*.csv")})


def section(month: int, found: str, times: str = "", level: str = "省控") -> dict[str, str]:
    """Make one row of 断面月报 with the target 三类."""
    keys = ("单位", "断面", "级别", "月", "目标类别", "水质类别", "超标倍数")
    return dict(zip(keys, ("东湖区", "甲", level, str(month), "三类", found, times), strict=True))


def made_standing(mean: str, gain: str, place: int | None, from_end: int, size: int) -> ranking.Standing:
    """Make a standing to try the lines of chapter 五 on."""
    found = air.Air(Fraction(mean), Fraction(gain), Fraction(85), 0, 0)
    wet = water.Water(Fraction(90), Fraction(80), False, Fraction(0))
    return ranking.Standing(found, wet, Fraction(83), place, from_end, size, "良好")


def yearly(**cells: str) -> Tables:
    """Make 年度情况 of one unit."""
    row = {"单位": "云岫县", "上年年均浓度": "40", "全省同类平均浓度": "38", "上年名次": "", "上年末位": "否"}
    return {"年度情况": [row | {"连续达标年数": "0"} | cells]}


@pytest.mark.parametrize(
    ("gain", "points"),
    [
        ("10", "20"),
        ("9.99", "19"),
        ("5", "15"),
        ("4.99", "14.99"),
        ("0", "10"),
        ("-0.01", "9.98"),
        ("-5", "0"),
    ],
)
def test_gain_bands(gain: str, points: str) -> None:
    """二（二）1 to 4 at the ends of their bands."""
    assert air.gain_score(Fraction(gain)) == Fraction(points)


def test_month_rank_takes_more_for_each_month_in_a_row() -> None:
    """二（五）2: 1 + 2 + 3 + 3, and 1 again after a break."""
    assert air.month_rank_score([True] * 4 + [False] * 8) == 1
    assert air.month_rank_score([True, False, True] + [False] * 9) == 8
    assert air.month_rank_score([True] * 12) == 0


def test_rounding() -> None:
    """一（四）: half up, by absolute value for negatives."""
    assert base.half_up(Fraction("1.005")) == Fraction("1.01")
    assert base.half_up(Fraction("-1.005")) == Fraction("-1.01")
    assert base.plain(Fraction("-120.50")) == "-120.5"
    assert base.plain(Fraction(300)) == "300"


def test_payment_example_of_the_source() -> None:
    """五（三）1: 6 × (1 + 0.5) = 9 万元; 2: doubled from the third month, anew after a gap."""
    assert water.payment_of([section(1, "四类", "0.5")]) == 90_000
    assert water.payment_of([section(1, "四类", "7", "国控")]) == 400_000
    run = [section(month, "四类") for month in (1, 2, 3, 4)]
    assert water.payment_of(run) == 60_000 * (1 + 1 + 2 + 2)
    assert water.payment_of(run[:2] + run[3:]) == 60_000 * 3


def test_half_year_change() -> None:
    """三（三）: 0.2 points up, 0.3 points down, 6 points without a comparison."""
    good, bad = [section(1, "三类")], [section(7, "四类")]
    assert water.half_year_score(good) == 6
    assert water.half_year_score(good + bad) == 0
    mixed = [*good, section(2, "四类"), section(7, "三类"), section(8, "三类")]
    assert water.half_year_score(mixed) == 10


def test_towns_in_last_place() -> None:
    """三（四）: 2 points, 4 the second time; fewer than three towns have no last place."""
    rows = [
        {"单位": unit, "乡镇": "东镇", "季度": quarter, "水质指数": index}
        for quarter, indexes in (("1", ("5", "4", "3")), ("2", ("5", "5", "3")), ("3", ("5", "4", "")))
        for unit, index in zip(("东湖区", "西岭区", "南浦区"), indexes, strict=True)
    ]
    last = water.last_towns({"乡镇水质": rows})
    assert [water.town_score(last, unit) for unit in ("东湖区", "西岭区", "南浦区")] == [4, 8, 10]


def test_concentration_award_example_of_the_source() -> None:
    """五（二）1: 6.80 micrograms less give 130 万元; 2: 1.5 more, above the province, cost 33.75 万元."""
    assert money.air_award(yearly(), "云岫县", made_standing("33.2", "17", 1, 6, 6)) == 1_300_000
    assert money.air_award(yearly(), "云岫县", made_standing("41.5", "-3.75", 6, 1, 6)) == -337_500
    assert money.air_award(
        yearly(全省同类平均浓度="41.5"), "云岫县", made_standing("41.5", "-3.75", 6, 1, 6)
    ) == (-225_000)


@pytest.mark.parametrize(
    ("place", "from_end", "size", "amount"),
    [(1, 6, 6, 100), (3, 3, 5, 30), (4, 2, 5, -30), (1, 1, 6, 40), (1, 1, 4, 30), (2, 3, 4, 0), (1, 1, 1, 0)],
)
def test_place_award_by_size_of_group(place: int, from_end: int, size: int, amount: int) -> None:
    """五（一）1 and 2, with the third choice of the contract where all are level."""
    standing = made_standing("38", "5", place, from_end, size)
    assert money.place_award(yearly(), "云岫县", standing) == amount * 10_000


def test_moves_and_years() -> None:
    """五（五）, 五（六）: years in a row, places gained and lost, with their limits."""
    standing = made_standing("38", "5", 2, 5, 6)
    awards = [money.years_award(yearly(连续达标年数=years), "云岫县", standing) for years in "01237"]
    assert awards == [0, 100_000, 200_000, 300_000, 300_000]
    moves = [
        money.moves_award(yearly(上年名次=place), "云岫县", standing) for place in ("6", "3", "2", "1", "")
    ]
    assert moves == [150_000, 50_000, 0, -40_000, 0]


def test_a_tie_over_the_quota_is_left_out() -> None:
    """七（三）: two places among twenty people, the second and third level."""
    scores = {"甲": Fraction(95), "乙": Fraction(90), "丙": Fraction(90)}
    assert oracle.chosen_names(scores, 20) == {"甲"}
    assert oracle.chosen_names(scores, 30) == {"甲", "乙", "丙"}
    assert oracle.chosen_names(scores, 9) == set()


def test_example_worked_out_by_hand() -> None:
    """麦岭县 of the example facts, from its ledgers by hand."""
    record = {str(found["单位"]): found for found in oracle.results(example())}["麦岭县"]
    # Fines: 60 × 2 + 64.35 + 149.34 + 30 = 363.69 万元, of which 200 count.
    assert record["名次奖罚"] == "-1200000"
    assert record["浓度奖罚"] == "-643500"  # 2.86 more: × 15 × 1.5 = 64.35 万元
    assert record["罚金合计"] == "2000000"
    # The pool is 3000 + 2223.1 万元; places 5 to 9 take 8% of the 40% that is for water.
    assert record["水资金"] == "1671392"
    assert record["预拨额"] == "1741033.33"
    # 5 + 167.1392 - 200 - 36 = -63.8608 万元: the advance goes back whole, the rest is carried over.
    assert record["应得额"] == "-638608"
    assert record["清算净额"] == "-1741033.33"
    assert record["结转额"] == "638608"


@pytest.mark.parametrize("seed", range(50))
def test_random_facts_run(seed: int) -> None:
    """Every unit and person has a record, and the money for air is spent to the last cent."""
    ledgers = read(random_facts(random.Random(seed)))
    records = oracle.results(ledgers)
    assert [record["单位"] for record in records] == list(base.UNITS)
    spent = sum(Fraction(str(record["空气资金"])) for record in records)
    assert spent in {0, base.half_up(money.pool_of(ledgers) * 60 / 100)}
    people = {row["姓名"] for row in ledgers["河长"]}
    persons = oracle.person_results(ledgers)
    assert len(persons) == len(people)
    assert sum(bool(person["先进"]) for person in persons) <= len(people) // 10
