"""Columns of declared ledgers: their types, what limits their cells, and whether they may be empty."""

from __future__ import annotations

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import Column, ColumnType, FillIn, Ledger
from perfeval.quantity.number import Number, read_number, times_ten
from perfeval.resolve import errors
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.syntax.tree import Phrase, Word

# What a number with a unit behind it is in what a column keeps, as a power of ten, by type and unit.
_POWERS = {
    (ColumnType.POINTS, "分"): 0,
    (ColumnType.YUAN, "元"): 0,
    (ColumnType.YUAN, "万元"): 4,
    (ColumnType.WAN, "元"): 0,
    (ColumnType.WAN, "万元"): 4,
    (ColumnType.PERCENT, "%"): -2,
}
_LIMITING = ("bound", "range", "fill_in")


def typed_column(part: Phrase, scope: Scope) -> Column:
    """The column of a ``typed_column`` phrase; a limit that does not fit is a finding in ``scope``."""
    name, word = part.word(0), part.phrase(1).word(0)
    counts = word.kind == "TYPE_COUNT"
    kind = ColumnType.COUNT if counts else ColumnType(word.text)
    column = Column(name.text, kind, span=name.span)
    if counts:
        column = evolve(column, unit=word.text)
    for constraint in part.phrases()[1:]:
        try:
            column = _limited(column, constraint)
        except RefusalError as refusal:
            scope.findings.append(refusal.finding)
    return column


def listed_column(part: Phrase, scope: Scope) -> Column:
    """The column of a ``listed_column`` phrase; a value that stands twice is a finding in ``scope``."""
    name = part.word(0)
    values: dict[str, Word] = {}
    for word in part.phrase(2).words():
        if word.text in values:
            before = values[word.text].span
            scope.findings.append(errors.declared_twice("取值", word.text, word.span, before))
        values.setdefault(word.text, word)
    is_ordered, is_optional = bool(part.words("DESCENDING")), bool(part.words("OPTIONAL"))
    column = Column(name.text, ColumnType.ENUM, tuple(values), is_ordered, span=name.span)
    return evolve(column, optional=is_optional)


def _limited(column: Column, constraint: Phrase) -> Column:
    if constraint.rule not in _LIMITING:
        return evolve(column, optional=constraint.rule == "optional")
    if not column.type.is_number:
        return column  # what cannot be limited is a finding of its own
    words = constraint.words()
    if constraint.rule == "range":
        low, high = _ends(column, words)
        return evolve(column, low=low, high=high)
    if constraint.rule == "fill_in":
        (number,) = _ends(column, words[3:])
        return evolve(column, fill_in=FillIn(words[0].text, words[2].text, number))
    at_least = words[0].kind == "NOT_BELOW"
    if words[1].kind == "NUMBER_COLUMN":
        other = words[1].text
        return evolve(column, low_column=other) if at_least else evolve(column, high_column=other)
    (end,) = _ends(column, words[1:])
    return evolve(column, low=end) if at_least else evolve(column, high=end)


def _ends(column: Column, words: tuple[Word, ...]) -> list[Number]:
    """Numbers with or without a unit behind them, as the column keeps them: 0至100%, 0至500万元.

    The first of two numbers has the unit of the second where it has none. Raises RefusalError.
    """
    units: list[Word | None] = []
    numbers: list[Word] = []
    for place, word in enumerate(words):
        if word.kind == "NUMBER":
            behind = words[place + 1] if place + 1 < len(words) else None
            units.append(behind if behind is not None and behind.kind not in ("NUMBER", "MINUS") else None)
            below = place > 0 and words[place - 1].kind == "MINUS" and bool(word.text.strip("0."))
            numbers.append(Word(word.kind, f"-{word.text}", word.span) if below else word)
    return [_kept(column, word, unit or units[-1]) for word, unit in zip(numbers, units, strict=True)]


