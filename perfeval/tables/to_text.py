"""Tables and steps as text that an official can read, for the screen and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.source.text_table import text_table
from perfeval.source.width import pad
from perfeval.tables.phrases_flow import Branch, Chart, Found, requirements
from perfeval.tables.phrases_pages import (
    ClauseNote,
    Page,
    branch_words,
    clause_notes,
    list_grid,
    page_of,
    silent_words,
)
from perfeval.tables.phrases_steps import Grid
from perfeval.tables.to_text_layout import fit, fit_either_way, hang

WIDTH = 118
_INDENT = "  "
# Screen columns of the labels of a page: 对象, 结果, 取法.
_LABEL = 4
_GRAPH_TITLE = "需求图：结果由什么得来"
_GRAPH_REMARK = "从结果的各栏一级一级往下，直到台账；每个只展开一次，再用到时写“见上”。"


# ---------------------------------------------------------------- the list


def list_to_text(chart: Chart) -> str:
    """All tables and steps in the order of evaluation, the graph of requirements, the readings."""
    grid = list_grid(chart)
    lines = fit(grid.headers, grid.rows, WIDTH)
    graph = [line for branch in requirements(chart) for line in _tree(chart, branch, 1)]
    parts = [
        f"{chart.book.title}\n{_list_title(chart)}",
        text_table(lines.headers, lines.rows),
        "\n".join([_GRAPH_TITLE, hang(_GRAPH_REMARK, WIDTH, _INDENT, _INDENT), *graph]),
        "\n".join(["所用的口径", *(f"{_INDENT}{line}" for line in _readings(chart))]),
    ]
    return "\n\n".join(part for part in parts if part)


def _list_title(chart: Chart) -> str:
    return f"决策表和步骤{len(chart.model.nodes)}个，按计算的先后排列；“用到”一栏的数字是序号。"


def _readings(chart: Chart) -> list[str]:
    return [f"{name}＝{option}" for name, option in chart.model.readings.items()] or ["没有口径"]


def _tree(chart: Chart, branch: Branch, depth: int) -> list[str]:
    name, facts = branch_words(chart, branch)
    margin = _INDENT * depth
    text = f"{name} ← {facts}" if facts else name
    lines = [hang(text, WIDTH, margin, margin + _INDENT * 2)]
    for below in branch.below:
        lines.extend(_tree(chart, below, depth + 1))
    return lines


# ---------------------------------------------------------------- pages


def found_to_text(chart: Chart, found: Found) -> str:
    """The pages of the nodes found, then the clauses that they come from."""
    pages = [_page(page_of(chart, number)) for number in found.numbers]
    if not pages and found.clause is not None:
        pages.append(silent_words(found.clause))
    clauses = [_clause(note, before) for note, before in clause_notes(chart, found)]
    if clauses:
        pages.append("\n".join(["条款", *clauses]))
    return "\n\n".join(pages)


def _page(page: Page) -> str:
    blocks = [page.title]
    for label, lines in page.parts:
        for place, line in enumerate(lines):
            margin = " " * (len(_INDENT) + _LABEL + 2)
            first = margin if place else f"{_INDENT}{pad(label, _LABEL)}  "
            blocks.append(hang(line, WIDTH, first, margin))
    text = "\n".join(blocks)
    if page.grid is not None:
        fitted = fit_either_way(page.grid.headers, page.grid.rows, WIDTH - len(_INDENT))
        text += f"\n\n{_indented(text_table(fitted.headers, fitted.rows))}"
    if page.remarks:
        text += f"\n\n{_indented(chr(10).join(page.remarks))}"
    return text


def _indented(text: str) -> str:
    return "\n".join(f"{_INDENT}{line}".rstrip() for line in text.split("\n"))


def _clause_head(note: ClauseNote) -> str:
    return f"【{note.name}】{note.citation}" + (f"  {note.reading}" if note.reading else "")


def _clause(note: ClauseNote, before: str) -> str:
    lines = [f"{_INDENT}{_clause_head(note)}"]
    margin = _INDENT * 2
    if before:
        lines.append(f"{margin}原文同【{before}】")
    else:
        first, rest = f"{margin}> ", f"{margin}  "
        lines.extend(hang(quote, WIDTH, first, rest, at_pauses=False) for quote in note.quotes)
    return "\n".join(lines)


# ---------------------------------------------------------------- Markdown


def list_to_markdown(chart: Chart) -> str:
    """The list, the graph and the readings as Markdown."""
    grid = list_grid(chart)
    graph = [line for branch in requirements(chart) for line in _bullets(chart, branch, 0)]
    return "\n\n".join(
        [
            f"# {chart.book.title}",
            _list_title(chart),
            _github(grid),
            f"## {_GRAPH_TITLE}\n\n{_GRAPH_REMARK}",
            "\n".join(graph),
            "## 所用的口径",
            "\n".join(f"- {line}" for line in _readings(chart)),
        ]
    )


def _bullets(chart: Chart, branch: Branch, depth: int) -> list[str]:
    name, facts = branch_words(chart, branch)
    lines = [f"{_INDENT * depth}- {name}" + (f" ← {facts}" if facts else "")]
    for below in branch.below:
        lines.extend(_bullets(chart, below, depth + 1))
    return lines


def found_to_markdown(chart: Chart, found: Found) -> str:
    """The pages of the nodes found and their clauses as Markdown."""
    parts: list[str] = []
    if not found.numbers and found.clause is not None:
        parts.append(silent_words(found.clause))
    for number in found.numbers:
        page = page_of(chart, number)
        parts.append(f"## {page.title}")
        parts.append("\n".join(f"- {label}：{_joined(lines)}" for label, lines in page.parts))
        if page.grid is not None:
            parts.append(_github(page.grid))
        parts.extend(page.remarks)
    notes = clause_notes(chart, found)
    if notes:
        parts.append("### 条款")
    for note, before in notes:
        quoted = f"原文同【{before}】" if before else "\n>\n".join(f"> {quote}" for quote in note.quotes)
        parts.append(f"**{_clause_head(note)}**\n\n{quoted}")
    return "\n\n".join(parts)


def _joined(lines: Sequence[str]) -> str:
    """Sentences one after the other; other lines with ； between them."""
    return ("" if lines[0].endswith("。") else "；").join(lines)


def _github(grid: Grid) -> str:
    return text_table(grid.headers, grid.rows, "github")
