"""Examples run on a variant of their book that no longer has a reading they name."""

from __future__ import annotations

import pytest

from perfeval.examples.suite import failures, passes
from tests.examples.small import suite_of_text

READING = """【好】口径“八十分整”：
  “好”：总分在80分以上的，评为好。
  “差”：总分超过80分的，评为好。
  “从严”：总分超过85分的，评为好。
  采用“好”：取有利于单位的解释。
"""
OTHERS = "【总分】“总分”＝基础分。\n等次由高到低：好、差。\n【差】总分够不上好的，评为差。\n"
EXAMPLES = "例“八十五”\n设张村基础分为85分。\n则张村评为好。\n按 八十分整=从严，则张村评为差。\n"


@pytest.mark.parametrize(
    ("variant", "said"),
    [
        ("【好】总分在80分以上的，评为好。\n", "没有名为“八十分整”的口径"),
        (READING.replace("  “从严”：总分超过85分的，评为好。\n", ""), "口径“八十分整”没有“从严”这个选项"),
    ],
    ids=["no reading", "no option"],
)
def test_what_cannot_be_chosen_any_more_fails(variant: str, said: str) -> None:
    """It is no claim that holds by itself, and no crash; what is expected as adopted still holds."""
    book, suite = suite_of_text(READING + OTHERS, EXAMPLES)
    assert passes(suite, book)
    changed, _ = suite_of_text(variant + OTHERS, "")
    (failure,) = failures(suite, changed)
    assert failure.expectation.readings == (("八十分整", "从严"),)
    assert said in failure.actual.shown
