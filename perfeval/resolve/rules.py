"""Sentences of clauses -> rules."""

from __future__ import annotations

from collections.abc import Callable

from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.resolve import errors
from perfeval.resolve.amounts import amount_of, whole_number
from perfeval.resolve.calculations import CALCULATIONS, MODIFIERS, calculation_of
from perfeval.resolve.conditions import groups_of, row_tests, rowset_of, unit_tests
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.expressions import expression_of, limited
from perfeval.resolve.scope import Scope
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.syntax.tree import Phrase, Word

_ROUNDINGS = {"HALF_UP": Rounding.HALF_UP, "ROUND_DOWN": Rounding.DOWN, "ROUND_UP": Rounding.UP}


def rules_of(body: Phrase, scope: Scope) -> tuple[r.Rule, ...]:
    """All rules of the ``body`` of one sentence. Raises RefusalError for the first that cannot be bound."""
    return tuple(
        calculation_of(phrase, scope) if phrase.rule in CALCULATIONS else _RULES[phrase.rule](phrase, scope)
        for phrase in body.phrases()
    )


def _sign(word: Word) -> int:
    return -1 if word.kind.startswith("SUBTRACT") else 1


# ---------------------------------------------------------------- points


def _rows_rule(phrase: Phrase, scope: Scope) -> r.Rule:
    rows = [rowset_of(part, scope) for part in phrase.phrase(0).phrases()]
    effect = phrase.phrases()[-1]
    if phrase.rule == "rows_rule_when":
        ledger = scope.ledgers[rows[0].ledger]
        more: list[c.RowTest] = []
        for group in phrase.phrase(1).phrases():
            listed = group.phrase(0) if group.rule == "test_group" else None
            if listed is None:
                message = "这里说的应是同一个台账的栏目"
                raise RefusalError(errors.not_here(message, group.span, "删去“……中有”。"))
            more.extend(row_tests(listed, ledger, scope))
        rows = [c.RowSet(each.ledger, each.tests + tuple(more), each.groups) for each in rows]
    if effect.rule == "period":
        return _period(phrase, rows, effect, scope)
    if len(rows) != 1:
        raise RefusalError(
            errors.not_here("计分的句子里只能有一个台账", phrase.phrase(0).span, "分成两句写。")
        )
    if effect.rule == "rows_cap":
        sign, limit, _ = effect.words()
        return r.Cap(_sign(sign), number_of(limit), rows=rows[0])
    return _score(rows[0], effect, scope)


def _period(phrase: Phrase, rows: list[c.RowSet], effect: Phrase, scope: Scope) -> r.Period:
    if any(each.tests or each.groups for each in rows):
        raise RefusalError(
            errors.not_here(
                "评估年度的句子里只写台账的名称", phrase.phrase(0).span, "删去台账名称前面的限定。"
            )
        )
    column = effect.word(0)
    for each in rows:
        scope.column(scope.ledgers[each.ledger], column)
    return r.Period(tuple(each.ledger for each in rows), column.text, effect.parts[1] is not None)


def _score(rows: c.RowSet, effect: Phrase, scope: Scope) -> r.Score:
    points = effect.phrase(0)
    limit = effect.parts[1]
    by, sign = _points(points, rows, scope)
    each_limit = all_limit = None
    if isinstance(limit, Phrase):
        kind, number = limit.word(0).kind, number_of(limit.words("NUMBER")[0])
        if _sign(limit.word(1)) != sign:
            raise RefusalError(
                errors.not_here("前面加分、后面减分，对不上", limit.span, "改成一致的“加”或“减”。")
            )
        each_limit, all_limit = (number, None) if kind == "AT_MOST_EACH" else (None, number)
    return r.Score(rows, by, sign, points.rule == "once", each_limit, all_limit)


def _points(points: Phrase, rows: c.RowSet, scope: Scope) -> tuple[r.PointsBy, int]:
    ledger = scope.ledgers[rows.ledger]
    signs = [word for word in points.words() if word.kind.startswith(("ADD", "SUBTRACT"))]
    sign = _sign(signs[0])
    numbers = points.words("NUMBER")
    if points.rule in ("each", "once"):
        return r.EachPoints(number_of(numbers[0])), sign
    if points.rule == "by_column":
        return r.ColumnPoints(scope.column(ledger, points.word(0)).name), sign
    if points.rule == "each_step":
        now, before = (scope.column(ledger, word).name for word in points.words("NUMBER_COLUMN"))
        step = whole_number(numbers[0], 1)
        if not number_of(numbers[1]).units:
            raise RefusalError(errors.not_here("每前移一步的分数不能是0", numbers[1].span, "改为大于0的数。"))
        return r.StepPoints(now, before, step, number_of(numbers[1])), sign
    column = scope.column(ledger, points.word(0))
    levels: list[tuple[str, Number]] = []
    for part in points.phrases("level_points"):
        value = scope.value(column, part.word(0))
        if any(value == known for known, _ in levels):
            raise RefusalError(errors.declared_twice("取值", value, part.word(0).span))
        levels.append((value, number_of(part.word(1))))
    return r.LevelPoints(column.name, tuple(levels)), sign


