"""One line each: how it is written, and what stays as it is."""

from __future__ import annotations

import pytest

from tests.layout.test_formatted import layout
from tests.rules.case_files import base

EXAMPLE = """附件3　例

例“甲”
设下列表彰：
  ｜单位　｜项目｜级别　｜对象　｜日期　　　｜
  ｜柳溪镇｜甲　｜国家级｜本单位｜2024-03-01｜
则柳溪镇【表彰加分】加5分，加减分为-2.5分，
  评为优秀。
按 市级计次=一次，则柳溪镇评为优秀。

例“乙”
设柳溪镇在编人数为-1。
则拒绝：“在编人数”应不小于0, 而且…
"""
BOOK = f"{base().book}\n\n{EXAMPLE}"

# A line of the book, and how else it may be written.
OTHERWISE = (
    ("文号：临政发〔2024〕8号。", "  文号 : 临政发〔2024〕8号 ｡"),
    (
        "注：这是检查规则书用的小样，单位和文件都是虚构的。",
        "　注 : 这是检查规则书用的小样，单位和文件都是虚构的。 ",
    ),
    ("一（一）镇街(5个)", " 一、 (一) 镇街(5个)"),
    ("二、考评内容", "二 、 考评内容"),
    ("三（一）1．", "三(一) １、"),
    ("附件2　结果", "附件 ２ 结果"),
    ("> 年度结束以后的表彰,计入下一年度。", "＞年度结束以后的表彰,计入下一年度。"),
    ("【良好】综合得分在80分以上的，评为良好。", "【良好】 综合得分 在 ８０ 分 以上的 , 评为良好 。"),
    ("  （2）“领导问责”：主要领导被问责的。", "(２)「领导问责」:主要领导被问责的｡"),
    ("  “目标得分”：分，不小于0；", '　　"目标得分" : 分,不小于0;'),
    (
        "【优秀奖金】评为优秀的：奖金总额＝1000元×在编人数。",
        "【优秀奖金】评为优秀的:奖金总额 = 1000元 × 在编人数。",
    ),
    ("例“甲”", " 例 “甲”"),
    ("  ｜柳溪镇｜甲　｜国家级｜本单位｜2024-03-01｜", "|柳溪镇|甲|国家级| 本单位 |2024-03-01"),
    ("则柳溪镇【表彰加分】加5分，加减分为-2.5分，", " 则 柳溪镇【表彰加分】加５分,加减分为－２．５分,"),
    ("按 市级计次=一次，则柳溪镇评为优秀。", "按市级计次＝一次,则柳溪镇评为优秀。"),
    ("则拒绝：“在编人数”应不小于0, 而且…", "则 拒绝 :  “在编人数”应不小于0, 而且…"),
)

# Words that no layout touches, though other marks are usual elsewhere.
UNTOUCHED = (
    ("公平、公正。”。", "公平、公正。”，(1)  ２;。"),
    ("作为事实录入。", "作为事实录入, (1) 即  ０;１."),
    ("按前一句的写法理解。", "按前一句的写法理解:  (1)"),
    ("单位和文件都是虚构的。", "单位和文件,都是  虚构的:１。"),
    ("> 考评工作要公平、公正。", "> 考评工作要公平  、 公正:１。"),
    ("区档案局。\n", "区档案局(含，１办)。\n"),
    ("镇街(5个)", "镇街 （5 个)"),
    ("例“乙”", "例“乙, １ ：(2)”"),
)


def test_the_book_is_in_the_usual_layout() -> None:
    """What the tests below rest on."""
    assert layout(BOOK) == BOOK


@pytest.mark.parametrize(("usual", "other"), OTHERWISE)
def test_a_line_that_is_written_otherwise(usual: str, other: str) -> None:
    """It is written as usual."""
    assert f"\n{usual}\n" in BOOK
    assert layout(BOOK.replace(f"\n{usual}\n", f"\n{other}\n")) == BOOK


@pytest.mark.parametrize(("old", "new"), UNTOUCHED)
def test_words_that_stay(old: str, new: str) -> None:
    """Quotes, reasons, notes, names, titles and the values of the head, with whatever marks."""
    assert old in BOOK
    text = BOOK.replace(old, new)
    assert layout(text) == text


def test_blank_lines() -> None:
    """At most two together, one at least before a heading, none at either end."""
    many = "\n\n" + BOOK.replace("\n\n\n", "\n\n \n\n　\n").replace("\n\n三（二）", "\n三（二）") + "\n\n"
    assert layout(many) == BOOK


@pytest.mark.parametrize(
    "broken",
    [
        "【良好】综合得分 在80分以上的 ,评位 良好。",
        "【良好】综合得分 在80分以上 ,评为 良好。",
        "【良好】综合得分在80分以上 ,评位良好。  【另】 仅作说明",
    ],
)
def test_a_broken_sentence_stays(broken: str) -> None:
    """With its spaces and marks, and those beside it in its line; what stands in other lines does not."""
    text = BOOK.replace("【良好】综合得分在80分以上的，评为良好。", f"{broken}  ")
    spoilt = text.replace("【合格】综合得分在", "【合格】 综合得分 在")
    assert spoilt != text
    assert layout(spoilt) == text.replace(f"{broken}  ", broken)


def test_a_broken_example_stays() -> None:
    """All of it: a mistake in one sentence leaves it open what the others are about."""
    text = BOOK.replace("设下列表彰：", "设下烈表彰 :").replace("  评为优秀。", " 评为 优秀。")
    assert text.count("评为 优秀") == 1
    assert layout(text) == text


@pytest.mark.parametrize(
    "text", ["", "\n", "  各单位 : \n\n\n\n今天开会。 \n", "一 、(一)\n 关于,开会的通知  "]
)
def test_a_text_that_is_no_rule_book_stays(text: str) -> None:
    """To the last blank."""
    assert layout(text) == text


def test_a_space_that_parts_words_stays() -> None:
    """One, where the words would be another word without it."""
    text = BOOK.replace("【加减分】“加分”", "【加减分】“评为良好”＝目标得分；“加分”")
    text = text.replace("在80分以上的，评为良好。", "在80分以上的，评为　 良好。")
    assert "\n【良好】综合得分在80分以上的，评为 良好。\n" in layout(text)
    assert layout(layout(text)) == layout(text)
