"""Sentences that once stopped the reader: each is a finding, and the rest is read."""

from __future__ import annotations

from perfeval.layout.from_text import formatted
from perfeval.source.text import SourceText
from perfeval.syntax.examples import parse_examples
from perfeval.syntax.parse import parse
from tests.evaluate.mini import HEAD, TAIL

NAMELESS = """一、总则
  “每次”：表彰，按级别每次加：省级2分、县级1分。
类别“场”1个，不设序列：林场。
国家级5分、省级2分、市级1分。> 年度结束以后的表彰,计入下一年度。
台账“表彰”，一次一行：“项目”：文字；“级别”由高到低：省级、县级；2024：日期。
"""


def test_a_name_that_is_declared_nowhere_is_not_blamed() -> None:
    """What a broken list only seems to declare has no line to point at."""
    assert any(each.code.startswith("PE1") for each in parse(SourceText("书", NAMELESS)).diagnostics)


def test_nothing_fits_before_a_word() -> None:
    """按 without a reading, in an example."""
    text = HEAD + TAIL + "\n例“甲”\n设张村基础分为80分。\n按 ，则【甲】加7分，【乙】不加分。\n"
    source = SourceText("书", text)
    assert parse_examples(source, parse(source).value or ()).diagnostics


def test_a_reason_begins_on_the_line_of_its_colon() -> None:
    """A colon on the next line is no part of the sentence; laid out twice, the text is what it was once."""
    text = "一、总则\n  采用“每次”\n：取有利于单位的解释。\n"
    once = formatted(SourceText("书", text))
    assert formatted(SourceText("书", once)) == once
    assert once.count("：") == 1
