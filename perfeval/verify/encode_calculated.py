"""Steps of computing sentences as formulas: exact where rows and days allow it, else unknowns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import asdict

from perfeval.rulebook.expressions import DayCount, Statistic
from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.encode_rows import ENCODED, rows_together
from perfeval.verify.free import in_range, key_of
from perfeval.verify.terms import Term
from perfeval.verify.universe import Slot, same_cells
from perfeval.verify.values import Value

if TYPE_CHECKING:
    from perfeval.verify.encode import Encoder

# What numbers come to even where there are none.
_ALWAYS = (Statistic.SUM, Statistic.COUNT, Statistic.DISTINCT, Statistic.LONGEST_RUN)
# A full month has at least and at most so many days; so has a full year.
_DAYS = {DayCount.MONTHS: (28, 31), DayCount.YEARS: (365, 366)}


def encode_calculated(encoder: Encoder, step: s.CalculatedStep) -> None:
    """One step; a kind of step that is not known here is an unknown that depends on all it reads."""
    for kind, work in _WORK:
        if isinstance(step, kind):
            encoder.done.columns[step.grain, step.name] = tuple(work(encoder, step))
            return
    encoder.done.columns[step.grain, step.name] = tuple(_unknown_values(encoder, step))


def slots_of(encoder: Encoder, grain: str) -> Sequence[Slot]:
    """The unknown rows of a ledger; none for units."""
    return encoder.universe.slots.get(grain, ())


# ---------------------------------------------------------------- exact


def _spread(encoder: Encoder, step: s.Spread) -> list[Value]:
    return [encoder.done.unit(step.source)] * encoder.elements(step.grain)


def _filled(encoder: Encoder, step: s.FilledStep) -> list[Value]:
    true = encoder.terms.true
    return [Value(true, value.known) for value in encoder.values(step.grain, step.source)]


def _match(encoder: Encoder, step: s.MatchStep) -> list[Value]:
    terms = encoder.terms
    theirs = encoder.values(step.other, step.key)
    mine = encoder.values(step.grain, step.key)
    if encoder.loose:
        read = [*mine[:1], *theirs[:1]]
        return [Value(terms.true, terms.truth(encoder.unknown(f"{step.other}中有", *read))) for _ in mine]
    found: list[Value] = []
    for value in mine:
        met = [
            terms.all([slot.exists, value.known, other.known, same_cells(terms, value.term, other.term)])
            for slot, other in zip(slots_of(encoder, step.other), theirs, strict=True)
        ]
        found.append(Value(terms.true, terms.any(met)))
    return found


def _rows(encoder: Encoder, step: s.RowsStep) -> list[Value]:
    if encoder.loose or step.statistic not in ENCODED:
        return _unknown_values(encoder, step)
    return [rows_together(encoder, step, element) for element in range(encoder.elements(step.grain))]


def _days(encoder: Encoder, step: s.DaysStep) -> list[Value]:
    terms = encoder.terms
    found: list[Value] = []
    for element in range(encoder.elements(step.grain)):
        start, end = (_day(encoder, step.grain, element, each) for each in (step.start, step.end))
        known, days = terms.all([start.known, end.known]), terms.minus(end.term, start.term)
        if step.count is DayCount.DAYS:
            found.append(Value(known, days))
            continue
        name = encoder.universe.registry.name("days", step.count, step.calendar, key_of(start), key_of(end))
        number = terms.number(name)
        encoder.done.ranges.extend(_near(encoder, step.count, days, number))
        found.append(Value(known, number))
    if step.grain == UNIT_GRAIN and step.count is not DayCount.DAYS:
        encoder.done.outright[step.name] = terms.true
    return found


def _day(encoder: Encoder, grain: str, element: int, day: str | date) -> Value:
    if isinstance(day, date):
        return Value(encoder.terms.true, encoder.terms.constant(day.toordinal()))
    return encoder.value(grain, element, day)


def _near(encoder: Encoder, count: DayCount, days: Term, number: Term) -> list[Term]:
    """What a number of months, years or working days is, as far as the days between tell."""
    terms = encoder.terms
    least, most = _DAYS.get(count, (1, 0))
    size = terms.greatest(days, terms.times(days, -1))
    magnitude = terms.greatest(number, terms.times(number, -1))
    found = [
        terms.any([terms.less(days, terms.zero), terms.at_most(terms.zero, number)]),
        terms.any([terms.less(terms.zero, days), terms.at_most(number, terms.zero)]),
        terms.at_most(terms.times(magnitude, least), size),
    ]
    if most:
        # One more month, or year, is more than the days there are.
        beyond = terms.times(terms.sum([magnitude, terms.constant(1)]), most)
        found.append(terms.less(size, beyond))
    return found


# ---------------------------------------------------------------- unknowns of their own


def _unknown_values(encoder: Encoder, step: s.CalculatedStep) -> list[Value]:
    """A column that depends on other units too, or in a way that no formula says."""
    column = encoder.column(step.grain, step.name)
    read = _read(encoder, step)
    made_of = (type(step).__name__, _asks(step), encoder.book.units, read, encoder.loose)
    found: list[Value] = []
    for element in range(encoder.elements(step.grain)):
        # What a row is among others depends on itself and on them, not on the order in which they stand.
        own = _of_row(encoder, step, element) if step.grain != UNIT_GRAIN else ()
        name = encoder.universe.registry.name("step", made_of, own)
        known = _known(encoder, step, element, f"{name}？")
        if column.kind is Kind.BOOL:
            found.append(Value(known, encoder.terms.truth(name)))
            continue
        number = encoder.terms.number(name)
        if column.kind is Kind.TEXT:
            codes = [encoder.universe.code(value) for value in column.values]
            encoder.done.ranges.append(
                encoder.terms.any(encoder.terms.is_value(number, code) for code in codes)
            )
        elif column.kind is Kind.NUMBER:
            ends = encoder.ends.at(step.grain, step.name)
            encoder.done.ranges.extend(in_range(encoder.terms, number, ends, 10**column.places))
        found.append(Value(known, number))
    if step.grain == UNIT_GRAIN and column.kind is Kind.NUMBER:
        encoder.done.outright[step.name] = encoder.terms.true
    return found


def _asks(step: s.CalculatedStep) -> tuple[object, ...]:
    """What a step does, apart from what it is called and where that is asked for."""
    settings = asdict(step, recurse=False).items()
    return tuple((name, value) for name, value in settings if name not in ("name", "clause"))


def _read(encoder: Encoder, step: s.CalculatedStep) -> tuple[object, ...]:
    """The formulas of all that a step reads; rows in an order of their own, unless theirs matters."""
    found: list[object] = []
    for grain in dict.fromkeys(grain for grain, _ in step.reads):
        names = [name for each, name in step.reads if each == grain]
        values = [_values(encoder, grain, name) for name in names]
        rows = [tuple(map(key_of, row)) for row in zip(*values, strict=True)]
        found.append((grain, tuple(rows if isinstance(step, s.ShareStep) else sorted(rows))))
    return tuple(found)


def _of_row(encoder: Encoder, step: s.CalculatedStep, element: int) -> tuple[object, ...]:
    """The formulas that a step reads of one row."""
    names = [name for grain, name in step.reads if grain == step.grain]
    return tuple(key_of(_values(encoder, step.grain, name)[element]) for name in names)


def _values(encoder: Encoder, grain: str, name: str) -> Sequence[Value]:
    """A column as far as it is there; what is read of units may be read at any grain."""
    values = encoder.done.columns.get((grain, name))
    return encoder.values(grain, name) if values is None else values


def _known(encoder: Encoder, step: s.CalculatedStep, element: int, name: str) -> Term:
    """Whether there is a value."""
    terms = encoder.terms
    if isinstance(step, s.RowsStep | s.GroupStep) and step.statistic in _ALWAYS:
        return terms.true
    if isinstance(step, s.GroupStep) and not step.others:
        return terms.any([encoder.value(step.grain, element, step.source).known, terms.truth(name)])
    if isinstance(step, s.OrderStep):
        ranked = encoder.value(step.grain, element, step.keys[0][0]).known
        return ranked if step.once is None else terms.all([ranked, terms.truth(name)])
    if isinstance(step, s.BandsStep):
        return encoder.value(step.grain, element, step.key[0]).known
    if isinstance(step, s.DayPartStep):
        return encoder.value(step.grain, element, step.source).known
    return terms.truth(name)


Work = Callable[..., list[Value]]
_WORK: tuple[tuple[type[s.CalculatedStep], Work], ...] = (
    (s.Spread, _spread),
    (s.FilledStep, _filled),
    (s.MatchStep, _match),
    (s.RowsStep, _rows),
    (s.DaysStep, _days),
)
