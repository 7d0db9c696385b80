"""Outcome and unit -> account: one entry for each clause of the book, in book order, none twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import record_of
from perfeval.explain import consequences, grading, points
from perfeval.explain.account import Account, ClauseEntry, Part, Status
from perfeval.explain.story import grading_story
from perfeval.explain.view import View
from perfeval.quantity.number import plain
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, ClauseKind

_PARTS: dict[type, Callable[[View, Clause, Any], Part]] = {
    r.Score: points.score,
    r.Highest: points.highest,
    r.Period: points.period,
    r.Cap: points.cap,
    r.FullMarks: points.full_marks,
    r.Formula: points.formula,
    r.Rank: grading.rank,
    r.Places: grading.places,
    r.PlacesRounding: grading.rounding,
    r.PlacesTies: grading.ties,
    r.PlacesBackfill: grading.backfill,
    r.PlacesMinimum: grading.minimum,
    r.Veto: grading.veto,
    r.GradeByScore: grading.by_score,
    r.GradeDirectly: grading.verdict,
    r.FoundToBe: grading.verdict,
    r.Remark: grading.remark,
    r.ByGrade: consequences.by_grade,
    r.Consequence: consequences.consequence,
}
# Where the rules of one clause differ, the weightiest status speaks for the clause.
_WEIGHT = (
    Status.VETOED,
    Status.CAPPED,
    Status.COUNTED,
    Status.ABSORBED,
    Status.OUT_OF_YEAR,
    Status.NOT_COUNTED,
    Status.NOT_APPLICABLE,
    Status.REMARK,
)


def explain(outcome: Outcome, unit: int) -> Account:
    """The account of the unit with this number in the roster."""
    view = View(outcome, unit)
    return Account(
        view.unit.name,
        outcome.book.title,
        record_of(outcome, unit),
        _sums(view),
        grading_story(view),
        tuple(_entry(view, clause) for clause in outcome.book.clauses),
    )


def _sums(view: View) -> tuple[str, ...]:
    """The formulas with their figures, the total first and each before its parts."""
    names = [
        rule.name for clause in view.book.clauses for rule in clause.rules if isinstance(rule, r.Formula)
    ]
    return tuple(points.formula_line(view, name) for name in reversed(names))


def _entry(view: View, clause: Clause) -> ClauseEntry:
    chosen = None
    if clause.reading is not None:
        chosen = view.outcome.model.readings[clause.reading.name]
    if clause.kind is not ClauseKind.COMPUTED:
        kind = clause.kind.value
        why = clause.note.rstrip("。") or ("这段话不参与计算" if clause.kind is ClauseKind.EXPLANATORY else kind)
        parts = [Part(Status.REMARK, why if clause.kind is ClauseKind.EXPLANATORY else f"{kind}：{why}")]
    else:
        parts = [_PARTS[type(rule)](view, clause, rule) for rule in clause.rules_under(chosen)]
    scored = [part for part in parts if part.points is not None]
    places = max((part.places for part in scored), default=0)
    total = sum((part.points or 0) * 10 ** (places - part.places) for part in scored)
    return ClauseEntry(
        clause.name,
        clause.citation.shown,
        "\n".join(clause.citation.quotes),
        min((part.status for part in parts), key=_WEIGHT.index),
        plain(total, places) if scored else None,
        next((part.money for part in parts if part.money is not None), None),
        "；".join(dict.fromkeys(part.why for part in parts if part.why)),
        tuple(row for part in parts for row in part.rows),
        None if clause.reading is None or chosen is None else (clause.reading.name, chosen),
    )
