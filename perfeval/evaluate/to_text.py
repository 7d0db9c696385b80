"""Results as text: a table for each series, ranked, and one for the units outside the ranking."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Field, Record, records_of
from perfeval.source.text_table import text_table
from perfeval.tables.conditions import GRADE
from perfeval.tables.model import UNIT_GRAIN, Kind, RankStep


def outcome_to_text(outcome: Outcome) -> str:
    """Ranked units by series, then the others, then the readings that the results rest on."""
    records = records_of(outcome)
    shown = _columns(outcome)
    remarks = _of_kind(outcome, Kind.BOOL)
    parts = [outcome.book.title]
    rank = shown[0]
    for series in outcome.book.series:
        members = [record for record in records if record["序列"] == series.name]
        members.sort(key=lambda record: _order(record, rank))
        parts.append(_table(f"{series.name}（{len(members)}个单位）", members, shown, remarks))
    others = [record for record in records if record["序列"] is None]
    if others:
        parts.append(_table("不设序列的单位", others, shown, remarks))
    parts.append(_readings(outcome))
    return "\n\n".join(parts)


def _columns(outcome: Outcome) -> list[str]:
    """Rank, unit, score ranked by, grade, first amount of money and all lists, as the book has them."""
    ranking = next((node for node in outcome.model.nodes if isinstance(node, RankStep)), None)
    names = [ranking.name, "单位", ranking.by, GRADE] if ranking else ["单位"]
    money = [
        name
        for name in outcome.book.results
        if (column := outcome.model.columns.get((UNIT_GRAIN, name))) is not None and column.unit == "元"
    ]
    return [*names, *money[:1], *_of_kind(outcome, Kind.LIST)]


def _of_kind(outcome: Outcome, kind: Kind) -> list[str]:
    """Results of one kind that clauses compute (facts that are merely repeated are left out)."""
    made = [name for node in outcome.model.nodes for name in (*getattr(node, "outputs", ()), node.name)]
    return [
        name
        for name in outcome.book.results
        if name in made
        and (column := outcome.model.columns.get((UNIT_GRAIN, name))) is not None
        and column.kind is kind
    ]


def _order(record: Record, rank: str) -> tuple[bool, int]:
    place = record.get(rank)
    return (not isinstance(place, int), place if isinstance(place, int) else 0)


def _table(title: str, records: Sequence[Record], names: Sequence[str], remarks: Sequence[str]) -> str:
    noted = [name for name in remarks if name.startswith("待") and any(record[name] for record in records)]
    headers = [*names, *noted]
    rows = [[_cell(record.get(name)) for name in headers] for record in records]
    return f"{title}\n{text_table(headers, rows)}"


def _cell(value: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    return "；".join(value) if isinstance(value, list) else str(value)


def _readings(outcome: Outcome) -> str:
    chosen = [f"  {name}＝{option}" for name, option in outcome.model.readings.items()]
    return "\n".join(["所用的口径", *chosen])


def outcome_to_csv(outcome: Outcome) -> str:
    """All fields of all records; lists are joined by ；, 是/否 as words, nothing as an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(outcome.book.results)
    for record in records_of(outcome):
        writer.writerow([_csv_cell(record[name]) for name in outcome.book.results])
    return text.getvalue()


def _csv_cell(value: Field) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return _cell(value)
