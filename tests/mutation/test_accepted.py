"""Which rows two books take: against trying all small numbers, and on ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import pipeline
from perfeval.mutation.accepted import compared
from perfeval.mutation.orders import ZERO, Wish, numbers_for
from perfeval.rulebook.book import RuleBook
from tests.evaluate.mini import HEAD, SOURCE, TAIL

_NAMES = (ZERO, "甲", "乙", "丙")
_WISHES = st.lists(
    st.builds(Wish, st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.integers(-3, 3)), max_size=6
)
_BOUNDS = [wish for name in _NAMES[1:] for wish in (Wish(name, ZERO, 4), Wish(ZERO, name, 4))]


def met(wishes: Sequence[Wish], numbers: dict[str, int]) -> bool:
    """Whether numbers meet all wishes."""
    known = {ZERO: 0, **numbers}
    return all(known[wish.number] - known[wish.other] <= wish.most for wish in wishes)


@given(_WISHES)
def test_numbers_are_found_exactly_where_there_are_some(wishes: list[Wish]) -> None:
    """Three numbers from -4 to 4, every combination tried."""
    found = numbers_for([*_BOUNDS, *wishes], 1)
    tried = (dict(zip(_NAMES[1:], numbers, strict=True)) for numbers in product(range(-4, 5), repeat=3))
    possible = any(met(wishes, numbers) for numbers in tried)
    assert (found is not None) is possible
    if found is not None:
        assert met([*_BOUNDS, *wishes], {name: found[name] for name in _NAMES[1:]})


def test_usual_numbers_where_nothing_is_asked() -> None:
    """What is free takes the usual value; what is bound comes as near as its bound lets it."""
    found = numbers_for([Wish("甲", ZERO, 5), *_BOUNDS], 3)
    assert found is not None
    assert found["甲"] == found["乙"] == 3


def book_with(tail: str) -> RuleBook:
    """The small book with other ledgers."""
    text = f"{HEAD}仅作说明。\n{tail}等次由高到低：好、差。\n"
    book = pipeline.read_book("小方案.jx", text.encode(), {"原文.txt": SOURCE}).value
    assert book is not None
    return book


@pytest.mark.parametrize(
    ("old", "new", "told_apart"),
    [
        ("分，0至100", "分，0至100.01", True),
        ("分，0至100", "分，0.01至100", True),
        ("分，0至100", "分，不小于0，不大于100", False),
        ("“人数”：整数，不小于0", "“人数”：整数", True),
        ("整数，不小于1；“本年位次”", "整数，不小于1，不大于本年位次；“本年位次”", True),
        ("一个单位每个“年度”一行", "一项一行", True),
        ("“分数”：分，不小于0", "“分数”：分，不小于0，不小于0", False),
    ],
)
def test_ledgers_that_differ_are_told_apart_where_any_row_tells(old: str, new: str, told_apart: bool) -> None:
    """The facts found are turned down by one of both books alone, else it is certain there are none."""
    assert old in TAIL
    one, other = book_with(TAIL), book_with(TAIL.replace(old, new))
    for answer in (compared(one, other), compared(other, one)):
        assert (answer.situation is not None) is told_apart
        assert answer.same is not told_apart


def test_a_range_that_follows_from_others_tells_nothing() -> None:
    """甲 is at least 1 and at most 乙: that 乙 is at least 1 goes without saying."""
    bound = TAIL.replace("“上年位次”：整数，不小于1", "“上年位次”：整数，不小于1，不大于本年位次")
    free = bound.replace("“本年位次”：整数，不小于1", "“本年位次”：整数")
    answer = compared(book_with(bound), book_with(free))
    assert answer.situation is None
    assert answer.same
