"""Broken examples: exactly what the case files say is found, no more and no less.

A case has a description, the examples below ``==== 例``, and all findings below ``==== 应报`` as the
cases of rules write them; the lines are those of the examples, from 1.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from attrs import frozen

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.resolve import example_errors
from perfeval.source.text import Span
from tests.evaluate.mini import SOURCE
from tests.examples.small import text_of
from tests.examples.village import CLAUSES
from tests.rules.case_files import show_findings
from tests.snapshot import UPDATE

CASES = sorted((Path(__file__).parent / "bad").glob("*.txt"))
_PLACE = re.compile(r"^(PE\S+ \| )([0-9]+)(?= \|)", re.MULTILINE)


@frozen
class Case:
    """The description and the examples of a case, and the text of what is found."""

    about: str
    examples: str
    expected: str


def read_case(path: Path) -> Case:
    """The case that a file describes."""
    about, rest = path.read_text(encoding="utf-8").split("==== 例\n")
    examples, expected = rest.split("==== 应报\n")
    return Case(about, examples, expected)


def findings(case: Case) -> tuple[Diagnostic, ...]:
    """What is found in the examples; the book is sound."""
    text = pipeline.parse_text("小方案.jx", text_of(CLAUSES, case.examples).encode())
    book = pipeline.bind_book(text, {"原文.txt": SOURCE})
    assert text.value is not None
    assert book.value is not None
    return (*book.diagnostics, *pipeline.read_examples(text.value, book.value).diagnostics)


def shown(case: Case) -> str:
    """The findings, with lines counted from the first line of the examples."""
    above = text_of(CLAUSES, "").count("\n")
    return _PLACE.sub(lambda place: f"{place[1]}{int(place[2]) - above}", show_findings(findings(case)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_all_that_is_wrong_is_found(path: Path) -> None:
    """Code, line, column, underlined words, message, expectation and next step; all of them, in order."""
    case = read_case(path)
    if os.environ.get(UPDATE) == "1":
        text = f"{case.about}==== 例\n{case.examples}==== 应报\n{shown(case)}"
        path.write_text(text, encoding="utf-8", newline="\n")
    assert shown(case) == read_case(path).expected
    assert shown(case).encode("gbk").decode("gbk") == shown(case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_one_mistake_gives_one_finding(path: Path) -> None:
    """No words are underlined twice, and what follows from a mistake is not reported as another."""
    found = findings(read_case(path))
    assert found
    places = [found.where for found in found if isinstance(found.where, Span)]
    assert len({(place.start, place.end) for place in places}) == len(found)
    assert len(found) == 1 or path.stem in SEVERAL


# Cases about more than one mistake.
SEVERAL = (
    "outside",
    "without-name",
    "two-mistakes",
    "no-table-and-no-unit",
    "two-examples",
    "unit-of-measure",
    "which-unit",
    "unit-not-given",
)


def test_every_code_has_a_case() -> None:
    """A finding that no case shows has wording that nobody has read."""
    text = Path(example_errors.__file__ or "").read_text(encoding="utf-8")
    codes = {*re.findall(r'"(PE[0-9]{3})"', text), "PE112"}
    found = {code for path in CASES for code in re.findall(r"^(PE[0-9]{3})", read_case(path).expected, re.M)}
    assert codes <= found
    assert len(CASES) >= 40
