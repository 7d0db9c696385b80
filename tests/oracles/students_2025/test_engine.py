"""The rule book of students-2025 run by the engine against the oracle, field by field."""

import csv
import io
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from perfeval.evaluate.records import records_of
from perfeval.pipeline import evaluate, read_book
from perfeval.rulebook.book import RuleBook
from tests.oracles.students_2025 import oracle
from tests.oracles.students_2025.facts import random_facts

FOLDER = Path(__file__).resolve().parents[3] / "rules" / "students-2025"
Records = list[dict[str, object]]


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The rule book, read once."""
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    found = read_book("book.jx", files["book.jx"], files)
    assert found.value is not None, [one.message for one in found.diagnostics]
    return found.value


def normal(value: object) -> object:
    """Numbers and places in an order as text, on either side."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def computed(book: RuleBook, texts: Mapping[str, str]) -> Records:
    """What the engine gives for ledgers as text."""
    ledgers = {f"{name}.csv": text.encode() for name, text in texts.items()}
    outcome = evaluate(book, {}, ledgers)
    assert outcome.value is not None, [one.message for one in outcome.diagnostics]
    return [{name: normal(value) for name, value in one.items()} for one in records_of(outcome.value)]


def expected(texts: Mapping[str, str]) -> Records:
    """What the oracle gives for the same ledgers."""
    ledgers = {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}
    return [{name: normal(value) for name, value in one.items()} for one in oracle.results(ledgers)]


def compare(book: RuleBook, texts: Mapping[str, str]) -> None:
    """The same fields in the same order, and the same values."""
    ours, theirs = computed(book, texts), expected(texts)
    assert [list(one) for one in ours] == [list(one) for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        differences = {name: (one[name], other[name]) for name in other if one[name] != other[name]}
        assert not differences, (other["单位"], differences)


def test_example_facts(book: RuleBook) -> None:
    compare(book, {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "facts").glob("*.csv")})


@pytest.mark.parametrize("seed", range(200))
def test_random_facts(book: RuleBook, seed: int) -> None:
    compare(book, random_facts(random.Random(seed)))
