"""The rule book of environment-2025, run by the engine, says what the oracle says."""

import csv
import io
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from perfeval.evaluate.records import records_of, row_records_of
from perfeval.pipeline import evaluate, read_book
from perfeval.rulebook.book import RuleBook
from tests.oracles.environment_2025 import oracle
from tests.oracles.environment_2025.facts import random_facts

FOLDER = Path(__file__).parents[3] / "rules" / "environment-2025"
RATES = ("改善率", "断面达标率")
PERSON_FIELDS = {"姓名": "姓名", "最高层级": "层级", "得分": "得分", "等次": "等次", "先进": "先进"}
Record = Mapping[str, object]


@cache
def book() -> RuleBook:
    """Read the book once."""
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    found = read_book("book.jx", files["book.jx"], files)
    assert found.value is not None, found.diagnostics
    return found.value


def points(rate: str) -> str:
    """Write a rate as the number of its percentage points: 0.045 is 4.5."""
    sign, digits = ("-", rate[1:]) if rate.startswith("-") else ("", rate)
    whole, _, rest = digits.partition(".")
    whole, rest = (whole + rest[:2].ljust(2, "0")).lstrip("0") or "0", rest[2:]
    return sign + (f"{whole}.{rest}" if rest else whole)


def plain_field(name: str, value: object) -> object:
    """Write a field as the oracle does: every number as text, rates in percentage points."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name in RATES and isinstance(value, str):
        return points(value)
    return value


def person(row: Record) -> dict[str, object]:
    """Name the fields of a river chief as the oracle does; 先进 is a truth there."""
    return {
        PERSON_FIELDS[name]: value == "是" if name == "先进" else plain_field(name, value)
        for name, value in row.items()
    }


def by_engine(texts: Mapping[str, str]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Give the records of units and of river chiefs."""
    ledgers = {f"{name}.csv": text.encode() for name, text in texts.items()}
    found = evaluate(book(), {}, ledgers)
    assert found.value is not None, found.diagnostics
    units = [
        {name: plain_field(name, value) for name, value in record.items()}
        for record in records_of(found.value)
    ]
    return units, [person(row) for row in row_records_of(found.value)["河长"]]


def by_oracle(texts: Mapping[str, str]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Give the records that the oracle computes."""
    ledgers = {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}
    return oracle.results(ledgers), oracle.person_results(ledgers)


def check(texts: Mapping[str, str]) -> None:
    """Compare field by field, and the order of the fields too."""
    made, wanted = by_engine(texts), by_oracle(texts)
    for one, other in zip(made, wanted, strict=True):
        assert len(one) == len(other)
        for mine, yours in zip(one, other, strict=True):
            assert list(mine) == list(yours)
            assert mine == yours


def test_example_facts() -> None:
    """The example ledgers of the book."""
    check({path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "facts").glob("*.csv")})


@pytest.mark.parametrize("seed", range(200))
def test_random_facts(seed: int) -> None:
    """Random ledgers, fond of ends of ranges, ties and gaps."""
    check(random_facts(random.Random(seed)))
