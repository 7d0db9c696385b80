"""What the simplified tables and the pipeline say, unit by unit in whole numbers: the measure of all peers.

BONUS (times 10): at most 5 for awards of nation and province, 1 a city's; at most 10 for indicators, within
these at most 3 for places gained; points taken for criticism.  GRADE, first row that holds: 3 with 700 points
and a seat, 2 with 700, 1 with 600, else 0; a veto leaves 0.  PIPELINE: a seat has who is in the first quarter
of the eligible units of its series that have no veto and 700 points; units of equal score are all in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.field.draws import Array
from benchmarks.field.simple_facts import INPUTS, SIZES, UNITS, SimpleFacts, places_of

Row = Sequence[int]


def bonus_of(row: Row) -> int:
    """Times ten. row: as ``INPUTS`` names them."""
    national, province, city = row[5:8]
    gains, firsts, (bad_national, bad_province, bad_city) = row[8:13], row[13:18], row[18:21]
    awards = min(50, 50 * national + 20 * province) + 10 * city
    forward = min(30, 5 * sum(gain for gain in gains if gain > 0))
    return (
        awards + min(100, forward + 15 * sum(firsts)) - 50 * bad_national - 20 * bad_province - 10 * bad_city
    )


def grade_of(score: int, veto: int, seat: int) -> int:
    """3 to 0. score: times 100."""
    if veto:
        return 0
    if score >= 70000:
        return 3 if seat else 2
    return 1 if score >= 60000 else 0


def _rows(facts: SimpleFacts) -> list[tuple[int, ...]]:
    return list(zip(*(facts.columns[name].tolist() for name in INPUTS), strict=True))


def _result(bonuses: Sequence[int], scores: Sequence[int], grades: Sequence[int]) -> dict[str, Array]:
    named = {"bonus": bonuses, "score": scores, "grade": grades}
    return {name: np.array(values, dtype=np.int64) for name, values in named.items()}


def tables(facts: SimpleFacts) -> Mapping[str, Array]:
    """Bonus, score and grade of every unit by the two tables alone; eligible units have their seat."""
    rows = _rows(facts)
    bonuses = [bonus_of(row) for row in rows]
    scores = [sum(row[:3]) + 10 * bonus for row, bonus in zip(rows, bonuses, strict=True)]
    grades = [grade_of(score, row[3], row[4]) for row, score in zip(rows, scores, strict=True)]
    return _result(bonuses, scores, grades)


def pipeline(facts: SimpleFacts) -> Mapping[str, Array]:
    """Bonus, score and grade of every unit, seats given by rank within each series."""
    rows = _rows(facts)
    bonuses = [bonus_of(row) for row in rows]
    scores = [sum(row[:3]) + 10 * bonus for row, bonus in zip(rows, bonuses, strict=True)]
    seats = [0] * len(rows)
    for start in range(0, len(rows), UNITS):
        first = start
        for size in SIZES:
            take_seats(rows, scores, seats, range(first, first + size))
            first += size
    grades = [grade_of(score, row[3], seat) for row, score, seat in zip(rows, scores, seats, strict=True)]
    return _result(bonuses, scores, grades)


def take_seats(rows: Sequence[Row], scores: Sequence[int], seats: list[int], series: range) -> None:
    """Set ``seats`` of the units of one series."""
    running = [unit for unit in series if rows[unit][4] and not rows[unit][3] and scores[unit] >= 70000]
    for unit in running:
        rank = 1 + sum(1 for other in running if scores[other] > scores[unit])
        seats[unit] = int(rank <= places_of(len(series)))
