"""Findings of the syntax pass: PE101 to PE106."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.quantity.number import NUMBER_FORM
from perfeval.source.text import Span

# What users call the kinds of words. Order is the order in which expectations are shown.
KIND_WORDS = {
    "GROUP": "类别或序列",
    "UNIT": "单位",
    "LEDGER": "台账",
    "BOOL_COLUMN": "是否栏",
    "ENUM_COLUMN": "取值栏",
    "NUMBER_COLUMN": "数字栏",
    "TEXT_COLUMN": "文字栏",
    "DATE_COLUMN": "日期栏",
    "YEAR_COLUMN": "年度栏",
    "GRADE_COLUMN": "等次栏",
    "VALUE": "取值",
    "GRADE": "等次名称",
    "QUANTITY": "算得的量",
    "CASES": "情形",
    "MEASURE": "处理措施",
    "NUMBER": "数",
    "CLAUSE": "【条款名】",
    "QUOTED": "“ ”里的名称",
    "DEFINED": "名称",
    "ITEM": "序号（1）",
    "TEXT": "文字说明",
}


def _label(terminal: str) -> str:
    from perfeval.syntax.grammar import load_grammar

    if terminal in KIND_WORDS:
        return KIND_WORDS[terminal]
    if terminal == "_OF_END":
        return "“的”"
    words = [word for word, kinds in load_grammar().keywords.items() if terminal in kinds]
    return "“" + "/".join(words) + "”" if words else terminal


def expectations(terminals: Collection[str]) -> tuple[str, ...]:
    """Terminals as users call them: kinds of names first, then words; in a fixed order."""
    kinds = [KIND_WORDS[kind] for kind in KIND_WORDS if kind in terminals]
    words = sorted(_label(name) for name in terminals if name not in KIND_WORDS and name != "$END")
    return tuple(dict.fromkeys([*kinds, *words]))


def unfinished(span: Span) -> Diagnostic:
    """PE101: a sentence without its full stop, or a line broken where no mark stands."""
    last = span.text.rstrip().rfind("\n") + 1
    tail = span.cut(last, len(span.text.rstrip()))
    return Diagnostic(
        "PE101",
        "这句话没有写完，末尾缺句号",
        tail.cut(len(tail.text) - len(tail.text.lstrip()), len(tail.text)),
        ("“。”",),
        "一句话以“。”结束；要换行，请在逗号、分号、冒号或顿号之后换。",
    )


def unknown_word(
    span: Span, words: Sequence[str], kinds: Mapping[str, tuple[str, ...]], expected: Collection[str]
) -> Diagnostic:
    """PE102: letters that are no word of the language and no declared name."""
    span, near = _closest(span, words)
    message = f"没有定义过“{span.text}”"
    hint = "名称要先在“ ”里或冒号后的名单里写出来，才能使用。"
    if near is not None:
        message += f"，是不是“{near}”？"
        hint = f"改为“{near}”；如果确是新的名称，先在“ ”里定义。"
    return Diagnostic("PE102", message, span, expectations(expected), hint)


def _closest(span: Span, words: Sequence[str]) -> tuple[Span, str | None]:
    """The span, grown by up to four letters on either side where that comes nearer to a word."""
    line = span.source.line(span.line)
    start, end = span.column - 1, span.column - 1 + (span.end - span.start)
    best: tuple[int, Span, str] | None = None
    for left in range(min(start, 6) + 1):
        for right in range(min(len(line) - end, 6) + 1):
            text = line[start - left : end + right]
            if any(mark in text for mark in "，。；：、“”【】 "):
                continue
            near = nearest(text, words) if 1 < len(text) else None
            if near is None:
                continue
            score = _edits(text, near) * 4 - len(near)
            if best is None or score < best[0]:
                best = (score, Span(span.source, span.start - left, span.end + right), near)
    return (best[1], best[2]) if best else (span, None)


def _edits(one: str, other: str) -> int:
    """Insertions, deletions and replacements that turn one word into the other."""
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        last, row[0] = row[0], index
        for place, wanted in enumerate(other, 1):
            last, row[place] = row[place], min(last + (char != wanted), row[place] + 1, row[place - 1] + 1)
    return row[-1]


def unexpected_word(
    span: Span, kinds: Sequence[str], expected: Collection[str], names: Sequence[str]
) -> Diagnostic:
    """PE103: a word that is known but cannot stand here."""
    named = [KIND_WORDS[kind] for kind in kinds if kind in KIND_WORDS]
    shown = f"“{span.text}”" + (f"（{named[0]}）" if named and kinds[0] != "QUOTED" else "")
    wanted = expectations(expected)
    message = f"此处不应出现{shown}"
    near = nearest(span.text.strip("“”【】"), names) if names else None
    hint = f"是不是“{near}”？" if near else "对照《句式手册》里同一类条款的写法。"
    return Diagnostic("PE103", message, span, wanted, hint)


def bad_number(span: Span) -> Diagnostic:
    """PE104: a number that is not in the strict form."""
    return Diagnostic("PE104", f"“{span.text}”不是规范的数", span, (NUMBER_FORM,), "去掉多余的零和位数。")


def not_understood(span: Span) -> Diagnostic:
    """PE105: a line before the first heading that is neither title nor ``名目：内容。``"""
    return Diagnostic(
        "PE105",
        "正文第一个标题之前，只能写《书名》、“名目：内容。”和“注：……”",
        span,
        ("《……》", "文号：……。", "注：……"),
        "把这一行移到标题下面，或改成这三种写法之一。",
    )
