"""Many random populations in one run: each is as if it were alone, and only what is wrong is suspect."""

from __future__ import annotations

from random import Random

import pytest
from attrs import evolve

from perfeval.evaluate.run import run
from perfeval.tables.conditions import GRADE_BY_SCORE
from perfeval.tables.model import Model
from perfeval.vectors.run import run_vectors
from tests.vectors.books import NAMES, book, model, random_read
from tests.vectors.damage import damaged_facts, damaged_model
from tests.vectors.same import Read, disagreements_of_many, frames_of_many

SEEDS = 20
# Books that refuse an empty cell of some ledgers; the others find something to say of every one.
REFUSING = ("heshan-2013", "environment-2025", "townships-2025")


def ways(name: str) -> tuple[bool, ...]:
    """Whether populations may be told to be alike: those of a roster have units of their own."""
    return (True, False) if book(name).roster is None else (False,)


@pytest.mark.parametrize("name", NAMES)
def test_many_populations(name: str) -> None:
    read = [random_read(name, seed) for seed in range(SEEDS)]
    for alike in ways(name):
        assert disagreements_of_many(book(name), model(name, {}), read, alike=alike) == []


def refused(own: Model, read: Read) -> bool:
    """Whether the reference has nothing to give."""
    return run(read[0], own, read[1]).value is None


@pytest.mark.parametrize("name", REFUSING)
def test_something_is_missing(name: str) -> None:
    """The first population and some others lack a number; the rest are as sound as before."""
    own = model(name, {})
    read = [random_read(name, seed) for seed in range(4)]
    wrong: list[Read] = []
    seed = 0
    while len(wrong) < 3:
        units, facts = read[seed % len(read)]
        each = units, damaged_facts(Random(seed), facts)
        seed += 1
        if refused(own, each):
            wrong.append(each)
    mixed = [wrong[0], *read[:2], wrong[1], *read[2:], wrong[2]]
    for alike in ways(name):
        assert disagreements_of_many(book(name), own, mixed, alike=alike) == []
        suspects = run_vectors(book(name), own, frames_of_many(book(name), mixed, alike=alike)).suspects
        assert suspects == (0, 3, 6)


@pytest.mark.parametrize("name", NAMES)
def test_tables_that_do_not_decide(name: str) -> None:
    """Rows are dropped, widened or doubled: some populations have no answer or two, the others have one."""
    read = [random_read(name, seed) for seed in range(5)]
    mixed, seed = 0, 0
    while mixed < 2:
        own = damaged_model(Random(seed), model(name, {}))
        seed += 1
        if len({refused(own, each) for each in read}) == 2:
            mixed += 1
            for alike in ways(name):
                assert disagreements_of_many(book(name), own, read, alike=alike) == [], seed


def test_who_has_no_grade_is_suspect() -> None:
    """Without one of the bands of scores some populations have a unit without a grade, others none."""
    name = "heshan-2013"
    sound, read = model(name, {}), [random_read(name, seed) for seed in range(6)]
    table = sound.table(GRADE_BY_SCORE)
    kinds = []
    for place in range(len(table.rows)):
        less = evolve(table, rows=(*table.rows[:place], *table.rows[place + 1 :]))
        own = evolve(sound, nodes=tuple(less if node is table else node for node in sound.nodes))
        kinds += [refused(own, each) for each in read]
        assert disagreements_of_many(book(name), own, read, alike=True) == []
    assert True in kinds and False in kinds
