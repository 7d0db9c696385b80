"""Findings of the resolve pass: PE2xx names and citations, PE3xx types and units."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.source.text import Span


class Refusal(Exception):
    """A sentence cannot be bound; carries the finding. Never leaves the resolve pass."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


def unknown(kind: str, name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE201: a name of that kind does not exist."""
    names = tuple(known)
    near = nearest(name, names)
    message = f"没有名为“{name}”的{kind}" + (f"，是不是“{near}”？" if near else "")
    hint = f"改为“{near}”。" if near else f"先写出这个{kind}，或改用已有的名称。"
    return Diagnostic("PE201", message, span, names[:5], hint)


def declared_twice(kind: str, name: str, span: Span) -> Diagnostic:
    """PE202: a name stands for two things."""
    return Diagnostic("PE202", f"{kind}“{name}”写了两次", span, (), "删去一处，或给其中一个换个名称。")


def count_differs(name: str, stated: int, listed: int, span: Span) -> Diagnostic:
    """PE203: a stated count does not fit the list behind it."""
    return Diagnostic(
        "PE203",
        f"“{name}”写明{stated}个，名单里却有{listed}个",
        span,
        (f"{listed}个",),
        "核对名单，改正数目或补正名单。",
    )


def no_such_section(shown: str, span: Span) -> Diagnostic:
    """PE204: a heading cites a place that the plan does not have."""
    return Diagnostic("PE204", f"原文里没有“{shown}”这一处", span, (), "对照原文，改正标题的编号。")


def title_differs(shown: str, begins: str, span: Span) -> Diagnostic:
    """PE205: the words behind a heading are not those of the plan."""
    return Diagnostic(
        "PE205",
        f"原文{shown}的开头不是“{span.text}”",
        span,
        (f"“{begins}”",),
        "照原文写标题的文字，或只写编号。",
    )


def quote_not_found(shown: str, span: Span, elsewhere: str | None) -> Diagnostic:
    """PE206: quoted words do not stand in the cited place of the plan."""
    hint = f"这句话在原文{elsewhere}，请移到那个标题下面。" if elsewhere else "从原文复制这句话，一字不改。"
    return Diagnostic("PE206", f"原文{shown}里没有这句话", span, ("原文的原话",), hint)


def quote_without_heading(span: Span) -> Diagnostic:
    """PE207: a quote stands where no place of the plan is cited."""
    return Diagnostic(
        "PE207", "引文上面没有标明原文的位置", span, ("标题，如 三（七）1．",), "在引文上面写出条款的编号。"
    )


def clause_without_quote(name: str, span: Span) -> Diagnostic:
    """PE208: a clause without words of the plan above it."""
    return Diagnostic(
        "PE208", f"条款【{name}】没有引文", span, ("> 原文的原话",), "在条款上面用“>”引出它依据的那句原文。"
    )


def sentence_without_clause(span: Span) -> Diagnostic:
    """PE209: a rule that belongs to no clause."""
    return Diagnostic(
        "PE209", "这句话不属于任何条款", span, ("【条款名】",), "在句子前面写上【条款名】，或删去上面的空行。"
    )


def quote_without_clause(span: Span) -> Diagnostic:
    """PE210: quoted words of which nothing becomes."""
    return Diagnostic(
        "PE210",
        "引文下面没有条款，也没有注明怎样处理",
        span,
        ("【条款名】……", "仅作说明。", "另行制定。", "酌情认定。"),
        "写出这句话的算法，或注明它仅作说明、另行制定、酌情认定。",
    )


def reading_problem(message: str, span: Span, hint: str, expected: tuple[str, ...] = ()) -> Diagnostic:
    """PE211: a 口径 that is not complete."""
    return Diagnostic("PE211", message, span, expected, hint)


def head_missing(key: str, span: Span, form: str) -> Diagnostic:
    """PE212: the head lacks a line that is needed."""
    return Diagnostic("PE212", f"书的开头缺少“{key}”", span, (form,), f"在书名下面写一行“{form}”。")


def head_wrong(message: str, span: Span, form: str) -> Diagnostic:
    """PE213: a line of the head cannot be used as it is."""
    return Diagnostic("PE213", message, span, (form,), "照示例改正这一行。")


def archive_differs(actual: str, span: Span) -> Diagnostic:
    """PE214: the archived plan is not the text that the rule book was written from."""
    return Diagnostic(
        "PE214",
        "存档原文与校验码不符，原文可能被改动过",
        span,
        (actual,),
        "找回原来的存档；如果确认现在的原文无误，把校验码改成上面的值。",
    )


def archive_missing(name: str, span: Span) -> Diagnostic:
    """PE215: the archived plan, or a part of it that the head names, was not found."""
    return Diagnostic("PE215", f"找不到{name}", span, (), "把存档原文放在规则书旁边，并核对“原文”一行。")


def not_here(message: str, span: Span, hint: str) -> Diagnostic:
    """PE301: words that are right by themselves but do not fit together."""
    return Diagnostic("PE301", message, span, (), hint)


def column_missing(ledger: str, name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE302: a ledger has no such column."""
    names = tuple(known)
    near = nearest(name, names)
    hint = f"是不是“{near}”？" if near else "对照附件里的台账格式。"
    return Diagnostic("PE302", f"台账“{ledger}”没有“{name}”栏", span, names[:5], hint)


def value_missing(column: str, name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """PE303: a column has no such value."""
    return Diagnostic("PE303", f"“{column}”栏没有“{name}”这个取值", span, tuple(known)[:5], "改为栏里已有的取值。")


def units_differ(first: str, second: str, span: Span) -> Diagnostic:
    """PE304: amounts of different units are added or compared."""
    return Diagnostic(
        "PE304", f"“{first}”和“{second}”不能相加", span, (), "同一种单位的数才能相加减，请改写算式。"
    )


def unordered(column: str, span: Span) -> Diagnostic:
    """PE305: 以上 or 以下 of a column whose values have no order."""
    return Diagnostic(
        "PE305",
        f"“{column}”栏的取值没有写高低次序，不能说“以上”“以下”",
        span,
        (f"“{column}”由高到低：……",),
        "在台账里写明“由高到低”，或逐个列出取值。",
    )


def full_marks_differ(stated: str, actual: str, span: Span) -> Diagnostic:
    """PE306: full marks do not add up to the stated total."""
    return Diagnostic("PE306", f"各项满分相加是{actual}分，不是{stated}分", span, (f"{actual}分",), "核对各项满分和总分。")
