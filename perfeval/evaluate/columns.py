"""What a step may ask of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.evaluate.outcome import Trace, Values


class Columns(Protocol):
    """The columns made so far, what their elements are about, and where findings go."""

    size: int
    partial: bool
    traces: dict[str, Trace]

    def column(self, grain: str, name: str) -> Values:
        """The values of a column, one for each element of its grain."""

    def population(self, grain: str, element: int) -> int:
        """The number of the population that an element belongs to."""

    def units_of(self, grain: str) -> Sequence[int]:
        """For each element of a grain the unit it is about."""

    def is_shared(self, ledger: str) -> bool:
        """Whether the rows of a ledger are about no unit."""

    def named(self, grain: str, element: int) -> str:
        """An element in words: the unit, or the file and line."""

    def delay(self, grain: str, name: str, element: int, finding: Diagnostic) -> None:
        """Keep a finding about a value that is missing, until something is computed from it."""

    def finding(self, unit: int, finding: Diagnostic) -> None:
        """Keep a finding about a unit."""
