"""One rule book under many combinations of readings: what two combinations share is compiled once.

A stage is shown the rules of its kinds and what the stages before it made known, and nothing else
(``Stage``). So where both are the same its nodes are the same, and they are taken from the first
time. Each model equals the one that ``compile_book`` gives.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.rules import Rule
from perfeval.tables.draft import Draft
from perfeval.tables.flow import reads, writes
from perfeval.tables.from_rulebook import STAGES, Stage, begin, chosen_readings, finish, rules_under
from perfeval.tables.model import CapStep, Column, Model, Node
from perfeval.tables.places import Place

# The options chosen for the readings that a stage depends on.
_Choice = tuple[str, ...]


@frozen(eq=False)
class _Known:
    """What the draft knows after a stage. number: the same for all that know the same."""

    number: int
    draft: Draft


@frozen(eq=False)
class _Done:
    """What a stage made. forms: for each node the number of its form, see ``ManyReadings.form``."""

    nodes: tuple[Node, ...]
    forms: tuple[int, ...]
    findings: tuple[Diagnostic, ...]
    known: _Known


@frozen(eq=False)
class _Order:
    """The order of nodes by their number, and the columns that they make."""

    numbers: tuple[int, ...]
    columns: Mapping[Place, Column]


class ManyReadings:
    """Compiles ``book`` under one combination of readings after the other."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.concerned = [_readings_with(book, stage.kinds) for stage in STAGES]
        self.scoring = _readings_with(book, (r.Score,))
        self.done: dict[tuple[int, int, _Choice], _Done] = {}
        self.knowns: dict[Hashable, _Known] = {}
        self.nodes: dict[Node, Node] = {}
        self.forms: dict[Hashable, int] = {}
        self.orders: dict[tuple[int, tuple[int, ...], _Choice], _Order] = {}
        self.start = self.known(begin(book))
        self.given = tuple(self.start.draft.columns)

    def model(self, chosen: Mapping[str, str]) -> Checked[Model]:
        """What ``compile_book(book, chosen)`` gives. Raises KeyError like it."""
        readings = chosen_readings(self.book, chosen)
        known = self.start
        parts: list[_Done] = []
        for number, stage in enumerate(STAGES):
            choice = tuple(readings[name] for name in self.concerned[number])
            key = (number, known.number, choice)
            if key not in self.done:
                self.done[key] = self.stage(stage, known, readings)
            parts.append(self.done[key])
            known = parts[-1].known
        findings = tuple(finding for part in parts for finding in part.findings)
        if findings:
            return Checked(None, findings)
        nodes = tuple(node for part in parts for node in part.nodes)
        forms = tuple(form for part in parts for form in part.forms)
        same_order = (known.number, forms, tuple(readings[name] for name in self.scoring))
        if same_order not in self.orders:
            ordered = self.ordered(known, nodes, readings)
            if ordered.value is None:
                return Checked(None, ordered.diagnostics)
            self.orders[same_order] = ordered.value
        order = self.orders[same_order]
        return Checked(Model(tuple(nodes[number] for number in order.numbers), order.columns, readings))

    def stage(self, stage: Stage, known: _Known, readings: Mapping[str, str]) -> _Done:
        """What a stage makes of the rules of its kinds and of what is known before it."""
        draft = _copy(known.draft)
        draft.rules = stage.rules(rules_under(self.book, readings))
        stage.work(draft)
        nodes = tuple(self.nodes.setdefault(node, node) for node in draft.nodes)
        return _Done(nodes, tuple(map(self.form, nodes)), tuple(draft.findings), self.known(draft))

    def known(self, draft: Draft) -> _Known:
        """What the draft knows, the same object for the same."""
        key = (
            tuple(draft.columns.items()),
            tuple(draft.periods.items()),
            tuple((place, tuple(parts)) for place, parts in draft.definitions.items()),
            tuple(draft.made),
            tuple(draft.inlined.items()),
            draft.ranking,
            tuple(draft.vetoed.items()),
            tuple(draft.filled.items()),
        )
        return self.knowns.setdefault(key, _Known(len(self.knowns), draft))

    def form(self, node: Node) -> int:
        """The number of all that the order of nodes and its checks depend on."""
        key = (isinstance(node, CapStep), reads(node), writes(node))
        return self.forms.setdefault(key, len(self.forms))

    def ordered(self, known: _Known, nodes: tuple[Node, ...], readings: Mapping[str, str]) -> Checked[_Order]:
        """The order of the nodes and all columns; or what is wrong."""
        draft = _copy(known.draft)
        draft.nodes = list(nodes)
        ordered = finish(draft, self.given, rules_under(self.book, readings))
        if ordered.value is None:
            return Checked(None, ordered.diagnostics)
        numbers = {id(node): number for number, node in enumerate(nodes)}
        return Checked(_Order(tuple(numbers[id(node)] for node in ordered.value), draft.columns))


def _readings_with(book: RuleBook, kinds: tuple[type[Rule], ...]) -> tuple[str, ...]:
    """The readings any option of which has a rule of these kinds."""
    return tuple(
        reading.name
        for reading in book.readings
        if any(isinstance(rule, kinds) for option in reading.options for rule in option.rules)
    )


def _copy(draft: Draft) -> Draft:
    """A draft that knows the same, without rules, nodes and findings."""
    return evolve(
        draft,
        rules=[],
        nodes=[],
        findings=[],
        columns=dict(draft.columns),
        periods=dict(draft.periods),
        definitions={place: list(parts) for place, parts in draft.definitions.items()},
        made=dict(draft.made),
        inlined=dict(draft.inlined),
        vetoed=dict(draft.vetoed),
        filled=dict(draft.filled),
    )
