"""Findings of the resolve pass: PE2xx names and citations, PE3xx types and units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.diagnostics.suggest import nearest
from perfeval.source.text import Span

MAX_EXPECTED = 5


class RefusalError(Exception):
    """A sentence cannot be bound; carries the finding. Never leaves the resolve pass."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


@frozen
class AboutName(Diagnostic):
    """A finding about a name, with the known name that looks like it.

    word: the name as written. places: the columns in which a value is missing.
    """

    word: str = ""
    near: str | None = None
    places: tuple[Span, ...] = ()


def unknown(
    kind: str, name: str, span: Span, known: Iterable[str], places: Mapping[str, Span] | None = None
) -> AboutName:
    """PE201: a name of that kind does not exist. places: where names are declared."""
    names = tuple(dict.fromkeys(known))
    near = nearest(name, names)
    message = f"没有名为“{name}”的{kind}" + (f"，是不是“{near}”？" if near else "")
    hint = f"先写出这个{kind}，或改用已有的名称。"
    if near is not None:
        place = (places or {}).get(near)
        hint = f"改为“{near}”" + (f"（在第{place.line}行定义）。" if place else "。")
    shown = tuple(f"“{each}”" for each in ([near] if near else names)[:MAX_EXPECTED])
    return AboutName("PE201", message, span, shown, hint, word=name, near=near)


def declared_otherwise(name: str, written: str, span: Span, lines: Iterable[int]) -> Diagnostic:
    """PE201: a name that is only declared, while other sentences use one that looks like it."""
    numbers = tuple(dict.fromkeys(lines))
    where = "、".join(map(str, numbers[:MAX_EXPECTED])) + ("等" if len(numbers) > MAX_EXPECTED else "")
    message = f"这里定义的是“{name}”，别处用的却是“{written}”"
    return Diagnostic(
        "PE201", message, span, (f"“{written}”",), f"统一成一种写法；“{written}”在第{where}行。"
    )


def declared_twice(kind: str, name: str, span: Span, before: Span | None = None) -> Diagnostic:
    """PE202: a name stands for two things. before: where it stood first."""
    said = f"第{before.line}行已经写过；" if before is not None else ""
    hint = f"{said}删去一处，或给其中一个换个名称。"
    return Diagnostic("PE202", f"{kind}“{name}”写了两次", span, (), hint)


def stated_twice(what: str, span: Span, before: Span | None = None) -> Diagnostic:
    """PE202: something that can be said only once is said twice."""
    said = f"第{before.line}行已经写过；" if before is not None else ""
    return Diagnostic("PE202", f"{what}写了两次", span, (), f"{said}只留一处。")


def count_differs(
    name: str, stated: str, listed: int, span: Span, like: tuple[str, int] | None
) -> Diagnostic:
    """PE203: a stated count does not fit the list. like: a similar name and the line it stands in."""
    hint = "核对名单，改正数目或补正名单。"
    if like is not None:
        hint = f"核对名单；第{like[1]}行的“{like[0]}”如果就是“{name}”，改成一样的写法。"
    message = f"“{name}”写明{stated}个，名单里却有{listed}个"
    return AboutName("PE203", message, span, (f"{listed}个",), hint, word=name)


def no_such_section(shown: str, span: Span, siblings: Iterable[str]) -> Diagnostic:
    """PE204: a heading cites a place that the plan does not have. siblings: places that it has near."""
    near = tuple(siblings)[:MAX_EXPECTED]
    return Diagnostic("PE204", f"原文里没有“{shown}”这一处", span, near, "对照原文，改正标题的编号。")


def title_differs(shown: str, span: Span, wanted: str, elsewhere: str | None) -> Diagnostic:
    """PE205: the words behind a heading are not those of the plan. wanted: the plan's words there."""
    hint = "照原文写标题的文字，或只写编号。"
    if elsewhere:
        hint = f"这是原文{elsewhere}的标题：改正编号，或照原文写标题的文字。"
    return Diagnostic("PE205", f"标题的文字和原文{shown}的开头不一样", span, (f"“{wanted}”",), hint)


def quote_differs(shown: str, span: Span, wanted: str) -> Diagnostic:
    """PE206: a quotation that is not word for word. span: where it differs; wanted: the plan's words."""
    message = f"引文和原文{shown}不一样"
    return Diagnostic("PE206", message, span, (f"“{wanted}”",), "照原文改正，一字不改。")


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
    return Diagnostic("PE211", message, span, expected[:MAX_EXPECTED], hint)


def title_missing(span: Span, *, empty: bool) -> Diagnostic:
    """PE212: there is no title, or no head at all."""
    if empty:
        forms = ("《……方案》", "评估年度：……。", "原文：……。", "原文校验码：……。")
        return Diagnostic("PE212", "没有书名，也没有书头", span, forms, "从第一行起写书名和书头，再写正文。")
    return Diagnostic(
        "PE212", "书的开头缺少书名", span, ("《……方案》",), "在第一行写上书名，如“《……方案》”。"
    )


