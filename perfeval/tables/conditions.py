"""Conditions of rules -> cells over columns; counts and look-ups that they need become nodes."""

from __future__ import annotations

from perfeval.ledger.schema import ColumnType
from perfeval.quantity.interval import Interval, interval_of
from perfeval.quantity.number import Number
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.rulebook.expressions import DayCount, Literal, Negative, Quantity, Sum
from perfeval.tables import errors
from perfeval.tables.calculated import CalculatedStep, DaysStep, FilledStep, MatchStep, Spread
from perfeval.tables.cells import Among, Cell, Range, range_of, show_cell
from perfeval.tables.draft import Cells, Draft, RowDraft, both, make_table
from perfeval.tables.model import (
    Column,
    Fixed,
    FormulaStep,
    Gather,
    Gathering,
    HitPolicy,
    Kind,
    LookupStep,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN

THIS_YEAR = "本年度"
GRADE = "等次"
GRADE_BY_SCORE = "按得分评的等次"


_RELATIONS = {"ABOVE": "超过", "BELOW": "不足", "NOT_BELOW": "不低于", "NOT_ABOVE": "不超过"}


def count_column(cases: str) -> str:
    """The column that counts how many kinds of cases hold."""
    return f"{cases}数"


# ---------------------------------------------------------------- rows


def row_cells(draft: Draft, rows: c.RowSet, clause: Clause) -> Cells:
    """The cells that pick the rows of a row set, those of the evaluation year only."""
    cells: Cells = {}
    if rows.ledger in draft.periods:
        cells[draft.periods[rows.ledger]] = Among((THIS_YEAR,))
    if rows.groups:
        column, cell = draft.group_cell(rows.groups)
        cells = both(cells, {column: cell})
    for test in rows.tests:
        cells = both(cells, row_cell(draft, rows.ledger, test, clause))
    return cells


def row_cell(draft: Draft, ledger: str, test: c.RowTest, clause: Clause) -> Cells:
    """The cells of one test on rows of a ledger."""
    if isinstance(test, c.AgainstRow):
        raise TypeError("what rows have in common is no cell")
    if not isinstance(test, c.AmongTheLast):
        return column_cell(draft, ledger, test, clause)
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
        elif isinstance(test, c.CellWithin):
            parts.append(f"{test.column}：{_show_interval(test.interval)}")
        else:
            parts.append(_show_test(test))
    return rows.ledger + (f"（{'；'.join(parts)}）" if parts else "")


def _show_test(test: c.DayWithin | c.Compared | c.Filled | c.Matched | c.AgainstRow) -> str:
    if isinstance(test, c.AgainstRow):
        word = {"IS": "同本行的", **_RELATIONS}[test.relation]
        return f"{test.column}{word}{'' if test.relation == 'IS' else '本行的'}{test.own}"
    if isinstance(test, c.DayWithin):
        ends = Range(low=test.first, high=test.last)
        return f"{test.column}：{show_cell(ends)}"
    if isinstance(test, c.Filled):
        return f"{'填了' if test.wanted else '没有填'}{test.column}"
    if isinstance(test, c.Matched):
        return f"{test.ledger}中{'有' if test.wanted else '没有'}同一{test.key}"
    days = {"ABOVE": "晚于", "BELOW": "早于", "NOT_BELOW": "不早于", "NOT_ABOVE": "不晚于"}
    return f"{test.column}{(days if test.days else _RELATIONS)[test.relation]}{test.other}"


def _show_interval(interval: Interval) -> str:
    places = max((end.places for end in (interval.low, interval.high) if end), default=0)
    return show_cell(range_of(interval, places))


def count_rows(draft: Draft, rows: c.RowSet, clause: Clause) -> str:
    """The column of units that counts the rows of a row set; made once for each row set."""
    picks, name = f"选出{show_rows(rows)}", f"{show_rows(rows)}的次数"
    if (UNIT_GRAIN, name) not in draft.columns:
        row = RowDraft(row_cells(draft, rows, clause), (Fixed(True),), clause.name)
        table = make_table(picks, rows.ledger, (picks,), [row], HitPolicy.UNIQUE)
        add_once(draft, table, Column(picks, Kind.BOOL))
        draft.add_column(UNIT_GRAIN, Column(name, Kind.NUMBER, whole=True))
        draft.nodes.append(Gather(name, clause.name, rows.ledger, picks, Gathering.COUNT))
    return name


# ---------------------------------------------------------------- columns of rows or units


def own_column(draft: Draft, grain: str, name: str, clause: Clause) -> Column:
    """A column at its grain; what is known of the unit is spread over the rows about it."""
    if grain != UNIT_GRAIN and not draft.at_row(grain, name):
        add_once(draft, Spread(name, clause.name, grain, name), draft.column(UNIT_GRAIN, name))
    return draft.column(grain, name)


def add_once(draft: Draft, node: CalculatedStep | FormulaStep | Table, column: Column) -> str:
    """Add a node unless there is one already, and say what its column holds."""
    place = (node.grain, node.name)
    if place not in draft.made:
        draft.made[place] = None
        draft.nodes.append(node)
        draft.columns[place] = column
    return node.name


def column_cell(draft: Draft, grain: str, test: c.ColumnTest, clause: Clause) -> Cells:
    """The cells of a test on one column of a grain."""
    if isinstance(test, c.Matched):
        name = f"{test.ledger}中有同一{test.key}"
        step = MatchStep(name, clause.name, grain, test.ledger, test.key)
        return {add_once(draft, step, Column(name, Kind.BOOL)): Among((test.wanted,))}
    column = own_column(draft, grain, test.column, clause)
    if isinstance(test, c.CellIs):
        if column.kind is Kind.TEXT:
            return {test.column: Among(test.values)}
        return {test.column: Among(tuple(value == "是" for value in test.values))}
    if isinstance(test, c.CellWithin):
        return {test.column: range_of(test.interval, column.places)}
    if isinstance(test, c.DayWithin):
        return {test.column: Range(low=test.first, high=test.last)}
    if isinstance(test, c.Filled):
        name = f"填了{test.column}"
        step_filled = FilledStep(name, clause.name, grain, test.column)
        return {add_once(draft, step_filled, Column(name, Kind.BOOL)): Among((test.wanted,))}
    return _compared(draft, grain, test, clause)


def _compared(draft: Draft, grain: str, test: c.Compared, clause: Clause) -> Cells:
    """One column against another: the range of what lies between them."""
    other = own_column(draft, grain, test.other, clause)
    column = draft.column(grain, test.column)
    places = max(column.places, other.places)
    if test.days:
        name = f"自{test.other}至{test.column}的{DayCount.DAYS.value}"
        days = DaysStep(name, clause.name, grain, test.other, test.column, DayCount.DAYS)
        add_once(draft, days, Column(name, Kind.NUMBER, whole=True))
        places = 0
    else:
        name = f"{test.column}－{test.other}"
        difference = Sum((Quantity(test.column), Negative(Quantity(test.other))))
        made = Column(name, Kind.NUMBER, places, column.unit)
        add_once(draft, FormulaStep(name, clause.name, grain, difference), made)
    return {name: range_of(interval_of(test.relation, Number(0, 0)), places)}


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
    if isinstance(test, c.ColumnTest):
        return column_cell(draft, UNIT_GRAIN, test, clause)
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
