"""Findings about a text put together from several files, each shown in the file where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.quantity.number import read_number
from perfeval.source.text import SourceText, Span

# What stands in “ ” is the user's own words, whatever they look like.
_LINES = re.compile(r"“[^“”]*”|第([0-9]+(?:、[0-9]+)*)行")


def in_their_files(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same findings; those that are in their file already stay as they are."""
    return tuple(map(_in_its_file, findings))


def _in_its_file(found: Diagnostic) -> Diagnostic:
    where = found.where
    if not isinstance(where, Span) or not where.source.pieces:
        return found
    own, whole = where.original, where.source
    return evolve(
        found,
        where=own,
        message=_with_files(found.message, whole, own.source),
        hint=_with_files(found.hint, whole, own.source),
    )


def _with_files(text: str, whole: SourceText, own: SourceText) -> str:
    """The lines that a text names, counted in their own files; other files than ``own`` are named."""

    def renamed(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return match.group()
        by_file: dict[SourceText, list[str]] = {}
        for number in match.group(1).split("、"):
            line = read_number(number)
            place = None if line is None else whole.line_in_file(line.units)
            if place is None:
                return match.group()
            lines = by_file.setdefault(place.source, [])
            if str(place.line) not in lines:
                lines.append(str(place.line))
        return "、".join(_shown(source, lines, own) for source, lines in by_file.items())

    return _LINES.sub(renamed, text)


def _shown(source: SourceText, lines: list[str], own: SourceText) -> str:
    shown = f"第{'、'.join(lines)}行"
    return shown if source is own else f"“{source.name}”{shown}"
