"""Grades, ranks and money of all units under one combination, in a form that is quick to compare."""

from __future__ import annotations

from perfeval.evaluate.outcome import Outcome, Values
from perfeval.evaluate.records import Field, field_of, result_names
from perfeval.tables.calculated import OrderStep
from perfeval.tables.conditions import GRADE
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import Column, Kind, RankStep
from perfeval.tables.places import UNIT_GRAIN

MONEY = "元"
# For each watched field the number of its column of shown values, as ``Signatures.shown`` has them.
Signature = dict[str, int]


class Signatures:
    """Makes and compares signatures; equal columns of shown values have one number.

    kinds: the fields seen so far that are the grade, a rank or money.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.kinds: dict[str, dict[str, None]] = {"等次": {}, "名次": {}, "金额": {}}
        self.shown: list[tuple[Field, ...]] = []
        self.numbers: dict[tuple[object, ...], int] = {}
        # By identity; the columns are kept so that they stay what they are.
        self.by_column: dict[tuple[int, int], tuple[Values, Column, int]] = {}
        self.made: dict[tuple[tuple[str, int], ...], Signature] = {}
        self.differing: dict[tuple[int, int], int] = {}
        self.nothing = self.number((None,) * size)

    def signature(self, outcome: Outcome) -> Signature:
        """The signature of one outcome; equal ones are one object."""
        made = {name: self.column(outcome, name) for name in self.watched(outcome)}
        return self.made.setdefault(tuple(made.items()), made)

    def watched(self, outcome: Outcome) -> tuple[str, ...]:
        """The grade and other words, the ranks and places, and the results that are money."""
        columns = outcome.model.columns
        grades = [GRADE] if (UNIT_GRAIN, GRADE) in outcome.columns else []
        ranks = [node.name for node in outcome.model.nodes if isinstance(node, RankStep)]
        named = result_names(outcome)
        ranks += [
            node.name
            for node in outcome.model.nodes
            if isinstance(node, OrderStep) and node.grain == UNIT_GRAIN and node.name in named
        ]
        # Bands and choices may come to words, which are as good as grades.
        grades += [
            name
            for name in named
            if name not in (*grades, *GROUP_COLUMNS)
            and (column := columns.get((UNIT_GRAIN, name))) is not None
            and column.kind is Kind.TEXT
        ]
        money = [
            name
            for name in named
            if (column := columns.get((UNIT_GRAIN, name))) is not None and column.unit == MONEY
        ]
        for known, names in zip(self.kinds.values(), (grades, ranks, money), strict=True):
            known.update(dict.fromkeys(names))
        return tuple(dict.fromkeys((*grades, *ranks, *money)))

    def column(self, outcome: Outcome, name: str) -> int:
        """The number of what one field shows for all units."""
        values, column = outcome.columns[UNIT_GRAIN, name], outcome.model.columns[UNIT_GRAIN, name]
        key = id(values), id(column)
        if key not in self.by_column:
            shown = tuple(field_of(outcome, name, unit) for unit in range(self.size))
            self.by_column[key] = values, column, self.number(shown)
        return self.by_column[key][2]

    def number(self, shown: tuple[Field, ...]) -> int:
        """The number of a column of shown values."""
        key = tuple(tuple(value) if isinstance(value, list) else value for value in shown)
        if key not in self.numbers:
            self.numbers[key] = len(self.shown)
            self.shown.append(shown)
        return self.numbers[key]

    def grade(self, signature: Signature, unit: int) -> str | None:
        """The grade of a unit."""
        found = self.shown[signature.get(GRADE, self.nothing)][unit]
        return found if isinstance(found, str) else None

    def differ(self, one: Signature, other: Signature, names: tuple[str, ...]) -> int:
        """The units for which any of these fields differs, as the bits of a number."""
        units = 0
        for name in names:
            first, second = one.get(name, self.nothing), other.get(name, self.nothing)
            if first != second:
                units |= self.units_between(first, second)
        return units

    def units_between(self, first: int, second: int) -> int:
        """The units for which two columns of shown values differ, as the bits of a number."""
        key = first, second
        if key not in self.differing:
            pairs = enumerate(zip(self.shown[first], self.shown[second], strict=True))
            self.differing[key] = sum(1 << unit for unit, (one, two) in pairs if one != two)
        return self.differing[key]
