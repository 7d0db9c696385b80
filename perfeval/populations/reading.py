"""One population by the reference: its files -> facts -> outcome, as if there were no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, evolve, field

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.evaluate.taken import with_results_taken
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import Content, read_facts, read_roster
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model

Files = Mapping[str, Content]
SUFFIX = ".csv"


@define(eq=False)
class Reference:
    """A book with its model, and the models of the books whose results it takes, each compiled once."""

    book: RuleBook
    model: Model
    taken: dict[int, Reference] = field(factory=dict)

    def read(self, files: Files) -> Checked[tuple[RuleBook, Facts]]:
        """The files of one population -> its units as a book, and its facts; none where a file is wrong."""
        given = with_results_taken(self.book, files, self._result_of)
        if given.value is None:
            return Checked(None, given.diagnostics)
        book = of_facts(self.book, given.value)
        facts = read_facts(given.value, book.schema, book.year[0].year)
        found = (*given.diagnostics, *facts.diagnostics)
        if facts.value is None or has_errors(found):
            return Checked(None, found)
        return Checked((book, facts.value), found)

    def evaluated(self, files: Files) -> Checked[Outcome]:
        """The files of one population -> its outcome."""
        read = self.read(files)
        if read.value is None:
            return Checked(None, read.diagnostics)
        outcome = run(read.value[0], self.model, read.value[1])
        return Checked(outcome.value, (*read.diagnostics, *outcome.diagnostics))

    def looked_at(self, files: Files, unread: Sequence[str]) -> Sequence[Diagnostic]:
        """Only what is wrong with the files, but for these ledgers and those that other books give."""
        left_out = (*unread, *(taken.ledger for taken in self.book.taken))
        known = {name: content for name, content in files.items() if "/" not in name}
        kept = tuple(
            each
            for each in self.book.schema.ledgers
            if each.name not in left_out and each.name + SUFFIX in known
        )
        if self.book.roster is not None and self.book.roster not in [each.name for each in kept]:
            return ()
        files = {each.name + SUFFIX: known[each.name + SUFFIX] for each in kept}
        book = of_facts(evolve(self.book, schema=evolve(self.book.schema, ledgers=kept)), files)
        return read_facts(files, book.schema, book.year[0].year).diagnostics

    def _result_of(self, book: RuleBook, files: Files) -> Checked[Outcome]:
        if id(book) not in self.taken:
            model = compile_book(book, {})
            if model.value is None:
                return Checked(None, model.diagnostics)
            self.taken[id(book)] = Reference(book, model.value)
        return self.taken[id(book)].evaluated(files)


def of_facts(book: RuleBook, files: Files) -> RuleBook:
    """The book with the units that its roster lists, where it takes them from a ledger."""
    return book if book.roster is None else book.with_roster(read_roster(files, book.roster))
