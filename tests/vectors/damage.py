"""Models and facts in which something is wrong, for some of the populations."""

from __future__ import annotations

from random import Random

from attrs import evolve

from perfeval.ledger.facts import Facts
from perfeval.tables.cells import ANY
from perfeval.tables.model import Model, Row, Table


def damaged_model(chance: Random, sound: Model) -> Model:
    """One table has a row less, a row that asks less, or a second row for the same."""
    table = chance.choice([node for node in sound.nodes if isinstance(node, Table) and node.rows])
    rows = list(table.rows)
    place = chance.randrange(len(rows))
    how = chance.choice(("drop", "widen", "twice"))
    if how == "drop":
        del rows[place]
    elif how == "widen" and rows[place].cells:
        rows[place] = _widened(rows[place], chance.randrange(len(rows[place].cells)))
    else:
        rows.insert(place, evolve(rows[place], outputs=chance.choice(rows).outputs))
    new = evolve(table, rows=tuple(rows))
    return evolve(sound, nodes=tuple(new if node is table else node for node in sound.nodes))


def _widened(row: Row, place: int) -> Row:
    return evolve(row, cells=(*row.cells[:place], ANY, *row.cells[place + 1 :]))


def damaged_facts(chance: Random, facts: Facts) -> Facts:
    """One cell of one ledger is empty, where none may be."""
    name = chance.choice([name for name, table in facts.tables.items() if len(table) and table.columns])
    table = facts.tables[name]
    column = chance.choice(list(table.columns))
    values = list(table.columns[column])
    values[chance.randrange(len(table))] = None
    columns = {**table.columns, column: tuple(values)}
    return Facts({**facts.tables, name: evolve(table, columns=columns)})
