"""A plan and what is wanted of it -> the stages that are needed, each with the columns still read later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import Factory, define, frozen

from perfeval.sql.expression import Case, Expr, Join, Lit, Ref, Type, coalesce, refs_in
from perfeval.sql.plan import WRONG, Base, Column, Plan, Relation

# A relation and a level.
At = tuple[str, int]


@frozen(eq=False)
class Stage:
    """One step of the query: carried columns of what it starts from, and the columns it makes.

    source: a given table, or the stage before. joins: what is beside it, by table or stage.
    first: what a relation begins with; None where a stage only adds to the one before. compares:
    whether rows are compared in it, and nothing else.
    """

    at: At
    label: str
    source: At
    joins: Mapping[Join, At]
    carried: tuple[str, ...]
    made: tuple[Column, ...]
    first: Base | None
    keys: tuple[str, ...] = ()
    compares: bool = False


@define
class _Needs:
    """What of each relation is needed, by name of relation and column."""

    plan: Plan
    names: dict[str, dict[str, None]] = Factory(dict)

    def close(self, goals: Iterable[tuple[str, str]]) -> None:
        """Everything that the goals rest on."""
        waiting = list(goals)
        while waiting:
            relation, name = waiting.pop()
            known = self.names.get(relation)
            if known is None:
                known = self.names[relation] = {}
                waiting.extend(self.always(self.plan.relations[relation]))
            if name not in known:
                known[name] = None
                waiting.extend(self.read_by(self.plan.relations[relation], name))

    def always(self, relation: Relation) -> list[tuple[str, str]]:
        """What a relation needs to be there at all."""
        found = [(relation.name, key) for key in relation.keys]
        base = relation.base
        if base is not None and base.where is not None:
            found.extend(self.of_expr(base.source, base.where))
        return found

    def read_by(self, relation: Relation, name: str) -> list[tuple[str, str]]:
        """What one column is computed from."""
        base = relation.base
        if base is None:
            return []
        if name == WRONG:
            return [
                each
                for suspect in relation.suspects
                for each in self.of_expr(relation.name, suspect.condition)
            ]
        column = relation.columns[name]
        return self.of_expr(base.source if column.level == base.level else relation.name, column.expr)

    @staticmethod
    def of_expr(relation: str, expr: Expr) -> list[tuple[str, str]]:
        """The columns an expression reads, and those by which it is joined."""
        found: list[tuple[str, str]] = []
        for ref in refs_in(expr):
            if ref.join is None:
                found.append((relation, ref.name))
            else:
                found.append((ref.join.target, ref.name))
                for own, _, theirs in ref.join.on:
                    found.extend(((relation, own), (ref.join.target, theirs)))
        return found


def stages_of(plan: Plan, relation: str, wanted: tuple[str, ...]) -> tuple[Stage, ...]:
    """The stages that make these columns of a relation, in an order in which each finds what it reads."""
    return stages_for(plan, {relation: wanted})


def stages_for(plan: Plan, goals: Mapping[str, tuple[str, ...]]) -> tuple[Stage, ...]:
    """The same for several relations at once, by name; what they share is made once."""
    needs = _Needs(plan)
    needs.close((relation, name) for relation, wanted in goals.items() for name in wanted)
    levels = {name: _levels(plan.relations[name], known) for name, known in needs.names.items()}
    making = _Making(plan, levels)
    for relation, wanted in goals.items():
        making.demand((relation, levels[relation][-1]), wanted)
    everything = sorted(((level, name) for name, own in levels.items() for level in own), reverse=True)
    return tuple(reversed([making.stage((name, level)) for level, name in everything]))


def last_stage(stages: tuple[Stage, ...], relation: str) -> Stage:
    """The stage that has all of a relation."""
    return [stage for stage in stages if stage.at[0] == relation][-1]


def _levels(relation: Relation, names: Iterable[str]) -> list[int]:
    if relation.base is None:
        return []
    found = {relation.base.level: None}
    for name in names:
        if name == WRONG:
            found.update({suspect.level: None for suspect in relation.suspects})
        else:
            found[relation.columns[name].level] = None
    return sorted(found)


@define
class _Making:
    """Stages from the last to the first, each told by the later ones what they read."""

    plan: Plan
    levels: dict[str, list[int]]
    demanded: dict[At, dict[str, None]] = Factory(dict)

    def demand(self, at: At, names: Iterable[str]) -> None:
        """These columns are read of that stage."""
        self.demanded.setdefault(at, {}).update(dict.fromkeys(names))

    def at(self, relation: str, level: int) -> At:
        """The stage of a relation that is there at a level, or the given table."""
        own = [each for each in self.levels[relation] if each <= level]
        return relation, own[-1] if own else 0

    def stage(self, at: At) -> Stage:
        name, level = at
        relation = self.plan.relations[name]
        base = relation.base
        assert base is not None
        first = base if level == base.level else None
        source = self.at(base.source if first else name, level - 1)
        wanted = {**dict.fromkeys(relation.keys), **self.demanded.get(at, {})}
        made = [
            column for column in relation.columns.values() if column.name in wanted and column.level == level
        ]
        carried = [
            each for each in relation.columns if each in wanted and relation.columns[each].level < level
        ]
        if WRONG in wanted:
            wrong = _wrong(relation, level)
            made.extend([wrong] if wrong else [])
            carried.extend([] if wrong else [WRONG])
        exprs = [column.expr for column in made] + ([base.where] if first and base.where else [])
        joins = self.read(source, level, exprs)
        self.demand(source, carried)
        return Stage(at, relation.label, source, joins, tuple(carried), tuple(made), first, relation.keys)

    def read(self, source: At, level: int, exprs: Iterable[Expr]) -> dict[Join, At]:
        """Demand what expressions read; the relations that they join."""
        joins: dict[Join, At] = {}
        for ref in (ref for expr in exprs for ref in refs_in(expr)):
            if ref.join is None:
                self.demand(source, [ref.name])
                continue
            target = joins[ref.join] = self.at(ref.join.target, level - 1)
            self.demand(target, [ref.name, *(theirs for _, _, theirs in ref.join.on)])
            self.demand(source, [own for own, _, _ in ref.join.on])
        return joins


def _wrong(relation: Relation, level: int) -> Column | None:
    """The number of the first step that is wrong, as far as this stage knows more than the one before."""
    own = [suspect for suspect in relation.suspects if suspect.level == level]
    if not own:
        return None
    found: Expr = Case(tuple((suspect.condition, Lit(suspect.node)) for suspect in own))
    if any(suspect.level < level for suspect in relation.suspects):
        found = coalesce(Ref(WRONG), found)
    return Column(WRONG, found, Type.ROW, level, "问题")
