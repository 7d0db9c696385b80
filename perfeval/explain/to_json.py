"""An account as data."""

from __future__ import annotations

from perfeval.evaluate.to_json import chosen_to_json
from perfeval.explain.account import Account, ClauseEntry, RowResults


def account_to_json(account: Account) -> dict[str, object]:
    """``{"version": 1, "record", "sums", "grading", "clauses", "chosen"}``; points and money as text."""
    return {
        "version": 1,
        "record": account.record,
        "sums": list(account.sums),
        "grading": list(account.grading),
        "clauses": [clause_to_json(entry) for entry in account.clauses],
        "chosen": chosen_to_json(account.chosen),
        **({"taken": list(account.taken)} if account.taken else {}),
        **({"rows": [rows_to_json(each) for each in account.row_results]} if account.row_results else {}),
    }


def rows_to_json(results: RowResults) -> dict[str, object]:
    """What the book lists of the unit's rows of one ledger, in words."""
    rows = zip(results.lines, results.rows, strict=True)
    return {
        "table": results.ledger,
        "rows": [{"row": line, **dict(zip(results.names, cells, strict=True))} for line, cells in rows],
    }


def clause_to_json(entry: ClauseEntry) -> dict[str, object]:
    """What one clause gave; points and money as text."""
    return {
        "clause": entry.clause,
        "citation": entry.citation,
        "quote": entry.quote,
        "status": entry.status.value,
        "points": entry.points,
        "money": entry.money,
        "why": entry.why,
        "reading": None if entry.reading is None else dict([entry.reading]),
        "rows": [row.data() for row in entry.rows],
        **({"lines": list(entry.lines)} if entry.lines else {}),
    }
