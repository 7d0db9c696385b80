"""The impact in figures: how many units have each grade, what the money comes to, what each edit moves."""

from __future__ import annotations

from attrs import frozen

from perfeval.diff.amounts import Measure, measure_of, number_of
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import label
from perfeval.diff.impact import UNIT
from perfeval.diff.trials import Results
from perfeval.evaluate.records import Field
from perfeval.quantity.number import plain
from perfeval.tables.conditions import GRADE
from perfeval.tables.places import UNIT_GRAIN


@frozen
class Count:
    """How many units had a grade, and have it."""

    grade: str
    before: int
    after: int


@frozen
class Total:
    """What the units got of one kind of money, and get: as text in plain notation."""

    field: str
    before: str
    after: str


def field_counts(comparison: Comparison) -> list[tuple[str, int]]:
    """How many units each field changes for: the grade first, then in the order of the results."""
    changed = [effect.change.field for effect in comparison.impact or ()]
    order = (GRADE, UNIT, *comparison.difference.after.results, *changed)
    return [(field, changed.count(field)) for field in dict.fromkeys(order) if field in changed]


def grade_counts(comparison: Comparison) -> list[Count]:
    """The grades in the order of the books, those that no unit has or had left out."""
    if comparison.ends is None:
        return []
    columns = [model.columns.get((UNIT_GRAIN, GRADE)) for model in comparison.models]
    grades = dict.fromkeys(grade for column in columns if column for grade in column.values)
    before, after = (_values(results, GRADE) for results in comparison.ends)
    counts = [Count(grade, before.count(grade), after.count(grade)) for grade in grades]
    return [count for count in counts if count.before or count.after]


def totals(comparison: Comparison) -> list[Total]:
    """The money that changes for somebody, over all units."""
    if comparison.ends is None:
        return []
    fields = [name for name, _ in field_counts(comparison)]
    money = [name for name in fields if measure_of(name, comparison.models) is Measure.MONEY]
    return [Total(name, *(_sum(_values(results, name)) for results in comparison.ends)) for name in money]


def unit_counts(comparison: Comparison) -> list[tuple[str, int]]:
    """For how many units each edit causes something, by itself or with others; the edits in order."""
    units: dict[str, dict[str, None]] = {label(key): {} for key in comparison.difference.keys}
    for effect in comparison.impact or ():
        for key in effect.cause.enough:
            units[label(key)][effect.change.unit] = None
    return [(name, len(own)) for name, own in units.items() if own]


def idle_edits(comparison: Comparison) -> tuple[str, ...]:
    """The edited parts that may matter, and have to do with no change on these facts."""
    used = [key for effect in comparison.impact or () for key in effect.cause.keys]
    return tuple(label(key) for key in comparison.difference.keys if key not in used)


def accompanying(comparison: Comparison) -> tuple[str, ...]:
    """The edits that cause nothing themselves, and have to be made or undone with some that do."""
    known = (*(name for name, _ in unit_counts(comparison)), *idle_edits(comparison))
    return tuple(label(key) for key in comparison.difference.keys if label(key) not in known)


def _values(results: Results, field: str) -> list[Field]:
    return [record.get(field) for record in results.values()]


def _sum(values: list[Field]) -> str:
    numbers = [number for value in values if (number := number_of(value)) is not None]
    places = max((number.places for number in numbers), default=0)
    return plain(sum(number.scaled(places) for number in numbers), places)
