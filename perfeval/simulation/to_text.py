"""A simulation for people: what is uncertain, what units may become, and which clauses decide."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.to_text import diagnostic_to_text
from perfeval.evaluate.records import field_of
from perfeval.simulation.shares import per_cent, quantiles
from perfeval.simulation.study import Side, Simulation
from perfeval.simulation.tally import Pairing
from perfeval.source.text_table import text_table
from perfeval.tables.to_text_layout import fit, hang

WIDTH = 110
NOTHING = "无"
_NUMBERS_TOLD = 10
_CURRENT, _DRAFT = "现行", "草案"


def simulation_to_text(made: Simulation) -> str:
    """What was assumed, the units series by series, what the draft changes, and the clauses."""
    sections: list[tuple[str, str]] = []
    sides = [(_CURRENT, made.current), *([(_DRAFT, made.draft)] if made.draft is not None else [])]
    for name, side in sides:
        title = "各单位可能的结果" + (f"（{name}）" if made.draft is not None else "")
        sections.append((title, _units(side)))
    if made.pairing is not None:
        sections.append(("同一次模拟，换成草案有什么不同", _changes(made.pairing, made.paired)))
    sections.append(("各条款起作用的次数", _clauses(sides)))
    parts = [_head(made, sides)]
    parts.extend(
        f"{number}、{title}\n{inside}"
        for number, (title, inside) in zip("一二三四", [each for each in sections if each[1]], strict=False)
    )
    return "\n\n".join(parts)


def _head(made: Simulation, sides: Sequence[tuple[str, Side]]) -> str:
    lines = [made.current.base.book.title]
    if made.draft is not None:
        lines.append(f"草案：{made.draft.base.book.title}")
    lines.append(
        f"模拟{made.plan.draws}次，种子{made.plan.seed}。拿不准的，照“{made.uncertainty.file}”；别的都照台账："
    )
    lines.extend(hang(each.text, WIDTH, "  ", "    ") for each in made.uncertainty.sentences)
    for name, side in sides:
        lines.extend(_faults(name if made.draft is not None else "", side))
    return "\n".join(lines)


def _faults(name: str, side: Side) -> list[str]:
    """Draws in which nothing could be decided: how many, which, and why the first of them."""
    whose = f"{name}：" if name else ""
    numbers = [number + 1 for number in side.tally.faulty]
    if not numbers:
        return [f"{whose}{side.tally.draws}次都评得出结果。"]
    shown = "、".join(map(str, numbers[:_NUMBERS_TOLD])) + ("等" if len(numbers) > _NUMBERS_TOLD else "")
    lines = [
        f"{whose}{len(numbers)}次评不出结果（第{shown}次），没有计在下面；计入的是其余{side.tally.draws}次。"
    ]
    for fault in side.faults:
        lines.append(f"  第{fault.draw}次：")
        lines.extend(
            f"    {line}" for found in fault.findings for line in diagnostic_to_text(found).split("\n")
        )
    return lines


# ---------------------------------------------------------------- units


def _units(side: Side) -> str:
    """A table for each series, ranked as the facts are, and one for the others."""
    headers, rows = _rows(side)
    tables: list[str] = []
    for title, members in side.groups().items():
        fitted = fit(headers, [rows[number] for number in members], WIDTH)
        tables.append(f"{title}（{len(members)}个单位）\n{text_table(fitted.headers, fitted.rows)}")
    return "\n\n".join(tables)


def _rows(side: Side) -> tuple[list[str], list[list[str]]]:
    """Headers, and for each unit its cells: what it is by the facts, and how often it is what."""
    headers = ["单位"]
    columns: list[list[str]] = [list(side.units)]
    for name, order in zip(side.watched.words, side.watched.order, strict=True):
        counted = side.tally.words[name]
        came = dict.fromkeys(value for counts in counted for value in counts)
        values = [each for each in (*order, *came, None) if each in came]
        headers += [f"{name}照台账", *(value or NOTHING for value in dict.fromkeys(values))]
        columns.append([_shown(side, name, number) for number in range(len(counted))])
        columns.extend(
            [_share(counts.get(value, 0), side.tally.draws) for counts in counted]
            for value in dict.fromkeys(values)
        )
    for name in side.watched.ranks:
        counted_ranks = side.tally.ranks[name]
        headers += [f"{name}照台账", "5%", "50%", "95%"]
        columns.append([_shown(side, name, number) for number in range(len(counted_ranks))])
        found = [quantiles(counts) for counts in counted_ranks]
        columns.extend([str(each[place]) if each else "" for each in found] for place in (0, 2, 4))
    return headers, [list(row) for row in zip(*columns, strict=True)]


def _shown(side: Side, name: str, number: int) -> str:
    value = field_of(side.base, name, number)
    return NOTHING if value is None else str(value)


def _share(count: int, draws: int) -> str:
    return per_cent(count, draws) if count else "－"


# ---------------------------------------------------------------- the draft


def _changes(pairing: Pairing, names: Sequence[str]) -> str:
    """In how many draws anyone has another word, and for each such unit which."""
    parts: list[str] = []
    for name, changes in pairing.changes.items():
        anyone = pairing.any_unit[name]
        line = f"{name}：{pairing.draws}次里，有单位不同的{anyone}次（{per_cent(anyone, pairing.draws)}）"
        rows: list[list[str]] = []
        for unit, counts in zip(names, changes, strict=True):
            moved = [(pair, count) for pair, count in counts.items() if pair[0] != pair[1]]
            if moved:
                total = sum(count for _, count in moved)
                told = "、".join(
                    f"{old or NOTHING}→{new or NOTHING} {per_cent(count, pairing.draws)}"
                    for (old, new), count in moved
                )
                rows.append([unit, per_cent(total, pairing.draws), told])
        if rows:
            fitted = fit(("单位", "不同", "怎样不同"), rows, WIDTH)
            parts.append(f"{line}：\n{text_table(fitted.headers, fitted.rows)}")
        else:
            parts.append(f"{line}。")
    return "\n\n".join(parts)


# ---------------------------------------------------------------- clauses


def _clauses(sides: Sequence[tuple[str, Side]]) -> str:
    """For each way in which a clause can decide: in how many draws, and about how many units."""
    ways = dict.fromkeys(way for _, side in sides for way in side.ways)
    headers = ["条款", "怎样起作用"]
    for name, _ in sides:
        mark = f"（{name}）" if len(sides) > 1 else ""
        headers += [f"次数{mark}", f"涉及单位{mark}"]
    rows: list[list[str]] = []
    for way in ways:
        row = [f"【{way.clause}】", way.how]
        for _, side in sides:
            row += [
                _share(side.tally.anywhere.get(way, 0), side.tally.draws),
                str(sum(bool(count) for count in side.tally.deciding.get(way, ()))),
            ]
        rows.append(row)
    if not rows:
        return ""
    fitted = fit(headers, rows, WIDTH)
    return text_table(fitted.headers, fitted.rows)
