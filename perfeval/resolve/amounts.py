"""Numbers with units, and the ranges that comparisons name."""

from __future__ import annotations

from perfeval.quantity import units
from perfeval.quantity.interval import Interval, between, interval_of
from perfeval.quantity.number import Number, read_number, times_ten
from perfeval.resolve import errors
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.syntax.tree import Phrase, Word

# What one written unit is in the unit that amounts are kept in, as a power of ten.
_POWERS = {
    "TEN_THOUSAND_YUAN": ("元", 4),
    "YUAN": ("元", 0),
    "POINT": ("分", 0),
    "PERCENT": ("", -2),
    "PERCENT_POINTS": ("", -2),
}


def amount_of(phrase: Phrase) -> tuple[Number, str]:
    """The number and unit of an ``amount``: 4万元 is 40000 元, 25% is 0.25."""
    number = number_of(phrase.word(0))
    unit = phrase.parts[1]
    if not isinstance(unit, Word):
        return number, ""
    name, power = _POWERS.get(unit.kind, (unit.text, 0))
    return times_ten(number, power), name


def whole_number(word: Word, least: int = 0, most: int | None = None) -> int:
    """The whole number that ``word`` spells, within limits. Raises RefusalError."""
    number = read_number(word.text)
    if number is None or number.places:
        raise RefusalError(errors.not_here(f"“{word.span.text}”应为整数", word.span, "改为整数。"))
    if number.units < least or (most is not None and number.units > most):
        limits = f"{least}至{most}" if most is not None else f"{least}以上"
        raise RefusalError(errors.not_here(f"这里的数应是{limits}的整数", word.span, "改正这个数。"))
    return number.units


def interval_of_comparison(phrase: Phrase, name: str, unit: str | None) -> Interval:
    """A ``comparison`` of what is called ``name``; its unit must fit (None: not known)."""
    if phrase.rule == "compare_is":
        return interval_of("IS", number_of(phrase.words("NUMBER")[0]))
    if phrase.rule == "compare_between":
        low, high = (amount_in(part, unit, name) for part in phrase.phrases("amount"))
        return Interval(low=low, high=high)
    if phrase.rule == "compare_two_ends":
        low_end, high_end = (
            interval_of(word.kind, amount_in(part, unit, name))
            for word, part in zip(phrase.words(), phrase.phrases("amount"), strict=True)
        )
        return between(low_end, high_end)
    number = amount_in(phrase.phrases("amount")[0], unit, name)
    return interval_of(phrase.words()[0].kind, number)


def amount_in(phrase: Phrase, unit: str | None, name: str) -> Number:
    """An ``amount`` that is compared with what is called ``name``. Raises RefusalError."""
    number, written = amount_of(phrase)
    written = written or (units.RATE if phrase.words("PERCENT") or phrase.words("PERCENT_POINTS") else "")
    if unit is not None and written and not units.agree(unit, written):
        raise RefusalError(errors.units_compared(name, unit, written, phrase.span))
    return number
