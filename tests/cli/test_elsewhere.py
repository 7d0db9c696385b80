"""``perfeval eval`` on what stays in a database or a cluster: what has to be said on the command line."""

from __future__ import annotations

import pytest

from perfeval.cli.main import main

RULES = "rules/heshan-2013"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["公开", "--engine", "postgres"], "--address"),
        (["数据", "--engine", "spark"], "--out"),
        (["rules/heshan-2013/facts", "--address", "postgresql://a/b"], "--engine postgres"),
        (["公开", "--engine", "postgres", "--address", "a", "--population", "辖区"], "_population"),
    ],
)
def test_what_is_missing_is_named(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is opened; nothing is shown as a result."""
    assert main(["eval", RULES, *words]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert not shown.out


def test_a_database_that_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """The database's own words, and what to look at."""
    words = ["公开", "--engine", "postgres", "--address", "postgresql://127.0.0.1:1/none"]
    assert main(["eval", RULES, *words]) == 1
    assert "PE552" in capsys.readouterr().err
