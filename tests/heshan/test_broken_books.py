"""Broken copies of the 2013 book: each with exactly the messages that it must give."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.to_json import diagnostic_to_json
from tests.heshan.book import RULES
from tests.snapshot import UPDATE

FILE = Path(__file__).resolve().parents[1] / "cases" / "books" / "edits.txt"
TEXT = (RULES / "book.jx").read_text(encoding="utf-8")
SOURCES = {"source.txt": (RULES / "source.txt").read_bytes()}


@dataclass(frozen=True)
class Edit:
    """One broken copy: what is wrong, what stands instead of what, and the findings."""

    title: str
    old: str
    new: str
    findings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The broken book."""
        old, new = (part.replace("\\n", "\n") for part in (self.old, self.new))
        assert old in TEXT, self.title
        return TEXT.replace(old, new, 1)


def edits() -> list[Edit]:
    """All edits of the file."""
    found: list[Edit] = []
    for block in FILE.read_text(encoding="utf-8").split("\n\n")[1:]:
        lines = [line for line in block.split("\n") if line]
        if lines:
            found.append(Edit(lines[0][2:], lines[1][2:], lines[2][2:], tuple(lines[3:])))
    return found


def findings(text: str) -> list[Diagnostic]:
    """All findings of reading a book and of its tables under every option."""
    book = pipeline.read_book("book.jx", text.encode(), SOURCES)
    found = list(book.diagnostics)
    if book.value is not None:
        found.extend(pipeline.check_every_option(book.value))
    return found


def shown(finding: Diagnostic) -> str:
    """A finding as the file writes it."""
    place = diagnostic_to_json(finding)
    text = str(place["text"] or "").split("\n")[0]
    return f"{finding.code} | {place['line']} | {place['column']} | {text} | {finding.message}"


def write(all_edits: list[Edit]) -> None:
    """The file again, with what is found now."""
    head = FILE.read_text(encoding="utf-8").split("\n\n")[0]
    blocks = [
        "\n".join([f"= {edit.title}", f"- {edit.old}", f"+ {edit.new}", *map(shown, findings(edit.text))])
        for edit in all_edits
    ]
    FILE.write_text("\n\n".join([head, *blocks]) + "\n", encoding="utf-8", newline="\n")


if os.environ.get(UPDATE) == "1":
    write(edits())


@pytest.mark.parametrize("edit", edits(), ids=lambda edit: edit.title)
def test_messages_of_a_broken_book(edit: Edit) -> None:
    """Code, line, column, underlined words and message of every finding, and no other."""
    found = findings(edit.text)
    assert found
    assert tuple(shown(finding) for finding in found) == edit.findings
    for finding in found:
        assert finding.where is not None
        assert finding.hint.endswith("。")
        assert len(finding.expected) <= 5
        f"{finding.message}{finding.hint}{''.join(finding.expected)}".encode("gbk")


def test_there_are_enough_of_them() -> None:
    """At least fifty, of at least twenty-five codes."""
    codes = {line.split(" ")[0] for edit in edits() for line in edit.findings}
    assert len(edits()) >= 50
    assert len(codes) >= 25


def test_several_mistakes_are_reported_in_one_run() -> None:
    """Three broken sentences, three findings, in the order of their lines."""
    text = TEXT
    for old, new in (
        ("国家级5分", "国家级五分"),
        ("结果为合格的", "结果为合各的"),
        ("直接评为优秀", "直接评为优良"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    places = [diagnostic_to_json(finding)["line"] for finding in findings(text)]
    assert len(places) == 3
    assert places == sorted(places, key=lambda line: int(str(line)))
