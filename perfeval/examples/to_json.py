"""What became of the examples, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


def _failure(failure: Failure) -> dict[str, Any]:
    reason = why(failure)
    return {
        "example": failure.example.name,
        "line": failure.claim.span.line,
        "readings": dict(failure.expectation.readings),
        "expected": claim_text(failure.claim),
        "actual": failure.actual.shown,
        "why": [] if reason is None else [*(each.why for each in reason.clauses), *reason.story],
    }
