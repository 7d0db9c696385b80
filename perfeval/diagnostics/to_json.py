"""Findings as data."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.source.text import Span


def place_of(found: Diagnostic) -> dict[str, object]:
    """The place of a finding: file, line and column (a number in a text, a name in a ledger), text."""
    where = found.where
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


def diagnostic_to_json(found: Diagnostic) -> dict[str, object]:
    """One finding as plain data: code, severity, message, place, expected, hint."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        **place_of(found),
        "expected": list(found.expected),
        "hint": found.hint,
    }
