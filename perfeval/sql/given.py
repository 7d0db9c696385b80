"""The relations that a plan starts from: the given tables, the units, and the rows of each ledger."""

from __future__ import annotations

from perfeval.analysis.ends import column_ends
from perfeval.rulebook.book import RuleBook
from perfeval.sql.builder import Builder
from perfeval.sql.expression import Expr, Join, Lit, Ref, Type
from perfeval.sql.names import Names
from perfeval.sql.plan import LINE, POPULATION, UNIT, WRONG, Base, Column, Plan, Relation
from perfeval.sql.relations import GIVEN_UNITS, GivenTable, relations
from perfeval.tables.model import Kind, Model
from perfeval.tables.places import UNIT_GRAIN, Place

_UNIT_KEYS = (POPULATION, UNIT)
_ROW_KEYS = (POPULATION, LINE)
_SAME_UNIT = ((POPULATION, "=", POPULATION), ("单位", "=", "单位"))


def started(book: RuleBook, model: Model) -> Builder:
    """A builder with the relations that are given, and what they say of units."""
    builder = Builder(book, model, column_ends(book, model), Plan({}), Names())
    tables = relations(book)
    for table in tables:
        relation = Relation(_given(table), table.name, (), None)
        for column in table.columns:
            relation.columns[column.name] = Column(column.name, Ref(column.name), column.type, 0)
        builder.add(relation)
    _units(builder, tables[1:])
    for table in tables[1:]:
        # A ledger may be called 单位; it has one row a unit, and its columns are those of the units.
        if table.ledger != UNIT_GRAIN:
            _rows(builder, table)
    return builder


def _given(table: GivenTable) -> str:
    """The relation of a given table, which no grain is called like."""
    return f"given\n{table.name}"


def _units(builder: Builder, ledgers: tuple[GivenTable, ...]) -> None:
    units = Relation(UNIT_GRAIN, UNIT_GRAIN, _UNIT_KEYS, Base(f"given\n{GIVEN_UNITS}", 1))
    builder.add(units)
    _keys(builder, units)
    for name in ("单位", "类别", "序列"):
        units.columns[name] = Column(builder.names.reserve(UNIT_GRAIN, name), Ref(name), Type.TEXT, 1)
        builder.found[UNIT_GRAIN, name] = Ref(name)
    for table in ledgers:
        ledger = builder.book.schema.ledger(table.ledger)
        if ledger is None or not ledger.per_unit:
            continue
        for column in ledger.columns:
            given = table.column(column.name)
            name = builder.names.new(UNIT_GRAIN, column.name)
            expr = Ref(given.name, Join(_given(table), _SAME_UNIT))
            units.columns[name] = Column(name, expr, given.type, 1, ledger.name)
            builder.found[UNIT_GRAIN, column.name] = Ref(name)
            _bound(builder, (UNIT_GRAIN, column.name), column.type.greatest)


def _rows(builder: Builder, table: GivenTable) -> None:
    """A ledger with a row for each element, each with the number of its unit."""
    ledger = builder.book.schema.ledger(table.ledger)
    assert ledger is not None
    rows = Relation(ledger.name, table.name, _ROW_KEYS, Base(_given(table), 1))
    builder.add(rows)
    _keys(builder, rows)
    # Rows about no unit are kept with the first of their population.
    unit: Expr = Lit(0) if ledger.shared else Ref(UNIT, Join(f"given\n{GIVEN_UNITS}", _SAME_UNIT))
    rows.columns[UNIT] = Column(builder.names.reserve(rows.name, UNIT), unit, Type.NUMBER, 1)
    for column in ledger.columns:
        given = table.column(column.name)
        name = builder.names.new(rows.name, column.name)
        rows.columns[name] = Column(name, Ref(given.name), given.type, 1)
        builder.found[ledger.name, column.name] = Ref(name)
        _bound(builder, (ledger.name, column.name), column.type.greatest)


def _keys(builder: Builder, relation: Relation) -> None:
    for key in relation.keys:
        builder.names.reserve(relation.name, key)
        kind = Type.ROW if key == POPULATION else Type.NUMBER
        relation.columns[key] = Column(key, Ref(key), kind, 1)
    builder.names.reserve(relation.name, WRONG)


def _bound(builder: Builder, place: Place, most: int) -> None:
    if builder.model.columns[place].kind is Kind.NUMBER:
        builder.bounds[place] = builder.narrowed(place, (-most, most))
