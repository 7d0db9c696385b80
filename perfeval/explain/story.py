"""How a grade came about, told in a few sentences: rank, places, who stands before, how far it is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from perfeval.evaluate.outcome import SeriesPlaces, Value, Values
from perfeval.explain.account import Status
from perfeval.explain.grading import (
    deciding_clause,
    has_grades,
    left_places,
    named,
    places_of,
    rank_among,
    ranking,
    rounded,
    standing,
    takes_part,
    tied_for_last,
)
from perfeval.explain.points import fired_rows
from perfeval.explain.view import View, show
from perfeval.quantity.number import plain
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import Range
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE, show_rows
from perfeval.tables.model import Column, PlacesStep, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN


@frozen(eq=False)
class _Placed:
    """Places of a series, as the stories of its units tell of them.

    line: how many there are. cancelled, got: for each unit whether it may not have a place, and whether it
    has one. ranks, words: the units of the series in order, by their ranks and in words. left: those that
    left a place. across: those tied across the last place. lowest: the lowest score that got a place, and
    whose it is; highest: the highest that got none.
    """

    step: PlacesStep
    series: SeriesPlaces
    line: str
    cancelled: Values | None
    got: Values
    ranks: Sequence[int]
    words: Sequence[str]
    left: Sequence[int]
    left_line: str
    across: Sequence[int]
    across_line: str
    lowest: tuple[int, str] | None
    highest: tuple[int, str] | None


# A row of the table of grades by score with a line below: its number, the grade, the line, whether it is
# enough to be on it, and the line in words.
_Line = tuple[int, str, int, bool, str]


@frozen(eq=False)
class _Story:
    """What the stories of all units of an outcome look at.

    scores, ranks, grades: of each unit. column: what the scores are. fired: the rows of the table of grades
    by score that fired for each unit; lines: those of its rows that have one. remarks: their names, each
    with whether it is made of each unit.
    """

    step: RankStep
    column: Column
    scores: Values
    ranks: Values
    grades: Values | None
    fired: Sequence[tuple[int, ...]]
    lines: Sequence[_Line]
    remarks: Sequence[tuple[str, Values]]

    def points(self, amount: int) -> str:
        """A number of points in words."""
        return f"{plain(amount, self.column.places)}{self.column.unit}"


@frozen(eq=False)
class _Series:
    """A series: its name and how many units are in it, how many have each score, and its places."""

    name: str
    size: int
    ties: Mapping[Value, int]
    placed: Sequence[_Placed]


def grading_story(view: View) -> tuple[str, ...]:
    """The sentences, in the order in which an official would tell them."""
    step = ranking(view)
    if step is None:
        return (_verdict_line(view, deciding_clause(view)),) if has_grades(view) else ()
    if not takes_part(view):
        return (f"{view.unit.name}是{view.unit.category}，不设序列，不排名次，不评等次。",)
    scene, name = view.scene, view.unit.series
    story = scene.once(("story",), lambda: _story(view, step))
    series = scene.once(("story of series", name), lambda: _series(view, story, name))
    lines = [_rank_line(view, story, series)]
    for placed in series.placed:
        lines.extend(_places_lines(view, story, placed))
    if story.grades is not None:
        clause = deciding_clause(view)
        lines.append(_verdict_line(view, clause))
        lines.extend(_reasons(view, clause))
    lines.extend(_distances(view, story, series))
    lines.extend(f"注明：{name}。" for name, holds in story.remarks if holds[view.index] is True)
    return tuple(lines)


def _story(view: View, step: RankStep) -> _Story:
    columns, nothing = view.outcome.columns, [None] * len(view.book.units)
    table = view.plan.named.get(GRADE_BY_SCORE)
    goes_by_score = isinstance(table, Table) and step.by in table.inputs
    return _Story(
        step,
        view.column(step.by),
        columns[UNIT_GRAIN, step.by],
        columns[UNIT_GRAIN, step.name],
        columns.get((UNIT_GRAIN, GRADE), nothing) if has_grades(view) else None,
        view.outcome.table_trace(GRADE_BY_SCORE).fired if goes_by_score else (),
        _lines(table, step) if isinstance(table, Table) and goes_by_score else (),
        [
            (name, columns[UNIT_GRAIN, name])
            for name in dict.fromkeys(_remark_names(view))
            if (UNIT_GRAIN, name) in columns
        ],
    )


def _series(view: View, story: _Story, name: str | None) -> _Series:
    known = view.scene.series[name or ""]
    ties = Counter(story.scores[unit] for unit in view.scene.members(name))
    placed = [
        _placed(view, story, *found)
        for node in view.plan.placed
        if (found := places_of(view, node.grade)) is not None
    ]
    return _Series(known.name, len(known.units), ties, placed)


def _placed(view: View, story: _Story, places: PlacesStep, series: SeriesPlaces) -> _Placed:
    if series.exact[1] == 1:
        line = f"{series.series}的{places.grade}名额是前{series.places}名。"
    else:
        line = f"{places.grade}名额：{rounded(view, places, series)}。"
    columns = view.outcome.columns
    cancelled = None if places.cancelled is None else columns[UNIT_GRAIN, places.cancelled]
    ranks, words = _standings(view, story, cancelled)
    left, across = left_places(view, places, series), tied_for_last(view, places, series)
    word = "名额由后面的单位依次递补" if places.pass_down else "空出的名额不递补"
    verdict = "全部入选" if places.all_tied_in else "全部不入选"
    return _Placed(
        places,
        series,
        line,
        cancelled,
        columns[UNIT_GRAIN, places.name],
        ranks,
        words,
        left,
        f"{named(view, left)}被取消{places.grade}资格，{word}。",
        across,
        f"{named(view, across)}并列末位，名额容不下，{verdict}。",
        _last_inside(view, story.step, places, series),
        _best_outside(view, story.step, places, series),
    )


def _rank_line(view: View, story: _Story, series: _Series) -> str:
    by, score, rank = story.step.by, story.scores[view.index], story.ranks[view.index]
    if score is None:
        return f"没有{by}，不排名次。"
    tied = series.ties[score]
    shared = f"（{tied}个单位并列）" if tied > 1 and rank is not None else ""
    return f"{by}{show(score, story.column)}，{rank_among(series.name, series.size, rank)}{shared}。"


def _places_lines(view: View, story: _Story, placed: _Placed) -> Iterator[str]:
    unit, places, rank = view.index, placed.step, story.ranks[view.index]
    yield placed.line
    # The units of the series that rank before this one, the first one first.
    above = placed.words[: bisect_left(placed.ranks, rank)] if isinstance(rank, int) else ()
    if above:
        yield f"排在前面的有：{'、'.join(above)}。"
    if placed.left and unit not in placed.left:
        yield placed.left_line
    if placed.cancelled is not None and placed.cancelled[unit]:
        yield f"本单位有{'、'.join(_cases(view, unit))}的情形，取消{places.grade}资格。"
    else:
        yield f"本单位{standing(view, places, placed.series)}。"
    if placed.across and unit in placed.across:
        yield placed.across_line


def _standings(view: View, story: _Story, cancelled: Values | None) -> tuple[list[int], list[str]]:
    """The ranks of the view's series, rising, and for each its unit in words."""
    ranked = sorted(
        (rank, unit)
        for unit in view.scene.members(view.unit.series)
        if isinstance(rank := story.ranks[unit], int)
    )
    words = [_standing(view, story, cancelled, unit) for _, unit in ranked]
    return [rank for rank, _ in ranked], words


