"""Results as data."""

from __future__ import annotations

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import records_of


def outcome_to_json(outcome: Outcome) -> dict[str, object]:
    """``{"version": 1, "rulebook", "readings", "records"}``; decimals as text."""
    return {
        "version": 1,
        "rulebook": {"title": outcome.book.title, "sha256": outcome.book.sha256},
        "readings": dict(outcome.model.readings),
        "records": records_of(outcome),
    }
