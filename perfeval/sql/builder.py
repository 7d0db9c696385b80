"""The plan while it grows: what is given, what each table and step adds, and where it is to be read."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import Factory, define, evolve

from perfeval.analysis.ends import ColumnEnds
from perfeval.ledger.limits import MAX_ROWS
from perfeval.rulebook.book import RuleBook
from perfeval.sql.expression import Call, Case, Cast, Expr, Join, Lit, Ref, Type, refs_in
from perfeval.sql.names import Names
from perfeval.sql.numbers import Num, rescaled, type_of
from perfeval.sql.plan import POPULATION, UNIT, WRONG, Base, Column, Plan, Relation, Suspect
from perfeval.sql.traces import Where
from perfeval.tables.model import Column as ModelColumn
from perfeval.tables.model import Kind, Model
from perfeval.tables.places import UNIT_GRAIN, Place

_KINDS = {Kind.TEXT: Type.TEXT, Kind.BOOL: Type.TRUTH, Kind.DATE: Type.DAY}
_UNIT_KEYS = (POPULATION, UNIT)
# Beside these a column would have to be wider than any number that people write.
_MOST = 10**38


class NotInSql(Exception):  # noqa: N818 - never leaves the package: it becomes a finding
    """What a step asks for cannot be said. what: in words."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@define
