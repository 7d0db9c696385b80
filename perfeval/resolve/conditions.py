"""Phrases about whom and what a rule concerns -> bound conditions."""

from __future__ import annotations

from perfeval.ledger.schema import Column, Ledger
from perfeval.quantity.interval import interval_of
from perfeval.resolve import errors
from perfeval.resolve.amounts import whole_number
from perfeval.resolve.column_tests import (
    COLUMN_TESTS,
    NO,
    RELATIONS,
    YES,
    column_test,
    is_wanted,
    number_test,
)
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook import conditions as c
from perfeval.syntax.tree import Phrase, Word

_MOST_YEARS = 10


def groups_of(phrase: Phrase | Word | None, scope: Scope) -> tuple[str, ...]:
    """The groups that a ``groups`` phrase names; none for None."""
    if not isinstance(phrase, Phrase):
        return ()
    return tuple(scope.group(word) for word in phrase.words())


# ---------------------------------------------------------------- rows


def rowset_of(phrase: Phrase, scope: Scope) -> c.RowSet:
    """A ``rowset`` phrase: 对象为本单位的省部级以上表彰. Raises RefusalError."""
    groups, test_list, level = phrase.parts[:3]
    ledger = scope.ledger(phrase.word(3))
    tests: list[c.RowTest] = []
    if isinstance(test_list, Phrase):
        tests.extend(row_tests(test_list, ledger, scope))
    if isinstance(level, Phrase):
        tests.append(_level(level, ledger))
    return c.RowSet(ledger.name, tuple(tests), groups_of(groups, scope))


def _level(phrase: Phrase, ledger: Ledger) -> c.CellIs:
    """国家级, 省部级以上: a value of whichever column has it."""
    word = phrase.word(0)
    columns = [column for column in ledger.columns if word.text in column.values]
    if len(columns) != 1:
        known = [value for column in ledger.columns for value in column.values]
        places = [column.span for column in ledger.columns if column.values and column.span]
        if columns:
            names = "、".join(f"“{column.name}”" for column in columns)
            message = f"台账“{ledger.name}”的{names}栏都有“{word.text}”，分不清是哪一栏"
            hint = f"写明栏目，如“{columns[0].name}为{word.text}的{ledger.name}”。"
            raise RefusalError(errors.not_here(message, word.span, hint))
        raise RefusalError(errors.value_not_in_ledger(ledger.name, word.text, word.span, known, places))
    column, bound = columns[0], phrase.parts[1]
    if not isinstance(bound, Word):
        return c.CellIs(column.name, (word.text,))
    if not column.ordered:
        raise RefusalError(errors.unordered(column.name, bound.span))
    place = column.values.index(word.text)
    chosen = column.values[: place + 1] if bound.kind == "AT_LEAST" else column.values[place:]
    return c.CellIs(column.name, chosen)


def picked_rows(phrase: Phrase, scope: Scope, about: Ledger | None) -> tuple[c.RowSet, Ledger]:
    """A ``picked`` phrase: 完成率在90%以上且级别为国家级的项目. Raises RefusalError.

    about: the ledger for each row of which the others are counted; None for units.
    """
    same, listed, level = phrase.parts[:3]
    ledger = scope.ledger(phrase.word(3))
    tests: list[c.RowTest] = []
    if isinstance(same, Phrase):
        for part in same.phrases():
            word = part.word(0)
            column = scope.row_column(ledger, word)
            tests.append(c.AgainstRow(column.name, "IS", _of_this_row(word, about, scope).name))
    if isinstance(listed, Phrase):
        for test in listed.phrases():
            against = test.phrase(1) if test.rule == "compare" else test
            if against.words("THIS_ROW"):
                tests.append(_against_row(test, ledger, about, scope))
            else:
                tests.extend(row_test(test, ledger, scope))
    if isinstance(level, Phrase):
        tests.append(_level(level, ledger))
    return c.RowSet(ledger.name, tuple(tests)), ledger


def _of_this_row(word: Word, about: Ledger | None, scope: Scope) -> Column:
    if about is None:
        hint = "这样的条件只写在“每条……的”的句子里。"
        raise RefusalError(errors.not_here("对单位算的句子没有“本行”", word.span, hint))
    return scope.row_column(about, word)


def _against_row(test: Phrase, ledger: Ledger, about: Ledger | None, scope: Scope) -> c.AgainstRow:
    if test.rule == "compare":
        column = scope.row_column(ledger, test.phrase(0).word(0))
        comparison = test.phrase(1)
        own = _of_this_row(comparison.phrases()[-1].word(0), about, scope)
        return c.AgainstRow(column.name, comparison.word(0).kind, own.name)
    column = scope.row_column(ledger, test.word(0))
    own = _of_this_row(test.phrases("day")[0].word(0), about, scope)
    return c.AgainstRow(column.name, RELATIONS[test.words()[1].kind], own.name)


