"""The inputs of one decision table as unknowns: is there a vector of values outside these rows?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from perfeval.analysis.geometry.axes import another_text, named_texts
from perfeval.analysis.geometry.domain import Domain
from perfeval.tables import cells as c
from perfeval.tables.model import Kind, Table
from perfeval.verify.encode_tables import cell_holds
from perfeval.verify.solver import STEPS, Answer, Solver
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import Value

# What stands for all texts that no cell of a column names.
_OTHER = 0


class Vectors:
    """The unknowns of one table and what its rows say of them. Only where the solver is installed."""

    def __init__(self, table: Table, domains: Mapping[str, Domain], steps: int = STEPS) -> None:
        self._terms = Terms()
        self._solver = Solver(steps)
        self._codes: dict[str, int] = {}
        self._domains = [domains[name] for name in table.inputs]
        self._named = [
            named_texts([row.cells[place] for row in table.rows]) for place in range(len(table.inputs))
        ]
        # Part of every question, so that all values of an answer are values of their columns.
        self._ranges: list[Term] = []
        self._values = [self._unknown(place) for place in range(len(table.inputs))]
        self._rows = [
            self._terms.all(
                cell_holds(self._terms, self._code, cell, value)
                for cell, value in zip(row.cells, self._values, strict=True)
            )
            for row in table.rows
        ]

    def outside(
        self, rows: Sequence[int], within: int | None = None
    ) -> tuple[Answer, tuple[c.Value | None, ...]]:
        """Whether some values lie in none of ``rows``, and in the row ``within`` if one is given; which."""
        wanted = [self._terms.negation(self._rows[row]) for row in rows]
        if within is not None:
            wanted.append(self._rows[within])
        if self._terms.false in wanted:
            return Answer.NO, ()
        answer = self._solver.ask([*wanted, *self._ranges])
        if answer is not Answer.YES:
            return answer, ()
        return answer, tuple(self._read(place) for place in range(len(self._values)))

    def _code(self, text: str) -> int:
        return self._codes.setdefault(text, len(self._codes) + 1)

    def _unknown(self, place: int) -> Value:
        """The unknown of one input; what its domain says of it is noted."""
        terms, domain = self._terms, self._domains[place]
        known = terms.truth(f"{place}?") if domain.missing else terms.true
        if domain.kind is Kind.BOOL:
            return Value(known, terms.truth(str(place)))
        value = terms.number(str(place))
        self._ranges.extend(self._in_domain(domain, self._named[place], value))
        return Value(known, value)

    def _in_domain(self, domain: Domain, named: Sequence[c.Value], value: Term) -> list[Term]:
        terms = self._terms
        if not domain.is_ordered:
            texts = [str(text) for text in (named if domain.is_open else domain.values)]
            codes = [self._code(text) for text in texts] + ([_OTHER] if domain.is_open else [])
            return [terms.any(terms.is_value(value, code) for code in codes)]
        low, high = domain.low, domain.high
        if domain.kind is Kind.DATE:
            low, high = low or date.min, high or date.max
        ends = []
        if low is not None:
            ends.append(terms.at_most(terms.constant(_counted(low)), value))
        if high is not None:
            ends.append(terms.at_most(value, terms.constant(_counted(high))))
        return ends

    def _read(self, place: int) -> c.Value | None:
        """The value of an input in the last answer."""
        value, domain = self._values[place], self._domains[place]
        if not self._solver.value(value.known):
            return None
        number = self._solver.value(value.term)
        if domain.kind is Kind.BOOL:
            return bool(number)
        if domain.kind is Kind.DATE:
            return date.fromordinal(number)
        if domain.is_ordered:
            return number
        if number == _OTHER:
            return another_text(self._named[place])
        return next(text for text, code in self._codes.items() if code == number)


def _counted(value: int | date) -> int:
    return value.toordinal() if isinstance(value, date) else value
