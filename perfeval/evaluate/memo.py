"""Evaluations of the same facts by many models: what two of them share is computed once.

While a node runs it is recorded what it reads; that is not declared anywhere. Where an equal node
finds the very same things in all those places again, what it made the first time is taken. Equal
columns are one object, so a change that comes to nothing ends where it does. Each outcome equals
the one of an evaluation by itself. Which engine runs the nodes is left to those who inherit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, MutableMapping, Sequence
from typing import Generic, TypeVar, cast

from attrs import Factory, define, frozen

from perfeval.tables.conditions import GRADE_BY_SCORE
from perfeval.tables.model import Column, Model, Node, RankStep
from perfeval.tables.places import Place

K = TypeVar("K")
V = TypeVar("V")
# A column of values, and something that is wrong.
C = TypeVar("C")
W = TypeVar("W")

# Where a node reads: columns, what the model says of columns, traces, reasons why numbers are missing,
# and nodes that others ask about.
_COLUMNS, _SAID, _TRACES, _DELAYED, _NODES = range(5)
# One thing that a node read: where, and under what name.
_Read = tuple[int, Hashable]


@frozen(eq=False)
class State(Generic[C]):
    """Where an evaluation stands: what the next node may read. order: all nodes, in order."""

    columns: dict[Place, C]
    said: Mapping[Place, Column]
    traces: dict[str, object]
    delayed: dict[Place, object]
    nodes: Mapping[None, tuple[Node, ...]]
    order: Sequence[Node]

    @property
    def sources(self) -> tuple[Mapping[Hashable, object], ...]:
        """The same by ``_COLUMNS`` and so on."""
        every = (self.columns, self.said, self.traces, self.delayed, self.nodes)
        return cast(tuple[Mapping[Hashable, object], ...], every)


@frozen(eq=False)
class Made(Generic[C, W]):
    """What a node made. found: what is wrong."""

    columns: Mapping[Place, C]
    traces: Mapping[str, object]
    delayed: Mapping[Place, object]
    found: tuple[W, ...]


@define(eq=False)
class _Question(Generic[C, W]):
    """What a node reads next, and how it goes on for each thing (by identity) that it found there."""

    where: int
    name: Hashable
    answers: dict[int, _Question[C, W] | Made[C, W]] = Factory(dict)


class Watched(MutableMapping[K, V]):
    """A mapping that notes what is read of it and keeps what is written to it apart."""

    def __init__(self, where: int, source: Mapping[K, V], reads: dict[_Read, None]) -> None:
        self.where = where
        self.source = source
        self.reads = reads
        self.made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key in self.made:
            return self.made[key]
        self.reads[self.where, cast(Hashable, key)] = None
        return self.source[key]

    def __setitem__(self, key: K, value: V) -> None:
        self.made[key] = value

    def __delitem__(self, key: K) -> None:
        raise TypeError("a node removes nothing")

    def __iter__(self) -> Iterator[K]:
        raise TypeError("a node reads by name")

    def __len__(self) -> int:
        raise TypeError("a node reads by name")


class _SeenModel(Model):
    """As much of a model as a node may see; what it looks at is noted."""

    shared: Watched[None, tuple[Node, ...]]

    def __init__(self, said: Mapping[Place, Column], shared: Watched[None, tuple[Node, ...]]) -> None:
        object.__setattr__(self, "columns", said)
        object.__setattr__(self, "shared", shared)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that other nodes ask about."""
        return self.shared[None]


class Seen(Generic[C]):
    """All that a node may see and write to while it runs; reads: what it looked at, in order."""

    def __init__(self, state: State[C]) -> None:
        self.reads: dict[_Read, None] = {}
        self.columns = Watched(_COLUMNS, state.columns, self.reads)
        self.traces = Watched(_TRACES, state.traces, self.reads)
        self.delayed = Watched(_DELAYED, state.delayed, self.reads)
        said = Watched(_SAID, state.said, self.reads)
        self.model = _SeenModel(said, Watched(_NODES, state.nodes, self.reads))


