"""Findings as text: place, sentence, the line with the words underlined, expected, next step."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.source.text import Span

MAX_EXPECTED = 5


def _place(where: Span | Cell | None) -> str:
    if isinstance(where, Span):
        return f"{where.source.name} 第{where.line}行第{where.column}字"
    if isinstance(where, Cell):
        shown = where.file
        if where.line is not None:
            shown += f" 第{where.line}行"
        if where.column is not None:
            shown += f"“{where.column}”栏"
        return shown
    return ""


def _snippet(span: Span) -> list[str]:
    from perfeval.source.width import underline  # only a mistake pays for loading it

    line = span.source.line(span.line)
    start = span.column - 1
    end = min(start + max(span.end - span.start, 1), len(line))
    indent = len(line) - len(line.lstrip())
    indent = min(indent, start)
    return [
        "    " + line[indent:],
        "    " + underline(line[indent:], start - indent, end - indent),
    ]


def diagnostic_to_text(found: Diagnostic) -> str:
    """One finding as a few lines of text."""
    place = _place(found.where)
    head = f"{found.severity.value} {found.code}"
    lines = [f"{head}  {place}：{found.message}" if place else f"{head}  {found.message}"]
    if isinstance(found.where, Span):
        lines.extend(_snippet(found.where))
    if found.expected:
        lines.append("    应为：" + "、".join(found.expected[:MAX_EXPECTED]))
    if found.hint:
        lines.append(f"    办法：{found.hint}")
    return "\n".join(lines)


def diagnostics_to_text(diagnostics: Iterable[Diagnostic]) -> str:
    """All findings, one below the other, in the order given."""
    return "\n".join(diagnostic_to_text(found) for found in diagnostics)
