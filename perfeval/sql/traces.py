"""Where the query keeps how it came to what it gives: the columns that hold each step's trace."""

from __future__ import annotations

from attrs import frozen


@frozen
class Fired:
    """The row of a table that fired, from 1; NULL where none did."""

    grain: str
    row: str


@frozen
class Masks:
    """The rows of a table that fired, as bits; 62 in each mask."""

    grain: str
    masks: tuple[str, ...]


@frozen
class Gathered:
    """What each row gave, and for each unit the sum before any limit."""

    ledger: str
    counted: str
    before: str


@frozen
class Counted:
    """What each row brought into a unit's figure."""

    ledger: str
    counted: str


@frozen
class Winner:
    """The line of the row that counts in place of each row."""

    ledger: str
    line: str


@frozen
class Capped:
    """What the members gave together."""

    before: str


@frozen
class Placed:
    """Of each unit of a series with places: rank and ties among those considered, size, places."""

    rank: str
    tied: str
    size: str
    places: str


Where = Fired | Masks | Gathered | Counted | Winner | Capped | Placed


def columns_of(where: Where) -> tuple[tuple[str, str], ...]:
    """The columns of a trace, each with its grain; of units the grain is empty."""
    if isinstance(where, Fired):
        return ((where.grain, where.row),)
    if isinstance(where, Masks):
        return tuple((where.grain, mask) for mask in where.masks)
    if isinstance(where, Gathered):
        return ((where.ledger, where.counted), ("", where.before))
    if isinstance(where, Counted):
        return ((where.ledger, where.counted),)
    if isinstance(where, Winner):
        return ((where.ledger, where.line),)
    if isinstance(where, Capped):
        return (("", where.before),)
    return tuple(("", name) for name in (where.rank, where.tied, where.size, where.places))
