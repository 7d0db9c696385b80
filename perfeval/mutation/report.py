"""The whole of it: mutants, the examples run on them, and what is known of the survivors."""

from __future__ import annotations

from attrs import evolve, frozen

from perfeval.examples.suite import Suite
from perfeval.mutation.from_book import mutants_of
from perfeval.mutation.kill import Progress, compiles, survivors_of
from perfeval.mutation.prove import Prover, Survivor
from perfeval.mutation.suggest import Suggestion, suggestions_of
from perfeval.rulebook.book import RuleBook
from perfeval.verify.proof import Verdict

# So many questions are asked of the solver unless told otherwise.
LIMIT = 40


@frozen(eq=False)
class Report:
    """What became of the mutants of a book.

    mutants: how many there are. survivors: those that no example notices, in the order of the text.
    refused: how many further slips the language turns down. same: how many come to the same rules as
    the book or another slip. suggestions: the examples that are missing, if they were asked for.
    """

    mutants: int
    survivors: tuple[Survivor, ...]
    refused: int
    same: int
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def killed(self) -> int:
        """How many mutants some example notices."""
        return self.mutants - len(self.survivors)

    @property
    def equivalent(self) -> tuple[Survivor, ...]:
        """Survivors that are proved to mean the same."""
        return tuple(each for each in self.survivors if each.verdict is Verdict.SAME)

    @property
    def undecided(self) -> tuple[Survivor, ...]:
        """Survivors of which it is not known whether they mean the same."""
        return tuple(each for each in self.survivors if each.verdict is Verdict.OPEN)

    @property
    def survived(self) -> tuple[Survivor, ...]:
        """Survivors that are not proved to mean the same."""
        return tuple(each for each in self.survivors if each.verdict is not Verdict.SAME)


def report_of(book: RuleBook, suite: Suite, progress: Progress, limit: int = LIMIT) -> Report:
    """The mutants of a book without findings, all of whose examples pass.

    limit: how many survivors the solver is asked about at most.
    """
    made = mutants_of(book)
    alive = list(survivors_of(made.mutants, suite, progress))
    kept = [mutant for mutant in alive if compiles(mutant.book)]
    prover = Prover(book, limit)
    survivors = tuple(prover.survivor(mutant) for mutant in kept)
    lost = len(alive) - len(kept)
    return Report(len(made.mutants) - lost, survivors, made.refused + lost, made.same)


def with_suggestions(report: Report, book: RuleBook, suite: Suite) -> Report:
    """The report with the examples that are missing."""
    return evolve(report, suggestions=suggestions_of(book, suite, report.survived))
