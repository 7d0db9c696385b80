"""The generator: valid fact sets, the same for the same seed, that really sit on the boundaries."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from .facts_io import TABLES, read_facts, write_facts
from .generate import FLAVOURS, flavour_of, random_facts, random_readings
from .heshan2013 import Record, Standing, evaluate, has_decision, is_excellent_by_rank, places
from .ledgers import INDICATORS
from .points import (
    Facts,
    award_points,
    award_value,
    cancellations,
    counted_awards,
    events_of,
    is_under_cap,
    move_points,
    rows_of,
)
from .readings import READINGS, complete
from .roster import ROSTER, SEQUENCES, TOWNSHIP, Unit, members

SEEDS = range(60)
DEFAULTS = complete({})
YES_NO = ("是", "否")

ENUMERATIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("单位", "主要负责人两年内异动"): YES_NO,
    ("单位", "获省委省政府充分肯定"): YES_NO,
    ("单位", "省市绩效评估中加分"): YES_NO,
    ("表彰", "级别"): ("国家级", "省部级", "市级"),
    ("表彰", "对象"): ("本单位", "区委区政府"),
    ("通报批评", "级别"): ("国家级", "省级", "市级"),
    ("通报批评", "列为评估指标"): YES_NO,
    ("指标排位", "指标"): INDICATORS,
    ("上级验收", "类型"): ("承担验收", "重点指标"),
    ("上级验收", "结果"): ("合格", "扣分"),
    ("一票否决", "领域"): ("党风廉政建设", "安全生产", "计划生育", "社会治安综合治理"),
    ("违纪", "班子成员"): YES_NO,
    ("违纪", "腐败案件"): YES_NO,
    ("违纪", "处分"): ("党纪处分", "行政处分", "无"),
    ("历史等次", "等次"): ("优秀", "达标", "基本达标", "不达标"),
    ("委员会决定", "决定"): ("直接认定不达标",),
}
HIGHEST: dict[str, int] = {"指标评估得分": 700, "述绩述效评估得分": 200, "公众评估得分": 100, "扣分": 1000}
COUNTS = ("在编人数", "党政正职人数", "其他班子成员人数")
RANKS = ("上年排位", "本年排位", "全市排名", "参评总数")
UNIQUE: dict[str, tuple[str, ...]] = {
    "单位": ("单位",),
    "得分": ("单位",),
    "指标排位": ("单位", "指标"),
    "历史等次": ("单位", "年度"),
}


class World(NamedTuple):
    """One generated fact set with its records under the default readings."""

    facts: Facts
    records: list[Record]
    standings: list[Standing]


def world_of(seed: int) -> World:
    """Generate and evaluate."""
    facts = random_facts(seed)
    standings = [Standing(facts, sequence, DEFAULTS) for sequence in SEQUENCES]
    return World(facts, evaluate(facts), standings)


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    """The fact sets of all seeds."""
    return [world_of(seed) for seed in SEEDS]


def check_cell(table: str, column: str, cell: str) -> None:
    """A cell is within its range."""
    assert cell
    assert cell == cell.strip()
    if (table, column) in ENUMERATIONS:
        assert cell in ENUMERATIONS[table, column]
    elif column in HIGHEST:
        assert re.fullmatch(r"\d+(\.\d{1,4})?", cell)
        assert Fraction(cell) <= HIGHEST[column]
    elif column in COUNTS:
        assert re.fullmatch(r"0|[1-9]\d*", cell)
    elif column in RANKS:
        assert re.fullmatch(r"[1-9]\d*", cell)
    elif column == "年度":
        assert re.fullmatch(r"\d{4}", cell)
    elif column == "日期":
        assert date.fromisoformat(cell).isoformat() == cell


def test_facts_are_valid(worlds: list[World]) -> None:
    names = [unit.name for unit in ROSTER]
    for world in worlds:
        for table, rows in world.facts.items():
            for row in rows:
                assert tuple(row) == TABLES[table]
                assert row["单位"] in names
                for column, cell in row.items():
                    check_cell(table, column, cell)
        for table, columns in UNIQUE.items():
            keys = [tuple(row[column] for column in columns) for row in world.facts.get(table, [])]
            assert len(keys) == len(set(keys))
        assert sorted(row["单位"] for row in world.facts["单位"]) == sorted(names)
        assert {*(row["单位"] for row in world.facts["得分"]), "龙岭工业园"} == set(names)
        for row in world.facts.get("民调", []):
            assert int(row["全市排名"]) <= int(row["参评总数"])
        for row in world.facts.get("上级验收", []):
            assert row["结果"] == "扣分" or row["扣分"] == "0"


def test_readings_are_valid_and_all_drawn() -> None:
    drawn = [random_readings(seed) for seed in SEEDS]
    assert DEFAULTS in drawn
    for name, options in READINGS.items():
        assert {readings[name] for readings in drawn} == set(options)
    assert all(list(readings) == list(READINGS) for readings in drawn)


def test_same_seed_same_facts() -> None:
    """Also in a process with other hashes of text."""
    code = (
        "from oracle.generate import random_facts, random_readings\n"
        "print([(random_facts(s), random_readings(s)) for s in range(14)])"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-B", "-c", code],
            cwd=Path(__file__).resolve().parent.parent,
            env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout.strip()
        for hash_seed in ("1", "2")
    ]
    here = str([(random_facts(seed), random_readings(seed)) for seed in range(14)])
    assert outputs == [here, here]
    assert random_facts(0) != random_facts(len(FLAVOURS))


@pytest.mark.parametrize("seed", [3, 4, 11])
def test_round_trip(seed: int, tmp_path: Path) -> None:
    facts = random_facts(seed)
    write_facts(facts, tmp_path)
    assert read_facts(tmp_path) == facts


def test_every_flavour_comes_up() -> None:
    assert {flavour_of(seed) for seed in SEEDS} == set(FLAVOURS)


# Situations: each must come up in some of the fact sets.


def eligible_scores(standing: Standing) -> list[Fraction]:
    """Totals of the units of a 序列 that are not cancelled."""
    return [standing.scores[unit.name] for unit in standing.units if not standing.kinds[unit.name]]


def has_tie_at_last_place(world: World, extra: int) -> bool:
    """Whether a tied group ends so many places beyond the last one (0: it just fits)."""
    for standing in world.standings:
        scores = eligible_scores(standing)
        number = places(standing.sequence, DEFAULTS)
        for score in scores:
            first = 1 + len([other for other in scores if other > score])
            size = scores.count(score)
            if size > 1 and first <= number and first + size - 1 == number + extra:
                return True
    return False


def has_total(*totals: str) -> Callable[[World], bool]:
    """Whether each of these totals comes up for a ranked unit."""
    return lambda world: set(totals) <= {str(r["综合得分"]) for r in world.records if r["序列"]}


def has_total_with_points(total: str) -> Callable[[World], bool]:
    """Whether a total comes up with 加减分 other than 0."""
    return lambda world: any(r["综合得分"] == total and r["加减分"] != "0" for r in world.records)


def any_unit(test: Callable[[Facts, Unit], bool]) -> Callable[[World], bool]:
    """Whether a unit of the fact set passes a test."""
    return lambda world: any(test(world.facts, unit) for unit in ROSTER)


def has_absorbed_award(facts: Facts, unit: Unit) -> bool:
    return len(counted_awards(facts, unit)) < len(events_of(facts, "表彰", unit))


def has_capped_awards(facts: Facts, unit: Unit) -> bool:
    return sum(award_value(a) for a in counted_awards(facts, unit) if is_under_cap(a, DEFAULTS)) > 5


def has_harmful_award(facts: Facts, unit: Unit) -> bool:
    """An award without which 表彰加分 would be higher."""
    events = events_of(facts, "表彰", unit)
    without = [[other for other in events if other is not event] for event in events]
    points = award_points(facts, unit, DEFAULTS)
    return any(award_points({"表彰": rest}, unit, DEFAULTS) > points for rest in without)


def has_equal_awards(facts: Facts, unit: Unit) -> bool:
    """Awards of one 项目 with the same points for different 对象."""
    events = events_of(facts, "表彰", unit)
    return any(
        a["项目"] == b["项目"] and award_value(a) == award_value(b) and a["对象"] != b["对象"]
        for a in events
        for b in events
    )


def has_same_day_awards(facts: Facts, unit: Unit) -> bool:
    """Awards of one 项目 on one day, of different 级别."""
    events = events_of(facts, "表彰", unit)
    return any(
        a["项目"] == b["项目"] and a["日期"] == b["日期"] and a["级别"] != b["级别"]
        for a in events
        for b in events
    )


def has_last_years_higher_award(facts: Facts, unit: Unit) -> bool:
    """An award out of the year that would absorb one in it."""
    return any(
        a["项目"] == b["项目"] and award_value(a) > award_value(b) and not "2013" <= a["日期"] < "2014"
        for a in rows_of(facts, "表彰", unit)
        for b in counted_awards(facts, unit)
    )


def has_cancelled_within_places(world: World) -> bool:
    numbers = {sequence: places(sequence, DEFAULTS) for sequence in SEQUENCES}
    return any(
        r["取消评优情形"] and isinstance(r["名次"], int) and r["名次"] <= numbers[str(r["序列"])]
        for r in world.records
        if r["序列"]
    )


def has_cancelled_sequence(world: World) -> bool:
    return any(all(standing.kinds.values()) for standing in world.standings)


def has_direct_excellent(world: World) -> bool:
    grades = {r["单位"]: r["等次"] for r in world.records}
    return any(
        grades[unit.name] == "优秀" and not is_excellent_by_rank(unit, standing, DEFAULTS)
        for standing in world.standings
        for unit in standing.units
    )


def has_direct_failed(world: World) -> bool:
    return any(r["等次"] == "不达标" and Fraction(str(r["综合得分"])) >= 700 for r in world.records)


def has_idle_decision(world: World) -> bool:
    kinds = {unit.name: standing.kinds[unit.name] for standing in world.standings for unit in standing.units}
    return any(len(kinds[u.name]) < 2 and has_decision(world.facts, u) for u in ROSTER if u.name in kinds)


def has_row(table: str, **cells: str) -> Callable[[World], bool]:
    """Whether a table has a row with these cells."""
    return lambda world: any(
        all(row[column] == cell for column, cell in cells.items()) for row in world.facts.get(table, [])
    )


def has_poll(above_last_ten: int) -> Callable[[World], bool]:
    """Whether a unit of 乡镇街道 comes in so many places above the last of its poll."""
    return lambda world: any(
        int(row["参评总数"]) - int(row["全市排名"]) == above_last_ten
        for unit in ROSTER
        if unit.category == TOWNSHIP
        for row in rows_of(world.facts, "民调", unit)
    )


def has_small_poll(facts: Facts, unit: Unit) -> bool:
    """A poll of fewer than ten."""
    return any(int(row["参评总数"]) < 10 for row in rows_of(facts, "民调", unit))


def has_stray(table: str) -> Callable[[World], bool]:
    """Whether a unit that is no 乡镇街道 has a row."""
    return any_unit(lambda facts, unit: unit.category != TOWNSHIP and bool(rows_of(facts, table, unit)))


def has_park_scores(world: World, *, present: bool) -> bool:
    return present == any(row["单位"] == "龙岭工业园" for row in world.facts["得分"])


def has_four_places(facts: Facts, unit: Unit) -> bool:
    """A check that takes off an amount with four places."""
    return any(re.search(r"\.\d{3}[1-9]$", row["扣分"]) for row in rows_of(facts, "上级验收", unit))


def unranked_units_have_rows(world: World) -> bool:
    return all(
        any(rows_of(world.facts, table, unit) for table in ("表彰", "上级验收", "一票否决", "违纪"))
        for unit in ROSTER
        if unit.sequence is None
    )


SITUATIONS: dict[str, Callable[[World], bool]] = {
    "tie across the last place": lambda world: any(has_tie_at_last_place(world, n) for n in (1, 2, 3)),
    "tie that just fits": lambda world: has_tie_at_last_place(world, 0),
    "600 and 700": has_total("600", "700"),
    "599.99": has_total_with_points("599.99"),
    "600": has_total_with_points("600"),
    "700": has_total_with_points("700"),
    "700.5": has_total_with_points("700.5"),
    "599.9999 and 700.0001": has_total("599.9999", "700.0001"),
    "above 1000": lambda world: any(Fraction(str(r["综合得分"] or 0)) > 1000 for r in world.records),
    "below 0": lambda world: any(Fraction(str(r["综合得分"] or 0)) < 0 for r in world.records),
    "absorbed award": any_unit(has_absorbed_award),
    "capped awards": any_unit(has_capped_awards),
    "harmful award": any_unit(has_harmful_award),
    "equal awards": any_unit(has_equal_awards),
    "same-day awards": any_unit(has_same_day_awards),
    "last year's award": any_unit(has_last_years_higher_award),
    "cancelled within places": has_cancelled_within_places,
    "cancelled sequence": has_cancelled_sequence,
    "all four kinds": any_unit(lambda facts, unit: len(cancellations(facts, unit)) == 4),
    "directly excellent": has_direct_excellent,
    "directly failed": has_direct_failed,
    "waiting": lambda world: any(r["待委员会研究"] is True for r in world.records),
    "waiting though failed": lambda world: any(
        r["待委员会研究"] and r["等次"] == "不达标" for r in world.records
    ),
    "idle decision": has_idle_decision,
    "empty ledgers": lambda world: list(world.facts) == ["单位", "得分"],
    "ten on indicators": lambda world: any(r["主要指标加分"] == "10" for r in world.records),
    "whole cap on moves": any_unit(lambda facts, unit: move_points(facts, unit, DEFAULTS) > 3),
    "held first": has_row("指标排位", 上年排位="1", 本年排位="1"),
    "last but nine": has_poll(9),
    "last but ten": has_poll(10),
    "small poll": any_unit(has_small_poll),
    "2011": has_row("历史等次", 年度="2011"),
    "2012": has_row("历史等次", 年度="2012"),
    "stray indicators": has_stray("指标排位"),
    "stray polls": has_stray("民调"),
    "no staff": has_row("单位", 在编人数="0"),
    "park with scores": lambda world: has_park_scores(world, present=True),
    "park without scores": lambda world: has_park_scores(world, present=False),
    "unranked units": unranked_units_have_rows,
    "four places": any_unit(has_four_places),
    **{
        f"{table} on {day}": has_row(table, 日期=day)
        for table in ("表彰", "通报批评", "上级验收", "一票否决", "违纪")
        for day in ("2012-12-31", "2013-01-01", "2013-12-31", "2014-01-01")
    },
}


@pytest.mark.parametrize("name", list(SITUATIONS))
def test_situation_comes_up(name: str, worlds: list[World]) -> None:
    assert any(SITUATIONS[name](world) for world in worlds)


def test_every_gain_and_every_measure_comes_up(worlds: list[World]) -> None:
    gains = {
        int(row["上年排位"]) - int(row["本年排位"])
        for world in worlds
        for row in world.facts.get("指标排位", [])
    }
    assert set(range(1, 21)) <= gains
    measures = {str(r["处理"]) for world in worlds for r in world.records}
    # Nothing and 优秀; two classes with 基本达标 (again or not, leader changed or not) and 不达标 likewise.
    assert len(measures) == 1 + 1 + (1 + 2 + 1) + (1 + 2 + 1 + 2)
    assert all(members(sequence) for sequence in SEQUENCES)
