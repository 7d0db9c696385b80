"""Outcome and unit -> account: one entry for each clause of the book, in book order, none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, Decisions, chosen_readings
from perfeval.evaluate.records import record_of, result_names
from perfeval.explain import consequences, grading, points
from perfeval.explain.account import Account, ClauseEntry, Part, RowEntry, RowResults, Sentence, Status
from perfeval.explain.computed import computed
from perfeval.explain.element import Element
from perfeval.explain.story import grading_story
from perfeval.explain.view import View, show
from perfeval.quantity.number import plain
from perfeval.quantity.units import RATE
from perfeval.rulebook import calculations as k
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, ClauseKind, Taken
from perfeval.rulebook.book import RowResults as Listed
from perfeval.rulebook.expressions import Expression
from perfeval.tables.flow import names_in
from perfeval.tables.model import FormulaStep
from perfeval.tables.places import UNIT_GRAIN

_PARTS: dict[type, Callable[[View, Clause, Any], Part]] = {
    r.Score: points.score,
    r.Highest: points.highest,
    r.Period: points.period,
    r.Cap: points.cap,
    r.FullMarks: points.full_marks,
    r.Formula: computed,
    k.RowFormula: computed,
    k.Scale: computed,
    k.Cases: computed,
    k.LookedUp: computed,
    k.Ordering: computed,
    k.Bands: computed,
    k.ShareOut: computed,
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


def explain(outcome: Outcome, unit: int, decisions: Decisions = NO_DECISIONS) -> Account:
    """The account of the unit with this number in the roster.

    decisions: why readings other than the adopted ones were chosen.
    """
    view = View(outcome, unit)
    return Account(
        view.unit.name,
        outcome.book.title,
        record_of(outcome, unit),
        _results(view),
        tuple(points.formula_line(view, name) for name in sums_told(view)),
        grading_story(view),
        tuple(clause_entry(view, clause) for clause in outcome.book.clauses),
        chosen_readings(outcome.book, outcome.model.readings, decisions),
        taken_told(view),
        rows_told(view),
    )


def taken_told(view: View) -> tuple[str, ...]:
    """What other books gave the unit, one sentence a book."""
    return tuple(_taken(view, taken) for taken in view.book.taken)


def rows_told(view: View) -> tuple[RowResults, ...]:
    """What the book lists of the unit's rows."""
    return tuple(made for listed in view.book.row_results if (made := _of_rows(view, listed)))


def _of_rows(view: View, listed: Listed) -> RowResults | None:
    """What the book lists of the unit's rows; None where it has none."""
    ledger, names = listed.ledger, listed.fields
    made = [
        (view.line(ledger, row), tuple(_cell(Element(view, ledger, row), name) for name in names))
        for row in view.rows(ledger)
    ]
    if listed.once:
        seen = [cells for _, cells in made]
        made = [each for place, each in enumerate(made) if each[1] not in seen[:place]]
    lines, rows = tuple(line for line, _ in made), tuple(cells for _, cells in made)
    return RowResults(ledger, names, lines, rows) if made else None


def _cell(element: Element, name: str) -> str:
    return "" if element.value(name) is None else show(element.value(name), element.column(name))


def _taken(view: View, taken: Taken) -> str:
    """What another book gave the unit, and which book that is."""
    head = f"台账“{taken.ledger}”取自《{taken.book.title}》（{taken.path}）的结果"
    rows = view.rows(taken.ledger)
    if not rows:
        return f"{head}：没有本单位的一行"
    return f"{head}：第{view.line(taken.ledger, rows[0])}行，{'，'.join(_given(view, taken, rows[0]))}"


def _given(view: View, taken: Taken, row: int) -> Iterator[str]:
    values = view.outcome.facts.tables[taken.ledger].columns
    for _, name in taken.results:
        if name in values:
            shown = show(values[name][row], view.column(name, taken.ledger))
            yield f"{name}{shown}" if values[name][row] is not None else f"{name}空缺"


