"""Engine and oracle, written apart from each other, agree on boundary-biased random facts."""

from __future__ import annotations

import pytest

from perfeval.evaluate.records import records_of
from tests.heshan.book import book, files_of, outcome_of
from tests.oracle.generate import random_facts, random_readings
from tests.oracle.heshan2013 import evaluate
from tests.oracle.readings import READINGS

SETS = 300
CHUNK = 25


@pytest.mark.parametrize("start", range(0, SETS, CHUNK))
def test_engine_and_oracle_agree(start: int) -> None:
    """On every fact set, under the adopted readings and under random ones, all records are equal."""
    for seed in range(start, start + CHUNK):
        facts = random_facts(seed)
        for readings in ({}, random_readings(seed)):
            assert records_of(outcome_of(facts, readings)) == evaluate(facts, readings), (seed, readings)


def test_readings_are_those_of_the_contract() -> None:
    """The book has exactly the readings and options of the contract, the first option adopted."""
    names = {reading.name: tuple(option.name for option in reading.options) for reading in book().readings}
    assert names == {name: tuple(options) for name, options in READINGS.items()}
    assert all(reading.default == reading.options[0].name for reading in book().readings)
    assert all(reading.reason for reading in book().readings)


def test_every_option_alone_agrees() -> None:
    """Each option of each reading by itself, on one fact set that is full of boundaries."""
    for seed in (5, 9):
        facts = random_facts(seed)
        for reading in book().readings:
            for option in reading.options:
                chosen = {reading.name: option.name}
                assert records_of(outcome_of(facts, chosen)) == evaluate(facts, chosen), (seed, chosen)


def test_the_same_bytes_for_the_same_input() -> None:
    """Two evaluations of the same files give the same records in the same order."""
    facts = random_facts(3)
    assert files_of(facts) == files_of(facts)
    assert repr(records_of(outcome_of(facts))) == repr(records_of(outcome_of(facts)))
