"""The relational steps by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from perfeval.evaluate import steps
from perfeval.evaluate.formulas import Numbers, compute
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.expressions import Literal, Negative, Product, Quantity, Quotient, Rounded, Steps, Sum
from perfeval.tables.model import CapStep, Gathering, PlaceShare, PlacesStep


def test_competition_ranks_leave_ranks_out_after_a_tie() -> None:
    """1, 2, 2, 4: equal scores share a rank and the next one is left out."""
    assert steps.competition_ranks([70, 90, 80, 80]) == {90: 1, 80: 2, 70: 4}
    assert steps.competition_ranks([]) == {}


@pytest.mark.parametrize(
    ("rounding", "wanted"),
    [(Rounding.HALF_UP, [0, 2, 2, 5]), (Rounding.DOWN, [0, 1, 1, 4]), (Rounding.UP, [0, 2, 2, 5])],
)
def test_rounding_is_what_its_name_says(rounding: Rounding, wanted: list[int]) -> None:
    """0, 1.5, 1.75 and 4.5 places."""
    assert [rounding.divide(*pair) for pair in [(0, 100), (150, 100), (175, 100), (450, 100)]] == wanted


def test_gather_sums_only_winners() -> None:
    """Rows without points, and rows that another absorbed, give nothing."""
    trace = steps.gather(Gathering.SUM, [5, None, 2, 1], [True, None, False, True], [0, 0, 0, 1], 2)
    assert list(trace.counted) == [5, None, None, 1]
    assert list(trace.before) == [5, 1]


@pytest.mark.parametrize(("how", "wanted"), [(Gathering.MAX, [3, 0]), (Gathering.MIN, [1, 0])])
def test_gather_takes_one_row_when_times_do_not_matter(how: Gathering, wanted: list[int]) -> None:
    """不论次数: one row of a unit counts, the others give nothing."""
    trace = steps.gather(how, [1, 3, 3], None, [0, 0, 0], 2)
    assert list(trace.before) == wanted
    assert sum(value is not None for value in trace.counted) == 1


ORDER: list[tuple[list[object], str | None]] = [
    (["本单位", "区委区政府", "区委区政府", "区委区政府"], "区委区政府"),
    ([date(2013, 1, 1), date(2013, 5, 1), date(2013, 4, 1), date(2013, 4, 1)], None),
]


@pytest.mark.parametrize(
    ("points", "lines", "winner"),
    [
        ([2, 1, 1, 1], [2, 3, 4, 5], 0),  # most points
        ([1, 1, 1, 1], [2, 3, 4, 5], 2),  # then the preferred value, then the earliest, then the line
        ([1, 1, 1, 1], [5, 4, 3, 2], 3),
        ([1, 1, None, None], [2, 3, 4, 5], 1),
    ],
)
def test_highest_prefers_points_then_value_then_date(
    points: list[int | None], lines: list[int], winner: int
) -> None:
    """Of rows with the same project one counts; those without points take no part."""
    trace = steps.highest(["甲"] * 4, points, ORDER, [0] * 4, lines)  # type: ignore[arg-type]
    assert list(trace.winner) == [None if value is None else winner for value in points]


def test_highest_keeps_units_and_projects_apart() -> None:
    """Another unit or another project has a winner of its own."""
    trace = steps.highest(["甲", "甲", "乙"], [1, 1, 1], [], [0, 1, 0], [2, 3, 4])
    assert list(trace.winner) == [0, 1, 2]


@pytest.mark.parametrize(
    ("sign", "sums", "cuts"), [(1, [4, 5, 7], [0, 0, -2]), (-1, [-4, -5, -7], [0, 0, 2])]
)
def test_a_cap_cuts_what_lies_beyond_it(sign: int, sums: list[int], cuts: list[int]) -> None:
    """Additions above the limit and deductions below it; never in between."""
    step = CapStep("封顶", "封顶", sign, 5, 0, ("甲",), None, ())
    assert steps.cap(step, [sums], 3)[0] == cuts


@pytest.mark.parametrize(
    ("all_in", "pass_down", "cancelled", "wanted"),
    [
        (True, True, [0, 0, 0, 0], [True, True, True, False]),
        (False, True, [0, 0, 0, 0], [True, False, False, False]),
        (True, True, [1, 0, 0, 0], [False, True, True, False]),
        (False, True, [1, 0, 0, 0], [False, True, True, False]),
        (True, False, [1, 0, 0, 0], [False, True, True, False]),
        (False, False, [1, 0, 0, 0], [False, False, False, False]),
        (True, True, [1, 1, 1, 1], [False, False, False, False]),
    ],
)
def test_two_places_for_scores_9_8_8_7(
    all_in: bool, pass_down: bool, cancelled: list[int], wanted: list[bool]
) -> None:
    """Ties across the last place, and places that a cancelled unit leaves."""
    share = PlaceShare(("甲",), 2, None)
    step = PlacesStep("名额", "优秀", "优秀", "总分", "参加", (share,), None, all_in, "情形", pass_down)
    got, trace = steps.fill_places(step, {"甲": [0, 1, 2, 3]}, [9, 8, 8, 7], cancelled)
    assert [got[unit] for unit in range(4)] == wanted
    assert trace.series["甲"].places == 2


def test_no_places_and_no_units() -> None:
    """A rate of a small series can give no place at all; an empty series has none."""
    share = PlaceShare(("甲", "乙"), None, (25, 100))
    step = PlacesStep("名额", "优秀", "优秀", "总分", "参加", (share,), Rounding.DOWN, True, None, True)
    got, trace = steps.fill_places(step, {"甲": [0, 1], "乙": []}, [9, 9], None)
    assert got == {0: False, 1: False}
    assert [trace.series[name].exact for name in ("甲", "乙")] == [(50, 100), (0, 100)]


def test_formulas_are_exact_and_missing_stays_missing() -> None:
    """0.5 × 3 − 25% × 2 is 1 to the last digit; a missing part makes the whole missing."""
    columns: dict[str, Numbers] = {"甲": ([3, None], 0), "乙": ([2, 2], 0)}
    half, quarter = Literal(Number(5, 1), "分"), Literal(Number(25, 2), "")
    whole = Sum((Product((half, Quantity("甲"))), Negative(Product((quarter, Quantity("乙"))))))
    nothing: list[int] = []
    assert compute(whole, columns.__getitem__, 2, nothing.append) == ([100, None], 2)
    assert compute(Steps(Quantity("甲"), 2), columns.__getitem__, 2, nothing.append) == ([1, None], 0)
    assert nothing == []


def test_denominators_of_zero_are_told_of() -> None:
    """With the number of the element; only where there is something to be divided by 0."""
    columns: dict[str, Numbers] = {"甲": ([1, None, 0, 2], 0), "乙": ([0, 0, 0, 3], 0)}
    zero: list[int] = []
    quotient = Rounded(Quotient(Quantity("甲"), Quantity("乙")), 2, Rounding.HALF_UP)
    assert compute(quotient, columns.__getitem__, 4, zero.append) == ([None, None, None, 67], 2)
    assert zero == [0, 2]
