"""The rule book under chosen readings -> the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.rules import Score
from perfeval.source.text import Span
from perfeval.tables import consequences, errors, formulas, grading, points
from perfeval.tables.draft import Draft, base_columns, points_column
from perfeval.tables.flow import in_order, reads, writes
from perfeval.tables.model import UNIT_GRAIN, CapStep, Model, Node, Place, Table


def compile_book(book: RuleBook, chosen: Mapping[str, str]) -> Checked[Model]:
    """The decision tables of ``book`` with the option ``chosen[name]`` for each reading.

    Readings that ``chosen`` leaves out take the adopted option. Raises KeyError for an option that
    does not exist (the callers check what users type).
    """
    readings = {reading.name: chosen.get(reading.name, reading.default) for reading in book.readings}
    rules = [
        (clause, rule)
        for clause in book.clauses
        for rule in clause.rules_under(readings[clause.reading.name] if clause.reading else None)
    ]
    draft = Draft(book, rules)
    base_columns(draft)
    given = tuple(draft.columns)
    points.periods(draft)
    scored = points.scores(draft)
    points.totals(draft, scored, points.highest(draft, scored))
    formulas.formulas(draft, points.caps(draft, scored))
    consequences.define_results(draft)
    ranking = grading.rank(draft)
    vetoed = grading.vetoes(draft)
    filled = grading.places(draft, ranking, vetoed)
    grading.grades(draft, ranking, filled)
    grading.remarks(draft, ranking)
    consequences.by_grade(draft)
    consequences.consequences(draft)
    consequences.measures(draft)
    ordered, left = in_order(tuple(draft.nodes))
    findings = draft.findings or _check_flow(draft, given, left)
    if findings:
        return Checked(None, tuple(findings))
    for node in ordered:
        for place in writes(node):
            draft.column(*place)
    return Checked(Model(ordered, draft.columns, readings))


def _check_flow(draft: Draft, given: Iterable[Place], left: tuple[Node, ...]) -> list[Diagnostic]:
    """Everything that is read is made once, by a node or a fact, and nothing needs itself."""
    made = dict.fromkeys(given, "")
    found: list[Diagnostic] = []
    for node in draft.nodes:
        for place in writes(node):
            if place in made:
                found.append(errors.computed_twice(place[1], _span(draft, node)))
            made[place] = node.name
    found.extend(_unused_points(draft))
    for node in draft.nodes:
        for place in reads(node):
            if place not in made:
                found.append(errors.nothing_makes(place[1], _span(draft, node)))
                made[place] = ""  # said once
    if left and not found:
        found.append(errors.circle(tuple(node.name for node in left), _span(draft, left[0])))
    return found


def _unused_points(draft: Draft) -> Iterable[Diagnostic]:
    """Points of a clause have to reach some quantity of the unit."""
    used = dict.fromkeys(
        place for node in draft.nodes if not isinstance(node, CapStep) for place in reads(node)
    )
    for clause in dict.fromkeys(clause for clause, _ in draft.of_kind(Score)):
        if (UNIT_GRAIN, points_column(clause.name)) not in used:
            yield errors.points_not_used(clause.name, clause.span)


def _span(draft: Draft, node: Node) -> Span:
    """The place of the clause behind a node."""
    owners = node.clauses if isinstance(node, Table) else (getattr(node, "clause", ""),)
    clauses = draft.book.clauses
    return next((clause for clause in clauses if clause.name in owners), clauses[0]).span
