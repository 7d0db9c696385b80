"""What is said of edits, changes and causes, before it is laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from perfeval.diff.amounts import change_words, measure_of
from perfeval.diff.causes import Change, Way
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import Edit, EditKind, Key, label
from perfeval.diff.impact import UNIT, Effect
from perfeval.rulebook.book import Clause, RuleBook
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


def reading_words(comparison: Comparison) -> list[str]:
    """The options chosen, and which of the books they were chosen for: 口径：名额取整＝向下取整，……."""
    books = (("旧", comparison.difference.before), ("新", comparison.difference.after))
    found = []
    for name, option in comparison.readings.items():
        using = [which for which, book in books if _has_option(book, name, option)]
        who = "两本书都照此算" if len(using) == 2 else f"只有{''.join(using)}规则书有这一选项，只有它照此算"
        found.append(f"口径：{name}＝{option}，{who}")
    return found


def _has_option(book: RuleBook, name: str, option: str) -> bool:
    return any(
        option in [each.name for each in reading.options] for reading in book.readings if reading.name == name
    )


def effect_words(comparison: Comparison, change: Change) -> str:
    """From what to what: 819.98分 → 817.98分（-2分）."""
    if change.field == UNIT:
        return "旧规则书里没有，新列入" if change.before is None else "新规则书里没有，不再列入"
    return change_words(change.before, change.after, measure_of(change.field, comparison.models))


# ---------------------------------------------------------------- causes


def cause_words(effect: Effect) -> str:
    """Which edits are behind a change, how they work together, and what else they touch."""
    cause = effect.cause
    words = f"因{_joined(effect)}"
    if effect.others:
        words += "，与本单位自己的得分无关"
    if cause.tied:
        words += f"（{_labels(cause.tied)}随之修改）"
    if cause.hiding:
        words += f"（要恢复原样，{_labels(cause.hiding)}也要一起撤回）"
    if not cause.smallest:
        words += "（再少哪一处都不成立；是否还有更少的组合，没有试完）"
    return words


def _joined(effect: Effect) -> str:
    """The edits of the cause proper; behind those that work through other units, these."""
    keys, movers = effect.cause.enough, effect.movers
    through = f"使{named(effect.others)}变动" if movers else ""
    if effect.cause.way is Way.ALONE or len(keys) == 1:
        return f"{_labels(keys)}{through}"
    every = all(key in movers for key in keys)
    labels = [f"{label(key)}{f'（{through}）' if key in movers and not every else ''}" for key in keys]
    how = "（任一处都足以如此）" if effect.cause.way is Way.ANY else "共同"
    mark = "、" if effect.cause.way is Way.ANY else "和"
    return f"{'、'.join(labels[:-1])}{mark}{labels[-1]}{how}{through if every else ''}"


def _labels(keys: Sequence[Key]) -> str:
    return "、".join(label(key) for key in keys)


def named(units: Sequence[str]) -> str:
    """Some units by name: 甲、乙等5个单位."""
    if len(units) <= _MOST_NAMED:
        return "、".join(units)
    return f"{'、'.join(units[:_MOST_NAMED])}等{len(units)}个单位"


# ---------------------------------------------------------------- the whole


def by_unit(effects: Sequence[Effect]) -> dict[str, list[Effect]]:
    """The effects of each unit; units whose grade changes come first."""
    found: dict[str, list[Effect]] = {}
    for effect in effects:
        found.setdefault(effect.change.unit, []).append(effect)
    graded = [effect.change.unit for effect in effects if effect.change.field == GRADE]
    return {unit: found[unit] for unit in dict.fromkeys((*graded, *found))}


def alike(units: Mapping[str, Sequence[Effect]]) -> dict[str, list[Effect]]:
    """What changed alone, and why -> the effects of the units of which the same is said; two at least."""
    found: dict[str, list[Effect]] = {}
    for effects in units.values():
        if len(effects) == 1 and effects[0].change.field not in (GRADE, UNIT):
            said = f"{effects[0].change.field}，{cause_words(effects[0])}"
            found.setdefault(said, []).append(effects[0])
    return {said: effects for said, effects in found.items() if len(effects) > 1}


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
