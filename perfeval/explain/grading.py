"""Accounts of clauses about ranks, places, vetoes and grades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from perfeval.evaluate.outcome import PlacesTrace, SeriesPlaces, Value
from perfeval.explain.account import Part, RowEntry, Status
from perfeval.explain.circumstances import fired_row, table_of
from perfeval.explain.element import Element
from perfeval.explain.points import fired_rows
from perfeval.explain.view import Failure, View, why_not
from perfeval.quantity.number import plain
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import Range
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE, show_rows
from perfeval.tables.model import PlacesStep, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN

_UNRANKED = "不设序列，不排名次、不评等次"


def ranking(view: View) -> RankStep | None:
    """The ranking step of the model."""
    return view.plan.ranking


def takes_part(view: View) -> bool:
    """Whether the unit is ranked and graded."""
    step = ranking(view)
    if step is not None:
        return view.value(step.taking_part) is True
    return view.value(GRADE) is not None or not has_grades(view)


def has_grades(view: View) -> bool:
    """Whether any clause grades the units."""
    return Element(view, UNIT_GRAIN, view.index).maker(GRADE) is not None


def places_of(view: View, grade: str) -> tuple[PlacesStep, SeriesPlaces] | None:
    """The places for a grade in the unit's series."""
    node = _step(view, grade)
    if node is None:
        return None
    trace = view.outcome.traces[node.name]
    assert isinstance(trace, PlacesTrace)
    found = trace.series.get(view.unit.series or "")
    return None if found is None else (node, found)


def _step(view: View, grade: str) -> PlacesStep | None:
    return view.plan.places.get(grade)


def _placed(view: View, grade: str) -> PlacesStep | None:
    """The step that fills the places of the unit's series, if it has any."""
    has_any = view.holds(("places", grade), lambda own: places_of(own, grade) is not None)
    return _step(view, grade) if has_any else None


def _places_hold(view: View, what: str, grade: str, look: Callable[..., bool]) -> bool:
    """Whether something holds of the places of the unit's series."""

    def holds(own: View) -> bool:
        found = places_of(own, grade)
        return found is not None and look(own, *found)

    return view.holds((what, grade), holds)


def _of_series(grade: str, tell: Callable[[View, PlacesStep, SeriesPlaces], str]) -> Callable[[View], str]:
    """What is told of a unit whose series has places; "" of all others."""

    def told(view: View) -> str:
        found = places_of(view, grade)
        return "" if found is None else tell(view, *found)

    return told


def _without_places(view: View) -> Part:
    return Part(Status.NOT_APPLICABLE, "所在序列没有名额" if takes_part(view) else _UNRANKED)


def rank(view: View, clause: Clause, rule: r.Rank) -> Part:
    """The unit's rank in its series."""
    if not takes_part(view):
        return Part(Status.NOT_APPLICABLE, _UNRANKED)
    rank = view.apart(("rank", rule.name), lambda own: rank_in_series(own, rule.name))
    return Part(Status.COUNTED, f"{rule.by}{view.shown(rule.by)}，{rank}")


def rank_in_series(view: View, rank: str) -> str:
    """The unit's rank among how many."""
    series = view.scene.series[view.unit.series or ""]
    return rank_among(series.name, len(series.units), view.value(rank))


def rank_among(series: str, size: int, rank: Value) -> str:
    """A rank among how many; in an example that does not give the whole series there is none."""
    if rank is None:
        return f"没有给全{series}{size}个单位，不排名次"
    return f"在{series}{size}个单位中排第{rank}名"


# ---------------------------------------------------------------- places


def places(view: View, clause: Clause, rule: r.Places) -> Part:
    """Whether the unit got one of the places."""
    step = _placed(view, rule.grade)
    if step is None:
        return _without_places(view)
    got = view.value(step.name) is True
    decided = _decides(view, clause)
    why = view.apart(("standing", rule.grade), _of_series(rule.grade, _standing))
    if decided:
        return Part(Status.COUNTED, f"{why}，评为{rule.grade}")
    if got:
        return Part(Status.NOT_COUNTED, f"{why}，但等次另有条款决定")
    return Part(Status.NOT_COUNTED, why)


def _standing(view: View, step: PlacesStep, series: SeriesPlaces) -> str:
    return f"{series.series}有{step.grade}名额{series.places}个，{standing(view, step, series)}"


def standing(view: View, step: PlacesStep, series: SeriesPlaces) -> str:
    """Where the unit stands among those considered for the places."""
    if step.cancelled is not None and view.value(step.cancelled):
        return "本单位已被取消资格"
    place = series.rank[view.index]
    among = "在有资格的单位里" if step.pass_down and len(series.considered) < series.units else ""
    shared = f"（{series.tied[view.index]}个单位并列）" if series.tied[view.index] > 1 else ""
    inside = view.value(step.name) is True
    return f"{among}排第{place}名{shared}，{'取得名额' if inside else '没有取得名额'}"


