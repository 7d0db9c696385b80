"""Broken ledgers: exactly what the case files say is found, no more and no less."""

import re
from pathlib import Path

import pytest

from perfeval.diagnostics.diagnostic import Severity
from perfeval.ledger import cell_errors, errors
from perfeval.ledger.read import read_facts
from tests.ledger.case_files import LEDGERS, read_case, show_findings
from tests.ledger.schema_2013 import SCHEMA

CASES = sorted((LEDGERS / "bad").glob("*.txt"))
# Limits take large files, and warnings leave the facts as they are: see tests/hostile. Whoever reads
# Parquet too is in tests/populations.
SHOWN_ELSEWHERE = frozenset({"PE617", "PE619", "PE634", "PE636", "PE637", "PE638", "PE639", "PE657"})
ERRORS = tuple(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (errors, cell_errors))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_all_that_is_wrong_is_found(path: Path) -> None:
    """Code, file, line, column, value, message, expectation and next step; all of them, in order."""
    case = read_case(path)
    read = read_facts(case.files, SCHEMA)
    assert show_findings(read.diagnostics) == case.expected
    assert read.value is None
    assert all(found.severity is Severity.ERROR for found in read.diagnostics)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_order_of_files_does_not_matter(path: Path) -> None:
    """Folders are listed in any order."""
    files = read_case(path).files
    backwards = dict(reversed(list(files.items())))
    assert read_facts(backwards, SCHEMA).diagnostics == read_facts(files, SCHEMA).diagnostics


def test_there_are_enough_cases() -> None:
    """A folder that is not found would make the test above hold for nothing."""
    assert len(CASES) >= 40


def test_every_code_has_a_case() -> None:
    """A finding that no case shows has wording that nobody has read."""
    codes = set(re.findall(r'Diagnostic\(\s*"(PE6[0-9]{2})"', "".join(ERRORS)))
    shown = set(re.findall(r"^(PE6[0-9]{2}) \|", "".join(read_case(path).expected for path in CASES), re.M))
    assert sorted(codes - SHOWN_ELSEWHERE) == sorted(shown)
    assert len(codes) > 25


@pytest.mark.parametrize("text", ERRORS, ids=["errors", "cell_errors"])
def test_wording_is_in_the_characters_of_gbk(text: str) -> None:
    """What a Chinese console cannot show is never printed."""
    assert text.encode("gbk").decode("gbk") == text
