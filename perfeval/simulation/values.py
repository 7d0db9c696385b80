"""Values, widths and probabilities as an uncertainty file writes them."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.ledger.facts import CellValue
from perfeval.ledger.schema import Column, ColumnType
from perfeval.quantity import units
from perfeval.quantity.calendar import read_date
from perfeval.quantity.number import Number, plain, power_of_ten
from perfeval.resolve.amounts import amount_of
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.simulation import errors
from perfeval.simulation.declared import MILLION, Chance
from perfeval.source.text import Span
from perfeval.syntax.tree import Phrase, Word

# A percentage of four decimal places is a whole number of millionths.
_PERCENT_PLACES = 4
_YES_NO = ("是", "否")


def share_of(phrase: Phrase) -> int:
    """A percentage in millionths. Raises RefusalError above 100%."""
    share = number_of(phrase.word(0)).scaled(_PERCENT_PLACES)
    if not 0 <= share <= MILLION:
        raise RefusalError(errors.above_whole(phrase.span))
    return share


def chances_of(
    stated: Sequence[tuple[Phrase, Phrase | None]], column: Column, span: Span
) -> tuple[Chance, ...]:
    """Values of a column with their probabilities, which make up a whole. Raises RefusalError.

    stated: phrases ``value`` with their ``share``; a single value without one is certain. Of 是 and
    否 one is enough, the other has the rest. span: of all of them.
    """
    alone = len(stated) == 1 and stated[0][1] is None
    chances: list[Chance] = []
    for value, share in stated:
        if share is None and not alone:
            hint = "每种取值后面都写上百分数，如“甲30%、乙70%”。"
            raise RefusalError(errors.wrong_number("这种取值没有写百分数", value.span, ("百分数",), hint))
        chances.append(Chance(value_of(value, column), MILLION if share is None else share_of(share)))
        if any(chances[-1].value == each.value for each in chances[:-1]):
            raise RefusalError(errors.wrong_number("这种取值写了两次", value.span, (), "合成一处。"))
    total = sum(each.share for each in chances)
    if len(chances) == 1 and isinstance(chances[0].value, bool) and total < MILLION:
        return (*chances, Chance(not chances[0].value, MILLION - total))
    if total != MILLION:
        raise RefusalError(errors.not_whole(plain(total, _PERCENT_PLACES), span))
    return tuple(each for each in chances if each.share)


def value_of(phrase: Phrase, column: Column) -> CellValue:
    """What a phrase ``value`` says a cell of this column holds. Raises RefusalError."""
    part = phrase.parts[0]
    if isinstance(part, Phrase):
        return _number(part, column)
    assert isinstance(part, Word)
    if column.type is ColumnType.BOOL:
        if part.text in _YES_NO:
            return part.text == _YES_NO[0]
        raise _wrong(column, part, _YES_NO)
    if column.type in (ColumnType.ENUM, ColumnType.GRADE):
        if part.text in column.values:
            return part.text
        raise _wrong(column, part, column.values)
    if column.type is ColumnType.TEXT and part.kind == "QUOTED":
        return part.text
    if column.type is ColumnType.DATE and part.kind == "DAY":
        day = read_date(part.text)
        if day is not None:
            return day
    raise _wrong(column, part, (_form_of(column),))


def _wrong(column: Column, word: Word, expected: Sequence[str]) -> RefusalError:
    return RefusalError(errors.wrong_value(column.name, word.span.text, word.span, expected))


def _form_of(column: Column) -> str:
    if column.type is ColumnType.TEXT:
        return "“ ”里的文字"
    return "2013年5月1日这样的日期" if column.type is ColumnType.DATE else "数"


def _number(phrase: Phrase, column: Column) -> int:
    """A number as the column keeps it, within its range."""
    if column.type is ColumnType.YEAR:
        number = number_of(phrase.word(0))
        if number.places or not 1000 <= number.units <= 9999:
            raise RefusalError(
                errors.wrong_value(column.name, phrase.span.text, phrase.span, ("四位数字的年度",))
            )
        return number.units
    if not column.type.is_number:
        expected = column.values or (_YES_NO if column.type is ColumnType.BOOL else (_form_of(column),))
        raise RefusalError(errors.wrong_value(column.name, phrase.span.text, phrase.span, expected))
    value = scaled(phrase, column)
    low, high = column.ends
    if (low is not None and value < low) or (high is not None and value > high):
        message = f"“{column.name}”不能是{phrase.span.text}，超出了台账写明的范围"
        raise RefusalError(errors.wrong_number(message, phrase.span, (), "改为范围以内的数。"))
    return value


def scaled(phrase: Phrase, column: Column) -> int:
    """An ``amount`` as a scaled integer of this column. Raises RefusalError."""
    number, written = amount_of(phrase)
    is_rate = bool(phrase.words("PERCENT") or phrase.words("PERCENT_POINTS"))
    written = written or (units.RATE if is_rate else "")
    wanted = column.unit
    missing = not written and wanted in (units.POINTS, units.YUAN, units.RATE)
    if missing or (written and not units.agree(wanted, written)) or is_rate != (wanted == units.RATE):
        shown = f"，单位是“{wanted}”" if wanted else ""
        message = f"“{phrase.span.text}”的单位和“{column.name}”不合"
        hint = f"写成数{shown}。"
        raise RefusalError(
            errors.wrong_number(message, phrase.span, (f"以“{wanted}”为单位的数" if wanted else "数",), hint)
        )
    try:
        value = number.scaled(column.places)
    except ValueError:
        value = None
    step = power_of_ten(column.places + column.type.power - column.type.written_places)
    if value is None or value % step:
        places = column.type.written_places
        message = f"“{column.name}”至多{places}位小数" if places else f"“{column.name}”是整数"
        raise RefusalError(errors.wrong_number(message, phrase.span, (), "减少小数位。"))
    return value


def width_of(phrase: Phrase, column: Column) -> Number:
    """How far a number may move, more than 0, in what the column keeps. Raises RefusalError."""
    value = scaled(phrase, column)
    if value <= 0:
        raise RefusalError(
            errors.wrong_number("上下的幅度应大于0", phrase.span, ("大于0的数",), "改正这个数。")
        )
    return Number(value, column.places)
