"""What depends on which reading, against the combinations evaluated one by one and compared in pairs."""

from __future__ import annotations

from itertools import combinations

import pytest

from perfeval.evaluate.records import Record, records_of
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.sensitivity.combinations import adopted, plan
from perfeval.sensitivity.from_facts import study
from perfeval.sensitivity.study import Study, UnitGrades
from tests.heshan import book as heshan
from tests.sensitivity.small import (
    BOOK,
    FAILING,
    RANKING,
    RESULTS,
    TOTAL,
    WORST,
    Combination,
    all_combinations,
    book_of,
    facts_of,
    plainly,
    records_by_combination,
)

WATCHED = ("等次", "名次", "奖金")
NO_READINGS = (
    "【奖】表彰，每次加4分。\n【罚】扣分，按分数栏的分数减分。\n"
    "【总分】“总分”＝基础分＋【奖】＋【罚】。\n"
    + WORST.replace("够不上中的", "在100分以下的")
    + "等次由高到低：好、中、差。\n"
)


def done(clauses: str, limit: int = 5000) -> tuple[RuleBook, Study]:
    """A small book and its study."""
    book = book_of(clauses)
    found = study(book, facts_of(book), limit)
    assert found.diagnostics == ()
    assert found.value is not None
    return book, found.value


def depends(book: RuleBook, found: dict[Combination, list[Record]], unit: int) -> tuple[str, ...]:
    """The readings for which two combinations differ in that one alone and in what the unit gets."""
    names: dict[str, None] = {}
    for one, other in combinations(found, 2):
        apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        mine, its = found[one][unit], found[other][unit]
        if len(apart) == 1 and any(mine.get(name) != its.get(name) for name in WATCHED):
            names[book.readings[apart[0]].name] = None
    return tuple(reading.name for reading in book.readings if reading.name in names)


def check_units(
    book: RuleBook, found: dict[Combination, list[Record]], units: tuple[UnitGrades, ...]
) -> None:
    """Grades, robustness and dependence of every unit, against records by combination."""
    assert [unit.unit for unit in units] == [unit.name for unit in book.units]
    for number, unit in enumerate(units):
        grades = [records[number]["等次"] for records in found.values()]
        assert unit.grades == tuple(grade for grade in book.grades if grade in grades)
        assert unit.robust == all(grade == grades[0] for grade in grades)
        assert unit.depends == depends(book, found, number)
        assert unit.adopted == found[adopted(book)][number]["等次"]


@pytest.mark.parametrize("clauses", [BOOK, FAILING])
def test_units_by_brute_force(clauses: str) -> None:
    """Every unit of a small book whose readings act on each other."""
    book, found = done(clauses)
    assert (found.tried, found.total, found.complete) == (len(all_combinations(book)),) * 2 + (True,)
    check_units(book, records_by_combination(book, facts_of(book)), found.units)
    assert any(len(unit.depends) > 1 for unit in found.units)


@pytest.mark.parametrize("clauses", [BOOK, FAILING])
def test_when_a_unit_has_a_grade(clauses: str) -> None:
    """The options named are needed for the grade, no others are, and 才可能 is said where they do not do."""
    book, found = done(clauses)
    records = records_by_combination(book, facts_of(book))
    names = [reading.name for reading in book.readings]
    told = 0
    for number, unit in enumerate(found.units):
        assert (not unit.when) == unit.robust
        for when in unit.when:
            having = [each for each in records if records[each][number]["等次"] == when.grade]
            meeting = [
                each
                for each in records
                if all(each[names.index(reading)] in options for reading, options in when.options)
            ]
            assert [each for each in having if each not in meeting] == []
            assert when.always == (len(meeting) == len(having))
            for place, name in enumerate(names):
                under = {each[place] for each in having}
                possible = {each[place] for each in records}
                assert (under == possible) == (name not in dict(when.options))
            told += 1
    assert told


