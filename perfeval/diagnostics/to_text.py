"""Findings as text: place, sentence, the words underlined, facts that show it, expected, next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Witness
from perfeval.diagnostics.sentence import answer_name
from perfeval.source.text import Span
from perfeval.source.visible import visible

MAX_EXPECTED = 5
# So many findings that say the same are each shown in full; of more, the first and the lines of the others.
_FEW = 3
_LINES_NAMED = 10
# A line with more characters than this comes down to what stands around the words in question.
_LONGEST = 60
_AROUND = 20
_LEFT_OUT = "……"


def diagnostic_to_text(found: Diagnostic) -> str:
    """One finding as a few lines of text."""
    place = _place(found.where)
    head = f"{found.severity.value} {found.code}"
    lines = [f"{head}  {place}：{found.message}" if place else f"{head}  {found.message}"]
    if isinstance(found.where, Span):
        lines.extend(_snippet(found.where))
    if found.witness is not None:
        lines.extend(_table(found.witness))
    if found.expected:
        lines.append("    应为：" + "、".join(found.expected[:MAX_EXPECTED]))
    if found.hint:
        lines.append(f"    办法：{found.hint}")
    if answer_name(found):
        lines.append(_answer(found))
    return visible("\n".join(lines), "\n")


def diagnostics_to_text(diagnostics: Iterable[Diagnostic]) -> str:
    """All findings, one below the other, in the order given; many that say the same are told once."""
    found = tuple(diagnostics)
    alike: dict[object, list[Diagnostic]] = {}
    for each in found:
        alike.setdefault(_apart_from_line(each), []).append(each)
    shown = []
    for each in found:
        first, *others = alike[_apart_from_line(each)]
        if len(others) < _FEW:
            shown.append(diagnostic_to_text(each))
        elif each is first:
            shown.append(f"{diagnostic_to_text(each)}\n{_others(others)}")
    return "\n".join(shown)


def _place(where: Span | Cell | None) -> str:
    if isinstance(where, Span):
        return f"{where.source.name} 第{where.line}行第{where.column}字"
    if isinstance(where, Cell):
        shown = where.file
        if where.line is not None:
            shown += f" 第{where.line}行"
        if where.column is not None:
            shown += f"“{where.column}”栏"
        return shown
    return ""


def _snippet(span: Span) -> list[str]:
    """The line, and marks below the words; of words on several lines the first."""
    from perfeval.source.width import underline  # only a mistake pays for loading it

    line = span.source.line(span.line)
    start = span.column - 1
    end = min(start + max(span.end - span.start, 1), len(line))
    before, words, after = _around(line[:start].lstrip(), line[start:end], line[end:])
    before, words, after = visible(before), visible(words), visible(after)
    shown = before + words + after
    return [f"    {shown}", f"    {underline(shown, len(before), len(before) + len(words))}"]


def _around(before: str, words: str, after: str) -> tuple[str, str, str]:
    """The parts of a line, cut where it is long, so that a screen shows the marks below their words."""
    if len(before) + len(words) + len(after) <= _LONGEST:
        return before, words, after
    if len(before) > _AROUND:
        before = _LEFT_OUT + before[-_AROUND:]
    words, after = words[:_LONGEST], words[_LONGEST:] + after
    if len(after) > _AROUND:
        after = after[:_AROUND] + _LEFT_OUT
    return before, words, after


def _table(witness: Witness) -> list[str]:
    from perfeval.source.text_table import text_table  # only such a finding pays for loading it

    table = text_table(witness.header, witness.rows).split("\n")
    return ["    例如：", *(f"      {line}" for line in table)]


def _answer(found: Diagnostic) -> str:
    """How the office records that it has seen the finding and why it stays; nothing else silences it."""
    place = f"【{found.clause}】里" if found.clause else "附件里、声明的后面"
    return f"    不改：确认过、不用改的，在{place}写一句：知悉“{found.name}”：不用改的理由。"


def _apart_from_line(found: Diagnostic) -> object:
    """All that a finding says, but for the line it is on."""
    where = found.where
    if isinstance(where, Cell):
        return evolve(found, where=None), where.file, where.column
    return evolve(found, where=None), where and where.source.name


def _others(others: Sequence[Diagnostic]) -> str:
    lines = dict.fromkeys(each.where.line for each in others if each.where is not None)
    numbers = [str(line) for line in lines if line is not None]
    places = f"：第{'、'.join(numbers[:_LINES_NAMED])}行" if numbers else ""
    return f"    另有{len(others)}处同样的问题{places}{'等' if len(numbers) > _LINES_NAMED else ''}。"