def rounding(view: View, clause: Clause, rule: r.PlacesRounding) -> Part:
    """How the number of places of the unit's series became whole."""
    if not _places_hold(view, "by rate", rule.grade, lambda own, step, series: series.exact[1] != 1):
        return Part(Status.NOT_APPLICABLE, "所在序列的名额不按比例算" if takes_part(view) else _UNRANKED)
    return Part(Status.COUNTED, view.apart_series(("rounded", rule.grade), _of_series(rule.grade, rounded)))


def rounded(view: View, step: PlacesStep, series: SeriesPlaces) -> str:
    """18个单位的25%是4.5个，四舍五入为5个"""
    return view.scene.once(("rounded", step.name, series.series), lambda: _rounded(step, series))


def _rounded(step: PlacesStep, series: SeriesPlaces) -> str:
    share = next(share for share in step.shares if series.series in share.series)
    if share.rate is None:
        return ""  # the book says how many there are
    percent = _decimal(share.rate[0] * 100, share.rate[1])
    exact = _decimal(*series.exact)
    how = step.rounding.value if step.rounding else "取整"
    return f"{series.units}个单位的{percent}%是{exact}个，{how}为{series.places}个"


def _decimal(numerator: int, denominator: int) -> str:
    """A quotient by a power of ten in plain notation."""
    return plain(numerator, len(str(denominator)) - 1)


def tied_for_last(view: View, step: PlacesStep, series: SeriesPlaces) -> list[int]:
    """The units that share a score across the last place, more than the places hold."""
    return view.scene.once(
        ("tied for last", step.name, series.series),
        lambda: [
            unit
            for unit in series.considered
            if series.rank[unit] <= series.places < series.rank[unit] + series.tied[unit] - 1
        ],
    )


def named(view: View, units: Iterable[int]) -> str:
    """Units by their names."""
    return "、".join(view.book.units[unit].name for unit in units)


def ties(view: View, clause: Clause, rule: r.PlacesTies) -> Part:
    """Whether a tie stands across the last place, and who is in it."""
    if _placed(view, rule.grade) is None:
        return _without_places(view)
    if not _places_hold(view, "tied for last", rule.grade, lambda *places: bool(tied_for_last(*places))):
        return Part(Status.NOT_COUNTED, "末位没有并列")
    names = view.apart_series(("tied for last", rule.grade), _of_series(rule.grade, _tied))
    verdict = "全部入选" if rule.all_in else "全部不入选"
    return Part(Status.COUNTED, f"{names}并列末位，名额容不下，{verdict}")


def _tied(view: View, step: PlacesStep, series: SeriesPlaces) -> str:
    across = tied_for_last(view, step, series)
    return f"{named(view, across)}{view.shown(step.by, across[0])}" if across else ""


def backfill(view: View, clause: Clause, rule: r.PlacesBackfill) -> Part:
    """Whether a cancelled unit left a place in the unit's series, and what became of it."""
    if _placed(view, rule.grade) is None:
        return _without_places(view)
    if not _places_hold(view, "left places", rule.grade, lambda *places: bool(left_places(*places))):
        return Part(Status.NOT_COUNTED, "名额之内没有被取消资格的单位")
    out = _of_series(rule.grade, lambda *places: named(places[0], left_places(*places)))
    names = view.apart_series(("left places", rule.grade), out)
    word = "名额由后面的单位递补" if rule.pass_down else "名额空着，不递补"
    return Part(Status.COUNTED, f"{names}被取消资格，{word}")


def left_places(view: View, step: PlacesStep, series: SeriesPlaces) -> list[int]:
    """Cancelled units of the series whose own rank is within the places."""
    return view.scene.once(
        ("left places", step.name, series.series), lambda: list(_left_places(view, step, series))
    )


def _left_places(view: View, step: PlacesStep, series: SeriesPlaces) -> Iterator[int]:
    ranked = ranking(view)
    if step.cancelled is None or ranked is None:
        return
    for index in view.scene.members(series.series):
        place = view.value(ranked.name, index)
        if view.value(step.cancelled, index) and isinstance(place, int) and place <= series.places:
            yield index


def minimum(view: View, clause: Clause, rule: r.PlacesMinimum) -> Part:
    """What a unit's score must reach besides."""
    if not takes_part(view):
        return Part(Status.NOT_APPLICABLE, _UNRANKED)
    if rule.reach is None:
        return Part(Status.REMARK, f"评为{rule.grade}不看分数高低，只看名次")
    step = _placed(view, rule.grade)
    if step is not None and view.value(step.name) is True and view.value(GRADE) != rule.grade:
        short = f"{view.shown(step.by)}够不上{rule.reach}，不评为{rule.grade}"
        return Part(Status.COUNTED, f"名次在名额之内，但{short}")
    return Part(Status.REMARK, f"评为{rule.grade}的，还要够得上{rule.reach}")


# ---------------------------------------------------------------- vetoes and grades


