"""The two cases of the contract, under the adopted readings and under the others given."""

from __future__ import annotations

import pytest

from perfeval.evaluate.records import records_of
from tests.heshan.book import EXPECTED, case_facts, expected, outcome_of


@pytest.mark.parametrize(("case", "file", "readings"), EXPECTED, ids=[f"{c}-{f}" for c, f, _ in EXPECTED])
def test_records_equal_the_expected_ones_in_every_field(
    case: str, file: str, readings: dict[str, str]
) -> None:
    """All 106 records are equal, field by field, in order of units and of fields."""
    records = records_of(outcome_of(case_facts(case), readings))
    wanted = expected(case, file)
    assert len(records) == len(wanted) == 106
    for record, want in zip(records, wanted, strict=True):
        assert list(record.items()) == list(want.items())
        assert [type(value) for value in record.values()] == [type(value) for value in want.values()]
