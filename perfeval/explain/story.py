"""How a grade came about, told in a few sentences: rank, places, who stands before, how far it is."""

from __future__ import annotations

from perfeval.evaluate.outcome import SeriesPlaces
from perfeval.explain.account import Status
from perfeval.explain.grading import (
    deciding_clause,
    has_grades,
    left_places,
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
from perfeval.tables.model import PlacesStep, RankStep


def grading_story(view: View) -> tuple[str, ...]:
    """The sentences, in the order in which an official would tell them."""
    step = ranking(view)
    if step is None:
        return (_verdict_line(view),) if has_grades(view) else ()
    if not takes_part(view):
        return (f"{view.unit.name}是{view.unit.category}，不设序列，不排名次，不评等次。",)
    lines = [_rank_line(view, step)]
    for grade in _placed_grades(view):
        found = places_of(view, grade)
        if found is not None:
            lines.extend(_places_lines(view, step, *found))
    lines.append(_verdict_line(view))
    lines.extend(_reasons(view))
    lines.extend(_distances(view, step))
    lines.extend(_remarks(view))
    return tuple(lines)


def _placed_grades(view: View) -> list[str]:
    return [node.grade for node in view.outcome.model.nodes if isinstance(node, PlacesStep)]


def _rank_line(view: View, step: RankStep) -> str:
    if view.value(step.by) is None:
        return f"没有{step.by}，不排名次。"
    tied = sum(1 for unit in _members(view) if view.value(step.by, unit) == view.value(step.by))
    shared = f"（{tied}个单位并列）" if tied > 1 and view.value(step.name) is not None else ""
    return f"{step.by}{view.shown(step.by)}，{rank_in_series(view, step.name)}{shared}。"


def _members(view: View) -> list[int]:
    return [index for index, unit in enumerate(view.book.units) if unit.series == view.unit.series]


def _places_lines(view: View, step: RankStep, places: PlacesStep, series: SeriesPlaces) -> list[str]:
    lines = []
    if series.exact[1] == 1:
        lines.append(f"{series.series}的{places.grade}名额是前{series.places}名。")
    else:
        lines.append(f"{places.grade}名额：{rounded(places, series)}。")
    above = [
        unit
        for unit in _members(view)
        if isinstance(view.value(step.name, unit), int)
        and view.value(step.name, unit) < view.value(step.name)  # type: ignore[operator]
    ]
    above.sort(key=lambda unit: (view.value(step.name, unit), unit))
    if above:
        lines.append(f"排在前面的有：{'、'.join(_standing(view, step, places, unit) for unit in above)}。")
    if left_places(view, places, series) and view.index not in left_places(view, places, series):
        names = "、".join(view.book.units[unit].name for unit in left_places(view, places, series))
        word = "名额由后面的单位依次递补" if places.pass_down else "空出的名额不递补"
        lines.append(f"{names}被取消{places.grade}资格，{word}。")
    if places.cancelled is not None and view.value(places.cancelled):
        cases = "、".join(_cases(view, view.index))
        lines.append(f"本单位有{cases}的情形，取消{places.grade}资格。")
    else:
        lines.append(f"本单位{standing(view, places, series)}。")
    tied = tied_for_last(series)
    if view.index in tied:
        names = "、".join(view.book.units[unit].name for unit in tied)
        verdict = "全部入选" if places.all_tied_in else "全部不入选"
        lines.append(f"{names}并列末位，名额容不下，{verdict}。")
    return lines


def _cases(view: View, unit: int) -> tuple[str, ...]:
    found: list[str] = []
    for clause in view.book.clauses:
        for rule in clause.rules:
            if isinstance(rule, r.Veto):
                held = view.value(rule.name, unit)
                found.extend(held if isinstance(held, tuple) else ())
    return tuple(found)


def _standing(view: View, step: RankStep, places: PlacesStep, unit: int) -> str:
    shown = f"{view.book.units[unit].name}{view.shown(step.by, unit)}"
    if places.cancelled is not None and view.value(places.cancelled, unit):
        return f"{shown}（{'、'.join(_cases(view, unit))}，已取消资格）"
    return f"{shown}（{view.value(GRADE, unit)}）"


def _verdict_line(view: View) -> str:
    clause = view.book.clause(deciding_clause(view) or "")
    if clause is None:
        return "没有条款决定它的等次。"
    return f"按{clause.citation.shown}【{clause.name}】，评为{view.value(GRADE)}。"


def _reasons(view: View) -> list[str]:
    """What a verdict that goes neither by place nor by score rests on."""
    clause = view.book.clause(deciding_clause(view) or "")
    if clause is None:
        return []
    tests = [
        test
        for rule in _all_rules(view, clause)
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
    inside = [unit for unit in _members(view) if view.value(places.name, unit) is True]
    if not inside or (places.cancelled is not None and view.value(places.cancelled)):
        return []
    last = min(inside, key=lambda unit: (view.value(step.by, unit), unit))
    lowest = view.value(step.by, last)
    assert isinstance(lowest, int)
    gap = lowest - score
    if gap <= 0:
        return []
    named = f"{view.book.units[last].name}（{view.shown(step.by, last)}）"
    return [f"取得{places.grade}名额的最后一名是{named}，本单位低{_points(view, step, gap)}。"]


def _ahead_of_next(
    view: View, step: RankStep, score: int, places: PlacesStep, series: SeriesPlaces
) -> list[str]:
    outside = [
        unit
        for unit in series.considered
        if view.value(places.name, unit) is False
        and not (places.cancelled is not None and view.value(places.cancelled, unit))
    ]
    if not outside or view.value(places.name) is not True:
        return []
    best = max(outside, key=lambda unit: (view.value(step.by, unit), -unit))
    highest = view.value(step.by, best)
    assert isinstance(highest, int)
    named = f"{view.book.units[best].name}（{view.shown(step.by, best)}）"
    ahead = _points(view, step, score - highest)
    return [f"没有取得名额的单位里最高的是{named}，本单位高{ahead}。"]


def _to_lines(view: View, step: RankStep, score: int) -> list[str]:
    """How far the score is from the line above and the line below, by the table of grades by score."""
    table = view.outcome.model.table(GRADE_BY_SCORE)
    if step.by not in table.inputs:
        return []
    place = table.inputs.index(step.by)
    lines: list[str] = []
    fired = view.outcome.table_trace(GRADE_BY_SCORE).fired[view.index]
    for number, row in enumerate(table.rows):
        cell = row.cells[place]
        if not isinstance(cell, Range) or not isinstance(cell.low, int):
            continue
        grade = getattr(row.outputs[0], "value", "")
        line = plain(cell.low, cell.places)
        if number in fired:
            above = f"{grade}线是{line}分，本单位高{_points(view, step, score - cell.low)}。"
            lines.append(above if score > cell.low else f"正好在{grade}线{line}分上。")
        elif score <= cell.low:
            lines.append(_short_of(view, step, f"{grade}线{line}分", cell, cell.low - score))
    return lines


def _short_of(view: View, step: RankStep, line: str, cell: Range, short: int) -> str:
    if not cell.low_included and not short:
        return f"要超过{line}，本单位正好在线上。"
    more = "" if cell.low_included else "，并要超过"
    return f"距{line}还差{_points(view, step, short)}{more}。"


def _points(view: View, step: RankStep, amount: int) -> str:
    column = view.column(step.by)
    return f"{plain(amount, column.places)}{column.unit}"


def _remarks(view: View) -> list[str]:
    names: list[str] = []
    for _, rule in ((clause, rule) for clause in view.book.clauses for rule in _all_rules(view, clause)):
        if isinstance(rule, r.Remark) and view.value(rule.name) is True and rule.name not in names:
            names.append(rule.name)
    return [f"注明：{name}。" for name in names]


def _all_rules(view: View, clause: Clause) -> tuple[r.Rule, ...]:
    chosen = None if clause.reading is None else view.outcome.model.readings[clause.reading.name]
    return clause.rules_under(chosen)
