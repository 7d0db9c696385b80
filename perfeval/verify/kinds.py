"""Kinds of units: those that no rule tells apart are looked at as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from perfeval.rulebook.book import RuleBook, Unit
from perfeval.tables.cells import Among
from perfeval.tables.model import Model, RankStep, Table

Books = Sequence[tuple[RuleBook, Model]]


@frozen
class Kind:
    """Units that no rule tells apart: what they are in each book, and their names."""

    roles: tuple[Unit, ...]
    units: tuple[str, ...]


def kinds_of(books: Books) -> tuple[Kind, ...]:
    """Units of the roster (those that all books know), put together where no rule tells them apart."""
    rosters = [{unit.name: unit for unit in book.units} for book, _ in books]
    apart = {name for book, model in books for name in named(book, model)}
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in rosters[0]:
        if all(name in roster for roster in rosters):
            roles = [(roster[name].category, roster[name].series) for roster in rosters]
            groups.setdefault((*roles, name if name in apart else None), []).append(name)
    return tuple(
        Kind(tuple(roster[names[0]] for roster in rosters), tuple(names)) for names in groups.values()
    )


def named(book: RuleBook, model: Model) -> Iterator[str]:
    """The units that some rule, or some ledger, names."""
    for node in model.nodes:
        if isinstance(node, RankStep):
            yield from node.groups
        if isinstance(node, Table) and "单位" in node.inputs:
            column = node.inputs.index("单位")
            for row in node.rows:
                cell = row.cells[column]
                if isinstance(cell, Among):
                    yield from (str(value) for value in cell.values)
    for ledger in book.schema.ledgers:
        yield from ledger.excepted
