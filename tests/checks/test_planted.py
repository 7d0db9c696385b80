"""Slips planted in the 2013 book: each is reported with its code, in its clause."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from perfeval import pipeline
from perfeval.checks.every import CHECKS
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic, has_errors
from perfeval.source.text import Span
from tests.checks.planted import FAULTS, Fault

# Reported, but as something else or in another place than an official would look for it.
ELSEWHERE = {
    # Under another option of 表彰封顶范围 its cap has nothing to take off: that comes first.
    "a clause left out of its sum": ("PE401", "表彰封顶"),
    # Also as clauses that never work (PE803): who is not ranked has no grade.
    "a category that is not ranked": ("PE810", "排序"),
    # Told where the ledger is asked, not where the years are listed.
    "a ledger of no year": ("PE415", "取消评优"),
}


def found(fault: Fault) -> tuple[Diagnostic, ...]:
    """What earlier passes find in a book with a fault; else what the check finds that should see it."""
    text = pipeline.parse_text("book.jx", fault.book.encode())
    book = pipeline.bind_book(text, {"source.txt": fault.source.encode()})
    if text.value is None or book.value is None:
        return book.diagnostics
    suite = pipeline.read_examples(text.value, book.value)
    findings = (*book.diagnostics, *suite.diagnostics, *pipeline.check_every_option(book.value))
    if has_errors(findings):
        return findings
    known = [each.situation for each in suite.value.examples] if suite.value is not None else []
    subject = subject_of(book.value, text.value.items, known)
    assert subject is not None
    codes = (fault.code, *ELSEWHERE.get(fault.title, ())[:1])
    return examine(subject, findings, [each for each in CHECKS if each.code in codes]).open


def clause_of(finding: Diagnostic) -> str:
    """The clause that a finding names, or, of earlier passes, the one that stands where it points."""
    if finding.clause or not isinstance(finding.where, Span):
        return finding.clause
    lines = finding.where.source.text.split("\n")[: finding.where.line]
    while lines and (line := lines.pop()) and not line.startswith(">"):
        if name := re.match("【(.+?)】", line):
            return name[1]
    return ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.title)
def test_a_planted_fault_is_reported(fault: Fault) -> None:
    """With the code and the clause that are expected; the exceptions are named above."""
    expected = ELSEWHERE.get(fault.title, (fault.code, fault.clause))
    told = [(each.code, clause_of(each)) for each in found(fault)]
    assert expected in told


def test_the_faults_are_many_and_of_every_kind() -> None:
    """At least forty; at least two for each check, but for the order of rows, which the form settles."""
    counts = Counter(fault.code for fault in FAULTS)
    assert len(FAULTS) >= 40
    assert [check.code for check in CHECKS if counts[check.code] < 2] == ["PE819"]
    assert counts["PE819"] == 1
