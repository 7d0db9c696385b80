"""An account as data."""

from __future__ import annotations

from perfeval.evaluate.to_json import chosen_to_json
from perfeval.explain.account import Account, ClauseEntry


def account_to_json(account: Account) -> dict[str, object]:
    """``{"version": 1, "record", "sums", "grading", "clauses", "chosen"}``; points and money as text."""
    return {
        "version": 1,
        "record": account.record,
        "sums": list(account.sums),
        "grading": list(account.grading),
        "clauses": [_clause(entry) for entry in account.clauses],
        "chosen": chosen_to_json(account.chosen),
    }


def _clause(entry: ClauseEntry) -> dict[str, object]:
    return {
        "clause": entry.clause,
        "citation": entry.citation,
        "quote": entry.quote,
        "status": entry.status.value,
        "points": entry.points,
        "money": entry.money,
        "why": entry.why,
        "reading": None if entry.reading is None else dict([entry.reading]),
        "rows": [
            {
                "table": row.table,
                "row": row.line,
                "status": row.status.value,
                "points": row.points,
                "why": row.why,
            }
            for row in entry.rows
        ],
    }
