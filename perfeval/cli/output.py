"""Printing: results on standard output, findings and progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.diagnostics.to_text import diagnostics_to_text


def say(text: str) -> None:
    """One text to standard output, ended by a line end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say_json(data: object) -> None:
    """Data as JSON to standard output, Chinese as it is."""
    say(json_text(data))


def json_text(data: object) -> str:
    """Data as JSON, keys in the order given, Chinese as it is, one entry of a list on a line."""
    if not isinstance(data, dict):
        return json.dumps(data, ensure_ascii=False)
    parts = [f"{json.dumps(key, ensure_ascii=False)}: {_entries(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + "\n}"


def _entries(value: object) -> str:
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return json.dumps(value, ensure_ascii=False)
    lines = [json.dumps(entry, ensure_ascii=False) for entry in value]
    return "[\n " + ",\n ".join(lines) + "\n]"


def say_findings(findings: Sequence[Diagnostic], form: str) -> None:
    """Findings: as text to standard error, or as JSON to standard output."""
    if form == "json":
        say_json({"version": 1, "diagnostics": [diagnostic_to_json(finding) for finding in findings]})
    elif findings:
        sys.stderr.write(f"{diagnostics_to_text(findings)}\n共{len(findings)}个问题。\n")


def deliver(text: str, out: Path | None, encoding: str = "utf-8") -> None:
    """Text to a file, or to standard output."""
    if out is None:
        say(text)
        return
    from perfeval.api import UnreadableError

    try:
        out.write_text(text if text.endswith("\n") else text + "\n", encoding=encoding, newline="\n")
    except OSError as error:
        raise UnreadableError(f"写不了“{out}”：{error.strerror}") from error