def head_missing(key: str, span: Span, form: str) -> Diagnostic:
    """PE212: the head lacks a line that is needed."""
    return Diagnostic("PE212", f"书的开头缺少“{key}”", span, (form,), f"在书名下面写一行“{form}”。")


def head_wrong(message: str, span: Span, forms: tuple[str, ...], hint: str = "") -> Diagnostic:
    """PE213: a line of the head cannot be used as it is."""
    return Diagnostic("PE213", message, span, forms[:MAX_EXPECTED], hint or "照示例改正这一行。")


def archive_differs(actual: str, span: Span) -> Diagnostic:
    """PE214: the archived plan is not the text that the rule book was written from."""
    return Diagnostic(
        "PE214",
        "存档原文与校验码不符，原文可能被改动过",
        span,
        (actual,),
        "找回原来的存档；如果确认现在的原文无误，把校验码改成上面的值。",
    )


def archive_missing(message: str, span: Span, expected: tuple[str, ...]) -> Diagnostic:
    """PE215: the archived plan, or a part of it that the head names, was not found."""
    hint = "把存档原文放在规则书旁边，并核对“原文”一行。"
    return Diagnostic("PE215", message, span, expected[:MAX_EXPECTED], hint)


def heading_elsewhere(shown: str, elsewhere: str, span: Span) -> Diagnostic:
    """PE216: all that is quoted below a heading stands in another place of the plan."""
    message = f"标题写的是{shown}，下面引的话却在原文{elsewhere}"
    return Diagnostic("PE216", message, span, (elsewhere,), f"标题改为{elsewhere}，或改正下面的引文。")


def answer_without_reason(name: str, span: Span) -> Diagnostic:
    """PE226: a finding is answered (知悉) without a reason."""
    return Diagnostic("PE226", f"知悉“{name}”没有写理由", span, (), "在冒号后面写明为什么这样没有问题。")


def unit_not_quoted(name: str, span: Span, near: str | None) -> Diagnostic:
    """PE217: a unit that the quoted list does not have, although it has most of the others."""
    message = f"上面引的名单里没有“{name}”" + (f"，是不是“{near}”？" if near else "")
    expected = (f"“{near}”",) if near else ()
    hint = "和原文核对单位的名称。"
    return Diagnostic("PE217", message, span, expected, hint, Severity.WARNING, name=f"名单不符：{name}")


def title_unknown(span: Span) -> Diagnostic:
    """PE218: the archived plan does not have the title of the book."""
    message = f"存档原文里没有“{span.text}”这个书名"
    return Diagnostic("PE218", message, span, (), "和原文核对书名。", Severity.WARNING, name="书名不符")


def mark_forgotten(span: Span) -> Diagnostic:
    """PE219: words of the plan without > at the beginning of the line."""
    return Diagnostic("PE219", "这一行是原文，行首缺“>”", span, ("> 原文的原话",), "在行首加上“>”。")


def category_unused(name: str, near: str, line: int, span: Span) -> Diagnostic:
    """PE220: a category that no clause mentions, and one like it that several series have."""
    message = f"没有条款用到类别“{name}”，是不是“{near}”？"
    hint = f"改为“{near}”（在第{line}行定义）。"
    answer = f"类别未用：{name}"
    return Diagnostic("PE220", message, span, (f"“{near}”",), hint, Severity.WARNING, name=answer)


def not_here(message: str, span: Span, hint: str) -> Diagnostic:
    """PE301: words that are right by themselves but do not fit together."""
    return Diagnostic("PE301", message, span, (), hint)


def floor_missing(span: Span) -> Diagnostic:
    """PE311: points get fewer with every place, and nothing says how few they may get."""
    return Diagnostic(
        "PE311",
        "逐名递减，没有写明减到多少为止",
        span,
        ("减到0分为止",),
        "在后面写明；原文没有写的，写成口径，由你们定下来。",
    )


def part_missing(span: Span) -> Diagnostic:
    """PE312: points for every step, and nothing says what becomes of less than a step."""
    return Diagnostic(
        "PE312",
        f"“{span.text}”没有写明零头怎么算",
        span,
        ("不足……的不计", "不足……的按比例计", "不足……的进一计"),
        "在句末写明；只计整数倍的，也可以写“每满”。",
    )


def column_of_type(
    ledger: str, name: str, called: str, own: str, span: Span, place: Span | None
) -> AboutName:
    """PE301: a column holds something else than what is asked of it. place: where it is declared."""
    message = f"台账“{ledger}”的“{name}”不是{called}，它填的是{own}"
    where = f"“{name}”在第{place.line}行定义；" if place else ""
    hint = f"{where}换一栏，或换一种说法。"
    return AboutName("PE301", message, span, (), hint, places=(place,) if place else ())


