"""Declarations: categories and series with their units, ledgers, grades, measures, results."""

from __future__ import annotations

from attrs import evolve

from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, FillIn, Ledger
from perfeval.quantity.number import Number, read_number
from perfeval.resolve import errors
from perfeval.resolve.scope import Scope
from perfeval.rulebook.book import Series, Unit
from perfeval.syntax.tree import Phrase, Word


def number_of(word: Word) -> Number:
    """The number that a NUMBER word spells (the syntax pass has checked its form)."""
    number = read_number(word.text)
    assert number is not None, word.text
    return number


def declare(phrase: Phrase, scope: Scope) -> None:
    """Bind one declaration into ``scope``; what does not fit becomes a finding there."""
    handlers = {
        "category": _category,
        "category_alone": _category_alone,
        "category_size": _category_size,
        "ledger": _ledger,
        "grades": _grades,
        "measures_are": _measures,
        "results_are": _results,
    }
    handlers[phrase.rule](phrase, scope)


def _check_count(name: Word, count: Phrase | Word | None, listed: int, scope: Scope) -> None:
    if isinstance(count, Phrase):
        stated = number_of(count.word(0)).scaled(0)
        if stated != listed:
            scope.findings.append(errors.count_differs(name.text, stated, listed, count.word(0).span))


def _add_units(names: Phrase, category: str, series: str | None, scope: Scope) -> tuple[str, ...]:
    for word in names.words():
        if word.text in scope.units:
            scope.findings.append(errors.declared_twice("单位", word.text, word.span))
        scope.units[word.text] = Unit(word.text, category, series)
    return tuple(word.text for word in names.words())


def _add_category(name: str, scope: Scope) -> None:
    if name not in scope.categories:
        scope.categories.append(name)


def _category(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    _add_category(name.text, scope)
    total = 0
    for part in phrase.phrases("series"):
        title = part.word(0)
        if any(series.name == title.text for series in scope.series):
            scope.findings.append(errors.declared_twice("序列", title.text, title.span))
        units = _add_units(part.phrase(2), name.text, title.text, scope)
        _check_count(title, part.parts[1], len(units), scope)
        scope.series.append(Series(title.text, name.text, units))
        total += len(units)
    _check_count(name, phrase.parts[1], total, scope)


def _category_alone(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    _add_category(name.text, scope)
    units = _add_units(phrase.phrase(2), name.text, None, scope)
    _check_count(name, phrase.parts[1], len(units), scope)


def _category_size(phrase: Phrase, scope: Scope) -> None:
    _add_category(phrase.word(0).text, scope)
    scope.category_sizes.append(phrase)


def check_sizes(scope: Scope) -> None:
    """Each size stated for a whole category fits the units listed for it anywhere in the book."""
    for phrase in scope.category_sizes:
        name = phrase.word(0)
        units = [unit for unit in scope.units.values() if unit.category == name.text]
        _check_count(name, phrase.parts[1], len(units), scope)


def _grades(phrase: Phrase, scope: Scope) -> None:
    scope.grades = tuple(word.text for word in phrase.phrase(0).words())


def _measures(phrase: Phrase, scope: Scope) -> None:
    name = phrase.phrase(0).word(0).text
    scope.measures = (name, tuple(word.text for word in phrase.phrase(1).words()))
    scope.quantities[name] = None


def _results(phrase: Phrase, scope: Scope) -> None:
    scope.results = phrase.phrase(0).words()
    seen: list[str] = []
    for word in scope.results:
        if word.text in seen:
            scope.findings.append(errors.declared_twice("结果", word.text, word.span))
        seen.append(word.text)


# ---------------------------------------------------------------- ledgers


def _ledger(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    rows = phrase.phrase(1)
    presence = phrase.parts[2]
    if name.text in scope.ledgers:
        scope.findings.append(errors.declared_twice("台账", name.text, name.span))
    columns: list[Column] = []
    for part in phrase.phrases():
        if part.rule in ("typed_column", "listed_column"):
            column = _typed(part) if part.rule == "typed_column" else _listed(part)
            if column.name == UNIT_COLUMN or any(column.name == other.name for other in columns):
                scope.findings.append(errors.declared_twice("栏目", column.name, part.word(0).span))
            columns.append(column)
    required = isinstance(presence, Phrase)
    excepted: tuple[str, ...] = ()
    if isinstance(presence, Phrase) and presence.rule == "presence_except":
        excepted = tuple(scope.group(word) for word in presence.words("UNIT"))
    key: tuple[str, ...] = ()
    if rows.rule == "rows_per_key":
        key = (rows.word(0).text,)
    ledger = Ledger(
        name.text,
        tuple(columns),
        per_unit=rows.rule == "rows_per" and rows.word(0).kind == "ROW_PER_UNIT",
        key=key,
        required=required,
        excepted=excepted,
        span=name.span,
    )
    scope.ledgers[name.text] = ledger
    _check_columns(phrase, ledger, scope)


def _typed(part: Phrase) -> Column:
    name = part.word(0)
    column = Column(name.text, ColumnType(part.phrase(1).word(0).text), span=name.span)
    for constraint in part.phrases()[1:]:
        words = constraint.words()
        if constraint.rule == "range":
            column = evolve(column, low=number_of(words[0]), high=number_of(words[1]))
        elif constraint.rule == "fill_in":
            column = evolve(column, fill_in=FillIn(words[0].text, words[2].text, number_of(words[3])))
        elif words[1].kind == "NUMBER":
            end = "low" if words[0].kind == "NOT_BELOW" else "high"
            column = evolve(column, **{end: number_of(words[1])})
        else:
            end = "low_column" if words[0].kind == "NOT_BELOW" else "high_column"
            column = evolve(column, **{end: words[1].text})
    return column


def _listed(part: Phrase) -> Column:
    name = part.word(0)
    values = tuple(word.text for word in part.phrase(2).words())
    return Column(name.text, ColumnType.ENUM, values, part.parts[1] is not None, span=name.span)


def _check_columns(phrase: Phrase, ledger: Ledger, scope: Scope) -> None:
    """Columns that constraints and keys name must be columns of this ledger."""
    for part in phrase.phrases():
        for word in [*part.words("NUMBER_COLUMN"), *part.words("ENUM_COLUMN")]:
            scope.column(ledger, word)
        for constraint in part.phrases():
            for word in [*constraint.words("NUMBER_COLUMN"), *constraint.words("ENUM_COLUMN")]:
                scope.column(ledger, word)
            if constraint.rule == "fill_in":
                scope.value(scope.column(ledger, constraint.word(0)), constraint.word(2))
        if part.rule == "rows_per_key":
            scope.column(ledger, part.word(0))


def fill_grades(scope: Scope) -> None:
    """Cells of type 等次 hold the grades of the book, wherever these are declared in it."""
    for name, ledger in scope.ledgers.items():
        columns = tuple(
            evolve(column, values=scope.grades) if column.type is ColumnType.GRADE else column
            for column in ledger.columns
        )
        scope.ledgers[name] = evolve(ledger, columns=columns)


