"""How many unknown rows it takes so that nothing a rule counts to is out of reach.

A proof over three rows of a ledger says nothing of a cap that takes four rows to reach. Rows that
meet the same conditions are alike, and one unknown row stands for many of them; so it takes as many
unknown rows as there are conditions, and, where rows cannot be alike because each has a key of its
own, as many as reach every cap and every count that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from perfeval.ledger.schema import Ledger
from perfeval.rulebook.expressions import Literal
from perfeval.tables.calculated import RowsStep
from perfeval.tables.cells import AnyValue, Range
from perfeval.tables.model import CapStep, Gather, Gathering, LookupStep, Model, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.kinds import Books
from perfeval.verify.universe import Bounds, keys_of, merged_ledgers

# So many unknown rows of a ledger are looked at, and each stands for so many alike, at most.
MOST_ROWS = 8
MOST_ALIKE = 999


def ample_bounds(books: Books, bounds: Bounds) -> Bounds | None:
    """Bounds within which every limit and count of the models is reached; None if that takes too much."""
    more = dict(bounds.more)
    models = [model for _, model in books]
    for ledger in merged_ledgers([book for book, _ in books]):
        if ledger.per_unit or keys_of(ledger):
            continue
        if any(end >= MOST_ALIKE for model in models for end in _counted_to(model, ledger.name)):
            return None
        needed = max(_needed(model, ledger) for model in models)
        if needed > MOST_ROWS:
            return None
        more[ledger.name] = max(more.get(ledger.name, 0), needed - bounds.rows)
    return evolve(bounds, alike=MOST_ALIKE, more=tuple(sorted(more.items())))


def reach_everything(books: Books, bounds: Bounds) -> bool:
    """Whether within these bounds every limit and every count can be reached, if not all at once.

    Sums of rows alike have no end. What a ledger gives once however many rows there are, what has a
    limit of its own, and what is only counted, each takes a row of its own.
    """
    for ledger in merged_ledgers([book for book, _ in books]):
        for _, model in books if not (ledger.per_unit or keys_of(ledger)) else ():
            gathers = [
                node for node in model.nodes if isinstance(node, Gather) and node.ledger == ledger.name
            ]
            apart = [node for node in gathers if node.how is not Gathering.SUM or node.limit is not None]
            rows = len(apart) + (len(apart) < len(gathers))
            if ledger.key:
                rows = max(rows, *_rows_to_limits(model, ledger.name), *_counts(model, ledger.name), 0)
            elif any(end > bounds.alike for end in _counted_to(model, ledger.name)):
                return False
            if rows > bounds.rows_of(ledger.name, by_key=False):
                return False
    return True


def figured_ledgers(model: Model, ledgers: Iterable[Ledger]) -> tuple[str, ...]:
    """The ledgers with any number of rows that figures of units are made of.

    How many rows it takes until nothing more can happen is not known of them: a proof over some rows
    says nothing of more.
    """
    open_ended = [each.name for each in ledgers if not each.per_unit and not keys_of(each)]
    read = dict.fromkeys(node.ledger for node in model.nodes if isinstance(node, RowsStep))
    return tuple(name for name in open_ended if name in read)


def rest_on_rows(names: Iterable[str], ledgers: Sequence[str]) -> bool:
    """Whether unknowns of these names are of rows of these ledgers."""
    starts = tuple(f"{ledger}#" for ledger in ledgers)
    return bool(starts) and any(name.startswith(starts) for name in names)


def _needed(model: Model, ledger: Ledger) -> int:
    conditions = len(_conditions(model, ledger.name))
    if not ledger.key:
        return conditions
    years = sum(isinstance(node, LookupStep) and node.ledger == ledger.name for node in model.nodes)
    return max(conditions, years + 1, *_rows_to_limits(model, ledger.name), *_counts(model, ledger.name))


def _tables(model: Model, ledger: str) -> Iterator[Table]:
    """The tables that give points for rows of a ledger, or pick rows to be counted."""
    sources = [node.source for node in model.nodes if isinstance(node, Gather) and node.ledger == ledger]
    for node in model.nodes:
        if isinstance(node, Table) and node.grain == ledger and any(name in sources for name in node.outputs):
            yield node


def _conditions(model: Model, ledger: str) -> list[object]:
    """What rows are asked for, each combination of cells once."""
    return list(
        dict.fromkeys(
            tuple(
                (name, cell)
                for name, cell in zip(table.inputs, row.cells, strict=True)
                if not isinstance(cell, AnyValue)
            )
            for table in _tables(model, ledger)
            for row in table.rows
        )
    )


def _counted_to(model: Model, ledger: str) -> Iterator[int]:
    """The numbers that counts of rows are compared with."""
    counts = [
        node.name
        for node in model.nodes
        if isinstance(node, Gather) and node.ledger == ledger and node.how is Gathering.COUNT
    ]
    for node in model.nodes:
        if isinstance(node, Table) and node.grain == UNIT_GRAIN:
            for row in node.rows:
                for name, cell in zip(node.inputs, row.cells, strict=True):
                    if name in counts and isinstance(cell, Range):
                        yield from (end for end in (cell.low, cell.high) if isinstance(end, int))


def _counts(model: Model, ledger: str) -> list[int]:
    return [end + 1 for end in _counted_to(model, ledger)]


def _rows_to_limits(model: Model, ledger: str) -> list[int]:
    """For each limit on what rows give, how many of the rows that give most are beyond it."""
    found: list[int] = []
    for node in model.nodes:
        if isinstance(node, Gather) and node.ledger == ledger and node.limit is not None:
            found.append(_rows_beyond(model, ledger, [node], node.limit, node.name))
        if isinstance(node, CapStep):
            names = node.limited
            gathers = [each for each in _gathers(model, names) if each.ledger == ledger]
            if gathers:
                found.append(_rows_beyond(model, ledger, gathers, node.limit, node.name))
    return found


def _gathers(model: Model, names: Sequence[str]) -> list[Gather]:
    """The sums behind columns of units: these themselves, or the parts of a clause."""
    nodes = [node for node in model.nodes if isinstance(node, Gather)]
    clauses = [getattr(node, "clause", "") for name in names if (node := model.node(name)) is not None]
    return [node for node in nodes if node.name in names or node.clause in clauses]


def _rows_beyond(model: Model, ledger: str, gathers: Sequence[Gather], limit: int, name: str) -> int:
    """How many rows it takes to go beyond a limit; one where the points of a row have no end."""
    places = model.columns[UNIT_GRAIN, name].places
    most = 0
    for table in _tables(model, ledger):
        if not any(gather.source in table.outputs for gather in gathers):
            continue
        fixed = [out for row in table.rows for out in row.outputs if isinstance(out, Literal)]
        if not fixed:
            return 1
        most = max(most, *(abs(out.number.scaled(max(places, out.number.places))) for out in fixed))
    return limit // most + 1 if most else 1
