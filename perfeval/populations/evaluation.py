"""Evaluates populations one after the other, each as if it stood alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from attrs import define, field, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.populations.keys import Key
from perfeval.populations.source import Source
from perfeval.populations.told import Told
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model


@frozen(eq=False)
class Result:
    """What one population came to. key: its values in the columns that tell populations apart."""

    key: Key
    outcome: Outcome


@define(eq=False)
class Evaluation:
    """The evaluation of all populations of a source by the reference.

    Iterating gives the results of those in which nothing is wrong, in order; ``findings`` is to be asked
    for afterwards. A finding about no population in particular leaves all without results.
    """

    book: RuleBook
    model: Model
    source: Source
    # Whether many are evaluated at once, over arrays.
    in_arrays: ClassVar[bool] = False
    told: Told = field(init=False)
    of_files: set[Diagnostic] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        self.told = Told(self.source.names)
        self.told.add(self.source.findings)

    @property
    def names(self) -> Sequence[str]:
        """The columns that tell populations apart."""
        return self.source.names

    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found until now, errors and warnings."""
        return self.told.findings()

    def __iter__(self) -> Iterator[Result]:
        for number, key in enumerate(self.source.keys):
            read = self.read(number)
            self.tell(number, read.diagnostics)
            if read.value is None or not self.is_sound():
                continue
            outcome = self.run(number, *read.value)
            if outcome is not None:
                yield Result(key, outcome)

    def read(self, number: int) -> Checked[tuple[RuleBook, Facts]]:
        """One population; only what is wrong with it, where a file cannot be read at all."""
        if self.is_sound():
            return self.source.read(number)
        return Checked(None, () if self.told.full else tuple(self.source.looked_at(number)))

    def run(self, number: int, book: RuleBook, facts: Facts) -> Outcome | None:
        """One population by the reference; its findings are kept."""
        outcome = run(book, self.model, facts)
        self.tell(number, [self.source.placed(each) for each in outcome.diagnostics])
        return None if has_errors(outcome.diagnostics) else outcome.value

    def is_sound(self) -> bool:
        """Whether no finding until now is about all populations."""
        return not self.told.broken

    def tell(self, number: int, found: Sequence[Diagnostic]) -> None:
        """Keep the findings of one population; what is about a whole file is told once."""
        own = [each for each in found if not self.source.is_of_file(each)]
        of_files = [each for each in found if self.source.is_of_file(each) and each not in self.of_files]
        self.of_files.update(of_files)
        self.told.add(of_files)
        self.told.add(own, self.source.keys[number])
