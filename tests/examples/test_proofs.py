"""What no example shows is called impossible only with a proof."""

from __future__ import annotations

import pytest

from perfeval import api
from perfeval.examples.coverage import Coverage, coverage_of, models_of
from perfeval.examples.goals import GoalKind, Status
from perfeval.examples.proofs import GoalProver
from perfeval.verify import questions
from tests.examples.small import suite_of_text

CLAUSES = """
【表彰加分】表彰，按级别每次加：省级2分、县级1分。
【封顶】【表彰加分】加分累计不超过3分。
【罚】扣分，按分数栏的分数减分，每项最高减5分。
【总分】“减分”＝【罚】；“总分”＝基础分＋【表彰加分】＋减分。
等次由高到低：好、差。
【好】总分不低于100分的，评为好。
【优】总分超过200分的，直接评为好。
【差】总分够不上好的，评为差。
"""


def covered() -> Coverage:
    """The coverage of a book without examples."""
    book, suite = suite_of_text(CLAUSES, "")
    return coverage_of(book, suite, GoalProver(book, models_of(book)))


def words(coverage: Coverage, kind: GoalKind, status: Status) -> list[str]:
    """The goals of a kind that came to that."""
    return [each.goal.words for each in coverage.results if (each.goal.kind, each.status) == (kind, status)]


def test_what_the_ranges_rule_out_is_impossible() -> None:
    """基础分 is at most 100 and awards add 3 at most: no total is above 200; a cap of 3 can bind."""
    coverage = covered()
    impossible = words(coverage, GoalKind.ROW, Status.IMPOSSIBLE)
    assert [each for each in impossible if "200" in each] == impossible
    assert len(impossible) == 1
    assert words(coverage, GoalKind.CAP, Status.MISSING) == ["超过3分、去掉一些的", "有分、没有超过3分的"]
    assert not [each for each in coverage.results if each.status is Status.UNDECIDED]


def test_a_proof_names_the_ranges_it_rests_on() -> None:
    """The upper end of 基础分 is why no total is above 200."""
    notes = [each.note for each in covered().results if each.status is Status.IMPOSSIBLE]
    assert notes
    assert all("基础分0至100" in note for note in notes)


def test_without_the_solver_nothing_is_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not shown stays 未定, and the text says what is missing."""
    monkeypatch.setattr(questions, "is_installed", lambda: False)
    coverage = covered()
    assert not [each for each in coverage.results if each.status in (Status.IMPOSSIBLE, Status.SHOWN)]
    assert "verify" in {each.note for each in coverage.results if each.status is Status.UNDECIDED}.pop()


def test_the_examples_of_2013_show_all_that_can_be_shown() -> None:
    """Every row, limit, option and clause; and each condition but those that cannot decide alone."""
    read = api.load_tested("rules/heshan-2013")
    assert read.value is not None
    coverage = api.examples_coverage(*read.value)
    assert coverage.complete
    assert [kind for kind in GoalKind if coverage.count(kind, Status.IMPOSSIBLE)] == [GoalKind.CONDITION]
