"""Conditions of rules -> cells over columns; counts and look-ups that they need become nodes."""

from __future__ import annotations

from perfeval.ledger.schema import ColumnType
from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.rulebook.expressions import Literal, Negative, Quantity, Sum
from perfeval.tables import errors
from perfeval.tables.cells import Among, Cell, Range, range_of, show_cell
from perfeval.tables.draft import Cells, Draft, RowDraft, both, make_table
from perfeval.tables.model import (
    UNIT_GRAIN,
    Column,
    Fixed,
    FormulaStep,
    Gather,
    Gathering,
    HitPolicy,
    Kind,
    LookupStep,
)

THIS_YEAR = "本年度"
GRADE = "等次"
GRADE_BY_SCORE = "按得分评的等次"


def count_column(cases: str) -> str:
    """The column that counts how many kinds of cases hold."""
    return f"{cases}数"


# ---------------------------------------------------------------- rows


def row_cells(draft: Draft, rows: c.RowSet) -> Cells:
    """The cells that pick the rows of a row set, those of the evaluation year only."""
    cells: Cells = {}
    if rows.ledger in draft.periods:
        cells[draft.periods[rows.ledger]] = Among((THIS_YEAR,))
    if rows.groups:
        column, cell = draft.group_cell(rows.groups)
        cells = both(cells, {column: cell})
    for test in rows.tests:
        cells = both(cells, _row_cell(draft, rows.ledger, test))
    return cells


def _row_cell(draft: Draft, ledger: str, test: c.RowTest) -> Cells:
    if isinstance(test, c.CellIs):
        if draft.column(ledger, test.column).kind is Kind.BOOL:
            return {test.column: Among(tuple(value == "是" for value in test.values))}
        return {test.column: Among(test.values)}
    if isinstance(test, c.CellWithin):
        return {test.column: range_of(test.interval, draft.column(ledger, test.column).places)}
    # 居后 n 位: counted from the end, the last place is 倒数第 1 位.
    name = f"{test.rank}倒数位次"
    if (ledger, name) not in draft.columns:
        draft.add_column(ledger, Column(name, Kind.NUMBER))
        one = Literal(Number(1, 0), "")
        from_end = Sum((Quantity(test.total), Negative(Quantity(test.rank)), one))
        draft.nodes.append(FormulaStep(name, "", ledger, from_end))
    return {name: Range(high=test.count)}


def show_rows(rows: c.RowSet) -> str:
    """A row set in words, the name of the table that picks it: 表彰（级别：国家级；对象：本单位）."""
    parts: list[str] = list(rows.groups)
    for test in rows.tests:
        if isinstance(test, c.CellIs):
            parts.append(f"{test.column}：{'或'.join(test.values)}")
        elif isinstance(test, c.AmongTheLast):
            parts.append(f"{test.rank}：{test.total}后{test.count}位")
        else:
            parts.append(f"{test.column}：{_show_interval(test.interval)}")
    return rows.ledger + (f"（{'；'.join(parts)}）" if parts else "")


def _show_interval(interval: Interval) -> str:
    places = max((end.places for end in (interval.low, interval.high) if end), default=0)
    return show_cell(range_of(interval, places))


def count_rows(draft: Draft, rows: c.RowSet, clause: Clause) -> str:
    """The column of units that counts the rows of a row set; made once for each row set."""
    picks, name = f"选出{show_rows(rows)}", f"{show_rows(rows)}的次数"
    if (UNIT_GRAIN, name) not in draft.columns:
        draft.add_column(rows.ledger, Column(picks, Kind.BOOL))
        draft.add_column(UNIT_GRAIN, Column(name, Kind.NUMBER, whole=True))
        row = RowDraft(row_cells(draft, rows), (Fixed(True),), clause.name)
        draft.nodes.append(make_table(picks, rows.ledger, (picks,), [row], HitPolicy.UNIQUE))
        draft.nodes.append(Gather(name, clause.name, rows.ledger, picks, Gathering.COUNT))
    return name


# ---------------------------------------------------------------- units


def unit_cells(
    draft: Draft, tests: tuple[c.UnitTest, ...], clause: Clause, grade_column: str = GRADE
) -> Cells:
    """The cells that hold for units that meet all tests; ``grade_column`` is what 评为 asks about."""
    cells: Cells = {}
    for test in tests:
        cells = both(cells, _unit_cell(draft, test, clause, grade_column))
    return cells


def _unit_cell(draft: Draft, test: c.UnitTest, clause: Clause, grade_column: str) -> Cells:
    if isinstance(test, c.Within):
        return {test.quantity: range_of(test.interval, draft.column(UNIT_GRAIN, test.quantity).places)}
    if isinstance(test, c.Holds):
        return {test.column: Among((test.wanted,))}
    if isinstance(test, c.Graded):
        return {grade_column: _grades(draft, test)}
    if isinstance(test, c.GradedInARow):
        return _in_a_row(draft, test, grade_column)
    if isinstance(test, c.Misses):
        return _misses(draft, test, clause)
    if isinstance(test, c.Belongs):
        column, cell = draft.group_cell(test.groups)
        return {column: cell}
    if isinstance(test, c.HasRows):
        return {count_rows(draft, test.rows, clause): _count_cell(test.at_least, test.wanted)}
    return {count_column(test.cases): _count_cell(test.at_least, test.wanted)}


def _grades(draft: Draft, test: c.Graded) -> Among:
    if test.wanted:
        return Among((test.grade,))
    return Among(tuple(grade for grade in draft.book.grades if grade != test.grade))


def _count_cell(at_least: int, wanted: bool) -> Cell:
    return Range(low=at_least) if wanted else Range(low=0, high=at_least - 1)


def _in_a_row(draft: Draft, test: c.GradedInARow, grade_column: str) -> Cells:
    cells: Cells = {grade_column: Among((test.grade,))}
    ledger = next(
        ledger
        for ledger in draft.book.schema.ledgers
        if {ColumnType.YEAR, ColumnType.GRADE} <= {column.type for column in ledger.columns}
    )
    key = next(column.name for column in ledger.columns if column.type is ColumnType.YEAR)
    value = next(column.name for column in ledger.columns if column.type is ColumnType.GRADE)
    for back in range(1, test.years):
        year = draft.book.year[0].year - back
        name = f"{year}年{value}"
        if (UNIT_GRAIN, name) not in draft.columns:
            draft.add_column(UNIT_GRAIN, Column(name, Kind.TEXT, values=draft.book.grades))
            draft.nodes.append(LookupStep(name, ledger.name, key, year, value))
        cells[name] = Among((test.grade,))
    return cells


def _misses(draft: Draft, test: c.Misses, clause: Clause) -> Cells:
    line = grade_line(draft, test.grade, test.quantity)
    if line is None:
        draft.findings.append(errors.grade_without_line(test.grade, test.quantity, clause.span))
        return {}
    number, included = line
    places = draft.column(UNIT_GRAIN, test.quantity).places
    below = Interval(high=number, high_included=not included)
    return {test.quantity: range_of(below, places)}


def grade_line(draft: Draft, grade: str, quantity: str) -> tuple[Number, bool] | None:
    """The lowest score that a grade asks for, and whether that score itself is enough."""
    for _, rule in draft.of_kind(r.GradeByScore):
        for test in rule.tests:
            of_this = isinstance(test, c.Within) and test.quantity == quantity
            if rule.grade == grade and of_this and isinstance(test, c.Within) and test.interval.low:
                return test.interval.low, test.interval.low_included
    return None
