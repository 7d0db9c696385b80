"""The tables of the 2013 book, under any readings, and the facts that they run on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from perfeval import pipeline
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Field, records_of
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from perfeval.tables.phrases_flow import Chart, chart_of
from tests.heshan.book import book, case_facts, files_of

ADOPTED: Mapping[str, str] = {}
# Unit -> field -> (before, after).
Changes = dict[str, dict[str, tuple[Field, Field]]]


def model_of(readings: Mapping[str, str] = ADOPTED, of: RuleBook | None = None) -> Model:
    """The model of a book (the 2013 one) under these readings."""
    checked = pipeline.compile_tables(of or book(), readings)
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


@cache
def chart() -> Chart:
    """The chart under the adopted readings, made once."""
    return chart_of(book(), model_of())


@cache
def every_option() -> tuple[Mapping[str, str], ...]:
    """The adopted readings alone, then with each other option in its turn."""
    others = [
        {reading.name: option.name}
        for reading in book().readings
        for option in reading.options
        if option.name != reading.default
    ]
    return (ADOPTED, *others)


def words_of(readings: Mapping[str, str]) -> str:
    """Readings as the name of a test: 名额取整=向下取整."""
    return "，".join(f"{name}={option}" for name, option in readings.items()) or "采用"


@cache
def facts(case: str) -> Facts:
    """The facts of a case, read once."""
    checked = read_facts(files_of(case_facts(case)), book().schema)
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


def outcome(model: Model, case: str) -> Outcome:
    """The outcome of a model for the facts of a case."""
    checked = run(book(), model, facts(case))
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


def changes(before: Outcome, after: Outcome) -> Changes:
    """Every field of every record that differs."""
    found: Changes = {}
    for old, new in zip(records_of(before), records_of(after), strict=True):
        assert list(old) == list(new)
        differing = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
        if differing:
            found[str(old["单位"])] = differing
    return found
