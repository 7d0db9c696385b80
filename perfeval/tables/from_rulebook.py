"""The rule book under chosen readings -> the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.rulebook.rules import Rule
from perfeval.source.text import Span
from perfeval.tables import calculations, consequences, errors, formulas, grading, points
from perfeval.tables.draft import Draft, base_columns, points_column
from perfeval.tables.flow import in_order, reads, writes
from perfeval.tables.model import CapStep, Model, Node, Table
from perfeval.tables.places import UNIT_GRAIN, Place


@frozen
class Stage:
    """One part of the work: it is shown the rules of ``kinds`` alone, and adds to what the draft knows."""

    kinds: tuple[type[Rule], ...]
    work: Callable[[Draft], None]

    def rules(self, rules: Sequence[tuple[Clause, Rule]]) -> list[tuple[Clause, Rule]]:
        """Those of the rules that this stage is shown."""
        return [pair for pair in rules if isinstance(pair[1], self.kinds)]


def _points(draft: Draft) -> None:
    points.periods(draft)
    calculations.define(draft)
    formulas.define(draft)
    scored = points.scores(draft)
    points.totals(draft, scored, points.highest(draft, scored))
    formulas.formulas(draft, points.caps(draft, scored))
    calculations.build(draft)


def _rank(draft: Draft) -> None:
    draft.ranking = grading.rank(draft)
    draft.vetoed = grading.vetoes(draft)


def _places(draft: Draft) -> None:
    draft.filled = grading.places(draft, draft.ranking, draft.vetoed)


def _grades(draft: Draft) -> None:
    grading.grades(draft, draft.ranking, draft.filled)


def _remarks(draft: Draft) -> None:
    grading.remarks(draft, draft.ranking)


# Conditions on units ask for the line of a grade, which the rules of grades by score draw.
STAGES = (
    Stage((r.Consequence, r.ByGrade), consequences.define_results),
    Stage((r.Period, r.Score, r.Highest, r.Cap, r.Formula, *calculations.KINDS), _points),
    Stage((r.Rank, r.Veto, r.GradeByScore), _rank),
    Stage((r.Places, r.PlacesRounding, r.PlacesTies, r.PlacesBackfill, r.PlacesMinimum), _places),
    Stage((r.Places, r.PlacesMinimum, r.GradeByScore, r.GradeDirectly, r.FoundToBe), _grades),
    Stage((r.Remark, r.GradeByScore), _remarks),
    Stage((r.ByGrade,), consequences.by_grade),
    Stage((r.Consequence, r.GradeByScore), consequences.consequences),
    Stage((r.Consequence, r.GradeByScore), consequences.measures),
)


def chosen_readings(book: RuleBook, chosen: Mapping[str, str]) -> dict[str, str]:
    """The option for every reading of the book; those that ``chosen`` leaves out take the adopted one."""
    return {reading.name: chosen.get(reading.name, reading.default) for reading in book.readings}


def rules_under(book: RuleBook, readings: Mapping[str, str]) -> list[tuple[Clause, Rule]]:
    """All rules with their clauses in book order. Raises KeyError for an option that does not exist."""
    return [
        (clause, rule)
        for clause in book.clauses
        for rule in clause.rules_under(readings[clause.reading.name] if clause.reading else None)
    ]


def compile_book(book: RuleBook, chosen: Mapping[str, str]) -> Checked[Model]:
    """The decision tables of ``book`` with the option ``chosen[name]`` for each reading.

    Readings that ``chosen`` leaves out take the adopted option. Raises KeyError for an option that
    does not exist (the callers check what users type).
    """
    readings = chosen_readings(book, chosen)
    rules = rules_under(book, readings)
    draft = begin(book)
    given = tuple(draft.columns)
    for stage in STAGES:
        draft.rules = stage.rules(rules)
        stage.work(draft)
    ordered = finish(draft, given, rules)
    if ordered.value is None:
        return Checked(None, ordered.diagnostics)
    return Checked(Model(ordered.value, draft.columns, readings))


def begin(book: RuleBook) -> Draft:
    """A draft that knows the facts alone."""
    draft = Draft(book, [])
    base_columns(draft)
    return draft


def finish(
    draft: Draft, given: Iterable[Place], rules: Sequence[tuple[Clause, Rule]]
) -> Checked[tuple[Node, ...]]:
    """The nodes in order, and all columns known; or what is wrong. given: the columns of facts."""
    draft.rules = list(rules)
    ordered, left = in_order(tuple(draft.nodes))
    findings = draft.findings or _check_flow(draft, given, left)
    if findings:
        return Checked(None, tuple(findings))
    for node in ordered:
        for place in writes(node):
            draft.column(*place)
    return Checked(ordered)


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
    for clause in dict.fromkeys(clause for clause, _ in draft.of_kind(r.Score)):
        if (UNIT_GRAIN, points_column(clause.name)) not in used:
            yield errors.points_not_used(clause.name, clause.span)


def _span(draft: Draft, node: Node) -> Span:
    """The place of the clause behind a node."""
    owners = node.clauses if isinstance(node, Table) else (getattr(node, "clause", ""),)
    clauses = draft.book.clauses
    return next((clause for clause in clauses if clause.name in owners), clauses[0]).span
