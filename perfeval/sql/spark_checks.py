"""Which populations have facts that cannot be right, or hardly; what it is the reader of ledgers says."""

# ruff: noqa: S608 - all that goes into a query is quoted, or comes from here

from __future__ import annotations

from collections.abc import Iterator

from perfeval.ledger.limits import MAX_ROWS
from perfeval.ledger.schema import UNIT_COLUMN, ColumnType, Ledger
from perfeval.ledger.suspicions import YEARS
from perfeval.rulebook.book import RuleBook
from perfeval.sql.plan import POPULATION
from perfeval.sql.spark_cells import literal, quoted
from perfeval.sql.spark_facts import FAULTY, roster_view, rows_view


def faulty_populations(book: RuleBook) -> str:
    """A query for the numbers of all populations in whose facts anything is wrong."""
    parts = [part for ledger in book.schema.ledgers for part in _of_ledger(book, ledger)]
    return f"SELECT DISTINCT {quoted(POPULATION)} FROM ({' UNION ALL '.join(parts)})"


def _of_ledger(book: RuleBook, ledger: Ledger) -> Iterator[str]:
    rows, population, unit = quoted(rows_view(ledger.name)), quoted(POPULATION), quoted(UNIT_COLUMN)
    roster = quoted(roster_view())
    yield f"SELECT {population} FROM {rows} WHERE {quoted(FAULTY)}"
    yield _more_than(rows, (), MAX_ROWS)
    own = () if ledger.shared else (UNIT_COLUMN,)
    if ledger.per_unit:
        yield _more_than(rows, own, 1)
    if ledger.key:
        yield _more_than(rows, (*own, *ledger.key), 1)
    if ledger.shared:
        return
    if book.schema.roster not in (None, ledger.name):
        yield f"SELECT {population} FROM {rows} LEFT ANTI JOIN {roster} USING ({population}, {unit})"
    if ledger.required and ledger.name != book.schema.roster:
        excepted = ", ".join(literal(each) for each in ledger.excepted)
        but = f" WHERE {unit} NOT IN ({excepted})" if excepted else ""
        yield (
            f"SELECT {population} FROM (SELECT * FROM {roster}{but}) "
            f"LEFT ANTI JOIN {rows} USING ({population}, {unit})"
        )


def warned_populations(book: RuleBook) -> str:
    """A query for the numbers of populations with rows that are hardly meant so; see ``_hardly_meant``."""
    parts = [part for ledger in book.schema.ledgers for part in _hardly_meant(book, ledger)]
    return f"SELECT DISTINCT {quoted(POPULATION)} FROM ({' UNION ALL '.join(parts)})" if parts else ""


def _hardly_meant(book: RuleBook, ledger: Ledger) -> Iterator[str]:
    """Equal rows and days far from the year, as ``perfeval.ledger.suspicions`` has them.

    Texts that only look equal are not looked for: Spark cannot say what a reader takes for the same.
    """
    types = [column.type for column in ledger.columns]
    rows = quoted(rows_view(ledger.name))
    if not ledger.per_unit and not ledger.key and (ColumnType.TEXT in types or ColumnType.DATE in types):
        own = () if ledger.shared else (UNIT_COLUMN,)
        yield _more_than(rows, (*own, *(column.name for column in ledger.columns)), 1)
    first, last = book.year[0].year - YEARS, book.year[0].year + YEARS
    for column in ledger.columns:
        if column.type in (ColumnType.DATE, ColumnType.YEAR):
            name = quoted(column.name)
            year = f"YEAR({name})" if column.type is ColumnType.DATE else name
            yield f"SELECT {quoted(POPULATION)} FROM {rows} WHERE {year} NOT BETWEEN {first} AND {last}"


def _more_than(rows: str, names: tuple[str, ...], most: int) -> str:
    """Populations in which more than so many rows are alike in these columns."""
    keys = ", ".join(map(quoted, (POPULATION, *names)))
    return f"SELECT {quoted(POPULATION)} FROM {rows} GROUP BY {keys} HAVING COUNT(*) > {most}"
