"""Why a claim does not hold: the explanation of the clause concerned, or of the grade."""

from __future__ import annotations

from attrs import frozen

from perfeval.evaluate.situations import judge
from perfeval.examples.suite import Failure
from perfeval.explain.account import ClauseEntry
from perfeval.explain.from_outcome import explain_clause
from perfeval.explain.plan import node_clause
from perfeval.explain.points import formula_line
from perfeval.explain.story import grading_story
from perfeval.explain.view import View
from perfeval.rulebook.examples import ClaimedNot, ClaimedPoints, ClaimedRefusal
from perfeval.tables.conditions import GRADE
from perfeval.tables.flow import writes
from perfeval.tables.model import FormulaStep, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.fired import fired_of


@frozen
class Why:
    """clauses: the clauses behind what came out. story: how the grade came about, for a grade."""

    clauses: tuple[ClauseEntry, ...]
    story: tuple[str, ...]


def why(failure: Failure) -> Why | None:
    """The explanation of what came out; None where nothing was evaluated."""
    claim = failure.claim
    if failure.judged is None or isinstance(claim, ClaimedRefusal):
        return None
    if failure.judged.refusals[failure.situation]:
        return None
    # Alone, so that it reads as the evaluation of these facts and no others.
    outcome = failure.judged.outcome
    alone = judge(failure.judged.book, outcome.model, [failure.example.situation])
    unit = alone.unit(0, claim.unit)
    if unit is None or alone.refusals[0]:
        return None
    view = View(alone.outcome, unit)
    if isinstance(claim, ClaimedPoints):
        return Why((explain_clause(view, claim.clause),), ())
    name = GRADE if isinstance(claim, ClaimedNot) else claim.name
    if name == GRADE:
        return Why((), grading_story(view))
    step = view.outcome.model.node(name)
    if isinstance(step, FormulaStep):
        return Why((), (f"【{step.clause}】{formula_line(view, name)}",))
    return Why(tuple(explain_clause(view, clause) for clause in _makers(view, name, unit)), ())


def _makers(view: View, name: str, unit: int) -> tuple[str, ...]:
    """The clauses that gave a result of the unit: of a table, those whose rows fired."""
    outcome = view.outcome
    for node in outcome.model.nodes:
        if (UNIT_GRAIN, name) not in writes(node):
            continue
        if not isinstance(node, Table):
            return (node_clause(node),) if node_clause(node) else ()
        fired = fired_of(outcome, node)[unit]
        rows = [node.rows[number] for number in fired] or list(node.rows)[:1]
        return tuple(dict.fromkeys(row.clause for row in rows))
    return ()
