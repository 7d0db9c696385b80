"""A 口径 whose options make no difference."""

from __future__ import annotations

import pytest

from perfeval.checks import readings_alike
from perfeval.diagnostics.diagnostic import Severity
from perfeval.source.text import Span
from perfeval.verify import compare
from tests.checks.small import found, one, settled, underlined

TOTAL = "【总分】“总分”＝基础分＋【甲】。\n"
GRADES = "【差】总分在0分以上的，评为差。\n等次由高到低：差。\n"


def reading(*options: str) -> str:
    """A clause with these options, the first adopted."""
    listed = "".join(f"  “{name}”：{rule}\n" for name, rule in zip("子丑寅", options, strict=False))
    return f"【甲】口径“计法”：\n{listed}  采用“子”：原文没有写明。\n"


EACH = "表彰，每次加2分。"
LEVELS = "表彰，按级别每次加：省级2分、县级2分。"
ONCE = "表彰，不论次数，共加2分。"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((EACH, EACH), [("甲", "口径无别：子，丑")]),
        ((EACH, LEVELS), [("甲", "口径无别：子，丑")]),
        ((EACH, ONCE, LEVELS), [("甲", "口径无别：子，寅")]),
        ((ONCE, EACH, LEVELS), [("甲", "口径无别：丑，寅")]),
        (
            (
                "排位，本年位次为第1位的，每项加2分。",
                "排位，本年位次比上年位次每前移1位加2分。",
            ),
            [],
        ),
        ((EACH, ONCE), []),
        ((EACH, "县级的表彰，每次加2分。"), []),
        ((EACH, "表彰，每次加2分，合计最高加20分。"), []),
    ],
)
def test_options_that_make_no_difference(options: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    """Two of two or of three; options that some facts tell apart are different."""
    assert found(reading(*options) + TOTAL, readings_alike.CHECK) == expected


def test_what_is_said_of_them() -> None:
    """Both options, the ranges that it rests on, and the second underlined."""
    finding = one(reading(EACH, LEVELS) + TOTAL, readings_alike.CHECK)
    assert finding.code == "PE818"
    assert finding.message == "口径“计法”取“子”还是“丑”，对哪个单位都没有区别（其他口径照采用的）"
    assert underlined(finding) == "“丑”"
    assert finding.witness is not None
    assert ("各台账行数不限",) in finding.witness.rows


def test_situations_need_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a solver what an example or a plain situation tells apart is different; the rest is open."""
    monkeypatch.setattr(compare, "is_installed", lambda: False)
    assert found(reading(EACH, ONCE) + TOTAL, readings_alike.CHECK) == []
    clauses = reading(EACH, "表彰，每次加2分，合计最高加8分。") + TOTAL
    (hint,) = settled(clauses, readings_alike.CHECK).open
    assert hint.severity is Severity.HINT
    assert "没有安装求解器（附加包verify），未能证明" in hint.message
    rows = "  ｜项目｜级别｜日期　　　｜\n" + "".join(
        f"  ｜{name}　｜省级｜2024-05-01｜\n" for name in "甲乙丙丁戊"
    )
    example = f"例“五次”\n设张村基础分为80分。\n设张村有表彰：\n{rows}则总分为90分。\n"
    assert found(clauses, readings_alike.CHECK, examples=example) == []


RANKED = """【总分】“总分”＝基础分。
【排名】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
【好】山村、水村各取前1名，评为好。
{0}
【最低】评为好的，不另设最低分。
{1}
【差】总分在0分以上的，评为差。
【取消】有下列“情形”之一的，取消好资格：（1）“有扣分”：有扣分的。
等次由高到低：好、差。
"""
TIES = ("好末位并列的，全部入选。", "好末位并列、名额容不下的，全部不入选。")
FILLED = ("取消好资格空出的名额，依次递补。", "取消好资格空出的名额，不递补。")


def choice(name: str, options: tuple[str, str]) -> str:
    """A clause with two options."""
    return f"【{name}】口径“{name}”：\n  “子”：{options[0]}\n  “丑”：{options[1]}\n  采用“子”：原文没有写明。"


@pytest.mark.parametrize(
    "clauses",
    [
        RANKED.format(choice("末位算法", TIES), f"【递补】{FILLED[0]}"),
        RANKED.format(f"【并列】{TIES[0]}", choice("空额算法", FILLED)),
    ],
    ids=["ties", "cancelled"],
)
def test_standings_need_no_solver(monkeypatch: pytest.MonkeyPatch, clauses: str) -> None:
    """A tie at the last place, and a cancelled unit at the first, tell options apart."""
    monkeypatch.setattr(compare, "is_installed", lambda: False)
    assert settled(clauses, readings_alike.CHECK).open == ()


def test_an_option_named_like_its_reading() -> None:
    """The option is underlined, not the name of the reading."""
    finding = one(reading(EACH, LEVELS).replace("计法", "丑") + TOTAL, readings_alike.CHECK)
    assert underlined(finding) == "“丑”"
    assert isinstance(finding.where, Span)
    assert finding.where.source.line(finding.where.line) == f"  “丑”：{LEVELS}"
