"""Formulas over quantities, facts and clauses."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import Number


@frozen
class Literal:
    """A written number with its unit: 分, 元, or "" for a plain number (25% is 0.25)."""

    number: Number
    unit: str


@frozen
class Quantity:
    """A computed quantity, by name."""

    name: str


@frozen
class Fact:
    """A number in the unit's row of a one-row-a-unit ledger."""

    ledger: str
    column: str


@frozen
class ClausePoints:
    """What a clause gives a unit, after the limits that the clause itself states."""

    clause: str


@frozen
class Negative:
    """``-operand``"""

    operand: Expression


@frozen
class Steps:
    """How many full ``size`` the whole number ``operand`` holds (每满, 每前移 n 位)."""

    operand: Expression
    size: int


@frozen
class Sum:
    """The sum of the terms, all of one unit."""

    terms: tuple[Expression, ...]


@frozen
class Product:
    """The product of the factors, at most one of which has a unit."""

    factors: tuple[Expression, ...]


Expression = Literal | Quantity | Fact | ClausePoints | Negative | Steps | Sum | Product