class Builder:
    """A plan that is being made for one model; ``node`` and ``clause`` say for which step right now."""

    book: RuleBook
    model: Model
    ends: ColumnEnds
    plan: Plan
    names: Names
    node: int = 0
    clause: str = ""
    # Where a column of the model stands, and between which scaled integers its numbers lie.
    found: dict[Place, Ref] = Factory(dict)
    bounds: dict[Place, tuple[int, int]] = Factory(dict)
    # Columns that are there for every element.
    complete: dict[Place, None] = Factory(dict)
    # For each column of days what tells that the calendar lacks one of them.
    lacking: dict[Place, Ref] = Factory(dict)
    # Where the trace of each table and step stands.
    traces: dict[str, Where] = Factory(dict)
    # The number of the series of each unit that is ranked: all of that series are there.
    ranked: Ref | None = None
    helpers: int = 0

    # ------------------------------------------------------------ columns

    def add(self, relation: Relation) -> None:
        """Enter a relation."""
        self.plan.relations[relation.name] = relation

    def relation(self, grain: str) -> Relation:
        """The relation of a grain."""
        return self.plan.relations[grain]

    def keys(self, grain: str) -> tuple[str, ...]:
        """What tells the elements of a grain apart."""
        return self.relation(grain).keys

    def elements(self, grain: str) -> tuple[tuple[Expr, bool], ...]:
        """The order in which the elements of a population stand."""
        return ((Ref(self.keys(grain)[-1]), False),)

    def column(self, grain: str, name: str) -> Ref:
        """A column of the model; what is known of units is spread over rows when asked for."""
        known = self.found.get((grain, name))
        if known is None:
            of_unit = self.found.get((UNIT_GRAIN, name))
            if of_unit is None or grain == UNIT_GRAIN:
                raise NotInSql(f"找不到栏“{name}”")
            column = self.relation(UNIT_GRAIN).columns[of_unit.name]
            known = self.define(grain, name, self.of_unit(of_unit.name), column.type)
            self.found[grain, name] = known
        return known

    def of_unit(self, column: str) -> Ref:
        """A column of the unit that a row is about."""
        return Ref(column, Join(UNIT_GRAIN, ((POPULATION, "=", POPULATION), (UNIT, "=", UNIT))))

    def meta(self, grain: str, name: str) -> ModelColumn:
        """What the model says of a column; of its unit where the rows do not have it."""
        known = self.model.columns.get((grain, name))
        return self.model.columns[UNIT_GRAIN, name] if known is None else known

    def number(self, grain: str, name: str) -> Num:
        """A column of numbers; a list counts as how many names it has."""
        column = self.meta(grain, name)
        place = (grain, name)
        if column.kind is Kind.LIST:
            return Num(self.column(grain, f"{name}·数"), 0, 0, MAX_ROWS, known=True)
        ref = self.column(grain, name)
        if place not in self.bounds:
            self.bounds[place] = self.narrowed(place, self.bounds.get((UNIT_GRAIN, name), (-_MOST, _MOST)))
        low, high = self.bounds[place]
        return Num(ref, column.places, low, high, place in self.complete)

    def narrowed(self, place: Place, bounds: tuple[int, int]) -> tuple[int, int]:
        """The bounds, as far as what is known of the rules draws them closer."""
        low, high = self.ends.at(*place).at_places(self.model.columns[place].places)
        least = bounds[0] if low is None else max(low, bounds[0])
        most = bounds[1] if high is None else min(high, bounds[1])
        return (least, most) if least <= most else bounds

    # ------------------------------------------------------------ making

    def level_of(self, grain: str, *exprs: Expr) -> int:
        """The level of a column with these expressions."""
        return self.plan.level_after(grain, [ref for expr in exprs for ref in refs_in(expr)])

    def define(self, grain: str, label: str, expr: Expr, kind: Type, note: str = "") -> Ref:
        """A new column of a relation, a level above all that it reads."""
        relation = self.relation(grain)
        name = self.names.new(relation.name, label)
        level = self.level_of(grain, expr)
        relation.columns[name] = Column(name, expr, kind, level, note)
        return Ref(name)

    def put(self, grain: str, name: str, expr: Expr, kind: Type | None = None) -> Ref:
        """The column of the model that the step makes."""
        column = self.model.columns[grain, name]
        if kind is None:
            kind = _KINDS[column.kind]
        ref = self.define(grain, name, expr, kind, self.clause)
        self.found[grain, name] = ref
        return ref

    def put_number(self, grain: str, name: str, number: Num) -> Ref:
        """The column of numbers that the step makes."""
        place = (grain, name)
        at_places = rescaled(number, self.model.columns[place].places)
        self.bounds[place] = self.narrowed(place, (at_places.low, at_places.high))
        if number.known:
            self.complete[place] = None
        kind = type_of(*self.bounds[place])
        expr = at_places.expr
        if not isinstance(expr, Ref) or at_places.type is not kind:
            expr = Cast(expr, kind)
        return self.put(grain, name, expr, kind)

    def helper(self, grain: str, number: Num) -> Num:
        """A number as a column of its own, to be written once and read several times."""
        self.helpers += 1
        ref = self.define(
            grain, f"中间数{self.helpers}", Cast(number.expr, number.type), number.type, self.clause
        )
        return evolve(number, expr=ref)

    def marked(self, grain: str, label: str, condition: Expr) -> Ref:
        """A truth as a column of its own."""
        return self.define(grain, label, condition, Type.TRUTH, self.clause)

    def suspect(self, grain: str, condition: Expr) -> None:
        """Something is wrong where this holds: what, the evaluation will say."""
        if condition != Lit(False):
            level = self.level_of(grain, condition)
            self.relation(grain).suspects.append(Suspect(level, self.node, condition))

    # ------------------------------------------------------------ many elements to one

    def summed(self, source: str, keys: Sequence[str], label: str, expr: Expr, kind: Type) -> tuple[str, Ref]:
        """A value for each group of rows that have the same keys: the relation that has it, and where."""
        level = self.level_of(source, expr, *(Ref(key) for key in keys))
        name = "\n".join((source, *keys, f"{level}"))
        relation = self.plan.relations.get(name)
        if relation is None:
            relation = self.derived(
                name, f"{self.relation(source).label}_合计", keys, Base(source, level, grouped=True)
            )
        made = self.names.new(name, label)
        relation.columns[made] = Column(made, expr, kind, level, self.clause)
        return name, Ref(made)

    def derived(self, name: str, label: str, keys: Sequence[str], base: Base) -> Relation:
        """A relation made from another, with the columns that are its keys."""
        relation = Relation(name, label, tuple(keys), base)
        for key in keys:
            self.names.reserve(name, key)
            kind = self.relation(base.source).columns[key].type
            relation.columns[key] = Column(key, Ref(key), kind, base.level)
        self.add(relation)
        return relation

    def for_units(self, source: str, label: str, expr: Expr, kind: Type) -> Ref:
        """What the rows about each unit come to, to be read at the unit; NULL where there are none."""
        name, ref = self.summed(source, _UNIT_KEYS, label, expr, kind)
        return Ref(ref.name, Join(name, tuple((key, "=", key) for key in _UNIT_KEYS)))

    def finish(self) -> Ref:
        """The first step with which anything is wrong in the population of a unit; NULL where all is well."""
        own = [ledger.name for ledger in self.book.schema.ledgers if ledger.name != UNIT_GRAIN]
        parts: list[Expr] = []
        for grain in (UNIT_GRAIN, *own):
            if self.relation(grain).suspects and grain == UNIT_GRAIN:
                parts.append(Ref(WRONG))
            elif self.relation(grain).suspects:
                parts.append(self.for_units(grain, "问题", Call("MIN", (Ref(WRONG),)), Type.ROW))
        note = "不为空的，在这一步有问题：这个群体的结果不算数"
        if not parts:
            return self.define(UNIT_GRAIN, "问题", Cast(Lit(None), Type.TEXT), Type.TEXT, note)
        first = parts[0] if len(parts) == 1 else Call("LEAST", tuple(parts))
        mine = self.define(UNIT_GRAIN, "问题步骤", first, Type.ROW)
        name, ref = self.summed(UNIT_GRAIN, (POPULATION,), "问题", Call("MIN", (mine,)), Type.ROW)
        step = Ref(ref.name, Join(name, ((POPULATION, "=", POPULATION),)))
        known = [suspect.node for grain in (UNIT_GRAIN, *own) for suspect in self.relation(grain).suspects]
        named = tuple((Lit(node), Lit(self.model.nodes[node].name)) for node in sorted(dict.fromkeys(known)))
        return self.define(UNIT_GRAIN, "问题", Case(named, subject=step), Type.TEXT, note)
