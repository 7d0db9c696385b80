"""Conditions on one column, of rows of a ledger or of units."""

from __future__ import annotations

from datetime import date, timedelta

from perfeval.ledger.schema import Column, Ledger
from perfeval.quantity import units
from perfeval.quantity.calendar import read_date
from perfeval.resolve import errors
from perfeval.resolve.amounts import interval_of_comparison
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook import conditions as c
from perfeval.syntax.tree import Phrase, Word

YES, NO = "是", "否"
COLUMN_TESTS = ("column_is", "flag", "compare", "day_compared", "day_between", "filled", "match")
RELATIONS = {"EARLIER": "BELOW", "LATER": "ABOVE", "NOT_EARLIER": "NOT_BELOW", "NOT_LATER": "NOT_ABOVE"}


def _column_of(word: Word, scope: Scope, ledger: Ledger | None) -> Column:
    """The column that ``word`` names, of the rows of ``ledger`` or of units. Raises RefusalError."""
    if ledger is None:
        return scope.unit_column(word)
    known = word.text in scope.choices or word.text in scope.quantities or word.text in scope.facts()
    own = ledger.column(word.text) or scope.computed.get(ledger.name, {}).get(word.text)
    return scope.unit_column(word) if own is None and known else scope.column(ledger, word)


def _known_of_unit(test: Phrase, word: Word, scope: Scope) -> None:
    """Columns of which a unit has many rows say nothing of the unit. Raises RefusalError."""
    owners = [each for each in scope.ledgers.values() if each.column(word.text) is not None]
    known = word.text in scope.choices or word.text in scope.quantities or word.text in scope.facts()
    if owners and not known and word.kind in ("ENUM_COLUMN", "DATE_COLUMN", "TEXT_COLUMN"):
        message = f"“{test.span.text}”说的是台账里的一行，不是单位"
        hint = "写明是哪个台账，如“某台账中有……的”。"
        raise RefusalError(errors.not_here(message, test.span, hint))


def column_test(test: Phrase, scope: Scope, ledger: Ledger | None) -> c.ColumnTest:
    """A test on one column, of rows of ``ledger`` or of units. Raises RefusalError."""
    if ledger is None and isinstance(test.parts[0], Word):
        _known_of_unit(test, test.word(0), scope)
    if test.rule == "column_is":
        column = _column_of(test.word(0), scope, ledger)
        return c.CellIs(column.name, _values(test, column, scope))
    if test.rule == "flag":
        column = _column_of(test.word(0), scope, ledger)
        return c.CellIs(column.name, (YES if is_wanted(test) else NO,))
    if test.rule == "compare":
        return number_test(test, scope, ledger)
    if test.rule == "filled":
        column = scope.column_about(ledger, test.phrase(1).word(0))
        return c.Filled(column.name, test.word(0).kind == "FILLED")
    if test.rule == "match":
        return _matched(test, scope, ledger)
    return _day_test(test, scope, ledger)


def number_test(test: Phrase, scope: Scope, ledger: Ledger | None) -> c.CellWithin | c.Compared:
    """A number against a written one or another column. Raises RefusalError."""
    word, comparison = test.phrase(0).word(0), test.phrase(1)
    column = _column_of(word, scope, ledger)
    if comparison.rule == "compare_with":
        _only_in_picks(comparison)
        other = _column_of(comparison.phrases()[-1].word(0), scope, ledger)
        if column.unit and other.unit and not units.agree(column.unit, other.unit):
            raise RefusalError(errors.units_compared(column.name, column.unit, other.unit, comparison.span))
        return c.Compared(column.name, comparison.word(0).kind, other.name)
    known = column.unit if word.kind != "QUANTITY" else column.unit or None
    return c.CellWithin(column.name, interval_of_comparison(comparison, column.name, known))


def _matched(test: Phrase, scope: Scope, ledger: Ledger | None) -> c.Matched:
    owner, key = scope.ledger(test.word(0)), test.phrases("any_column")[0].word(0)
    if ledger is None:
        hint = "这样的条件只用来选台账的记录。"
        raise RefusalError(errors.not_here("单位没有“同一”的栏目可比", test.span, hint))
    name = scope.column(ledger, key).name
    scope.column(owner, key)
    return c.Matched(owner.name, name, not test.words("NONE_OF"))


def _day_test(test: Phrase, scope: Scope, ledger: Ledger | None) -> c.DayWithin | c.Compared:
    column = _column_of(test.word(0), scope, ledger)
    days = [part.word(0) for part in test.phrases("day")]
    if test.rule == "day_between":
        first, last = (written_day(word, scope) for word in days)
        return c.DayWithin(column.name, first, last)
    relation = RELATIONS[test.words()[1].kind]
    _only_in_picks(test)
    if days[0].kind == "DATE_COLUMN":
        return c.Compared(column.name, relation, _column_of(days[0], scope, ledger).name, days=True)
    day = written_day(days[0], scope)
    step = timedelta(days=1)
    if relation in ("ABOVE", "NOT_BELOW"):
        return c.DayWithin(column.name, day + step if relation == "ABOVE" else day, None)
    return c.DayWithin(column.name, None, day - step if relation == "BELOW" else day)


def _only_in_picks(phrase: Phrase) -> None:
    """本行的 tells rows that are counted from the row that is computed; elsewhere there is one row only."""
    for word in phrase.words("THIS_ROW"):
        hint = "删去“本行的”；它只用在选另一个台账的记录时。"
        raise RefusalError(errors.not_here("这里说的就是这一行", word.span, hint))


def written_day(word: Word, scope: Scope) -> date:
    """A day that is written out, or an end of the evaluation year. Raises RefusalError."""
    if word.kind in ("YEAR_END", "YEAR_BEGIN") and scope.year is not None:
        return scope.year[1 if word.kind == "YEAR_END" else 0]
    day = read_date(word.text)
    if day is None:
        hint = "改为有的日子，如 2025年6月30日；栏目不能写在这里。"
        raise RefusalError(errors.not_here(f"没有“{word.span.text}”这一天", word.span, hint))
    return day


def _values(test: Phrase, column: Column, scope: Scope) -> tuple[str, ...]:
    named = tuple(scope.value(column, word) for word in (*test.words("VALUE"), *test.words("GRADE")))
    if test.word(1).kind == "IS":
        return named
    return tuple(value for value in column.values if value not in named)


def is_wanted(test: Phrase) -> bool:
    """班子成员, 班子成员为是: true; 为否: false."""
    said = test.parts[2]
    return not (isinstance(said, Word) and said.kind == "NO")
