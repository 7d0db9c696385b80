"""Survivors: can any unit tell the mutant from the book, and by which facts?"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from perfeval.mutation.accepted import compared
from perfeval.mutation.from_book import Mutant
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.verify.compare import Comparison
from perfeval.verify.proof import Verdict
from perfeval.verify.replay import Side, changes_of

# A reading and its option; None for all as adopted.
_Reading = tuple[str, str] | None
NOT_ASKED = "超出了求证的个数（--limit），没有求证"
_OTHER_RANGES = "台账的规定不同，但没有找到一本收、一本不收的台账"
_NO_TABLES = "规则书在这种口径下没有决策表"


@frozen(eq=False)
class Survivor:
    """A mutant that no example notices, and what is known of it.

    witness: facts that tell it from the book, with the unit and the results in question (different
    only; no results where one of both turns the facts down). ranges: what 同义 rests on.
    reason: why it is not decided. reading: the option under which it was told apart, if not adopted.
    """

    mutant: Mutant
    verdict: Verdict
    witness: Situation | None = None
    unit: str = ""
    results: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    reason: str = ""
    reading: _Reading = None


class Prover:
    """Compares a book with its mutants under the readings that each of them concerns.

    Facts that told one mutant apart are tried on the next ones first. limit: how many questions the
    solver is asked at most.
    """

    def __init__(self, book: RuleBook, limit: int) -> None:
        self.book = book
        self.left = limit
        self.grounds: dict[_Reading, _Ground | None] = {}

    def survivor(self, mutant: Mutant) -> Survivor:
        """What is known of a mutant that no example notices."""
        taken = compared(self.book, mutant.book)
        if taken.situation is not None:
            unit = taken.situation.units[0]
            return Survivor(mutant, Verdict.DIFFERENT, taken.situation, unit, reading=mutant.reading)
        if not taken.same:
            return Survivor(mutant, Verdict.OPEN, reason=_OTHER_RANGES)
        if self.left <= 0:
            return Survivor(mutant, Verdict.OPEN, reason=NOT_ASKED)
        said = self._under(mutant, mutant.reading, mutant.model)
        if said.verdict is not Verdict.SAME or mutant.reading is not None:
            return said
        return next(
            (other for other in self._under_others(mutant) if other.verdict is not Verdict.SAME), said
        )

    def _under_others(self, mutant: Mutant) -> Iterator[Survivor]:
        """The same under each option that is not adopted, where the tables are not just the same."""
        for chosen in self.book.other_options:
            ground = self._ground(chosen)
            model = compile_book(mutant.book, dict([chosen])).value
            if ground is not None and model is not None and ground.side.model.nodes != model.nodes:
                yield self._under(mutant, chosen, model)

    def _under(self, mutant: Mutant, reading: _Reading, model: Model) -> Survivor:
        """What is known of a mutant under one reading; model: its tables there."""
        ground = self._ground(reading)
        if ground is None:
            return Survivor(mutant, Verdict.OPEN, reason=_NO_TABLES, reading=reading)
        known = ground.told_apart(mutant, model)
        if known is not None:
            return evolve(known, reading=reading)
        # Ledgers that take the same rows are as good as the same.
        self.left -= reading == mutant.reading
        book = evolve(mutant.book, schema=self.book.schema)
        proof = ground.comparison.against(book, model, widely=reading == mutant.reading)
        if proof.witness is not None:
            ground.witnesses.append(proof.witness)
        results = tuple(change.name for change in proof.changes)
        return Survivor(
            mutant, proof.verdict, proof.witness, proof.unit, results, proof.ranges, proof.reason, reading
        )

    def _ground(self, reading: _Reading) -> _Ground | None:
        if reading not in self.grounds:
            model = compile_book(self.book, dict([reading] if reading else [])).value
            self.grounds[reading] = None if model is None else _Ground(self.book, model)
        return self.grounds[reading]


class _Ground:
    """The book under one reading, and the facts that told mutants from it."""

    def __init__(self, book: RuleBook, model: Model) -> None:
        self.side = Side(book, model)
        self.comparison = Comparison(book, model)
        self.witnesses: list[Situation] = []
        self.facts = frozenset(
            column.name for ledger in book.schema.ledgers if ledger.per_unit for column in ledger.columns
        )

    def told_apart(self, mutant: Mutant, model: Model) -> Survivor | None:
        """Whether known facts tell this mutant too."""
        other = Side(mutant.book, model)
        found = changes_of(self.side, other, self.witnesses, self.facts) if self.witnesses else []
        for situation, changes in zip(self.witnesses, found, strict=True):
            for unit, changed in changes.items():
                results = tuple(change.name for change in changed)
                return Survivor(mutant, Verdict.DIFFERENT, situation, unit, results)
        return None