def row_tests(phrase: Phrase, ledger: Ledger, scope: Scope) -> tuple[c.RowTest, ...]:
    """The tests of a ``test_list`` on rows of ``ledger``. Raises RefusalError."""
    found: list[c.RowTest] = []
    for test in phrase.phrases():
        found.extend(row_test(test, ledger, scope))
    return tuple(found)


def row_test(test: Phrase, ledger: Ledger, scope: Scope) -> list[c.RowTest]:
    """One test on rows of ``ledger``. Raises RefusalError."""
    if test.rule in COLUMN_TESTS:
        return [column_test(test, scope, ledger)]
    if test.rule == "both_equal":
        number = number_of(test.phrase(2).word(0))
        columns = [scope.column(ledger, word) for word in test.words("NUMBER_COLUMN")]
        return [c.CellWithin(column.name, interval_of("IS", number)) for column in columns]
    if test.rule == "in_the_last":
        rank, total = (scope.column(ledger, word) for word in test.words("NUMBER_COLUMN"))
        return [c.AmongTheLast(rank.name, total.name, whole_number(test.words("NUMBER")[0], 1))]
    raise RefusalError(
        errors.not_here(
            f"“{test.span.text}”说的是单位，不是“{ledger.name}”台账里的一行",
            test.span,
            f"这里只能用“{ledger.name}”台账的栏目。",
        )
    )


# ---------------------------------------------------------------- units


def unit_tests(phrase: Phrase, scope: Scope) -> tuple[c.UnitTest, ...]:
    """The tests of a ``tests`` or ``test_list`` phrase on a unit. Raises RefusalError."""
    found: list[c.UnitTest] = []
    groups = [phrase] if phrase.rule == "test_list" else phrase.phrases()
    for group in groups:
        if group.rule == "some_row":
            ledger = scope.ledger(group.word(0))
            tests = row_tests(group.phrase(1), ledger, scope)
            found.append(c.HasRows(c.RowSet(ledger.name, tests), 1, wanted=True))
            continue
        listed = group if group.rule == "test_list" else group.phrase(0)
        for test in listed.phrases():
            found.append(_unit_test(test, found, scope))
    return tuple(found)


def _unit_test(test: Phrase, before: list[c.UnitTest], scope: Scope) -> c.UnitTest:
    words = test.words()
    if test.rule == "compare":
        return _compare(test, scope)
    if test.rule == "flag" and words[0].text in scope.not_numbers:
        return c.CellIs(words[0].text, (YES if is_wanted(test) else NO,))
    if test.rule == "flag":
        ledger, column = scope.unit_fact(words[0])
        return c.Holds(ledger.name, column.name, is_wanted(test))
    if test.rule in COLUMN_TESTS:
        return column_test(test, scope, None)
    if test.rule == "graded":
        return c.Graded(scope.grade(words[1]), words[0].kind == "GRADED")
    if test.rule == "in_a_row":
        scope.history(words[0])
        return c.GradedInARow(whole_number(words[0], 2, _MOST_YEARS), scope.grade(words[2]))
    if test.rule == "misses":
        return _misses(test, before, scope)
    if test.rule == "belongs":
        return c.Belongs(tuple(scope.group(word) for word in words))
    if test.rule in ("has_rows", "has_cases"):
        return _has(test, scope)
    raise RefusalError(
        errors.not_here(
            f"“{test.span.text}”说的是台账里的一行，不是单位",
            test.span,
            "写明是哪个台账，如“某台账中有……的”。",
        )
    )


def _compare(test: Phrase, scope: Scope) -> c.Within | c.Compared:
    found = number_test(test, scope, None)
    return c.Within(found.column, found.interval) if isinstance(found, c.CellWithin) else found


def _misses(test: Phrase, before: list[c.UnitTest], scope: Scope) -> c.Misses:
    grade = scope.grade(test.words("GRADE")[0])
    if isinstance(test.parts[0], Phrase):
        subject = test.phrase(0).word(0)
        scope.number(subject)
        return c.Misses(subject.text, grade)
    for earlier in reversed(before):
        if isinstance(earlier, c.Within):
            return c.Misses(earlier.quantity, grade)
    raise RefusalError(
        errors.not_here("没有写明什么够不上", test.span, "在“够不上”前面写出算得的量，如“综合得分”。")
    )


def _has(test: Phrase, scope: Scope) -> c.HasRows | c.HasCases:
    wanted = test.word(0).kind == "HAS"
    count = test.parts[1]
    at_least = whole_number(count.word(0), 1) if isinstance(count, Phrase) else 1
    if test.rule == "has_cases":
        cases = test.word(2)
        if cases.text not in scope.cases:
            raise RefusalError(errors.unknown("情形", cases.text, cases.span, scope.cases))
        return c.HasCases(cases.text, at_least, wanted)
    return c.HasRows(rowset_of(test.phrase(2), scope), at_least, wanted)
