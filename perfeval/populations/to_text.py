"""Results of many populations as text: for people, and as one CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from perfeval.evaluate.readings import NO_DECISIONS, Decisions
from perfeval.evaluate.records import records_of, result_names
from perfeval.evaluate.to_text import csv_cell, ledgers_read, readings_used, result_tables, row_counts
from perfeval.populations.evaluation import Result
from perfeval.populations.keys import shown
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model


def results_to_text(
    book: RuleBook,
    model: Model,
    names: Sequence[str],
    results: Iterable[Result],
    decisions: Decisions = NO_DECISIONS,
) -> Iterator[str]:
    """Pieces of text: each population under its name, then the readings and ledgers of all of them."""
    rows: dict[str, int] = {}
    for number, result in enumerate(results):
        if not number:
            yield f"{book.title}\n"
        yield "\n" + "\n\n".join([shown(names, result.key), *result_tables(result.outcome)]) + "\n"
        for ledger, count in row_counts(result.outcome).items():
            rows[ledger] = rows.get(ledger, 0) + count
    if not rows:
        return
    if model.readings:
        yield f"\n{readings_used(book, model.readings, decisions)}\n"
    yield f"\n{ledgers_read(rows)}\n"


def results_to_csv(names: Sequence[str], results: Iterable[Result]) -> Iterator[str]:
    """Pieces of a CSV file: as that of one population, with the population's columns in front."""
    for number, result in enumerate(results):
        fields = result_names(result.outcome)
        own = [csv_cell(value) for value in result.key]
        lines = [
            [*own, *(csv_cell(record[name]) for name in fields)] for record in records_of(result.outcome)
        ]
        header: list[list[str]] = [] if number else [[csv_cell(name) for name in (*names, *fields)]]
        yield _lines([*header, *lines])


def _lines(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
