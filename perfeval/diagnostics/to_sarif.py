"""Findings in SARIF 2.1.0, the form in which tools for code review and archives exchange them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from perfeval.diagnostics.codes import MEANINGS
from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity
from perfeval.diagnostics.sentence import whole_sentence
from perfeval.source.text import Span
from perfeval.source.visible import visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def diagnostics_to_sarif(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """One run with all findings."""
    found = tuple(diagnostics)
    codes = sorted({each.code for each in found})
    rules = [{"id": code, "shortDescription": {"text": MEANINGS.get(code, code)}} for code in codes]
    run = {
        "tool": {"driver": {"name": "perfeval", "rules": rules}},
        "language": "zh-CN",
        # Columns are characters; without this readers count UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes) for each in found],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(found: Diagnostic, codes: list[str]) -> dict[str, Any]:
    return {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": _LEVELS[found.severity],
        "message": {"text": visible(whole_sentence(found), "\n")},
        "locations": [] if found.where is None else [{"physicalLocation": _place(found.where)}],
    }


def _place(where: Span | Cell) -> dict[str, Any]:
    """A cell of a ledger has a line, and no column that can be counted in characters."""
    if isinstance(where, Cell):
        file = {"artifactLocation": {"uri": _uri(where.file)}}
        return file if where.line is None else {**file, "region": {"startLine": where.line}}
    last, end = where.source.place(where.end)
    region = {
        "startLine": where.line,
        "startColumn": where.column,
        "endLine": last,
        "endColumn": end,
    }
    return {"artifactLocation": {"uri": _uri(where.source.name)}, "region": region}


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
