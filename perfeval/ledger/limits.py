"""How much a ledger may be. A province has some thousand units; no ledger of one comes near these."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import define, evolve, field

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity
from perfeval.ledger import errors

# A rule book or an archived plan: some fifty times the longest plan known.
MAX_TEXT_BYTES = 1_048_576
# 200,000 rows of 160 bytes; what is read of it stays below half a gigabyte of memory.
MAX_FILE_BYTES = 32 * MAX_TEXT_BYTES
MAX_ROWS = 200_000
MAX_CELLS = 100
MAX_CELL = 2_000
# Findings of one file that are told in full; whoever has more mends these first.
MAX_FINDINGS = 200


@define
class Findings:
    """The findings of one file: all are counted, only so many are made and kept.

    Of each run of findings the first are kept, so that the first of all, by line, are among them.
    """

    kept: list[Diagnostic] = field(factory=list)
    more: int = 0

    def add(self, makers: Iterable[Callable[[], Diagnostic]]) -> None:
        """One run of findings in the order of the file; making one may cost a search for near names."""
        for number, make in enumerate(makers):
            if number < MAX_FINDINGS:
                self.kept.append(make())
            else:
                self.more += 1

    def told(self, order: Callable[[Diagnostic], tuple[int, int]]) -> list[Diagnostic]:
        """Those that are told, in order, and one that counts the others.

        Errors go before warnings where not all can be told, lest a file look better than it is.
        """
        found = sorted(self.kept, key=order)
        rest = self.more + len(found) - MAX_FINDINGS
        if rest <= 0:
            return found
        faults = [each for each in found if each.severity is Severity.ERROR]
        warnings = [each for each in found if each.severity is not Severity.ERROR]
        first = sorted([*faults, *warnings][:MAX_FINDINGS], key=order)
        where = first[0].where
        file = where.file if isinstance(where, Cell) else ""
        severity = Severity.ERROR if faults else Severity.WARNING
        return [*first, evolve(errors.and_more(Cell(file), rest), severity=severity)]
