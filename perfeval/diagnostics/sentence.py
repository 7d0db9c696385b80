"""What every form says of a finding."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity


def answer_name(found: Diagnostic) -> str | None:
    """What an answer (知悉) calls a warning; an error is mended, and what is undecided is looked at."""
    return found.name if found.name and found.severity is Severity.WARNING else None


def whole_sentence(found: Diagnostic) -> str:
    """For programs that show the place themselves: each part on a line; a cell with its column."""
    where = found.where
    column = f"“{where.column}”栏：" if isinstance(where, Cell) and where.column is not None else ""
    lines = [column + found.message]
    if found.witness is not None:
        lines.append("例如：")
        lines.extend("｜".join(row) for row in (found.witness.header, *found.witness.rows))
    if found.expected:
        lines.append(f"应为：{'、'.join(found.expected)}")
    if found.hint:
        lines.append(f"办法：{found.hint}")
    return "\n".join(lines)
