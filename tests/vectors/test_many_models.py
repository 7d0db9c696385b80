"""What many models share is computed once over arrays too, and comes to the very same."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from perfeval.evaluate.many_models import ManyModels
from perfeval.rulebook.book import RuleBook
from perfeval.tables.many_readings import ManyReadings
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.many_models import ManyVectorModels
from perfeval.vectors.run import run_vectors
from tests.sensitivity.small import LEDGERS, all_combinations, book_of, facts_of, named
from tests.sensitivity.test_shared_work import AWARDS, BOOKS, CALENDAR, COUNTED_DAYS
from tests.vectors import books
from tests.vectors.same import Read, frames_of_many

SAMPLE = 12


def same(one: VectorOutcome, other: VectorOutcome) -> bool:
    """Whether two outcomes hold the same columns, but for what is spread over rows, and suspects."""
    assert one.suspects == other.suspects
    for place in dict.fromkeys((*one.columns, *other.columns)):
        if place not in one.columns or place not in other.columns:
            # A column of units is spread over rows when it is first asked for.
            assert place[1] in ("单位", "类别", "序列") or (("单位", place[1]) in one.columns)
            continue
        vector, known = one.columns[place], other.columns[place]
        assert vector.to_values() == known.to_values(), place
        assert (vector.low, vector.high, vector.words) == (known.low, known.high, known.words), place
    return True


def check(book: RuleBook, populations: list[Read], sample: int | None) -> None:
    """Each combination as if it were evaluated alone; suspects are those that the reference refuses."""
    frames = frames_of_many(book, populations, alike=book.roster is None)
    compiler, many = ManyReadings(book), ManyVectorModels(book, frames)
    references = [ManyModels(own, facts) for own, facts in populations]
    combinations = all_combinations(book)
    Random(7).shuffle(combinations)
    for combination in combinations[:sample]:
        model = compiler.model(named(book, combination)).value
        if model is None:
            continue
        made = many.run(model)
        assert same(made, run_vectors(book, model, frames, traced=False))
        refused = [number for number, each in enumerate(references) if each.run(model).value is None]
        assert set(refused) <= set(made.suspects)


@pytest.mark.parametrize("clauses", BOOKS.values(), ids=BOOKS)
@pytest.mark.parametrize("ledgers", [LEDGERS, LEDGERS | AWARDS], ids=["points", "equal points"])
def test_a_small_book(clauses: str, ledgers: dict[str, str]) -> None:
    """Every combination, those that fail too, of two populations, of which one may have other awards."""
    book = book_of(clauses)
    check(book, [(book, facts_of(book, ledgers)), (book, facts_of(book))], None)


def test_reasons_why_numbers_are_missing_are_kept() -> None:
    """A calendar that lacks days makes a population suspect under the option that counts them, each time."""
    book = book_of(COUNTED_DAYS, CALENDAR)
    facts = facts_of(book, LEDGERS | {"日历": "日期,工作日\n2024-05-01,否\n"})
    compiler, many = (
        ManyReadings(book),
        ManyVectorModels(book, frames_of_many(book, [(book, facts)], alike=True)),
    )
    models = [compiler.model({"天数": option}).value for option in ("工作日", "日历日", "工作日")]
    assert [many.run(model).suspects for model in models if model is not None] == [(0,), (), (0,)]


@pytest.mark.parametrize("name", books.NAMES)
def test_books(name: str) -> None:
    """A sample of the combinations of each book in rules/, on its own and on random facts."""
    populations = [books.own_facts(name), *(books.random_read(name, seed) for seed in range(2))]
    check(books.book(name), populations, SAMPLE)


def test_equal_work_is_done_once() -> None:
    """A combination that was evaluated before gives the same objects, and no new column."""
    read = books.own_facts("heshan-2013")
    book = books.book("heshan-2013")
    many = ManyVectorModels(book, frames_of_many(book, [read], alike=True))
    compiler = ManyReadings(book)
    models = [compiler.model(named(book, each)).value for each in all_combinations(book)[:2]]
    first, _, again = (many.run(model) for model in (*models, models[0]) if model is not None)
    assert all(again.columns[place] is vector for place, vector in first.columns.items())


def test_results_without_traces_are_the_same() -> None:
    """Only what steps need is kept of how they came about."""
    book = books.book("heshan-2013")
    frames = frames_of_many(book, [books.own_facts("heshan-2013")], alike=True)
    model = books.model("heshan-2013", {})
    plain, traced = run_vectors(book, model, frames, traced=False), run_vectors(book, model, frames)
    assert list(plain.columns) == list(traced.columns)
    assert all(
        np.array_equal(plain.columns[place].values, vector.values) for place, vector in traced.columns.items()
    )
    assert len(plain.traces) < len(traced.traces)