def _kept(column: Column, word: Word, unit: Word | None) -> Number:
    number = read_number(word.text)
    if number is None:
        raise ValueError(f"not in the strict form: {word.text}")
    if column.type is ColumnType.PERCENT and unit is None:
        raise RefusalError(_without_sign(column, word))
    if unit is None:
        return times_ten(number, column.type.power)
    power = _POWERS.get((column.type, unit.text))
    if column.type is ColumnType.COUNT and unit.text == column.unit:
        power = 0
    if power is None:
        message = f"“{column.name}”栏填的是{column.wording}，这里的单位却是{unit.text}"
        own = "" if column.type in (ColumnType.INTEGER, ColumnType.DECIMAL) else _sign(column)
        hint = f"写成“{word.text}{own}”。" if own else f"只写数：“{word.text}”。"
        raise RefusalError(errors.not_here(message, unit.span, hint))
    return times_ten(number, power)


def _sign(column: Column) -> str:
    return "万元" if column.type is ColumnType.WAN else column.unit


def _without_sign(column: Column, word: Word) -> Diagnostic:
    message = f"“{column.name}”栏填的是百分数，这里的数也要写百分号"
    return errors.not_here(message, word.span, f"写成“{word.text}%”，如 0%至100%。")


# ---------------------------------------------------------------- whether all fits


def check_columns(phrase: Phrase, ledger: Ledger, scope: Scope) -> None:
    """Columns that constraints and keys name are columns of this ledger; bounds are for numbers.

    Raises RefusalError.
    """
    for part in phrase.phrases():
        if part.rule in ("rows_per_key", "shared_rows_key"):
            _check_key(part.word(0), ledger, scope)
        elif part.rule == "presence_except":
            for word in part.words("UNIT"):
                scope.group(word)
        elif part.rule == "typed_column":
            _check_filling(part)
            for constraint in part.phrases()[1:]:
                _check_constraint(constraint, part, ledger, scope)


def _check_key(word: Word, ledger: Ledger, scope: Scope) -> None:
    column = scope.column(ledger, word)
    if column.optional:
        message = f"“{column.name}”栏把各行分开，不能选填"
        raise RefusalError(errors.not_here(message, word.span, f"删去“{column.name}”后面的“选填”。"))


def _check_filling(part: Phrase) -> None:
    """选填 or 必填, and not both."""
    said = [each for each in part.phrases() if each.rule in ("optional", "mandatory")]
    if len(said) > 1:
        message = f"“{part.word(0).text}”栏写了两次要不要填"
        raise RefusalError(errors.not_here(message, said[1].span, "“选填”“必填”只写一个。"))


def _check_constraint(constraint: Phrase, part: Phrase, ledger: Ledger, scope: Scope) -> None:
    own = ledger.column(part.word(0).text)
    if constraint.rule not in _LIMITING or own is None:
        return
    if not own.type.is_number:
        message = f"“{own.name}”栏填的是{own.wording}，不能限定大小"
        raise RefusalError(errors.not_here(message, constraint.span, "删去这个限定，或改正栏目的类型。"))
    if own.low is not None and own.high is not None and _above(own.low, own.high):
        message = f"“{own.name}”栏的下限{own.written(own.low)}比上限{own.written(own.high)}还大"
        raise RefusalError(errors.not_here(message, constraint.span, "核对上下限。"))
    for word in [*constraint.words("NUMBER_COLUMN"), *constraint.words("ENUM_COLUMN")]:
        other = scope.column(ledger, word)
        if word.kind == "NUMBER_COLUMN" and own.unit and other.unit and own.unit != other.unit:
            raise RefusalError(errors.units_compared(own.name, own.unit, other.unit, word.span))
    if constraint.rule == "fill_in":
        scope.value(scope.column(ledger, constraint.word(0)), constraint.word(2))


def _above(one: Number, other: Number) -> bool:
    places = max(one.places, other.places)
    return one.scaled(places) > other.scaled(places)
