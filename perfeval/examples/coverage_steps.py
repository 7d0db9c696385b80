"""Limits that bound and that did not, options that were run, clauses that applied and did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from perfeval.evaluate.outcome import CapTrace, GatherTrace, HighestTrace, Outcome, PlacesTrace, SeriesPlaces
from perfeval.examples.goals import CapGoal, Goal, GoalKind, OtherGoal
from perfeval.quantity.number import plain
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, ClauseKind, RuleBook
from perfeval.rulebook.calculations import Calculation
from perfeval.tables.conditions import THIS_YEAR
from perfeval.tables.model import CapStep, Fixed, Gather, HighestRow, Model, Node, PlacesStep, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.fired import fired_of

_IN_THE_YEAR = Fixed(THIS_YEAR)
# Rules that have no node of their own: they say how a step for places works, or bound a ledger.
_SILENT = (r.PlacesMinimum, r.FullMarks)
# What is said of every unit, or every row: their lines, limits and groups have goals of their own.
_ABOUT_ALL = (r.Formula, r.FullMarks, r.PlacesMinimum, *get_args(Calculation))


def step_goals(models: Iterable[Model]) -> list[Goal]:
    """Each limit has to bind once, and once to stay without effect."""
    limits: dict[tuple[str, str, str], None] = {}
    for model in models:
        for node in model.nodes:
            limit = limit_of(node, model)
            if limit is not None:
                limits[limit[0], node.name, limit[1]] = None
    return [
        Goal(GoalKind.CAP, clause, said, CapGoal(name, binds))
        for clause, name, limit in limits
        for binds, said in ((True, f"超过{limit}分、去掉一些的"), (False, f"有分、没有超过{limit}分的"))
    ]


def limit_of(node: Node, model: Model) -> tuple[str, str] | None:
    """The clause of a cap, or of a sum with a limit, and the limit in points; None for other nodes."""
    if isinstance(node, CapStep) or (isinstance(node, Gather) and node.limit is not None):
        return node.clause, plain(node.limit or 0, model.columns[UNIT_GRAIN, node.name].places)
    return None


def option_goals(book: RuleBook) -> list[Goal]:
    """Each option of each reading has to be run."""
    return [
        Goal(
            GoalKind.OPTION,
            clause.name,
            f"口径“{clause.reading.name}”取“{option.name}”",
            OtherGoal(f"{clause.reading.name}={option.name}"),
        )
        for clause in book.clauses
        if clause.reading is not None
        for option in clause.reading.options
    ]


def clause_goals(book: RuleBook) -> list[Goal]:
    """Each clause that computes has to apply once, and once not to."""
    return [
        Goal(GoalKind.CLAUSE, clause.name, said, OtherGoal(clause.name, applies))
        for clause in book.clauses
        if clause.kind is ClauseKind.COMPUTED and not _always(clause)
        for applies, said in ((True, "有用上的例"), (False, "有用不上的例"))
    ]


def _always(clause: Clause) -> bool:
    """Formulas and full marks are about every unit; there is nothing that they could not apply to."""
    rules = clause.rules_under(None)
    return all(isinstance(rule, _ABOUT_ALL) for rule in rules)


# ---------------------------------------------------------------- what was shown


def shown_in_steps(outcome: Outcome) -> Iterator[CapGoal]:
    """The limits that bound, or did not although there were points."""
    for node in outcome.model.nodes:
        trace = outcome.traces.get(node.name)
        if isinstance(trace, CapTrace) or (
            isinstance(node, Gather) and node.limit is not None and isinstance(trace, GatherTrace)
        ):
            after = outcome.columns[UNIT_GRAIN, node.name]
            pairs = list(zip(trace.before, after, strict=True))
            cut = [
                (before, now != 0 if isinstance(node, CapStep) else now != before) for before, now in pairs
            ]
            if any(bound for _, bound in cut):
                yield CapGoal(node.name, binds=True)
            if any(before and not bound for before, bound in cut):
                yield CapGoal(node.name, binds=False)


def options_run(book: RuleBook, models: Iterable[Model]) -> Iterator[OtherGoal]:
    """The options under which examples were evaluated."""
    for model in models:
        for reading in book.readings:
            yield OtherGoal(f"{reading.name}={model.readings[reading.name]}")


def clauses_applied(outcome: Outcome) -> Iterator[OtherGoal]:
    """For each clause whether it applied to something, and whether something was left out."""
    for node in outcome.model.nodes:
        for name, applied in _applied(outcome, node):
            yield OtherGoal(name, applied)
    for clause in outcome.book.clauses:
        chosen = None if clause.reading is None else outcome.model.readings[clause.reading.name]
        for rule in clause.rules_under(chosen):
            for applied in _places_rule(outcome, rule):
                yield OtherGoal(clause.name, applied)


def _applied(outcome: Outcome, node: Node) -> Iterator[tuple[str, bool]]:
    if isinstance(node, Table):
        for rows in fired_of(outcome, node):
            # A clause on the year applies to rows that it leaves out; it has a row for all others too.
            fired = {
                node.rows[number].clause for number in rows if node.rows[number].outputs != (_IN_THE_YEAR,)
            }
            yield from ((clause, clause in fired) for clause in node.clauses)
    elif isinstance(node, Gather | CapStep):
        yield from ((node.clause, value != 0) for value in outcome.columns[UNIT_GRAIN, node.name])
    elif isinstance(node, HighestRow):
        trace = outcome.traces[node.name]
        assert isinstance(trace, HighestTrace)
        for row, winner in enumerate(trace.winner):
            if winner is not None:
                yield node.clause, winner != row
    elif isinstance(node, RankStep):
        yield from ((node.clause, value is not None) for value in outcome.columns[UNIT_GRAIN, node.name])
    elif isinstance(node, PlacesStep):
        got = outcome.columns[UNIT_GRAIN, node.name]
        yield from ((node.clause, value) for value in got if isinstance(value, bool))


def _places_rule(outcome: Outcome, rule: r.Rule) -> Iterator[bool]:
    """Whether a rule about places made a difference in the series of the examples."""
    for node in outcome.model.nodes:
        trace = outcome.traces.get(node.name)
        if not isinstance(node, PlacesStep) or not isinstance(trace, PlacesTrace):
            continue
        if isinstance(rule, _SILENT) or getattr(rule, "grade", None) != node.grade:
            continue
        for series in trace.series.values():
            if isinstance(rule, r.PlacesRounding):
                yield series.exact[0] % series.exact[1] != 0
            elif isinstance(rule, r.PlacesTies):
                yield _tied_for_last(series)
            elif isinstance(rule, r.PlacesBackfill) and node.cancelled is not None:
                yield _is_any_cancelled(outcome, node, series)


def _tied_for_last(series: SeriesPlaces) -> bool:
    """Whether more units share the last place than fit."""
    return any(
        series.rank[unit] <= series.places < series.rank[unit] + series.tied[unit] - 1 for unit in series.rank
    )


def _is_any_cancelled(outcome: Outcome, node: PlacesStep, series: SeriesPlaces) -> bool:
    """Whether a unit of the series had lost its eligibility."""
    cancelled: Sequence[object] = outcome.columns[UNIT_GRAIN, node.cancelled or ""]
    return any(
        bool(cancelled[index])
        for index, unit in enumerate(outcome.book.units)
        if unit.series == series.series
    )
