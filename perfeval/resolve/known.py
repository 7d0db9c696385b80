"""What a finished rule book computes, by name: what examples may set and claim."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from perfeval.ledger.schema import Column
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import RuleBook


@frozen(eq=False)
class Known:
    """Names that the sentences of examples may use.

    facts: columns of ledgers with one row a unit. numbers: computed numbers; truths: computed 是/否;
    cases: name of a list of circumstances -> their names. scored, capped: clauses that give points,
    and that cap them, under any reading.
    """

    book: RuleBook
    facts: dict[str, Column]
    numbers: tuple[str, ...]
    truths: tuple[str, ...]
    cases: dict[str, tuple[str, ...]]
    scored: tuple[str, ...]
    capped: tuple[str, ...]


def known_of(book: RuleBook) -> Known:
    """The names that the rules of ``book`` make, under any option of any reading."""
    numbers: dict[str, None] = {}
    truths: dict[str, None] = {}
    cases: dict[str, tuple[str, ...]] = {}
    scored: dict[str, None] = {}
    capped: dict[str, None] = {}
    for clause, rule in _rules(book):
        if isinstance(rule, r.Formula | r.Rank | r.ByGrade):
            numbers[rule.name] = None
        elif isinstance(rule, r.Remark):
            truths[rule.name] = None
        elif isinstance(rule, r.Veto):
            cases[rule.name] = tuple(case.name for case in rule.cases)
        elif isinstance(rule, r.Consequence):
            numbers.update(dict.fromkeys(item.name for item in rule.items if isinstance(item, r.Assign)))
            truths.update(dict.fromkeys(item.name for item in rule.items if isinstance(item, r.State)))
        elif isinstance(rule, r.Score):
            scored[clause] = None
        elif isinstance(rule, r.Cap):
            capped[clause] = None
    facts = {
        column.name: column for ledger in book.schema.ledgers if ledger.per_unit for column in ledger.columns
    }
    return Known(book, facts, tuple(numbers), tuple(truths), cases, tuple(scored), tuple(capped))


def _rules(book: RuleBook) -> Iterator[tuple[str, r.Rule]]:
    """Every rule with its clause, those of all options included."""
    for clause in book.clauses:
        yield from ((clause.name, rule) for rule in clause.rules)
        for option in clause.reading.options if clause.reading else ():
            yield from ((clause.name, rule) for rule in option.rules)
