"""What each table and step reads and writes, and the order that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.rulebook.expressions import Expression, Quantity, operands
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.model import (
    CapStep,
    Fixed,
    FormulaStep,
    Gather,
    HighestRow,
    LookupStep,
    Node,
    RankStep,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN, Place


def names_in(expression: Expression) -> tuple[str, ...]:
    """The columns that an expression of a model reads."""
    if isinstance(expression, Quantity):
        return (expression.name,)
    return tuple(name for part in operands(expression) for name in names_in(part))


def reads(node: Node) -> tuple[Place, ...]:
    """The columns that a node needs, by grain and name, each once."""
    return tuple(dict.fromkeys(_reads(node)))


def _reads(node: Node) -> Iterable[Place]:
    if isinstance(node, Table):
        yield from ((node.grain, name) for name in node.inputs)
        for row in node.rows:
            for output in row.outputs:
                if output is not None and not isinstance(output, Fixed):
                    yield from ((node.grain, name) for name in names_in(output))
    elif isinstance(node, Gather):
        yield (node.ledger, node.source)
        if node.winners is not None:
            yield (node.ledger, node.winners)
    elif isinstance(node, HighestRow):
        yield from ((node.ledger, name) for name in (node.key, *node.by))
        yield from ((node.ledger, name) for name, _ in node.order)
    elif isinstance(node, CapStep):
        yield from ((UNIT_GRAIN, name) for name in (*node.members, *node.inner))
        if node.rows is not None:
            ledger, picks, gathers = node.rows
            yield (ledger, picks)
            yield from ((UNIT_GRAIN, name) for name in gathers)
    elif isinstance(node, FormulaStep):
        yield from ((node.grain, name) for name in names_in(node.expression))
    elif isinstance(node, LookupStep):
        yield from ((node.ledger, name) for name in (node.key, node.value))
    elif isinstance(node, CalculatedStep):
        yield from node.reads
    elif isinstance(node, RankStep):
        yield (UNIT_GRAIN, node.by)
    else:
        yield from ((UNIT_GRAIN, name) for name in (node.by, node.taking_part))
        if node.cancelled is not None:
            yield (UNIT_GRAIN, node.cancelled)


def writes(node: Node) -> tuple[Place, ...]:
    """The columns that a node makes."""
    if isinstance(node, Table):
        return tuple((node.grain, name) for name in node.outputs)
    if isinstance(node, HighestRow):
        return ((node.ledger, node.name),)
    if isinstance(node, FormulaStep | CalculatedStep):
        return ((node.grain, node.name),)
    if isinstance(node, RankStep):
        return ((UNIT_GRAIN, node.name), (UNIT_GRAIN, node.taking_part))
    return ((UNIT_GRAIN, node.name),)


def in_order(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Nodes so that each comes after what it reads, and those caught in a circle (empty: none)."""
    makers = {place: id(node) for node in nodes for place in writes(node)}
    needed = {id(node): [makers[place] for place in reads(node) if place in makers] for node in nodes}
    users: dict[int, list[int]] = {}
    for node in nodes:
        for maker in needed[id(node)]:
            users.setdefault(maker, []).append(id(node))
    # How many nodes have to run one after the other before this one.
    depth = {id(node): 0 for node in nodes if not needed[id(node)]}
    missing = {key: len(makers) for key, makers in needed.items()}
    waiting = list(depth)
    for ready in waiting:
        for user in users.get(ready, ()):
            missing[user] -= 1
            if not missing[user]:
                depth[user] = 1 + max(depth[maker] for maker in needed[user])
                waiting.append(user)
    ordered = sorted((node for node in nodes if id(node) in depth), key=lambda node: depth[id(node)])
    return tuple(ordered), tuple(node for node in nodes if id(node) not in depth)


# ---------------------------------------------------------------- parts of a model


def upstream(nodes: Sequence[Node], ends: Sequence[Place], stop: Place | None = None) -> tuple[Node, ...]:
    """The nodes that these columns rest on, in order; not those that only ``stop`` rests on."""
    wanted = dict.fromkeys(ends)
    found: list[Node] = []
    for node in reversed(nodes):
        made = writes(node)
        if stop not in made and any(place in wanted for place in made):
            found.append(node)
            # What the roster and the ledgers of facts say of the unit is read at every grain.
            wanted.update(dict.fromkeys([*reads(node), *((UNIT_GRAIN, name) for _, name in reads(node))]))
    return tuple(reversed(found))


def between(nodes: Sequence[Node], ledger: str, end: Place) -> tuple[object, ...]:
    """What tells how rows of a ledger act on a column: the nodes between them, and what else these read.

    What is only added on the way there does not matter, whatever it is.
    """
    inside: list[Node] = []
    made: dict[Place, None] = {}
    beside: dict[Place, None] = {}
    for node in upstream(nodes, [end]):
        read = reads(node)
        if any(grain == ledger or (grain, name) in made for grain, name in read):
            inside.append(node)
            made.update(dict.fromkeys(writes(node)))
            if not isinstance(node, FormulaStep):
                beside.update(dict.fromkeys(read))
    others = [place for place in beside if place not in made and place[0] != ledger]
    return (*inside, *upstream(nodes, others))
