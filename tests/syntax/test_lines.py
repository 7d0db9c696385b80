"""A rule book is read line by line: title, head, headings, quotes, notes, sentences."""

from __future__ import annotations

import pytest

from perfeval.source.text import SourceText
from perfeval.syntax.lines import read_lines
from perfeval.syntax.tree import Broken, Gap, Heading, Line, Meta, Quote, RawSentence, Title


def lines(text: str) -> list[Line]:
    """All lines of a text below a heading, blank ones left out."""
    return [line for line in whole("一、甲\n" + text)[1:] if not isinstance(line, Gap)]


def whole(text: str) -> list[Line]:
    """All lines of a text."""
    return list(read_lines(SourceText("book.jx", text)).value or ())


def sentences(text: str) -> list[str]:
    """The sentences of a text below a heading; … behind those that do not end."""
    found = [line for line in lines(text) if isinstance(line, RawSentence)]
    return [line.span.text + ("" if line.finished else "…") for line in found]


def test_head() -> None:
    """Title, ``名目：内容。`` with or without 。, notes."""
    title, number, day, gap, last = whole(
        "《甲方案》\n文号：甲发〔2024〕1号。\n印发日期:2024年1月1日\n\n注：无\n一、甲"
    )[:5]
    assert isinstance(title, Title) and title.text == "甲方案"
    assert isinstance(number, Meta) and (number.key, number.value.text) == ("文号", "甲发〔2024〕1号")
    assert isinstance(day, Meta) and (day.key, day.value.text) == ("印发日期", "2024年1月1日")
    assert isinstance(gap, Gap)
    assert isinstance(last, Heading)


@pytest.mark.parametrize(
    "line", ["《甲方案", "甲方案》", "《甲》方案", "本方案自印发之日起施行。", "甲，乙：丙"]
)
def test_what_else_stands_in_the_head_is_a_finding(line: str) -> None:
    """Nothing is passed over."""
    read = read_lines(SourceText("book.jx", f"《甲方案》\n{line}\n\n一、甲\n"))
    assert [found.code for found in read.diagnostics] == ["PE105"]
    assert any(isinstance(each, Broken) for each in read.value or ())


@pytest.mark.parametrize(
    ("line", "path", "title"),
    [
        ("一、考评对象", ("一",), "考评对象"),
        ("三（七）加分与减分", ("三", "七"), "加分与减分"),
        ("三(七)1.加分", ("三", "七", "1"), "加分"),
        ("三（七）1．", ("三", "七", "1"), None),
        ("三 （七） 1、 加分", ("三", "七", "1"), "加分"),
        ("十二（十）", ("十二", "十"), None),
        ("四、末段", ("四", "末段"), None),
        ("四（一）“优秀单位”评定方法", ("四", "一"), "“优秀单位”评定方法"),
        ("附件1　台账", (), None),
        ("附：结果", (), None),
        ("附表", (), None),
    ],
)
def test_headings(line: str, path: tuple[str, ...], title: str | None) -> None:
    """The number is a path into the plan; what stands behind it is the title; annexes have no path."""
    (heading,) = (each for each in whole(f"《甲》\n{line}\n") if isinstance(each, Heading))
    assert heading.path == path
    assert (heading.title.text if heading.title else None) == title


@pytest.mark.parametrize(
    "line", ["三（七", "三（七1．加分", "附近的单位。", "一票否决。", "一（", "（一）甲"]
)
def test_what_only_begins_like_a_heading(line: str) -> None:
    """It is a sentence, and will be found not to be one."""
    assert not any(isinstance(each, Heading) for each in lines(line))
    assert sentences(line)


def test_quotes_keep_their_words_and_places() -> None:
    """Behind > with or without a space; the span holds the words only."""
    first, second = (each for each in lines(">甲，乙。\n >  丙\n") if isinstance(each, Quote))
    assert (first.span.text, first.span.line, first.span.column) == ("甲，乙。", 2, 2)
    assert (second.span.text, second.span.line, second.span.column) == ("丙", 3, 5)


def test_sentences_end_with_a_stop() -> None:
    """Several in a line, one over several lines; 。 inside “ ” ends nothing."""
    assert sentences("【甲】乙。【丙】丁。") == ["【甲】乙。", "【丙】丁。"]
    assert sentences("甲，\n乙；\n丙：\n丁、\n戊。") == ["甲，\n乙；\n丙：\n丁、\n戊。"]
    assert sentences("“甲。乙”：丙。") == ["“甲。乙”：丙。"]


@pytest.mark.parametrize("mark", ["，", "；", "：", "、"])
@pytest.mark.parametrize("next_line", ["", "> 甲", "注：甲", "二、甲", "【甲】乙。"])
def test_a_sentence_goes_on_only_in_the_next_line(mark: str, next_line: str) -> None:
    """Not over a blank line, a quote, a note, a heading or the name of a clause."""
    assert sentences(f"【戊】己{mark}\n{next_line}")[0] == f"【戊】己{mark}…"


def test_a_line_without_a_mark_ends_its_sentence() -> None:
    """It was not finished; what follows is a sentence of its own."""
    assert sentences("每次\n加1分。") == ["每次…", "加1分。"]


@pytest.mark.parametrize(
    "line",
    [
        "采用“甲”：因为，乙。丙",
        "【丁】仅作说明：乙。丙；",
        "【丁】另行制定：05分。",
        "另行规定：甲",
        "【丁】酌情认定 ：甲",
    ],
)
def test_free_words_run_to_the_end_of_the_line(line: str) -> None:
    """Whatever they are; their beginning is known."""
    (sentence,) = (each for each in lines(f"{line}\n戊。") if isinstance(each, RawSentence) and each.text_at)
    assert sentence.finished
    assert sentence.span.text == line
    assert sentence.text_at == 5 + line.index("：")


def test_notes_are_nothing() -> None:
    """Anywhere, whatever stands in them."""
    assert lines("注：“【）甲\n注 :乙，\n") == []


def test_clauses_in_the_lines_of_quotes() -> None:
    """Only on demand: 【 may belong to the plan."""
    text = "一、甲\n> 乙。【丙】丁，\n  戊。"
    assert [type(line) for line in whole(text)] == [Heading, Quote, RawSentence]
    split = read_lines(SourceText("book.jx", text), clauses_in_quotes=True).value or ()
    assert [type(line) for line in split] == [Heading, Quote, RawSentence]
    spans = [line.span.text for line in split if isinstance(line, Quote | RawSentence)]
    assert spans == ["乙。", "【丙】丁，\n  戊。"]


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 1), ("\n", 1), ("\n\n \n", 1), ("一、甲", 1), ("一、甲\n\n", 2), ("\n\n一、甲\n", 3)],
)
def test_every_line_is_some_line(text: str, size: int) -> None:
    """Blank lines that follow each other are one gap."""
    assert len(whole(text)) == size
