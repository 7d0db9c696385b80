"""Declarations: categories and series with their units, ledgers, grades, measures, results."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from perfeval.diagnostics.suggest import edits, nearest
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.quantity.number import Number, read_number
from perfeval.resolve import errors
from perfeval.resolve.columns import check_columns, listed_column, typed_column
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
        "category_roster": _category_roster,
        "ledger": _ledger,
        "grades": _grades,
        "measures_are": _measures,
        "results_are": _results,
        "row_results_are": _row_results,
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


def _category_roster(phrase: Phrase, scope: Scope) -> None:
    """名单取自台账: the units that the book names are samples, for its examples only."""
    name, ledger = phrase.word(0), phrase.word(1)
    if scope.roster is not None:
        raise RefusalError(errors.stated_twice("“名单取自台账”", ledger.span, scope.roster[1].span))
    if any(unit.category == name.text for unit in scope.units.values()):
        message = f"类别“{name.text}”的名单取自台账，又在规则书里列了单位"
        raise RefusalError(errors.not_here(message, name.span, "只留一种写法。"))
    _add_category(name, scope)
    _add_units(phrase.phrase(2), name.text, None, scope)
    scope.roster = (name, ledger)


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


def _row_results(phrase: Phrase, scope: Scope) -> None:
    ledger = phrase.word(0)
    _once(f"台账“{ledger.text}”的“结果依次列出”", ledger, scope)
    words = phrase.phrases("names")[0].words()
    scope.row_results[ledger.text] = (ledger, words, bool(phrase.words("ONCE")))


# ---------------------------------------------------------------- ledgers


def _ledger(phrase: Phrase, scope: Scope) -> None:
    name = phrase.word(0)
    rows = phrase.phrase(1)
    scope.declared("台账", name)
    columns: list[Column] = []
    for part in phrase.phrases():
        if part.rule in ("typed_column", "listed_column"):
            column = typed_column(part, scope) if part.rule == "typed_column" else listed_column(part, scope)
            if column.name == UNIT_COLUMN:
                hint = "每个台账都有“单位”栏，不必再写；不分单位的台账，换个栏名。"
                scope.findings.append(errors.not_here("“单位”栏是自带的", part.word(0).span, hint))
            before = next((other.span for other in columns if other.name == column.name), None)
            if before is not None:
                scope.findings.append(errors.declared_twice("栏目", column.name, part.word(0).span, before))
            columns.append(column)
            scope.places.setdefault(("栏目", column.name), part.word(0).span)
    presence = next((part for part in phrase.phrases() if part.rule.startswith("presence")), None)
    excepted: tuple[str, ...] = ()
    if presence is not None and presence.rule == "presence_except":
        excepted = tuple(word.text for word in presence.words("UNIT"))
    ledger = Ledger(
        name.text,
        tuple(columns),
        per_unit=rows.rule == "rows_per" and rows.word(0).kind == "ROW_PER_UNIT",
        key=tuple(word.text for word in rows.words("QUOTED")) if rows.rule in _KEYED else (),
        required=presence is not None,
        excepted=excepted,
        span=name.span,
        shared=rows.rule.startswith("shared_rows"),
    )
    scope.ledgers.setdefault(name.text, ledger)
    check_columns(phrase, ledger, scope)


_KEYED = ("rows_per_key", "shared_rows_key")


def check_rosters(scope: Scope) -> None:
    """The ledger that a roster is taken from has one row a unit, and must then be there."""
    if scope.roster is None:
        return
    word = scope.roster[1]
    ledger = scope.ledger(word)
    if not ledger.per_unit:
        message = f"台账“{ledger.name}”不是一个单位一行，不能作名单"
        hint = f"写成：台账“{ledger.name}”，一个单位一行：……。"
        raise RefusalError(errors.not_here(message, word.span, hint))
    scope.ledgers[ledger.name] = evolve(ledger, required=True)


def fill_grades(scope: Scope) -> None:
    """Cells of type 等次 hold the grades of the book, wherever these are declared in it."""
    for name, ledger in scope.ledgers.items():
        columns = tuple(
            evolve(column, values=scope.grades) if column.type is ColumnType.GRADE else column
            for column in ledger.columns
        )
        scope.ledgers[name] = evolve(ledger, columns=columns)
