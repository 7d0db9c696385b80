"""The study as people and programs get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval.ledger.read import read_facts
from perfeval.sensitivity.from_facts import study
from perfeval.sensitivity.study import Study
from perfeval.sensitivity.to_json import study_to_json
from perfeval.sensitivity.to_text import WIDTH, study_to_text
from perfeval.source.width import display_width
from tests.cli.test_commands import run
from tests.heshan import book as heshan
from tests.sensitivity.small import BOOK, FAILING, book_of, facts_of
from tests.sensitivity.test_study import NO_READINGS
from tests.snapshot import same_as_reviewed


def of_2013(case: str, limit: int = 5000) -> Study:
    """The study of the 2013 book on one of its cases."""
    facts = read_facts(heshan.files_of(heshan.case_facts(case)), heshan.book().schema).value
    assert facts is not None
    found = study(heshan.book(), facts, limit).value
    assert found is not None
    return found


def of_small(clauses: str, limit: int = 5000) -> Study:
    """The study of a small book."""
    book = book_of(clauses)
    found = study(book, facts_of(book), limit).value
    assert found is not None
    return found


@pytest.mark.parametrize("case", ["ordinary", "edge"])
def test_text_of_the_2013_book(case: str) -> None:
    """The page of all 3,072 combinations is the reviewed one."""
    same_as_reviewed(f"readings/{case}.txt", study_to_text(of_2013(case)) + "\n")


@pytest.mark.parametrize(
    ("name", "clauses", "limit"),
    [
        ("small", BOOK, 5000),
        ("small-pairs", BOOK, 10),
        ("small-failing", FAILING, 5000),
        ("no-readings", NO_READINGS, 5000),
    ],
)
def test_text_of_small_books(name: str, clauses: str, limit: int) -> None:
    """Readings that act on each other, too many combinations, combinations that fail, no readings."""
    same_as_reviewed(f"readings/{name}.txt", study_to_text(of_small(clauses, limit)) + "\n")


def test_text_fits_the_screen() -> None:
    """No line is wider than the page but findings, and nothing is outside GBK."""
    for page in (
        study_to_text(of_2013("ordinary")),
        study_to_text(of_2013("edge")),
        study_to_text(of_small(BOOK)),
    ):
        assert page.encode("gbk")
        assert max(display_width(line) for line in page.split("\n")) <= WIDTH


def test_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The command gives what the study holds, to a file as well, with all combinations by default."""
    facts = heshan.CASES / "edge" / "facts"
    status, out, err = run(capsys, "readings", heshan.RULES, facts, "--format", "json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert list(data)[:4] == ["version", "combinations", "total", "complete"]
    assert (data["version"], data["combinations"], data["complete"]) == (1, 3072, True)
    assert data == json.loads(json.dumps(study_to_json(of_2013("edge"))))
    assert [unit["单位"] for unit in data["units"]] == [unit.name for unit in heshan.book().units]
    for unit in data["units"]:
        assert list(unit) == ["单位", "grades", "robust", "depends"]
    for single in data["single"]:
        assert list(single) == ["reading", "option", "changed"]
        for change in single["changed"]:
            assert list(change) == ["单位", "field", "from", "to"]
    file = tmp_path / "口径.json"
    assert run(capsys, "readings", heshan.RULES, facts, "--format", "json", "--out", file) == (0, "", "")
    assert json.loads(file.read_text(encoding="utf-8")) == data


def test_the_limit_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Beyond it singles and pairs are tried; what is no number is refused."""
    facts = heshan.CASES / "edge" / "facts"
    status, out, _ = run(capsys, "readings", heshan.RULES, facts, "--limit", "3071", "--format", "json")
    data = json.loads(out)
    assert (status, data["complete"], data["total"]) == (0, False, 3072)
    # 12 options that are not adopted, 2 of them of one reading.
    assert data["combinations"] == 1 + 12 + (12 * 11 // 2 - 1)
    status, out, err = run(capsys, "readings", heshan.RULES, facts, "--limit", "许多")
    assert (status, out) == (2, "")
    assert "整数" in err


def test_failures_in_json() -> None:
    """A combination that cannot be evaluated: its options that are not adopted, and why."""
    data = study_to_json(of_small(FAILING))
    failed = data["failed"]
    assert isinstance(failed, list)
    assert failed
    for failure in failed:
        assert failure["readings"]
        assert all(finding["message"] for finding in failure["diagnostics"])
    lost = [single for single in data["single"] if {"reading", "option"} <= set(single)]  # type: ignore[attr-defined]
    assert [single["changed"] for single in lost if single["option"] == "六十"] == [[]]


def test_a_missing_ledger_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Facts that are not in order give findings and status 1, a missing folder status 2."""
    status, _, err = run(capsys, "readings", heshan.RULES, tmp_path)
    assert status == 1
    assert "PE601" in err
    assert run(capsys, "readings", heshan.RULES, tmp_path / "没有")[0] == 2
