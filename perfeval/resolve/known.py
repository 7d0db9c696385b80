"""What a finished rule book computes, by name: what examples may set and claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import Factory, define, frozen

from perfeval.ledger.schema import Column, ColumnType
from perfeval.quantity import units
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.calculations import Calculation, outcomes_of


@frozen(eq=False)
class Known:
    """Names that the sentences of examples may use.

    facts: columns of ledgers with one row a unit. numbers: computed numbers; truths: computed 是/否;
    cases: name of a list of circumstances -> their names; choices: computed words -> what they may be.
    of_rows: ledger -> what is computed of each of its rows, as columns. scored, capped: clauses that
    give points, and that cap them, under any reading. units: of facts and computed numbers: 分, 元, %,
    人 or "", None where it is not known.
    """

    book: RuleBook
    facts: dict[str, Column]
    numbers: tuple[str, ...]
    truths: tuple[str, ...]
    cases: dict[str, tuple[str, ...]]
    choices: dict[str, tuple[str, ...]]
    of_rows: dict[str, dict[str, Column]]
    scored: tuple[str, ...]
    capped: tuple[str, ...]
    units: dict[str, str | None]


def known_of(book: RuleBook) -> Known:
    """The names that the rules of ``book`` make, under any option of any reading."""
    numbers: dict[str, e.Expression | str] = {}
    truths: dict[str, None] = {}
    cases: dict[str, tuple[str, ...]] = {}
    made = _Made(numbers)
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
        elif isinstance(rule, Calculation):
            made.add(rule)
        elif isinstance(rule, r.Score):
            scored[clause] = None
        elif isinstance(rule, r.Cap):
            capped[clause] = None
    facts = {
        column.name: column for ledger in book.schema.ledgers if ledger.per_unit for column in ledger.columns
    }
    own: dict[str, str | None] = {
        name: _unit_of(each, numbers, facts, (name,)) for name, each in numbers.items()
    }
    own.update((column.name, column.unit) for column in facts.values())
    return Known(
        book,
        facts,
        tuple(numbers),
        tuple(truths),
        cases,
        made.choices,
        made.of_rows,
        tuple(scored),
        tuple(capped),
        own,
    )


@define
class _Made:
    """What computing sentences make, put together as they are read. numbers: those of units."""

    numbers: dict[str, e.Expression | str]
    choices: dict[str, tuple[str, ...]] = Factory(dict)
    of_rows: dict[str, dict[str, Column]] = Factory(dict)

    def add(self, rule: Calculation) -> None:
        """Take the number or words of one sentence."""
        outcomes = outcomes_of(rule)
        words = tuple(dict.fromkeys(each for each in outcomes if isinstance(each, str)))
        if rule.ledger:
            known = self.of_rows.setdefault(rule.ledger, {})
            before = known[rule.name].values if rule.name in known else ()
            values = tuple(dict.fromkeys([*before, *words]))
            kind = ColumnType.ENUM if values else ColumnType.DECIMAL
            known[rule.name] = Column(rule.name, kind, values)
        elif words:
            self.choices[rule.name] = tuple(dict.fromkeys([*self.choices.get(rule.name, ()), *words]))
        else:
            made = tuple(each for each in outcomes if not isinstance(each, str | None))
            self.numbers.setdefault(rule.name, e.Sum(made) if made else "")


def _unit_of(
    made: e.Expression | str,
    numbers: Mapping[str, e.Expression | str],
    facts: Mapping[str, Column],
    above: tuple[str, ...],
) -> str | None:
    """The unit of an expression, None where it is not known here.

    above: the numbers that it is part of; a circle has no unit.
    """
    if isinstance(made, str):
        return made
    if isinstance(made, e.Literal):
        return made.unit
    if isinstance(made, e.ClausePoints):
        return ColumnType.POINTS.value
    if isinstance(made, e.Fact):
        return facts[made.column].unit
    if isinstance(made, e.Quantity):
        known = made.name in numbers and made.name not in above
        return _unit_of(numbers[made.name], numbers, facts, (*above, made.name)) if known else None
    if isinstance(made, e.RowFigure | e.GroupFigure):
        return None  # what the columns of rows come to is known to the tables only
    if isinstance(made, e.Steps | e.Whole | e.Known):
        return ""
    if isinstance(made, e.Rounded) and made.percent:
        return units.RATE
    found = [_unit_of(part, numbers, facts, above) for part in e.operands(made)]
    parts = [unit for unit in found if unit is not None]
    if len(parts) < len(found):
        return None
    if isinstance(made, e.Product):
        return units.of_product(parts, ()) or ""
    if isinstance(made, e.Quotient):
        return units.of_product(parts[:1], parts[1:]) or ""
    return units.of_sum(parts)


def _rules(book: RuleBook) -> Iterator[tuple[str, r.Rule]]:
    """Every rule with its clause, those of all options included."""
    for clause in book.clauses:
        yield from ((clause.name, rule) for rule in clause.rules)
        for option in clause.reading.options if clause.reading else ():
            yield from ((clause.name, rule) for rule in option.rules)
