"""The names of a book that could have been written by mistake in the place of another one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from attrs import frozen

from perfeval.ledger.schema import Column, Schema
from perfeval.rulebook import calculations as k
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.rules import Rule


@frozen(eq=False)
class Names:
    """The names of a book by kind, each kind in the order of the book.

    scoring: clauses that give points. numbers: quantities that are computed. ranked_by: the quantity
    by which units are ranked ("" without one).
    """

    schema: Schema
    categories: tuple[str, ...]
    series: tuple[str, ...]
    grades: tuple[str, ...]
    measures: tuple[str, ...]
    scoring: tuple[str, ...]
    numbers: tuple[str, ...]
    ranked_by: str

    def groups_like(self, name: str) -> tuple[str, ...]:
        """The categories, the series or the units, whichever ``name`` is one of."""
        kinds = (self.categories, self.series, self.schema.units)
        return next((names for names in kinds if name in names), ())

    def columns_like(self, ledger: str, name: str) -> tuple[str, ...]:
        """The columns of a ledger with the type of the column ``name``; ledger "": the facts of units."""
        owner = self.schema.ledger(ledger)
        ledgers = (
            (owner,) if owner is not None else tuple(each for each in self.schema.ledgers if each.per_unit)
        )
        columns = [column for each in ledgers for column in each.columns]
        wanted = next((column.type for column in columns if column.name == name), None)
        return tuple(column.name for column in columns if column.type is wanted)

    def values_like(self, ledger: str, value: str) -> tuple[str, ...]:
        """The values of the column of a ledger that may hold ``value``."""
        owner = self.schema.ledger(ledger)
        columns: tuple[Column, ...] = () if owner is None else owner.columns
        return next((column.values for column in columns if value in column.values), ())

    def ledgers_like(self, name: str) -> tuple[str, ...]:
        """The ledgers with a row an event, if ``name`` is one of them."""
        names = tuple(each.name for each in self.schema.ledgers if not each.per_unit)
        return names if name in names else ()


def names_of(book: RuleBook) -> Names:
    """The names that a book declares."""
    rules = [(clause.name, rule) for clause in book.clauses for rule in _all_rules(book, clause.name)]
    return Names(
        book.schema,
        book.categories,
        tuple(series.name for series in book.series),
        book.grades,
        book.measures[1] if book.measures else (),
        tuple(dict.fromkeys(name for name, rule in rules if isinstance(rule, r.Score))),
        tuple(dict.fromkeys(chain.from_iterable(_numbers(rule) for _, rule in rules))),
        next((rule.by for _, rule in rules if isinstance(rule, r.Rank)), ""),
    )


def _all_rules(book: RuleBook, name: str) -> tuple[Rule, ...]:
    clause = book.clause(name)
    if clause is None:
        return ()
    options = clause.reading.options if clause.reading else ()
    return (*clause.rules, *chain.from_iterable(option.rules for option in options))


def _numbers(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, r.Formula | r.ByGrade | k.Scale | k.Cases | k.Ordering | k.ShareOut):
        return (rule.name,)
    if isinstance(rule, r.Consequence):
        return tuple(item.name for item in rule.items if isinstance(item, r.Assign))
    return ()


def following(names: Sequence[str], name: str, used: Sequence[str] = ()) -> str | None:
    """The name after ``name``, in a circle, that is not one of those used; None if there is none."""
    if name not in names:
        return None
    at = names.index(name)
    circle = (*names[at + 1 :], *names[:at])
    return next((each for each in circle if each not in used), None)


def beside(names: Sequence[str], name: str) -> tuple[str, ...]:
    """The names just before and just after ``name``."""
    if name not in names:
        return ()
    at = names.index(name)
    return (*names[max(at - 1, 0) : at], *names[at + 1 : at + 2])
