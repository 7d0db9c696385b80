"""A check, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, partial

from attrs import Factory, frozen

from perfeval.checks.answers import Answered
from perfeval.checks.memory import Memory
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.evaluate.situations import Judged, judge
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.source.text import Span
from perfeval.syntax.tree import Item
from perfeval.tables.conditions import GRADE_BY_SCORE
from perfeval.tables.flow import reads
from perfeval.tables.model import FormulaStep, Kind, Model, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.proof import Answer
from perfeval.verify.questions import Questions
from perfeval.verify.wanted import Wanted


@frozen(eq=False)
class Subject:
    """A rule book under one choice of readings.

    items: its surface tree. reading: the reading and the option that is not adopted here, if any.
    memory: situations, at first those of the book's examples, in which much happens that then needs
    no search; shared by all subjects of a book. others: the same book under each other option alone;
    only that under the adopted readings has them. evaluated: by how many situations were known.
    """

    book: RuleBook
    items: tuple[Item, ...]
    model: Model
    reading: tuple[str, str] | None
    memory: Memory
    others: tuple[Subject, ...] = ()
    evaluated: dict[int, Judged] = Factory(dict)

    @property
    def judged(self) -> Judged:
        """The situations known by now, evaluated under this model; anew where there are more."""
        size = len(self.memory.situations)
        if size not in self.evaluated:
            self.evaluated.clear()
            self.evaluated[size] = judge(self.book, self.model, self.memory.situations)
        return self.evaluated[size]

    @cached_property
    def questions(self) -> Questions:
        """Questions about this model that examples do not answer."""
        return Questions(self.book, self.model)

    def search(
        self, question: Hashable, ends: Sequence[str], wanted: Wanted, *, tidy: bool = False
    ) -> Answer:
        """Facts of a unit for which ``wanted`` holds. ends: the columns of the unit that it is about.

        question: what tells it from other questions. Facts that were found for it under other
        readings are tried first. tidy: the facts are shown as they are, so no odd figures where others do.
        """
        known = self.memory.found.get(question)
        if known is not None:
            judged = judge(self.book, self.model, [known.situation])
            unit = judged.unit(0, known.unit)
            if unit is not None and not judged.refusals[0] and wanted.shows(judged.outcome, unit):
                return known
        places = [(UNIT_GRAIN, name) for name in ends]
        ask = partial(self.questions.find, wanted.truth, wanted.shows, tidy=tidy)
        return self.memory.answer(question, self.model, places, ask)

    @property
    def total(self) -> str | None:
        """The quantity that units are ranked by, or graded by, or the first that no other is made of."""
        ranking = self.model.ranking
        if ranking is not None:
            return ranking.by
        graded = self.model.node(GRADE_BY_SCORE)
        names = graded.inputs if isinstance(graded, Table) else ()
        numbers = [name for name in names if self.model.columns[UNIT_GRAIN, name].kind is Kind.NUMBER]
        if numbers:
            return numbers[0]
        formulas = [
            node
            for node in self.model.nodes
            if isinstance(node, FormulaStep) and node.clause and node.grain == UNIT_GRAIN
        ]
        read = {name for node in formulas for _, name in reads(node)}
        return next((node.name for node in formulas if node.name not in read), None)

    def clause(self, name: str) -> Clause:
        """The clause with this name. Raises KeyError."""
        found = self.book.clause(name)
        if found is None:
            raise KeyError(name)
        return found


@frozen
class Check:
    """One thing to look for.

    title: what its findings are called. what, why, remedy: for the reader of its page: what is found,
    what it means for a unit, and what to do. find: what it gives as answered is answered by a reading
    that it knows. every_reading: whether it depends on the readings chosen, so that it is looked for
    under the other options too. reading_answers: a finding that is not there under another option is
    answered by the reading, for the choice is what makes it.
    """

    code: str
    title: str
    severity: Severity
    what: str
    why: str
    remedy: str
    find: Callable[[Subject], Iterable[Diagnostic | Answered]]
    every_reading: bool = False
    reading_answers: bool = False

    def finding(
        self,
        message: str,
        place: Clause | Span,
        *,
        about: str = "",
        words: Span | None = None,
        witness: Witness | None = None,
        expected: tuple[str, ...] = (),
        remedy: str = "",
    ) -> Diagnostic:
        """A finding about a clause, or about words outside of clauses.

        about: what tells it from other findings of this check in the same clause. words: the words to
        underline; else the name of the clause. remedy: the next step, where it differs from the usual.
        """
        clause = place.name if isinstance(place, Clause) else ""
        where = words or (name_of(place) if isinstance(place, Clause) else place)
        name = "" if self.severity is Severity.ERROR else f"{self.title}：{about}" if about else self.title
        return Diagnostic(
            self.code, message, where, expected, remedy or self.remedy, self.severity, clause, name, witness
        )

    def undecided(self, what: str, place: Clause | Span, reason: str, *, about: str = "") -> Diagnostic:
        """A hint that something could neither be found nor excluded."""
        clause = place.name if isinstance(place, Clause) else ""
        where = name_of(place) if isinstance(place, Clause) else place
        name = f"{self.title}：{about}" if about else self.title
        message = f"{what}，没有查清，请人工核对（{reason}）"
        return Diagnostic(self.code, message, where, (), "", Severity.HINT, clause, name)


def name_of(clause: Clause) -> Span:
    """The name at the beginning of a clause, 【 】 included."""
    end = clause.span.text.find("】") + 1
    return clause.span.cut(0, end) if end else clause.span
