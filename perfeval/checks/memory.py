"""What the checks of one book have learned, so that nothing is searched for twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

from attrs import Factory, define

from perfeval.rulebook.examples import Situation
from perfeval.tables.flow import upstream
from perfeval.tables.model import Model
from perfeval.tables.places import Place
from perfeval.verify.proof import Answer, Found

R = TypeVar("R")


@define(eq=False)
class Memory:
    """situations: facts in which things are known to happen. answers: to questions asked before.

    found: facts that were found for a question, which may well do for another model too.
    other: answers of other kinds.
    """

    situations: list[Situation]
    answers: dict[Hashable, Answer] = Factory(dict)
    found: dict[Hashable, Found] = Factory(dict)
    other: dict[Hashable, object] = Factory(dict)

    def answer(
        self, question: Hashable, model: Model, ends: Sequence[Place], ask: Callable[[], Answer]
    ) -> Answer:
        """The answer to a question about these columns; models that make them alike have one answer."""
        key = (question, upstream(model.nodes, ends))
        if key not in self.answers:
            found = self.answers[key] = ask()
            if isinstance(found, Found):
                self.situations.append(found.situation)
                self.found[question] = found
        return self.answers[key]

    def remember(self, question: Hashable, ask: Callable[[], R]) -> R:
        """What ``ask`` gives, asked once for a question; the question has to tell all that it rests on."""
        if question not in self.other:
            self.other[question] = ask()
        return cast(R, self.other[question])