def column_missing(
    ledger: str, name: str, span: Span, known: Mapping[str, Span | None], owners: Iterable[str]
) -> AboutName:
    """PE302: a ledger has no such column. known: its columns; owners: the ledgers that have one."""
    near = nearest(name, known)
    others = "、".join(f"“{owner}”" for owner in owners)
    message = f"台账“{ledger}”没有“{name}”栏" + (f"，是不是“{near}”？" if near else "")
    hint = f"“{name}”是台账{others}的栏目。" if others else "对照附件里的台账格式。"
    place = known[near] if near else None
    if place is not None:
        hint = f"改为“{near}”（在第{place.line}行定义）。"
    expected = tuple(f"“{each}”" for each in list(known)[:MAX_EXPECTED])
    places = (place,) if place else ()
    return AboutName("PE302", message, span, expected, hint, word=name, near=near, places=places)


def value_missing(column: str, name: str, span: Span, known: Iterable[str], place: Span | None) -> AboutName:
    """PE303: a column has no such value. place: where the column is declared."""
    names = tuple(known)
    near = nearest(name, names)
    message = f"“{column}”栏没有“{name}”这个取值" + (f"，是不是“{near}”？" if near else "")
    hint = f"改为“{near}”" if near else "改为栏里已有的取值"
    hint += f"；“{column}”栏在第{place.line}行定义。" if place is not None else "。"
    expected = tuple(f"“{each}”" for each in names[:MAX_EXPECTED])
    return AboutName(
        "PE303", message, span, expected, hint, word=name, near=near, places=(place,) if place else ()
    )


def value_not_in_ledger(
    ledger: str, name: str, span: Span, known: Iterable[str], places: Sequence[Span]
) -> AboutName:
    """PE303: no column of a ledger has such a value. places: its columns that have values."""
    names = tuple(dict.fromkeys(known))
    near = nearest(name, names)
    message = f"台账“{ledger}”没有哪一栏有“{name}”这个取值" + (f"，是不是“{near}”？" if near else "")
    expected = tuple(f"“{each}”" for each in names[:MAX_EXPECTED])
    hint = f"改为“{near}”" if near else "改为这个台账里已有的取值"
    where = "、".join(f"{place.line}" for place in places)
    hint += f"；取值在第{where}行定义。" if where else "。"
    return AboutName("PE303", message, span, expected, hint, word=name, near=near, places=tuple(places))


def value_lacking(name: str, place: Span, lines: Iterable[int]) -> Diagnostic:
    """PE303: several sentences use a value that a column does not have."""
    where = "、".join(map(str, dict.fromkeys(lines)))
    hint = f"第{where}行用了“{name}”：补上这个取值，或改正那几处。"
    message = f"{place.text}栏没有“{name}”这个取值，别处却用到它"
    return Diagnostic("PE303", message, place, (f"“{name}”",), hint)


def units_added(first: tuple[str, str], second: tuple[str, str], span: Span) -> Diagnostic:
    """PE304: amounts of different units are added. first, second: words and unit."""
    message = f"“{first[0]}”的单位是{_unit(first[1])}，“{second[0]}”的单位是{_unit(second[1])}，不能相加减"
    return Diagnostic("PE304", message, span, (), "同一种单位的数才能相加减，请改写算式。")


def units_compared(name: str, own: str, written: str, span: Span) -> Diagnostic:
    """PE304: something is compared with an amount of another unit."""
    message = f"“{name}”的单位是{_unit(own)}，不能和{_unit(written)}比较"
    expected = (f"“{own}”",) if own in ("分", "元") else ()
    hint = f"把单位改为“{own}”。" if expected else "写数就行，不要写单位。"
    return Diagnostic("PE304", message, span, expected, hint)


def units_mixed(first: str, second: str, span: Span) -> Diagnostic:
    """PE304: a list of amounts in different units."""
    message = f"前面的单位是{_unit(first)}，这里却是{_unit(second)}"
    return Diagnostic("PE304", message, span, (), "各等次用同一种单位。")


def _unit(unit: str) -> str:
    return f"“{unit}”" if unit else "个数"


def unordered(column: str, span: Span) -> Diagnostic:
    """PE305: 以上 or 以下 of a column whose values have no order."""
    return Diagnostic(
        "PE305",
        f"“{column}”栏的取值没有写高低次序，不能说“{span.text}”",
        span,
        (f"“{column}”由高到低：……",),
        "在台账里写明“由高到低”，或逐个列出取值。",
    )


def full_marks_differ(stated: str, actual: str, span: Span) -> Diagnostic:
    """PE306: full marks do not add up to the stated total."""
    message = f"各项满分相加是{actual}分，不是{stated}分"
    return Diagnostic("PE306", message, span, (f"{actual}分",), "核对各项满分和总分。")
