"""docs/benchmarks.md is what the figures say, and names every peer."""

from __future__ import annotations

import re

from benchmarks.field.figures import kept
from benchmarks.field.jobs import jobs
from benchmarks.field.to_markdown import FILE, document

PAGE = FILE.read_text(encoding="utf-8")


def tables(text: str) -> list[list[list[str]]]:
    """The cells of each table of a page, line by line, the rule under the head left out."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", text, flags=re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        assert set("".join(lines[1])) <= {"-", ":"}
        found.append([lines[0], *lines[2:]])
    return found


def test_the_page_is_what_the_figures_say() -> None:
    assert document(kept(), jobs()) == PAGE


def test_tables_have_a_line_for_every_peer() -> None:
    found = tables(PAGE)
    for each in found:
        assert len(each) > 1 and all(len(line) == len(each[0]) for line in each)
    for job, each in zip(jobs(), found, strict=False):
        assert [line[0] for line in each[1:]] == [peer.name for peer in job.peers]
        assert f"## {job.title}\n" in PAGE


def test_what_was_measured_is_a_time_or_a_reason() -> None:
    for each in tables(PAGE)[: len(jobs())]:
        for line in each[1:]:
            for cell in line[1 : len(each[0]) - 3]:
                assert re.fullmatch(r"[\d.]+ (?:毫秒|秒)|没有安装 \S+|太慢，.+|没有测", cell), cell
