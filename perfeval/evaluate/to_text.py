"""Results as text: a table for each series, ranked, and one for the units outside the ranking."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, Decisions, chosen_readings, show_chosen
from perfeval.evaluate.records import Field, Record, records_of, result_names, row_records_of
from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.quantity.units import RATE
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.rules import Remark
from perfeval.source.text_table import text_table
from perfeval.source.width import display_width
from perfeval.tables.conditions import GRADE
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.tables.to_text_layout import GAP, HEADER_MARGIN, hang

WIDTH = 110
# A table of so many screen columns stays in one piece; a wider one is divided.
WIDEST = 150
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def outcome_to_text(outcome: Outcome, decisions: Decisions = NO_DECISIONS) -> str:
    """Ranked units by series, then the others, then the readings that the results rest on, and why.

    decisions: why readings other than the adopted ones were chosen.
    """
    parts = [outcome.book.title, *result_tables(outcome)]
    if outcome.model.readings:
        parts.append(readings_used(outcome.book, outcome.model.readings, decisions))
    parts.append(ledgers_read(row_counts(outcome)))
    return "\n\n".join(parts)


def result_tables(outcome: Outcome) -> list[str]:
    """A table for each series, one for the other units, and one for each ledger whose rows have results."""
    records = records_of(outcome)
    shown = _columns(outcome)
    remarks = _remarks(outcome)
    parts: list[str] = []
    placed = list(zip(outcome.book.units, records, strict=True))
    for series in outcome.book.series:
        members = [record for unit, record in placed if unit.series == series.name]
        members.sort(key=lambda record: _order(record, shown[0]))
        title = f"{series.name}（{len(members)}个单位）"
        parts.append(_table(title, _told(outcome, members), shown, remarks))
    others = [record for unit, record in placed if unit.series is None]
    if others:
        parts.append(_table(_others(outcome, len(others)), _told(outcome, others), shown, remarks))
    for ledger, rows in row_records_of(outcome).items():
        names = next(list(each.fields) for each in outcome.book.row_results if each.ledger == ledger)
        parts.append(_table(f"{ledger}（{len(rows)}条）", _told(outcome, rows, ledger), names, ()))
    return parts


def _columns(outcome: Outcome) -> list[str]:
    """Rank, unit, score ranked by, grade, first amount of money and all lists, as the book has them."""
    ranking = outcome.model.ranking
    results = result_names(outcome)
    if ranking is None:
        return [name for name in results if outcome.book.results or name not in ("类别", "序列")]
    names = [ranking.name, "单位", ranking.by, GRADE]
    money = [
        name
        for name in results
        if (column := outcome.model.columns.get((UNIT_GRAIN, name))) is not None and column.unit == "元"
    ]
    return [*names, *money[:1], *_of_kind(outcome, Kind.LIST)]


def _remarks(outcome: Outcome) -> list[str]:
    """Results that clauses remark on units (注明)."""
    rules = [
        rule
        for clause in outcome.book.clauses
        for rule in clause.rules_under(
            outcome.model.readings.get(clause.reading.name) if clause.reading else None
        )
    ]
    return list(dict.fromkeys(rule.name for rule in rules if isinstance(rule, Remark)))


def _of_kind(outcome: Outcome, kind: Kind) -> list[str]:
    """Results of one kind that clauses compute (facts that are merely repeated are left out)."""
    made = [name for node in outcome.model.nodes for name in (*getattr(node, "outputs", ()), node.name)]
    return [
        name
        for name in result_names(outcome)
        if name in made
        and (column := outcome.model.columns.get((UNIT_GRAIN, name))) is not None
        and column.kind is kind
    ]


def _others(outcome: Outcome, count: int) -> str:
    """What the table of units without a series is called."""
    return "不设序列的单位" if outcome.book.series else f"全部单位（{count}个）"


def _told(outcome: Outcome, records: Sequence[Record], grain: str = UNIT_GRAIN) -> list[Record]:
    """Records for people: rates as per cent."""
    columns = outcome.model.columns
    rates = [name for (owner, name), column in columns.items() if owner == grain and column.unit == RATE]
    return [
        {name: _per_cent(value) if name in rates else value for name, value in record.items()}
        for record in records
    ]


def _per_cent(value: Field) -> Field:
    """0.8537 as 85.37%; what is no number stays as it is."""
    if not isinstance(value, str):
        return value
    sign, body = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, _, decimals = body.partition(".")
    left, right = (whole + decimals.ljust(2, "0")[:2]).lstrip("0") or "0", decimals[2:]
    return f"{sign}{left}{'.' if right else ''}{right}%"


def _order(record: Record, rank: str) -> tuple[bool, int]:
    place = record.get(rank)
    return (not isinstance(place, int), place if isinstance(place, int) else 0)


def _table(title: str, records: Sequence[Record], names: Sequence[str], remarks: Sequence[str]) -> str:
    noted = [
        name for name in remarks if name not in names and any(record.get(name) is True for record in records)
    ]
    headers = [*names, *noted]
    rows = [[_cell(record.get(name)) for name in headers] for record in records]
    return f"{title}\n" + "\n\n".join(text_table(*each) for each in _side_by_side(headers, rows))


def _side_by_side(
    headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[tuple[list[str], list[list[str]]]]:
    """The columns in as many tables as it takes to keep each narrow; the first column stands in all.

    Two columns stand in front where the first is the rank and the second the unit.
    """
    front = 2 if len(headers) > 1 and headers[1] == UNIT_COLUMN else 1
    widths = [
        max(display_width(header) + HEADER_MARGIN, *(display_width(row[place]) for row in rows), 0) + GAP
        for place, header in enumerate(headers)
    ]
    if sum(widths) <= WIDEST:
        return [(list(headers), [list(row) for row in rows])]
    blocks: list[list[int]] = [[]]
    for place in range(front, len(headers)):
        if blocks[-1] and sum(widths[each] for each in (*range(front), *blocks[-1], place)) > WIDTH:
            blocks.append([])
        blocks[-1].append(place)
    places = [[*range(front), *block] for block in blocks]
    return [
        ([headers[each] for each in block], [[row[each] for each in block] for row in rows])
        for block in places
    ]


def _cell(value: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    return "；".join(value) if isinstance(value, list) else str(value)


def readings_used(book: RuleBook, readings: Mapping[str, str], decisions: Decisions) -> str:
    """The readings that results rest on, and why they were chosen."""
    chosen = chosen_readings(book, readings, decisions)
    return "\n".join(["所用的口径", *(hang(show_chosen(each), WIDTH, "  ", "    ") for each in chosen)])


def row_counts(outcome: Outcome) -> dict[str, int]:
    """How many rows each ledger of the book gave."""
    return {each.name: len(outcome.facts.tables[each.name]) for each in outcome.book.schema.ledgers}


def ledgers_read(rows: Mapping[str, int]) -> str:
    """How many rows each ledger gave; one that was forgotten shows here."""
    counted = "、".join(f"{ledger}{count}行" for ledger, count in rows.items() if count)
    empty = [ledger for ledger, count in rows.items() if not count]
    lines = ["所读的台账", f"  {counted}"]
    if empty:
        lines.append(f"  没有记录（没有文件，或只有表头）：{'、'.join(empty)}")
    return "\n".join(lines)


def outcome_to_csv(outcome: Outcome) -> str:
    """All fields of all records; lists are joined by ；, 是/否 as words, nothing as an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = result_names(outcome)
    writer.writerow([csv_cell(name) for name in names])
    for record in records_of(outcome):
        writer.writerow([csv_cell(record[name]) for name in names])
    return text.getvalue()


def csv_cell(value: Field) -> str:
    """One field of a record as a cell of a CSV file."""
    if isinstance(value, bool):
        return "是" if value else "否"
    shown = _cell(value)
    # A spreadsheet would run such a text as a formula, in quotes or not; a negative number is none.
    runs = shown.startswith(_FORMULA_SIGNS) and not _NEGATIVE.fullmatch(shown)
    return f"'{shown}" if runs else shown