def _cases(view: View, unit: int) -> tuple[str, ...]:
    names = view.scene.once(
        ("cases",),
        lambda: [
            rule.name for clause in view.book.clauses for rule in clause.rules if isinstance(rule, r.Veto)
        ],
    )
    held = [view.value(name, unit) for name in names]
    return tuple(case for cases in held if isinstance(cases, tuple) for case in cases)


def _standing(view: View, story: _Story, cancelled: Values | None, unit: int) -> str:
    shown = f"{view.book.units[unit].name}{show(story.scores[unit], story.column)}"
    if cancelled is not None and cancelled[unit]:
        return f"{shown}（{'、'.join(_cases(view, unit))}，已取消资格）"
    return f"{shown}（{None if story.grades is None else story.grades[unit]}）"


def _verdict_line(view: View, name: str | None) -> str:
    grade = view.value(GRADE)
    return view.scene.once(("verdict", name, grade), lambda: _verdict(view.clause(name), grade))


def _verdict(clause: Clause | None, grade: Value) -> str:
    if clause is None:
        return "没有条款决定它的等次。"
    return f"按{clause.citation.shown}【{clause.name}】，评为{grade}。"


def _reasons(view: View, name: str | None) -> list[str]:
    """What a verdict that goes neither by place nor by score rests on. name: the clause that decides."""
    tests = view.scene.once(("tests", name), lambda: _tests(view, view.clause(name)))
    told = [reason for test in tests if (reason := _reason(view, test))]
    return [f"依据是：{'；'.join(told)}。"] if told else []


