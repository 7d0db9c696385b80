"""What depends on which reading: the result of trying the combinations."""

from __future__ import annotations

from attrs import frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.evaluate.records import Field
from perfeval.rulebook.book import RuleBook


@frozen(eq=False)
class Change:
    """One field of the record of one unit, under the adopted readings and under another option."""

    unit: str
    field: str
    before: Field
    after: Field


@frozen(eq=False)
class Single:
    """What one option changes against the adopted readings, all others being as adopted.

    changed: in roster order; None where this combination cannot be evaluated.
    """

    reading: str
    option: str
    changed: tuple[Change, ...] | None


@frozen
class When:
    """Under which options a unit has a grade.

    options: for each reading that matters the options without which the unit never has the grade.
    always: whether it has the grade wherever all of these hold.
    """

    grade: str
    options: tuple[tuple[str, tuple[str, ...]], ...]
    always: bool


@frozen
class UnitGrades:
    """What a unit can be graded.

    adopted: the grade under the adopted readings. grades: all grades it can have, in book order.
    robust: whether the grade is the same whatever is chosen. depends: the readings that alone can
    change its grade, rank or money. moved: which of these three they can change, in this order.
    """

    unit: str
    adopted: str | None
    grades: tuple[str, ...]
    robust: bool
    depends: tuple[str, ...]
    moved: tuple[str, ...]
    when: tuple[When, ...]


@frozen(eq=False)
class Failure:
    """A combination that cannot be evaluated. options: those that are not the adopted ones."""

    options: tuple[tuple[str, str], ...]
    findings: tuple[Diagnostic, ...]


@frozen(eq=False)
class Study:
    """All that was found.

    tried: how many combinations were tried, of ``total``. fields: the names of the fields that are
    the grade, a rank or money. singles: every option that is not adopted, in book order.
    units: in roster order. failures: among those tried.
    """

    book: RuleBook
    tried: int
    total: int
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    singles: tuple[Single, ...]
    units: tuple[UnitGrades, ...]
    failures: tuple[Failure, ...]

    @property
    def complete(self) -> bool:
        """Whether every combination was tried."""
        return self.tried == self.total
