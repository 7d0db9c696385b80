"""The combinations of one study as they are evaluated, one after the other."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.evaluate.memo import ManyModels
from perfeval.evaluate.outcome import Outcome
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.sensitivity.combinations import Combination
from perfeval.sensitivity.signatures import Signature, Signatures
from perfeval.tables.many_readings import ManyReadings


class Trial:
    """Evaluates combinations; keeps the signatures of those that can be, and why others cannot."""

    def __init__(self, book: RuleBook, facts: Facts) -> None:
        self.book = book
        self.compiler = ManyReadings(book)
        self.evaluator = ManyModels(book, facts)
        self.signatures = Signatures(len(book.units))
        self.found: dict[Combination, Signature] = {}
        self.failed: dict[Combination, tuple[Diagnostic, ...]] = {}

    def outcome(self, combination: Combination) -> Checked[Outcome]:
        """What one combination gives."""
        names = (reading.name for reading in self.book.readings)
        model = self.compiler.model(dict(zip(names, combination, strict=True)))
        return Checked(None, model.diagnostics) if model.value is None else self.evaluator.run(model.value)

    def take(self, combination: Combination) -> None:
        """Try one combination."""
        outcome = self.outcome(combination)
        if outcome.value is None:
            self.failed[combination] = outcome.diagnostics
        else:
            self.found[combination] = self.signatures.signature(outcome.value)

    def others(self, combination: Combination) -> tuple[tuple[str, str], ...]:
        """The readings, with their options, that are not as adopted."""
        pairs = zip(self.book.readings, combination, strict=True)
        return tuple((reading.name, option) for reading, option in pairs if option != reading.default)

    def names(self, *kinds: str) -> tuple[str, ...]:
        """The watched fields of these kinds (none given: of all)."""
        known = self.signatures.kinds
        return tuple(dict.fromkeys(name for kind in kinds or known for name in known[kind]))
