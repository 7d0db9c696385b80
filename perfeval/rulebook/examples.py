"""例: what must come out of which facts. An example is a test that stands in the rule book itself."""

from __future__ import annotations

from attrs import field, frozen

from perfeval.quantity.number import Number
from perfeval.source.text import Span

# ---------------------------------------------------------------- 设: what is given


@frozen
class GivenRows:
    """Rows of one ledger with a row an event, as they would stand in its file.

    columns: all columns of the ledger, 单位 first. rows: the cells as text; that of 单位 is empty in a
    ledger whose rows are about no unit.
    lines: the line of the rule book in which each row stands (0 where it stands in none).
    """

    ledger: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = field(eq=False)


@frozen
class GivenValue:
    """A fact of a unit, or a computed number of it that is set outright (综合得分为600分).

    name: a column of a ledger with one row a unit, or a computed quantity. text: the value as it
    would stand in a ledger. line: as in ``GivenRows``.
    """

    unit: str
    name: str
    text: str
    line: int = field(default=0, eq=False)


@frozen
class Situation:
    """The facts of one example; of all other facts nothing is known.

    A series is ranked, and its places are given out, only where every unit of it has the number it
    is ranked by. words: the names of computed words, which may be set outright like numbers.
    """

    values: tuple[GivenValue, ...] = ()
    rows: tuple[GivenRows, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """The units that anything is said of, in order of mention."""
        named = [value.unit for value in self.values]
        named.extend(row[0] for given in self.rows for row in given.rows if row[0])
        return tuple(dict.fromkeys(named))


# ---------------------------------------------------------------- 则: what must come out


@frozen
class ClaimedPoints:
    """A clause adds ``points`` 分 (negative: takes); before: what it gives before the limits it states."""

    unit: str
    clause: str
    points: Number
    before: bool
    span: Span = field(eq=False)


@frozen
class ClaimedResult:
    """A result of a unit is ``value``.

    value: a number, 是 or 否, the grade, names in order (measures, cases), or None (为无).
    """

    unit: str
    name: str
    value: Number | bool | str | tuple[str, ...] | None
    span: Span = field(eq=False)


@frozen
class ClaimedNot:
    """The grade of a unit is not ``grade``."""

    unit: str
    grade: str
    span: Span = field(eq=False)


@frozen
class ClaimedRefusal:
    """The facts are turned down, and ``reason`` is part of what is said of them."""

    reason: str
    span: Span = field(eq=False)


@frozen
class ClaimedOfRow:
    """A computed column of the unit's ``number``-th row of ``ledger`` (from 1) is ``value``.

    value: a number, a word, or None (为无).
    """

    unit: str
    ledger: str
    number: int
    name: str
    value: Number | str | None
    span: Span = field(eq=False)


Claim = ClaimedPoints | ClaimedResult | ClaimedNot | ClaimedOfRow | ClaimedRefusal


@frozen
class Expectation:
    """What must come out under these readings (name, option); those not named are as adopted."""

    readings: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    span: Span = field(eq=False)


@frozen
class Example:
    """One example: its name, what is given and what must come out."""

    name: str
    situation: Situation
    expectations: tuple[Expectation, ...]
    span: Span = field(eq=False)
