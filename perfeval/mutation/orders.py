"""Numbers that lie so far apart and no farther: exact, without a solver.

A wish says that one number exceeds another by at most so much; the number named "" is zero. Whether
all wishes can be had is whether no circle of them adds up to less than nothing (Bellman and Ford).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

ZERO = ""


@frozen
class Wish:
    """``number`` - ``other`` is at most ``most``."""

    number: str
    other: str
    most: int

    def refused(self, grain: int) -> Wish:
        """The opposite: the difference is greater, by ``grain`` at least."""
        return Wish(self.other, self.number, -self.most - grain)


def exactly(number: str, value: int) -> tuple[Wish, Wish]:
    """The number has this value."""
    return Wish(number, ZERO, value), Wish(ZERO, number, -value)


def numbers_for(wishes: Sequence[Wish], usual: int) -> Mapping[str, int] | None:
    """Numbers that meet all wishes, ``usual`` where that can be; None if there are none."""
    found = _met(wishes)
    if found is None:
        return None
    kept = list(wishes)
    for name in found:
        nearer = [*kept, *exactly(name, usual)]
        if name != ZERO and _met(nearer) is not None:
            kept = nearer
    return _met(kept)


def _met(wishes: Sequence[Wish]) -> dict[str, int] | None:
    names = dict.fromkeys([ZERO, *(name for wish in wishes for name in (wish.number, wish.other))])
    reach = dict.fromkeys(names, 0)
    for _ in range(len(names) + 1):
        moved = False
        for wish in wishes:
            if reach[wish.other] + wish.most < reach[wish.number]:
                reach[wish.number] = reach[wish.other] + wish.most
                moved = True
        if not moved:
            return {name: value - reach[ZERO] for name, value in reach.items()}
    return None