def _highest(phrase: Phrase, scope: Scope) -> r.Highest:
    ledger = scope.ledger(phrase.word(1))
    key = scope.column(ledger, phrase.word(0))
    preferences: list[r.PreferValue | r.PreferEarliest] = []
    for part in phrase.phrases():
        column = scope.column(ledger, part.word(0))
        if part.rule == "prefer_value":
            preferences.append(r.PreferValue(column.name, scope.value(column, part.word(2))))
        else:
            preferences.append(r.PreferEarliest(column.name))
    return r.Highest(ledger.name, key.name, tuple(preferences))


def _clause_cap(phrase: Phrase, scope: Scope) -> r.Cap:
    names = phrase.words("CLAUSE")
    for index, word in enumerate(names):
        if scope.clause(word) in [other.text for other in names[:index]]:
            raise RefusalError(errors.declared_twice("条款", word.text, word.span))
    sign = next(word for word in phrase.words() if word.kind.endswith("_POINTS"))
    limit = number_of(phrase.words("NUMBER")[0])
    return r.Cap(_sign(sign), limit, clauses=tuple(word.text for word in names))


def _full_marks(phrase: Phrase, scope: Scope) -> r.FullMarks:
    marks: list[tuple[str, str, Number]] = []
    for part in phrase.phrases("full_marks"):
        ledger, column = scope.unit_fact(part.word(0))
        marks.append((ledger.name, column.name, number_of(part.word(1))))
    stated = phrase.words("NUMBER")[0]
    total = number_of(stated)
    places = max(number.places for number in [total, *(mark for _, _, mark in marks)])
    actual = Number(sum(mark.scaled(places) for _, _, mark in marks), places)
    if actual.scaled(places) != total.scaled(places):
        raise RefusalError(errors.full_marks_differ(stated.text, str(actual), stated.span))
    return r.FullMarks(tuple(marks), total)


def _formula(phrase: Phrase, scope: Scope) -> r.Formula:
    name = phrase.phrase(0).word(0).text
    expression, unit = expression_of(phrase.phrase(1), scope)
    scope.quantities[name] = unit
    return r.Formula(name, expression)


# ---------------------------------------------------------------- ranking and grading


def _rank(phrase: Phrase, scope: Scope) -> r.Rank:
    by = phrase.word(1)
    scope.number(by)
    return r.Rank(groups_of(phrase.phrase(0), scope), by.text, phrase.phrase(2).word(0).text)


def _places(phrase: Phrase, scope: Scope) -> r.Places:
    shares: list[r.Share] = []
    for part in phrase.phrases("share"):
        rate = part.word(2).kind == "PERCENT"
        number = number_of(part.word(1))
        if rate:
            number = Number(number.units, number.places + 2)
            if not 0 < number.units <= 10**number.places:
                hint = "改为0以上、100以下的百分比。"
                raise RefusalError(errors.not_here("前百分之几应大于0、不超过100", part.word(1).span, hint))
        else:
            whole_number(part.word(1), 1)
        shares.append(r.Share(groups_of(part.phrase(0), scope), number, rate))
    return r.Places(tuple(shares), scope.grade(phrase.words("GRADE")[0]))


def _rounding(phrase: Phrase, scope: Scope) -> r.PlacesRounding:
    return r.PlacesRounding(scope.grade(phrase.word(0)), _ROUNDINGS[phrase.word(1).kind])


def _ties(phrase: Phrase, scope: Scope) -> r.PlacesTies:
    return r.PlacesTies(scope.grade(phrase.word(0)), phrase.word(1).kind == "ALL_IN")


def _backfill(phrase: Phrase, scope: Scope) -> r.PlacesBackfill:
    return r.PlacesBackfill(scope.grade(phrase.word(0)), phrase.word(1).kind == "PASS_DOWN")


