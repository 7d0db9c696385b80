"""DuckDB gives what the evaluation gives: every column and every trace, or the same findings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.sql.on_duckdb import run_duckdb, run_populations
from tests.sql import books

pytest.importorskip("duckdb")
YEARS = 24


@pytest.mark.parametrize("name", books.NAMES)
def test_example_year(name: str, asked: Sequence[Facts]) -> None:
    own, facts = books.example(name)
    model = books.model(name)
    assert books.differences(run(own, model, facts), run_duckdb(own, model, facts)) == []
    assert not asked


def agree(name: str, readings: dict[str, str], seeds: range, asked: Sequence[Facts]) -> int:
    """How many of the random years have an outcome; all are the same in both engines.

    The evaluation is asked for help just where it has findings to tell.
    """
    before = len(asked)
    model = books.model(name, readings)
    populations = [books.random_year(name, seed) for seed in seeds]
    found = run_populations(books.book(name), model, populations)
    assert found.value is not None
    decided = 0
    for seed, (own, facts), outcome in zip(seeds, populations, found.value, strict=True):
        expected = run(own, model, facts)
        decided += expected.value is not None
        assert books.differences(expected, outcome) == [], (name, readings, seed)
    assert len(asked) - before == len(seeds) - decided
    return decided


@pytest.mark.parametrize("name", books.NAMES)
def test_random_years_together(name: str, asked: Sequence[Facts]) -> None:
    """Many years in one query: each is ranked, shared out and averaged by itself."""
    assert agree(name, {}, range(YEARS), asked) > YEARS // 2


@pytest.mark.parametrize("name", books.NAMES)
def test_other_readings(name: str, asked: Sequence[Facts]) -> None:
    """Every option that is not adopted, those of different readings together."""
    others: list[dict[str, str]] = []
    for reading, option in books.book(name).other_options:
        free = next((each for each in others if reading not in each), None)
        if free is None:
            free = {}
            others.append(free)
        free[reading] = option
    assert others
    for number, readings in enumerate(others):
        agree(name, readings, range(1000 + 8 * number, 1008 + 8 * number), asked)
