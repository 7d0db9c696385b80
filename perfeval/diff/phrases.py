"""What is said of edits, changes and causes, before it is laid out."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from perfeval.diff.causes import Cause, Change, Way
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import Edit, EditKind, label
from perfeval.diff.impact import UNIT, Effect
from perfeval.evaluate.records import Field
from perfeval.quantity.number import plain, read_number
from perfeval.rulebook.book import Clause
from perfeval.rulebook.examples import Situation
from perfeval.tables.conditions import GRADE

_MOST_NAMED = 4


def place_of(comparison: Comparison, edit: Edit) -> str:
    """Where in the plan an edited clause stands: 三（七）1; "" for what is no clause."""
    both = comparison.difference.parts_after, comparison.difference.parts_before
    part = next((parts[edit.key] for parts in both if edit.key in parts), None)
    return part.citation.shown if isinstance(part, Clause) else ""


def edit_counts(edits: Sequence[Edit]) -> str:
    """How many edits of each kind: 新增1处、改动5处."""
    counts = [(kind, sum(1 for edit in edits if edit.kind is kind)) for kind in EditKind]
    return "、".join(f"{kind.value}{count}处" for kind, count in counts if count)


# ---------------------------------------------------------------- values


def value_words(value: Field) -> str:
    """A result as users read it."""
    if value is None or value == []:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "；".join(value) if isinstance(value, list) else str(value)


def difference_of(change: Change) -> str | None:
    """By how much a number changed, with its sign; None for what is no number."""
    one, other = (None if isinstance(each, bool | list) else each for each in (change.before, change.after))
    before, after = (None if each is None else read_number(str(each)) for each in (one, other))
    if before is None or after is None:
        return None
    places = max(before.places, after.places)
    by = after.scaled(places) - before.scaled(places)
    return f"{'+' if by > 0 else ''}{plain(by, places)}"


def change_words(change: Change) -> str:
    """From what to what: 819.98 → 817.98（-2）."""
    if change.field == UNIT:
        return "旧规则书里没有，新列入" if change.before is None else "新规则书里没有，不再列入"
    by = difference_of(change)
    shown = f"{value_words(change.before)} → {value_words(change.after)}"
    return shown if by is None else f"{shown}（{by}）"


# ---------------------------------------------------------------- causes


def cause_words(effect: Effect) -> str:
    """Which edits are behind a change, and how they work together."""
    cause = effect.cause
    words = f"因{_joined(cause)}"
    if effect.others:
        words += f"使{named(effect.others)}变动，本单位的得分没有变"
    if not cause.smallest:
        words += "（再少哪一处都不成立；是否还有更少的组合，没有试完）"
    return words


def _joined(cause: Cause) -> str:
    labels = [label(key) for key in cause.keys]
    if cause.way is Way.ALONE or len(labels) == 1:
        return "".join(labels)
    if cause.way is Way.ANY:
        return f"{'、'.join(labels)}（任一处都足以如此）"
    return f"{'、'.join(labels[:-1])}和{labels[-1]}共同"


def named(units: Sequence[str]) -> str:
    """Some units by name: 甲、乙等5个单位."""
    if len(units) <= _MOST_NAMED:
        return "、".join(units)
    return f"{'、'.join(units[:_MOST_NAMED])}等{len(units)}个单位"


# ---------------------------------------------------------------- the whole


def field_counts(comparison: Comparison) -> list[tuple[str, int]]:
    """How many units each field changes for: the grade first, then in the order of the results."""
    changed = [effect.change.field for effect in comparison.impact or ()]
    order = (GRADE, UNIT, *comparison.difference.after.results, *changed)
    return [(field, changed.count(field)) for field in dict.fromkeys(order) if field in changed]


def by_unit(effects: Sequence[Effect]) -> dict[str, list[Effect]]:
    """The effects of each unit; units whose grade changes come first."""
    found: dict[str, list[Effect]] = {}
    for effect in effects:
        found.setdefault(effect.change.unit, []).append(effect)
    graded = [effect.change.unit for effect in effects if effect.change.field == GRADE]
    return {unit: found[unit] for unit in dict.fromkeys((*graded, *found))}


def idle_edits(comparison: Comparison) -> tuple[str, ...]:
    """The edited parts that may matter, and are behind no change on these facts."""
    used = [key for effect in comparison.impact or () for key in effect.cause.keys]
    return tuple(label(key) for key in comparison.difference.keys if key not in used)


def facts_apart(situation: Situation, near: Situation | None) -> Situation:
    """The facts in which a situation differs from that of a real unit; all if it is about another."""
    if near is None or situation.units != near.units:
        return situation
    values = tuple(each for each in situation.values if each not in near.values)
    known = [(given.ledger, row) for given in near.rows for row in given.rows]
    rows = [
        (given, tuple(row for row in given.rows if (given.ledger, row) not in known))
        for given in situation.rows
    ]
    kept = tuple(evolve(given, rows=own, lines=(0,) * len(own)) for given, own in rows if own)
    return Situation(values, kept)
