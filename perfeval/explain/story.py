"""How a grade came about, told in a few sentences: rank, places, who stands before, how far it is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from perfeval.evaluate.outcome import SeriesPlaces
from perfeval.explain.account import Status
from perfeval.explain.grading import (
    deciding_clause,
    has_grades,
    left_places,
    named,
    places_of,
    rank_in_series,
    ranking,
    rounded,
    standing,
    takes_part,
    tied_for_last,
)
from perfeval.explain.points import fired_rows
from perfeval.explain.view import View
from perfeval.quantity.number import plain
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import Range
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE, show_rows
from perfeval.tables.model import PlacesStep, RankStep, Table


def grading_story(view: View) -> tuple[str, ...]:
    """The sentences, in the order in which an official would tell them."""
    step = ranking(view)
    if step is None:
        return (_verdict_line(view, view.clause(deciding_clause(view))),) if has_grades(view) else ()
    if not takes_part(view):
        return (f"{view.unit.name}是{view.unit.category}，不设序列，不排名次，不评等次。",)
    lines = [_rank_line(view, step)]
    for grade in _placed_grades(view):
        found = places_of(view, grade)
        if found is not None:
            lines.extend(_places_lines(view, step, *found))
    if has_grades(view):
        clause = view.clause(deciding_clause(view))
        lines.append(_verdict_line(view, clause))
        lines.extend(_reasons(view, clause))
    lines.extend(_distances(view, step))
    lines.extend(_remarks(view))
    return tuple(lines)


def _placed_grades(view: View) -> list[str]:
    return [node.grade for node in view.plan.placed]


def _rank_line(view: View, step: RankStep) -> str:
    if view.value(step.by) is None:
        return f"没有{step.by}，不排名次。"
    series = view.unit.series
    scores = view.scene.once(
        ("scores", step.by, series),
        lambda: Counter(view.value(step.by, unit) for unit in view.scene.members(series)),
    )
    tied = scores[view.value(step.by)]
    shared = f"（{tied}个单位并列）" if tied > 1 and view.value(step.name) is not None else ""
    return f"{step.by}{view.shown(step.by)}，{rank_in_series(view, step.name)}{shared}。"


def _places_lines(view: View, step: RankStep, places: PlacesStep, series: SeriesPlaces) -> list[str]:
    lines = []
    if series.exact[1] == 1:
        lines.append(f"{series.series}的{places.grade}名额是前{series.places}名。")
    else:
        lines.append(f"{places.grade}名额：{rounded(view, places, series)}。")
    above = _above(view, step, places)
    if above:
        lines.append(f"排在前面的有：{'、'.join(above)}。")
    left = left_places(view, places, series)
    if left and view.index not in left:
        names = named(view, left)
        word = "名额由后面的单位依次递补" if places.pass_down else "空出的名额不递补"
        lines.append(f"{names}被取消{places.grade}资格，{word}。")
    if places.cancelled is not None and view.value(places.cancelled):
        cases = "、".join(_cases(view, view.index))
        lines.append(f"本单位有{cases}的情形，取消{places.grade}资格。")
    else:
        lines.append(f"本单位{standing(view, places, series)}。")
    tied = tied_for_last(view, places, series)
    if view.index in tied:
        names = named(view, tied)
        verdict = "全部入选" if places.all_tied_in else "全部不入选"
        lines.append(f"{names}并列末位，名额容不下，{verdict}。")
    return lines


def _above(view: View, step: RankStep, places: PlacesStep) -> list[str]:
    """The units of the series that rank before this one, the first one first, each in words."""
    series, place = view.unit.series, view.value(step.name)
    if not isinstance(place, int):
        return []
    ranks, words = view.scene.once(
        ("standing", places.name, series), lambda: _standings(view, step, places, series)
    )
    return words[: bisect_left(ranks, place)]


def _standings(
    view: View, step: RankStep, places: PlacesStep, series: str | None
) -> tuple[list[int], list[str]]:
    """The ranks of a series, rising, and for each its unit in words."""
    known = [(view.value(step.name, unit), unit) for unit in view.scene.members(series)]
    ranked = sorted((rank, unit) for rank, unit in known if isinstance(rank, int))
    return [rank for rank, _ in ranked], [_standing(view, step, places, unit) for _, unit in ranked]


def _cases(view: View, unit: int) -> tuple[str, ...]:
    names = view.scene.once(
        ("cases",),
        lambda: [
            rule.name for clause in view.book.clauses for rule in clause.rules if isinstance(rule, r.Veto)
        ],
    )
    held = [view.value(name, unit) for name in names]
    return tuple(case for cases in held if isinstance(cases, tuple) for case in cases)


def _standing(view: View, step: RankStep, places: PlacesStep, unit: int) -> str:
    shown = f"{view.book.units[unit].name}{view.shown(step.by, unit)}"
    if places.cancelled is not None and view.value(places.cancelled, unit):
        return f"{shown}（{'、'.join(_cases(view, unit))}，已取消资格）"
    return f"{shown}（{view.value(GRADE, unit)}）"


def _verdict_line(view: View, clause: Clause | None) -> str:
    if clause is None:
        return "没有条款决定它的等次。"
    return f"按{clause.citation.shown}【{clause.name}】，评为{view.value(GRADE)}。"


def _reasons(view: View, clause: Clause | None) -> list[str]:
    """What a verdict that goes neither by place nor by score rests on."""
    if clause is None:
        return []
    tests = [
        test
        for rule in clause.rules_under(view.chosen(clause))
        if isinstance(rule, r.GradeDirectly | r.FoundToBe)
        for test in rule.tests
    ]
    told = [reason for test in tests if (reason := _reason(view, test))]
    return [f"依据是：{'；'.join(told)}。"] if told else []


def _reason(view: View, test: c.UnitTest) -> str:
    if isinstance(test, c.HasCases) and test.wanted:
        held = view.value(test.cases)
        cases = held if isinstance(held, tuple) else ()
        return f"有{len(cases)}种{test.cases}（{'、'.join(cases)}）"
    if isinstance(test, c.HasRows) and test.wanted:
        rows = fired_rows(view, test.rows.ledger, f"选出{show_rows(test.rows)}")
        lines = "、".join(f"第{row.line}行" for row in rows if row.status is Status.COUNTED)
        return f"有{show_rows(test.rows)}（{test.rows.ledger}台账{lines}）"
    if isinstance(test, c.Holds):
        return f"{test.column}为{'是' if test.wanted else '否'}"
    if isinstance(test, c.Graded) and test.wanted:
        return f"按得分够得上{test.grade}"
    return ""


# ---------------------------------------------------------------- distances


def _distances(view: View, step: RankStep) -> list[str]:
    lines: list[str] = []
    grade, score = view.value(GRADE), view.value(step.by)
    if not isinstance(score, int):
        return []
    for placed in _placed_grades(view):
        found = places_of(view, placed)
        if found is not None and grade != placed:
            lines.extend(_to_last_place(view, step, score, *found))
        elif found is not None:
            lines.extend(_ahead_of_next(view, step, score, *found))
    lines.extend(_to_lines(view, step, score))
    return lines


def _to_last_place(
    view: View, step: RankStep, score: int, places: PlacesStep, series: SeriesPlaces
) -> list[str]:
    last = view.scene.once(
        ("last inside", places.name, series.series), lambda: _last_inside(view, step, places, series)
    )
    if last is None or (places.cancelled is not None and view.value(places.cancelled)):
        return []
    lowest, who = last
    gap = lowest - score
    if gap <= 0:
        return []
    return [f"取得{places.grade}名额的最后一名是{who}，本单位低{_points(view, step, gap)}。"]


def _last_inside(
    view: View, step: RankStep, places: PlacesStep, series: SeriesPlaces
) -> tuple[int, str] | None:
    """The lowest score that got a place, and whose it is."""
    members = view.scene.members(series.series)
    inside = [unit for unit in members if view.value(places.name, unit) is True]
    if not inside:
        return None
    return _scored(view, step, min(inside, key=lambda unit: (view.value(step.by, unit), unit)))


def _scored(view: View, step: RankStep, unit: int) -> tuple[int, str]:
    score = view.value(step.by, unit)
    assert isinstance(score, int)
    return score, f"{view.book.units[unit].name}（{view.shown(step.by, unit)}）"


def _ahead_of_next(
    view: View, step: RankStep, score: int, places: PlacesStep, series: SeriesPlaces
) -> list[str]:
    best = view.scene.once(
        ("best outside", places.name, series.series), lambda: _best_outside(view, step, places, series)
    )
    if best is None or view.value(places.name) is not True:
        return []
    highest, who = best
    return [f"没有取得名额的单位里最高的是{who}，本单位高{_points(view, step, score - highest)}。"]


def _best_outside(
    view: View, step: RankStep, places: PlacesStep, series: SeriesPlaces
) -> tuple[int, str] | None:
    """The highest score without a place, and whose it is."""
    outside = [
        unit
        for unit in series.considered
        if view.value(places.name, unit) is False
        and not (places.cancelled is not None and view.value(places.cancelled, unit))
    ]
    if not outside:
        return None
    return _scored(view, step, max(outside, key=lambda unit: (view.value(step.by, unit), -unit)))


def _to_lines(view: View, step: RankStep, score: int) -> list[str]:
    """How far the score is from the line above and the line below, by the table of grades by score."""
    table = view.plan.named.get(GRADE_BY_SCORE)
    if not isinstance(table, Table) or step.by not in table.inputs:
        return []
    lines: list[str] = []
    fired = view.fired(table, view.index)
    for number, grade, low, low_included, line in view.scene.once(
        ("lines", step.by), lambda: _lines(table, step)
    ):
        if number in fired:
            above = f"{grade}线是{line}，本单位高{_points(view, step, score - low)}。"
            lines.append(above if score > low else f"正好在{grade}线{line}上。")
        elif score <= low:
            lines.append(_short_of(view, step, f"{grade}线{line}", low - score, is_enough=low_included))
    return lines


def _lines(table: Table, step: RankStep) -> list[tuple[int, str, int, bool, str]]:
    """Rows with a line below: number, grade, the line, whether it is enough to be on it, and in words."""
    cells = [(number, row, row.cells[table.inputs.index(step.by)]) for number, row in enumerate(table.rows)]
    return [
        (number, getattr(row.outputs[0], "value", ""), cell.low, cell.low_included, _line_words(cell))
        for number, row, cell in cells
        if isinstance(cell, Range) and isinstance(cell.low, int)
    ]


def _line_words(cell: Range) -> str:
    assert isinstance(cell.low, int)
    return f"{plain(cell.low, cell.places)}分"


def _short_of(view: View, step: RankStep, line: str, short: int, *, is_enough: bool) -> str:
    if not is_enough and not short:
        return f"要超过{line}，本单位正好在线上。"
    more = "" if is_enough else "，并要超过"
    return f"距{line}还差{_points(view, step, short)}{more}。"


def _points(view: View, step: RankStep, amount: int) -> str:
    column = view.column(step.by)
    return f"{plain(amount, column.places)}{column.unit}"


def _remarks(view: View) -> list[str]:
    names = view.scene.once(("remarks",), lambda: list(dict.fromkeys(_remark_names(view))))
    return [f"注明：{name}。" for name in names if view.value(name) is True]


def _remark_names(view: View) -> Iterator[str]:
    for clause in view.book.clauses:
        for rule in clause.rules_under(view.chosen(clause)):
            if isinstance(rule, r.Remark):
                yield rule.name
