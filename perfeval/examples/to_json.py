"""What became of the examples, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perfeval.examples.coverage import Coverage
from perfeval.examples.goals import GoalKind, Status
from perfeval.examples.suite import Failure
from perfeval.examples.to_text import claim_text
from perfeval.examples.why import why


def failures_to_json(failed: Sequence[Failure], examples: int) -> dict[str, Any]:
    """``failed`` has an entry for each claim that does not hold."""
    names = dict.fromkeys(failure.example.name for failure in failed)
    return {
        "version": 1,
        "examples": examples,
        "passed": examples - len(names),
        "failed": [_failure(failure) for failure in failed],
    }


def coverage_to_json(coverage: Coverage) -> dict[str, Any]:
    """Figures by kind and status, and every goal that no example shows."""
    return {
        "figures": {
            kind.value: {status.value: coverage.count(kind, status) for status in Status} for kind in GoalKind
        },
        "goals": [
            {
                "kind": result.goal.kind.value,
                "clause": result.goal.clause,
                "goal": result.goal.words,
                "status": result.status.value,
                "note": result.note,
            }
            for result in coverage.results
            if result.status is not Status.SHOWN
        ],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    reason = why(failure)
    return {
        "example": failure.example.name,
        "line": failure.claim.span.original.line,
        "readings": dict(failure.expectation.readings),
        "expected": claim_text(failure.claim),
        "actual": failure.actual.shown,
        "why": [] if reason is None else [*(each.why for each in reason.clauses), *reason.story],
    }
