"""Ranks and places over arrays: series of any size, ties at the last place, cancelled and missing ones."""

from __future__ import annotations

from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Column, Kind, Model, PlaceShare, PlacesStep, RankStep
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.run import run_vectors
from tests.vectors.same import frames_of_many
from tests.vectors.small import Plan, disagree, model_of, number, scores_only

PLANS = st.builds(Plan, st.lists(st.integers(0, 5), min_size=1, max_size=4).map(tuple), st.integers(0, 2))


def model(step: PlacesStep, groups: tuple[str, ...]) -> Model:
    """Ranks by 得分, then places."""
    rank = RankStep("名次", "条", "得分", groups, step.taking_part)
    columns = {
        **number("名次", 0),
        (UNIT_GRAIN, step.name): Column(step.name, Kind.BOOL),
        (UNIT_GRAIN, step.taking_part): Column(step.taking_part, Kind.BOOL),
    }
    return model_of([rank, step], columns)


@st.composite
def steps(draw: st.DrawFn, book: RuleBook) -> tuple[PlacesStep, tuple[str, ...]]:
    """Places of some of the series, and who is ranked at all."""
    names = [series.name for series in book.series]
    chosen = draw(st.lists(st.sampled_from((*names, "没有的序列")), unique=True, max_size=len(names)))
    cut = draw(st.integers(0, len(chosen)))
    rate = draw(st.sampled_from(((1, 4), (3, 10), (1, 2), (0, 1), (1, 1))))
    shares = [PlaceShare(tuple(chosen[:cut]), draw(st.integers(0, 4)), None)]
    shares.append(PlaceShare(tuple(chosen[cut:]), None, rate))
    step = PlacesStep(
        "优秀", "条", "优秀", "得分", "参加", tuple(shares), draw(st.sampled_from(Rounding)),
        draw(st.booleans()), draw(st.sampled_from((None, "取消"))), draw(st.booleans()),
    )  # fmt: skip
    units = [unit.name for unit in book.units]
    groups = draw(st.lists(st.sampled_from((*names, *units, "类别0", "类别1", "独立")), max_size=4))
    return step, tuple(groups)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Plan, Model, list[Facts]]:
    """Up to three populations; a few scores, so that many are equal, or huge ones; some are missing."""
    plan = draw(PLANS)
    book = plan.book()
    size = len(book.units)
    every = []
    for _ in range(draw(st.integers(1, 3))):
        some = draw(
            st.sampled_from(((0, 1, 2), (5,), (-(2**70), 0, 2**70), (1 - 2**63, 2**63 - 1), (None, 0, 1)))
        )
        scores = draw(st.lists(st.sampled_from(some), min_size=size, max_size=size))
        cancelled = draw(st.lists(st.sampled_from((None, 0, 0, 1, 2)), min_size=size, max_size=size))
        every.append(scores_only(book, scores, cancelled))
    return plan, model(*draw(steps(book))), every


@settings(max_examples=100, deadline=None)
@given(situations())
def test_places(made: tuple[Plan, Model, list[Facts]]) -> None:
    assert disagree(*made) == []


@pytest.mark.parametrize("size", [39, 40, 41, 127, 128, 129, 300])
def test_large_series(size: int) -> None:
    """Series in which all are compared with each other, and larger ones that are sorted; ranks beyond 127."""
    chance = Random(size)
    plan = Plan((size, 2), 1)
    book = plan.book()
    shares = (PlaceShare(("序列0",), None, (1, 3)), PlaceShare(("序列1",), 1, None))
    step = PlacesStep("优秀", "条", "优秀", "得分", "参加", shares, Rounding.HALF_UP, True, "取消", True)
    every = []
    for most in (0, 9, 10**6):
        scores = [chance.randrange(most + 1) for _ in book.units]
        every.append(scores_only(book, scores, [chance.choice((0, 0, 0, 1)) for _ in book.units]))
    for own in (step, evolve(step, all_tied_in=False), evolve(step, pass_down=False)):
        assert disagree(plan, model(own, ("类别0",)), every) == []


def test_who_lacks_a_score_is_suspect() -> None:
    """Wherever its population stands; the others have their places."""
    plan = Plan((4,))
    book = plan.book()
    step = PlacesStep(
        "优秀", "条", "优秀", "得分", "参加", (PlaceShare(("序列0",), 2, None),), None, True, None, False
    )
    own = model(step, ("序列0",))
    sound, lacking = ([4, 3, 2, 1], [4, None, 2, 1])
    for scores in ((lacking, sound, sound), (sound, lacking, sound), (sound, sound, lacking)):
        every = [scores_only(book, each) for each in scores]
        assert disagree(plan, own, every) == []
        for alike in (True, False):
            frames = frames_of_many(book, [(book, each) for each in every], alike=alike)
            assert run_vectors(book, own, frames).suspects == (scores.index(lacking),)
