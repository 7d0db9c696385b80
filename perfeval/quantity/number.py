"""Exact decimal numbers as scaled integers, and the one strict reader for rules and ledgers."""

from __future__ import annotations

import re
from functools import cache

from attrs import frozen

MAX_PLACES = 4
MAX_DIGITS = 9
NUMBER_FORM = f"整数部分至多{MAX_DIGITS}位、小数至多{MAX_PLACES}位的半角数字，如 85 或 85.5"

# ASCII digits only, no exponent, no leading zeros: what \d or Decimal() accept is far wider.
_STRICT = re.compile(r"(-?)(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,4}))?")


@cache  # asked for with every number that is shown
def power_of_ten(exponent: int) -> int:
    """``10**exponent`` for an exponent that is not negative (where ``**`` alone could give a float)."""
    return int("1" + "0" * exponent)


@frozen
class Number:
    """The exact number ``units / 10**places``."""

    units: int
    places: int

    def scaled(self, places: int) -> int:
        """The number as an integer at ``places`` decimal places.

        Raises ValueError when digits would be lost.
        """
        if places >= self.places:
            return self.units * power_of_ten(places - self.places)
        quotient, rest = divmod(self.units, power_of_ten(self.places - places))
        if rest:
            raise ValueError(f"{self} needs more than {places} decimal places")
        return quotient

    def __str__(self) -> str:
        return plain(self.units, self.places)


def times_ten(number: Number, power: int) -> Number:
    """The number times ten to ``power``, with no more decimal places than it needs."""
    units, places = number.units, number.places - power
    while places < 0:
        units, places = units * 10, places + 1
    while places > 0 and units % 10 == 0:
        units, places = units // 10, places - 1
    return Number(units, places)


def read_number(text: str) -> Number | None:
    """The number that ``text`` spells, or None if it is not in the strict form (NUMBER_FORM)."""
    match = _STRICT.fullmatch(text)
    if match is None:
        return None
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    fraction = fraction.rstrip("0")
    units = int(whole + fraction)
    if sign and not units:
        return None
    return Number(-units if sign else units, len(fraction))


def plain(units: int, places: int) -> str:
    """``units / 10**places`` in plain notation without trailing zeros: ``plain(8735, 1) == "873.5"``."""
    sign, digits = ("-", -units) if units < 0 else ("", units)
    if not places:
        return f"{sign}{digits}"
    whole, fraction = divmod(digits, power_of_ten(places))
    decimals = str(fraction).rjust(places, "0").rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


_CHINESE_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def read_chinese_numeral(text: str) -> int | None:
    """A Chinese numeral below one hundred (二, 十二, 二十五), or None."""
    if not text or any(char not in _CHINESE_DIGITS and char != "十" for char in text):
        return None
    if "十" not in text:
        return _CHINESE_DIGITS[text] if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)
