"""Choices at random with a leaning, and how figures are written into cells."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import TypeVar

Choice = TypeVar("Choice")


def plain(value: Fraction) -> str:
    """At most four decimals, the rest dropped, without needless zeros."""
    units = floor(abs(value) * 10000)
    whole, part = divmod(units, 10000)
    text = f"{whole}.{part:04d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and units else text


def percent(value: Fraction | int) -> str:
    """Percentage points as a percentage."""
    return plain(Fraction(value)) + "%"


class Dice:
    """Choices for one unit; a good unit mostly takes what stands first, a bad one what stands last."""

    def __init__(self, chance: random.Random, quality: str) -> None:
        self.chance = chance
        self.quality = quality

    def of(self, options: Sequence[Choice]) -> Choice:
        """Any of the options, all alike."""
        return self.chance.choice(options)

    def odds(self, percent_of_cases: int) -> bool:
        """True in so many of a hundred cases."""
        return self.chance.randrange(100) < percent_of_cases

    def ranked(self, options: Sequence[Choice]) -> Choice:
        """One of options that stand from best to worst."""
        share = max(1, len(options) // 3)
        if self.quality == "good" and self.odds(90):
            return self.of(options[:share])
        if self.quality == "bad" and self.odds(60):
            return self.of(options[-share:])
        return self.of(options)

    def how_many(self, most: int) -> int:
        """A number of bad events."""
        return self.ranked(sorted(self.chance.randint(0, most) for _ in range(6)))

    def day(self) -> date:
        """A date, often at an end of the year or just outside it."""
        if self.odds(35):
            return self.of([date(2025, 1, 1), date(2025, 12, 31), date(2024, 12, 31), date(2026, 1, 1)])
        return date(2025, 1, 1) + timedelta(days=self.chance.randrange(365))

    def figure(self, low: int, high: int) -> Fraction:
        """Any figure of four decimals."""
        return Fraction(self.chance.randint(low * 10000, high * 10000), 10000)


def hundredths(*texts: str) -> list[Fraction]:
    """Percentages as shares of one."""
    return [Fraction(text) / 100 for text in texts]
