"""The 2013 book and its cases, as the tests of this folder use them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from perfeval import api, pipeline
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Record
from perfeval.rulebook.book import RuleBook
from tests.oracle.facts_io import TABLES, read_facts
from tests.oracle.points import Facts

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules" / "heshan-2013"
CASES = Path(__file__).resolve().parent / "cases"
# Case, file of expected records, readings other than the adopted ones.
EXPECTED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("ordinary", "expected.json", {}),
    ("edge", "expected.json", {}),
    ("edge", "expected-向下取整-不递补.json", {"名额取整": "向下取整", "取消资格后递补": "不递补"}),
    (
        "edge",
        "expected-合计-本年第一-七百分基本达标-六百分不达标-含承办.json",
        {
            "前移封顶": "合计",
            "保持第一": "本年第一",
            "七百分整": "基本达标",
            "六百分整": "不达标",
            "表彰封顶范围": "含承办",
        },
    ),
)


@cache
def book() -> RuleBook:
    """The rule book, read once; what the checks find in it is shown by tests/checks/test_heshan.py."""
    read = api.load(RULES)
    assert read.diagnostics == ()
    assert read.value is not None
    return read.value


def case_facts(case: str) -> Facts:
    """The facts of one of the two cases."""
    return read_facts(CASES / case / "facts")


def expected(case: str, file: str) -> list[Record]:
    """Expected records, as JSON data."""
    records: list[Record] = json.loads((CASES / case / file).read_text(encoding="utf-8"))
    return records


def files_of(facts: Facts) -> dict[str, bytes]:
    """Facts as the files of a folder."""
    files: dict[str, bytes] = {}
    for table, rows in facts.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, TABLES[table], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[f"{table}.csv"] = text.getvalue().encode("utf-8")
    return files


def outcome_of(
    facts: Facts, readings: Mapping[str, str] = api.NO_READINGS, of: RuleBook | None = None
) -> Outcome:
    """The outcome for facts without errors; random ones may have equal rows, of which a warning tells."""
    checked = pipeline.evaluate(of or book(), readings, files_of(facts))
    assert not has_errors(checked.diagnostics)
    assert checked.value is not None
    return checked.value
