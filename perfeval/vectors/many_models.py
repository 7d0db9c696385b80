"""Facts of many populations under many models, over arrays; equal parts are computed once."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import sha256
from typing import cast

import numpy as np

from perfeval.evaluate.memo import Memo, Seen
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model, Node
from perfeval.tables.places import Place
from perfeval.vectors.frames import Frames
from perfeval.vectors.held import Held, VectorOutcome
from perfeval.vectors.lookup import Known
from perfeval.vectors.run import run_node
from perfeval.vectors.traces import VectorTrace
from perfeval.vectors.vector import Array, Vector


class ManyVectorModels(Memo[Vector, int]):
    """Evaluates all populations of ``frames`` by one model after the other, without traces."""

    def __init__(self, book: RuleBook, frames: Frames) -> None:
        super().__init__()
        self.book, self.frames = book, frames
        self.running: Held | None = None
        self.base: dict[Place, Vector] = {}
        self.look_ups: dict[int, Known] = {}

    def run(self, model: Model) -> VectorOutcome:
        """What ``run_vectors(book, model, frames, traced=False)`` gives."""
        if self.running is None:
            self.running = Held(self.book, model, self.frames, traced=False)
            self.base = self.running.columns
        state = self.begin(model, self.base)
        suspects = dict.fromkeys(population for made in self.steps(state) for population in made.found)
        return VectorOutcome(self.book, model, self.frames, state.columns, {}, tuple(sorted(suspects)))

    def perform(self, node: Node, seen: Seen[Vector]) -> tuple[int, ...]:
        """Run a node by what it may see; the populations in which something is wrong, rising."""
        running = self.running
        assert running is not None
        running.columns = cast(dict[Place, Vector], seen.columns)
        running.traces = cast(dict[str, VectorTrace], seen.traces)
        running.delayed = cast(dict[Place, list[int]], seen.delayed)
        running.model = seen.model
        running.look_ups = self.look_ups.setdefault(id(node), {})
        # Those of a column that has the same name under another model would be wrong.
        running.class_indexes = {}
        running.suspected = np.zeros_like(running.suspected)
        run_node(node, running)
        return tuple(np.flatnonzero(running.suspected).tolist())

    def key(self, column: Vector) -> Hashable:
        """What a column holds; what stands where nothing is present counts too."""
        present = None if column.present is None else _digest(column.present)
        return column.kind, column.words, column.low, column.high, _digest(column.values), present


def _digest(values: Array) -> Hashable:
    if values.dtype == np.object_:
        return tuple(values.tolist())
    return values.dtype.char, sha256(np.ascontiguousarray(values).tobytes()).digest()
