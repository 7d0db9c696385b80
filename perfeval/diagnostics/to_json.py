"""Findings as data."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Witness
from perfeval.diagnostics.sentence import answer_name
from perfeval.source.text import Span


def diagnostic_to_json(found: Diagnostic) -> dict[str, object]:
    """One finding as plain data; the severity in English, since programs and not people read it."""
    return {
        "code": found.code,
        "severity": found.severity.name.lower(),
        "clause": found.clause or None,
        **_place(found.where),
        "message": found.message,
        "expected": list(found.expected),
        "witness": _witness(found.witness),
        "remedy": found.hint,
        "name": answer_name(found),
    }


def _place(where: Span | Cell | None) -> dict[str, object]:
    """File, line and column (a number in a text, a name in a ledger), and the words there."""
    if isinstance(where, Span):
        return {
            "file": where.source.name,
            "line": where.line,
            "column": where.column,
            "text": where.text,
        }
    if isinstance(where, Cell):
        return {"file": where.file, "line": where.line, "column": where.column, "text": where.value}
    return {"file": None, "line": None, "column": None, "text": None}


def _witness(witness: Witness | None) -> dict[str, object] | None:
    if witness is None:
        return None
    return {"header": list(witness.header), "rows": [list(row) for row in witness.rows]}
