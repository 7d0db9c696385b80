"""The encoder and the engine give the same columns: on random units of the plan and of small books."""

from __future__ import annotations

from functools import cache

import pytest

from perfeval.evaluate.outcome import Outcome
from perfeval.verify.encode import Encoder
from tests.heshan.book import outcome_of
from tests.oracle.generate import random_facts, random_readings
from tests.verify import books
from tests.verify.agreement import disagreements, encoder_for, most_rows

# Sets of 106 units each: more than 5,000 units.
SETS = 50
CHUNK = 10


@cache
def adopted(rows: int) -> Encoder:
    """The encoder under the adopted readings."""
    return encoder_for(outcome_of(random_facts(4), {}), rows)


@pytest.mark.parametrize("start", range(0, SETS, CHUNK))
def test_encoder_and_engine_agree_on_the_plan(start: int) -> None:
    """All columns of all units, under the adopted readings and, for one set in five, under others."""
    for seed in range(start, start + CHUNK):
        outcome = outcome_of(random_facts(seed), {})
        assert disagreements(adopted(most_rows(outcome)), outcome, range(106)) == [], seed
        if seed % 5 == 0:
            other = outcome_of(random_facts(seed), random_readings(seed))
            assert disagreements(encoder_for(other, most_rows(other)), other, range(106)) == [], seed


@pytest.mark.parametrize("name", books.BOOKS)
def test_encoder_and_engine_agree_on_small_books(name: str) -> None:
    """Every kind of step: once, limits, full steps, highest, nested caps, deductions, money, places."""
    book, _ = books.side(books.BOOKS[name])
    for seed in range(15):
        outcome = books.outcome_of(book, seed)
        encoder = encoder_for(outcome, most_rows(outcome))
        assert disagreements(encoder, outcome, range(len(book.units))) == [], seed


def test_a_disagreement_is_seen() -> None:
    """The comparison itself works: a column that is changed shows."""
    book, _ = books.side(books.BOOKS["once"])
    outcome = books.outcome_of(book, 1)
    wrong = dict(outcome.columns)
    wrong["单位", "总分"] = [
        None if value is None else int(str(value)) + 1 for value in wrong["单位", "总分"]
    ]
    changed = Outcome(outcome.book, outcome.model, outcome.facts, wrong, outcome.traces)
    assert len(disagreements(encoder_for(outcome, 4), changed, range(5))) == 5
