"""One finding about what a user wrote, and a value that carries findings."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar

from attrs import frozen

from perfeval.source.text import Span

T = TypeVar("T")


class Severity(Enum):
    """How much a finding weighs; the value is the word that users see."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


@frozen
class Cell:
    """A place in a ledger: file name, line (the header is line 1), column name and value.

    column and value are None where the finding concerns a whole line or file; line likewise.
    """

    file: str
    line: int | None = None
    column: str | None = None
    value: str | None = None


@frozen
class Diagnostic:
    """A finding: code, one sentence in the user's words, its place, what was expected, a next step.

    code: PE1xx sentences, 2xx names and citations, 3xx types and units, 4xx tables, 6xx ledgers and
    command line.  expected: at most five wordings.  where is None only where no place exists.
    """

    code: str
    message: str
    where: Span | Cell | None
    expected: tuple[str, ...] = ()
    hint: str = ""
    severity: Severity = Severity.ERROR


@frozen
class Checked(Generic[T]):
    """What a pass gives: a value (None if there was nothing to go on with) and its findings."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is a value and no finding is an error."""
        return self.value is not None and not has_errors(self.diagnostics)


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether any finding is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)
