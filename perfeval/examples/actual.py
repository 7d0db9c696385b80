"""What came out of a run where an example claims something, and whether the claim holds."""

from __future__ import annotations

from typing import cast

from attrs import frozen

from perfeval.evaluate.outcome import CapTrace, GatherTrace, Outcome, Value
from perfeval.evaluate.situations import Judged
from perfeval.explain.view import show
from perfeval.quantity.number import Number, plain
from perfeval.rulebook.examples import (
    Claim,
    ClaimedNot,
    ClaimedOfRow,
    ClaimedPoints,
    ClaimedRefusal,
    ClaimedResult,
)
from perfeval.tables.conditions import GRADE
from perfeval.tables.draft import points_column
from perfeval.tables.model import CapStep, Gather
from perfeval.tables.places import UNIT_GRAIN


@frozen
class Actual:
    """Whether a claim holds, and what came out, as text."""

    holds: bool
    shown: str


def actual_of(claim: Claim, judged: Judged, situation: int) -> Actual:
    """What came out for a claim about points or results."""
    if isinstance(claim, ClaimedRefusal):
        raise TypeError("a refusal is no result")
    unit = judged.unit(situation, claim.unit)
    if unit is None:
        return Actual(False, "没有这个单位")
    if isinstance(claim, ClaimedPoints):
        return _points(claim, judged.outcome, unit)
    if isinstance(claim, ClaimedOfRow):
        return _of_row(claim, judged.outcome, unit)
    if isinstance(claim, ClaimedNot):
        grade = value_of(judged.outcome, GRADE, unit)
        return Actual(grade != claim.grade, show_result(judged.outcome, GRADE, unit))
    return Actual(_equals(claim, judged.outcome, unit), show_result(judged.outcome, claim.name, unit))


def value_of(outcome: Outcome, name: str, unit: int) -> Value:
    """A result of a unit; None where there is none."""
    values = outcome.columns.get((UNIT_GRAIN, name))
    return None if values is None else values[unit]


def show_result(outcome: Outcome, name: str, unit: int) -> str:
    """A result of a unit as text with its unit: 600分, 优秀, 通报、通报批评, 无."""
    value = value_of(outcome, name, unit)
    column = outcome.model.columns.get((UNIT_GRAIN, name))
    if value is None or column is None:
        return "无"
    return f"第{value}位" if column.whole else show(value, column)


def _equals(claim: ClaimedResult, outcome: Outcome, unit: int) -> bool:
    value, wanted = value_of(outcome, claim.name, unit), claim.value
    if isinstance(wanted, Number):
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        places = outcome.model.columns[UNIT_GRAIN, claim.name].places
        return same_number(value, places, wanted)
    if isinstance(wanted, tuple):
        return sorted(wanted) == sorted(cast(tuple[str, ...], value or ()))
    return value is wanted if isinstance(wanted, bool) or wanted is None else value == wanted


def _of_row(claim: ClaimedOfRow, outcome: Outcome, unit: int) -> Actual:
    """A computed column of one of the unit's rows."""
    table = outcome.facts.tables[claim.ledger]
    populations = table.populations or (0,) * len(table)
    own = outcome.book.units[unit].name
    mine = (outcome.populations[unit], own)
    rows = [row for row, each in enumerate(zip(populations, table.units, strict=True)) if each == mine]
    if not 0 < claim.number <= len(rows):
        return Actual(False, f"没有第{claim.number}条{claim.ledger}")
    value = outcome.columns[claim.ledger, claim.name][rows[claim.number - 1]]
    column = outcome.model.columns[claim.ledger, claim.name]
    if value is None:
        return Actual(claim.value is None, "无")
    shown = f"第{value}位" if column.whole else show(value, column)
    if isinstance(claim.value, Number):
        holds = isinstance(value, int) and same_number(value, column.places, claim.value)
        return Actual(holds, shown)
    return Actual(value == claim.value, shown)


def same_number(units: int, places: int, wanted: Number) -> bool:
    """Whether ``units`` at ``places`` decimals are that number, exactly."""
    most = max(places, wanted.places)
    return Number(units, places).scaled(most) == wanted.scaled(most)


# ---------------------------------------------------------------- points


def _points(claim: ClaimedPoints, outcome: Outcome, unit: int) -> Actual:
    found = points_of(outcome, claim.clause, unit, before=claim.before)
    if found is None:
        return Actual(False, "这一条没有计分")
    units, places = found
    return Actual(same_number(units, places, claim.points), f"{plain(units, places)}分")


def points_of(outcome: Outcome, clause: str, unit: int, *, before: bool) -> tuple[int, int] | None:
    """What a clause gives a unit, scaled, and its decimal places; None if it gives no points.

    before: before the limits that the clause states. For a cap: what its members give together,
    before the cut or after it.
    """
    name = points_column(clause)
    node = outcome.model.node(name)
    if isinstance(node, CapStep):
        trace = outcome.traces[name]
        assert isinstance(trace, CapTrace)
        total = trace.before[unit]
        cut = cast(int, outcome.columns[UNIT_GRAIN, name][unit])
        return total if before else total + cut, node.places
    column = outcome.model.columns.get((UNIT_GRAIN, name))
    if column is None:
        return None
    if not before:
        return cast(int, outcome.columns[UNIT_GRAIN, name][unit]), column.places
    total = 0
    for each in outcome.model.nodes:
        if isinstance(each, Gather) and each.clause == clause:
            gathered = outcome.traces[each.name]
            assert isinstance(gathered, GatherTrace)
            own = outcome.model.columns[UNIT_GRAIN, each.name].places
            total += gathered.before[unit] * 10 ** (column.places - own)
    return total, column.places
