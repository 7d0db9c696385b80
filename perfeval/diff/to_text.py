"""A comparison as text that survives print, mail and review: no colours, changes in ［ ］."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import Edit, EditKind
from perfeval.diff.impact import Effect
from perfeval.diff.phrases import (
    by_unit,
    cause_words,
    change_words,
    edit_counts,
    facts_apart,
    field_counts,
    idle_edits,
    place_of,
    value_words,
)
from perfeval.diff.rows import NEW, OLD, Line, NodeChange
from perfeval.diff.wording import marked
from perfeval.rulebook.examples import Situation
from perfeval.source.text_table import text_table
from perfeval.source.width import display_width, pad
from perfeval.tables.conditions import GRADE
from perfeval.tables.to_text_layout import fit, hang
from perfeval.verify.proof import Verdict

_WIDTH = 110
_INDENT = "  "
_SIDE = "版本"
_MEANING = {
    Verdict.DIFFERENT: "有这样的单位，结果不同",
    Verdict.SAME: "在下列范围内，任何单位的结果都相同",
    Verdict.OPEN: "不能断定",
}
_SAME = "同上"
# How wide the column of what changed may be, and the margin of the lines that follow.
_MOST_CHANGE, _MOST_MARGIN = 44, 48


def comparison_to_text(comparison: Comparison) -> str:
    """Edits with the rows that differ; then who is affected at a glance, then unit by unit.

    What was proved is said where no unit of the facts shows it.
    """
    difference = comparison.difference
    parts = [f"旧：《{difference.before.title}》\n新：《{difference.after.title}》\n{_verdict(comparison)}"]
    if difference.edits:
        parts.append(f"一、改了什么：{edit_counts(difference.edits)}")
        parts.extend(_edits(comparison))
    if comparison.impact is None:
        parts.append(f"二、会不会有人受影响\n{_proof(comparison)}")
    else:
        parts.extend(_impact(comparison, comparison.impact))
    return "\n\n".join(parts)


def _verdict(comparison: Comparison) -> str:
    """The answer in one line."""
    if not comparison.difference.edits:
        return "两本规则书没有区别。"
    if comparison.impact is None:
        return f"没有给台账；结论：{comparison.proof.verdict.value}。"
    if not comparison.impact:
        return "按这些台账，谁的结果都不变。"
    units = list(dict.fromkeys(effect.change.unit for effect in comparison.impact))
    graded = sum(1 for effect in comparison.impact if effect.change.field == GRADE)
    return f"按这些台账，{len(units)}个单位的结果有变化，其中{graded}个单位的等次变了。"


# ---------------------------------------------------------------- edits


def _edits(comparison: Comparison) -> Iterable[str]:
    """Each edit; the rows of a part stand below its last edit."""
    edits = comparison.difference.edits
    quoted: dict[tuple[str | None, str | None], str] = {}
    for place, edit in enumerate(edits):
        head = f"{edit.kind.value}  {edit.label}{place_of(comparison, edit)}"
        lines = [f"{head}（{edit.note}）" if edit.note else head]
        first = quoted.setdefault((edit.old, edit.new), edit.label)
        if edit.kind is EditKind.QUOTE and first != edit.label:
            lines.append(f"{_INDENT}同{first}的引文")
        else:
            lines.extend(_words(edit))
        if not any(later.key == edit.key for later in edits[place + 1 :]):
            for node in comparison.tables.get(edit.key, ()):
                lines.extend(_node(node))
        yield "\n".join(lines)


def _words(edit: Edit) -> Iterable[str]:
    if edit.kind in (EditKind.RENAMED, EditKind.MOVED):
        text = f"{edit.old} → {edit.new}"
    elif edit.old is None or edit.new is None:
        text = edit.old or edit.new or ""
    else:
        text = marked(edit.old, edit.new, whole=False)
    for line in text.split("\n"):
        own = line.strip()
        margin = _INDENT * (2 if line.startswith(" ") else 1)
        if own:
            yield hang(own, _WIDTH, margin, margin + _INDENT, at_pauses=False)


def _node(node: NodeChange) -> Iterable[str]:
    """One table or step: sentences with the changes marked, rows old and new under each other."""
    said = "" if len(node.sides) == 2 else "（不再有）" if node.sides == (OLD,) else "（新有）"
    yield f"{_INDENT * 2}{node.title}{said}"
    rows = [line for line in node.lines if len(line.cells) > 1]
    # Of a table that only one book has the rows tell enough.
    sentences = [line for line in node.lines if len(line.cells) == 1 and (len(node.sides) == 2 or not rows)]
    old, new = ([line.cells[0][1] for line in sentences if line.side == side] for side in (OLD, NEW))
    if len(old) == len(new):
        words = [marked(one, other) for one, other in zip(old, new, strict=True)]
    else:
        words = [f"{line.side}：{line.cells[0][1]}" for line in sentences if line.cells[0][0] == "做法"]
    for each in words:
        yield hang(each, _WIDTH, _INDENT * 3, _INDENT * 3)
    if rows:
        yield _indented(_grid(rows), 3)


def _grid(rows: Sequence[Line]) -> str:
    headers = list(dict.fromkeys(name for line in rows for name, _ in line.cells))
    # What a row gives, and its clause, stand last whichever row named them first.
    headers.sort(key=lambda name: (name.startswith("结果"), name == "条款", name == "说明"))
    body = [(line.side, *(dict(line.cells).get(name, "－") for name in headers)) for line in rows]
    fitted = fit((_SIDE, *headers), body, _WIDTH - len(_INDENT) * 3)
    return text_table(fitted.headers, fitted.rows)


def _indented(text: str, depth: int) -> str:
    return "\n".join(f"{_INDENT * depth}{line}".rstrip() for line in text.split("\n"))


# ---------------------------------------------------------------- impact


def _impact(comparison: Comparison, effects: Sequence[Effect]) -> Iterable[str]:
    if not effects:
        proof = f"\n{_proof(comparison)}" if comparison.near is not None else ""
        yield f"二、谁受影响\n{_INDENT}按这些台账，没有单位受影响。{proof}"
        return
    lines = ["二、谁受影响"]
    counts = [f"{field}{count}个单位" for field, count in field_counts(comparison)]
    lines.append(hang("、".join(counts), _WIDTH, _INDENT, _INDENT))
    graded = [effect for effect in effects if effect.change.field == GRADE]
    if graded:
        lines.extend(["", f"{_INDENT}等次变了的单位", _indented(_grades(comparison, graded), 1)])
    else:
        lines.append(f"{_INDENT}没有单位的等次变了。")
    idle = idle_edits(comparison)
    if idle:
        words = f"按这些台账不起作用的修改：{'、'.join(idle)}"
        lines.extend(["", hang(words, _WIDTH, _INDENT, _INDENT * 2)])
    yield "\n".join(lines)
    yield "三、逐个单位"
    groups = _groups(comparison)
    for unit, changed in by_unit(effects).items():
        yield "\n".join([f"{unit}{groups.get(unit, '')}", *_unit(changed)])


def _grades(comparison: Comparison, effects: Sequence[Effect]) -> str:
    groups = _groups(comparison)
    rows = [
        (
            effect.change.unit,
            groups.get(effect.change.unit, "").strip("（）"),
            value_words(effect.change.before),
            value_words(effect.change.after),
            cause_words(effect),
        )
        for effect in effects
    ]
    fitted = fit(("单位", "序列", "原等次", "新等次", "原因"), rows, _WIDTH - len(_INDENT))
    return text_table(fitted.headers, fitted.rows)


def _groups(comparison: Comparison) -> dict[str, str]:
    """Unit -> its series (or category) in brackets, as in the newer book."""
    books = comparison.difference.before, comparison.difference.after
    return {unit.name: f"（{unit.series or unit.category}）" for book in books for unit in book.units}


def _unit(effects: Sequence[Effect]) -> Iterable[str]:
    names = [effect.change.field for effect in effects]
    words = [change_words(effect.change) for effect in effects]
    name_width, width = (max(map(display_width, column)) for column in (names, words))
    before = ""
    for name, said, effect in zip(names, words, effects, strict=True):
        first = f"{_INDENT}{pad(name, name_width)}  {pad(said, min(width, _MOST_CHANGE))}  "
        cause = cause_words(effect)
        shown = _SAME if cause == before else cause
        yield hang(shown, _WIDTH, first, " " * min(display_width(first), _MOST_MARGIN))
        before = cause


# ---------------------------------------------------------------- proof


def _proof(comparison: Comparison) -> str:
    proof = comparison.proof
    head = f"{proof.verdict.value}：{proof.reason or _MEANING[proof.verdict]}。"
    lines = [hang(head, _WIDTH, _INDENT, _INDENT)]
    if proof.witness is not None:
        apart = facts_apart(proof.witness, comparison.near)
        said = "，台账改成这样，其余照旧" if apart != proof.witness else ""
        lines.append(f"{_INDENT}比如{proof.unit}{said}：")
        lines.extend(_situation(apart))
        lines.append(f"{_INDENT}结果：")
    lines.extend(
        f"{_INDENT * 2}{changed.name}  {value_words(changed.old)} → {value_words(changed.new)}"
        for changed in proof.changes
    )
    if proof.ranges:
        lines.append(hang(f"限于：{'；'.join(proof.ranges)}", _WIDTH, _INDENT, _INDENT * 2))
    return "\n".join(lines)


def _situation(situation: Situation) -> Iterable[str]:
    several = len(situation.units) > 1
    facts = [f"{each.unit if several else ''}{each.name}{each.text}" for each in situation.values]
    if facts:
        yield hang("，".join(facts), _WIDTH, _INDENT * 2, _INDENT * 2)
    for given in situation.rows:
        yield f"{_INDENT * 2}台账“{given.ledger}”"
        yield _indented(text_table(given.columns, given.rows), 3)
