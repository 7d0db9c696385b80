"""Whether tables that a database already has hold facts as the reader of ledgers would let pass.

Each check is a query that counts what is not in order; the plan relies on what they check.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook
from perfeval.sql import expression as x
from perfeval.sql.dialect import Dialect
from perfeval.sql.plan import LINE, POPULATION, UNIT
from perfeval.sql.printer import Printer
from perfeval.sql.relations import GivenTable, relations

_YEARS = (1000, 9999)


@frozen
class Check:
    """text: a query for how many rows are not in order. what: what is wrong with them. table: where."""

    what: str
    table: str
    text: str


def fact_checks(book: RuleBook, dialect: Dialect) -> tuple[Check, ...]:
    """All checks of the tables of a book."""
    roster, *ledgers = relations(book)
    found = list(_roster_checks(_Table(Printer(dialect), roster), book))
    for given in ledgers:
        ledger = book.schema.ledger(given.ledger)
        assert ledger is not None
        found.extend(_ledger_checks(_Table(Printer(dialect), given), ledger, roster))
    return tuple(found)


@frozen(eq=False)
class _Table:
    """A given table, and how its queries are written."""

    printer: Printer
    given: GivenTable

    @property
    def name(self) -> str:
        return self.printer.quoted(self.given.name)

    def where(self, what: str, condition: x.Expr) -> Check:
        """How many rows there are of which a condition holds."""
        return self.counted(what, f"{self.name} WHERE {self.printer.text(condition)}")

    def twice(self, what: str, columns: tuple[str, ...]) -> Check:
        """How many values of these columns stand in several rows."""
        listed = ", ".join(self.printer.quoted(each) for each in columns)
        return self.groups(what, listed, "> 1")

    def without(self, what: str, other: GivenTable, where: x.Expr = x.TRUE) -> Check:
        """How many rows have no row of the same unit in another table."""
        quoted = self.printer.quoted
        same = " AND ".join(f"t.{quoted(key)} = s.{quoted(key)}" for key in (POPULATION, "单位"))
        inner = f"SELECT 1 FROM {quoted(other.name)} AS t WHERE {same}"  # noqa: S608 - quoted names
        chosen = "" if where == x.TRUE else f"{self.printer.text(where)} AND "
        return self.counted(what, f"{self.name} AS s WHERE {chosen}NOT EXISTS ({inner})")

    def groups(self, what: str, columns: str, size: str) -> Check:
        """How many groups of rows that are alike in these columns are of a size."""
        inner = f"SELECT {columns} FROM {self.name} GROUP BY {columns}"  # noqa: S608 - quoted names
        return self.counted(what, f"({inner} HAVING COUNT(*) {size}) AS t")

    def counted(self, what: str, source: str) -> Check:
        """How many rows there are in what stands behind FROM."""
        return Check(what, self.given.name, f"SELECT COUNT(*) FROM {source}")  # noqa: S608 - quoted names


def _roster_checks(table: _Table, book: RuleBook) -> Iterator[Check]:
    for column in table.given.columns[:4]:
        yield table.where(f"“{column.name}”为空", x.IsNull(x.Ref(column.name)))
    yield table.twice("同一群体里有相同的单位", (POPULATION, "单位"))
    yield table.twice("同一群体里有相同的序号 _unit", (POPULATION, UNIT))
    if book.sampled is not None:
        return
    places = tuple((x.Lit(unit.name), x.Lit(number)) for number, unit in enumerate(book.units))
    groups = {
        "类别": tuple((x.Lit(unit.name), x.Lit(unit.category)) for unit in book.units),
        "序列": tuple((x.Lit(unit.name), x.Lit(unit.series or "")) for unit in book.units),
    }
    own = x.Case(places, subject=x.Ref("单位"))
    other_place = x.some([x.IsNull(own), x.Op("<>", own, x.Ref(UNIT))])
    yield table.where("单位不是规则书里的，或序号 _unit 不是它在规则书里的次序（从0数起）", other_place)
    for name, whens in groups.items():
        listed = x.coalesce(x.Case(whens, subject=x.Ref("单位")), x.Lit(""))
        given = x.coalesce(x.Ref(name), x.Lit(""))
        yield table.where(f"单位的{name}与规则书不同", x.Op("<>", given, listed))
    yield table.groups("有群体缺单位", table.printer.quoted(POPULATION), f"<> {len(book.units)}")


def _ledger_checks(table: _Table, ledger: Ledger, roster: GivenTable) -> Iterator[Check]:
    for key in (POPULATION, LINE):
        yield table.where(f"“{key}”为空", x.IsNull(x.Ref(key)))
    yield table.twice("同一群体里有相同的行号 _line", (POPULATION, LINE))
    about: tuple[str, ...] = (POPULATION,)
    if not ledger.shared:
        about = (POPULATION, "单位")
        yield table.without("单位不在花名册 _units 里", roster)
    if ledger.per_unit:
        yield table.twice("一个单位有几行", about)
    keys = tuple(table.given.column(name).name for name in ledger.key)
    if keys:
        yield table.twice(f"同一单位有相同的{'、'.join(ledger.key)}", (*about, *keys))
    if ledger.required:
        excepted = x.Not(x.In(x.Ref("单位"), ledger.excepted)) if ledger.excepted else x.TRUE
        yield _Table(table.printer, roster).without(f"有单位在“{ledger.name}”里没有行", table.given, excepted)
    for column in ledger.columns:
        yield from _column_checks(table, ledger, column)


def _column_checks(table: _Table, ledger: Ledger, column: Column) -> Iterator[Check]:
    own = x.Ref(table.given.column(column.name).name)
    if not column.optional:
        yield table.where(f"“{column.name}”为空", x.IsNull(own))
    if column.values:
        yield table.where(f"“{column.name}”不是规定的取值", x.Not(x.In(own, column.values)))
    if column.type is ColumnType.YEAR or column.type.is_number:
        low, high = column.ends
        if column.type is ColumnType.YEAR:
            low, high = max(_YEARS[0], low or 0), min(_YEARS[1], _YEARS[1] if high is None else high)
        greatest = column.type.greatest
        ends = [
            x.Op("<", own, x.Lit(-greatest if low is None else low)),
            x.Op(">", own, x.Lit(greatest if high is None else high)),
        ]
        yield table.where(f"“{column.name}”超出范围", x.some(list(ends)))
    for op, other in ((">", column.high_column), ("<", column.low_column)):
        bound = None if other is None else ledger.column(other)
        if bound is not None:
            places = max(column.places, bound.places)
            mine, yours = (_at_places(table, each, places) for each in (column, bound))
            yield table.where(f"“{column.name}”与“{bound.name}”对不上", x.Op(op, mine, yours))
    if column.fill_in is not None:
        state = x.In(x.Ref(table.given.column(column.fill_in.column).name), (column.fill_in.value,))
        wanted = x.Lit(column.fill_in.number.scaled(column.places))
        yield table.where(f"“{column.name}”没有照规定填写", x.every([state, x.Op("<>", own, wanted)]))


def _at_places(table: _Table, column: Column, places: int) -> x.Expr:
    own: x.Expr = x.Cast(x.Ref(table.given.column(column.name).name), x.Type.WIDE)
    factor = power_of_ten(places - column.places)
    return own if factor == 1 else x.Op("*", own, x.Lit(factor))
