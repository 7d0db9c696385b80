"""The tables of the rule books that are there: domains, and both ways of looking for gaps agree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from perfeval import api, pipeline
from perfeval.analysis.domains import domains_of
from perfeval.analysis.geometry.domain import TRUTHS, Domain
from perfeval.rulebook.book import RuleBook
from perfeval.tables.cells import Range
from perfeval.tables.model import HitPolicy, Kind, Model, Table
from perfeval.verify.cover import find_dead, find_gaps
from perfeval.verify.solver import Answer
from tests.analysis.tables import holding
from tests.heshan.book import ROOT

BOOKS = ("heshan-2013", "heshan-2014-draft")


@cache
def load(name: str) -> RuleBook:
    """A rule book, read once."""
    found = api.load(ROOT / "rules" / name).value
    assert found is not None
    return found


def model_of(name: str, readings: dict[str, str]) -> Model:
    """Its model under these readings."""
    found = pipeline.compile_tables(load(name), readings).value
    assert found is not None
    return found


def cases(name: str) -> Iterator[tuple[Model, Table]]:
    """All different tables under the adopted readings, and under each other option by itself."""
    seen: dict[Table, None] = {}
    for readings in ({}, *({reading: option} for reading, option in load(name).other_options)):
        model = model_of(name, readings)
        for node in model.nodes:
            if isinstance(node, Table) and node not in seen:
                seen[node] = None
                yield model, node


@pytest.mark.parametrize("name", BOOKS)
def test_geometry_and_solver_agree_on_every_table(name: str) -> None:
    """The same verdicts on gaps, the same dead rows; and every box is open to the last value."""
    count = 0
    for model, table in cases(name):
        domains = domains_of(load(name), model, table)
        gaps, solved = find_gaps(table, domains), find_gaps(table, domains, work=0)
        assert gaps.verdict is solved.verdict, table.name
        for witness in (*gaps.witnesses, *solved.witnesses):
            assert holding(table, witness) == (), table.name
        dead, dead_solved = find_dead(table, domains), find_dead(table, domains, work=0)
        assert [(each.row, each.verdict) for each in dead] == [
            (each.row, each.verdict) for each in dead_solved
        ], table.name
        count += 1
    assert count > 30


def test_every_score_has_a_grade_whatever_the_reading() -> None:
    """No number is open between the grades of ranked units, only that there is no score."""
    for model, table in cases("heshan-2013"):
        if table.name == "按得分评的等次":
            found = find_gaps(table, domains_of(load("heshan-2013"), model, table))
            assert found.is_all
            assert [(box[0] is not None, box[1]) for box in found.boxes] == [
                (True, Range(places=4)),
                (True, None),
            ]
            assert found.witnesses[0][0] is False


def test_domains_of_the_grades() -> None:
    """Counts begin at nought, texts are those that some row gives, and what may be lacking is marked."""
    model = model_of("heshan-2013", {})
    domains = domains_of(load("heshan-2013"), model, model.table("等次"))
    assert domains["参加排序"] == TRUTHS
    assert domains["取消评优情形数"] == Domain(Kind.NUMBER, low=0)
    assert domains["按得分评的等次"].values == ("达标", "基本达标", "不达标")
    assert domains["按得分评的等次"].missing
    assert not domains["获省委省政府充分肯定"].missing


def test_domains_of_rows_follow_the_schema() -> None:
    """Ends as the schema sets them, the roster's groups, and tables that leave nothing open."""
    model = model_of("heshan-2013", {})
    ranks = domains_of(load("heshan-2013"), model, model.table("保持第一"))
    assert ranks["本年排位"].low == 1
    assert ranks["类别"] == Domain(Kind.TEXT, load("heshan-2013").categories)
    awards = domains_of(load("heshan-2013"), model, model.table("表彰"))
    assert awards["表彰的年度"] == Domain(Kind.TEXT, ("本年度", "下年度", "往年"))


def test_no_row_of_the_books_is_dead() -> None:
    """Under any of the options."""
    for name in BOOKS:
        for model, table in cases(name):
            assert find_dead(table, domains_of(load(name), model, table)) == (), (name, table.name)


def test_scoring_tables_leave_rows_without_points() -> None:
    """Which is no mistake: what earns nothing is not written down. The finding is for the caller to judge."""
    model = model_of("heshan-2013", {})
    found = find_gaps(model.table("表彰"), domains_of(load("heshan-2013"), model, model.table("表彰")))
    assert model.table("表彰").hit_policy is HitPolicy.UNIQUE
    assert found.verdict is Answer.YES
