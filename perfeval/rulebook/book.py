"""The rule book as a whole: whom it concerns, what it reads, its clauses and its results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from attrs import Factory, evolve, field, frozen

from perfeval.ledger.schema import Schema
from perfeval.quantity.number import Number
from perfeval.rulebook.rules import FullMarks, Rule
from perfeval.source.document import Document, Path, show_path
from perfeval.source.text import Span


class ClauseKind(Enum):
    """What becomes of a quoted text; the value is the word that users see."""

    COMPUTED = "计算"
    EXPLANATORY = "说明"
    DELEGATED = "另行规定"
    DISCRETIONARY = "酌情"


@frozen
class Unit:
    """A unit of the roster; ``series`` is None for units that are not ranked."""

    name: str
    category: str
    series: str | None


@frozen
class Series:
    """Units that are ranked against each other."""

    name: str
    category: str
    units: tuple[str, ...]


@frozen
class Option:
    """One way to read a wording: its name, its sentence as written and what that does."""

    name: str
    rules: tuple[Rule, ...]
    text: str


@frozen
class Reading:
    """A 口径: a wording that can be read in several ways, which one is adopted, and why.

    day: on which the option was adopted; None where the book does not say.
    """

    name: str
    options: tuple[Option, ...]
    default: str
    reason: str
    day: date | None = None

    def option(self, name: str) -> Option:
        """The option with this name. Raises KeyError if there is none."""
        for option in self.options:
            if option.name == name:
                return option
        raise KeyError(name)


@frozen
class Citation:
    """Where in the plan a clause stands; path is empty for an annex of the rule book itself."""

    path: Path
    quotes: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The place as readers of the plan write it: 三（七）1."""
        return show_path(self.path)


@frozen
class Clause:
    """A clause: the unit of explanation, of comparison and of everything else.

    text: its sentences as written. note: what stands behind 仅作说明： and the like.
    """

    name: str
    citation: Citation
    kind: ClauseKind
    rules: tuple[Rule, ...]
    reading: Reading | None
    note: str
    text: str
    span: Span = field(eq=False)

    def rules_under(self, chosen: str | None) -> tuple[Rule, ...]:
        """The rules, those of the option ``chosen`` (None: the adopted one) included."""
        if self.reading is None:
            return self.rules
        return self.rules + self.reading.option(chosen or self.reading.default).rules


@frozen
class Acknowledgement:
    """An answer to a finding (知悉): the finding's name, why it stays, and in which clause that stands.

    clause: the clause in whose block it is written; empty after a declaration.
    """

    name: str
    clause: str
    reason: str
    span: Span = field(eq=False)


@frozen
class Accounted:
    """What became of a part of the plan: offsets in the archived text, and as what it counts."""

    offsets: tuple[int, ...]
    kind: ClauseKind | None


@frozen
class RowResults:
    """What is listed of each row of a ledger: fields in order. once: equal records are listed once."""

    ledger: str
    fields: tuple[str, ...]
    once: bool


@frozen(eq=False)
class Taken:
    """A ledger that holds results of another book (取自).

    path: of that book, as books name it. results: their names there and here.
    """

    ledger: str
    path: str
    book: RuleBook
    results: tuple[tuple[str, str], ...]


@frozen(eq=False)
class RuleBook:
    """A rule book whose names are bound and whose quotes are verified.

    year: first and last day of the evaluation year. groups: each category and series -> its units.
    measures: name of the result that lists measures, and the measures in their order.
    results: the fields of a result record in order. accounted: what the quotes and headings cover.
    acknowledged: findings that the office has seen and answered, in book order. sampled: the category
    whose units come from a ledger, and of which ``units`` has samples only. taken: the ledgers
    that hold results of other books. lookup_files: the CSV files that hold tables to look things up
    in, by name. row_results: what is listed of the rows of ledgers.
    """

    title: str
    sha256: str
    year: tuple[date, date]
    units: tuple[Unit, ...]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    schema: Schema
    grades: tuple[str, ...]
    measures: tuple[str, tuple[str, ...]] | None
    results: tuple[str, ...]
    clauses: tuple[Clause, ...]
    document: Document
    accounted: tuple[Accounted, ...]
    acknowledged: tuple[Acknowledgement, ...] = ()
    sampled: str | None = None
    lookup_files: Mapping[str, bytes] = Factory(dict)
    row_results: tuple[RowResults, ...] = ()
    taken: tuple[Taken, ...] = field(default=(), kw_only=True)

    @property
    def roster(self) -> str | None:
        """The ledger whose rows are the units of an evaluation; None where the book lists them."""
        return self.schema.roster

    def with_roster(self, names: Iterable[str]) -> RuleBook:
        """The book of one evaluation: these units, which the roster lists, in place of the samples."""
        if self.sampled is None:
            return self
        listed = [unit for unit in self.units if unit.category != self.sampled]
        own = dict.fromkeys(unit.name for unit in listed)
        taken = [Unit(name, self.sampled, None) for name in names if name not in own]
        units = (*listed, *taken)
        schema = evolve(self.schema, units=tuple(unit.name for unit in units))
        return evolve(self, units=units, schema=schema)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings in book order."""
        return tuple(clause.reading for clause in self.clauses if clause.reading is not None)

    @property
    def other_options(self) -> tuple[tuple[str, str], ...]:
        """Each option that is not adopted, with its reading, in book order."""
        return tuple(
            (reading.name, option.name)
            for reading in self.readings
            for option in reading.options
            if option.name != reading.default
        )

    def clause(self, name: str) -> Clause | None:
        """The clause with this name, or None."""
        return next((clause for clause in self.clauses if clause.name == name), None)

    def members(self, group: str) -> tuple[str, ...]:
        """The units of a category or a series, or the unit of that name."""
        return tuple(unit.name for unit in self.units if group in (unit.name, unit.category, unit.series))


def full_marks_of(clauses: Iterable[Clause]) -> dict[tuple[str, str], Number]:
    """The full marks that clauses state, by ledger and column: upper ends of the columns."""
    return {
        (ledger, column): mark
        for clause in clauses
        for rule in clause.rules
        if isinstance(rule, FullMarks)
        for ledger, column, mark in rule.marks
    }
