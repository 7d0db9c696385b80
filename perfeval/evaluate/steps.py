"""The relational steps: gather, highest, cap, rank, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from perfeval.evaluate.outcome import (
    CapTrace,
    GatherTrace,
    HighestTrace,
    PlacesTrace,
    SeriesPlaces,
    Value,
)
from perfeval.tables.model import CapStep, Gathering, PlacesStep


def gather(
    how: Gathering,
    points: Sequence[int | None],
    winners: Sequence[Value] | None,
    units: Sequence[int],
    size: int,
) -> GatherTrace:
    """What each row gives and the sum for each of ``size`` units. units: for each row its unit."""
    counted: list[int | None] = [
        None if winners is not None and winners[row] is not True else value
        for row, value in enumerate(points)
    ]
    before = [0] * size
    if how in (Gathering.SUM, Gathering.COUNT):
        for row, value in enumerate(counted):
            if value is not None:
                before[units[row]] += value
        return GatherTrace(counted, before)
    best: list[int | None] = [None] * size
    for row, value in enumerate(counted):
        if value is None:
            continue
        unit = units[row]
        held = best[unit]
        other = None if held is None else counted[held]
        if other is None or (value > other if how is Gathering.MAX else value < other):
            best[unit] = row
    for unit, held in enumerate(best):
        if held is not None:
            before[unit] = counted[held] or 0
    only = [value if best[units[row]] == row else None for row, value in enumerate(counted)]
    return GatherTrace(only, before)


def highest(
    keys: Sequence[Value],
    points: Sequence[int | None],
    order: Sequence[tuple[Sequence[Value], str | None]],
    units: Sequence[int],
    lines: Sequence[int],
) -> HighestTrace:
    """The row that counts for each row's unit and key; rows without points take no part.

    Rows equal in everything that is compared go by their line, which changes no result: they give
    the same points under the same clause.
    """
    best: dict[tuple[int, Value], int] = {}

    def better(row: int, other: int) -> bool:
        one, two = points[row], points[other]
        assert one is not None and two is not None
        if one != two:
            return one > two
        for values, wish in order:
            mine, yours = values[row], values[other]
            if wish is not None and (mine == wish) != (yours == wish):
                return mine == wish
            if wish is None and mine != yours:
                assert isinstance(mine, date) and isinstance(yours, date)
                return mine < yours
        return lines[row] < lines[other]

    for row, value in enumerate(points):
        if value is not None:
            key = (units[row], keys[row])
            if key not in best or better(row, best[key]):
                best[key] = row
    return HighestTrace(
        [None if points[row] is None else best[units[row], keys[row]] for row in range(len(points))]
    )


def cap(step: CapStep, parts: Sequence[Sequence[int]], size: int) -> tuple[list[int], CapTrace]:
    """What the cap takes off for each unit (never in the unit's favour), and the sums before it."""
    before = [sum(part[unit] for part in parts) for unit in range(size)]
    if step.sign > 0:
        return [min(0, step.limit - total) for total in before], CapTrace(before)
    return [max(0, -step.limit - total) for total in before], CapTrace(before)


def competition_ranks(scores: Sequence[int]) -> Mapping[int, int]:
    """Score -> its rank, highest first, equal scores equal, ranks after them left out (1, 2, 2, 4)."""
    ranks: dict[int, int] = {}
    for place, score in enumerate(sorted(scores, reverse=True), 1):
        ranks.setdefault(score, place)
    return ranks


def fill_places(
    step: PlacesStep,
    series: Mapping[str, Sequence[int]],
    scores: Sequence[Value],
    cancelled: Sequence[Value] | None,
) -> tuple[dict[int, bool], PlacesTrace]:
    """Whether each unit gets a place. series: name -> its units. A cancelled unit never does."""
    got: dict[int, bool] = {}
    traces: dict[str, SeriesPlaces] = {}
    for share in step.shares:
        for name in share.series:
            if name not in series:
                continue
            members = series[name]
            exact = (share.number or 0, 1)
            if share.rate is not None:
                exact = (share.rate[0] * len(members), share.rate[1])
            places = exact[0] if step.rounding is None else step.rounding.divide(*exact)
            out = [unit for unit in members if cancelled is not None and cancelled[unit]]
            considered = [unit for unit in members if not (step.pass_down and unit in out)]
            rank, tied = _ranks(considered, scores)
            for unit in members:
                got[unit] = unit not in out and _fits(step, rank[unit], tied[unit], places)
            traces[name] = SeriesPlaces(name, len(members), exact, places, tuple(considered), rank, tied)
    return got, PlacesTrace(traces)


def _ranks(units: Sequence[int], scores: Sequence[Value]) -> tuple[dict[int, int], dict[int, int]]:
    known = [(unit, score) for unit in units if isinstance(score := scores[unit], int)]
    numbers = [score for _, score in known]
    ranks = competition_ranks(numbers)
    return (
        {unit: ranks[score] for unit, score in known},
        {unit: numbers.count(score) for unit, score in known},
    )


def _fits(step: PlacesStep, rank: int, tied: int, places: int) -> bool:
    last = rank if step.all_tied_in else rank + tied - 1
    return last <= places
