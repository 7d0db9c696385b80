"""What the examples of a book have to show, and whether they do."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from attrs import field, frozen

from perfeval.tables.cells import AnyValue, Cell
from perfeval.tables.model import Output, Row, Table


class GoalKind(Enum):
    """What is to be shown; the value is the word that users see."""

    ROW = "决策表的行"
    CONDITION = "条件"
    CAP = "封顶"
    LIMIT = "限度"
    GROUP = "同组和记录"
    OPTION = "口径的选项"
    CLAUSE = "条款"


class Status(Enum):
    """Whether it is shown; the value is the word that users see."""

    SHOWN = "已测"
    MISSING = "未测"
    IMPOSSIBLE = "不可能"
    UNDECIDED = "未定"


@frozen
class RowGoal:
    """A row of a table fires (column None), or its condition on one column alone decides.

    Rows with equal conditions and answers in tables of one name are one row: under another reading
    most of a table stays as it is. row: the row itself, as cells by column. where: a table that has
    it, and its number there.
    """

    table: str
    row: tuple[tuple[tuple[str, Cell], ...], tuple[Output, ...], str]
    column: str | None
    where: tuple[Table, int] = field(eq=False, repr=False)


def row_goal(table: Table, number: int, column: str | None) -> RowGoal:
    """The goal about a row of a table, or about one of its conditions."""
    row = table.rows[number]
    return RowGoal(table.name, (conditions_of(table, row), row.outputs, row.clause), column, (table, number))


def conditions_of(table: Table, row: Row) -> tuple[tuple[str, Cell], ...]:
    """The cells of a row that ask for something, by column."""
    cells = zip(table.inputs, row.cells, strict=True)
    return tuple((name, cell) for name, cell in cells if not isinstance(cell, AnyValue))


@frozen
class CapGoal:
    """A limit binds, or stays without effect although there are points. step: the node that limits."""

    step: str
    binds: bool


@frozen
class OtherGoal:
    """Something that needs no proof: an option that is run, a clause that applies or does not."""

    name: str
    applies: bool = True


@frozen
class Goal:
    """One thing to be shown: by which clause, in words, and how it would be looked for."""

    kind: GoalKind
    clause: str
    words: str
    sought: RowGoal | CapGoal | OtherGoal


@frozen
class Result:
    """What became of a goal. note: on what a proof rests, or why nothing could be proved."""

    goal: Goal
    status: Status
    note: str = ""


# Says of a goal that is not shown whether it can be shown at all, and on what that rests.
Prover = Callable[[Goal], tuple[Status, str]]
