"""Figures about a rule book as data."""

from __future__ import annotations

from perfeval.analysis.coverage import Coverage
from perfeval.rulebook.book import ClauseKind


def coverage_to_json(coverage: Coverage) -> dict[str, object]:
    """``{"version": 1, "characters", "accounted", "percent", "sections", "open"}``."""
    return {
        "version": 1,
        "characters": coverage.characters,
        "accounted": coverage.accounted,
        "percent": coverage.percent,
        "sections": [
            {
                "section": section.section,
                "characters": section.characters,
                "computed": section.counts[ClauseKind.COMPUTED],
                "explained": section.counts[ClauseKind.EXPLANATORY],
                "delegated": section.counts[ClauseKind.DELEGATED],
                "judged": section.counts[ClauseKind.DISCRETIONARY],
                "headings": section.counts[None],
                "missing": list(section.missing),
                "clauses": list(section.clauses),
            }
            for section in coverage.sections
        ],
        "open": [
            {
                "section": part.section,
                "clause": part.clause,
                "kind": part.kind.value,
                "quote": part.quote,
                "note": part.note,
            }
            for part in coverage.left_open
        ],
    }
