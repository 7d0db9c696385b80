"""Other ways to write the same: full and half width, spaces, line ends, encodings, notes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.rules.case_files import RULES, base, checked, read_case, show_findings
from tests.rules.meaning import meaning_of

CASES = sorted((RULES / "good").glob("*.txt"))


@cache
def meaning_of_the_base() -> tuple[object, ...]:
    """What the book means that all cases write otherwise."""
    book = checked(base())
    assert show_findings(book.diagnostics) == ""
    assert book.value is not None
    return meaning_of(book.value)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_it_means_the_same(path: Path) -> None:
    """No finding, and the same clauses, ledgers, units and tables as the base book."""
    case = read_case(path)
    assert case.content() != base().content()
    book = checked(case)
    assert show_findings(book.diagnostics) == ""
    assert book.value is not None
    assert meaning_of(book.value) == meaning_of_the_base()


def test_there_are_enough_cases() -> None:
    """A folder that is not found would make the test above hold for nothing."""
    assert len(CASES) >= 18


def test_another_number_is_another_meaning() -> None:
    """The comparison above sees a single digit."""
    case = base()
    changed = case.book.replace("比上年排位每前移1位加0.5分", "比上年排位每前移1位加0.6分")
    book = checked(type(case)(changed, case.files, ""))
    assert book.value is not None
    assert meaning_of(book.value) != meaning_of_the_base()
