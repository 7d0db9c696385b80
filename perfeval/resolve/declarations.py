"""Declarations: categories and series with their units, ledgers, grades, measures, results."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from perfeval.diagnostics.suggest import edits, nearest
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, FillIn, Ledger
from perfeval.quantity.number import Number, read_number
from perfeval.resolve import errors
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook.book import Series, Unit
from perfeval.syntax.tree import Phrase, Word


def number_of(word: Word) -> Number:
    """The number that a NUMBER word spells (the syntax pass has checked its form)."""
    number = read_number(word.text)
    if number is None:
        raise ValueError(f"not in the strict form: {word.text}")
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


# ---------------------------------------------------------------- units


def _check_count(
    name: Word, count: Phrase | Word | None, listed: int, scope: Scope, like: tuple[str, int] | None = None
) -> bool:
    """Whether a stated count differs from the list; then there is a finding."""
    stated = number_of(count.word(0)) if isinstance(count, Phrase) else None
    if not isinstance(count, Phrase) or stated == Number(listed, 0):
        return False
    span = count.word(0).span
    scope.findings.append(errors.count_differs(name.text, str(stated), listed, span, like))
    return True


def _add_units(names: Phrase, category: str, series: str | None, scope: Scope) -> tuple[str, ...]:
    for word in names.words():
        scope.declared("单位", word)
        scope.units[word.text] = Unit(word.text, category, series)
    return tuple(word.text for word in names.words())


def _add_category(name: Word, scope: Scope) -> None:
    if name.text not in scope.categories:
        scope.categories.append(name.text)
        scope.places["类别", name.text] = name.span


def _category(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    _add_category(name, scope)
    total = 0
    for part in phrase.phrases("series"):
        title = part.word(0)
        scope.declared("序列", title)
        units = _add_units(part.phrase(2), name.text, title.text, scope)
        if _check_count(title, part.parts[1], len(units), scope):
            scope.miscounted.append(name.text)
        scope.series.append(Series(title.text, name.text, units))
        total += len(units)
    if name.text not in scope.miscounted:
        _check_count(name, phrase.parts[1], total, scope)


def _category_alone(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    _add_category(name, scope)
    units = _add_units(phrase.phrase(2), name.text, None, scope)
    _check_count(name, phrase.parts[1], len(units), scope)


def _category_size(phrase: Phrase, scope: Scope) -> None:
    _add_category(phrase.word(0), scope)
    scope.category_sizes.append(phrase)


def check_sizes(scope: Scope) -> None:
    """Each size stated for a whole category fits the units listed for it anywhere in the book."""
    for phrase in scope.category_sizes:
        name = phrase.word(0)
        if name.text in scope.miscounted:
            continue
        units = [unit for unit in scope.units.values() if unit.category == name.text]
        near = nearest(name.text, [category for category in scope.categories if category != name.text])
        like = (near, scope.places["类别", near].line) if near is not None else None
        _check_count(name, phrase.parts[1], len(units), scope, like)


def check_categories(scope: Scope, used: Iterable[str]) -> None:
    """A category that nothing uses is not just another spelling of one that has more series."""
    mentioned = dict.fromkeys(used)
    owners = [each.category for each in scope.series]
    for name in scope.categories:
        near = next((other for other in scope.categories if edits(name, other) == 1 and len(name) > 2), None)
        if name not in mentioned and near is not None and owners.count(near) > owners.count(name):
            line, span = scope.places["类别", near].line, scope.places["类别", name]
            scope.findings.append(errors.category_unused(name, near, line, span))


# ---------------------------------------------------------------- grades, measures, results


def _once(what: str, name: Word, scope: Scope) -> None:
    """A finding where a list of which there is one is written again."""
    before = scope.places.get(("名单", what))
    if before is not None:
        raise RefusalError(errors.stated_twice(what, name.span, before))
    scope.places["名单", what] = name.span


def _declared_names(kind: str, words: Iterable[Word], scope: Scope) -> tuple[str, ...]:
    listed = tuple(words)
    for word in listed:
        scope.declared(kind, word)
    return tuple(dict.fromkeys(word.text for word in listed))


def _grades(phrase: Phrase, scope: Scope) -> None:
    words = phrase.phrase(0).words()
    _once("“等次由高到低”", words[0], scope)
    scope.grades = _declared_names("等次", words, scope)


def _measures(phrase: Phrase, scope: Scope) -> None:
    name = phrase.phrase(0).word(0)
    _once("“依次列为”", name, scope)
    scope.measures = (name.text, _declared_names("处理措施", phrase.phrase(1).words(), scope))
    scope.quantities[name.text] = None
    scope.not_numbers.append(name.text)


def _results(phrase: Phrase, scope: Scope) -> None:
    words = phrase.phrase(0).words()
    _once("“结果依次列出”", words[0], scope)
    _declared_names("结果", words, scope)
    scope.results = words


# ---------------------------------------------------------------- ledgers


def _ledger(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    rows = phrase.phrase(1)
    presence = phrase.parts[2]
    scope.declared("台账", name)
    columns: list[Column] = []
    for part in phrase.phrases():
        if part.rule in ("typed_column", "listed_column"):
            column = _typed(part) if part.rule == "typed_column" else _listed(part, scope)
            if column.name == UNIT_COLUMN:
                hint = "每个台账都有“单位”栏，不必再写。"
                scope.findings.append(errors.not_here("“单位”栏是自带的", part.word(0).span, hint))
            before = next((other.span for other in columns if other.name == column.name), None)
            if before is not None:
                scope.findings.append(errors.declared_twice("栏目", column.name, part.word(0).span, before))
            columns.append(column)
            scope.places.setdefault(("栏目", column.name), part.word(0).span)
    excepted: tuple[str, ...] = ()
    if isinstance(presence, Phrase) and presence.rule == "presence_except":
        excepted = tuple(word.text for word in presence.words("UNIT"))
    key: tuple[str, ...] = ()
    if rows.rule == "rows_per_key":
        key = (rows.word(0).text,)
    ledger = Ledger(
        name.text,
        tuple(columns),
        per_unit=rows.rule == "rows_per" and rows.word(0).kind == "ROW_PER_UNIT",
        key=key,
        required=isinstance(presence, Phrase),
        excepted=excepted,
        span=name.span,
    )
    scope.ledgers.setdefault(name.text, ledger)
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
            number = number_of(words[1])
            at_least = words[0].kind == "NOT_BELOW"
            column = evolve(column, low=number) if at_least else evolve(column, high=number)
        elif words[0].kind == "NOT_BELOW":
            column = evolve(column, low_column=words[1].text)
        else:
            column = evolve(column, high_column=words[1].text)
    return column


def _listed(part: Phrase, scope: Scope) -> Column:
    name = part.word(0)
    values: dict[str, Word] = {}
    for word in part.phrase(2).words():
        if word.text in values:
            before = values[word.text].span
            scope.findings.append(errors.declared_twice("取值", word.text, word.span, before))
        values.setdefault(word.text, word)
    return Column(name.text, ColumnType.ENUM, tuple(values), part.parts[1] is not None, span=name.span)


def _check_columns(phrase: Phrase, ledger: Ledger, scope: Scope) -> None:
    """Columns that constraints and keys name are columns of this ledger; bounds are for numbers."""
    for part in phrase.phrases():
        if part.rule == "rows_per_key":
            scope.column(ledger, part.word(0))
        elif part.rule == "presence_except":
            for word in part.words("UNIT"):
                scope.group(word)
        elif part.rule == "typed_column":
            for constraint in part.phrases()[1:]:
                _check_constraint(constraint, part, ledger, scope)


def _check_constraint(constraint: Phrase, part: Phrase, ledger: Ledger, scope: Scope) -> None:
    own = ledger.column(part.word(0).text)
    if own is not None and not own.type.is_number:
        message = f"“{own.name}”栏填的是{own.type.value}，不能限定大小"
        raise RefusalError(errors.not_here(message, constraint.span, "删去这个限定，或改正栏目的类型。"))
    if own is not None and own.low is not None and own.high is not None and _above(own.low, own.high):
        message = f"“{own.name}”栏的下限{own.low}比上限{own.high}还大"
        raise RefusalError(errors.not_here(message, constraint.span, "核对上下限。"))
    for word in [*constraint.words("NUMBER_COLUMN"), *constraint.words("ENUM_COLUMN")]:
        scope.column(ledger, word)
    if constraint.rule == "fill_in":
        scope.value(scope.column(ledger, constraint.word(0)), constraint.word(2))


def _above(one: Number, other: Number) -> bool:
    places = max(one.places, other.places)
    return one.scaled(places) > other.scaled(places)


def fill_grades(scope: Scope) -> None:
    """Cells of type 等次 hold the grades of the book, wherever these are declared in it."""
    for name, ledger in scope.ledgers.items():
        columns = tuple(
            evolve(column, values=scope.grades) if column.type is ColumnType.GRADE else column
            for column in ledger.columns
        )
        scope.ledgers[name] = evolve(ledger, columns=columns)
