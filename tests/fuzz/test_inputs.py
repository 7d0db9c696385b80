"""A few thousand inputs, the same every time: findings that can be shown, and never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from attrs import evolve

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell, Diagnostic, has_errors
from perfeval.evaluate.records import records_of
from perfeval.evaluate.run import run
from perfeval.examples.suite import passes
from perfeval.source.text import SourceText, Span
from tests.fuzz import promises, way
from tests.fuzz.bases import base
from tests.fuzz.inputs import BOOK, SHARES, input_of
from tests.fuzz.ledgers import as_files, sound
from tests.fuzz.promises import BrokenPromiseError
from tests.fuzz.tally import Tally, to_text
from tests.fuzz.way import fate_of, without_kept_trees
from tests.fuzz.workers import fate_or_failure

SEED, INPUTS, PARTS = "2013", 2000, 4
SMALL = ("hamlet", "village", "district")


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    with without_kept_trees():
        yield


@pytest.mark.parametrize("part", range(PARTS))
def test_no_input_breaks_a_promise(part: int) -> None:
    """Declared codes, places that exist, text without hidden characters, the same results twice."""
    tally = Tally()
    for number in range(part, INPUTS, PARTS):
        fate_or_failure(SEED, number, tally)
    assert tally.inputs == INPUTS // PARTS
    assert not tally.failures, to_text(tally, SEED)
    # The inputs are worth something: many kinds of findings, and many accounts.
    assert len(tally.codes) > 40
    explained = sum(count for reached, count in tally.reached.items() if reached.endswith("到说明"))
    assert explained > INPUTS // PARTS // 8


def test_shares_are_of_a_thousand() -> None:
    """So that they can be read as such."""
    assert sum(share for share, _, _ in SHARES) == 1000


@pytest.mark.parametrize("name", SMALL)
def test_books_that_inputs_begin_with_are_sound(name: str) -> None:
    """Their examples too: what is found in an input comes of what was done to it."""
    text = pipeline.parse_text(BOOK, base(name).text.encode())
    book = pipeline.bind_book(text, base(name).files)
    assert text.value is not None and book.value is not None
    suite = pipeline.read_examples(text.value, book.value)
    assert not has_errors((*book.diagnostics, *suite.diagnostics, *pipeline.check_every_option(book.value)))
    assert suite.value is not None and passes(suite.value, book.value)
    assert bool(suite.value.examples) is (name != "district")


@pytest.mark.parametrize("name", SMALL)
def test_undamaged_inputs_come_through(name: str) -> None:
    """What is damaged was sound before."""
    book = base(name).book
    for number in range(20):
        ledgers = as_files(sound(book, Random(number)))
        done = pipeline.evaluate(book, {}, ledgers)
        assert [each.code for each in done.diagnostics] == []
        assert done.value is not None
        assert len(records_of(done.value)) == len(book.units)


def test_an_input_is_the_same_again() -> None:
    """By seed and number, and otherwise by another number."""
    first, again, other = input_of(SEED, 7), input_of(SEED, 7), input_of("2014", 7)
    assert (first.kind, first.content) == (again.kind, again.content)
    assert fate_of(first) == fate_of(again)
    contents = {input_of(SEED, number).content for number in range(60)} - {None}
    assert len(contents) > 15
    assert other.name != first.name


# ---------------------------------------------------------------- what is noticed

_TEXT = SourceText(BOOK, "一、甲\n")
_FINE = Diagnostic("PE101", "没有写完", Span(_TEXT, 0, 1), (), "写完。")


@pytest.mark.parametrize(
    "found",
    [
        evolve(_FINE, code="PE199"),
        evolve(_FINE, where=Span(_TEXT, 3, 6)),
        evolve(_FINE, where=Span(SourceText("other", "甲"), 0, 1)),
        evolve(_FINE, where=None),
        evolve(_FINE, where=Cell("得分.csv", 4)),
        evolve(_FINE, where=Cell("无.csv")),
    ],
)
def test_a_finding_that_breaks_a_promise_is_noticed(found: Diagnostic) -> None:
    """Of each kind one, beside one that is as it should be."""
    files = {BOOK: b"", "得分.csv": b"a\nb\n"}
    promises.hold((_FINE, evolve(_FINE, where=Cell("得分.csv", 3))), files)
    with pytest.raises(BrokenPromiseError):
        promises.hold((found,), files)


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\u202e", "\x07", "\ufeff"])
def test_hidden_characters_are_noticed_and_no_finding_has_them(hidden: str) -> None:
    """Whatever a finding quotes is spelt out when it is made."""
    with pytest.raises(BrokenPromiseError):
        promises.printable(f"甲{hidden}乙", "a text")
    found = evolve(_FINE, message=hidden, hint=hidden, expected=(hidden,))
    promises.hold((found,), {BOOK: b""})
    assert "〔U+" in found.message


def test_an_exception_is_a_failure_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last lines of the program that were reached, and how to run it again."""

    def breaks(*_: object) -> None:
        raise KeyError("断")

    monkeypatch.setattr(way, "read_facts", breaks)
    number = next(number for number in range(99) if input_of(SEED, number).kind == "计算")
    tally = Tally()
    fate_or_failure(SEED, number, tally)
    (failure,) = tally.failures
    assert failure.what == "KeyError: '断'"
    assert "_on_ledgers" in failure.where
    assert f"--only {number}" in to_text(tally, SEED)


def test_results_that_differ_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the same facts are evaluated twice."""
    given = next(each for each in (input_of(SEED, number) for number in range(99)) if each.kind == "计算")
    calls: list[int] = []

    def other(*arguments: object) -> object:
        calls.append(1)
        outcome = run(*arguments)  # type: ignore[arg-type]
        return outcome if len(calls) == 1 else evolve(outcome, diagnostics=(_FINE,))

    monkeypatch.setattr(way, "run", other)
    with pytest.raises(BrokenPromiseError, match="differ"):
        fate_of(given)
