"""Sentences that compute -> calculations: formulas with limits, scales, cases, orders, bands, shares."""

from __future__ import annotations

from collections.abc import Callable

from perfeval.ledger.schema import Column, Ledger
from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number
from perfeval.resolve import errors
from perfeval.resolve.amounts import amount_in, amount_of, whole_number
from perfeval.resolve.conditions import row_test, unit_tests
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.expressions import ROUNDINGS, Measured, expression_of, limited, number_named
from perfeval.resolve.figures import group_number, group_of
from perfeval.resolve.intervals import bounds_of, named_bounds
from perfeval.resolve.lookups import bound_rows
from perfeval.resolve.scope import Scope
from perfeval.resolve.stepping import progressive, stepped
from perfeval.rulebook import calculations as k
from perfeval.rulebook import conditions as c
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.syntax.tree import Phrase, Word


def calculation_of(phrase: Phrase, scope: Scope) -> r.Rule:
    """One computing sentence. Raises RefusalError."""
    return _CALCULATIONS[phrase.rule](phrase, scope)


def about(phrase: Phrase, scope: Scope) -> Ledger | None:
    """The ledger whose rows the sentence is about; None for units. Raises RefusalError."""
    word = phrase.parts[0]
    return scope.ledger(word) if isinstance(word, Word) and word.kind == "LEDGER" else None


def name_of(phrase: Phrase) -> str:
    """The name that the sentence defines."""
    return phrase.phrases("name")[0].word(0).text


def _made(
    phrase: Phrase, scope: Scope, ledger: Ledger | None, expression: e.Expression, unit: str | None
) -> r.Rule:
    """A formula of units or of rows, whose unit is known from now on."""
    name = name_of(phrase)
    if ledger is None:
        scope.quantities[name] = unit
        return r.Formula(name, expression)
    if unit is not None:
        known = scope.computed[ledger.name][name]
        scope.computed[ledger.name][name] = Column(name, known.type, unit=unit, span=known.span)
    return k.RowFormula(name, ledger.name, expression)


def _modifiers(phrase: Phrase) -> tuple[Phrase, ...]:
    return tuple(part for part in phrase.phrases() if part.rule in MODIFIERS)


MODIFIERS = (
    "at_most",
    "at_least",
    "rounded",
    "rounded_whole",
    "as_percent",
    "to_zero",
    "may_be_negative",
    "if_missing",
    "falling",
    "down_to",
    "exact",
)


def _formula(
    read: Callable[[Phrase, Scope, Ledger | None], Measured],
) -> Callable[[Phrase, Scope], r.Rule]:
    """How a sentence is bound whose ``read`` expression has limits behind it."""

    def bound(phrase: Phrase, scope: Scope) -> r.Rule:
        ledger = about(phrase, scope)
        made = limited(read(phrase, scope, ledger), _modifiers(phrase), scope, ledger)
        return _made(phrase, scope, ledger, *made)

    return bound


