"""Identifiers that no database cuts off, folds together or takes apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfeval.sql.dialect import DIALECTS
from perfeval.sql.names import MAX_BYTES, Names
from perfeval.sql.printer import Printer


def folded(name: str) -> str:
    """As PostgreSQL and DuckDB tell names apart: the case of ASCII letters may not matter."""
    return "".join(char.lower() if char.isascii() else char for char in name)


@given(st.lists(st.text(min_size=0, max_size=80), max_size=30))
def test_names_fit_and_differ(wishes: list[str]) -> None:
    names = Names()
    made = [names.new("", wish) for wish in wishes]
    assert all(0 < len(name.encode()) <= MAX_BYTES for name in made)
    assert len({folded(name) for name in made}) == len(made)


def test_long_names_keep_both_ends() -> None:
    names = Names()
    one, two = (names.new("", "表彰" * 20 + end) for end in ("的次数", "的次数"))
    assert one.startswith("表彰表彰") and one.endswith("的次数") and two.endswith("~2")
    assert names.new("另一个", "表彰" * 20 + "的次数") == one


def test_names_that_differ_in_case_only() -> None:
    names = Names()
    assert [names.new("", name) for name in ("Gdp", "GDP", "gdp", "ＧＤＰ")] == [
        "Gdp",
        "GDP~2",
        "gdp~3",
        "ＧＤＰ",
    ]


def test_short_names_stay() -> None:
    names = Names()
    assert names.new("", "综合得分") == "综合得分"
    assert names.new("", "综合得分") == "综合得分~2"


def test_quotes_are_doubled() -> None:
    assert Printer(DIALECTS["postgres"]).quoted('甲"乙') == '"甲""乙"'
    assert Printer(DIALECTS["spark"]).quoted("甲`乙") == "`甲``乙`"