def test_each_option_alone_is_exact() -> None:
    """Every field of every record that differs, and no other, for the 2013 book on the hard case."""
    book = heshan.book()
    facts = read_facts(heshan.files_of(heshan.case_facts("edge")), book.schema).value
    assert facts is not None
    found = study(book, facts, 0).value
    assert found is not None
    before = records_of(heshan.outcome_of(heshan.case_facts("edge")))
    options = [(r.name, o.name) for r in book.readings for o in r.options if o.name != r.default]
    assert [(single.reading, single.option) for single in found.singles] == options
    for single in found.singles:
        after = records_of(heshan.outcome_of(heshan.case_facts("edge"), {single.reading: single.option}))
        expected = [
            (one["单位"], name, one[name], other[name])
            for one, other in zip(before, after, strict=True)
            for name in one
            if one[name] != other[name]
        ]
        assert single.changed is not None
        assert [(each.unit, each.field, each.before, each.after) for each in single.changed] == expected
    assert sum(bool(single.changed) for single in found.singles) > 3


# ---------------------------------------------------------------- which combinations


def test_all_up_to_the_limit_and_pairs_beyond() -> None:
    """At the limit all are tried; one below it, those with at most two options that are not adopted."""
    book = book_of(BOOK)
    base = adopted(book)
    everything = all_combinations(book)
    assert plan(book, len(everything)).tried == tuple(everything)
    planned = plan(book, len(everything) - 1)
    few = [each for each in everything if sum(a != b for a, b in zip(each, base, strict=True)) <= 2]
    assert sorted(planned.tried) == sorted(few)
    assert len(planned.tried) < planned.total == len(everything)
    assert not planned.complete


def test_beyond_the_limit_the_tried_ones_are_compared() -> None:
    """Grades and dependence then rest on the combinations that were tried, and it says so."""
    book, found = done(BOOK, limit=0)
    tried = plan(book, 0).tried
    assert (found.tried, found.complete) == (len(tried), False)
    records = records_by_combination(book, facts_of(book))
    check_units(book, {each: records[each] for each in tried}, found.units)


def test_a_great_many_readings_are_planned_at_once() -> None:
    """Forty readings have more combinations than could ever be listed."""
    readings = "".join(
        f"【奖{n}】口径“口径{n}”：\n  “甲”：表彰，每次加{n}分。\n"
        f"  “乙”：表彰，不论次数，共加{n}分。\n  采用“甲”：试。\n"
        for n in range(1, 41)
    )
    book = book_of(f"{readings}【总分】“总分”＝基础分＋{'＋'.join(f'【奖{n}】' for n in range(1, 41))}。\n")
    planned = plan(book, 5000)
    assert planned.total == 2**40
    assert len(planned.tried) == 1 + 40 + 40 * 39 // 2


def test_a_book_without_readings() -> None:
    """One combination; every grade stands."""
    book, found = done(NO_READINGS)
    assert (found.tried, found.total, found.singles) == (1, 1, ())
    assert all(unit.robust and not unit.depends for unit in found.units)
    assert [unit.grades for unit in found.units] == [("差",)] * (len(book.units) - 1) + [()]


# ---------------------------------------------------------------- what cannot be evaluated


def test_no_combination_is_lost() -> None:
    """Each that cannot be evaluated is named with its reason, be it the tables or the facts."""
    book, found = done(FAILING)
    facts = facts_of(book)
    impossible = [each for each in all_combinations(book) if plainly(book, facts, each) is None]
    base = adopted(book)
    expected = [
        tuple(
            (reading.name, option)
            for reading, option, standing in zip(book.readings, each, base, strict=True)
            if option != standing
        )
        for each in impossible
    ]
    assert 0 < len(impossible) < found.tried
    assert [failure.options for failure in found.failures] == expected
    codes = {finding.code for failure in found.failures for finding in failure.findings}
    assert {"PE401", "PE503"} <= codes
    alone = sorted(each[0] for each in expected if len(each) == 1)
    assert alone == sorted((each.reading, each.option) for each in found.singles if each.changed is None)


def test_facts_that_the_adopted_readings_do_not_decide() -> None:
    """There is nothing to compare with, so the findings are all that comes."""
    gap = RANKING + "【差】总分在60分以下的，评为差。\n"
    book = book_of("【奖】表彰，每次加4分。\n【罚】扣分，按分数栏的分数减分。\n" + TOTAL + gap + RESULTS)
    found = study(book, facts_of(book))
    assert found.value is None
    assert [finding.code for finding in found.diagnostics] == ["PE503"] * len(found.diagnostics)
    assert found.diagnostics
