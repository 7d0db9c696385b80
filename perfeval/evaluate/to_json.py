"""Results as data."""

from __future__ import annotations

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, ChosenReading, Decisions, chosen_readings
from perfeval.evaluate.records import records_of, row_records_of


def outcome_to_json(outcome: Outcome, decisions: Decisions = NO_DECISIONS) -> dict[str, object]:
    """``{"version": 1, "rulebook", "readings", "chosen", "records"}``; decimals as text.

    decisions: why readings other than the adopted ones were chosen.
    """
    return {
        "version": 1,
        "rulebook": {"title": outcome.book.title, "sha256": outcome.book.sha256},
        "readings": dict(outcome.model.readings),
        "chosen": chosen_to_json(chosen_readings(outcome.book, outcome.model.readings, decisions)),
        "records": records_of(outcome),
        **({"rows": row_records_of(outcome)} if outcome.book.row_results else {}),
    }


def chosen_to_json(chosen: tuple[ChosenReading, ...]) -> list[dict[str, object]]:
    """The readings of a result as plain data, days as 2013-12-05."""
    return [
        {
            "reading": each.name,
            "option": each.option,
            "adopted": each.adopted,
            "reason": each.reason,
            "date": each.day and each.day.isoformat(),
        }
        for each in chosen
    ]
