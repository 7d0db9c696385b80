"""Grades, ranks and money of all units under one combination, in a form that is quick to compare."""

from __future__ import annotations

from operator import ne

from perfeval.evaluate.records import Field
from perfeval.sensitivity.evaluated import Evaluated
from perfeval.tables.calculated import OrderStep
from perfeval.tables.conditions import GRADE
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import Column, Kind, RankStep
from perfeval.tables.places import UNIT_GRAIN

MONEY = "元"
# What comparisons came to is kept in so many bytes.
_KEPT = 64_000_000
# The kinds of watched fields, as users are told of them.
GRADES, RANKS, MONEYS = "等次", "名次", "金额"
# For each watched field the number of its column of shown values, as ``Signatures.shown`` has them.
Signature = dict[str, int]


class Signatures:
    """Makes and compares signatures; equal columns of shown values have one number.

    kinds: the fields seen so far that are the grade, a rank or money.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.kinds: dict[str, dict[str, None]] = {GRADES: {}, RANKS: {}, MONEYS: {}}
        self.shown: list[tuple[Field, ...]] = []
        self.numbers: dict[tuple[object, ...], int] = {}
        # By identity; the columns are kept so that they stay what they are.
        self.by_column: dict[tuple[int, int], tuple[object, Column, int]] = {}
        self.made: dict[tuple[tuple[str, int], ...], Signature] = {}
        self.differing: dict[tuple[int, int], int] = {}
        self.nothing = self.number((None,) * size)

    def signature(self, evaluated: Evaluated) -> Signature:
        """The signature of what one combination gives; equal ones are one object."""
        made = {name: self.column(evaluated, name) for name in self.watched(evaluated)}
        return self.made.setdefault(tuple(made.items()), made)

    def watched(self, evaluated: Evaluated) -> tuple[str, ...]:
        """The grade and other words, the ranks and places, and the results that are money."""
        columns, nodes, named = evaluated.model.columns, evaluated.model.nodes, evaluated.names
        grades = [GRADE] if (UNIT_GRAIN, GRADE) in evaluated.columns else []
        ranks = [node.name for node in nodes if isinstance(node, RankStep)]
        ranks += [
            node.name
            for node in nodes
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

    def column(self, evaluated: Evaluated, name: str) -> int:
        """The number of what one field shows for all units."""
        values, column = evaluated.columns[UNIT_GRAIN, name], evaluated.model.columns[UNIT_GRAIN, name]
        key = id(values), id(column)
        if key not in self.by_column:
            self.by_column[key] = values, column, self.number(tuple(evaluated.fields(name)))
        return self.by_column[key][2]

    def number(self, shown: tuple[Field, ...]) -> int:
        """The number of a column of shown values."""
        try:
            hash(shown)
            key: tuple[object, ...] = shown
        except TypeError:
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
        """The units for which any of these fields differs, as the bytes of a number, each 0 or 1."""
        units = 0
        for name in names:
            first, second = one.get(name, self.nothing), other.get(name, self.nothing)
            if first != second:
                units |= self.units_between(first, second)
        return units

    def units_between(self, first: int, second: int) -> int:
        """The units for which two columns of shown values differ, as the bytes of a number."""
        key = first, second
        if key not in self.differing:
            if len(self.differing) * self.size > _KEPT:
                self.differing.clear()
            differs = bytes(map(ne, self.shown[first], self.shown[second]))
            self.differing[key] = int.from_bytes(differs, "little")
        return self.differing[key]
