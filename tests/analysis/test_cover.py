"""Overlaps, gaps and dead rows against trying every value, by geometry and by the solver alike."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings

from perfeval.analysis.geometry.domain import TRUTHS, Domain
from perfeval.analysis.geometry.overlap import Overlap, overlaps
from perfeval.tables.cells import ANY, Among, Cell, Range, Value
from perfeval.tables.model import HitPolicy, Kind, Table
from perfeval.verify import cover
from perfeval.verify.cover import Dead, Gaps, find_dead, find_gaps
from perfeval.verify.solver import Answer
from tests.analysis.tables import belongs, every, holding, holds, table_of, tables

Case = tuple[Table, dict[str, Domain], dict[str, tuple[Value | None, ...]]]
Values = Mapping[str, tuple[Value | None, ...]]
SCORE = {"得分": Domain(Kind.NUMBER, low=0, places=4)}


def scores(*rows: Cell, policy: HitPolicy = HitPolicy.UNIQUE, tiers: tuple[int, ...] = ()) -> Table:
    """A table over one column of points."""
    return table_of(("得分",), [(row,) for row in rows], policy, tiers)


def points(low: int | None, high: int | None, *, up_to: bool = False) -> Range:
    """From whole points on, to below others (or, ``up_to``, to these)."""
    low = None if low is None else low * 10_000
    return Range(low, True, None if high is None else high * 10_000, up_to, 4)


# ---------------------------------------------------------------- against trying every value


@given(tables())
@settings(deadline=None)
def test_overlaps_are_the_pairs_that_some_value_shows(case: Case) -> None:
    """Each pair, in the order of the rows, with a witness that both rows hold for."""
    table, domains, values = case
    found = overlaps(table, domains, most=100)
    shown = {
        (one, other)
        for vector in every(table, values)
        for place, one in enumerate(holding(table, vector))
        for other in holding(table, vector)[place + 1 :]
    }
    assert [(each.first, each.second) for each in found] == sorted(shown)
    for each in found:
        assert belongs(each.values, domains, table)
        assert {each.first, each.second} <= set(holding(table, each.values))
    assert overlaps(table, domains, most=2) == found[:2]


@given(tables())
@settings(deadline=None)
def test_gaps_by_geometry_are_just_the_values_without_a_row(case: Case) -> None:
    """A value is in some box if and only if no row holds for it; the boxes are the cells shown."""
    table, domains, values = case
    found = find_gaps(table, domains)
    open_values = [vector for vector in every(table, values) if not holding(table, vector)]
    assert found.verdict is (Answer.YES if open_values else Answer.NO)
    assert found.is_all or len(found.boxes) == cover.MOST_BOXES
    check_boxes(table, domains, values, found)
    if found.is_all:
        for vector in open_values:
            assert any(holds(box, vector) for box in found.boxes)


@given(tables())
@settings(deadline=None)
def test_gaps_by_the_solver_are_without_a_row(case: Case) -> None:
    """With no work for geometry, the solver gives the same verdict and a box that no row touches."""
    table, domains, values = case
    found = find_gaps(table, domains, work=0)
    assert found.verdict is find_gaps(table, domains).verdict
    check_boxes(table, domains, values, found)


def check_boxes(table: Table, domains: Mapping[str, Domain], values: Values, found: Gaps) -> None:
    """Witnesses are values of the columns, lie in their boxes, and no row holds in a box."""
    assert len(found.boxes) == len(found.witnesses) <= cover.MOST_BOXES
    for box, witness in zip(found.boxes, found.witnesses, strict=True):
        assert belongs(witness, domains, table)
        assert holds(box, witness)
        assert not holding(table, witness)
        assert not any(holding(table, vector) for vector in every(table, values) if holds(box, vector))


@given(tables())
@settings(deadline=None)
def test_dead_rows_are_those_that_no_value_picks(case: Case) -> None:
    """By geometry and by the solver; what covers a row holds wherever it does, none of it in vain."""
    table, domains, values = case
    vectors = [holding(table, vector) for vector in every(table, values)]
    first = table.hit_policy is HitPolicy.FIRST
    used = {row for rows in vectors for row in (rows[:1] if first else rows)}
    found, solved = find_dead(table, domains), find_dead(table, domains, work=0)
    assert [dead.row for dead in found] == [row for row in range(len(table.rows)) if row not in used]
    assert [(dead.row, dead.verdict) for dead in solved] == [(dead.row, Answer.YES) for dead in found]
    for dead in (*found, *solved):
        assert all(number < dead.row for number in dead.covered_by)
        assert all(set(rows) & set(dead.covered_by) for rows in vectors if dead.row in rows)
    for dead in found:
        for spared in dead.covered_by:
            fewer = set(dead.covered_by) - {spared}
            assert any(dead.row in rows and not fewer & set(rows) for rows in vectors)


# ---------------------------------------------------------------- tables as people write them


def test_inclusive_lines_meet_in_one_score() -> None:
    """600以上700以下 and 700以上 share 700.00 and nothing else."""
    table = scores(points(700, None), points(600, 700, up_to=True), points(None, 600))
    assert overlaps(table, SCORE, 10) == (Overlap(0, 1, (7_000_000,)),)


def test_a_planted_gap_is_shown_as_one_cell() -> None:
    """600以上不满700 is asked by nobody: one box, written as people would, with a round witness."""
    found = find_gaps(scores(points(700, None), points(None, 600)), SCORE)
    assert found.boxes == ((points(600, 700),),)
    assert found.witnesses == ((6_000_000,),)
    assert found.is_all


def test_the_end_of_a_gap_is_written_shortly() -> None:
    """Between 以下 and 以上 there is 超过 and 不满, not 600.0001以上; one value stands alone."""
    (box,) = find_gaps(scores(points(None, 600, up_to=True), points(700, None)), SCORE).boxes
    assert box == (Range(6_000_000, False, 7_000_000, False, 4),)
    cut_out = scores(points(None, 600), Range(6_000_000, False, places=4))
    assert find_gaps(cut_out, SCORE).boxes == ((Range(6_000_000, True, 6_000_000, True, 4),),)


def test_between_two_whole_numbers_there_is_nothing() -> None:
    """A rank of at most 3 or at least 4 is every rank."""
    table = table_of(("名次",), [(Range(high=3),), (Range(low=4),)])
    assert find_gaps(table, {"名次": Domain(Kind.NUMBER, low=1)}).verdict is Answer.NO


def test_a_missing_value_is_a_gap_of_its_own() -> None:
    """Where a column may be without a value, and only there."""
    table = scores(Range(places=4))
    missing = {"得分": Domain(Kind.NUMBER, low=0, places=4, missing=True)}
    assert find_gaps(table, SCORE).verdict is Answer.NO
    found = find_gaps(table, missing)
    assert (found.boxes, found.witnesses) == (((None,),), ((None,),))
    assert find_gaps(scores(ANY), missing).verdict is Answer.NO


def test_a_row_covered_by_several_together_is_dead() -> None:
    """No single row covers it; of three before it two do."""
    rows = (points(700, None), points(900, None), points(600, 700), points(650, 800))
    assert find_dead(scores(*rows, policy=HitPolicy.FIRST), SCORE) == (
        Dead(1, Answer.YES, (0,)),
        Dead(3, Answer.YES, (0, 2)),
    )
    assert find_dead(scores(*rows), SCORE) == ()


def test_what_covers_a_row_is_told_without_rows_in_vain() -> None:
    """The row in the middle covers a part that one of its neighbours covers as well."""
    rows = (points(0, 600), points(200, 800), points(500, 1000), points(0, 1000))
    for order in permutations(range(3)):
        table = scores(*(rows[place] for place in order), rows[3], policy=HitPolicy.FIRST)
        dead = find_dead(table, SCORE)[-1]
        assert sorted(order[place] for place in dead.covered_by) == [0, 2]


def test_a_row_that_holds_for_nothing_is_dead_in_any_table() -> None:
    """Values that the column never has, or none at all."""
    domains = {"级别": Domain(Kind.TEXT, ("国家级", "省级"))}
    rows = [(Among(("国家级",)),), (Among(("市级",)),), (Among(()),)]
    for policy in HitPolicy:
        found = find_dead(table_of(("级别",), rows, policy), domains)
        assert found == (Dead(1, Answer.YES), Dead(2, Answer.YES))


def test_rows_of_a_higher_tier_cover_nothing_before_them() -> None:
    """What goes before is told by the tier."""
    narrow, wide = points(600, 700), points(0, None)
    assert find_dead(scores(narrow, wide, policy=HitPolicy.FIRST, tiers=(0, 1)), SCORE) == ()
    found = find_dead(scores(wide, narrow, policy=HitPolicy.FIRST, tiers=(0, 1)), SCORE)
    assert found == (Dead(1, Answer.YES, (0,)),)


def test_no_table_at_all() -> None:
    """Without rows all is open; without inputs a row holds always."""
    assert find_gaps(table_of(("得分",), []), SCORE).boxes == ((ANY,),)
    assert find_gaps(table_of((), [()]), {}).verdict is Answer.NO
    assert find_gaps(table_of((), []), {}).boxes == ((),)


# ---------------------------------------------------------------- where geometry takes too long


def knotted(inputs: int, rows: int, seed: int) -> tuple[Table, dict[str, Domain]]:
    """Rows of three conditions each over many truths: no cut goes through few rows."""
    dice = Random(seed)
    names = tuple(f"事实{number}" for number in range(inputs))
    made = []
    for _ in range(rows):
        cells: list[Cell] = [ANY] * inputs
        for place in dice.sample(range(inputs), 3):
            cells[place] = Among((dice.random() < 0.5,))
        made.append(tuple(cells))
    made.append((ANY,) * inputs)
    return table_of(names, made, HitPolicy.FIRST), dict.fromkeys(names, TRUTHS)


def test_the_solver_takes_over_at_the_limit() -> None:
    """A table that is complete without its last row: only the solver can tell that that is dead."""
    table, domains = knotted(50, 215, seed=1)
    answered = find_dead(table, domains, work=2_000)
    assert (answered[-1].row, answered[-1].verdict) == (215, Answer.YES)
    assert find_dead(table, domains, work=2_000, steps=100)[-1].verdict is Answer.UNKNOWN
    complete = table_of(table.inputs, [row.cells for row in table.rows[:-1]])
    assert find_gaps(complete, domains, work=2_000) == Gaps(Answer.NO)


def test_a_gap_that_only_the_solver_finds() -> None:
    """One box around what the solver found; nobody says that it is all."""
    table, domains = knotted(50, 215, seed=2)
    open_table = table_of(table.inputs, [row.cells for row in table.rows[:-1]])
    found = find_gaps(open_table, domains, work=2_000)
    assert (found.verdict, len(found.boxes), found.is_all) == (Answer.YES, 1, False)
    assert not holding(open_table, found.witnesses[0])
    assert holds(found.boxes[0], found.witnesses[0])


def test_gaps_found_before_the_limit_are_gaps() -> None:
    """Then the solver is not needed; only that they are all is not known."""
    table, domains = knotted(30, 20, seed=3)
    found = find_gaps(table_of(table.inputs, [row.cells for row in table.rows[:-1]]), domains, work=2_000)
    assert (found.verdict, found.is_all) == (Answer.YES, False)


def test_without_the_solver_it_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """未定, never 无; what holds for nothing is dead all the same."""
    monkeypatch.setattr(cover, "is_installed", lambda: False)
    table = scores(points(700, None), Among(()), points(None, 700), policy=HitPolicy.FIRST)
    overlapping = scores(points(600, None), points(500, 800), policy=HitPolicy.FIRST)
    assert find_gaps(table, SCORE, work=0) == Gaps(Answer.UNKNOWN, is_all=False)
    assert find_dead(table, SCORE, work=0) == (Dead(1, Answer.YES),)
    assert find_dead(overlapping, SCORE, work=0) == (Dead(1, Answer.UNKNOWN),)


def test_a_solver_that_gives_up_leaves_it_open() -> None:
    """With hardly any steps for either."""
    table, domains = knotted(50, 215, seed=1)
    complete = table_of(table.inputs, [row.cells for row in table.rows[:-1]])
    assert find_gaps(complete, domains, work=0, steps=100).verdict is Answer.UNKNOWN
    assert find_dead(table, domains, work=0, steps=100)[-1] == Dead(215, Answer.UNKNOWN)
