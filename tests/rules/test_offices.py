"""The four rule books of invented offices do all that the first one does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from perfeval import api, pipeline
from perfeval.cli.main import main
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.to_json import outcome_to_json

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
OFFICES = ("townships-2025", "students-2025", "credit-2025", "environment-2025")


def evaluated(name: str) -> Outcome:
    """The outcome of the example ledgers of a book."""
    book = api.load(RULES / name).value
    assert book is not None
    ledgers = {path.name: path.read_bytes() for path in sorted((RULES / name / "facts").iterdir())}
    outcome = pipeline.evaluate(book, {}, ledgers)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize("name", OFFICES)
def test_results_are_those_that_were_approved(name: str) -> None:
    """Every field of every unit and row; with PERFEVAL_UPDATE=1 the file is written anew for review."""
    path = RULES / name / "结果.json"
    data = outcome_to_json(evaluated(name))
    approved = {key: data[key] for key in ("readings", "records", "rows") if key in data}
    text = json.dumps(approved, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("PERFEVAL_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(text)


@pytest.mark.parametrize("name", OFFICES)
def test_a_book_says_what_it_found_and_answers_it(name: str) -> None:
    """No check fails, and no finding is left open."""
    examined = api.check(RULES / name)
    assert examined.value is not None
    assert not has_errors(examined.diagnostics)
    assert [each for each in examined.diagnostics if each.severity.value == "警告"] == []


@pytest.mark.parametrize("name", OFFICES)
def test_every_unit_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every clause of every unit, as people read it and as data."""
    units = [unit.name for unit in evaluated(name).book.units]
    for unit in units:
        assert main(["explain", str(RULES / name), str(RULES / name / "facts"), unit]) == 0
        text = capsys.readouterr().out
        assert unit in text and len(text) > 1000
    words = ["explain", str(RULES / name), str(RULES / name / "facts"), units[0], "--format", "json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", OFFICES)
def test_tables_are_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All tables and steps, as text and as data."""
    for words in (["table", str(RULES / name)], ["table", str(RULES / name), "--format", "json"]):
        assert main(words) == 0
        assert len(capsys.readouterr().out) > 5000
