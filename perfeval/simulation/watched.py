"""What is counted: grades and other words, ranks, and which clauses decided."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import OrderStep
from perfeval.tables.conditions import GRADE
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.flow import upstream, writes
from perfeval.tables.model import CapStep, Fixed, Gather, Gathering, Kind, Model, RankStep, Row, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.traces import FiredRows, GatheredRows
from perfeval.vectors.vector import Array, Truths, looked_up

# How a clause decides, beside the names of the tables of which a row fired.
POINTS, CAP = "计分", "封顶"


@frozen
class Watched:
    """The results of a book that are counted: names of words (grades first), and of ranks.

    order: for each of the words what it may be, in the order in which it is shown.
    """

    words: tuple[str, ...]
    ranks: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]


@frozen
class Way:
    """A clause and how it decides: the table of which its row fired, 计分 or 封顶."""

    clause: str
    how: str


def watched_of(book: RuleBook, model: Model) -> Watched:
    """The grade where there is one, else all words that the book lists as results; and all its ranks."""
    made = {name: node for node in model.nodes for grain, name in writes(node) if grain == UNIT_GRAIN}
    listed = [name for name in book.results or made if name in made and name not in GROUP_COLUMNS]
    texts = [name for name in listed if model.columns[UNIT_GRAIN, name].kind is Kind.TEXT]
    words = (GRADE,) if GRADE in texts else tuple(texts)
    ranks = tuple(name for name in listed if isinstance(made[name], RankStep | OrderStep))
    return Watched(words, ranks, tuple(_order(name, book, model) for name in words))


def _order(name: str, book: RuleBook, model: Model) -> tuple[str, ...]:
    """The grades from high to low; of other words those that the model knows, in its order."""
    known = model.columns[UNIT_GRAIN, name].values
    return tuple(dict.fromkeys((*(book.grades if name == GRADE else ()), *known)))


def ways_of(model: Model, watched: Watched) -> tuple[Way, ...]:
    """Every way in which a clause can decide about what is counted, in the order of the model."""
    ends = [(UNIT_GRAIN, name) for name in (*watched.words, *watched.ranks)]
    ways: dict[Way, None] = {}
    for node in upstream(model.nodes, ends):
        if isinstance(node, Table) and node.grain == UNIT_GRAIN:
            ways.update(dict.fromkeys(Way(row.clause, node.name) for row in node.rows if _gives(row)))
        elif isinstance(node, Gather) and node.how is not Gathering.COUNT:
            ways[Way(node.clause, POINTS)] = None
            if node.limit is not None:
                ways[Way(node.clause, CAP)] = None
        elif isinstance(node, CapStep):
            ways[Way(node.clause, CAP)] = None
    return tuple(way for way in ways if way.clause)


def _gives(row: Row) -> bool:
    """Whether a row says something: one that only says 否 decides nothing."""
    return any(output is not None and output != Fixed(False) for output in row.outputs)


def decided(made: VectorOutcome) -> Iterator[tuple[Way, Truths]]:
    """For each way, perhaps in parts, the units for which it decided.

    A table: a row of the clause fired that gives something. 计分: the points that the clause gives are
    not 0. 封顶: the cap has taken something off.
    """
    for node in made.model.nodes:
        if isinstance(node, Table) and node.grain == UNIT_GRAIN:
            trace = made.traces.get(node.name)
            if isinstance(trace, FiredRows):
                yield from _of_rows(node, trace)
        elif isinstance(node, Gather) and node.how is not Gathering.COUNT:
            after = made.columns[UNIT_GRAIN, node.name].values
            yield Way(node.clause, POINTS), _not_zero(after)
            if node.limit is not None:
                gathered = made.traces[node.name]
                assert isinstance(gathered, GatheredRows)
                yield Way(node.clause, CAP), np.asarray(gathered.before.values != after, dtype=np.bool_)
        elif isinstance(node, CapStep):
            yield Way(node.clause, CAP), _not_zero(made.columns[UNIT_GRAIN, node.name].values)


def _of_rows(table: Table, trace: FiredRows) -> Iterator[tuple[Way, Truths]]:
    for clause in table.clauses:
        own = [number for number, row in enumerate(table.rows) if row.clause == clause and _gives(row)]
        meant = np.array([any(row in own for row in rows) for rows in trace.rows], dtype=np.bool_)
        if meant.any():
            yield Way(clause, table.name), looked_up(meant, trace.index)


def _not_zero(values: Array) -> Truths:
    return np.asarray(values != 0, dtype=np.bool_)
