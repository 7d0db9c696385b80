"""What accounts look up in a model, found once for all units."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen

from perfeval.tables.flow import writes
from perfeval.tables.model import Model, Node, PlacesStep, RankStep, Table
from perfeval.tables.places import Place


@frozen(eq=False)
class Plan:
    """A model by name, by clause and by column.

    named: the first node of each name. of_clause: the nodes behind each clause, in order. makers: the
    node that makes each column. ranking: how units are ranked. placed: the steps that fill places.
    places: the first of these for each grade.
    several: the names that more than one node has.
    """

    named: Mapping[str, Node]
    of_clause: Mapping[str, tuple[Node, ...]]
    makers: Mapping[Place, Node]
    ranking: RankStep | None
    placed: tuple[PlacesStep, ...]
    places: Mapping[str, PlacesStep]
    several: tuple[str, ...]

    def table(self, name: str) -> Table:
        """The table with this name. Raises KeyError if there is none."""
        found = self.named.get(name)
        if not isinstance(found, Table):
            raise KeyError(name)
        return found

    def is_single(self, name: str) -> bool:
        """Whether one node alone has this name."""
        return name not in self.several


def node_clause(node: Node) -> str:
    """The clause of a step; a table's rows have their own."""
    return getattr(node, "clause", "")


@lru_cache(maxsize=8)
def plan_of(model: Model) -> Plan:
    """The plan of a model; those of the last few are kept."""
    named: dict[str, Node] = {}
    several: list[str] = []
    of_clause: dict[str, list[Node]] = {}
    makers: dict[Place, Node] = {}
    for node in model.nodes:
        if named.setdefault(node.name, node) is not node:
            several.append(node.name)
        for clause in node.clauses if isinstance(node, Table) else (node_clause(node),):
            of_clause.setdefault(clause, []).append(node)
        makers.update(dict.fromkeys(writes(node), node))
    placed = tuple(node for node in model.nodes if isinstance(node, PlacesStep))
    places = {step.grade: step for step in reversed(placed)}
    behind = {clause: tuple(nodes) for clause, nodes in of_clause.items()}
    return Plan(named, behind, makers, model.ranking, placed, places, tuple(several))
