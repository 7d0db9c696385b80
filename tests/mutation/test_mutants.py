"""Mutants of whole books: enough of them, all different, all as if read from their whole text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from perfeval import api, pipeline
from perfeval.mutation.from_book import Mutant, Mutants, meaning, mutants_of
from perfeval.rulebook.book import RuleBook
from tests.evaluate.mini import SOURCE
from tests.mutation.small import small

_RULES = Path(__file__).parents[2] / "rules" / "heshan-2013"


@cache
def plan() -> tuple[RuleBook, Mutants]:
    """The book of 2013 and its mutants."""
    book = api.load(_RULES).value
    assert book is not None
    return book, mutants_of(book)


def whole_text(mutant: Mutant) -> str:
    """The text of the whole book after the slip."""
    text = mutant.span.source.text
    return text[: mutant.span.start] + mutant.new + text[mutant.span.end :]


def test_the_plan_of_2013_has_many_mutants_of_many_kinds() -> None:
    """At least three hundred; each sentence that computes has some."""
    book, found = plan()
    assert len(found.mutants) >= 300
    assert len({mutant.kind for mutant in found.mutants}) >= 40
    silent = [
        clause.name
        for clause in book.clauses
        if (clause.rules or clause.reading) and not any(each.clause == clause.name for each in found.mutants)
    ]
    assert silent == []


def test_no_two_mutants_mean_the_same_as_far_as_rules_tell() -> None:
    """Nor does any have the rules of the book itself, or a sentence that did not change."""
    book, found = plan()
    meanings = [meaning(each.book) for each in found.mutants]
    assert len(set(meanings)) == len(meanings)
    assert meaning(book) not in meanings
    assert all(mutant.old == mutant.span.text != mutant.new for mutant in found.mutants)


def test_mutants_come_in_the_order_of_the_text_and_always_the_same() -> None:
    """Sentence by sentence; a second time gives the same texts."""
    book, found = plan()
    places = [mutant.span.start for mutant in found.mutants]
    assert places == sorted(places)
    again = mutants_of(book)
    assert [(each.kind, each.new) for each in again.mutants] == [
        (each.kind, each.new) for each in found.mutants
    ]
    assert (again.refused, again.same) == (found.refused, found.same)


@pytest.mark.parametrize("start", range(3))
def test_reading_one_sentence_again_is_reading_the_whole_text(start: int) -> None:
    """Rules, declarations and texts of clauses are those of the changed text read from the first letter."""
    _, found = plan()
    files = {file.name: file.read_bytes() for file in _RULES.glob("*.txt")}
    for mutant in found.mutants[start * 13 :: 40]:
        read = pipeline.read_book("book.jx", whole_text(mutant).encode(), files)
        assert read.value is not None, mutant.new
        assert meaning(read.value) == meaning(mutant.book), mutant.new
        assert [each.text for each in read.value.clauses] == [each.text for each in mutant.book.clauses]


def test_all_mutants_of_a_small_book_read_from_their_whole_text() -> None:
    """The same for every mutant of a book in which one clause has several sentences."""
    book, _ = small()
    found = mutants_of(book)
    for mutant in found.mutants:
        read = pipeline.read_book("小方案.jx", whole_text(mutant).encode(), {"原文.txt": SOURCE})
        assert read.value is not None, mutant.new
        assert meaning(read.value) == meaning(mutant.book), mutant.new


def test_mutants_of_an_option_that_is_not_adopted_are_compiled_under_it() -> None:
    """They could change nothing otherwise."""
    book, _ = small()
    found = [each for each in mutants_of(book).mutants if each.reading is not None]
    assert {each.reading for each in found} == {("八十分整", "差")}
    assert {each.model.readings["八十分整"] for each in found} == {"差"}
    assert "“差”：总分在80分以上的，评为好。" in [each.new for each in found]


def test_the_whole_of_a_small_book() -> None:
    """Head, readings and clauses: what is changed in each of them."""
    book, _ = small()
    found = [(each.clause, each.kind) for each in mutants_of(book).mutants]
    assert found[:4] == [
        ("评估年度", "年度第一天提前"),
        ("评估年度", "年度第一天推后"),
        ("评估年度", "年度最后一天提前"),
        ("评估年度", "年度最后一天推后"),
    ]
    assert ("好", "换成别的读法") in found
    assert ("台账“往年”", "漏写每项一行") in found