def _defined(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    return expression_of(phrase.phrases("sum")[0], scope, ledger)


def _rescaled(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    """甲满分30分、乙满分20分缺项的按其余各项折算: what is there × all marks ÷ marks of what is there."""
    parts: list[tuple[e.Expression, Number]] = []
    for part in phrase.phrases("full_part"):
        operand, unit = number_named(part.phrase(0).word(0), scope, ledger)
        if unit not in (None, "分"):
            raise RefusalError(errors.units_mixed("分", unit or "", part.span))
        parts.append((operand, number_of(part.words("NUMBER")[0])))
    zero = e.Literal(Number(0, 0), "分")
    there = e.Sum(tuple(e.IfMissing(operand, zero) for operand, _ in parts))
    places = max(mark.places for _, mark in parts)
    whole = Number(sum(mark.scaled(places) for _, mark in parts), places)
    marks = e.Sum(tuple(e.Product((e.Known(operand), e.Literal(mark, ""))) for operand, mark in parts))
    return e.Quotient(e.Product((there, e.Literal(whole, ""))), marks, or_missing=True), "分"


# ---------------------------------------------------------------- scales and cases


def _outcome(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> k.Outcome:
    """What a row of a scale or a branch comes to. Raises RefusalError."""
    if phrase.rule == "word":
        return phrase.words("QUOTED")[0].text
    if phrase.rule == "no_value":
        return None
    if phrase.rule == "no_score":
        return e.Literal(Number(0, 0), "分")
    made = expression_of(phrase.phrases("sum")[0], scope, ledger)
    gain = phrase.phrases("gain")
    if gain and gain[0].word(0).kind == "SUBTRACT":
        made = e.Negative(made[0]), made[1]
    return limited(made, _modifiers(phrase), scope, ledger)[0]


def _by_scale(phrase: Phrase, scope: Scope) -> r.Rule:
    ledger = about(phrase, scope)
    word = phrase.phrases("scale_column")[0].word(0)
    column = scope.column_about(ledger, word)
    rows = [_scale_row(part, column, scope, ledger) for part in phrase.phrases("scale_row")]
    words = [isinstance(row.outcome, str) for row in rows if row.outcome is not None]
    if any(words) and not all(words):
        hint = "一张表里要么都是数，要么都是词。"
        raise RefusalError(errors.not_here("有的得出数，有的得出词", phrase.span, hint))
    return k.Scale(name_of(phrase), ledger.name if ledger else "", column.name, tuple(rows))


def _scale_row(part: Phrase, column: Column, scope: Scope, ledger: Ledger | None) -> k.ScaleRow:
    bounds, outcome = part.phrases()
    interval: Interval | None = None
    values: tuple[str, ...] | None = None
    if bounds.rule == "one_of":
        values = tuple(scope.value(column, word) for word in bounds.words("VALUE"))
    elif bounds.rule in ("place", "places_from_to"):
        interval = named_bounds(bounds)
    elif bounds.rule != "otherwise":
        interval = bounds_of(bounds, lambda amount: amount_in(amount, column.unit or None, column.name))
    made = _falling(outcome, bounds, column, scope, ledger) or _outcome(outcome, scope, ledger)
    if bounds.rule == "place" and any(each.rule == "falling" for each in outcome.phrases()):
        interval = Interval(low=interval.low if interval else None)
    return k.ScaleRow(interval, values, made)


def _falling(
    outcome: Phrase, bounds: Phrase, column: Column, scope: Scope, ledger: Ledger | None
) -> e.Expression | None:
    """第2名8分，以下每名递减1分，减到0分为止: 8 less 1 for each place behind the second, but not below 0."""
    falling = [part for part in outcome.phrases() if part.rule == "falling"]
    if not falling or bounds.rule != "place":
        return None
    first, unit = expression_of(outcome.phrases("sum")[0], scope, ledger)
    less = amount_in(falling[0].phrase(0), unit, column.name)
    place = number_of(bounds.words("NUMBER")[0])
    kind = "QUANTITY" if column.name in scope.quantities else "NUMBER_COLUMN"
    by = number_named(Word(kind, column.name, bounds.span), scope, ledger)[0]
    behind = e.Sum((by, e.Negative(e.Literal(place, ""))))
    made: e.Expression = e.Sum((first, e.Negative(e.Product((e.Literal(less, unit or ""), behind)))))
    stops = [part for part in outcome.phrases() if part.rule == "down_to"]
    if not stops:
        raise RefusalError(errors.floor_missing(falling[0].span))
    made = e.AtLeast(made, e.Literal(amount_in(stops[0].phrase(0), unit, column.name), unit or ""))
    rest = tuple(part for part in _modifiers(outcome) if part.rule not in ("falling", "down_to"))
    return limited((made, unit), rest, scope, ledger)[0]


def _by_cases(phrase: Phrase, scope: Scope) -> r.Rule:
    ledger = about(phrase, scope)
    branches: list[k.Branch] = []
    for part in phrase.phrases():
        if part.rule not in ("branch", "otherwise"):
            continue
        outcome = _outcome(part.phrases()[-1], scope, ledger)
        if part.rule == "otherwise":
            branches.append(k.Branch((), outcome))
        elif ledger is None:
            branches.append(k.Branch(unit_tests(part.phrase(0), scope), outcome))
        else:
            branches.append(k.Branch(_tests_of_rows(part.phrase(0), ledger, scope), outcome))
    if any(not branch.tests for branch in branches[:-1]):
        hint = "把“其余的”放在最后。"
        raise RefusalError(errors.not_here("“其余的”后面不能再有情形", phrase.span, hint))
    if not branches[0].tests:
        hint = "先写一种情形，再写“其余的”；没有情形的，写成“名称”＝……。"
        raise RefusalError(errors.not_here("只有“其余的”，没有情形", phrase.span, hint))
    said = phrase.phrases("combining")
    together = bool(said) and said[0].word(0).kind != "TAKE_FIRST"
    if together and any(not isinstance(branch.outcome, e.Expression) for branch in branches if branch.tests):
        hint = "改为“依次判断”，或让每一种情形都得出数。"
        raise RefusalError(errors.not_here("词和“暂不评”不能相加、比高低", said[0].span, hint))
    combining = k.Combining(said[0].word(0).text) if said else None
    return k.Cases(name_of(phrase), ledger.name if ledger else "", tuple(branches), combining)


def _tests_of_rows(phrase: Phrase, ledger: Ledger, scope: Scope) -> tuple[c.RowTest, ...]:
    found: list[c.RowTest] = []
    for group in phrase.phrases():
        if group.rule == "some_row":
            raise RefusalError(errors.not_here("这里说的应是这一条记录", group.span, "改用这个台账的栏目。"))
        for test in group.phrase(0).phrases():
            found.extend(row_test(test, ledger, scope))
    return tuple(found)


def _looked_up(phrase: Phrase, scope: Scope) -> r.Rule:
    ledger = about(phrase, scope)
    columns: list[Column] = []
    for part in phrase.phrases("any_column"):
        word = part.word(0)
        columns.append(scope.column_about(ledger, word))
    table = phrase.words("QUOTED")[-1]
    if table.text not in scope.lookups:
        places = scope.places_of("附表")
        raise RefusalError(errors.unknown("附表", table.text, table.span, scope.lookups, places))
    missing: e.Expression | None = None
    if not phrase.words("NOT_ALLOWED"):
        number, unit = amount_of(phrase.phrases("amount")[0])
        missing = e.Literal(number, unit)
    rows = bound_rows(scope.lookups[table.text], tuple(columns), table)
    names = tuple(column.name for column in columns)
    return k.LookedUp(name_of(phrase), ledger.name if ledger else "", table.text, names, rows, missing)


# ---------------------------------------------------------------- orders, bands, shares


def _order_key(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> k.OrderKey:
    word, way = phrase.words()
    if word.kind == "DATE_COLUMN":
        column = scope.unit_fact(word)[1] if ledger is None else scope.row_column(ledger, word)
        if way.kind != "EARLIEST_FIRST":
            raise RefusalError(errors.not_here("日期没有高低", way.span, "改为“从早到晚排”。"))
        return k.OrderKey(column.name, highest=False)
    name, _ = group_number(word, scope, ledger)
    if way.kind == "EARLIEST_FIRST":
        raise RefusalError(errors.not_here("数没有早晚", way.span, "改为“从高到低排”或“从低到高排”。"))
    return k.OrderKey(name, way.kind == "HIGHEST_FIRST")


def _ordering(phrase: Phrase, scope: Scope) -> r.Rule:
    ledger = about(phrase, scope)
    group = group_of(phrase.phrases("scope")[0], scope, ledger)
    keys = tuple(_order_key(part, scope, ledger) for part in phrase.phrases("order_key"))
    dense = bool(phrase.words("RANKS_DENSE"))
    if ledger is None:
        scope.quantities[name_of(phrase)] = ""
    once: str | None = None
    for part in phrase.phrases("ranked_once"):
        word = part.phrase(0).word(0)
        once = scope.column_about(ledger, word).name
    return k.Ordering(name_of(phrase), ledger.name if ledger else "", group, keys, dense, once)


def _bands(phrase: Phrase, scope: Scope) -> r.Rule:
    ledger = about(phrase, scope)
    group = group_of(phrase.phrases("scope")[0], scope, ledger)
    key = _order_key(phrase.phrases("order_key")[0], scope, ledger)
    bands: list[k.Band] = []
    for part in phrase.phrases("band"):
        word, number = part.word(0), part.word(1)
        rate = part.words()[-1].kind == "PERCENT"
        value = number_of(number)
        if not rate:
            whole_number(number, 1)
        bands.append(k.Band(word.text, Number(value.units, value.places + 2) if rate else value, rate))
    bands.append(k.Band(phrase.words("QUOTED")[-1].text, None, rate=False))
    rounding = ROUNDINGS[phrase.phrases("rounding")[0].word(0).kind]
    high = bool(phrase.words("HIGH_BAND"))
    return k.Bands(name_of(phrase), ledger.name if ledger else "", group, key, tuple(bands), rounding, high)


def _share_out(phrase: Phrase, scope: Scope) -> r.Rule:
    ledger = about(phrase, scope)
    group = group_of(phrase.phrases("scope")[0], scope, ledger)
    amount, unit = expression_of(phrase.phrases("sum")[0], scope, ledger)
    by, _ = group_number(phrase.phrases("measured")[0].word(0), scope, ledger)
    step = amount_in(phrase.phrases("amount")[0], unit, name_of(phrase))
    if not step.units:
        raise RefusalError(
            errors.not_here("每一份要大于0", phrase.phrases("amount")[0].span, "如“分到0.01元”。")
        )
    last = phrase.phrases()[-1]
    to = tuple(
        k.OrderKey(group_number(part.phrase(0).word(0), scope, ledger)[0], bool(part.words("HIGHEST_UNIT")))
        for part in last.phrases("receiver")
    )
    if ledger is None:
        scope.quantities[name_of(phrase)] = unit
    roster = bool(last.words("ROSTER_ORDER"))
    return k.ShareOut(name_of(phrase), ledger.name if ledger else "", group, amount, by, step, to, roster)


_CALCULATIONS: dict[str, Callable[[Phrase, Scope], r.Rule]] = {
    "definition": _formula(_defined),
    "row_definition": _formula(_defined),
    "stepped": _formula(stepped),
    "ordering": _ordering,
    "bands": _bands,
    "share_out": _share_out,
    "rescaled": _formula(_rescaled),
    "looked_up": _looked_up,
    "by_scale": _by_scale,
    "progressive": _formula(progressive),
    "by_cases": _by_cases,
}
CALCULATIONS = tuple(_CALCULATIONS)
