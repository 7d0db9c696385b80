"""PE810: counts that the plan states, and what the book declares."""

from __future__ import annotations

import pytest

from perfeval.checks.stated_counts import CHECK
from tests.checks.plans import findings, settled
from tests.evaluate.mini import TAIL

_GRADES = "等次由高到低：好、中、差。\n"
_VETO = (
    "【甲】有下列“情形”之一的，取消好资格：（1）“一”：有扣分的；（2）“二”：基础分不足60分的；"
    "（3）“三”：没有表彰的。"
)
_PLACES = (
    "【乙】“总分”＝基础分。\n【丙】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"
)


def _book(*parts: tuple[str, str]) -> str:
    return "一、总则\n" + "\n".join(f"> {quote}\n{clauses}" for quote, clauses in parts)


@pytest.mark.parametrize(
    ("quote", "clauses", "expected"),
    [
        ("分为3个序列评比。", _PLACES, [("丙", "个数不符：3个序列", "3个序列")]),
        ("两个类别分别评比。", _PLACES, [("丙", "个数不符：两个类别", "两个类别")]),
        ("全县4个单位按基础分计。", "【乙】“总分”＝基础分。", [("乙", "个数不符：4个单位", "4个单位")]),
        (
            "总分为100分,其中指标60分,述职20分,测评10分。",
            "【乙】“总分”＝基础分。",
            [("乙", "个数不符：100分", "100分,其中指标60分,述职20分,测评10分")],
        ),
        (
            "合计按权重计入,权重分别为70%、20%。",
            "【乙】“总分”＝基础分。",
            [("乙", "个数不符：权重", "70%、20%")],
        ),
        (
            "按基础分、人数加权。",
            "【乙】“加权分”＝基础分×70%＋基础分×20%。",
            [("乙", "个数不符：加权分", "【乙】")],
        ),
        (
            "总分100分,其中指标80分,述职30分,每次加5分。",
            "【乙】“总分”＝基础分。",
            [("乙", "个数不符：100分", "100分,其中指标80分,述职30分")],
        ),
        (
            "指标占总分的百分之六十,评议占百分之三十。",
            "【乙】“总分”＝基础分。",
            [("乙", "个数不符：权重", "百分之六十,评议占百分之三十")],
        ),
        (
            "总分100分,其中指标60分,述职20分;权重为60%、20%;权重为70%、40%。",
            "【甲】表彰，每次加1分。\n【乙】“总分”＝基础分×60%。\n【丙】基础分满分100分，总分100分。",
            [
                ("丙", "个数不符：100分", "100分,其中指标60分,述职20分"),
                ("乙", "个数不符：权重", "60%、20%"),
                ("乙", "个数不符：权重，70%＋40%", "70%、40%"),
            ],
        ),
        ("3个序列,这3个序列分别评比。", _PLACES, [("丙", "个数不符：3个序列", "3个序列")]),
        ("建立4本台账,按基础分计。", "【乙】“总分”＝基础分。", [("乙", "个数不符：4本台账", "4本台账")]),
        (
            "评比分为指标、述职和测评四个方面。",
            "【乙】“总分”＝基础分。",
            [("乙", "个数不符：四个方面", "四个方面")],
        ),
    ],
)
def test_a_count_that_is_wrong(quote: str, clauses: str, expected: list[tuple[str, str, str]]) -> None:
    assert findings(CHECK, _book((quote, clauses))) == expected


