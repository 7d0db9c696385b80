"""Books between two books, compiled and run: what would be if only these edits were made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from perfeval.diagnostics.diagnostic import Checked, has_errors
from perfeval.diff.compare import Difference
from perfeval.diff.edits import Key
from perfeval.diff.fitting import Files, read_as
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Field, field_of, result_names
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.ledger.schema import Schema
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

# The results of every unit, by unit and field; a field that the book does not compute is not there.
Results = Mapping[str, Mapping[str, Field]]


class Trials:
    """Makes and keeps what comes of the edits ``taken``; each combination is run once.

    fields: the results that are compared. count: how many combinations were run.
    """

    def __init__(self, difference: Difference, readings: Mapping[str, str], files: Files) -> None:
        self.difference = difference
        self.readings = readings
        self.files = files
        self.keys = difference.keys
        self.fields: tuple[str, ...] = ()
        self.count = 0
        self._facts: dict[Schema, Checked[Facts]] = {}
        self._results: dict[tuple[Key, ...], Results | None] = {}

    def compiled(self) -> tuple[Checked[Model], Checked[Model]]:
        """The tables of the older and of the newer book, or why there are none."""
        return self._compile(self.difference.before), self._compile(self.difference.after)

    def ends(self) -> tuple[Checked[Outcome], Checked[Outcome]]:
        """What comes of the older and of the newer book, or why nothing does; fixes the fields."""
        old, new = (self._evaluate(book) for book in (self.difference.before, self.difference.after))
        if old.value is not None and new.value is not None:
            theirs = result_names(new.value)
            self.fields = tuple(name for name in result_names(old.value) if name in theirs)
        return old, new

    def book(self, taken: Collection[Key]) -> RuleBook | None:
        """The book with the edits of these parts, or None if they do not fit the rest."""
        return self.difference.between(taken)

    def model(self, taken: Collection[Key]) -> Model | None:
        """Its tables, or None if it cannot be compiled."""
        book = self.book(taken)
        return None if book is None else self._compile(book).value

    def outcome(self, taken: Collection[Key]) -> Outcome | None:
        """What comes of it, or None if it cannot be run on these facts."""
        book = self.book(taken)
        return None if book is None else self._evaluate(book).value

    def results(self, taken: Collection[Key]) -> Results | None:
        """The compared fields of every unit, or None."""
        key = tuple(each for each in self.keys if each in taken)
        if key not in self._results:
            self.count += 1
            outcome = self.outcome(key)
            self._results[key] = None if outcome is None else results_of(outcome, self.fields)
        return self._results[key]

    def rest(self, taken: Collection[Key]) -> tuple[Key, ...]:
        """The other edits: all but ``taken``."""
        return tuple(key for key in self.keys if key not in taken)

    # ------------------------------------------------------------ running

    def _evaluate(self, book: RuleBook) -> Checked[Outcome]:
        model = self._compile(book)
        facts = self._facts_of(book.schema)
        findings = (*model.diagnostics, *facts.diagnostics)
        if model.value is None or facts.value is None or has_errors(findings):
            return Checked(None, findings)
        outcome = run(book, model.value, facts.value)
        return Checked(outcome.value, (*findings, *outcome.diagnostics))

    def _compile(self, book: RuleBook) -> Checked[Model]:
        chosen = {
            reading.name: self.readings[reading.name]
            for reading in book.readings
            if self.readings.get(reading.name) in [option.name for option in reading.options]
        }
        return compile_book(book, chosen)

    def _facts_of(self, schema: Schema) -> Checked[Facts]:
        if schema not in self._facts:
            before, after = self.difference.before.schema, self.difference.after.schema
            both = Schema((*before.ledgers, *after.ledgers), (*before.units, *after.units))
            self._facts[schema] = read_as(schema, both, self.files)
        return self._facts[schema]


def results_of(outcome: Outcome, fields: Iterable[str]) -> Results:
    """The fields of every unit of an outcome."""
    known = [name for name in fields if (UNIT_GRAIN, name) in outcome.columns]
    return {
        unit.name: {name: field_of(outcome, name, number) for name in known}
        for number, unit in enumerate(outcome.book.units)
    }
