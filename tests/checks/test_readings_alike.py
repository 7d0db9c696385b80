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


def test_examples_need_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a solver what an example tells apart is different, and what nothing shows is 未定."""
    monkeypatch.setattr(compare, "is_installed", lambda: False)
    clauses = reading(EACH, ONCE) + TOTAL
    (hint,) = settled(clauses, readings_alike.CHECK).open
    assert hint.severity is Severity.HINT
    assert hint.message.endswith("，未定：没有安装求解器（附加包verify），未能证明")
    rows = "  ｜项目｜级别｜日期　　　｜\n  ｜甲　｜省级｜2024-05-01｜\n  ｜乙　｜省级｜2024-05-01｜\n"
    example = f"例“两次”\n设张村基础分为80分。\n设张村有表彰：\n{rows}则总分为84分。\n"
    assert found(clauses, readings_alike.CHECK, examples=example) == []


def test_an_option_named_like_its_reading() -> None:
    """The option is underlined, not the name of the reading."""
    finding = one(reading(EACH, LEVELS).replace("计法", "丑") + TOTAL, readings_alike.CHECK)
    assert underlined(finding) == "“丑”"
    assert isinstance(finding.where, Span)
    assert finding.where.source.line(finding.where.line) == f"  “丑”：{LEVELS}"
