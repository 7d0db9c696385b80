"""Formulas -> bound expressions with checked units."""

from __future__ import annotations

from collections.abc import Callable

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import Ledger
from perfeval.quantity import units
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.resolve import errors
from perfeval.resolve.amounts import amount_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.figures import figure_of, whole_places
from perfeval.resolve.scope import Scope
from perfeval.rulebook import expressions as e
from perfeval.syntax.tree import Phrase, Word

# The unit of an expression: 分, 元, "" for a plain number, None where it is not known yet.
Unit = str | None
Measured = tuple[e.Expression, Unit]
ROUNDINGS = {"HALF_UP": Rounding.HALF_UP, "ROUND_DOWN": Rounding.DOWN, "ROUND_UP": Rounding.UP}
_ZERO = Number(0, 0)
_LIMITS: dict[str, Callable[[e.Expression, e.Expression], e.Expression]] = {
    "at_most": e.AtMost,
    "at_least": e.AtLeast,
    "if_missing": e.IfMissing,
}


def expression_of(phrase: Phrase, scope: Scope, ledger: Ledger | None = None) -> Measured:
    """A ``sum`` phrase with its unit, about units or the rows of ``ledger``. Raises RefusalError."""
    terms: list[e.Expression] = []
    unit: Unit = None
    first = ""
    negative = False
    for part in phrase.parts:
        if isinstance(part, Word):
            negative = part.kind == "MINUS"
        elif isinstance(part, Phrase):
            term, own = _product(part, scope, ledger)
            if unit is not None and own is not None and not units.agree(unit, own):
                raise RefusalError(errors.units_added((first, unit), (part.span.text, own), part.span))
            if own is not None and (unit is None or unit in ("", units.RATE)):
                unit, first = own, part.span.text
            terms.append(e.Negative(term) if negative else term)
    return (terms[0] if len(terms) == 1 else e.Sum(tuple(terms))), unit


def _product(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    """Factors from the left: 甲×乙÷丙 is (甲×乙)÷丙."""
    made: e.Expression | None = None
    over: list[str] = []
    under: list[str] = []
    unknown = divides = False
    for part in phrase.parts:
        if isinstance(part, Word):
            divides = part.kind == "OVER"
            continue
        if not isinstance(part, Phrase):
            continue
        factor, own = _factor(part, scope, ledger)
        unknown = unknown or own is None
        (under if divides else over).append(own or "")
        made = _joined(made, factor, divides=divides)
        named = units.of_product(over, under)
        if named is None and not unknown and not _divided_later(phrase, part):
            raise RefusalError(_no_measure([*over, *under], part))
    assert made is not None
    if len(over) == 1 and not under:
        return made, None if unknown else over[0]
    return made, units.of_product(over, under) if not unknown else None


def _divided_later(phrase: Phrase, part: Phrase) -> bool:
    """Whether a ÷ still follows, which may take a unit away again."""
    return any(
        isinstance(each, Word) and each.kind == "OVER" and each.span.start > part.span.start
        for each in phrase.parts
    )


def _no_measure(named: list[str], part: Phrase) -> Diagnostic:
    kept = [unit for unit in named if unit in (units.POINTS, units.YUAN)]
    message = f"“{kept[0]}”不能再乘以或除以“{kept[-1]}”"
    return errors.not_here(message, part.span, "一个乘积里只能有一个带分或元的数。")


def _joined(made: e.Expression | None, factor: e.Expression, *, divides: bool) -> e.Expression:
    if made is None:
        return factor
    if divides:
        return e.Quotient(made, factor)
    return e.Product((*made.factors, factor) if isinstance(made, e.Product) else (made, factor))


def _factor(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    if phrase.rule == "literal":
        number, unit = amount_of(phrase.phrase(0))
        return e.Literal(number, unit), unit
    part = phrase.parts[0]
    if isinstance(part, Phrase):
        if part.rule == "sum":
            return expression_of(part, scope, ledger)
        if part.rule == "extreme":
            return _extreme(part, scope, ledger)
        return figure_of(part, scope, ledger)
    word = phrase.word(0)
    if word.kind == "CLAUSE":
        return e.ClausePoints(scope.clause(word)), "分"
    return number_named(word, scope, ledger)


def number_named(word: Word, scope: Scope, ledger: Ledger | None) -> Measured:
    """A computed number or a number column, of a unit or of a row of ``ledger``. Raises RefusalError."""
    if ledger is not None:
        column = scope.row_number(ledger, word)
        return e.Quantity(column.name), column.unit or None
    if word.kind == "QUANTITY":
        return e.Quantity(word.text), scope.number(word)
    owner, column = scope.unit_fact(word)
    return e.Fact(owner.name, column.name), column.unit


def _extreme(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    """取甲、乙中较高的"""
    parts = [expression_of(part, scope, ledger) for part in phrase.phrases()]
    known = [
        (part, unit) for part, (_, unit) in zip(phrase.phrases(), parts, strict=True) if unit is not None
    ]
    for part, unit in known[1:]:
        if not units.agree(known[0][1], unit):
            first = (known[0][0].span.text, known[0][1])
            raise RefusalError(errors.units_added(first, (part.span.text, unit), part.span))
    highest = phrase.words()[-1].kind == "HIGHER"
    made = e.Extreme(tuple(expression for expression, _ in parts), highest)
    return made, units.of_sum(unit for _, unit in known) if len(known) == len(parts) else None


# ---------------------------------------------------------------- limits and rounding


def limited(made: Measured, modifiers: tuple[Phrase, ...], scope: Scope, ledger: Ledger | None) -> Measured:
    """An expression with 最高, 最低, 保留, 没有的取 … applied in the order written. Raises RefusalError."""
    expression, unit = made
    percent = False
    for each in modifiers:
        if each.rule == "as_percent":
            percent = True
        elif each.rule in ("rounded", "rounded_whole"):
            expression, unit = _rounded(expression, unit, each, percent=percent)
        elif each.rule in ("at_most", "at_least", "if_missing"):
            other, own = expression_of(each.phrases()[0], scope, ledger)
            if unit is not None and own is not None and not units.agree(unit, own):
                raise RefusalError(errors.units_compared("这个数", unit, own, each.phrases()[0].span))
            unit = own if unit in (None, "") else unit
            expression = _LIMITS[each.rule](expression, other)
        elif each.rule in ("may_be_negative", "exact"):
            expression = e.Exact(expression) if each.rule == "exact" else e.Signed(expression)
        elif each.rule == "to_zero":
            expression = e.AtLeast(expression, e.Literal(_ZERO, unit or ""))
        elif each.rule in ("falling", "down_to"):
            hint = "“以下每名递减”写在“第几名几分”的后面。"
            raise RefusalError(errors.not_here("这里没有名次可以递减", each.span, hint))
    return expression, unit


def _rounded(expression: e.Expression, unit: Unit, phrase: Phrase, *, percent: bool) -> Measured:
    rounding = ROUNDINGS[phrase.phrases("rounding")[0].word(0).kind]
    places = whole_places(phrase) if phrase.rule == "rounded" else 0
    made = e.Rounded(expression, places + (2 if percent else 0), rounding, percent)
    return made, units.RATE if percent else unit
