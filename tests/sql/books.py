"""The five books with facts of many years, and what two engines say of them, compared in everything."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import attrs

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.outcome import Outcome
from perfeval.ledger.read import read_facts
from perfeval.pipeline import compile_tables, of_facts, read_book
from perfeval.rulebook.book import RuleBook
from perfeval.sql.loading import Population
from perfeval.tables.model import Model
from tests.heshan.book import files_of
from tests.oracle.generate import random_facts
from tests.oracles.credit_2025 import facts as credit
from tests.oracles.environment_2025 import facts as environment
from tests.oracles.students_2025 import facts as students
from tests.oracles.townships_2025 import facts as townships

RULES = Path(__file__).resolve().parents[2] / "rules"
_TEXTS: dict[str, Callable[[random.Random], Mapping[str, str]]] = {
    "credit-2025": credit.random_facts,
    "environment-2025": environment.random_facts,
    "students-2025": students.random_facts,
    "townships-2025": townships.random_facts,
}
NAMES = ("heshan-2013", *_TEXTS)


@cache
def book(name: str) -> RuleBook:
    """A rule book, read once."""
    folder = RULES / name
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    checked = read_book("book.jx", files["book.jx"], files)
    assert checked.value is not None, checked.diagnostics
    return checked.value


def model(name: str, readings: Mapping[str, str] | None = None) -> Model:
    """Its tables under the adopted readings, or others."""
    checked = compile_tables(book(name), readings or {})
    assert checked.value is not None, checked.diagnostics
    return checked.value


def example(name: str) -> Population:
    """The facts beside the book."""
    return _population(name, {path.name: path.read_bytes() for path in (RULES / name / "facts").iterdir()})


def random_year(name: str, seed: int) -> Population:
    """Facts as a year could bring them, full of boundaries."""
    if name == "heshan-2013":
        return _population(name, files_of(random_facts(seed)))
    texts = _TEXTS[name](random.Random(seed))
    return _population(name, {f"{ledger}.csv": text.encode() for ledger, text in texts.items()})


def _population(name: str, files: Mapping[str, bytes]) -> Population:
    own = of_facts(book(name), files)
    facts = read_facts(files, own.schema, own.year[0].year)
    assert facts.value is not None, facts.diagnostics
    return own, facts.value


# ---------------------------------------------------------------- comparing


def differences(one: Checked[Outcome], other: Checked[Outcome]) -> list[str]:
    """In which columns and traces two outcomes differ, each with the first place; or the findings."""
    if one.diagnostics != other.diagnostics or one.value is None or other.value is None:
        return [] if one == other else [f"findings: {one.diagnostics} | {other.diagnostics}"]
    found = _of_columns(one.value, other.value)
    if list(one.value.traces) != list(other.value.traces):
        found.append("the steps that left a trace")
    for name, trace in one.value.traces.items():
        mine, yours = _plain(trace), _plain(other.value.traces.get(name))
        if mine != yours:
            found.append(f"trace of {name}: {mine} | {yours}")
    return found


def _of_columns(one: Outcome, other: Outcome) -> list[str]:
    found = []
    if sorted(one.columns) != sorted(other.columns):
        found.append(f"columns: {sorted(one.columns.keys() ^ other.columns.keys())}")
    for place, values in one.columns.items():
        mine, yours = list(values), list(other.columns.get(place, ()))
        kinds = [type(each) for each in mine] == [type(each) for each in yours]
        if mine != yours or not kinds:
            pairs = zip(mine, yours, strict=False)
            first = next((each for each in enumerate(pairs) if each[1][0] != each[1][1]), None)
            found.append(f"column {place}: {first}")
    return found


def _plain(trace: object) -> object:
    """A trace as lists and dictionaries that can be compared."""
    kind = type(trace)
    if attrs.has(kind):
        names = [field.name for field in attrs.fields(kind)]
        return kind.__name__, {name: _plain(getattr(trace, name)) for name in names}
    if isinstance(trace, Mapping):
        return {key: _plain(value) for key, value in trace.items()}
    return list(trace) if isinstance(trace, list | tuple) else trace
