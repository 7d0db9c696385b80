"""Printing: results on standard output, findings and progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from os.path import normpath
from pathlib import Path

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, has_errors
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.source.text import SourceText, Span
from perfeval.source.visible import visible, visible_json


def say(text: str) -> None:
    """One text to standard output, ended by a line end; nothing in it steers the screen."""
    sys.stdout.write(_page(text))


def complain(text: str) -> None:
    """One text to standard error, like ``say``."""
    sys.stderr.write(_page(text))


def _page(text: str) -> str:
    """A text that ends with a line end, its hidden characters spelt out."""
    shown = visible(text, kept="\n\t")
    return shown if shown.endswith("\n") else shown + "\n"


def say_json(data: object) -> None:
    """Data as JSON to standard output, Chinese as it is."""
    say(json_text(data))


def json_text(data: object) -> str:
    """Data as JSON, keys in the order given, Chinese as it is, one entry of a list on a line."""
    if not isinstance(data, dict):
        return visible_json(data)
    parts = [f"{visible_json(key)}: {_entries(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + "\n}"


def _entries(value: object) -> str:
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return visible_json(value)
    lines = [visible_json(entry) for entry in value]
    return "[\n " + ",\n ".join(lines) + "\n]"


def say_findings(findings: Sequence[Diagnostic], form: str) -> None:
    """Findings: as text to standard error, or to standard output in a form for programs."""
    if form == "json":
        say_json({"version": 1, "diagnostics": [diagnostic_to_json(finding) for finding in findings]})
    elif form == "sarif":
        from perfeval.diagnostics.to_sarif import diagnostics_to_sarif

        say_json(diagnostics_to_sarif(findings))
    elif not findings:
        return
    elif form == "github":
        from perfeval.diagnostics.to_github import diagnostics_to_github

        say(diagnostics_to_github(findings))
    else:
        complain(f"{diagnostics_to_text(findings)}\n共{len(findings)}个问题。")


def in_folder(folder: Path, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same findings, their files named with the folder in which they stand."""
    texts: dict[SourceText, SourceText] = {}
    return tuple(evolve(finding, where=_named(finding.where, folder, texts)) for finding in findings)


def _named(
    where: Span | Cell | None, folder: Path, texts: dict[SourceText, SourceText]
) -> Span | Cell | None:
    """texts: those already named so; each is kept once, since it knows where its lines begin."""
    if where is None:
        return None
    if isinstance(where, Cell):
        return evolve(where, file=str(folder / where.file))
    if where.source not in texts:
        # A path that goes up and down again is shown without the way round.
        name = normpath(folder / where.source.name)
        texts[where.source] = evolve(where.source, name=name)
    return evolve(where, source=texts[where.source])


def deliver_pieces(pieces: Iterable[str], out: Path | None, encoding: str = "utf-8") -> None:
    """A long text, piece by piece, to a file or to standard output; each ends with a line end."""
    if out is None:
        for piece in pieces:
            say(piece)
        return
    from perfeval.api import UnreadableError

    try:
        with out.open("w", encoding=encoding, newline="\n") as file:
            for piece in pieces:
                file.write(_page(piece))
    except OSError as error:
        raise UnreadableError(f"写不了“{out}”：{error.strerror}") from error


def deliver_with_findings(
    pieces: Iterator[str],
    findings: Callable[[], tuple[Diagnostic, ...]],
    form: str,
    out: Path | None,
    encoding: str = "utf-8",
) -> bool:
    """A long text as by ``deliver_pieces``, then what was found while it was made; whether that is an error.

    Beside a text findings are text, whatever its form; without any piece they are in its place.
    """
    first = next(pieces, None)
    if first is not None:
        deliver_pieces(chain([first], pieces), out, encoding)
    found = findings()
    if found:
        say_findings(found, form if first is None else "text")
    return has_errors(found)


def deliver_lines(lines: Iterable[bytes], out: Path | None) -> None:
    """Lines in UTF-8 in which nothing is hidden, with their ends, to a file or to standard output."""
    if out is None:
        sys.stdout.flush()
        is_utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        for some in lines:
            if is_utf8:
                sys.stdout.buffer.write(some)
            else:
                sys.stdout.write(some.decode())
        return
    from perfeval.api import UnreadableError

    try:
        with out.open("wb") as file:
            file.writelines(lines)
    except OSError as error:
        raise UnreadableError(f"写不了“{out}”：{error.strerror}") from error


def deliver(text: str, out: Path | None, encoding: str = "utf-8") -> None:
    """Text to a file, or to standard output."""
    if out is None:
        say(text)
        return
    from perfeval.api import UnreadableError

    try:
        out.write_text(_page(text), encoding=encoding, newline="\n")
    except OSError as error:
        raise UnreadableError(f"写不了“{out}”：{error.strerror}") from error