class Memo(ABC, Generic[C, W]):
    """What nodes made of the same facts, by what they read."""

    def __init__(self) -> None:
        self.questions: dict[int, _Question[C, W] | Made[C, W]] = {}
        # One object for each equal thing, and by identity what was given (kept, so that it stays).
        self.nodes: dict[Node, Node] = {}
        self.given_nodes: dict[int, tuple[Node, Node]] = {}
        self.said: dict[Column, Column] = {}
        self.given_said: dict[int, tuple[Mapping[Place, Column], dict[Place, Column]]] = {}
        self.asked_about: dict[tuple[Node, ...], dict[None, tuple[Node, ...]]] = {}
        self.columns: dict[Hashable, C] = {}

    @abstractmethod
    def perform(self, node: Node, seen: Seen[C]) -> tuple[W, ...]:
        """Run a node by what it may see; what is wrong."""

    @abstractmethod
    def key(self, column: C) -> Hashable:
        """The same for equal columns, and only for these."""

    def steps(self, state: State[C]) -> Iterator[Made[C, W]]:
        """What the nodes make, one after the other; all of it becomes part of ``state``."""
        sources = state.sources
        for node in state.order:
            # What the node made where it read the same as here.
            entry = self.questions.get(id(node))
            while isinstance(entry, _Question):
                entry = entry.answers.get(id(sources[entry.where].get(entry.name)))
            made = entry or self.make(node, state)
            state.columns.update(made.columns)
            state.traces.update(made.traces)
            state.delayed.update(made.delayed)
            yield made

    def begin(self, model: Model, base: Mapping[Place, C]) -> State[C]:
        """An evaluation that has only the columns that are there before any node."""
        order = [self.node(node) for node in model.nodes]
        said, asked_about = self.described(model.columns), self.asked_about_in(order)
        return State(dict(base), said, {}, {}, asked_about, order)

    def make(self, node: Node, state: State[C]) -> Made[C, W]:
        """Run the node, and keep what it made under all that it read."""
        seen = Seen(state)
        found = self.perform(node, seen)
        made = Made(
            {place: self.column(place, values, seen) for place, values in seen.columns.made.items()},
            seen.traces.made,
            seen.delayed.made,
            found,
        )
        self.keep(node, state, list(seen.reads), made)
        return made

    def keep(self, node: Node, state: State[C], reads: list[_Read], made: Made[C, W]) -> None:
        """Add the way from the first thing read to what was made; it may begin like ways known."""
        sources = state.sources
        answers, key = self.questions, id(node)
        for where, name in reads:
            question = answers.setdefault(key, _Question(where, name))
            assert isinstance(question, _Question) and (question.where, question.name) == (where, name)
            answers, key = question.answers, id(sources[where].get(name))
        answers[key] = made

    # ------------------------------------------------------------ one object for equal things

    def node(self, node: Node) -> Node:
        """The first node that equals this one."""
        known = self.given_nodes.get(id(node))
        if known is None:
            known = self.given_nodes[id(node)] = (node, self.nodes.setdefault(node, node))
        return known[1]

    def described(self, columns: Mapping[Place, Column]) -> Mapping[Place, Column]:
        """What a model says of columns, equal descriptions being one object."""
        known = self.given_said.get(id(columns))
        if known is None:
            same = {place: self.said.setdefault(column, column) for place, column in columns.items()}
            known = self.given_said[id(columns)] = (columns, same)
        return known[1]

    def asked_about_in(self, nodes: Sequence[Node]) -> Mapping[None, tuple[Node, ...]]:
        """The nodes that others ask about: how units are ranked, which scores the grades rest on."""
        found = tuple(node for node in nodes if isinstance(node, RankStep) or node.name == GRADE_BY_SCORE)
        return self.asked_about.setdefault(found, {None: found})

    def column(self, place: Place, values: C, seen: Seen[C]) -> C:
        """The first column of this place with these values, unless it says why some are missing."""
        if place in seen.delayed.made:
            return values
        return self.columns.setdefault((place, self.key(values)), values)
