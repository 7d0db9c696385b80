"""One set of facts under many models, by the reference; equal parts are computed once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import cast

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.evaluate.held import NOTHING_GIVEN
from perfeval.evaluate.memo import Memo, Seen
from perfeval.evaluate.outcome import Outcome, Trace, Values
from perfeval.evaluate.run import Run
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model, Node
from perfeval.tables.places import Place


class ManyModels(Memo[Values, Diagnostic]):
    """Evaluates ``facts`` by one model after the other."""

    def __init__(self, book: RuleBook, facts: Facts) -> None:
        super().__init__()
        self.book, self.facts = book, facts
        self.running: Run | None = None
        self.base: dict[Place, Values] = {}

    def run(self, model: Model) -> Checked[Outcome]:
        """What ``run(book, model, facts)`` gives."""
        if self.running is None:
            self.running = Run(self.book, model, self.facts, None, NOTHING_GIVEN)
            self.base = self.running.columns
        state = self.begin(model, self.base)
        for made in self.steps(state):
            if made.found:
                return Checked(None, made.found)
        traces = cast(Mapping[str, Trace], state.traces)
        return Checked(Outcome(self.book, model, self.facts, state.columns, traces))

    def perform(self, node: Node, seen: Seen[Values]) -> tuple[Diagnostic, ...]:
        """Run a node by what it may see; what is wrong."""
        running = self.running
        assert running is not None
        running.columns = cast(dict[Place, Values], seen.columns)
        running.traces = cast(dict[str, Trace], seen.traces)
        running.delayed = cast(dict[Place, dict[int, Diagnostic]], seen.delayed)
        running.model = seen.model
        running.found = []
        running.node(node)
        return tuple(finding for _, finding in running.found)

    def key(self, column: Values) -> Hashable:
        """The values; 1 and 是 are not the same."""
        return tuple(column), tuple(map(type, column))
