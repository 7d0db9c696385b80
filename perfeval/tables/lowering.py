"""Expressions of rules -> expressions over columns of one grain; figures of rows and groups become nodes."""

from __future__ import annotations

from attrs import evolve, frozen

from perfeval.quantity import units
from perfeval.rulebook import conditions as c
from perfeval.rulebook import expressions as e
from perfeval.rulebook.book import Clause
from perfeval.tables import errors
from perfeval.tables.calculated import CalculatedStep, DayPartStep, DaysStep, GroupStep, RowsStep
from perfeval.tables.conditions import add_once, own_column, row_cells, show_rows
from perfeval.tables.draft import Draft, RowDraft, make_table, points_column
from perfeval.tables.exactness import exactly_divided, is_exact
from perfeval.tables.expression_words import expression_words
from perfeval.tables.model import Column, Fixed, FormulaStep, HitPolicy, Kind, Table
from perfeval.tables.places import UNIT_GRAIN

_SCOPES = {(): "全部单位", ("序列",): "本序列", ("类别",): "本类别", ("单位",): "本单位"}


@frozen
class Lowering:
    """What one clause computes at one grain, turned into columns and nodes of the draft."""

    draft: Draft
    grain: str
    clause: Clause

    def expression(self, expression: e.Expression) -> e.Expression:
        """The expression over columns of this grain."""
        if isinstance(expression, e.Fact):
            return self.quantity(expression.column)
        if isinstance(expression, e.Quantity):
            exact = self.draft.inlined.get((self.grain, expression.name))
            return self.quantity(expression.name) if exact is None else self.expression(exact)
        if isinstance(expression, e.ClausePoints):
            return e.Quantity(points_column(expression.clause))
        if isinstance(expression, e.RowFigure):
            return self.of_rows(expression)
        if isinstance(expression, e.GroupFigure):
            return self.of_group(expression)
        if isinstance(expression, e.Between):
            return self.days(expression.start, expression.end, expression.count)
        if isinstance(expression, e.DayPart):
            return self.day_part(expression)
        parts = tuple(self.expression(part) for part in e.operands(expression))
        made = e.with_operands(expression, parts)
        return exactly_divided(made) if isinstance(made, e.Quotient) else made

    def quantity(self, name: str) -> e.Quantity:
        """A column of this grain; what is known of the unit is spread over its rows."""
        self.at_grain(name)
        return e.Quantity(name)

    def at_grain(self, name: str) -> str:
        """Make sure that ``name`` can be asked for at this grain."""
        if self.grain != UNIT_GRAIN:
            own_column(self.draft, self.grain, name, self.clause)
        return name

    def add(self, node: CalculatedStep | FormulaStep | Table, column: Column) -> str:
        """Add a node unless there is one already, and say what its column holds."""
        return add_once(self.draft, node, column)

    def formula(self, name: str, expression: e.Expression) -> str:
        """A column with this formula (over columns of this grain); made once."""
        places, unit = (
            self.draft.places_of(expression, self.grain),
            self.draft.unit_of(expression, self.grain),
        )
        step = FormulaStep(name, self.clause.name, self.grain, expression)
        return self.add(step, Column(name, Kind.NUMBER, places, unit))

    # ------------------------------------------------------------ rows

    def picked(self, rows: c.RowSet) -> str:
        """The column that says which rows of a ledger are meant."""
        rows = evolve(rows, tests=tuple(test for test in rows.tests if not isinstance(test, c.AgainstRow)))
        name, ledger = f"选出{show_rows(rows)}", rows.ledger
        other = Lowering(self.draft, ledger, self.clause)
        row = RowDraft(row_cells(self.draft, rows, self.clause), (Fixed(True),), self.clause.name)
        table = make_table(name, ledger, (name,), [row], HitPolicy.UNIQUE)
        return other.add(table, Column(name, Kind.BOOL))

    def of_rows(self, figure: e.RowFigure) -> e.Expression:
        """What a unit's rows come to; a mean is a sum over a number."""
        if figure.column:
            Lowering(self.draft, figure.rows.ledger, self.clause).at_grain(figure.column)
        if figure.statistic is not e.Statistic.MEAN:
            return e.Quantity(self.rows_step(figure, figure.statistic))
        total = self.rows_step(figure, e.Statistic.SUM)
        count = self.rows_step(figure, e.Statistic.COUNT)
        return e.Quotient(e.Quantity(total), e.Quantity(count), or_missing=True)

    def against(self, rows: c.RowSet) -> tuple[tuple[str, str, str], ...]:
        """What the rows have in common with the row that is computed."""
        counted = Lowering(self.draft, rows.ledger, self.clause)
        tests = [test for test in rows.tests if isinstance(test, c.AgainstRow)]
        return tuple(
            (counted.at_grain(test.column), test.relation, self.at_grain(test.own)) for test in tests
        )

    def rows_step(self, figure: e.RowFigure, statistic: e.Statistic) -> str:
        """The column of one statistic of a unit's rows."""
        ledger = figure.rows.ledger
        step = RowsStep(
            self.title(_rows_name(figure, statistic)),
            self.clause.name,
            self.grain,
            ledger,
            statistic,
            figure.column,
            self.picked(figure.rows),
            figure.top,
            figure.lowest_first,
            figure.best_of,
            figure.trim,
            self.against(figure.rows),
        )
        if statistic not in (e.Statistic.SUM, e.Statistic.MAX, e.Statistic.MIN):
            return self.add(step, Column(step.name, Kind.NUMBER, whole=True))
        given = self.draft.column(ledger, figure.column)
        return self.add(step, Column(step.name, Kind.NUMBER, given.places, given.unit))

    # ------------------------------------------------------------ groups

    def title(self, name: str) -> str:
        """The name of a table or figure, which no other has: two ledgers may both have an 应得分."""
        return name if self.grain == UNIT_GRAIN else f"每条{self.grain}的{name}"

    @property
    def year(self) -> str | None:
        """The column that sorts the rows of this grain by year, if a clause asks for the year."""
        return self.draft.periods.get(self.grain)

    def grouped(self, name: str, group: e.Group) -> tuple[str, str, str, tuple[str, ...], bool, str | None]:
        """What a step within groups begins with: see ``GroupedStep``."""
        within = tuple(self.at_grain(each) for each in group.within)
        return name, self.clause.name, self.grain, within, group.with_data, self.year

    def of_group(self, figure: e.GroupFigure) -> e.Expression:
        """What a number comes to over the group."""
        if figure.column:
            self.at_grain(figure.column)
        if figure.statistic is not e.Statistic.MEAN:
            return e.Quantity(self.group_step(figure, figure.statistic))
        total = self.group_step(figure, e.Statistic.SUM)
        count = self.group_step(figure, e.Statistic.COUNT)
        return e.Quotient(e.Quantity(total), e.Quantity(count), or_missing=True)

    def group_step(self, figure: e.GroupFigure, statistic: e.Statistic) -> str:
        """The column of one statistic of the group."""
        group = figure.group
        name = f"{show_group(group).removesuffix('的')}的{figure.column or '全体'}{statistic.value}"
        step = GroupStep(
            *self.grouped(name, group),
            group.others,
            statistic,
            figure.column,
        )
        if statistic in (e.Statistic.COUNT, e.Statistic.DISTINCT):
            return self.add(step, Column(name, Kind.NUMBER, whole=True))
        given = self.draft.column(self.grain, figure.column)
        return self.add(step, Column(name, Kind.NUMBER, given.places, given.unit))

    # ------------------------------------------------------------ days

    def days(self, start: e.Day, end: e.Day, count: e.DayCount) -> e.Expression:
        """What lies between two days."""
        ends = tuple(self.at_grain(day.column) if day.column is not None else day.day for day in (start, end))
        calendar: tuple[str, str, str] | None = None
        if count is e.DayCount.WORKDAYS:
            ledger = next(each for each in self.draft.book.schema.ledgers if each.is_calendar)
            calendar = (ledger.name, ledger.columns[0].name, ledger.columns[1].name)
        name = f"自{_show_day(start)}至{_show_day(end)}的{count.value}"
        first, last = ends
        assert first is not None and last is not None
        step = DaysStep(name, self.clause.name, self.grain, first, last, count, calendar)
        return e.Quantity(self.add(step, Column(name, Kind.NUMBER, whole=True)))

    def day_part(self, part: e.DayPart) -> e.Expression:
        """The month, quarter … of a day."""
        name = f"{self.at_grain(part.column)}的{part.part}"
        step = DayPartStep(name, self.clause.name, self.grain, part.column, part.part)
        return e.Quantity(self.add(step, Column(name, Kind.NUMBER, whole=True)))


