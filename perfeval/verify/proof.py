"""The answers: 有别 with a witness, 同义 with the ranges it rests on, 未定 with the reason."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from perfeval.evaluate.records import Field
from perfeval.rulebook.examples import Situation

# The name under which it is told that one of two books has no result for some facts.
NO_RESULT = "评不出结果的原因"
# Why nothing is said where a question turns on a number that no formula says.
BEYOND = "要看除出来的、和别的单位比出来的数，没有逐一证明"


class Verdict(Enum):
    """Whether two books differ for any unit; the value is the word that users see."""

    DIFFERENT = "有别"
    SAME = "同义"
    OPEN = "未定"


@frozen
class FieldChange:
    """One field of a record that differs, with both values as the engine gave them."""

    name: str
    old: Field
    new: Field


@frozen
class Proof:
    """The answer for two books.

    witness, unit, changes: for 有别 the facts, whose record differs, and in what. ranges: for 同义 what
    the facts may be. reason: for 未定 why; for 有别 without a witness what differs plainly.
    """

    verdict: Verdict
    witness: Situation | None = None
    unit: str = ""
    changes: tuple[FieldChange, ...] = ()
    ranges: tuple[str, ...] = ()
    reason: str = ""


@frozen
class Found:
    """There is such a unit: these facts, replayed."""

    situation: Situation
    unit: str


@frozen
class Impossible:
    """There is no such unit within these ranges."""

    ranges: tuple[str, ...]


@frozen
class Undecided:
    """It could not be decided, and why."""

    reason: str


Answer = Found | Impossible | Undecided
