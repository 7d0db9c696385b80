"""What depends on which reading, as text: what stands, what does not, and what each option changes."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.to_text import diagnostic_to_text
from perfeval.sensitivity.study import Failure, Single, Study, UnitGrades, When
from perfeval.source.text_table import text_table
from perfeval.tables.conditions import GRADE
from perfeval.tables.to_text_layout import fit, hang

WIDTH = 110
_OTHER = "得分等"


def study_to_text(study: Study) -> str:
    """How many grades stand, the units whose grade does not, and what each option alone changes."""
    return "\n".join([study.book.title, combinations_tried(study), body_to_text(study)])


def body_to_text(study: Study) -> str:
    """The same without the title of the book and without what was tried."""
    graded = [unit for unit in study.units if unit.grades]
    loose = [unit for unit in study.units if not unit.robust]
    moved = [unit for unit in study.units if unit.robust and unit.moved]
    sections = (
        ("等次随口径变化的单位", _loose(loose)),
        ("等次不变、名次或金额随口径变化的单位", _moved(moved)),
        ("每个口径单独换一种，变化的单位数", _singles(study)),
        ("算不出结果的组合", _failures(study.failures)),
    )
    filled = [(title, inside) for title, inside in sections if inside]
    parts = [hang(_stand(study.book.grades, graded), WIDTH, "", "")]
    numbered = zip("一二三四", filled, strict=False)
    parts.extend(f"{number}、{title}\n{inside}" for number, (title, inside) in numbered)
    return "\n\n".join(parts)


def combinations_tried(study: Study) -> str:
    """How many combinations were tried, in a sentence."""
    return hang(_tried(study), WIDTH, "", "")


def _tried(study: Study) -> str:
    count = len(study.book.readings)
    if not count:
        return "这本规则书没有口径。"
    if study.complete:
        return f"口径{count}个，选项的组合{study.total}种，全部试过。"
    return (
        f"口径{count}个，选项的组合{study.total}种，太多；试了{study.tried}种："
        "采用的口径、单独换一个的、同时换两个的。下面说的只是试过的组合。"
    )


def _stand(grades: Sequence[str], graded: Sequence[UnitGrades]) -> str:
    """How many grades are the same whatever is chosen, by grade."""
    robust = [unit for unit in graded if unit.robust]
    counts = {grade: sum(unit.grades == (grade,) for unit in robust) for grade in grades}
    shown = "、".join(f"{grade}{count}个" for grade, count in counts.items() if count)
    stand = f"评等次的单位{len(graded)}个：不论怎样选，等次都不变的{len(robust)}个"
    return f"{stand}{f'（{shown}）' if shown else ''}，随口径变化的{len(graded) - len(robust)}个。"


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    fitted = fit(headers, rows, WIDTH)
    return text_table(fitted.headers, fitted.rows)


# ---------------------------------------------------------------- units


def _loose(units: Sequence[UnitGrades]) -> str:
    rows = [
        [
            unit.unit,
            unit.adopted or "不评",
            "、".join(grade for grade in unit.grades if grade != unit.adopted),
            _explained(unit),
        ]
        for unit in units
    ]
    return _table(("单位", "采用时", "也可能", "取决于"), rows)


def _explained(unit: UnitGrades) -> str:
    """When the unit has another grade, or when it has this one; the readings where that does not tell all."""
    others = [when for when in unit.when if when.grade != unit.adopted]
    own = [when for when in unit.when if when.grade == unit.adopted]
    for told in (others, own):
        if told and all(when.always for when in told):
            named = [reading for when in told for reading, _ in when.options]
            more = [name for name in unit.depends if name not in named]
            return "；".join([*map(_sentence, told), *([f"名次或金额另随{'、'.join(more)}"] if more else [])])
    parts = [[_sentence(when) for when in told if when.options] for told in (others, own)]
    return "；".join(filter(None, ["、".join(unit.depends), *(parts[0] or parts[1])]))


def _sentence(when: When) -> str:
    conditions = "，且".join(f"{reading}＝{'或'.join(options)}" for reading, options in when.options)
    return f"仅在{conditions}时{'' if when.always else '才可能'}为{when.grade}"


def _moved(units: Sequence[UnitGrades]) -> str:
    rows = [
        [unit.unit, unit.adopted or "不评", "、".join(unit.moved), "、".join(unit.depends)] for unit in units
    ]
    return _table(("单位", "等次", "变化的", "取决于"), rows)


# ---------------------------------------------------------------- options


def _singles(study: Study) -> str:
    kinds = [kind for kind, names in study.fields if names]
    headers = ["口径", "采用的", "换为", *kinds, _OTHER, "等次变化的单位"]
    adopted = {reading.name: reading.default for reading in study.book.readings}
    rows = [
        [
            single.reading,
            adopted[single.reading],
            single.option,
            *_counts(study, single, kinds),
            _grades(single),
        ]
        for single in study.singles
    ]
    return _table(headers, rows)


def _counts(study: Study, single: Single, kinds: Sequence[str]) -> list[str]:
    """How many units' grade, rank, money and other fields one option changes."""
    fields = dict(study.fields)
    watched = [name for names in fields.values() for name in names]
    changed = single.changed or ()
    units = [{each.unit: None for each in changed if each.field in fields[kind]} for kind in kinds]
    units.append({each.unit: None for each in changed if each.field not in watched})
    return [str(len(each)) if each else "－" for each in units]


def _grades(single: Single) -> str:
    """The units whose grade changes, those with the same change together."""
    if single.changed is None:
        return "算不出结果"
    alike: dict[str, list[str]] = {}
    for change in single.changed:
        if change.field == GRADE:
            alike.setdefault(f"{change.before or '不评'}→{change.after or '不评'}", []).append(change.unit)
    return "；".join(f"{change}：{'、'.join(units)}" for change, units in alike.items())


# ---------------------------------------------------------------- failures


def _failures(failures: Sequence[Failure]) -> str:
    """Each finding once, under the first of the combinations with fewest changes that leads to it."""
    groups: dict[str, list[Failure]] = {}
    for failure in failures:
        said = "\n".join(diagnostic_to_text(finding) for finding in failure.findings)
        groups.setdefault(said, []).append(failure)
    return "\n".join(_failure(said, alike) for said, alike in groups.items())


def _failure(said: str, alike: Sequence[Failure]) -> str:
    fewest = min(alike, key=lambda failure: len(failure.options))
    shown = "、".join(f"{reading}＝{option}" for reading, option in fewest.options)
    more = f"等{len(alike)}种组合" if len(alike) > 1 else ""
    return "\n".join([f"  {shown}{more}：", *(f"    {line}" for line in said.split("\n"))])
