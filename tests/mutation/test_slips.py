"""What one slip can make of a sentence: every kind of sentence with all its slips, written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval.mutation.edit import Change, changed_text
from tests.mutation.slips import slips

_FILE = Path(__file__).with_name("slips.txt")


def _table() -> list[tuple[str, list[str]]]:
    """Each sentence with the lines below it."""
    parts = _FILE.read_text(encoding="utf-8").split("\n# ")[1:]
    lines = [part.strip().split("\n") for part in parts]
    return [(each[0], each[1:]) for each in lines]


@pytest.mark.parametrize(("sentence", "expected"), _table(), ids=[sentence[:20] for sentence, _ in _table()])
def test_all_slips_of_a_sentence(sentence: str, expected: list[str]) -> None:
    """Each slip, in the order of the text, with the name of its kind."""
    assert [f"{kind} | {text}" for kind, text in slips(sentence)] == expected


def test_no_slip_leaves_the_sentence_as_it_is() -> None:
    """A slip that changes no letter would be a mutant that nothing can notice."""
    for sentence, _ in _table():
        assert sentence not in [text for _, text in slips(sentence)]


def test_marks_in_half_width_give_the_same_slips() -> None:
    """A book typed with half-width marks and straight quotation marks is no other book."""
    wide = slips("“和”＝基础分＋【甲】－2分×人数。")
    narrow = slips("“和”=基础分+【甲】-2分×人数。")
    assert [kind for kind, _ in narrow] == [kind for kind, _ in wide]


def test_changes_are_made_in_the_order_of_the_text() -> None:
    """However they are listed; what stands between them stays."""
    changes = [Change(14, 15, "丁"), Change(10, 12, "")]
    assert changed_text("甲乙丙，乙。", 10, changes) == "丙，丁。"
