"""Points for every step (每高1个百分点加0.5分) and for every part of a number (分段累计) -> expressions."""

from __future__ import annotations

from attrs import define

from perfeval.ledger.schema import Ledger
from perfeval.quantity import units
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.resolve import errors
from perfeval.resolve.amounts import amount_in, amount_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.expressions import Measured, expression_of, number_named
from perfeval.resolve.intervals import bounds_of
from perfeval.resolve.scope import Scope
from perfeval.rulebook import expressions as e
from perfeval.syntax.tree import Phrase

_DOWN, _UP = "EVERY_DOWN", "EVERY_UP"
_PARTS = {"DROPPED": Rounding.DOWN, "ROUNDED_UP": Rounding.UP, "IN_PROPORTION": None}
_NOTHING = e.Literal(Number(0, 0), "")


@define
class _Side:
    """One direction: for every ``size`` so many ``points`` (negative: taken), up to ``limit``."""

    kind: str
    size: Number
    points: Number
    unit: str
    phrase: Phrase
    limit: Number | None = None


def stepped(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    """增速比全市增速每高1个百分点加0.5分，最高加3分，每低…. Raises RefusalError."""
    made = [expression_of(part, scope, ledger) for part in phrase.phrases("sum")]
    operand, unit = made[0]
    if len(made) > 1:
        if unit is not None and made[1][1] is not None and not units.agree(unit, made[1][1]):
            sums = phrase.phrases("sum")
            first = (sums[0].span.text, unit)
            raise RefusalError(errors.units_added(first, (sums[1].span.text, made[1][1]), sums[1].span))
        operand = e.Sum((operand, e.Negative(made[1][0])))
    sides: list[_Side] = []
    partial: list[Phrase] = []
    for part in phrase.phrases():
        if part.rule == "side":
            sides.append(_side(part, unit))
        elif part.rule == "side_limit":
            _limit(part, sides[-1])
        elif part.rule == "partial":
            partial.append(part)
    way = _way(phrase, sides, partial, unit)
    found = tuple(_points(side, operand, way) for side in sides)
    result = units.of_sum(side.unit for side in sides)
    # 加几分、减几分: that the sum may be below zero is what the sentence says.
    return e.Signed(found[0] if len(found) == 1 else e.Sum(found)), result


def _side(part: Phrase, unit: str | None) -> _Side:
    size, amount = part.phrases("amount")
    number = amount_in(size, unit, "这里比的数")
    if number.units <= 0:
        raise RefusalError(errors.not_here("每一步要大于0", size.span, "如“每1个百分点”。"))
    points, own = amount_of(amount)
    sign = -1 if part.phrases("gain")[0].word(0).kind == "SUBTRACT" else 1
    return _Side(part.word(0).kind, number, Number(sign * points.units, points.places), own, part)


def _limit(part: Phrase, side: _Side) -> None:
    number = amount_in(part.phrases("amount")[0], side.unit, "这一边")
    takes = part.phrases("gain")[0].word(0).kind == "SUBTRACT"
    if takes != (side.points.units < 0):
        raise RefusalError(errors.not_here("前面加分、后面减分，对不上", part.span, "改成一致的“加”或“减”。"))
    side.limit = number


def _way(phrase: Phrase, sides: list[_Side], partial: list[Phrase], unit: str | None) -> Rounding | None:
    """What becomes of less than a whole step; every sentence has to say it. Raises RefusalError."""
    full = all(side.kind == "EVERY_FULL" for side in sides)
    if not partial and full:
        return Rounding.DOWN
    if not partial:
        raise RefusalError(errors.part_missing(phrase.phrases("side")[0].span))
    size = amount_in(partial[0].phrases("amount")[0], unit, "这里比的数")
    if any(_differ(size, side.size) for side in sides):
        message = "“不足”后面的数和每一步的数不一样"
        raise RefusalError(errors.not_here(message, partial[0].span, "两边写成一样的数。"))
    way = _PARTS[partial[0].words()[-1].kind]
    if full and way is not Rounding.DOWN:
        raise RefusalError(
            errors.not_here("“每满”就是不足的不计", partial[0].span, "改为“每”，或改为“不计”。")
        )
    return way


def _differ(one: Number, other: Number) -> bool:
    places = max(one.places, other.places)
    return one.scaled(places) != other.scaled(places)


def steps_in(operand: e.Expression, size: Number, way: Rounding | None) -> e.Expression:
    """How many times ``size`` goes into the operand; way: None for 按比例."""
    if way is not None:
        return e.Whole(operand, size, way)
    return e.Quotient(operand, e.Literal(size, ""))


def _points(side: _Side, operand: e.Expression, way: Rounding | None) -> e.Expression:
    away: e.Expression = e.Negative(operand) if side.kind == _DOWN else operand
    if side.kind in (_DOWN, _UP):
        away = e.AtLeast(away, _NOTHING)
    size = Number(abs(side.points.units), side.points.places)
    points: e.Expression = e.Product((steps_in(away, side.size, way), e.Literal(size, side.unit)))
    if side.limit is not None:
        points = e.AtMost(points, e.Literal(side.limit, side.unit))
    return e.Negative(points) if side.points.units < 0 else points


# ---------------------------------------------------------------- parts of a number


def progressive(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    """1000万元以下的部分每100万元计2分；超过1000万元的部分…. Raises RefusalError."""
    measured = phrase.phrases("measured")[0].word(0)
    operand, unit = number_named(measured, scope, ledger)
    partial = [part for part in phrase.phrases() if part.rule == "partial"]
    found: list[e.Expression] = []
    result: list[str] = []
    for part in phrase.phrases():
        if part.rule in ("segment", "rate_segment"):
            points, own = _segment(part, operand, unit, partial, measured.text)
            found.append(points)
            result.append(own)
    return e.Sum(tuple(found)), units.of_sum(result)


def _segment(
    part: Phrase, operand: e.Expression, unit: str | None, partial: list[Phrase], name: str
) -> tuple[e.Expression, str]:
    interval = bounds_of(part.phrase(0), lambda amount: amount_in(amount, unit, name))
    low, high = interval.low, interval.high
    inside: e.Expression = operand
    written = next(
        (own for each in part.phrase(0).phrases("amount") if (own := amount_of(each)[1])), unit or ""
    )
    if low is not None:
        inside = e.Sum((inside, e.Negative(e.Literal(low, written))))
    inside = e.AtLeast(inside, e.Literal(Number(0, 0), written))
    if high is not None:
        places = max(high.places, low.places if low else 0)
        width = high.scaled(places) - (low.scaled(places) if low else 0)
        inside = e.AtMost(inside, e.Literal(Number(width, places), written))
    amounts = part.phrases("amount")
    if part.rule == "rate_segment":
        rate, own = amount_of(amounts[0])
        return e.Product((inside, e.Literal(rate, own))), unit or ""
    size = amount_in(amounts[0], unit, name)
    points, own = amount_of(amounts[1])
    if size.units <= 0:
        raise RefusalError(errors.not_here("每一份要大于0", amounts[0].span, "如“每100万元”。"))
    full = bool(part.words("EVERY_FULL"))
    if not full and not partial:
        raise RefusalError(errors.part_missing(part.span))
    way = Rounding.DOWN if full else _PARTS[partial[0].words()[-1].kind]
    sign = -1 if part.phrases("gain")[0].word(0).kind == "SUBTRACT" else 1
    each = e.Literal(Number(sign * points.units, points.places), own)
    return e.Product((steps_in(inside, size, way), each)), own