def explain_clause(view: View, name: str) -> ClauseEntry:
    """What one clause gave the unit. Raises KeyError where the book has no clause of that name."""
    clause = view.book.clause(name)
    if clause is None:
        raise KeyError(name)
    return clause_entry(view, clause)


def _results(view: View) -> tuple[tuple[str, str], ...]:
    """The results that apply to the unit, as the book lists them."""
    shown: list[tuple[str, str]] = []
    rules = [rule for clause in view.book.clauses for rule in clause.rules if isinstance(rule, r.ByGrade)]
    rates = [rule.name for rule in rules if not rule.unit and view.column(rule.name).unit != RATE]
    for name in result_names(view.outcome):
        value = view.value(name)
        if name != "单位" and value is not None and value != ():
            if isinstance(value, int) and name in rates:
                shown.append((name, f"{plain(value * 100, view.column(name).places)}%"))
            else:
                shown.append((name, view.shown(name)))
    return tuple(shown)


def sums_told(view: View) -> tuple[str, ...]:
    """The columns whose formulas add up: a total, then what it is made of, each once."""
    return view.scene.once(("sums",), lambda: _sums(view))


def _sums(view: View) -> tuple[str, ...]:
    rules = [rule for clause in view.book.clauses for rule in clause.rules if isinstance(rule, r.Formula)]
    made = {rule.name: each for rule in rules if (each := _expression(view, rule.name)) is not None}
    scores = {name: each for name, each in made.items() if view.column(name).unit == "分"}
    parts = {name: names_in(each) for name, each in scores.items() if points.adds_up(each)}
    used = [name for names in parts.values() for name in names]
    waiting = [name for name in parts if name not in used]
    shown: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name in parts and name not in shown:
            shown.append(name)
            waiting = [*parts[name], *waiting]
    return tuple(shown)


def _expression(view: View, name: str) -> Expression | None:
    """The formula of a column of units; None where it only stands in the place of its name."""
    step = Element(view, UNIT_GRAIN, view.index).maker(name)
    return step.expression if isinstance(step, FormulaStep) else None


def clause_entry(view: View, clause: Clause) -> ClauseEntry:
    """What a clause of the book gave the unit."""
    chosen = view.chosen(clause)
    if clause.kind is not ClauseKind.COMPUTED:
        kind = clause.kind.value
        note = clause.note.rstrip("。")
        if clause.kind is ClauseKind.EXPLANATORY:
            parts = [Part(Status.REMARK, note or "这段话不参与计算")]
        else:
            parts = [Part(Status.REMARK, f"{kind}：{note}" if note else kind)]
    else:
        parts = _numbered([_PARTS[type(rule)](view, clause, rule) for rule in clause.rules_under(chosen)])
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
        "；".join(_distinct(view, [part.why for part in parts if part.why])),
        _rows(view, parts),
        None if clause.reading is None or chosen is None else (clause.reading.name, chosen),
        tuple(_distinct(view, [line for part in parts for line in part.lines])),
        _told(parts),
    )


def _told(parts: list[Part]) -> tuple[Sentence, ...]:
    if not any(part.computing for part in parts):
        return ()
    return tuple((part.why, part.lines, part.rows) for part in parts if part.why)


def _numbered(parts: list[Part]) -> list[Part]:
    """Where several sentences of one clause score, each says for itself what it gave."""
    if sum(part.points is not None for part in parts) < 2:
        return parts
    return [evolve(part, why=f"第{number}句：{part.why}") for number, part in enumerate(parts, 1)]


def _distinct(view: View, texts: list[str]) -> list[str]:
    return [texts[place] for place in view.distinct(texts)]


def _rows(view: View, parts: list[Part]) -> tuple[RowEntry, ...]:
    """The rows of all parts; one that a sentence counts is not named by others as left out."""
    rows = [row for part in parts for row in part.rows]
    counted = [(row.table, row.line) for row in rows if row.status in (Status.COUNTED, Status.CAPPED)]
    kept = [
        row
        for row in rows
        if row.status in (Status.COUNTED, Status.CAPPED) or (row.table, row.line) not in counted
    ]
    return tuple(kept[place] for place in view.distinct([row.told for row in kept]))
