"""Findings as commands to the log of GitHub Actions, which shows them beside the lines they are about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity
from perfeval.diagnostics.sentence import whole_sentence
from perfeval.source.text import Span
from perfeval.source.visible import visible

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def diagnostics_to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One command a line; files as the findings name them, from the root of the repository."""
    return "\n".join(map(_command, diagnostics))


def _command(found: Diagnostic) -> str:
    properties = {**_place(found.where), "title": found.code}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = _data(visible(whole_sentence(found), "\n"))
    return f"::{_LEVELS[found.severity]} {shown}::{message}"


def _place(where: Span | Cell | None) -> dict[str, str]:
    """Columns only within one line: GitHub knows no others."""
    if where is None:
        return {}
    if isinstance(where, Cell):
        line = {} if where.line is None else {"line": str(where.line)}
        return {"file": PurePath(where.file).as_posix(), **line}
    last, end = where.source.place(where.end)
    place = {"file": PurePath(where.source.name).as_posix(), "line": str(where.line), "endLine": str(last)}
    if last == where.line:
        place |= {"col": str(where.column), "endColumn": str(end)}
    return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
