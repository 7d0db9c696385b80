"""Which rows of a ledger counted for a unit, and why the others did not; who its group is."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.explain.account import RowEntry, Status
from perfeval.explain.circumstances import fails
from perfeval.explain.element import Element
from perfeval.explain.points import out_of_year
from perfeval.explain.view import View
from perfeval.ledger.schema import UNIT_COLUMN, ColumnType
from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import Kind

# So many members of a group are named, then how many more there are.
NAMED = 6


def rows_of(view: View, ledger: str) -> Sequence[int]:
    """The rows of a ledger that concern the unit: its own, or of a ledger without units all."""
    known = view.schema(ledger)
    return range(len(view.outcome.facts.tables[ledger])) if known.shared else view.rows(ledger)


def key_cells(view: View, ledger: str, row: int) -> tuple[str, ...]:
    """What tells a row from others: its key, else its first text or day."""
    schema = view.schema(ledger)
    telling = [column.name for column in schema.columns if column.type in (ColumnType.TEXT, ColumnType.DATE)]
    names = schema.key or tuple(telling[:1])
    element = Element(view, ledger, row)
    return view.telling(
        ledger, row, lambda: tuple(_telling(element, name) for name in names if not element.lacks(name))
    )


def _telling(element: Element, name: str) -> str:
    shown = element.shown(name)
    return f"{name}{shown}" if element.column(name).kind is Kind.NUMBER else shown


def counted_rows(view: View, step: s.RowsStep) -> tuple[RowEntry, ...]:
    """All rows of the unit: what each brought, or why it did not count."""
    rows = rows_of(view, step.ledger)
    kept = [row for row in rows if view.counted(step.name, step.ledger, row) is not None]
    return tuple(_entry(view, step, row, kept) for row in rows)


def _entry(view: View, step: s.RowsStep, row: int, kept: list[int]) -> RowEntry:
    element = Element(view, step.ledger, row)
    value = f"{step.source}{element.shown(step.source)}" if step.source else ""
    line, cells = view.line(step.ledger, row), key_cells(view, step.ledger, row)
    if row in kept:
        return RowEntry(step.ledger, line, Status.COUNTED, None, "", cells, value)
    if element.value(step.picks) is not True:
        status, why = _not_picked(element, step)
        return RowEntry(step.ledger, line, status, None, why, cells)
    if step.source and element.lacks(step.source):
        return RowEntry(step.ledger, line, Status.NOT_COUNTED, None, f"没有{step.source}", cells)
    why = _left_out(view, step, row, kept)
    return RowEntry(step.ledger, line, Status.NOT_COUNTED, None, why, cells, value)


def _not_picked(element: Element, step: s.RowsStep) -> tuple[Status, str]:
    failing = element.view.failing(element.view.plan.table(step.picks), 0, element.index)
    period = next((failure for failure in failing if failure[0].endswith("的年度")), None)
    if period is not None:
        return Status.OUT_OF_YEAR, out_of_year(element.view, step.ledger, element.index)
    return Status.NOT_COUNTED, "，".join(fails(element, name, cell) for name, cell, _, _ in failing[:1])


def _left_out(view: View, step: s.RowsStep, row: int, kept: list[int]) -> str:
    """Why a row that was picked and has a number does not count."""
    source = view.outcome.columns[step.ledger, step.source]
    if step.best_of:
        better = _better(view, step, row)
        if better is not None:
            return f"同一{step.best_of}的第{view.line(step.ledger, better)}行更高或先登记"
    if any(step.trim):
        return _trimmed(step, source[row], [source[each] for each in kept])
    if step.top:
        return f"不是最{'低' if step.lowest_first else '高'}的前{step.top}项"
    return "不在其内"


def _better(view: View, step: s.RowsStep, row: int) -> int | None:
    """The row with the same key that counts in its place."""
    columns = view.outcome.columns
    key, source, picks = (columns[step.ledger, name] for name in (step.best_of, step.source, step.picks))
    same = [
        each
        for each in rows_of(view, step.ledger)
        if key[each] == key[row] and picks[each] is True and source[each] is not None
    ]
    best = min(same, key=lambda each: (-_number(source[each]), each))
    return None if best == row or key[row] is None else best


def _trimmed(step: s.RowsStep, value: object, kept: list[object]) -> str:
    if not kept:
        return f"去掉{step.trim[0]}个最高、{step.trim[1]}个最低以后没有剩下的"
    numbers = [_number(each) for each in kept]
    high, low = _number(value) >= max(numbers), _number(value) <= min(numbers)
    if high and low:
        return "作为最高或最低去掉"
    return "作为最高去掉" if high else "作为最低去掉"


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def same_rows(one: s.RowsStep, other: s.RowsStep) -> bool:
    """Whether two steps take the same rows, as the sum and the number of a mean do."""
    return _taken(one) == _taken(other)


def _taken(step: s.RowsStep) -> tuple[object, ...]:
    return step.ledger, step.picks, step.source, step.top, step.lowest_first, step.best_of, step.trim


# ---------------------------------------------------------------- groups


def members(element: Element, within: tuple[str, ...]) -> list[int]:
    """The elements of the same group, itself included, in order."""
    columns = [element.values(name) or element.view.outcome.columns[element.grain, name] for name in within]
    size = _size(element)
    own = [values[element.index] for values in columns]
    pairs = list(zip(columns, own, strict=True))
    return [each for each in range(size) if all(values[each] == mine for values, mine in pairs)]


def _size(element: Element) -> int:
    if element.is_row:
        return len(element.view.outcome.facts.tables[element.grain])
    return len(element.view.book.units)


def called(element: Element, other: int) -> str:
    """Another element in words: the unit, or the unit and the line."""
    if not element.is_row:
        return element.view.book.units[other].name
    table = element.view.outcome.facts.tables[element.grain]
    own = table.units[other] == element.view.unit.name
    return f"{'' if own else table.units[other]}第{table.lines[other]}行"


def group_name(element: Element, within: tuple[str, ...], size: int) -> str:
    """A group and how many it has: 平原3个单位, 同一月份（3）12条."""
    many = f"{size}条" if element.is_row else f"{size}个单位"
    if not within:
        return f"全部{many}"
    told: list[str] = []
    for name in within:
        if name == UNIT_COLUMN:
            told.append("本单位")
        elif name in GROUP_COLUMNS and element.values(name) is not None and not _own_column(element, name):
            told.append(element.shown(name))
        else:
            told.append(f"同一{name}（{element.shown(name)}）")
    return f"{'、'.join(told)}{'的' if told[-1].endswith('）') else ''}{many}"


def _own_column(element: Element, name: str) -> bool:
    """Whether the ledger has a column by the name of what the roster says."""
    schema = element.view.book.schema.ledgers
    return any(each.name == element.grain and each.column(name) is not None for each in schema)


def group_line(element: Element, step: s.GroupStep) -> str:
    """Who is in the group that a number is of, and what each has."""
    there = [each for each in members(element, step.within) if not step.others or each != element.index]
    name = group_name(element, step.within, len(there)) + ("（不含本身）" if step.others else "")
    if not step.source:
        return name
    values = element.values(step.source) or ()
    known = [each for each in there if values[each] is not None]
    named = known[:NAMED]
    shown = [f"{called(element, each)}{element.words_for(step.source, values[each])}" for each in named]
    more = f"等{len(known)}个" if len(known) > NAMED else ""
    lacking = f"，其余没有{step.source}" if len(known) < len(there) else ""
    word = step.statistic.value if step.statistic in (Statistic.MAX, Statistic.MIN) else ""
    found = f"，{word}{element.shown(step.name)}" if word else ""
    return f"{name}的{step.source}：{'、'.join(shown)}{more}{lacking}{found}"
