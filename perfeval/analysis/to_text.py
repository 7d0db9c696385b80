"""Figures about a rule book as text."""

from __future__ import annotations

from perfeval.analysis.coverage import Coverage, SectionCoverage
from perfeval.rulebook.book import ClauseKind
from perfeval.source.text_table import text_table

_HEADERS = ("位置", "字数", "计算", "说明", "另行规定", "酌情", "标题", "没有交代", "条款")


def coverage_to_text(coverage: Coverage) -> str:
    """The figure, a line for each section, what is left to others, and what is missing."""
    missing = coverage.characters - coverage.accounted
    verdict = "没有遗漏" if not missing else f"还有{missing}字没有交代"
    head = (
        f"《{coverage.title}》原文{coverage.characters}字（不计标点和空白），"
        f"已交代{coverage.accounted}字，占{coverage.percent}%，{verdict}。"
    )
    rows = [_row(section) for section in coverage.sections]
    parts = [head, text_table(_HEADERS, rows)]
    for title, kind in (("另行规定的", ClauseKind.DELEGATED), ("酌情认定的", ClauseKind.DISCRETIONARY)):
        lines = [
            f"  {part.section}【{part.clause}】{part.quote.replace(chr(10), ' ')}\n      {part.note}".rstrip()
            for part in coverage.left_open
            if part.kind is kind
        ]
        if lines:
            parts.append("\n".join([title, *lines]))
    left = [f"  {section.section}：{piece}" for section in coverage.sections for piece in section.missing]
    if left:
        parts.append("\n".join(["没有交代的", *left]))
    return "\n\n".join(parts)


def _row(section: SectionCoverage) -> list[str]:
    counts = section.counts
    figures = [
        section.characters,
        counts[ClauseKind.COMPUTED],
        counts[ClauseKind.EXPLANATORY],
        counts[ClauseKind.DELEGATED],
        counts[ClauseKind.DISCRETIONARY],
        counts[None],
        section.characters - sum(counts.values()),
    ]
    return [
        section.section,
        *(str(figure) if figure else "" for figure in figures),
        _wrapped(section.clauses),
    ]


def _wrapped(names: tuple[str, ...]) -> str:
    """Clause names, a few on a line."""
    return "\n".join("、".join(names[start : start + 4]) for start in range(0, len(names), 4))
