"""Runs the nodes of a model in order over arrays."""

from __future__ import annotations

import numpy as np

from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.model import (
    CapStep,
    FormulaStep,
    Gather,
    HighestRow,
    LookupStep,
    Model,
    Node,
    RankStep,
    Table,
)
from perfeval.vectors import steps
from perfeval.vectors.calculated import run_calculated
from perfeval.vectors.frames import Frames
from perfeval.vectors.held import Held, VectorOutcome
from perfeval.vectors.series import run_places, run_rank
from perfeval.vectors.tables import run_table


def run_vectors(book: RuleBook, model: Model, frames: Frames, *, traced: bool = True) -> VectorOutcome:
    """Evaluate all populations of ``frames`` by ``model``. traced: whether it is told how it came about."""
    held = Held(book, model, frames, traced=traced)
    for node in model.nodes:
        run_node(node, held)
    suspects = tuple(np.flatnonzero(held.suspected).tolist())
    return VectorOutcome(book, model, frames, held.columns, held.traces, suspects)


def run_node(node: Node, held: Held) -> None:
    """Make the columns and the trace of one node."""
    if isinstance(node, Table):
        run_table(node, held)
    elif isinstance(node, FormulaStep):
        steps.run_formula(node, held)
    elif isinstance(node, Gather):
        steps.run_gather(node, held)
    elif isinstance(node, HighestRow):
        steps.run_highest(node, held)
    elif isinstance(node, CapStep):
        steps.run_cap(node, held)
    elif isinstance(node, LookupStep):
        steps.run_lookup(node, held)
    elif isinstance(node, RankStep):
        run_rank(node, held)
    elif isinstance(node, CalculatedStep):
        run_calculated(node, held)
    else:
        run_places(node, held)
