"""Phrases about whom and what a rule concerns -> bound conditions."""

from __future__ import annotations

from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.quantity.interval import Interval, interval_of
from perfeval.quantity.number import Number, read_number
from perfeval.resolve import errors
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook import conditions as c
from perfeval.syntax.tree import Phrase, Word

YES, NO = "是", "否"
_MOST_YEARS = 10
# What one written unit is in the unit that amounts are kept in, as a power of ten.
_POWERS = {"TEN_THOUSAND_YUAN": ("元", 4), "YUAN": ("元", 0), "POINT": ("分", 0), "PERCENT": ("", -2)}


def amount_of(phrase: Phrase) -> tuple[Number, str]:
    """The number and unit of an ``amount``: 4万元 is 40000 元, 25% is 0.25."""
    number = number_of(phrase.word(0))
    unit = phrase.parts[1]
    if not isinstance(unit, Word):
        return number, ""
    name, power = _POWERS[unit.kind]
    text = f"{number.units}"
    places = number.places - power
    if places < 0:
        text, places = text + "0" * -places, 0
    units = int(text)
    while places and units % 10 == 0:
        units, places = units // 10, places - 1
    return Number(units, places), name


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


def row_tests(phrase: Phrase, ledger: Ledger, scope: Scope) -> tuple[c.RowTest, ...]:
    """The tests of a ``test_list`` on rows of ``ledger``. Raises RefusalError."""
    found: list[c.RowTest] = []
    for test in phrase.phrases():
        found.extend(_row_test(test, ledger, scope))
    return tuple(found)


def _row_test(test: Phrase, ledger: Ledger, scope: Scope) -> list[c.RowTest]:
    if test.rule == "column_is":
        column = scope.column(ledger, test.word(0))
        return [c.CellIs(column.name, _values(test, column, scope))]
    if test.rule == "flag":
        column = scope.column(ledger, test.word(0))
        return [c.CellIs(column.name, (YES if _wanted(test) else NO,))]
    if test.rule == "compare":
        column = scope.column(ledger, test.phrase(0).word(0))
        return [c.CellWithin(column.name, _interval(test.phrase(1), column.name, _unit(column)))]
    if test.rule == "both_equal":
        number = number_of(test.phrase(2).word(0))
        columns = [scope.column(ledger, word) for word in test.words("NUMBER_COLUMN")]
        return [c.CellWithin(column.name, interval_of("IS", number)) for column in columns]
    if test.rule == "in_the_last":
        rank, total = (scope.column(ledger, word) for word in test.words("NUMBER_COLUMN"))
        return [c.AmongTheLast(rank.name, total.name, _whole(test.words("NUMBER")[0], 1))]
    raise RefusalError(
        errors.not_here(
            f"“{test.span.text}”说的是单位，不是“{ledger.name}”台账里的一行",
            test.span,
            f"这里只能用“{ledger.name}”台账的栏目。",
        )
    )


def _values(test: Phrase, column: Column, scope: Scope) -> tuple[str, ...]:
    named = tuple(scope.value(column, word) for word in test.words("VALUE"))
    if test.word(1).kind == "IS":
        return named
    return tuple(value for value in column.values if value not in named)


def _wanted(test: Phrase) -> bool:
    """班子成员, 班子成员为是: true; 为否: false."""
    said = test.parts[2]
    return not (isinstance(said, Word) and said.kind == "NO")


def _unit(column: Column) -> str:
    return column.type.value if column.type in (ColumnType.POINTS, ColumnType.YUAN) else ""


def _whole(word: Word, least: int = 0, most: int | None = None) -> int:
    number = read_number(word.text)
    if number is None or number.places:
        raise RefusalError(errors.not_here(f"“{word.span.text}”应为整数", word.span, "改为整数。"))
    if number.units < least or (most is not None and number.units > most):
        limits = f"{least}至{most}" if most is not None else f"{least}以上"
        raise RefusalError(errors.not_here(f"这里的数应是{limits}的整数", word.span, "改正这个数。"))
    return number.units


def whole_number(word: Word, least: int = 0, most: int | None = None) -> int:
    """The whole number that ``word`` spells, within limits. Raises RefusalError."""
    return _whole(word, least, most)


def _interval(phrase: Phrase, name: str, unit: str | None) -> Interval:
    """A ``comparison`` of what is called ``name``; its unit must fit (None: not known)."""
    if phrase.rule == "compare_is":
        return interval_of("IS", number_of(phrase.words("NUMBER")[0]))
    number, written = amount_of(phrase.phrase(0 if phrase.rule == "compare_at" else 1))
    if unit is not None and written and unit != written:
        amount = phrase.phrases("amount")[0]
        raise RefusalError(errors.units_compared(name, unit, written, amount.span))
    return interval_of(phrase.words()[0].kind, number)


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
    if test.rule == "flag":
        ledger, column = scope.unit_fact(words[0])
        return c.Holds(ledger.name, column.name, _wanted(test))
    if test.rule == "graded":
        return c.Graded(scope.grade(words[1]), words[0].kind == "GRADED")
    if test.rule == "in_a_row":
        scope.history(words[0])
        return c.GradedInARow(_whole(words[0], 2, _MOST_YEARS), scope.grade(words[2]))
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


def _compare(test: Phrase, scope: Scope) -> c.Within:
    subject = test.phrase(0).word(0)
    unit = scope.number(subject) if subject.kind == "QUANTITY" else _unit(scope.unit_fact(subject)[1])
    return c.Within(subject.text, _interval(test.phrase(1), subject.text, unit))


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
    at_least = _whole(count.word(0), 1) if isinstance(count, Phrase) else 1
    if test.rule == "has_cases":
        cases = test.word(2)
        if cases.text not in scope.cases:
            raise RefusalError(errors.unknown("情形", cases.text, cases.span, scope.cases))
        return c.HasCases(cases.text, at_least, wanted)
    return c.HasRows(rowset_of(test.phrase(2), scope), at_least, wanted)
