"""Findings as people read them."""

from __future__ import annotations

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Severity
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.diagnostics.to_text import diagnostic_to_text, diagnostics_to_text
from perfeval.source.text import SourceText
from tests.diagnostics.made import ALL, IN_CELL, IN_TEXT, NOWHERE, ON_TWO_LINES, SHOWN, words


def test_all_that_is_said_of_a_finding() -> None:
    """Sentence, words underlined, facts in a table, next step, and how it is answered; in this order."""
    assert diagnostic_to_text(SHOWN) == (
        "警告 PE809  rules/a b/书.jx 第2行第1字：“总分”可以高于100分\n"
        "    【加分】每次加2分，\n"
        "    ＾＾＾＾\n"
        "    例如：\n"
        "      单位    张村\n"
        "      ------  ------\n"
        "      基础分  100分\n"
        "      → 总分  104分\n"
        "    办法：写明最高分。\n"
        "    不改：确认过、不用改的，在【加分】里写一句：知悉“超出满分”：不用改的理由。"
    )
    outside = diagnostic_to_text(evolve(SHOWN, clause=""))
    assert outside.endswith("在附件里、声明的后面写一句：知悉“超出满分”：不用改的理由。")


def test_an_error_offers_no_answer() -> None:
    """Whatever it is called: it has to be mended."""
    error = evolve(SHOWN, severity=Severity.ERROR)
    assert "知悉" in diagnostic_to_text(SHOWN)
    assert "知悉" not in diagnostic_to_text(error)
    assert diagnostic_to_json(error)["name"] is None


def test_words_on_several_lines_are_underlined_on_the_first() -> None:
    """Up to its end."""
    assert diagnostic_to_text(ON_TWO_LINES).split("\n")[1:3] == [
        "    【加分】每次加2分，",
        "    　　　　＾＾＾^＾＾",
    ]


def test_a_long_line_is_cut_around_the_words() -> None:
    """So that no screen breaks it and the marks stay below the words."""
    source = SourceText("书.jx", f"{'前' * 100}错字{'后' * 100}")
    lines = diagnostic_to_text(evolve(IN_TEXT, where=words("错字", source))).split("\n")
    assert lines[1] == f"    ……{'前' * 20}错字{'后' * 20}……"
    assert lines[2].endswith(f"{'　' * 20}＾＾")
    words_alone = diagnostic_to_text(evolve(IN_TEXT, where=words("前" * 100, source))).split("\n")
    assert words_alone[1] == f"    {'前' * 80}……"
    assert words_alone[2] == f"    {'＾' * 60}"


def test_hidden_characters_are_spelt_out() -> None:
    """In the sentence and in the line, where the marks stay below the words."""
    source = SourceText("书.jx", "甲\u202e乙丙")
    found = evolve(IN_TEXT, where=words("丙", source), message="“\u202e”不能用")
    marks = f"    {'　' * 2}      {'　' * 2}＾"
    assert diagnostic_to_text(found).split("\n")[:3] == [
        "错误 PE103  书.jx 第1行第4字：“〔U+202E〕”不能用",
        "    甲〔U+202E〕乙丙",
        marks,
    ]


def test_many_that_say_the_same_are_told_once() -> None:
    """The first in full, of the others the lines; a few are each shown in full."""
    same = [evolve(IN_CELL, where=Cell("表彰.csv", line, "项目", " 甲")) for line in range(2, 102)]
    assert diagnostics_to_text(same) == (
        f"{diagnostic_to_text(same[0])}\n    另有99处同样的问题：第3、4、5、6、7、8、9、10、11、12行等。"
    )
    assert diagnostics_to_text(same[:4]).endswith("    另有3处同样的问题：第3、4、5行。")
    assert diagnostics_to_text(same[:3]) == "\n".join(map(diagnostic_to_text, same[:3]))
    assert diagnostics_to_text([NOWHERE] * 5).endswith("    另有4处同样的问题。")


def test_what_differs_is_told_apart() -> None:
    """Other columns, files, words or next steps; all stay in order."""
    same = [evolve(IN_CELL, where=Cell("表彰.csv", line, "项目", " 甲")) for line in range(2, 8)]
    others = [
        evolve(IN_CELL, where=Cell("表彰.csv", 3, "级别", " 甲")),
        evolve(IN_CELL, where=Cell("验收.csv", 3, "项目", " 甲")),
        evolve(IN_CELL, message="“乙”前面有空格"),
        evolve(IN_CELL, hint="补上。"),
    ]
    shown = diagnostics_to_text([others[0], *same[:3], *others[1:], *same[3:]])
    first, *rest = map(diagnostic_to_text, others)
    merged = f"{diagnostic_to_text(same[0])}\n    另有5处同样的问题：第3、4、5、6、7行。"
    assert shown == "\n".join([first, merged, *rest])


def test_any_console_shows_them() -> None:
    """All within GBK."""
    text = diagnostics_to_text(ALL)
    assert text.encode("gbk").decode("gbk") == text
