"""What became of the mutants, as data."""

from __future__ import annotations

from typing import Any

from perfeval.mutation.prove import Survivor
from perfeval.mutation.report import Report


def report_to_json(report: Report) -> dict[str, Any]:
    """Counts; ``survived`` and ``equivalents`` have an entry for each mutant that no example notices."""
    return {
        "version": 1,
        "mutants": report.mutants,
        "killed": report.killed,
        "equivalent": len(report.equivalent),
        "undecided": len(report.undecided),
        "refused": report.refused,
        "same": report.same,
        "survived": [_survivor(each) for each in report.survived],
        "equivalents": [{**_survivor(each), "ranges": list(each.ranges)} for each in report.equivalent],
        "suggested": [each.text for each in report.suggestions],
    }


def _survivor(survivor: Survivor) -> dict[str, Any]:
    mutant = survivor.mutant
    return {
        "clause": mutant.clause,
        "kind": mutant.kind,
        "line": mutant.span.original.line,
        "reading": dict([mutant.reading] if mutant.reading else []),
        "old": mutant.old,
        "new": mutant.new,
        "verdict": survivor.verdict.value,
        "reason": survivor.reason,
    }