def _cases(phrase: Phrase, scope: Scope) -> r.Veto:
    name = phrase.word(0).text
    grade = scope.grade(phrase.word(1))
    cases: list[r.Case] = []
    for index, part in enumerate(phrase.phrases("case"), 1):
        number, title = part.word(0), part.word(1)
        if number.text != str(index):
            hint = f"改为（{index}），按次序编号。"
            raise RefusalError(errors.not_here(f"这里的序号应是（{index}）", number.span, hint))
        if any(case.name == title.text for case in cases):
            raise RefusalError(errors.declared_twice("情形", title.text, title.span))
        cases.append(r.Case(index, title.text, unit_tests(part.phrase(2), scope)))
    return r.Veto(name, grade, tuple(cases))


def _when(phrase: Phrase, scope: Scope) -> r.Rule:
    tests = unit_tests(phrase.phrase(0), scope)
    verdict = phrase.phrase(1)
    if verdict.rule in ("must_reach", "no_minimum"):
        if len(tests) != 1 or not isinstance(tests[0], c.Graded) or not tests[0].wanted:
            hint = "写成“评为优秀的，……”，前面不要有别的条件。"
            raise RefusalError(errors.not_here("最低分只能对一个等次来说", phrase.phrase(0).span, hint))
        if verdict.rule == "no_minimum":
            return r.PlacesMinimum(tests[0].grade, None)
        scope.number(verdict.word(0))
        return r.PlacesMinimum(tests[0].grade, scope.grade(verdict.word(1)), verdict.word(0).text)
    if verdict.rule == "remark_with":
        return r.Remark(tests, verdict.phrase(0).word(0).text)
    grade = scope.grade(verdict.words("GRADE")[0])
    if verdict.rule == "grade":
        return r.GradeByScore(tests, grade)
    return r.GradeDirectly(tests, grade) if verdict.rule == "grade_directly" else r.FoundToBe(tests, grade)


# ---------------------------------------------------------------- consequences


def _by_grade(phrase: Phrase, scope: Scope) -> r.ByGrade:
    amounts: list[tuple[str, Number]] = []
    units: list[str] = []
    for part in phrase.phrases("grade_amount"):
        number, unit = amount_of(part.phrase(1))
        amounts.append((scope.grade(part.word(0)), number))
        units.append(unit)
        if unit != units[0]:
            raise RefusalError(errors.units_mixed(units[0], unit, part.phrase(1).span))
        if part.word(0).text in [grade for grade, _ in amounts[:-1]]:
            raise RefusalError(errors.declared_twice("等次", part.word(0).text, part.word(0).span))
    return r.ByGrade(phrase.phrase(0).word(0).text, tuple(amounts), units[0])


def _consequence(phrase: Phrase, scope: Scope) -> r.Consequence:
    tests: tuple[c.UnitTest, ...] = ()
    groups: tuple[str, ...] = ()
    items: list[r.Assign | r.State | r.Measures] = []
    for part in phrase.phrases():
        if part.rule in ("tests", "test_list"):
            tests = unit_tests(part, scope)
        elif part.rule == "groups":
            groups = groups_of(part, scope)
        else:
            items.append(_item(part, scope))
    return r.Consequence(tests, groups, tuple(items), bool(phrase.words("WHATEVER_GRADE")))


def _item(part: Phrase, scope: Scope) -> r.Assign | r.State | r.Measures:
    if part.rule == "assign":
        modifiers = tuple(each for each in part.phrases() if each.rule in MODIFIERS)
        expression, _ = limited(expression_of(part.phrase(1), scope), modifiers, scope, None)
        return r.Assign(part.phrase(0).word(0).text, expression)
    if part.rule == "state":
        return r.State(part.word(1).text, part.parts[0] is None)
    if part.rule == "measures_if":
        tests = unit_tests(part.phrase(0), scope)
        return r.Measures(_measures(part.phrase(1), scope), tests)
    return r.Measures(_measures(part.phrase(0), scope))


def _measures(phrase: Phrase, scope: Scope) -> tuple[str, ...]:
    known = scope.measures[1] if scope.measures else ()
    for word in phrase.words():
        if word.text not in known:
            places = scope.places_of("处理措施")
            raise RefusalError(errors.unknown("处理措施", word.text, word.span, known, places))
    return tuple(word.text for word in phrase.words())


_RULES: dict[str, Callable[[Phrase, Scope], r.Rule]] = {
    "rows_rule": _rows_rule,
    "rows_rule_when": _rows_rule,
    "highest": _highest,
    "clause_cap": _clause_cap,
    "full_marks_rule": _full_marks,
    "formula": _formula,
    "rank": _rank,
    "places": _places,
    "rounding": _rounding,
    "ties": _ties,
    "backfill": _backfill,
    "when": _when,
    "by_grade": _by_grade,
    "cases": _cases,
    "consequence": _consequence,
}
