"""One set of facts under many models: what two evaluations share is computed once.

While a node runs it is recorded what it reads; that is not declared anywhere. Where an equal node
finds the very same things in all those places again, what it made the first time is taken. Equal
columns are one object, so a change that comes to nothing ends where it does. Each outcome equals
the one that ``run`` gives.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, MutableMapping
from typing import TypeVar, cast

from attrs import Factory, define, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.evaluate.held import NOTHING_GIVEN
from perfeval.evaluate.outcome import Outcome, Trace, Values
from perfeval.evaluate.run import Run
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.conditions import GRADE_BY_SCORE
from perfeval.tables.model import Column, Model, Node, RankStep
from perfeval.tables.places import Place

K = TypeVar("K")
V = TypeVar("V")

# Where a node reads: columns, what the model says of columns, traces, and nodes that others ask about.
_COLUMNS, _SAID, _TRACES, _NODES = range(4)
# One thing that a node read: where, and under what name.
_Read = tuple[int, Hashable]


@frozen(eq=False)
class _State:
    """Where an evaluation stands: what the next node may read."""

    columns: dict[Place, Values]
    said: Mapping[Place, Column]
    traces: dict[str, Trace]
    nodes: Mapping[None, tuple[Node, ...]]

    @property
    def sources(self) -> tuple[Mapping[Hashable, object], ...]:
        """The same by ``_COLUMNS`` and so on."""
        every = (self.columns, self.said, self.traces, self.nodes)
        return cast(tuple[Mapping[Hashable, object], ...], every)


@frozen(eq=False)
class _Made:
    """What a node made."""

    columns: Mapping[Place, Values]
    traces: Mapping[str, Trace]
    found: tuple[Diagnostic, ...]


@define(eq=False)
class _Question:
    """What a node reads next, and how it goes on for each thing (by identity) that it found there."""

    where: int
    name: Hashable
    answers: dict[int, _Question | _Made] = Factory(dict)


class _Watched(MutableMapping[K, V]):
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

    shared: _Watched[None, tuple[Node, ...]]

    def __init__(self, state: _State, reads: dict[_Read, None]) -> None:
        object.__setattr__(self, "columns", _Watched(_SAID, state.said, reads))
        object.__setattr__(self, "shared", _Watched(_NODES, state.nodes, reads))

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that other nodes ask about."""
        return self.shared[None]


class ManyModels:
    """Evaluates ``facts`` by one model after the other."""

    def __init__(self, book: RuleBook, facts: Facts) -> None:
        self.book, self.facts = book, facts
        self.running: Run | None = None
        self.base: dict[Place, Values] = {}
        self.questions: dict[int, _Question | _Made] = {}
        # One object for each equal thing, and by identity what was given (kept, so that it stays).
        self.nodes: dict[Node, Node] = {}
        self.given_nodes: dict[int, tuple[Node, Node]] = {}
        self.said: dict[Column, Column] = {}
        self.given_said: dict[int, tuple[Mapping[Place, Column], dict[Place, Column]]] = {}
        self.asked_about: dict[tuple[Node, ...], dict[None, tuple[Node, ...]]] = {}
        self.columns: dict[Hashable, Values] = {}

    def run(self, model: Model) -> Checked[Outcome]:
        """What ``run(book, model, facts)`` gives."""
        if self.running is None:
            self.running = Run(self.book, model, self.facts, None, NOTHING_GIVEN)
            self.base = self.running.columns
        nodes = [self.node(node) for node in model.nodes]
        state = _State(dict(self.base), self.described(model.columns), {}, self.shared(nodes))
        sources = state.sources
        for node in nodes:
            # What the node made where it read the same as here.
            entry = self.questions.get(id(node))
            while isinstance(entry, _Question):
                entry = entry.answers.get(id(sources[entry.where].get(entry.name)))
            made = entry or self.make(node, state, self.running)
            if made.found:
                return Checked(None, made.found)
            state.columns.update(made.columns)
            state.traces.update(made.traces)
        return Checked(Outcome(self.book, model, self.facts, state.columns, state.traces))

    def make(self, node: Node, state: _State, running: Run) -> _Made:
        """Run the node, and keep what it made under all that it read."""
        reads: dict[_Read, None] = {}
        columns = _Watched(_COLUMNS, state.columns, reads)
        traces = _Watched(_TRACES, state.traces, reads)
        running.columns = cast(dict[Place, Values], columns)
        running.traces = cast(dict[str, Trace], traces)
        running.model = _SeenModel(state, reads)
        running.found = []
        running.node(node)
        made = _Made(
            {place: self.column(place, values) for place, values in columns.made.items()},
            traces.made,
            tuple(finding for _, finding in running.found),
        )
        self.keep(node, state, list(reads), made)
        return made

    def keep(self, node: Node, state: _State, reads: list[_Read], made: _Made) -> None:
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

    def shared(self, nodes: list[Node]) -> Mapping[None, tuple[Node, ...]]:
        """The nodes that others ask about: how units are ranked, which scores the grades rest on."""
        found = tuple(node for node in nodes if isinstance(node, RankStep) or node.name == GRADE_BY_SCORE)
        return self.asked_about.setdefault(found, {None: found})

    def column(self, place: Place, values: Values) -> Values:
        """The first column of this place with these values; 1 and 是 are not the same."""
        return self.columns.setdefault((place, tuple(values), tuple(map(type, values))), values)
