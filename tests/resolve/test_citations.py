"""Headings and quotes are held against the archived plan, and account for all of it."""

from __future__ import annotations

import pytest

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.resolve.citations import Coverage
from perfeval.source.document import cut_document
from perfeval.source.text import SourceText, Span
from perfeval.syntax.lines import read_lines
from perfeval.syntax.tree import Heading, Quote
from tests.heshan.book import book

PLAN = """一、加分和减分

(一)加分

1.受到国家表彰的,每次加5分;受到省表彰的,每次加2分。

2.受到市表彰的,加1分。

各单位另行制定办法。

(二)减分。受到通报批评的,每次减1分。

二、其他

各单位另行制定办法。本办法从2024年起施行。
"""


def coverage_of(text: str) -> Coverage:
    """What the headings and quotes of a text cover of the plan."""
    coverage = Coverage(cut_document(SourceText("source.txt", PLAN), 0, len(PLAN)))
    section = None
    for line in read_lines(SourceText("book.jx", text)).value or ():
        if isinstance(line, Heading):
            section = coverage.heading(line)
        elif isinstance(line, Quote) and section is not None:
            coverage.take(coverage.quote(line.span, section), None)
    coverage.close_heading()
    return coverage


def findings(text: str) -> list[tuple[str, str]]:
    """Codes and underlined words of what is wrong with headings and quotes."""
    return [(found.code, words(found)) for found in coverage_of(text).findings]


def words(found: Diagnostic) -> str:
    """The underlined words."""
    assert isinstance(found.where, Span)
    return found.where.text


@pytest.mark.parametrize(
    "text",
    [
        "一、加分和减分\n一（一）加分\n一（一）1．\n> 受到国家表彰的,每次加5分;受到省表彰的,每次加2分。",
        "一（一）1．\n> 受到国家表彰的，每次加5分；",
        "一（一）1．\n>　受到 国家表彰 的,每次加５分",
        "一(一)1、\n> 每次加2分。\n> 受到国家表彰的",
        "一（一）2．\n> 各单位另行制定办法。",
        "一（二）减分\n> 受到通报批评的",
        "一、末段\n> 受到通报批评的,每次减1分。",
        "二、其他\n> 各单位另行制定办法。",
    ],
)
def test_the_plans_own_words_are_found(text: str) -> None:
    """In full or half width, with spaces, in any order, in the section that is cited."""
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三、附则", [("PE204", "三、")]),
        ("一（三）\n> 受到市表彰的", [("PE204", "一（三）")]),
        ("一（一）加份", [("PE205", "加份")]),
        ("一（一）加分办法", [("PE205", "加分办法")]),
        ("一（一）减分", [("PE205", "减分")]),
        ("一（一）减分\n> 受到市表彰的", [("PE205", "减分")]),
        ("一（一）1．\n> 受到市表彰的", [("PE216", "一（一）1．")]),
        ("一（一）1．\n> 受到国家表彰的\n> 受到市表彰的", [("PE206", "受到市表彰的")]),
        ("二、其他\n> 受到市表彰的", [("PE206", "受到市表彰的")]),
        ("一（一）1．\n> 受到国家表彰的,每次加6分", [("PE206", "6")]),
        ("一（一）1．\n> 受到国家表彰,每次加5分", [("PE206", ",")]),
        ("一（一）1．\n> 曾受到国家表彰的,每次加5分", [("PE206", "曾")]),
        ("一（一）1．\n> 受到国家表彰的,每次加5分了", [("PE206", "了")]),
        ("一（一）1．\n> 获得其他荣誉的,由区里另行研究。", [("PE206", "获得其他荣誉的,由区里另行研究。")]),
    ],
)
def test_what_departs_from_the_plan_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    """Once, and underlined just where it departs."""
    assert findings(text) == expected


def test_a_quote_that_stands_elsewhere_is_told_where() -> None:
    """The next step is to move it."""
    (found,) = coverage_of("二、其他\n> 受到市表彰的").findings
    assert found.hint == "这句话在原文一（一）2，请移到那个标题下面。"


def test_a_title_that_stands_elsewhere_is_told_where() -> None:
    """The number is wrong, or the words are."""
    (found,) = coverage_of("一（一）减分").findings
    assert found.hint.startswith("这是原文一（二）的标题")


def test_the_plans_words_are_shown() -> None:
    """Those at the difference, with a few on either side, of the same paragraph."""
    (found,) = coverage_of("一（一）1．\n> 受到国家表彰的,每次加6分").findings
    assert found.expected == ("“,每次加5分;受到”",)
    (first,) = coverage_of("一（一）2．\n> 曾受到市表彰的").findings
    assert first.expected == ("“受到市表”",)


def test_the_same_words_are_taken_one_after_the_other() -> None:
    """A sentence that stands twice is accounted for twice, not once and again."""
    once = coverage_of("一（一）2．\n> 各单位另行制定办法。")
    twice = coverage_of("一（一）2．\n> 各单位另行制定办法。\n二、\n> 各单位另行制定办法。")
    assert len(twice.taken) >= 2 * 8
    assert len(once.taken) < len(twice.taken)


def test_every_character_of_the_2013_plan_is_accounted_for() -> None:
    """All text of all sections, by a heading or by a quote, and no character that is not there."""
    document = book().document
    accounted = {place for each in book().accounted for place in each.offsets}
    letters = {place for section in document.sections for place in document.letters(section)}
    assert len(letters) > 5900
    assert letters - accounted == set()
    assert all(document.start <= place < document.end for place in accounted)


def test_every_clause_of_the_2013_plan_quotes_it() -> None:
    """At least one quote each, in the very section that the clause cites."""
    document = book().document
    for clause in book().clauses:
        section = document.section(clause.citation.path)
        assert section is not None
        assert clause.citation.quotes
        for quote in clause.citation.quotes:
            assert document.find(section, quote, set()) is not None
