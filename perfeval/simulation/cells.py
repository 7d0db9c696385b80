"""What the cells of further rows hold, as ``：级别为国家级5%、市级95%；对象为本单位`` says it."""

from __future__ import annotations

from perfeval.ledger.schema import WIDEST_PLACES, Column, ColumnType, Ledger
from perfeval.quantity.number import power_of_ten
from perfeval.resolve.errors import RefusalError
from perfeval.simulation import errors
from perfeval.simulation.declared import Chance
from perfeval.simulation.values import chances_of
from perfeval.source.text import Span
from perfeval.syntax.tree import Phrase, Word

Cells = tuple[tuple[str, tuple[Chance, ...]], ...]


def cells_of(listed: Phrase | None, ledger: Ledger, span: Span) -> Cells:
    """The values of each column that is not left open, in the order of the ledger. Raises RefusalError.

    listed: a phrase ``cells``, or None where nothing is said. span: the name of the ledger.
    """
    stated: dict[str, tuple[Chance, ...]] = {}
    for cell in listed.phrases("cell") if listed is not None else ():
        word = cell.parts[0]
        assert isinstance(word, Word)
        column = ledger.column(word.text)
        if column is None:
            known = [each.name for each in ledger.columns]
            raise RefusalError(errors.unknown_column(word.text, ledger.name, word.span, known))
        if column.name in stated:
            raise RefusalError(errors.said_twice(f"“{column.name}”", word.span, word.span.line))
        values = [(each.phrase(0), _share(each)) for each in cell.phrases("shared")]
        stated[column.name] = chances_of(values, column, cell.span)
    _complete(ledger, stated, span)
    _in_order(ledger, stated, span if listed is None else listed.span)
    return tuple((column.name, stated[column.name]) for column in ledger.columns if column.name in stated)


def _share(shared: Phrase) -> Phrase | None:
    part = shared.parts[1]
    return part if isinstance(part, Phrase) else None


def is_filled_in(ledger: Ledger, column: Column, stated: dict[str, tuple[Chance, ...]]) -> bool:
    """Whether a column is left open because each row fills it in (结果为合格的填0)."""
    rule = column.fill_in
    if rule is None or rule.column not in stated:
        return False
    return all(each.value == rule.value for each in stated[rule.column])


def _complete(ledger: Ledger, stated: dict[str, tuple[Chance, ...]], span: Span) -> None:
    """Nothing is left open but days, texts, what may be empty, and what is filled in."""
    missing = [
        column.name
        for column in ledger.columns
        if column.name not in stated
        and column.type not in (ColumnType.DATE, ColumnType.TEXT)
        and not column.optional
        and not is_filled_in(ledger, column, stated)
    ]
    if missing:
        raise RefusalError(errors.cells_missing(ledger.name, missing, span))


def _in_order(ledger: Ledger, stated: dict[str, tuple[Chance, ...]], span: Span) -> None:
    """No value is beyond another one of its row, whichever come together."""
    for column in ledger.columns:
        pairs = ((column.low_column, column.name, "小于"), (column.name, column.high_column, "大于"))
        for low, high, word in pairs:
            if low not in stated or high not in stated:
                continue
            other = low if word == "小于" else high
            if _most(ledger, low, stated) > -_most(ledger, high, stated, -1):
                message = f"“{column.name}”可能{word}“{other}”，台账不许"
                raise RefusalError(errors.wrong_number(message, span, (), "改正这两栏的取值。"))


def _most(ledger: Ledger, name: str, stated: dict[str, tuple[Chance, ...]], sign: int = 1) -> int:
    """The greatest value of a column, or with sign -1 of its opposite, at a common scale."""
    column = ledger.column(name)
    assert column is not None
    finer = power_of_ten(WIDEST_PLACES - column.places)
    return max(sign * finer * each.value for each in stated[name] if isinstance(each.value, int))
