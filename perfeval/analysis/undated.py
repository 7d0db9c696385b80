"""Ledgers that say when something happened, although no clause asks for the year."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import ColumnType
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.tables.errors import dates_not_asked


def undated(book: RuleBook) -> tuple[Diagnostic, ...]:
    """A warning (PE415) for each ledger with a date whose rows of every year would count."""
    every = [(clause, rule) for clause in book.clauses for rule in _rules(clause)]
    dated = [name for _, rule in every if isinstance(rule, r.Period) for name in rule.ledgers]
    found: dict[str, Diagnostic] = {}
    for clause, rule in every:
        for name in _ledgers(rule):
            ledger = book.schema.ledger(name)
            columns = [each.name for each in ledger.columns if each.type is ColumnType.DATE] if ledger else []
            if columns and name not in dated:
                found.setdefault(name, dates_not_asked(name, columns[0], clause.name, clause.span))
    return tuple(found.values())


def _rules(clause: Clause) -> tuple[r.Rule, ...]:
    options = clause.reading.options if clause.reading else ()
    return (*clause.rules, *(rule for option in options for rule in option.rules))


def _ledgers(rule: r.Rule) -> list[str]:
    """The ledgers whose rows a rule counts."""
    if isinstance(rule, r.Score):
        return [rule.rows.ledger]
    tests: tuple[c.UnitTest, ...] = ()
    if isinstance(rule, r.Veto):
        tests = tuple(test for case in rule.cases for test in case.tests)
    elif isinstance(rule, r.GradeByScore | r.GradeDirectly | r.FoundToBe | r.Remark | r.Consequence):
        tests = rule.tests
    return [test.rows.ledger for test in tests if isinstance(test, c.HasRows)]
