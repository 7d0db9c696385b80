"""What any database is asked for, and what becomes of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.outcome import Outcome, Value
from perfeval.evaluate.run import run
from perfeval.sql.dialect import Dialect
from perfeval.sql.loading import Loaded, Population, in_line_order, loaded_tables
from perfeval.sql.lowering import Lowered
from perfeval.sql.outcome import Fetched, outcomes_of
from perfeval.sql.query import Result


class TooLargeError(Exception):
    """A number grew beyond what the database can hold."""


class Database(Protocol):
    """A connection to a database."""

    @property
    def dialect(self) -> Dialect:
        """How it wants to be asked."""

    def load(self, table: Loaded) -> None:
        """Make a table for the time of the connection, and fill it."""

    def queries(self, lowered: Lowered) -> Sequence[Result]:
        """The queries for units and rows; what they read is made ready. Raises TooLargeError."""

    def rows(self, text: str) -> Sequence[tuple[Value, ...]]:
        """What a query gives. Raises TooLargeError."""


def run_in(database: Database, lowered: Lowered, populations: Sequence[Population]) -> list[Checked[Outcome]]:
    """Several populations in one query, each with the outcome that it has by itself.

    Where the query says that anything is wrong with one, the evaluation itself does the work and words
    what it finds; so too where a number grows beyond what the database can hold.
    """
    fit = [each for each in populations if in_line_order(each[1])]
    outcomes: list[Outcome | None] = [None] * len(fit)
    for table in loaded_tables(lowered.book, fit):
        database.load(table)
    with suppress(TooLargeError):
        outcomes = outcomes_of(lowered, fit, _fetched(database, lowered))
    left = iter(outcomes)
    found = []
    for own, facts in populations:
        outcome = next(left) if in_line_order(facts) else None
        found.append(run(own, lowered.model, facts) if outcome is None else Checked(outcome))
    return found


def _fetched(database: Database, lowered: Lowered) -> Fetched:
    """All columns of units and rows, in the order of their populations."""
    fetched: dict[tuple[str, str], Sequence[Value]] = {}
    for result in database.queries(lowered):
        rows = database.rows(result.text)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(result.outputs)
        for output, values in zip(result.outputs, columns, strict=True):
            fetched[result.grain, output.name] = values
    return fetched