def stored(
    draft: Draft, name: str, expression: e.Expression, clause: Clause, grain: str = UNIT_GRAIN
) -> e.Expression:
    """What is stored as ``name``, over columns of its grain; units and rounding are checked."""
    made = Lowering(draft, grain, clause).expression(expression)
    if not is_exact(made):
        draft.findings.append(errors.rounding_missing(name, clause.span))
    check_units(draft, grain, made, clause)
    if _open_below(made) and draft.unit_of(made, grain) == "分":
        draft.findings.append(errors.floor_missing(name, clause.span))
    return made


def _open_below(expression: e.Expression) -> bool:
    """Whether something is taken off, and nothing says how low that may get."""
    if isinstance(expression, e.AtLeast | e.Signed | e.Known | e.Whole):
        return False
    if isinstance(expression, e.Sum) and any(isinstance(term, e.Negative) for term in expression.terms):
        # 减2分 by itself is a deduction that the plan states, with nothing that it could use up.
        return not isinstance(expression.terms[0], e.Negative)
    return any(_open_below(part) for part in e.operands(expression) if not isinstance(expression, e.Negative))


def show_group(group: e.Group) -> str:
    """A group in words: 本序列有数据的其他单位, 同一月份."""
    shown = _SCOPES.get(group.within)
    if shown is None:
        base = _SCOPES.get(group.within[:1], "")
        rest = group.within[1:] if base else group.within
        shown = f"{base}同一{'、'.join(rest)}"
    if group.with_data:
        shown += "有数据的"
    return shown + ("其他单位" if group.others else "")


