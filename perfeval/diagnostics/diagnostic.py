"""One finding about what a user wrote, and a value that carries findings."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Generic, TypeVar

from attrs import field, frozen

from perfeval.source.text import Span
from perfeval.source.visible import visible

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
class Witness:
    """Facts that show a finding, and what comes of them: a small table, cells as users read them."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _all_visible(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(visible, texts))


@frozen
class Diagnostic:
    """A finding: code, one sentence in the user's words, its place, what was expected, a next step.

    code: PE1xx sentences, 2xx names and citations, 3xx types and units, 4xx tables, 5xx evaluation,
    6xx ledgers, 7xx command line, 8xx checks, 9xx simulation.  expected: at most five wordings.  where
    is None only where no place exists.  clause: the clause it is about, if it is about one.  name:
    what an answer to it in the rule book (知悉) calls it; empty where it cannot be answered.  Hidden
    characters in the user's words are spelt out.
    """

    code: str
    message: str = field(converter=visible)
    where: Span | Cell | None
    expected: tuple[str, ...] = field(default=(), converter=_all_visible)
    hint: str = field(default="", converter=visible)
    severity: Severity = Severity.ERROR
    clause: str = ""
    name: str = ""
    witness: Witness | None = None


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
