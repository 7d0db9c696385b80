"""What a group divides over arrays: bands of places, shares of an amount, places of several as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts
from perfeval.quantity.rounding import Rounding
from perfeval.tables import calculated as s
from perfeval.tables.model import Column, Kind, Model
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import lists
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors
from tests.vectors.same import frames_of_many
from tests.vectors.small import ROWS, Plan, disagree, model_of, number, rows_only, scores_only

PLAN = Plan((12,))
BOOK = PLAN.book()
UNITS = [unit.name for unit in BOOK.units]
WORDS = {(UNIT_GRAIN, "得"): Column("得", Kind.TEXT, values=("中", "良", "优"))}
examples = settings(max_examples=150, deadline=None)


def made_of(model: Model, *every: Facts) -> VectorOutcome:
    return run_vectors(BOOK, model, frames_of_many(BOOK, [(BOOK, each) for each in every], alike=True))


# ---------------------------------------------------------------- bands

PARTS = st.sampled_from(((0, 1), (1, 10), (1, 4), (1, 3), (1, 2), (2, 3), (1, 1)))


@st.composite
def band_steps(draw: st.DrawFn) -> s.BandsStep:
    """Bands by rate or number, perhaps more than there are, and the rest, in any order of words."""
    bands: list[tuple[str, tuple[int, int] | None, bool]] = []
    for word in draw(st.permutations(("优", "良", "差")))[: draw(st.integers(0, 3))]:
        rate = draw(st.booleans())
        bands.append((word, draw(PARTS) if rate else (draw(st.integers(0, 13)), 1), rate))
    rounding, high = draw(st.sampled_from(Rounding)), draw(st.booleans())
    key = (draw(st.sampled_from(("得分", "取消"))), draw(st.booleans()))
    within = draw(st.sampled_from(((), ("序列",), ("单位",))))
    return s.BandsStep(
        "得", "条", UNIT_GRAIN, within, True, None, key, (*bands, ("中", None, False)), rounding, high
    )


@st.composite
def scores(draw: st.DrawFn) -> Facts:
    """Scores of twelve units, with many ties or as far apart as can be."""
    pool = draw(st.sampled_from(((1, 2, 3), tuple(range(12)), (-(2**70), 2**63, 2**63 - 1, 0))))
    given = [draw(st.sampled_from(pool)) for _ in UNITS]
    return scores_only(BOOK, given, [draw(st.sampled_from((None, 0, 1, 2))) for _ in UNITS])


@examples
@given(band_steps(), st.lists(scores(), min_size=1, max_size=3))
def test_bands_that_touch(step: s.BandsStep, every: list[Facts]) -> None:
    assert disagree(PLAN, model_of([step], WORDS), every) == []


@pytest.mark.parametrize(("high", "expected"), [(True, "优优优优良"), (False, "优良良良良")])
def test_who_shares_a_place_at_the_end_of_a_band(high: bool, expected: str) -> None:
    """Of five the first two: 10, then three times 9 share places two to four; 8 is behind all of them."""
    bands = (("优", (2, 5), True), ("良", None, False))
    step = s.BandsStep("得", "条", UNIT_GRAIN, (), True, None, ("取消", True), bands, Rounding.HALF_UP, high)
    facts = scores_only(BOOK, (0,) * 12, (10, 9, 9, 9, 8, *(None,) * 7))
    made = to_outcome(made_of(model_of([step], WORDS), facts), 0).columns[UNIT_GRAIN, "得"]
    assert "".join(word for word in made if isinstance(word, str)) == expected
    assert list(made[5:]) == [None] * 7


# ---------------------------------------------------------------- shares


def share_step(
    step: int = 1, remainder: tuple[tuple[str, bool], ...] = (), *, roster_order: bool = False
) -> s.ShareStep:
    """取消 holds the weights, and 得分 the amount."""
    return s.ShareStep(
        "得", "条", UNIT_GRAIN, ("序列",), True, None, "得分", "取消", step, 1, remainder, roster_order
    )


def shares_of(step: s.ShareStep, amount: int, weights: Sequence[int | None]) -> VectorOutcome:
    padded = (*weights, *(None,) * (12 - len(weights)))
    return made_of(model_of([step], number("得", 2)), scores_only(BOOK, (amount,) * 12, padded))


def test_what_is_left_goes_to_the_first() -> None:
    """By hand: 10 by 1, 3 and 3 is 1, 4 and 4 in whole ones; 1 is left for the highest weight."""
    rest = share_step(1, (("取消", True),), roster_order=True)
    for step, expected in ((share_step(), [1, 4, 4]), (rest, [1, 5, 4])):
        made = shares_of(step, 10, (1, 3, 3))
        assert made.suspects == ()
        assert made.columns[UNIT_GRAIN, "得"].to_values()[:3] == expected
    assert shares_of(share_step(1, (("取消", True),)), 10, (1, 3, 3)).suspects == (0,)
    # Nothing is left of 7, so that it does not matter who is the first.
    assert shares_of(share_step(1, (("取消", True),)), 7, (1, 3, 3)).suspects == ()


@pytest.mark.parametrize("amount", [-10, -1, 0, 1, 10, 2**62, 2**63, 2**100])
@pytest.mark.parametrize("step", [1, 3, 2**40])
def test_amounts_of_any_size(amount: int, step: int) -> None:
    """Below 0 and beyond what machine integers hold, beside a population that cannot divide."""
    every = [
        scores_only(BOOK, (amount,) * 12, (1, 3, 3, *range(9))),
        scores_only(BOOK, (amount,) * 12, (0,) * 12),
        scores_only(BOOK, (amount,) * 12, (2**60, *range(11))),
        scores_only(BOOK, (amount,) * 12, (-1, *range(11))),
        scores_only(BOOK, (*(amount,) * 11, amount + 1), (5, None, *range(10))),
        scores_only(BOOK, (amount,) * 12, (None,) * 12),
    ]
    for own in (share_step(step), share_step(step, (("取消", True), ("得分", False)), roster_order=True)):
        for some in (every, every[:1], every[2:3]):
            assert disagree(PLAN, model_of([own], number("得", 2)), some) == []
    assert made_of(model_of([share_step(step)], number("得", 2)), *every).suspects == (1, 3, 4)


@st.composite
def weighted(draw: st.DrawFn) -> Facts:
    """An amount that nearly all agree on, and weights of which some are equal, missing or negative."""
    pool = draw(st.sampled_from(((1, 2, 3), (0, 0, 1, None), (-1, 0, 5), (2**64, 1, None))))
    amount = draw(st.sampled_from((0, 7, 100, -13, 2**66)))
    amounts = [amount] * 11 + [draw(st.sampled_from((amount, amount, amount, amount + 1)))]
    return scores_only(BOOK, amounts, [draw(st.sampled_from(pool)) for _ in UNITS])


@examples
@given(st.integers(1, 5), st.booleans(), st.booleans(), st.lists(weighted(), min_size=1, max_size=4))
def test_shares_by_weights(step: int, highest: bool, roster_order: bool, every: list[Facts]) -> None:
    for remainder in ((), (("取消", highest),), (("得分", highest), ("取消", highest))):
        own = share_step(step, remainder, roster_order=roster_order)
        assert disagree(PLAN, model_of([own], number("得", 2)), every) == []


def test_an_amount_may_not_be_missing() -> None:
    """Neither for one of those who share it, nor for all; who has no weight does not share it."""
    units = UNITS[:3]
    every = [
        rows_only(BOOK, units, 次=amounts, 分=weights)
        for amounts, weights in (
            ((10, None, 10), (1, 3, 3)),
            ((10, None, 10), (1, None, 3)),
            ((None, None, None), (1, 3, 3)),
            ((None, None, None), (None, None, None)),
        )
    ]
    step = s.ShareStep("得", "条", ROWS, (), True, None, "次", "分", 1, 1, (), False)
    own = model_of([step], number("得", 2, ROWS))
    assert disagree(PLAN, own, every) == []
    assert made_of(own, *every).suspects == (0, 2)


def test_who_gets_what_is_left_is_open_where_all_lack_what_decides() -> None:
    units, day = UNITS[:3], date(2025, 3, 1)
    lacking = rows_only(BOOK, units, 次=(10,) * 3, 分=(1, 3, 3), 日=(None,) * 3)
    deciding = rows_only(BOOK, units, 次=(10,) * 3, 分=(1, 3, 3), 日=(None, day, None))
    step = s.ShareStep("得", "条", ROWS, (), True, None, "次", "分", 1, 1, (("日", True),), True)
    own = model_of([step], number("得", 2, ROWS))
    assert disagree(PLAN, own, [lacking, deciding]) == []
    assert made_of(own, lacking, deciding).suspects == (0,)


# ---------------------------------------------------------------- several as one


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize(
    ("once", "names"), [("名", ("甲", "乙", "甲", None, None, "丙")), ("次", (1, 2, 1, None, None, 3))]
)
def test_those_of_one_name_share_its_place(dense: bool, once: str, names: Sequence[str | int | None]) -> None:
    """The first stands twice, and so does who has no name; nobody knows where they differ in what counts."""
    units, named = UNITS[:6], {once: names}
    sound = rows_only(BOOK, units, **named, 分=(5, 5, 5, 9, 9, 1))
    differing = rows_only(BOOK, units, **named, 分=(5, 5, 4, 9, 9, 1))
    nameless = rows_only(BOOK, units, **named, 分=(5, 5, 5, 9, 8, None))
    step = s.OrderStep("得", "条", ROWS, (), True, None, (("分", True),), dense, once)
    own = model_of([step], number("得", 0, ROWS))
    assert disagree(PLAN, own, [sound, differing, nameless, sound]) == []
    made = made_of(own, sound, differing, nameless, sound)
    assert made.suspects == (1, 2)
    # The first two names share the second place.
    assert to_outcome(made, 0).columns[ROWS, "得"] == [2, 2, 2, 1, 1, 3 if dense else 4]


def test_none_of_these_is_left_to_lists() -> None:
    steps = [
        s.BandsStep(
            "档", "条", UNIT_GRAIN, (), True, None, ("得分", True), (("优", None, False),), Rounding.UP, True
        ),
        share_step(1, (("取消", True),)),
        s.OrderStep("次序", "条", UNIT_GRAIN, (), True, None, (("得分", True),), True, "单位"),
    ]
    columns = number("得", 2) | number("次序", 0) | {(UNIT_GRAIN, "档"): Column("档", Kind.TEXT)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "calculate", None)
        made_of(model_of(steps, columns), scores_only(BOOK, range(12), range(12)))
