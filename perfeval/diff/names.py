"""Which names a part of a rule book declares, and which it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import attrs

from perfeval.diff.parts import Listing, Names, Part, Parts
from perfeval.ledger.schema import Ledger
from perfeval.rulebook.book import Clause
from perfeval.rulebook.expressions import ClausePoints
from perfeval.rulebook.rules import Cap


def declared(part: Part) -> Iterable[str]:
    """The names that other parts may speak of because of this one; those of clauses in 【】."""
    if isinstance(part, Clause):
        yield f"【{part.name}】"
    elif isinstance(part, Ledger):
        yield part.name
        for column in part.columns:
            yield column.name
            yield from column.values
    elif isinstance(part, Listing):
        yield from (part.category, *([part.series] if part.series else []), *part.units)
    elif isinstance(part, Names):
        yield from part.names


def spoken(part: Part) -> Iterable[str]:
    """All names in the rules of a clause, and the units that a ledger excepts."""
    if isinstance(part, Clause):
        yield from _texts(part.rules)
        for option in part.reading.options if part.reading else ():
            yield from _texts(option.rules)
    elif isinstance(part, Ledger):
        yield from part.excepted


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, ClausePoints):
        yield f"【{value.clause}】"
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif attrs.has(type(value)):
        if isinstance(value, Cap):
            yield from (f"【{name}】" for name in value.clauses)
        for field in attrs.fields(cast(type[attrs.AttrsInstance], type(value))):
            if not (isinstance(value, Cap) and field.name == "clauses"):
                yield from _texts(getattr(value, field.name))


def all_declared(parts: Parts) -> dict[str, bool]:
    """Every name that any of the parts declares."""
    return {name: True for part in parts.values() for name in declared(part)}


def is_torn(parts: Parts, before: Parts, after: Parts) -> bool:
    """Whether a part speaks of something that is declared in one of two books, but not here."""
    mine = all_declared(parts)
    missing = {name: True for book in (before, after) for name in all_declared(book) if name not in mine}
    if not missing:
        return False
    return any(name in missing for part in parts.values() for name in spoken(part))
