"""The tables that a query starts from: a roster of units, and one table for each ledger."""

from __future__ import annotations

from attrs import frozen

from perfeval.ledger.schema import ColumnType
from perfeval.rulebook.book import RuleBook
from perfeval.sql.expression import Type
from perfeval.sql.names import Names
from perfeval.sql.plan import LINE, POPULATION, UNIT

GIVEN_UNITS = "_units"
_TYPES = {
    ColumnType.DATE: Type.DAY,
    ColumnType.BOOL: Type.TRUTH,
    ColumnType.TEXT: Type.TEXT,
    ColumnType.ENUM: Type.TEXT,
    ColumnType.GRADE: Type.TEXT,
}


@frozen
class GivenColumn:
    """name: in the database. source: in the ledger. Numbers are whole: 12.5 at 4 places is 125000.

    of_roster: whether it says where a row stands and whom it is about, and not what is known of them.
    """

    name: str
    source: str
    type: Type
    places: int = 0
    of_roster: bool = False


@frozen
class GivenTable:
    """One table: its name, the ledger it holds, and its columns. NULL is what is missing."""

    name: str
    ledger: str
    columns: tuple[GivenColumn, ...]

    def column(self, source: str) -> GivenColumn:
        """The column that holds a column of the ledger itself. Raises KeyError if there is none."""
        for column in self.columns:
            if column.source == source and not column.of_roster:
                return column
        raise KeyError(source)


def type_of_cells(cells: ColumnType) -> Type:
    """What a column of a ledger holds."""
    return _TYPES.get(cells, Type.NUMBER)


def relations(book: RuleBook) -> tuple[GivenTable, ...]:
    """All tables that the query of a book reads, first the roster.

    ``_population`` counts populations from 0, ``_unit`` the units of each in roster order from 0,
    ``_line`` is the line of a row in its file. A ledger without units has no column 单位.
    Names are as in the book, save those that are too long for a database.
    """
    text = Type.TEXT
    names = Names()
    roster = [(POPULATION, Type.ROW), (UNIT, Type.NUMBER), ("单位", text), ("类别", text), ("序列", text)]
    given = [GivenColumn(name, name, kind, of_roster=True) for name, kind in roster]
    found = [GivenTable(names.reserve("", GIVEN_UNITS), "", tuple(given))]
    for ledger in book.schema.ledgers:
        name = names.new("", ledger.name)
        keys = [(POPULATION, Type.ROW), (LINE, Type.NUMBER), *([] if ledger.shared else [("单位", text)])]
        columns = [GivenColumn(names.reserve(name, key), key, kind, of_roster=True) for key, kind in keys]
        for column in ledger.columns:
            kind = type_of_cells(column.type)
            columns.append(GivenColumn(names.new(name, column.name), column.name, kind, column.places))
        found.append(GivenTable(name, ledger.name, tuple(columns)))
    return tuple(found)
