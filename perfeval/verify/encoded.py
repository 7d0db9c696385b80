"""What an encoded model is: the formulas of its columns, tables and steps."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import Factory, define

from perfeval.tables.model import Node, Table
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.verify import encode_steps as steps
from perfeval.verify.encode_tables import TableTerms
from perfeval.verify.fired import key_of_table
from perfeval.verify.terms import Term
from perfeval.verify.values import Value


@define(eq=False)
class Encoded:
    """A model as formulas.

    columns: for each element (the unit, or an unknown row) its value. tables: for each element.
    gathers, before: by the name of the step. refusals: by node, when the facts have no result.
    assumptions: what was assumed of the unknowns on the way. ranges: what holds of rank and place.
    """

    columns: dict[Place, tuple[Value, ...]] = Factory(dict)
    tables: dict[Place, tuple[TableTerms, ...]] = Factory(dict)
    gathers: dict[str, steps.GatherTerms] = Factory(dict)
    before: dict[str, Term] = Factory(dict)
    refusals: dict[str, Term] = Factory(dict)
    divisions: dict[str, Term] = Factory(dict)
    outright: dict[str, Term] = Factory(dict)
    assumptions: list[Term] = Factory(list)
    ranges: list[Term] = Factory(list)

    def unit(self, name: str) -> Value:
        """A column of the unit."""
        return self.columns[UNIT_GRAIN, name][0]

    def take_over(self, node: Node, places: Sequence[Place], other: Encoded) -> None:
        """Make a node's formulas those of another encoding, in which it is the same."""
        for place in places:
            self.columns[place] = other.columns[place]
        name = node.name
        self.outright.update((made, other.outright[made]) for _, made in places if made in other.outright)
        if isinstance(node, Table):
            self.tables[key_of_table(node)] = other.tables[key_of_table(node)]
        if name in other.gathers:
            self.gathers[name] = other.gathers[name]
        if name in other.before:
            self.before[name] = other.before[name]
        grains = [f"{grain}，{name}" for grain, _ in places]
        self.refusals.update((key, other.refusals[key]) for key in grains if key in other.refusals)
        self.divisions.update((key, other.divisions[key]) for key in grains if key in other.divisions)
