"""Named ways of rounding; each is written in the rule book, none is a default."""

from __future__ import annotations

from enum import Enum


class Rounding(Enum):
    """How a fraction becomes a whole number. The value is the wording of the rule language."""

    HALF_UP = "四舍五入"
    DOWN = "舍去小数"
    UP = "进一取整"

    def divide(self, numerator: int, denominator: int) -> int:
        """``numerator / denominator`` as a whole number; both not negative, the second not zero."""
        if self is Rounding.DOWN:
            return numerator // denominator
        if self is Rounding.UP:
            return -(-numerator // denominator)
        return (2 * numerator + denominator) // (2 * denominator)
