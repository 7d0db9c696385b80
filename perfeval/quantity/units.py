"""Units of measure: what may be added, and what products and quotients come to.

Points (分) and money (元) are kept apart from each other and from everything else. Counts (人, 次, 天 …)
are plain numbers in products, so that 2000元×12人 is money; in sums they have to be the same. Rates (%)
are plain numbers everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

POINTS, YUAN, RATE = "分", "元", "%"
_KEPT_APART = (POINTS, YUAN)


# What documents call by several words.
_SAME = ({"名次", "名", "位"}, {"天", "日"}, {"人", "名"}, {"项", "个", "件", "条", "次", "起", "宗"})


def agree(one: str, other: str) -> bool:
    """Whether two amounts can be added or compared; a plain number goes with any count or rate."""
    if one == other or any(one in words and other in words for words in _SAME):
        return True
    loose = ("", RATE)
    if one in _KEPT_APART or other in _KEPT_APART:
        return False
    return one in loose or other in loose


def of_sum(units: Iterable[str]) -> str:
    """The unit of a sum whose terms agree: the first that is more than a plain number."""
    known = list(units)
    return next((unit for unit in known if unit not in ("", RATE)), RATE if RATE in known else "")


def of_product(over: Iterable[str], under: Iterable[str]) -> str | None:
    """The unit of factors multiplied and divided; None where there is no such measure (分×元, 元×元)."""
    left: list[str] = [unit for unit in over if unit in _KEPT_APART]
    for unit in under:
        if unit in left:
            left.remove(unit)
        elif unit in _KEPT_APART:
            left.append("÷" + unit)
    if not left:
        return ""
    return left[0] if len(left) == 1 and left[0] in _KEPT_APART else None
