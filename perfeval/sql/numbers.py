"""Exact arithmetic on scaled whole numbers, each known to lie between two ends."""

from __future__ import annotations

from math import gcd

from attrs import evolve, frozen

from perfeval.quantity.number import power_of_ten
from perfeval.quantity.rounding import Rounding
from perfeval.sql.expression import (
    Call,
    Case,
    Cast,
    Expr,
    IsNull,
    Lit,
    Negated,
    Op,
    Type,
    Whole,
    coalesce,
    when,
)

_LARGEST = (1 << 63) - 1


@frozen
class Num:
    """A number at ``places`` decimals; low, high: between which scaled integers it lies.

    known: whether it is there for every element.
    """

    expr: Expr
    places: int
    low: int
    high: int
    known: bool = False

    @property
    def type(self) -> Type:
        """The narrowest type that holds it."""
        return type_of(self.low, self.high)

    @property
    def value(self) -> int | None:
        """The number, where it is a written one."""
        return self.expr.value if isinstance(self.expr, Lit) and isinstance(self.expr.value, int) else None


@frozen
class Ratio:
    """A fraction of two whole numbers, the second above 0 wherever it is there."""

    over: Num
    under: Num


def type_of(low: int, high: int) -> Type:
    """The narrowest type for numbers between these."""
    return Type.NUMBER if low >= -_LARGEST and high <= _LARGEST else Type.WIDE


def written(value: int, places: int = 0) -> Num:
    """A written number."""
    return Num(Lit(value), places, value, value, known=True)


def rescaled(number: Num, places: int) -> Num:
    """The same number at more decimal places. Raises ValueError for fewer."""
    if places < number.places:
        raise ValueError(f"numbers at {number.places} decimals do not fit a column of {places}")
    return evolve(times(evolve(number, places=0), power_of_ten(places - number.places)), places=places)


def at_same_places(numbers: list[Num]) -> list[Num]:
    """The numbers at the places of the finest."""
    places = max(each.places for each in numbers)
    return [rescaled(each, places) for each in numbers]


def negative(number: Num) -> Num:
    """``-number``"""
    expr = Lit(-number.low) if number.value is not None else Negated(number.expr)
    return evolve(number, expr=expr, low=-number.high, high=-number.low)


def added(one: Num, other: Num) -> Num:
    """The sum, both at the same places."""
    low, high = one.low + other.low, one.high + other.high
    if one.value == 0 or other.value == 0:
        return evolve(other if one.value == 0 else one, places=one.places)
    if one.value is not None and other.value is not None:
        return written(one.value + other.value, one.places)
    if isinstance(other.expr, Negated):
        expr: Expr = Op("-", _room(one, low, high), other.expr.operand)
    elif other.value is not None and other.value < 0:
        expr = Op("-", _room(one, low, high), Lit(-other.value))
    else:
        expr = Op("+", _room(one, low, high), other.expr)
    return Num(expr, one.places, low, high, one.known and other.known)


def times(number: Num, factor: int) -> Num:
    """The number so many times."""
    return multiplied(number, written(factor))


def multiplied(one: Num, other: Num) -> Num:
    """The product; its places are those of both together."""
    places = one.places + other.places
    ends = [mine * yours for mine in (one.low, one.high) for yours in (other.low, other.high)]
    low, high = min(ends), max(ends)
    if one.value is not None and other.value is not None:
        return written(one.value * other.value, places)
    if one.value is not None:
        one, other = other, one
    if other.value == 1:
        return evolve(one, places=places)
    if other.value == -1:
        return evolve(negative(one), places=places)
    known = one.known and other.known
    if other.value is not None and isinstance(one.expr, Op) and one.expr.op == "*":
        # A number times two written ones is a number times one.
        inner, factor = one.expr.left, one.expr.right
        if isinstance(factor, Lit) and isinstance(factor.value, int):
            wide = type_of(low, high) is Type.WIDE and not isinstance(inner, Cast)
            room = Cast(inner, Type.WIDE) if wide else inner
            return Num(Op("*", room, Lit(factor.value * other.value)), places, low, high, known)
    return Num(Op("*", _room(one, low, high), other.expr), places, low, high, known)


def _room(number: Num, low: int, high: int) -> Expr:
    """The number as it has to be to hold a result between these ends."""
    if number.type is Type.NUMBER and type_of(low, high) is Type.WIDE:
        return Cast(number.expr, Type.WIDE)
    return number.expr


def chosen(one: Num, other: Num, *, highest: bool) -> Num:
    """The higher or lower of two at the same places; missing where one of them is."""
    pick = max if highest else min
    low, high = pick(one.low, other.low), pick(one.high, other.high)
    known = one.known and other.known
    if one.value is not None and other.value is not None:
        return written(pick(one.value, other.value), one.places)
    if known:
        expr: Expr = Call("GREATEST" if highest else "LEAST", (one.expr, other.expr))
    elif other.known:
        expr = when(Op("<" if highest else ">", one.expr, other.expr), other.expr, one.expr)
    elif one.known:
        expr = when(Op("<" if highest else ">", other.expr, one.expr), one.expr, other.expr)
    else:
        # Neither comparison holds where one of them is missing.
        ways = (">=", "<") if highest else ("<=", ">")
        mine, yours = (Op(way, one.expr, other.expr) for way in ways)
        expr = Case(((mine, one.expr), (yours, other.expr)))
    return Num(expr, one.places, low, high, known)


