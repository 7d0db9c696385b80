"""A ledger that is there only as a workbook is never taken for an empty one."""

from __future__ import annotations

import pytest

from perfeval.ledger.read import read_facts
from tests.heshan.book import book, case_facts, files_of


@pytest.mark.parametrize("suffix", ["xlsx", "XLS", "et"])
def test_a_workbook_in_place_of_a_csv_file_is_refused(suffix: str) -> None:
    """Its rows would be missed in silence, and grades would change."""
    files = files_of(case_facts("ordinary"))
    files[f"表彰.{suffix}"] = files.pop("表彰.csv")
    found = read_facts(files, book().schema)
    assert found.value is None
    assert [finding.code for finding in found.diagnostics] == ["PE618"]


def test_a_workbook_beside_its_csv_file_is_passed_over() -> None:
    """Offices keep both."""
    files = files_of(case_facts("ordinary"))
    files["表彰.xlsx"] = b"PK\x03\x04"
    assert read_facts(files, book().schema).diagnostics == ()
