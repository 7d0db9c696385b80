"""Sentences that compute: choices by ranges or circumstances, orders, bands and shares.

Each is about units (``ledger`` is "") or about each row of a ledger.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.conditions import RowTest, UnitTest
from perfeval.rulebook.expressions import Expression, Group

# What a choice comes to: a number, one of the words it may be, or nothing.
Outcome = Expression | str | None


class Combining(Enum):
    """What is done where several circumstances hold; the value is the wording of the rule language."""

    HIGHEST = "同时符合的取最高"
    LOWEST = "同时符合的取最低"
    SUM = "同时符合的相加"
    PRODUCT = "同时符合的相乘"
    FIRST = "依次判断"


@frozen
class ScaleRow:
    """One line of a scale. interval or values: for which numbers or words (both None: all others)."""

    interval: Interval | None
    values: tuple[str, ...] | None
    outcome: Outcome


@frozen
class Scale:
    """``name`` is what stands for the value of ``column``: 60%以上不满80%的3分."""

    name: str
    ledger: str
    column: str
    rows: tuple[ScaleRow, ...]


@frozen
class Branch:
    """One of several circumstances; no tests: in all others."""

    tests: tuple[UnitTest, ...] | tuple[RowTest, ...]
    outcome: Outcome


@frozen
class Cases:
    """``name`` depends on circumstances. combining: None where only one may hold."""

    name: str
    ledger: str
    branches: tuple[Branch, ...]
    combining: Combining | None


@frozen
class OrderKey:
    """By what an order goes; ``highest`` first, or lowest (of days: earliest) first."""

    column: str
    highest: bool


@frozen
class Ordering:
    """``name`` is the place within the group; equal in all keys share a place.

    dense: no place is left out after equal ones (1, 2, 2, 3); otherwise 1, 2, 2, 4.
    once: all that have the same value there are one, and take one place.
    """

    name: str
    ledger: str
    group: Group
    keys: tuple[OrderKey, ...]
    dense: bool
    once: str | None = None


@frozen
class Band:
    """One band of a distribution: its word and its share (rate) or number; None: all others."""

    word: str
    number: Number | None
    rate: bool


@frozen
class Bands:
    """``name`` is the band of each member of a group in the order of ``key``.

    Equal members that fall into two bands all get the higher one (``high``) or all the lower one.
    """

    name: str
    ledger: str
    group: Group
    key: OrderKey
    bands: tuple[Band, ...]
    rounding: Rounding
    high: bool


@frozen
class ShareOut:
    """``name`` is each member's part of ``amount``, in proportion to ``by``, in whole ``steps``.

    remainder: what is left goes to the member that is first by these keys (none: to nobody).
    roster_order: of equal ones, to the one that is listed first.
    """

    name: str
    ledger: str
    group: Group
    amount: Expression
    by: str
    step: Number
    remainder: tuple[OrderKey, ...]
    roster_order: bool


@frozen
class RowFormula:
    """A computed column of a ledger: ``name`` ＝ ``expression`` for each row."""

    name: str
    ledger: str
    expression: Expression


@frozen
class LookupRow:
    """One line of a table: for each input its values or a range (None: any), and what it comes to."""

    inputs: tuple[tuple[str, ...] | Interval | None, ...]
    outcome: Expression | str


@frozen
class LookedUp:
    """``name`` is what the table (附表) ``table`` holds for the values of ``columns``.

    missing: what it is for values that the table does not have; None where these are not allowed.
    """

    name: str
    ledger: str
    table: str
    columns: tuple[str, ...]
    rows: tuple[LookupRow, ...]
    missing: Expression | None


def outcomes_of(rule: Calculation) -> tuple[Outcome, ...]:
    """All that the sentence may come to, as far as it says so itself."""
    if isinstance(rule, Cases):
        return tuple(branch.outcome for branch in rule.branches)
    if isinstance(rule, Bands):
        return tuple(band.word for band in rule.bands)
    if isinstance(rule, RowFormula):
        return (rule.expression,)
    if isinstance(rule, ShareOut):
        return (rule.amount,)
    if isinstance(rule, Ordering):
        return ()
    found: list[Outcome] = [row.outcome for row in rule.rows]
    if isinstance(rule, LookedUp) and rule.missing is not None:
        found.append(rule.missing)
    return tuple(found)


Calculation = Scale | Cases | Ordering | Bands | ShareOut | RowFormula | LookedUp
