"""Asks the solver whether what no example shows can be shown at all."""

from __future__ import annotations

from attrs import Factory, frozen

from perfeval.examples.goals import CapGoal, Goal, RowGoal, Status
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from perfeval.verify.proof import Answer, Found, Impossible
from perfeval.verify.questions import Questions

# Whoever asks what examples still lack waits longer than for a check.
_PATIENCE = 6


@frozen(eq=False)
class GoalProver:
    """Proves goals about rows, conditions and limits of a book, each under a reading that has them.

    models: of the adopted readings, and of the others.
    """

    book: RuleBook
    models: tuple[Model, ...]
    asked: dict[int, Questions] = Factory(dict)

    def __call__(self, goal: Goal) -> tuple[Status, str]:
        """Whether the goal can be shown; a proof says on what it rests, 未定 says why."""
        answer = self.answer(goal)
        if isinstance(answer, Found):
            return Status.MISSING, ""
        if isinstance(answer, Impossible):
            return Status.IMPOSSIBLE, "；".join(answer.ranges)
        return Status.UNDECIDED, answer.reason

    def answer(self, goal: Goal) -> Answer:
        """What the solver says of a goal."""
        sought = goal.sought
        if isinstance(sought, RowGoal):
            table, row = sought.where
            questions = self.questions(next(model for model in self.models if table in model.nodes))
            if sought.column is None:
                return questions.can_fire(table, row)
            return questions.can_decide(table, row, table.inputs.index(sought.column))
        if isinstance(sought, CapGoal):
            questions = self.questions(next(model for model in self.models if model.node(sought.step)))
            return questions.can_bind(sought.step) if sought.binds else questions.can_stay_below(sought.step)
        raise TypeError(f"nothing to prove: {goal.words}")

    def questions(self, model: Model) -> Questions:
        """The encoded model, made when it is first asked about."""
        number = next(number for number, each in enumerate(self.models) if each is model)
        if number not in self.asked:
            self.asked[number] = Questions(self.book, model, patience=_PATIENCE)
        return self.asked[number]
