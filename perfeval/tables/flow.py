"""What each table and step reads and writes, and the order that follows from it."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval.rulebook.expressions import (
    ClausePoints,
    Expression,
    Fact,
    Literal,
    Negative,
    Product,
    Quantity,
    Steps,
    Sum,
)
from perfeval.tables.model import (
    UNIT_GRAIN,
    CapStep,
    FormulaStep,
    Gather,
    HighestRow,
    LookupStep,
    Node,
    Place,
    RankStep,
    Table,
)


def names_in(expression: Expression) -> tuple[str, ...]:
    """The columns that an expression of a model reads."""
    if isinstance(expression, Quantity):
        return (expression.name,)
    if isinstance(expression, Literal | Fact | ClausePoints):
        return ()
    if isinstance(expression, Negative | Steps):
        return names_in(expression.operand)
    parts = expression.terms if isinstance(expression, Sum) else expression.factors
    return tuple(name for part in parts for name in names_in(part))


def reads(node: Node) -> tuple[Place, ...]:
    """The columns that a node needs, by grain and name, each once."""
    return tuple(dict.fromkeys(_reads(node)))


def _reads(node: Node) -> Iterable[Place]:
    if isinstance(node, Table):
        yield from ((node.grain, name) for name in node.inputs)
        for row in node.rows:
            for output in row.outputs:
                if isinstance(output, Literal | Quantity | Negative | Steps | Sum | Product):
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
    if isinstance(node, FormulaStep):
        return ((node.grain, node.name),)
    if isinstance(node, RankStep):
        return ((UNIT_GRAIN, node.name), (UNIT_GRAIN, node.taking_part))
    return ((UNIT_GRAIN, node.name),)


def in_order(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Nodes so that each comes after what it reads, and those caught in a circle (empty: none)."""
    makers = {place: id(node) for node in nodes for place in writes(node)}
    needed = {id(node): [makers[place] for place in reads(node) if place in makers] for node in nodes}
    ordered: list[Node] = []
    waiting = list(nodes)
    done: dict[int, bool] = {}
    while waiting:
        ready = [node for node in waiting if all(maker in done for maker in needed[id(node)])]
        if not ready:
            return tuple(ordered), tuple(waiting)
        for node in ready:
            done[id(node)] = True
        ordered.extend(ready)
        waiting = [node for node in waiting if id(node) not in done]
    return tuple(ordered), ()