def _tests(view: View, clause: Clause | None) -> list[c.UnitTest]:
    rules = () if clause is None else clause.rules_under(view.chosen(clause))
    return [test for rule in rules if isinstance(rule, r.GradeDirectly | r.FoundToBe) for test in rule.tests]


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


def _distances(view: View, story: _Story, series: _Series) -> Iterator[str]:
    unit, score = view.index, story.scores[view.index]
    grade = None if story.grades is None else story.grades[unit]
    if not isinstance(score, int):
        return
    for placed in series.placed:
        wanted, is_out = placed.step.grade, placed.cancelled is not None and placed.cancelled[unit]
        if grade == wanted and placed.highest is not None and placed.got[unit] is True:
            highest, who = placed.highest
            yield f"没有取得名额的单位里最高的是{who}，本单位高{story.points(score - highest)}。"
        if grade != wanted and placed.lowest is not None and placed.lowest[0] > score and not is_out:
            lowest, who = placed.lowest
            yield f"取得{wanted}名额的最后一名是{who}，本单位低{story.points(lowest - score)}。"
    for number, grade_there, low, is_enough, line in story.lines:
        if number in story.fired[unit]:
            more = f"{grade_there}线是{line}，本单位高{story.points(score - low)}。"
            yield more if score > low else f"正好在{grade_there}线{line}上。"
        elif score <= low:
            yield _short_of(story, f"{grade_there}线{line}", low - score, is_enough=is_enough)


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


def _lines(table: Table, step: RankStep) -> list[_Line]:
    """How far the score can be from the lines of the table of grades by score."""
    cells = [(number, row, row.cells[table.inputs.index(step.by)]) for number, row in enumerate(table.rows)]
    return [
        (number, getattr(row.outputs[0], "value", ""), cell.low, cell.low_included, _line_words(cell))
        for number, row, cell in cells
        if isinstance(cell, Range) and isinstance(cell.low, int)
    ]


def _line_words(cell: Range) -> str:
    assert isinstance(cell.low, int)
    return f"{plain(cell.low, cell.places)}分"


def _short_of(story: _Story, line: str, short: int, *, is_enough: bool) -> str:
    if not is_enough and not short:
        return f"要超过{line}，本单位正好在线上。"
    more = "" if is_enough else "，并要超过"
    return f"距{line}还差{story.points(short)}{more}。"


def _remark_names(view: View) -> Iterator[str]:
    for clause in view.book.clauses:
        for rule in clause.rules_under(view.chosen(clause)):
            if isinstance(rule, r.Remark):
                yield rule.name
