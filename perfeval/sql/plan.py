"""The relational plan: relations, each a chain of stages that add columns level by level.

A column's level says how many steps come before it. All columns of a relation with one level make one
stage, so that the query is as deep as the longest chain of rules and no deeper.
"""

from __future__ import annotations

from attrs import Factory, define, frozen

from perfeval.sql.expression import Expr, Join, Ref, Type

# What tells the elements of every relation apart.
POPULATION, UNIT, LINE = "_population", "_unit", "_line"
WRONG = "_wrong"


@frozen
class Column:
    """A column: how it is computed, at which level, and what it is about, for people."""

    name: str
    expr: Expr
    type: Type
    level: int
    note: str = ""


@frozen
class Base:
    """What the first stage of a relation is made from: rows of ``source``, and what is joined to them.

    where: which of them. grouped: a row for each value of the keys. distinct: equal rows are one.
    """

    source: str
    level: int
    where: Expr | None = None
    grouped: bool = False
    distinct: bool = False


@frozen
class Suspect:
    """Where this holds something is wrong; node: the number of the table or step in the model."""

    level: int
    node: int
    condition: Expr


@define(eq=False)
class Relation:
    """The elements of one grain, or what is derived from them. base: None for a table that is given."""

    name: str
    label: str
    keys: tuple[str, ...]
    base: Base | None
    columns: dict[str, Column] = Factory(dict)
    suspects: list[Suspect] = Factory(list)

    @property
    def wrong_level(self) -> int:
        """From which level on it is known whether anything is wrong."""
        return max(suspect.level for suspect in self.suspects)

    def level_of(self, name: str) -> int:
        """The level of a column."""
        return self.wrong_level if name == WRONG else self.columns[name].level


@frozen
class Output:
    """A column of a result: its name there, and which column of the relation it is."""

    name: str
    type: Type
    note: str = ""


@frozen(eq=False)
class Plan:
    """All relations by name."""

    relations: dict[str, Relation]

    def level_after(self, relation: str, refs: list[Ref]) -> int:
        """The level of what reads these columns."""
        own = self.relations[relation]
        found = 0 if own.base is None else own.base.level
        for ref in refs:
            if ref.join is None:
                found = max(found, own.level_of(ref.name))
            else:
                found = max(found, self.level_of_join(own, ref.join, ref.name))
        return found + 1

    def level_of_join(self, own: Relation, join: Join, name: str) -> int:
        """The level at which a joined column can be had."""
        other = self.relations[join.target]
        mine = [own.level_of(column) for column, _, _ in join.on if column in own.columns]
        theirs = [other.level_of(column) for _, _, column in join.on]
        return max([other.level_of(name), *mine, *theirs])
