"""Facts repeat, peers give what is exact, and what is wrong is counted."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.field import measure, plan_facts, simple_exact, simple_facts
from benchmarks.field.jobs import Job, jobs
from benchmarks.field.peer import Peer, Prepared
from benchmarks.field.simple_facts import SimpleFacts
from perfeval.evaluate.outcome import Value
from perfeval.evaluate.run import run
from perfeval.tables.from_rulebook import compile_book

POPULATIONS = 12
JOBS = {job.name: job for job in jobs()}
CASES = [(job.name, peer) for job in JOBS.values() for peer in job.peers]
# What the tests' environment has; the others are only installed for the benchmarks.
REQUIRED = (
    "perfeval python",
    "perfeval vectors",
    "perfeval duckdb",
    "DuckDB，手写",
    "Polars，手写",
    "生成的 Python",
)


def test_a_prefix_of_the_facts_repeats() -> None:
    few, more = plan_facts.ledgers(0, 2), plan_facts.ledgers(0, 5)
    later = plan_facts.ledgers(3, 2)
    for name, table in few.items():
        rows = more[name].to_pylist()
        assert table.to_pylist() == rows[: table.num_rows], name
        assert later[name].to_pylist() == [row for row in rows if row["_population"] >= 3], name


def test_the_reference_finds_nothing_wrong_with_the_facts() -> None:
    tables, book = plan_facts.ledgers(0, 3), plan_facts.book()
    model = compile_book(book, {}).value
    assert model is not None
    grades: set[Value] = set()
    for population in range(3):
        made = run(book, model, plan_facts.facts_of(tables, population))
        assert made.value is not None and not made.diagnostics
        grades.update(made.value.columns["单位", "等次"])
    assert grades == {"优秀", "达标", "基本达标", "不达标", None}


def test_simple_facts_repeat_and_have_all_grades() -> None:
    few, more, later = (simple_facts.simple_facts(*each) for each in ((2, 0), (6, 0), (2, 4)))
    for name, values in few.columns.items():
        assert (more.columns[name][: len(few)] == values).all(), name
        assert (more.columns[name][-len(later) :] == later.columns[name]).all(), name
    assert set(simple_exact.pipeline(more)["grade"].tolist()) == {0, 1, 2, 3}


@pytest.mark.parametrize(("name", "peer"), CASES, ids=[f"{name}-{peer.name}" for name, peer in CASES])
def test_peers_give_what_is_exact(name: str, peer: Peer) -> None:
    if peer.missing:
        assert peer.name not in REQUIRED
        pytest.skip(f"没有安装 {peer.missing}")
    job = JOBS[name]
    facts = job.facts(POPULATIONS, 0)
    prepared = peer.prepare(facts)
    given, exact = prepared.columns(prepared.run()), job.exact(facts, POPULATIONS)
    assert set(given) <= set(exact) and "" in given
    for table in given:
        assert len(next(iter(given[table].values()))) == len(next(iter(exact[table].values())))
        assert measure.wrong_rows(exact[table], given[table]) == 0, table


@pytest.mark.parametrize("name", ["DuckDB，手写", "Polars，手写", "perfeval vectors"])
def test_the_whole_plan_is_given_with_all_its_columns(name: str) -> None:
    job = JOBS["plan-traced"]
    facts = job.facts(1, 0)
    prepared = next(peer for peer in job.peers if peer.name == name).prepare(facts)
    given, exact = prepared.columns(prepared.run()), job.exact(facts, 1)
    assert set(given) == set(exact)
    for table, columns in exact.items():
        assert set(columns) <= set(given[table]), table


def test_rows_that_are_wrong_are_counted() -> None:
    sound = JOBS["tables"]

    def spoiled(facts: SimpleFacts) -> Prepared:
        columns = {name: values.copy() for name, values in sound.exact(facts, facts.populations)[""].items()}
        columns["grade"][5] += 1  # among those that are known exactly
        if len(facts) > 200:
            columns["bonus"][200] += 1  # among those that only the others tell
            columns["score"][200] += 1
        return Prepared(lambda: None, lambda _: {"": columns})

    by_hand = next(peer for peer in sound.peers if peer.name == "Polars，手写")
    peers = (by_hand, Peer("spoiled", spoiled))
    job = Job("tables", "", sound.facts, sound.exact, peers, sure=1, part=3)
    figures = measure.measure(job, "106", full=False, seconds=0, say=lambda _: None)
    assert [figure.wrong for figure in figures] == [0, 1]
    facts = sound.facts(3, 0)
    wrong = measure.checked({peer.name: peer.prepare(facts) for peer in peers}, sound.exact(facts, 1))
    assert wrong == {"Polars，手写": 0, "spoiled": 2}


def test_a_peer_that_is_not_installed_is_told() -> None:
    def prepare(_: object) -> Prepared:
        raise AssertionError

    job = Job(
        "tables",
        "",
        JOBS["tables"].facts,
        JOBS["tables"].exact,
        (Peer("x", prepare, ("no_such_module",)),),
        1,
        1,
    )
    (figure,) = measure.measure(job, "106", full=False, seconds=0, say=lambda _: None)
    assert figure.note == "没有安装 no_such_module" and figure.seconds == 0


def test_places_of_series() -> None:
    assert [simple_facts.places_of(size) for size in (2, 3, 6, 7, 18, 27)] == [1, 1, 2, 2, 5, 7]
    assert np.bincount(simple_facts.simple_facts(2).group).tolist() == [*simple_facts.SIZES] * 2
