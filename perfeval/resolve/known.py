"""What a finished rule book computes, by name: what examples may set and claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from perfeval.ledger.schema import Column, ColumnType
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import RuleBook


@frozen(eq=False)
class Known:
    """Names that the sentences of examples may use.

    facts: columns of ledgers with one row a unit. numbers: computed numbers; truths: computed 是/否;
    cases: name of a list of circumstances -> their names. scored, capped: clauses that give points,
    and that cap them, under any reading. units: of facts and computed numbers: 分, 元 or "".
    """

    book: RuleBook
    facts: dict[str, Column]
    numbers: tuple[str, ...]
    truths: tuple[str, ...]
    cases: dict[str, tuple[str, ...]]
    scored: tuple[str, ...]
    capped: tuple[str, ...]
    units: dict[str, str]


def known_of(book: RuleBook) -> Known:
    """The names that the rules of ``book`` make, under any option of any reading."""
    numbers: dict[str, e.Expression | str] = {}
    truths: dict[str, None] = {}
    cases: dict[str, tuple[str, ...]] = {}
    scored: dict[str, None] = {}
    capped: dict[str, None] = {}
    for clause, rule in _rules(book):
        if isinstance(rule, r.Formula):
            numbers.setdefault(rule.name, rule.expression)
        elif isinstance(rule, r.Rank | r.ByGrade):
            numbers.setdefault(rule.name, rule.unit if isinstance(rule, r.ByGrade) else "")
        elif isinstance(rule, r.Remark):
            truths[rule.name] = None
        elif isinstance(rule, r.Veto):
            cases[rule.name] = tuple(case.name for case in rule.cases)
        elif isinstance(rule, r.Consequence):
            for item in rule.items:
                if isinstance(item, r.Assign):
                    numbers.setdefault(item.name, item.expression)
            truths.update(dict.fromkeys(item.name for item in rule.items if isinstance(item, r.State)))
        elif isinstance(rule, r.Score):
            scored[clause] = None
        elif isinstance(rule, r.Cap):
            capped[clause] = None
    facts = {
        column.name: column for ledger in book.schema.ledgers if ledger.per_unit for column in ledger.columns
    }
    units = {name: _unit_of(made, numbers, facts, (name,)) for name, made in numbers.items()}
    units.update((column.name, _unit_of_column(column)) for column in facts.values())
    return Known(book, facts, tuple(numbers), tuple(truths), cases, tuple(scored), tuple(capped), units)


def _unit_of_column(column: Column) -> str:
    return column.type.value if column.type in (ColumnType.POINTS, ColumnType.YUAN) else ""


def _unit_of(
    made: e.Expression | str,
    numbers: Mapping[str, e.Expression | str],
    facts: Mapping[str, Column],
    above: tuple[str, ...],
) -> str:
    """The unit of an expression. above: the numbers that it is part of; a circle has no unit."""
    if isinstance(made, str):
        return made
    if isinstance(made, e.Literal):
        return made.unit
    if isinstance(made, e.ClausePoints):
        return ColumnType.POINTS.value
    if isinstance(made, e.Fact):
        return _unit_of_column(facts[made.column])
    if isinstance(made, e.Quantity):
        known = made.name in numbers and made.name not in above
        return _unit_of(numbers[made.name], numbers, facts, (*above, made.name)) if known else ""
    if isinstance(made, e.Negative):
        return _unit_of(made.operand, numbers, facts, above)
    if isinstance(made, e.Steps):
        return ""
    parts = made.terms if isinstance(made, e.Sum) else made.factors
    return next((unit for part in parts if (unit := _unit_of(part, numbers, facts, above))), "")


def _rules(book: RuleBook) -> Iterator[tuple[str, r.Rule]]:
    """Every rule with its clause, those of all options included."""
    for clause in book.clauses:
        yield from ((clause.name, rule) for rule in clause.rules)
        for option in clause.reading.options if clause.reading else ():
            yield from ((clause.name, rule) for rule in option.rules)
