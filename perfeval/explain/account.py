"""An account: what each clause of the book gave one unit, and how its grade came about."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from perfeval.evaluate.readings import ChosenReading
from perfeval.evaluate.records import Record


class Status(Enum):
    """What became of a clause or a ledger row for the unit; the value is the word users see."""

    COUNTED = "计入"
    NOT_COUNTED = "未计"
    NOT_APPLICABLE = "不适用"
    CAPPED = "封顶"
    ABSORBED = "吸收"
    OUT_OF_YEAR = "超期"
    VETOED = "否决"
    REMARK = "说明"


@frozen
class RowEntry:
    """One ledger row: its ledger, its line in the file, what became of it, points, and why."""

    table: str
    line: int
    status: Status
    points: str | None
    why: str
    cells: tuple[str, ...] = ()


@frozen
class ClauseEntry:
    """One clause: points as text (None where the clause does not score), money in 元, reasons."""

    clause: str
    citation: str
    quote: str
    status: Status
    points: str | None
    money: str | None
    why: str
    rows: tuple[RowEntry, ...]
    reading: tuple[str, str] | None


@frozen
class Account:
    """The account of one unit.

    results: the fields of the record that apply to the unit, name and value in words. sums: how
    the scores add up, one line a formula, the total first. grading: how the grade came about, one
    sentence a line. clauses: one entry for each clause of the book, in book order. chosen: the
    readings that the account rests on.
    """

    unit: str
    title: str
    record: Record
    results: tuple[tuple[str, str], ...]
    sums: tuple[str, ...]
    grading: tuple[str, ...]
    clauses: tuple[ClauseEntry, ...]
    chosen: tuple[ChosenReading, ...]


@frozen
class Part:
    """What one rule of a clause gave; the parts of a clause become its entry."""

    status: Status
    why: str
    points: int | None = None
    places: int = 0
    money: str | None = None
    rows: tuple[RowEntry, ...] = field(default=())
