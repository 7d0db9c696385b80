"""The rule book under chosen readings -> the model."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval.diagnostics.diagnostic import Checked
from perfeval.rulebook.book import RuleBook
from perfeval.tables import consequences, formulas, grading, points
from perfeval.tables.draft import Draft, base_columns
from perfeval.tables.errors import circle
from perfeval.tables.flow import in_order
from perfeval.tables.model import Model, Table


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
    points.periods(draft)
    scored = points.scores(draft)
    points.totals(draft, scored, points.highest(draft, scored))
    formulas.formulas(draft, points.caps(draft, scored))
    consequences.define_results(draft)
    ranking = grading.rank(draft)
    vetoed = grading.vetoes(draft)
    filled = grading.places(draft, ranking, vetoed)
    grading.grades(draft, ranking, filled)
    grading.remarks(draft)
    consequences.by_grade(draft)
    consequences.consequences(draft)
    consequences.measures(draft)
    ordered, left = in_order(tuple(draft.nodes))
    if left:
        owners = left[0].clauses if isinstance(left[0], Table) else (getattr(left[0], "clause", ""),)
        clause = next((clause for clause in book.clauses if clause.name in owners), book.clauses[0])
        draft.findings.append(circle(tuple(node.name for node in left), clause.span))
    if draft.findings:
        return Checked(None, tuple(draft.findings))
    for node in ordered:
        if isinstance(node, Table):
            for name in node.inputs:
                draft.column(node.grain, name)
    return Checked(Model(ordered, draft.columns, readings))
