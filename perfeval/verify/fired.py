"""Nodes by grain and name: a unit and the rows of several ledgers may have numbers of the same name."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.evaluate.outcome import Outcome, Values
from perfeval.evaluate.tables import fire
from perfeval.tables.flow import writes
from perfeval.tables.model import Model, Node, Table
from perfeval.tables.places import UNIT_GRAIN


def fired_of(outcome: Outcome, table: Table) -> Sequence[tuple[int, ...]]:
    """For each element of a table's grain the numbers of the rows that fired."""
    if sum(node.name == table.name for node in outcome.model.nodes) == 1:
        return outcome.table_trace(table.name).fired
    inputs = [_values(outcome, table.grain, name) for name in table.inputs]
    made = outcome.columns[table.grain, table.outputs[0]]
    return fire(table, inputs, len(made))[0]


def _values(outcome: Outcome, grain: str, name: str) -> Values:
    """A column; what is known of units holds for the rows about them."""
    known = outcome.columns.get((grain, name))
    if known is not None:
        return known
    of_units = outcome.columns[UNIT_GRAIN, name]
    numbers = {unit.name: number for number, unit in enumerate(outcome.book.units)}
    return [of_units[numbers[unit]] for unit in outcome.facts.tables[grain].units]


def twin_of(node: Node, model: Model) -> Node | None:
    """The node of another model that has the same name and makes the same columns."""
    made = writes(node)[:1]
    same = (each for each in model.nodes if each.name == node.name and writes(each)[:1] == made)
    return next(same, None)


def key_of_table(table: Table) -> tuple[str, str]:
    """What tells a table from others."""
    return table.grain, table.name
