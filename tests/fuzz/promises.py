"""What must hold of everything that comes out, whatever went in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar
from unicodedata import category

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, has_errors
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.diagnostics.to_text import diagnostic_to_text
from perfeval.source.text import Span
from tests.heshan.book import ROOT

T = TypeVar("T")

# Control characters, those that reorder or hide letters, halves of letters, and other line ends.
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


class BrokenPromiseError(AssertionError):
    """Something came out that must not."""


@cache
def declared_codes() -> frozenset[str]:
    """The codes that users can look up."""
    text = (ROOT / "docs" / "language" / "messages.md").read_text(encoding="utf-8")
    return frozenset(re.findall(r"PE[0-9]{3}", text))


def findings_of(checked: Checked[T], files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """The findings, each as it must be; a value is missing only where something is wrong."""
    hold(checked.diagnostics, files)
    if checked.value is None and not has_errors(checked.diagnostics):
        raise BrokenPromiseError("nothing came out, and nothing is said to be wrong")
    return checked.diagnostics


def hold(findings: tuple[Diagnostic, ...], files: Mapping[str, bytes]) -> None:
    """Judge findings about these files. Raises BrokenPromiseError."""
    for found in findings:
        if found.code not in declared_codes():
            raise BrokenPromiseError(f"{found.code} is not in the table of codes: {found.message!r}")
        _placed(found, files)
        for words in (found.message, found.hint, *found.expected, diagnostic_to_text(found)):
            printable(words, found.code)
        json.dumps(diagnostic_to_json(found), allow_nan=False)


def printable(text: str, where: str) -> None:
    """Nothing in it moves the cursor, changes colours or hides letters. Raises BrokenPromiseError."""
    if text.replace("\n", " ").isprintable():
        return
    hidden = [char for char in text if char != "\n" and category(char) in _HIDDEN]
    if hidden:
        raise BrokenPromiseError(f"{where} shows hidden characters, {hidden[:5]!a}: {text[:300]!r}")


def _placed(found: Diagnostic, files: Mapping[str, bytes]) -> None:
    """The place exists, in a file that is there (or in one that is missed)."""
    where = found.where
    if isinstance(where, Span):
        size = len(where.source.text)
        inside = 0 <= where.start <= where.end <= size and where.source.name in files
    elif isinstance(where, Cell):
        content = files.get(where.file)
        lines = 0 if content is None else max(content.count(b"\n") + content.count(b"\r") + 1, 1)
        inside = content is not None and (where.line is None or 1 <= where.line <= lines)
    else:
        # What the facts leave open is about a unit: no cell of a ledger is wrong.
        inside = found.code.startswith("PE5")
    if not inside:
        raise BrokenPromiseError(
            f"{found.code} has no place, or one outside: {where!r:.300} {found.message!r}"
        )