def extreme(numbers: list[Num], *, highest: bool) -> Num:
    """The highest or lowest of those that are there."""
    if len(numbers) == 1:
        return numbers[0]
    pick = max if highest else min
    low, high = min(each.low for each in numbers), max(each.high for each in numbers)
    known = [each for each in numbers if each.known]
    if known and highest:
        low = max(each.low for each in known)
    elif known:
        high = min(each.high for each in known)
    if len(known) == len(numbers):
        low, high = pick(each.low for each in numbers), pick(each.high for each in numbers)
    call = Call("GREATEST" if highest else "LEAST", tuple(each.expr for each in numbers))
    return Num(call, numbers[0].places, low, high, bool(known))


def if_missing(one: Num, other: Num) -> Num:
    """The first, or the second where it is missing; both at the same places."""
    if one.known:
        return one
    low, high = min(one.low, other.low), max(one.high, other.high)
    return Num(coalesce(one.expr, other.expr), one.places, low, high, other.known)


def floored(number: Num, size: int) -> Num:
    """How often ``size`` goes into the number, rounded down, below 0 too."""
    low, high = number.low // size, number.high // size
    if size == 1:
        return evolve(number, places=0)
    return Num(floor_of(number, written(size)).expr, 0, low, high, number.known)


def floor_of(over: Num, under: Num) -> Num:
    """The quotient of two whole numbers, the second above 0, rounded down, below 0 too."""
    low = min(over.low, over.low // max(under.high, 1))
    high = max(over.high, over.high // max(under.high, 1))
    wide = type_of(low, high) is Type.WIDE
    up: Expr = Whole(over.expr, under.expr, wide)
    if over.low < 0:
        # -((-n + d - 1) // d): no database rounds down what is below 0.
        above = added(added(negative(over), under), written(-1))
        up = when(Op("<", over.expr, Lit(0)), Negated(Whole(above.expr, under.expr, wide)), up)
    return Num(up, 0, low, high, over.known and under.known)


# ---------------------------------------------------------------- fractions


def ratio_of(number: Num) -> Ratio:
    """A decimal as a fraction."""
    return Ratio(evolve(number, places=0), written(power_of_ten(number.places)))


def reduced(ratio: Ratio, factor: int) -> Ratio:
    """``factor`` times a fraction, without a factor that both sides have."""
    under = ratio.under.value
    if under is None:
        return Ratio(times(ratio.over, factor), ratio.under)
    shared = gcd(factor, under)
    return Ratio(times(ratio.over, factor // shared), written(under // shared))


def same_under(ratios: list[Ratio]) -> tuple[list[Num], Num]:
    """Fractions as numbers over one common number."""
    if all(each.under == ratios[0].under for each in ratios):
        return [each.over for each in ratios], ratios[0].under
    values = [each.under.value for each in ratios]
    if None not in values:
        common = 1
        for value in values:
            assert value is not None
            common = common * value // gcd(common, value)
        return [times(each.over, common // (each.under.value or 1)) for each in ratios], written(common)
    whole = ratios[0].under
    for each in ratios[1:]:
        whole = multiplied(whole, each.under)
    overs = []
    for place, each in enumerate(ratios):
        over = each.over
        for other in (*ratios[:place], *ratios[place + 1 :]):
            over = multiplied(over, other.under)
        overs.append(over)
    return overs, whole


def rounded(ratio: Ratio, rounding: Rounding) -> Num:
    """A fraction as a whole number; of a negative one the magnitude is rounded."""
    over, under = ratio.over, ratio.under
    if under.value == 1:
        return over
    if over.value is not None and under.value is not None:
        return written(_ends(over.value, under, rounding))
    least, most = _ends(over.low, under, rounding), _ends(over.high, under, rounding)
    known = over.known and under.known
    if over.low >= 0:
        return Num(_magnitude(over, under, rounding), 0, least, most, known)
    turned = Negated(_magnitude(evolve(negative(over), low=0, high=max(0, -over.low)), under, rounding))
    if over.high <= 0:
        return Num(turned, 0, least, most, known)
    plain = _magnitude(evolve(over, low=0), under, rounding)
    return Num(when(Op("<", over.expr, Lit(0)), turned, plain), 0, least, most, known)


def _ends(end: int, under: Num, rounding: Rounding) -> int:
    """An end of the rounded fraction; with what is divided by not known, no nearer than by 1."""
    by = under.value or 1
    return -rounding.divide(-end, by) if end < 0 else rounding.divide(end, by)


def _magnitude(over: Num, under: Num, rounding: Rounding) -> Expr:
    """A fraction that is not negative, rounded."""
    most = _ends(over.high, under, rounding)
    if rounding is Rounding.DOWN:
        moved = over
    elif rounding is Rounding.UP:
        moved = added(over, added(under, written(-1)))
    elif under.value is not None and under.value % 2 == 0:
        moved = added(over, written(under.value // 2))
    else:
        moved, under = added(times(over, 2), under), times(under, 2)
    return Whole(moved.expr, under.expr, type_of(0, most) is Type.WIDE)


def choice_of(condition: Expr, one: Expr, other: Expr) -> Expr:
    """One of two numbers; of written ones a database would make one of 32 bits."""
    made = when(condition, one, other)
    return Cast(made, Type.NUMBER) if isinstance(one, Lit) and isinstance(other, Lit) else made


def there(number: Num) -> Expr:
    """Whether the number is there."""
    return Lit(True) if number.known else IsNull(number.expr, negated=True)
