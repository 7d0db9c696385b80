"""Results as text: a table for each series, ranked, and one for the units outside the ranking."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, Decisions, chosen_readings, show_chosen
from perfeval.evaluate.records import Field, Record, records_of, result_names
from perfeval.rulebook.rules import Remark
from perfeval.source.text_table import text_table
from perfeval.tables.conditions import GRADE
from perfeval.tables.model import UNIT_GRAIN, Kind
from perfeval.tables.to_text_layout import hang

WIDTH = 110
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def outcome_to_text(outcome: Outcome, decisions: Decisions = NO_DECISIONS) -> str:
    """Ranked units by series, then the others, then the readings that the results rest on, and why.

    decisions: why readings other than the adopted ones were chosen.
    """
    records = records_of(outcome)
    shown = _columns(outcome)
    remarks = _remarks(outcome)
    parts = [outcome.book.title]
    placed = list(zip(outcome.book.units, records, strict=True))
    for series in outcome.book.series:
        members = [record for unit, record in placed if unit.series == series.name]
        members.sort(key=lambda record: _order(record, shown[0]))
        parts.append(_table(f"{series.name}（{len(members)}个单位）", members, shown, remarks))
    others = [record for unit, record in placed if unit.series is None]
    if others:
        parts.append(_table("不设序列的单位", others, shown, remarks))
    if outcome.model.readings:
        parts.append(_readings(outcome, decisions))
    parts.append(_ledgers(outcome))
    return "\n\n".join(parts)


def _columns(outcome: Outcome) -> list[str]:
    """Rank, unit, score ranked by, grade, first amount of money and all lists, as the book has them."""
    ranking = outcome.model.ranking
    results = result_names(outcome)
    if ranking is None:
        return list(results)
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


def _order(record: Record, rank: str) -> tuple[bool, int]:
    place = record.get(rank)
    return (not isinstance(place, int), place if isinstance(place, int) else 0)


def _table(title: str, records: Sequence[Record], names: Sequence[str], remarks: Sequence[str]) -> str:
    noted = [name for name in remarks if any(record.get(name) is True for record in records)]
    headers = [*names, *noted]
    rows = [[_cell(record.get(name)) for name in headers] for record in records]
    return f"{title}\n{text_table(headers, rows)}"


def _cell(value: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    return "；".join(value) if isinstance(value, list) else str(value)


def _readings(outcome: Outcome, decisions: Decisions) -> str:
    chosen = chosen_readings(outcome.book, outcome.model.readings, decisions)
    return "\n".join(["所用的口径", *(hang(show_chosen(each), WIDTH, "  ", "    ") for each in chosen)])


def _ledgers(outcome: Outcome) -> str:
    """How many rows each ledger gave; one that was forgotten shows here."""
    tables = [outcome.facts.tables[ledger.name] for ledger in outcome.book.schema.ledgers]
    counted = "、".join(f"{table.ledger}{len(table)}行" for table in tables if len(table))
    empty = [table.ledger for table in tables if not len(table)]
    lines = ["所读的台账", f"  {counted}"]
    if empty:
        lines.append(f"  没有记录（没有文件，或只有表头）：{'、'.join(empty)}")
    return "\n".join(lines)


def outcome_to_csv(outcome: Outcome) -> str:
    """All fields of all records; lists are joined by ；, 是/否 as words, nothing as an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = result_names(outcome)
    writer.writerow([_csv_cell(name) for name in names])
    for record in records_of(outcome):
        writer.writerow([_csv_cell(record[name]) for name in names])
    return text.getvalue()


def _csv_cell(value: Field) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    shown = _cell(value)
    # A spreadsheet would run such a text as a formula, in quotes or not; a negative number is none.
    runs = shown.startswith(_FORMULA_SIGNS) and not _NEGATIVE.fullmatch(shown)
    return f"'{shown}" if runs else shown
