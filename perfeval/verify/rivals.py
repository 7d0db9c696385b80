"""The other units of a series, with scores that give a unit the rank it is to have."""

from __future__ import annotations

from attrs import evolve, frozen

from perfeval.evaluate.situations import judge
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.examples import GivenValue, Situation
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.replay import Side, known_to
from perfeval.verify.seats import is_ranked, rivals_of


@frozen
class Standing:
    """Where a unit is to stand: so many units above ``high`` whole points, the others below ``low``."""

    above: int
    high: int
    low: int


def with_rivals(side: Side, situation: Situation, unit: str, standing: Standing) -> Situation:
    """The situation with a score, set outright, for each other unit of the series of ``unit``."""
    ranking = side.model.ranking
    role = next((each for each in side.book.units if each.name == unit), None)
    if ranking is None or role is None or not is_ranked(role, ranking.groups):
        return situation
    values = list(situation.values)
    said = {(value.unit, value.name) for value in values}
    for index, rival in enumerate(rivals_of(side.book, role, ranking.groups)):
        if index < standing.above:
            score = standing.high + standing.above - index
        else:
            score = standing.low - (index - standing.above + 1)
        if (rival, ranking.by) not in said:
            values.append(GivenValue(rival, ranking.by, str(score)))
    return evolve(situation, values=tuple(values))


def whole_points(
    side: Side, situation: Situation, unit: str, facts: frozenset[str]
) -> tuple[int, int] | None:
    """The score of a unit as the engine computes it from its own facts, rounded down and up."""
    ranking = side.model.ranking
    judged = judge(side.book, side.model, [known_to(side, situation, facts)])
    number = judged.unit(0, unit)
    if ranking is None or number is None or judged.refusals[0]:
        return None
    score = judged.outcome.columns[UNIT_GRAIN, ranking.by][number]
    if not isinstance(score, int):
        return None
    one = power_of_ten(side.model.columns[UNIT_GRAIN, ranking.by].places)
    return score // one, -(-score // one)
