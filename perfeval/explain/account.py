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
    """One ledger row: its ledger, its line in the file, what became of it, points, and why.

    value: what a computing sentence makes of it or counts of it, in words ("": nothing).
    """

    table: str
    line: int
    status: Status
    points: str | None
    why: str
    cells: tuple[str, ...] = ()
    value: str = ""

    def changed(self, status: Status, why: str) -> RowEntry:
        """The same row, of which something else is told."""
        return RowEntry(self.table, self.line, status, self.points, why, self.cells, self.value)

    def data(self) -> object:
        """The entry as plain data; of cells nothing is told."""
        data = {
            "table": self.table,
            "row": self.line,
            "status": self.status.value,
            "points": self.points,
            "why": self.why,
        }
        return {**data, "value": self.value} if self.value else data

    @property
    def told(self) -> str:
        """All of it as one text, for comparison."""
        fields = (self.table, repr(self.line), self.status.value, self.points or "", self.why, self.value)
        return "\x1f".join((*fields, *self.cells))


# What one rule of a clause came to: why, further sentences, and the rows behind it.
Sentence = tuple[str, tuple[str, ...], tuple[RowEntry, ...]]


@frozen
class ClauseEntry:
    """One clause: points as text (None where the clause does not score), money in 元, reasons.

    lines: further sentences on how its numbers came about, each on a line of its own. told: where
    sentences that compute stand in the clause, what each rule came to, with its further sentences.
    """

    clause: str
    citation: str
    quote: str
    status: Status
    points: str | None
    money: str | None
    why: str
    rows: tuple[RowEntry, ...]
    reading: tuple[str, str] | None
    lines: tuple[str, ...] = ()
    told: tuple[Sentence, ...] = ()


@frozen
class RowResults:
    """The results of the unit's rows of one ledger, which the book lists; cells as text.

    lines: for each row its line in the file.
    """

    ledger: str
    names: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Account:
    """The account of one unit.

    results: the fields of the record that apply to the unit, name and value in words. sums: how
    the scores add up, one line a formula, the total first. grading: how the grade came about, one
    sentence a line. clauses: one entry for each clause of the book, in book order. chosen: the
    readings that the account rests on. taken: what other books gave, one sentence a book. row_results:
    what the book lists of the unit's rows.
    """

    unit: str
    title: str
    record: Record
    results: tuple[tuple[str, str], ...]
    sums: tuple[str, ...]
    grading: tuple[str, ...]
    clauses: tuple[ClauseEntry, ...]
    chosen: tuple[ChosenReading, ...]
    taken: tuple[str, ...] = ()
    row_results: tuple[RowResults, ...] = ()


@frozen
class Part:
    """What one rule of a clause gave; the parts of a clause become its entry.

    computing: the rule is a sentence that computes, told on a line of its own.
    """

    status: Status
    why: str
    points: int | None = None
    places: int = 0
    money: str | None = None
    rows: tuple[RowEntry, ...] = field(default=())
    lines: tuple[str, ...] = ()
    computing: bool = False
