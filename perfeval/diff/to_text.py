"""A comparison as text that survives print, mail and review: no colours, changes in ［ ］."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.diff.amounts import Measure, change_words, measure_of, value_words
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import Edit, EditKind
from perfeval.diff.impact import Effect
from perfeval.diff.overview import (
    accompanying,
    field_counts,
    grade_counts,
    idle_edits,
    totals,
    unit_counts,
)
from perfeval.diff.phrases import (
    alike,
    by_unit,
    cause_words,
    edit_counts,
    effect_words,
    facts_apart,
    place_of,
    reading_words,
)
from perfeval.diff.rows import NEW, OLD, Line, NodeChange
from perfeval.diff.wording import marked
from perfeval.rulebook.examples import Situation
from perfeval.source.text_table import text_table
from perfeval.source.width import display_width, pad
from perfeval.tables.conditions import GRADE
from perfeval.tables.to_text_layout import GAP, fit, hang
from perfeval.verify.proof import FieldChange, Verdict

_WIDTH = 110
_INDENT = "  "
_SIDE = "版本"
_MEANING = {
    Verdict.DIFFERENT: "有这样的单位，结果不同",
    Verdict.SAME: "在下列范围内，任何单位的结果都相同",
    Verdict.OPEN: "不能断定",
}
_SAME = "同上"
# How the part about single units begins, and in it what is said of several at once.
UNIT_BY_UNIT, ONLY = "三、逐个单位", "只变了"
# How wide the column of what changed may be.
_MOST_CHANGE = 44


def comparison_to_text(comparison: Comparison, paths: tuple[str, str] | None = None) -> str:
    """Edits with the rows that differ; then who is affected at a glance, then unit by unit.

    What was proved is said where no unit of the facts shows it. paths: of the older and the newer
    book, told where both have one title.
    """
    difference = comparison.difference
    parts = ["\n".join([*_titles(comparison, paths), *reading_words(comparison), _verdict(comparison)])]
    if difference.edits:
        parts.append(f"一、改了什么：{edit_counts(difference.edits)}")
        parts.extend(_edits(comparison))
    if comparison.impact is None:
        parts.append(f"二、会不会有人受影响\n{_proof(comparison)}")
    else:
        parts.extend(_impact(comparison, comparison.impact))
    return "\n\n".join(parts)


def _titles(comparison: Comparison, paths: tuple[str, str] | None) -> Iterable[str]:
    titles = [book.title for book in (comparison.difference.before, comparison.difference.after)]
    told = paths if paths and titles[0] == titles[1] else ("", "")
    for which, title, path in zip(("旧", "新"), titles, told, strict=True):
        yield f"{which}：《{title}》{f'（{path}）' if path else ''}"


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
    of_them = f"，其中{graded}个单位的等次变了" if grade_counts(comparison) else ""
    return f"按这些台账，{len(units)}个单位的结果有变化{of_them}。"


# ---------------------------------------------------------------- edits


def _edits(comparison: Comparison) -> Iterable[str]:
    """Each edit, with the rows that it changes."""
    edits = comparison.difference.edits
    quoted: dict[tuple[str | None, str | None], str] = {}
    for edit in edits:
        head = f"{edit.kind.value}  {edit.label}{place_of(comparison, edit)}"
        lines = [f"{head}（{edit.note}）" if edit.note else head]
        first = quoted.setdefault((edit.old, edit.new), edit.label)
        if edit.kind is EditKind.QUOTE and first != edit.label:
            lines.append(f"{_INDENT}同{first}的引文")
        else:
            lines.extend(_words(edit))
        for node in comparison.tables_of(edit):
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
    graded = [effect for effect in effects if effect.change.field == GRADE]
    yield "\n".join(["二、谁受影响", *_figures(comparison)])
    if graded:
        yield f"{_INDENT}等次变了的单位\n{_indented(_grades(comparison, graded), 1)}"
    yield UNIT_BY_UNIT
    groups, units = _groups(comparison), by_unit(effects)
    merged = alike(units)
    joined = [effect.change.unit for members in merged.values() for effect in members]
    for unit, changed in units.items():
        if unit not in joined:
            yield "\n".join([f"{unit}{groups.get(unit, '')}", *_unit(comparison, changed)])
    for said, members in merged.items():
        yield "\n".join([f"{ONLY}{said}：{len(members)}个单位", *_members(comparison, members)])


def _figures(comparison: Comparison) -> Iterable[str]:
    """The impact in figures, a line for each kind."""
    fields = [f"{field}{count}个单位" for field, count in field_counts(comparison)]
    yield _listed("各项结果变了的：", fields)
    grades = [
        f"{count.grade}{count.before}" + (f"→{count.after}" if count.before != count.after else "（不变）")
        for count in grade_counts(comparison)
    ]
    if grades:
        yield _listed("各等次的单位数：", grades)
    for total in totals(comparison):
        yield f"{_INDENT}{total.field}合计：{change_words(total.before, total.after, Measure.MONEY)}"
    if moved := unit_counts(comparison):
        yield _listed("各处修改引起变动的：", [f"{name}{count}个单位" for name, count in moved])
    if followers := accompanying(comparison):
        yield _listed("本身没有引起变动、要和别处一起改或一起撤回的修改：", followers)
    if idle := idle_edits(comparison):
        yield _listed("按这些台账不起作用的修改：", idle)
    if grades and not any(effect.change.field == GRADE for effect in comparison.impact or ()):
        yield f"{_INDENT}没有单位的等次变了。"


def _listed(head: str, items: Sequence[str]) -> str:
    return hang(f"{head}{'、'.join(items)}", _WIDTH, _INDENT, _INDENT * 2)


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


def _unit(comparison: Comparison, effects: Sequence[Effect]) -> Iterable[str]:
    """What changed for one unit in three columns: field, from what to what, why."""
    names = [effect.change.field for effect in effects]
    words = [effect_words(comparison, effect.change) for effect in effects]
    name_width, width = (max(map(display_width, column)) for column in (names, words))
    width = min(width, _MOST_CHANGE)
    margin = " " * (len(_INDENT) + name_width + width + 2 * GAP)
    before = ""
    for name, said, effect in zip(names, words, effects, strict=True):
        cause = cause_words(effect)
        shown = _SAME if cause == before else cause
        before = cause
        first = f"{_INDENT}{pad(name, name_width)}{' ' * GAP}"
        if display_width(said) > width:
            # What is too long for its column has the line to itself.
            yield hang(said, _WIDTH, first, " " * display_width(first))
            first = margin
        else:
            first = f"{first}{pad(said, width)}{' ' * GAP}"
        yield hang(shown, _WIDTH, first, margin)


def _members(comparison: Comparison, effects: Sequence[Effect]) -> Iterable[str]:
    """The units of which the same is said, together where the values are the same too."""
    units: dict[str, list[str]] = {}
    for effect in effects:
        units.setdefault(effect_words(comparison, effect.change), []).append(effect.change.unit)
    width = min(max(map(display_width, units)), _MOST_CHANGE)
    margin = " " * (len(_INDENT) + width + GAP)
    for said, names in units.items():
        first = f"{_INDENT}{pad(said, max(width, display_width(said)))}{' ' * GAP}"
        if display_width(first) > len(margin):
            yield first.rstrip()
            first = margin
        yield hang("、".join(names), _WIDTH, first, margin)


# ---------------------------------------------------------------- proof


def _proof(comparison: Comparison) -> str:
    proof = comparison.proof
    head = f"{proof.verdict.value}：{proof.reason or _MEANING[proof.verdict]}。"
    if comparison.impact is not None and proof.witness is not None:
        head = f"换成别的台账，就{head}"
    lines = [hang(head, _WIDTH, _INDENT, _INDENT)]
    if proof.witness is not None:
        apart = facts_apart(proof.witness, comparison.near)
        changed_facts = apart != proof.witness and (apart.values or apart.rows)
        said = "，在现有台账上这样改，不论别的单位" if changed_facts else ""
        lines.append(f"{_INDENT}比如{proof.unit}{said}：")
        lines.extend(_situation(apart if changed_facts else proof.witness))
        lines.append(f"{_INDENT}结果：")
    lines.extend(f"{_INDENT * 2}{changed.name}  {_values(comparison, changed)}" for changed in proof.changes)
    if proof.ranges:
        lines.append(hang(f"限于：{'；'.join(proof.ranges)}", _WIDTH, _INDENT, _INDENT * 2))
    return "\n".join(lines)


def _values(comparison: Comparison, changed: FieldChange) -> str:
    measure = measure_of(changed.name, comparison.models)
    return change_words(changed.old, changed.new, measure)


def _situation(situation: Situation) -> Iterable[str]:
    several = len(situation.units) > 1
    facts = [f"{each.unit if several else ''}{each.name}{each.text}" for each in situation.values]
    if facts:
        yield hang("，".join(facts), _WIDTH, _INDENT * 2, _INDENT * 2)
    for given in situation.rows:
        yield f"{_INDENT * 2}台账“{given.ledger}”"
        yield _indented(text_table(given.columns, given.rows), 3)
