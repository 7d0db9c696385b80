"""Rows that the ledgers of one book take and those of another turn down, or that there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from attrs import evolve, frozen

from perfeval.evaluate.situations import read_situations
from perfeval.ledger.schema import UNIT_COLUMN, WIDEST_PLACES, Column, ColumnType, Ledger
from perfeval.mutation.orders import ZERO, Wish, exactly, numbers_for
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation

_ONE = power_of_ten(WIDEST_PLACES)
# A value that most ranges allow, for cells that nothing is asked about.
_USUAL = 10 * _ONE
# The tidy step of a number with decimals, for people; the finest of its column is tried to be sure.
_TIDY = power_of_ten(WIDEST_PLACES - 2)
# Which value each column that a fill-in rule asks about holds.
_Case = Mapping[str, str]


@frozen(eq=False)
class Acceptance:
    """How two books take facts.

    situation: facts that one of them turns down. same: it is certain that there are no such facts.
    """

    situation: Situation | None
    same: bool


def compared(old: RuleBook, new: RuleBook) -> Acceptance:
    """Whether the ledgers of two books take the same rows."""
    if old.schema == new.schema:
        return Acceptance(None, same=True)
    certain = True
    for ledger, other in zip(old.schema.ledgers, new.schema.ledgers, strict=False):
        tried = tuple(_told_apart(old, ledger, other)) if ledger != other else ()
        for situation in tried:
            one, two = (read_situations(book.schema, [situation], book.title)[0] for book in (old, new))
            if bool(one.refusals) != bool(two.refusals):
                return Acceptance(situation, same=False)
        certain = certain and not tried and _same_but_for_ranges(ledger, other)
    return Acceptance(None, certain and len(old.schema.ledgers) == len(new.schema.ledgers))


def _same_but_for_ranges(one: Ledger, other: Ledger) -> bool:
    bare = [
        evolve(
            ledger,
            columns=tuple(
                evolve(column, low=None, high=None, low_column=None, high_column=None, fill_in=None)
                for column in ledger.columns
            ),
        )
        for ledger in (one, other)
    ]
    return bare[0] == bare[1]


def _told_apart(book: RuleBook, one: Ledger, other: Ledger) -> Iterator[Situation]:
    """Rows that should be taken by one ledger and turned down by the other."""
    for case in _cases(one, other):
        mine, yours = _wishes(one, case), _wishes(other, case)
        for taken, asked in ((mine, yours), (yours, mine)):
            for wish in asked:
                if wish not in taken:
                    yield from _rows_without(book, one, case, taken, wish)
    if one.key != other.key:
        for case in _cases(one, other):
            numbers = numbers_for([*_wishes(one, case), *_wishes(other, case)], _USUAL)
            if numbers is not None:
                row = _cells(book, one, case, numbers)
                yield _situation(book, one, (row, row))


def _rows_without(
    book: RuleBook, ledger: Ledger, case: _Case, taken: list[Wish], wish: Wish
) -> Iterator[Situation]:
    """A row that meets the wishes ``taken``, but not this one."""
    finest = _finest(ledger, wish)
    for step in dict.fromkeys([max(_TIDY, finest), finest]):
        numbers = numbers_for([*taken, wish.refused(step)], _USUAL)
        if numbers is not None:
            yield _situation(book, ledger, (_cells(book, ledger, case, numbers),))
            return


def _finest(ledger: Ledger, wish: Wish) -> int:
    """The step between two values next to each other that the columns of a wish can hold."""
    columns = [ledger.column(name) for name in (wish.number, wish.other) if name != ZERO]
    return max((_step(column) for column in columns if column is not None), default=1)


def _step(column: Column) -> int:
    """What the finest step of a column is here, where all columns are kept alike."""
    return power_of_ten(WIDEST_PLACES - column.places)


# ---------------------------------------------------------------- what a ledger asks


def _cases(one: Ledger, other: Ledger) -> Iterator[_Case]:
    columns = [*one.columns, *other.columns]
    asked = dict.fromkeys(column.fill_in.column for column in columns if column.fill_in is not None)
    values = [next(column.values for column in columns if column.name == name) for name in asked]
    for chosen in product(*values):
        yield dict(zip(asked, chosen, strict=True))


def _wishes(ledger: Ledger, case: _Case) -> list[Wish]:
    """What the ledger asks of the numbers of a row."""
    found: list[Wish] = []
    for column in ledger.columns:
        if column.type.is_number:
            found.extend(_of_column(column, case, column.type.greatest * _step(column)))
    return found


def _of_column(column: Column, case: _Case, most: int) -> Iterator[Wish]:
    name, fill = column.name, column.fill_in
    yield Wish(name, ZERO, most)
    yield Wish(ZERO, name, most)
    if column.low is not None:
        yield Wish(ZERO, name, -column.low.scaled(WIDEST_PLACES))
    if column.high is not None:
        yield Wish(name, ZERO, column.high.scaled(WIDEST_PLACES))
    if column.low_column is not None:
        yield Wish(column.low_column, name, 0)
    if column.high_column is not None:
        yield Wish(name, column.high_column, 0)
    if fill is not None and case.get(fill.column) == fill.value:
        yield from exactly(name, fill.number.scaled(WIDEST_PLACES))


# ---------------------------------------------------------------- rows


def _cells(book: RuleBook, ledger: Ledger, case: _Case, numbers: Mapping[str, int]) -> dict[str, str]:
    texts = {
        ColumnType.DATE: book.year[0].isoformat(),
        ColumnType.YEAR: str(book.year[0].year - 1),
        ColumnType.BOOL: "否",
    }
    cells: dict[str, str] = {}
    for column in ledger.columns:
        if column.type.is_number:
            cells[column.name] = column.cell_text(numbers.get(column.name, _USUAL) // _step(column))
        else:
            values = (*column.values, texts.get(column.type, "甲"))
            cells[column.name] = case.get(column.name, values[0])
    return cells


def _situation(book: RuleBook, ledger: Ledger, rows: tuple[dict[str, str], ...]) -> Situation:
    unit = book.units[0].name
    if ledger.per_unit:
        numbers = [column.name for column in ledger.columns if column.type.is_number]
        return Situation(tuple(GivenValue(unit, name, rows[0][name]) for name in numbers))
    names = tuple(column.name for column in ledger.columns)
    cells = tuple((unit, *(row[name] for name in names)) for row in rows)
    return Situation((), (GivenRows(ledger.name, (UNIT_COLUMN, *names), cells, (0,) * len(rows)),))
