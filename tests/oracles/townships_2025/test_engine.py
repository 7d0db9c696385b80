"""The rule book, run by the engine, against the oracle: field by field, over random years and the example."""

import csv
import io
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from perfeval.evaluate.records import records_of
from perfeval.pipeline import evaluate, read_book
from perfeval.rulebook.book import RuleBook
from tests.oracles.townships_2025.facts import random_facts
from tests.oracles.townships_2025.oracle import results
from tests.oracles.townships_2025.other_readings import READINGS, passed_down
from tests.oracles.townships_2025.reading import Row

FOLDER = Path(__file__).parents[3] / "rules" / "townships-2025"


@cache
def book() -> RuleBook:
    """The rule book, read once."""
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    checked = read_book("book.jx", files["book.jx"], files)
    assert checked.value is not None, checked.diagnostics
    return checked.value


def parsed(texts: Mapping[str, str]) -> dict[str, list[Row]]:
    """CSV texts as the oracle reads them."""
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def plain(field: object) -> object:
    """Places are numbers on one side and text on the other."""
    return str(field) if isinstance(field, int) and not isinstance(field, bool) else field


def by_engine(texts: Mapping[str, str], readings: Mapping[str, str]) -> list[dict[str, object]]:
    """The engine's records."""
    ledgers = {f"{name}.csv": text.encode() for name, text in texts.items()}
    checked = evaluate(book(), readings, ledgers)
    assert checked.value is not None, checked.diagnostics
    return [{name: plain(field) for name, field in record.items()} for record in records_of(checked.value)]


def check(found: list[dict[str, object]], expected: list[dict[str, object]]) -> None:
    """Engine and oracle say the same of every unit, in the same fields and order."""
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert list(ours) == list(theirs)
        differing = {name: (ours[name], theirs[name]) for name in theirs if ours[name] != theirs[name]}
        assert not differing, theirs["单位"]


def test_example_year() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "facts").iterdir()}
    check(by_engine(texts, {}), results(parsed(texts)))


@pytest.mark.parametrize("seed", range(200))
def test_random_years(seed: int) -> None:
    texts = random_facts(random.Random(seed))
    check(by_engine(texts, {}), results(parsed(texts)))


@pytest.mark.parametrize("seed", range(200, 210))
@pytest.mark.parametrize(("reading", "option"), READINGS)
def test_other_readings(reading: str, option: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = random_facts(random.Random(seed))
    READINGS[reading, option](monkeypatch)
    check(by_engine(texts, {reading: option}), results(parsed(texts)))


@pytest.mark.parametrize("seed", range(200, 220))
def test_places_passed_down(seed: int) -> None:
    texts = random_facts(random.Random(seed))
    check(by_engine(texts, {"名额递补": "依次递补"}), passed_down(parsed(texts)))
