"""Relations that hold whatever the facts are: order means nothing, sequences do not meet."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from attrs import evolve

from perfeval import api, pipeline
from perfeval.evaluate.records import Record, records_of
from perfeval.rulebook.book import RuleBook
from tests.heshan.book import RULES, book, case_facts, outcome_of
from tests.oracle.generate import random_facts, random_readings
from tests.oracle.points import Facts

SEEDS = range(1000, 1010)


def records(facts: Facts, readings: dict[str, str] | None = None, of: RuleBook | None = None) -> list[Record]:
    """Result records for facts that are in order."""
    return records_of(outcome_of(facts, readings or {}, of))


def by_unit(found: list[Record]) -> dict[str, Record]:
    """Records by the name of their unit."""
    return {str(record["单位"]): record for record in found}


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_rows_changes_nothing(seed: int) -> None:
    """Shuffling the rows of every ledger gives the same records."""
    facts, readings = random_facts(seed), random_readings(seed)
    dice = random.Random(seed)
    shuffled = {table: dice.sample(rows, len(rows)) for table, rows in facts.items()}
    assert records(shuffled, readings) == records(facts, readings)


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_clauses_changes_nothing(seed: int) -> None:
    """Shuffling the clauses of the book gives the same records."""
    facts, readings = random_facts(seed), random_readings(seed)
    clauses = random.Random(seed).sample(book().clauses, len(book().clauses))
    assert records(facts, readings, evolve(book(), clauses=tuple(clauses))) == records(facts, readings)


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_units_changes_only_the_order_of_records(seed: int) -> None:
    """Shuffling the roster gives the same record for each unit, in the new order."""
    facts, readings = random_facts(seed), random_readings(seed)
    units = tuple(random.Random(seed).sample(book().units, len(book().units)))
    schema = evolve(book().schema, units=tuple(unit.name for unit in units))
    found = records(facts, readings, evolve(book(), units=units, schema=schema))
    assert [record["单位"] for record in found] == [unit.name for unit in units]
    assert by_unit(found) == by_unit(records(facts, readings))


@pytest.mark.parametrize("seed", SEEDS)
def test_names_of_units_mean_nothing(seed: int) -> None:
    """Renaming every unit renames the records and changes nothing else."""
    facts, readings = random_facts(seed), random_readings(seed)
    names = {unit.name: f"第{number}号单位" for number, unit in enumerate(reversed(book().units))}
    renamed = {table: [{**row, "单位": names[row["单位"]]} for row in rows] for table, rows in facts.items()}
    units = tuple(evolve(unit, name=names[unit.name]) for unit in book().units)
    series = tuple(evolve(each, units=tuple(names[name] for name in each.units)) for each in book().series)
    ledgers = tuple(
        evolve(ledger, excepted=tuple(names[name] for name in ledger.excepted))
        for ledger in book().schema.ledgers
    )
    schema = evolve(book().schema, units=tuple(unit.name for unit in units), ledgers=ledgers)
    found = records(renamed, readings, evolve(book(), units=units, series=series, schema=schema))
    assert found == [{**record, "单位": names[str(record["单位"])]} for record in records(facts, readings)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_new_project_never_lowers_a_total(seed: int) -> None:
    """An award for a project that the unit did not have before leaves its total as high or higher."""
    facts, readings = random_facts(seed), random_readings(seed)
    before = by_unit(records(facts, readings))
    dice = random.Random(seed)
    for unit in dice.sample([unit.name for unit in book().units], 12):
        award = {
            "单位": unit,
            "项目": "从未有过的项目",
            "级别": dice.choice(["国家级", "省部级", "市级"]),
            "对象": dice.choice(["本单位", "区委区政府"]),
            "日期": "2013-06-30",
        }
        after = by_unit(records({**facts, "表彰": [*facts.get("表彰", []), award]}, readings))[unit]
        assert Fraction(str(after["加减分"])) >= Fraction(str(before[unit]["加减分"])), (unit, award)


def test_an_award_for_a_known_project_can_lower_a_total() -> None:
    """The literal reading of 同项取高 with the cap: absorbing an award outside the cap costs points."""
    own = {"单位": "泉交河镇", "项目": "甲", "级别": "国家级", "对象": "本单位", "日期": "2013-03-01"}
    host = {"单位": "泉交河镇", "项目": "乙", "级别": "国家级", "对象": "区委区政府", "日期": "2013-04-01"}
    further = {**own, "项目": "乙", "日期": "2013-05-01"}
    facts = {**case_facts("ordinary"), "表彰": [own, host]}
    with_further = {**facts, "表彰": [own, host, further]}
    assert by_unit(records(facts))["泉交河镇"]["表彰加分"] == "7"
    assert by_unit(records(with_further))["泉交河镇"]["表彰加分"] == "5"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_in_one_series_changes_no_other(seed: int) -> None:
    """New vetoes and other scores in one series leave every record outside it as it was."""
    facts, readings = random_facts(seed), random_readings(seed)
    series = random.Random(seed).choice(book().series)
    veto = [{"单位": unit, "领域": "安全生产", "日期": "2013-05-05"} for unit in series.units[:2]]
    scores = [{**row, "指标评估得分": "1"} if row["单位"] in series.units else row for row in facts["得分"]]
    changed = {**facts, "一票否决": [*facts.get("一票否决", []), *veto], "得分": scores}
    before, after = by_unit(records(facts, readings)), by_unit(records(changed, readings))
    assert any(before[name] != after[name] for name in series.units)
    for name, record in before.items():
        if name not in series.units:
            assert after[name] == record


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_units_get_equal_grades(seed: int) -> None:
    """Two units of a series with the same facts have the same rank, grade and measures."""
    facts, readings = random_facts(seed), random_readings(seed)
    one, other = book().series[seed % len(book().series)].units[:2]
    twins: Facts = {}
    for table, rows in facts.items():
        kept = [row for row in rows if row["单位"] != other]
        twins[table] = [*kept, *({**row, "单位": other} for row in rows if row["单位"] == one)]
    found = by_unit(records(twins, readings))
    assert {**found[one], "单位": ""} == {**found[other], "单位": ""}


def test_reading_the_book_twice_gives_the_same_book() -> None:
    """Nothing of a reading of the book is left over for the next one."""
    again = api.load(RULES).value
    assert again is not None
    assert again.clauses == book().clauses
    first, second = pipeline.compile_tables(book(), {}), pipeline.compile_tables(again, {})
    assert first.value is not None and second.value is not None
    assert first.value.nodes == second.value.nodes