@pytest.mark.parametrize(
    ("quote", "clauses"),
    [
        ("村一个类别2个序列分别评比。", _PLACES),
        ("共5个单位,按基础分计。", "【乙】“总分”＝基础分。"),
        ("全县6个单位,按基础分计。", "【乙】“总分”＝基础分。"),
        ("总分为100分,其中指标60分,述职20分,测评20分。", "【乙】“总分”＝基础分。"),
        ("权重分别为70%、20%、10%。", "【乙】“总分”＝基础分。"),
        ("按基础分、人数加权。", "【乙】“总分”＝基础分×70%＋基础分×30%。"),
        ("建立5本台账,按基础分计。", "【乙】“总分”＝基础分。"),
        ("评比分为指标、述职和测评三个方面。", "【乙】“总分”＝基础分。"),
        ("评比包括指标、述职等五个方面。", "【乙】“总分”＝基础分。"),
        ("优秀的得20%,合格的得15%。", "【乙】“总分”＝基础分×20%。"),
        ("总分100分,其中实绩70分,包括重点50分、日常20分,评议30分。", "【乙】“总分”＝基础分。"),
        ("总分100分,其中基础80分,表彰最高20分,每次加5分。", "【乙】“总分”＝基础分。"),
        ("总分100分,其中指标60分,述职30分,每次加5分、县级2分。", "【乙】“总分”＝基础分。"),
        ("指标占总分的70%,其中台账占指标考核的60%,评议占30%。", "【乙】“总分”＝基础分。"),
        ("指标占总分的70%,台账占指标考核的60%,评议占30%。", "【乙】“总分”＝基础分。"),
        ("权重分别为70%、30%,评为优秀的不超过15%。", "【乙】“总分”＝基础分。"),
        ("指标占总分的百分之六十,评议占百分之四十。", "【乙】“总分”＝基础分。"),
        ("权重分别为12.125%、87.875%。", "【乙】“总分”＝基础分。"),
    ],
)
def test_a_count_that_is_right(quote: str, clauses: str) -> None:
    assert findings(CHECK, _book((quote, clauses))) == []


@pytest.mark.parametrize(("stated", "wrong"), [("上述三种情形", False), ("上述4种情形", True)])
def test_cases_of_a_veto(stated: str, wrong: bool) -> None:
    body = _book(
        ("有下列情形之一的取消资格。", _VETO),
        (f"有{stated}中2种及其以上情形的,认定为差。", "【丁】有2种以上情形的，直接认定为差。"),
    )
    count = stated.removeprefix("上述")
    expected = [("丁", f"个数不符：{count}", count)] if wrong else []
    assert findings(CHECK, body, TAIL + _GRADES) == expected


def test_the_only_veto_is_meant_where_a_clause_asks_about_none() -> None:
    body = _book(("有下列情形之一的取消资格。", _VETO), ("上述4种情形另扣分。", "【丁】扣分，每次减1分。"))
    assert findings(CHECK, body, TAIL + _GRADES) == [("丁", "个数不符：4种情形", "4种情形")]


def test_a_case_that_is_missing_is_shown_with_those_that_are_there() -> None:
    body = _book(("有下列4种情形之一的取消资格。", _VETO))
    (finding,) = settled(CHECK, body, TAIL + _GRADES).open
    assert finding.message == "原文说“4种情形”，规则书里是3种情形"
    assert finding.witness is not None
    assert finding.witness.rows == (("一",), ("二",), ("三",))


def _units(heading: str, count: str) -> tuple[str, str]:
    """A book whose units stand in two sections below one heading, and its annex."""
    body = f"""一、范围({heading}个)
一（一）
> 山村{count}个:张村、李村、王村
类别“村”，序列“山村”3个：张村、李村、王村。
一（二）
> 水村2个:赵村、钱村
类别“村”，序列“水村”2个：赵村、钱村。
二、总则
> 受到表彰的加分。
【甲】“总分”＝基础分。"""
    lines = TAIL.splitlines(keepends=True)
    return body, "".join(line for line in lines if "类别“村”" not in line)


@pytest.mark.parametrize(
    ("heading", "count", "expected"),
    [
        ("5", "3", []),
        ("6", "3", [("", "个数不符：范围(6个)", "6个")]),
        ("5", "四", [("", "个数不符：四个", "四个")]),
    ],
)
def test_units_below_a_heading(heading: str, count: str, expected: list[tuple[str, str, str]]) -> None:
    assert findings(CHECK, *_units(heading, count)) == expected


def test_other_counts_are_no_counts_of_what_is_declared() -> None:
    quote = "取前3个单位,设2个单项奖;连续两个年度的,第一个序列的单位加分。"
    assert findings(CHECK, _book((quote, "【乙】“总分”＝基础分。"))) == []
