"""Broken rule texts: exactly what the case files say is found, no more and no less."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from perfeval.diagnostics.diagnostic import Severity
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.resolve import errors as resolve_errors
from perfeval.source.text import Span
from perfeval.syntax import errors as syntax_errors
from perfeval.tables import errors as tables_errors
from tests.rules.case_files import RULES, checked, read_case, show_findings

CASES = sorted((RULES / "bad").glob("*.txt"))
ERRORS = tuple(
    Path(module.__file__ or "").read_text(encoding="utf-8")
    for module in (syntax_errors, resolve_errors, tables_errors)
)
UPDATE = "PERFEVAL_UPDATE" in os.environ

# Hidden characters, and limits that take large texts: see tests/hostile.
OF_LIMITS = ("PE114", "PE115", "PE116", "PE117", "PE118")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_all_that_is_wrong_is_found(path: Path) -> None:
    """Code, line, column, underlined words, message, expectation and next step; all of them, in order."""
    case = read_case(path)
    found = show_findings(checked(case).diagnostics)
    if UPDATE:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.partition("==== 应报\n")[0] + "==== 应报\n" + found, encoding="utf-8")
        return
    assert found == case.expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_findings_can_be_shown(path: Path) -> None:
    """On any console: in the characters of GBK, with a place, and without a word of the program's own."""
    book = checked(read_case(path))
    text = diagnostics_to_text(book.diagnostics)
    assert text.encode("gbk").decode("gbk") == text
    assert not re.findall(r"_[A-Z]|Traceback|None|\bTrue\b", text)
    if any(found.severity is Severity.ERROR and found.code < "PE4" for found in book.diagnostics):
        assert book.value is None


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_place_is_named_twice(path: Path) -> None:
    """One mistake, one message: no words are underlined twice, but for clauses and what is missing."""
    places = [
        (found.where.start, found.where.end)
        for found in checked(read_case(path)).diagnostics
        if found.code < "PE4" and found.code != "PE212" and isinstance(found.where, Span)
    ]
    for (_, end), (start, _) in pairwise(sorted(places)):
        assert end <= start


def test_there_are_enough_cases() -> None:
    """A folder that is not found would make the tests above hold for nothing."""
    assert len(CASES) >= 90


# Cases of examples are in tests/examples/bad.
OF_EXAMPLES = ("PE112", "PE113")


def test_every_code_has_a_case() -> None:
    """A finding that no case shows has wording that nobody has read."""
    codes = re.findall(r'(?:Diagnostic|AboutName)\(\s*"(PE[1-4][0-9]{2})"', "".join(ERRORS))
    shown = re.findall(r"^(PE[1-4][0-9]{2})", "".join(read_case(path).expected for path in CASES), re.M)
    shown.extend((*OF_EXAMPLES, *OF_LIMITS))
    assert sorted(set(codes)) == sorted(set(shown))
    assert len(set(codes)) > 45


@pytest.mark.parametrize("text", ERRORS, ids=["syntax", "resolve", "tables"])
def test_wording_is_in_the_characters_of_gbk(text: str) -> None:
    """What a Chinese console cannot show is never printed."""
    assert text.encode("gbk").decode("gbk") == text