def veto(view: View, clause: Clause, rule: r.Veto) -> Part:
    """Which cases hold, and the ledger rows behind them."""
    held = view.value(rule.name)
    assert isinstance(held, tuple)
    rows: list[RowEntry] = []
    for case in rule.cases:
        belongs = [test for test in case.tests if isinstance(test, c.Belongs)]
        for test in case.tests:
            if isinstance(test, c.HasRows):
                rows.extend(_case_rows(view, test, belongs))
    if held:
        shown = "、".join(f"（{case.number}）{case.name}" for case in rule.cases if case.name in held)
        graded = takes_part(view)
        effect = f"取消{rule.grade}资格" if graded else "但本单位不评等次"
        return Part(Status.VETOED, f"有{shown}，{effect}", rows=tuple(rows))
    return Part(Status.NOT_COUNTED, f"没有{rule.name}", rows=tuple(rows))


def _case_rows(view: View, test: c.HasRows, belongs: list[c.Belongs]) -> tuple[RowEntry, ...]:
    ledger, picks = test.rows.ledger, f"选出{show_rows(test.rows)}"
    for condition in belongs:
        if not view.belongs(condition.groups):
            only = f"只看{'、'.join(condition.groups)}"
            return fired_rows(view, ledger, picks, only, partial(_outside, only))
    return fired_rows(view, ledger, picks, "取消资格", _cancelling)


def _outside(only: str, view: View, row: RowEntry) -> RowEntry:
    return row.changed(Status.NOT_APPLICABLE, f"{only}，{view.name}不在其中")


def _cancelling(view: View, row: RowEntry) -> RowEntry:
    return row.changed(Status.VETOED, "取消资格的情形") if row.status is Status.COUNTED else row


def _decides(view: View, clause: Clause) -> bool:
    """Whether a row of this clause gave the unit its grade."""
    return deciding_clause(view) == clause.name


def deciding_clause(view: View) -> str | None:
    """The clause whose row gave the unit its grade; None for units without a grade."""
    table = view.plan.makers.get((UNIT_GRAIN, GRADE))
    if not isinstance(table, Table):
        return None
    fired = fired_row(Element(view, UNIT_GRAIN, view.index), table)
    return None if fired is None else table.rows[fired].clause


def by_score(view: View, clause: Clause, rule: r.GradeByScore) -> Part:
    """A grade by score: reached or not, and whether another clause went before."""
    if not takes_part(view):
        return Part(Status.NOT_APPLICABLE, _UNRANKED)
    table = view.plan.table(GRADE_BY_SCORE)
    number = next(index for index, row in enumerate(table.rows) if row.clause == clause.name)
    failing = view.failing(table, number, view.index)
    if failing:
        return Part(Status.NOT_COUNTED, _failed(view, failing))
    asked = zip(table.inputs, table.rows[number].cells, strict=True)
    reached = "，".join(f"{name}{view.shown(name)}" for name, cell in asked if isinstance(cell, Range))
    if _decides(view, clause):
        return Part(Status.COUNTED, f"{reached}，评为{rule.grade}")
    other = f"但等次由【{deciding_clause(view)}】决定"
    return Part(Status.NOT_COUNTED, f"{reached}，按得分够评{rule.grade}，{other}")


def _failed(view: View, failing: list[Failure]) -> str:
    return "；".join(why_not(view, failure) for failure in failing)


def verdict(view: View, clause: Clause, rule: r.GradeDirectly | r.FoundToBe) -> Part:
    """A grade that does not go by rank or score alone."""
    if not takes_part(view):
        return Part(Status.NOT_APPLICABLE, _UNRANKED, rows=_tested_rows(view, rule.tests, False))
    word = "直接认定为" if isinstance(rule, r.FoundToBe) else "直接评为"
    if _decides(view, clause):
        rows = _tested_rows(view, rule.tests, True)
        return Part(Status.COUNTED, f"{word}{rule.grade}", rows=rows)
    table = table_of(Element(view, UNIT_GRAIN, view.index), GRADE)
    number = next(index for index, row in enumerate(table.rows) if row.clause == clause.name)
    failing = view.failing(table, number, view.index)
    why = _failed(view, failing) or f"条件都符合，但等次已由【{deciding_clause(view)}】决定"
    return Part(Status.NOT_COUNTED, why, rows=_tested_rows(view, rule.tests, not failing))


def _tested_rows(view: View, tests: tuple[c.UnitTest, ...], holds: bool) -> tuple[RowEntry, ...]:
    """Rows of the ledgers that the tests look at; without effect where other tests fail."""
    rows: list[RowEntry] = []
    for test in tests:
        if isinstance(test, c.HasRows):
            asked = test.rows.ledger, f"选出{show_rows(test.rows)}"
            told = (
                fired_rows(view, *asked) if holds else fired_rows(view, *asked, "不起作用", _without_effect)
            )
            rows.extend(told)
    return tuple(rows)


def _without_effect(view: View, row: RowEntry) -> RowEntry:
    if row.status is not Status.COUNTED:
        return row
    return row.changed(Status.NOT_APPLICABLE, "别的条件不具备，不起作用")


def remark(view: View, clause: Clause, rule: r.Remark) -> Part:
    """A remark on the unit's grade."""
    if not takes_part(view):
        return Part(Status.NOT_APPLICABLE, _UNRANKED)
    if view.value(rule.name) is True:
        return Part(Status.COUNTED, f"注明“{rule.name}”")
    return Part(Status.NOT_COUNTED, f"不必注明“{rule.name}”")
