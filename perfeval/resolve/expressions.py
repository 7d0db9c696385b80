"""Formulas -> bound expressions with checked units."""

from __future__ import annotations

from perfeval.ledger.schema import ColumnType
from perfeval.resolve import errors
from perfeval.resolve.conditions import amount_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook import expressions as e
from perfeval.syntax.tree import Phrase, Word

# The unit of an expression: 分, 元, "" for a plain number, None where it is not known yet.
Unit = str | None


def expression_of(phrase: Phrase, scope: Scope) -> tuple[e.Expression, Unit]:
    """A ``sum`` phrase with its unit. Raises RefusalError."""
    terms: list[e.Expression] = []
    unit: Unit = None
    first = ""
    negative = False
    for part in phrase.parts:
        if isinstance(part, Word):
            negative = part.kind == "MINUS"
        elif isinstance(part, Phrase):
            term, own = _product(part, scope)
            if unit is not None and own is not None and unit != own:
                raise RefusalError(errors.units_added((first, unit), (part.span.text, own), part.span))
            if unit is None and own is not None:
                unit, first = own, part.span.text
            terms.append(e.Negative(term) if negative else term)
    return (terms[0] if len(terms) == 1 else e.Sum(tuple(terms))), unit


def _product(phrase: Phrase, scope: Scope) -> tuple[e.Expression, Unit]:
    factors: list[e.Expression] = []
    named = ""
    unknown = False
    for part in phrase.phrases():
        factor, own = _factor(part, scope)
        factors.append(factor)
        unknown = unknown or own is None
        if own and named:
            raise RefusalError(
                errors.not_here(f"“{named}”不能再乘以“{own}”", part.span, "一个乘积里只能有一个带单位的数。")
            )
        named = named or own or ""
    unit: Unit = named or (None if unknown else "")
    return (factors[0] if len(factors) == 1 else e.Product(tuple(factors))), unit


def _factor(phrase: Phrase, scope: Scope) -> tuple[e.Expression, Unit]:
    if phrase.rule == "literal":
        number, unit = amount_of(phrase.phrase(0))
        return e.Literal(number, unit), unit
    part = phrase.parts[0]
    if isinstance(part, Phrase):
        return expression_of(part, scope)
    word = phrase.word(0)
    if word.kind == "CLAUSE":
        return e.ClausePoints(scope.clause(word)), "分"
    if word.kind == "QUANTITY":
        return e.Quantity(word.text), scope.number(word)
    ledger, column = scope.unit_fact(word)
    unit = column.type.value if column.type in (ColumnType.POINTS, ColumnType.YUAN) else ""
    return e.Fact(ledger.name, column.name), unit
