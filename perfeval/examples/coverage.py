"""How much of a rule book its examples show: rows, conditions, limits, options, clauses."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from perfeval.examples.coverage_calculated import calculated_goals, shown_in_calculations
from perfeval.examples.coverage_steps import (
    clause_goals,
    clauses_applied,
    option_goals,
    options_run,
    shown_in_steps,
    step_goals,
)
from perfeval.examples.coverage_tables import shown_in_tables, table_goals
from perfeval.examples.goals import Goal, GoalKind, OtherGoal, Prover, Result, Status
from perfeval.examples.suite import Suite, runs
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model


@frozen(eq=False)
class Coverage:
    """Every goal with what became of it, in the order of kinds and of the book."""

    results: tuple[Result, ...]

    def count(self, kind: GoalKind, status: Status) -> int:
        """How many goals of that kind came to that."""
        return sum(result.goal.kind is kind and result.status is status for result in self.results)

    @property
    def complete(self) -> bool:
        """Whether everything that can be shown is shown."""
        return all(result.status in (Status.SHOWN, Status.IMPOSSIBLE) for result in self.results)


def models_of(book: RuleBook) -> tuple[Model, ...]:
    """The models of the adopted readings, and of each other option alone."""
    choices = ({}, *(dict([each]) for each in book.other_options))
    models = (compile_book(book, choice).value for choice in choices)
    return tuple(model for model in models if model is not None)


def coverage_of(book: RuleBook, suite: Suite, prover: Prover) -> Coverage:
    """What the examples show. prover: asked about each row, condition and limit that they do not."""
    models = models_of(book)
    goals = [*table_goals(models), *step_goals(models), *calculated_goals(models)]
    goals += [*option_goals(book), *clause_goals(book)]
    outcomes = [run.judged.outcome for run in runs(suite, book) if run.judged is not None]
    shown: dict[object, None] = dict.fromkeys(shown_in_tables(outcomes))
    for outcome in outcomes:
        shown.update(dict.fromkeys(shown_in_steps(outcome)))
        shown.update(dict.fromkeys(shown_in_calculations(outcome)))
        shown.update(dict.fromkeys(clauses_applied(outcome)))
    shown.update(dict.fromkeys(options_run(book, [outcome.model for outcome in outcomes])))
    return Coverage(tuple(_result(goal, shown, prover) for goal in _in_order(goals, book)))


def _in_order(goals: Sequence[Goal], book: RuleBook) -> list[Goal]:
    kinds = list(GoalKind)
    clauses = [clause.name for clause in book.clauses]
    return sorted(goals, key=lambda goal: (kinds.index(goal.kind), clauses.index(goal.clause)))


def _result(goal: Goal, shown: dict[object, None], prover: Prover) -> Result:
    if goal.sought in shown:
        return Result(goal, Status.SHOWN)
    if isinstance(goal.sought, OtherGoal):
        return Result(goal, Status.MISSING)
    return Result(goal, *prover(goal))