def _show_day(day: e.Day) -> str:
    return day.column if day.column is not None else f"{day.day:%Y-%m-%d}" if day.day else ""


def _rows_name(figure: e.RowFigure, statistic: e.Statistic) -> str:
    name = f"{show_rows(figure.rows)}的{figure.column}"
    if figure.best_of:
        name += f"同一{figure.best_of}只取最高"
    if figure.top:
        name += f"最{'低' if figure.lowest_first else '高'}{figure.top}项"
    if any(figure.trim):
        name += f"去掉{figure.trim[0]}个最高{figure.trim[1]}个最低"
    return name + statistic.value


def check_units(draft: Draft, grain: str, expression: e.Expression, clause: Clause) -> None:
    """A finding for each sum of what cannot be added, now that all units are known."""
    for part in e.operands(expression):
        check_units(draft, grain, part, clause)
    if not isinstance(expression, e.Sum | e.Extreme | e.AtMost | e.AtLeast | e.IfMissing):
        return
    zero = [part for part in e.operands(expression) if isinstance(part, e.Literal) and not part.number.units]
    parts = [part for part in e.operands(expression) if part not in zero]
    named = [(part, draft.unit_of(part, grain)) for part in parts]
    first = next((pair for pair in named if pair[1] not in ("", "%")), named[0] if named else None)
    for part, unit in named:
        if first is not None and not units.agree(first[1], unit):
            one, other = (expression_words(each, grain, draft.columns) for each in (first[0], part))
            finding = errors.units_do_not_agree((one, first[1]), (other, unit), clause.span)
            if finding not in draft.findings:
                draft.findings.append(finding)
