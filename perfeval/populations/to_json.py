"""Results of many populations as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.evaluate.readings import NO_DECISIONS, Decisions, chosen_readings
from perfeval.evaluate.records import Record, records_of, row_records_of
from perfeval.evaluate.to_json import chosen_to_json
from perfeval.populations.evaluation import Evaluation, Result
from perfeval.populations.keys import Key


def evaluation_to_json(
    evaluation: Evaluation, results: Iterable[Result], decisions: Decisions = NO_DECISIONS
) -> dict[str, object]:
    """As ``outcome_to_json``, each record with its population's columns in front.

    ``populations``: the names of these columns. ``without_results``: the populations in which something
    is wrong; ``diagnostics`` say what, and all else that was found.
    """
    book, model, names = evaluation.book, evaluation.model, evaluation.names
    records: list[Record] = []
    rows: dict[str, list[Record]] = {each.ledger: [] for each in book.row_results}
    for result in results:
        own = fields_of(names, result.key)
        records.extend({**own, **record} for record in records_of(result.outcome))
        for ledger, found in row_records_of(result.outcome).items():
            rows[ledger].extend({**own, **record} for record in found)
    without = [dict(fields_of(names, key)) for key in evaluation.told.without]
    return {
        "version": 1,
        "rulebook": {"title": book.title, "sha256": book.sha256},
        "readings": dict(model.readings),
        "chosen": chosen_to_json(chosen_readings(book, model.readings, decisions)),
        "populations": list(names),
        "records": records,
        **({"rows": rows} if book.row_results else {}),
        "without_results": without,
        "diagnostics": [diagnostic_to_json(each) for each in evaluation.findings()],
    }


def fields_of(names: Sequence[str], key: Key) -> Record:
    """A population as fields of a record."""
    return dict(zip(names, key, strict=True))
