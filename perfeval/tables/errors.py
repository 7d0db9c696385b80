"""Findings of the tables pass: PE4xx."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.source.text import Span


def _name(span: Span) -> Span:
    """The name at the beginning of a clause, 【 】 included: the place of what concerns all of it."""
    end = span.text.find("】") + 1
    return span.cut(0, end) if span.text.startswith("【") and end else span


def cap_has_no_sum(clause: str, span: Span) -> Diagnostic:
    """PE401: no formula adds up what the cap limits."""
    return Diagnostic(
        "PE401",
        f"【{clause}】封顶的加分没有一起计入任何一个量，封顶无处可扣",
        _name(span),
        (),
        "写一个把这些条款加在一起的算式，如“表彰加分”＝【甲】＋【乙】。",
    )


def caps_cross(one: str, other: str, span: Span) -> Diagnostic:
    """PE402: two caps share some members but neither contains the other."""
    return Diagnostic(
        "PE402",
        f"【{one}】和【{other}】封顶的范围互相交叉，分不清先后",
        _name(span),
        (),
        "让一个封顶的范围完全包含另一个，或完全分开。",
    )


def circle(names: tuple[str, ...], span: Span) -> Diagnostic:
    """PE403: quantities that need each other."""
    message = f"这些量互相依赖，算不出来：{'、'.join(names[:5])}"
    return Diagnostic("PE403", message, _name(span), (), "改写其中一个，不要用到后面才算出的量。")


def computed_twice(name: str, span: Span) -> Diagnostic:
    """PE404: a quantity has two formulas."""
    return Diagnostic("PE404", f"“{name}”有两个算式", _name(span), (), "只留一个算式。")


def choice_missing(what: str, wording: str, span: Span) -> Diagnostic:
    """PE405: the book leaves open what has to be said before anyone can be graded."""
    return Diagnostic(
        "PE405", f"没有写明{what}", _name(span), (wording,), "写一句话定下来；原文有几种读法的，写成口径。"
    )


def grade_without_line(grade: str, quantity: str, span: Span) -> Diagnostic:
    """PE406: 够不上 a grade that asks for no score of that kind."""
    return Diagnostic(
        "PE406",
        f"没有条款写明“{quantity}”多少分以上评为“{grade}”，“够不上”没有着落",
        _name(span),
        (f"{quantity}在……分以上的，评为{grade}",),
        "先写出这个等次的分数线。",
    )


def no_highest(key: str, span: Span) -> Diagnostic:
    """PE407: 只计加分最高的 over a ledger whose rows give no points."""
    return Diagnostic(
        "PE407", f"台账“{key}”没有加分的条款，取高没有对象", _name(span), (), "核对台账的名称。"
    )


def not_scored(clause: str, span: Span) -> Diagnostic:
    """PE408: a cap or formula uses a clause that gives no points."""
    return Diagnostic("PE408", f"【{clause}】不计分，不能封顶也不能相加", _name(span), (), "改为计分的条款。")


def no_rank(span: Span) -> Diagnostic:
    """PE409: places are given out although nobody is ranked."""
    return Diagnostic(
        "PE409",
        "没有写明怎样排名次，取不出前几名",
        _name(span),
        ("……按序列分别以综合得分从高到低排“名次”，同分的并列，并列之后空出相应名次",),
        "先写一条排序的条款。",
    )


def rows_meet(one: str, other: str, span: Span) -> Diagnostic:
    """PE410: clauses of equal strength give different grades."""
    message = f"【{one}】和【{other}】都可直接定等次，分不清先后"
    return Diagnostic("PE410", message, _name(span), (), "合成一条；同一种写法只能直接定一个等次。")


def nothing_makes(name: str, span: Span) -> Diagnostic:
    """PE411: a clause asks for something that no clause and no ledger gives."""
    return Diagnostic(
        "PE411",
        f"没有条款或台账给出“{name}”",
        _name(span),
        (),
        "写出得到它的条款；问等次的，要先排名次、评等次。",
    )


def said_twice(what: str, clause: str, span: Span) -> Diagnostic:
    """PE412: two clauses settle the same question."""
    return Diagnostic(
        "PE412",
        f"{what}，【{clause}】已经写过",
        _name(span),
        (),
        "只留一处；同一等次的几种名额写在一句话里。",
    )


def points_not_used(clause: str, span: Span) -> Diagnostic:
    """PE413: a clause gives points that no formula adds up."""
    return Diagnostic(
        "PE413",
        f"【{clause}】的分没有计入任何一个量，等于没有写",
        _name(span),
        (),
        f"在算式里加上它，如“加分”＝……＋【{clause}】。",
    )


def subtracted_twice(name: str, span: Span) -> Diagnostic:
    """PE414: points that are taken already are subtracted once more, which would add them."""
    return Diagnostic(
        "PE414",
        f"“{name}”已经是负数，再减就成了加分",
        _name(span),
        (f"＋{name}",),
        "把它前面的“－”改为“＋”。",
    )


def dates_not_asked(ledger: str, column: str, clause: str, span: Span) -> Diagnostic:
    """PE415: rows of every year count, although the ledger says when each happened (a warning)."""
    return Diagnostic(
        "PE415",
        f"台账“{ledger}”有“{column}”栏，但没有写只计哪一年的，往年的记录也会算进去",
        _name(span),
        (f"{ledger}，只计{column}在评估年度内的",),
        "写一句话，或在已有的那句话里加上这个台账的名称。",
        Severity.WARNING,
        clause,
        f"未限年度：{ledger}",
    )


def floor_missing(name: str, span: Span) -> Diagnostic:
    """PE418: something is taken off points, and nothing says how low they may get."""
    return Diagnostic(
        "PE418",
        f"“{name}”里有减，没有写明最低减到多少",
        _name(span),
        ("扣完为止", "最低0分", "可为负"),
        "在句末写明；原文没有写的，写成口径，由你们定下来。",
    )


def rounding_missing(name: str, span: Span) -> Diagnostic:
    """PE416: a quotient is stored or compared, and nothing says how it is rounded."""
    return Diagnostic(
        "PE416",
        f"“{name}”里有除法，没有写明保留几位小数、怎么舍入",
        _name(span),
        ("保留两位小数，四舍五入", "以百分数计，保留两位小数，四舍五入", "取整数，舍去", "不作舍入"),
        "在句末写明；原文没有写的，写成口径。",
    )


def units_do_not_agree(one: tuple[str, str], other: tuple[str, str], span: Span) -> Diagnostic:
    """PE417: amounts of two measures are added or compared. one, other: the words and their unit."""
    shown = [f"“{words}”的单位是{unit}" if unit else f"“{words}”没有单位" for words, unit in (one, other)]
    message = f"单位不同，不能相加或比较：{shown[0]}，{shown[1]}"
    return Diagnostic("PE417", message, _name(span), (), "先化成同一种单位，如“每10万元计1分”。")
