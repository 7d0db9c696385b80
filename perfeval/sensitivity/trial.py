"""The combinations of one study as they are evaluated, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.sensitivity.combinations import Combination
from perfeval.sensitivity.evaluated import Evaluated, Evaluator
from perfeval.sensitivity.signatures import Signature, Signatures
from perfeval.tables.many_readings import ManyReadings


class Trial:
    """Evaluates combinations; keeps the signatures of those that can be, and why others cannot.

    units: the names of the units that ``evaluator`` gives results of.
    """

    def __init__(self, compiler: ManyReadings, units: Sequence[str], evaluator: Evaluator) -> None:
        self.book = compiler.book
        self.compiler = compiler
        self.units = units
        self.evaluator = evaluator
        self.signatures = Signatures(len(units))
        self.found: dict[Combination, Signature] = {}
        self.failed: dict[Combination, tuple[Diagnostic, ...]] = {}

    def evaluated(self, combination: Combination) -> Checked[Evaluated]:
        """What one combination gives."""
        names = (reading.name for reading in self.book.readings)
        model = self.compiler.model(dict(zip(names, combination, strict=True)))
        return Checked(None, model.diagnostics) if model.value is None else self.evaluator(model.value)

    def take(self, combination: Combination) -> None:
        """Try one combination."""
        evaluated = self.evaluated(combination)
        if evaluated.value is None:
            self.failed[combination] = evaluated.diagnostics
        else:
            self.found[combination] = self.signatures.signature(evaluated.value)

    def others(self, combination: Combination) -> tuple[tuple[str, str], ...]:
        """The readings, with their options, that are not as adopted."""
        pairs = zip(self.book.readings, combination, strict=True)
        return tuple((reading.name, option) for reading, option in pairs if option != reading.default)

    def names(self, *kinds: str) -> tuple[str, ...]:
        """The watched fields of these kinds (none given: of all)."""
        known = self.signatures.kinds
        return tuple(dict.fromkeys(name for kind in kinds or known for name in known[kind]))
