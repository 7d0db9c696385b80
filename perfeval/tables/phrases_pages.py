"""What is said about one table or step, one clause, and the whole list, before it is laid out."""

from __future__ import annotations

from attrs import frozen

from perfeval.rulebook.book import Clause
from perfeval.rulebook.calculations import Calculation
from perfeval.rulebook.expressions import Literal
from perfeval.tables.cells import AnyValue, Cell, Range, show_cell
from perfeval.tables.model import Column, Output, Row, Table
from perfeval.tables.phrases import (
    each,
    grain_of,
    heading,
    kind_of,
    listed,
    otherwise_words,
    output_words,
    policy_of,
)
from perfeval.tables.phrases_flow import (
    ROSTER,
    Branch,
    Chart,
    Found,
    Origin,
    clauses_behind,
    origins,
    results_of,
    users,
)
from perfeval.tables.phrases_steps import Grid, step_grid, step_sentences
from perfeval.tables.phrases_values import cell_words, number_words, unit_in_cells

LIST_HEADERS = ("序号", "名称", "种类", "对象", "取法", "条款", "用到")


@frozen
class Page:
    """One table or step: its title, labelled sentences, a grid, and remarks on the grid."""

    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    grid: Grid | None
    remarks: tuple[str, ...]


@frozen
class ClauseNote:
    """A clause behind what is shown: its name, citation, chosen reading ("" for none), and quotes."""

    name: str
    citation: str
    reading: str
    quotes: tuple[str, ...]


def page_of(chart: Chart, number: int) -> Page:
    """What is said about the node with this number (from 0)."""
    node = chart.node(number)
    policy = policy_of(node)
    parts: list[tuple[str, tuple[str, ...]]] = [("对象", (each(grain_of(node)),))]
    grid = step_grid(chart, number)
    remarks: tuple[str, ...] = ()
    if isinstance(node, Table):
        columns = [chart.model.columns[node.grain, name] for name in node.outputs]
        parts.append(("结果", (listed([heading(column) for column in columns]),)))
        assert policy is not None
        parts.append(("取法", (f"{policy.short}：{policy.meaning}",)))
        grid, remarks = _table_grid(chart, node), _remarks(chart, node)
    else:
        parts.append(("做法", step_sentences(chart, number)))
    parts.append(("用到", tuple(_source(chart, origin) for origin in origins(chart, number))))
    parts.append(("用于", _uses(chart, number)))
    shown = tuple(part for part in parts if part[1])
    return Page(f"{number + 1} {kind_of(node)}“{node.name}”", shown, grid, remarks)


def _source(chart: Chart, origin: Origin) -> str:
    names = listed(origin.columns) or "有没有记录"
    if origin.node is None:
        return f"{names}：{ledger_words(origin.ledger)}"
    maker = chart.node(origin.node)
    said = reference(chart, origin.node)
    return said if origin.columns == (maker.name,) else f"{names}：{said}"


def ledger_words(ledger: str | None) -> str:
    """Where facts are: 台账“表彰”, or the roster of the rule book."""
    return ROSTER if ledger is None else f"台账“{ledger}”"


def reference(chart: Chart, number: int) -> str:
    """How other pages point to a node: 37 取高“同项取高”."""
    node = chart.node(number)
    return f"{number + 1} {kind_of(node)}“{node.name}”"


def _uses(chart: Chart, number: int) -> tuple[str, ...]:
    found = [reference(chart, user) for user in users(chart, number)]
    found.extend(f"结果的“{name}”栏" for name in results_of(chart, number))
    return (listed(found),) if found else ()


# ---------------------------------------------------------------- grids


def _table_grid(chart: Chart, table: Table) -> Grid:
    columns = [chart.model.columns[table.grain, name] for name in table.inputs]
    asked = [_asked(table, place, column) for place, column in enumerate(columns)] or ["条件"]
    made = [chart.model.columns[table.grain, name] for name in table.outputs]
    given = ["结果"]
    if len(made) > 1:
        given = [f"结果：{heading(column)}" for column in made]
    noted = any(row.note for row in table.rows)
    headers = ("行", *asked, *given, "条款", *(["说明"] if noted else []))
    exactly = _is_calculated(chart, table)
    rows = tuple(
        (
            str(place),
            *(_cells(table, row, columns, exactly) or [show_cell(AnyValue())]),
            *(_given(chart, table, exactly, *each) for each in zip(row.outputs, made, strict=True)),
            _row_clause(chart, row),
            *([row.note] if noted else []),
        )
        for place, row in enumerate(table.rows, 1)
    )
    return Grid(headers, rows)


def _asked(table: Table, place: int, column: Column) -> str:
    """The heading of an input: with its unit, unless the cells have it."""
    cells = [row.cells[place] for row in table.rows]
    return column.name if unit_in_cells(cells, column) else heading(column)


def _cells(table: Table, row: Row, columns: list[Column], exactly: bool) -> list[str]:
    shown: list[str] = []
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        beside: list[Cell] = [each.cells[place] for each in table.rows]
        if exactly and row.tier and isinstance(cell, Range) and cell.low is None and cell.high is None:
            shown.append("其余")
        else:
            shown.append(cell_words(cell, column) if unit_in_cells(beside, column) else show_cell(cell))
    return shown


def _is_calculated(chart: Chart, table: Table) -> bool:
    """Whether a computing sentence made the table; it writes 0.5 where others write 50%."""
    rules = (rule for _, rule in chart.in_force() if isinstance(rule, Calculation))
    return any(table.outputs[0].startswith(rule.name) for rule in rules)


def _given(chart: Chart, table: Table, exactly: bool, output: Output, column: Column) -> str:
    if exactly and isinstance(output, Literal):
        return number_words(output.number.units, output.number.places, output.unit or column.unit)
    if exactly and output is None:
        return "（空着）"
    return output_words(output, table.grain, chart.model.columns)


def _row_clause(chart: Chart, row: Row) -> str:
    clause = chart.book.clause(row.clause)
    citation = "" if clause is None else clause.citation.shown
    item = "" if row.item is None else f"（{row.item}）"
    return f"【{row.clause}】{citation}{item}"


def _remarks(chart: Chart, table: Table) -> tuple[str, ...]:
    cells = [cell for row in table.rows for cell in row.cells]
    indifferent = not table.inputs or any(isinstance(cell, AnyValue) for cell in cells)
    otherwise = otherwise_words(table, chart.model.columns)
    return tuple(filter(None, ("“－”表示不论。" if indifferent else "", otherwise)))


# ---------------------------------------------------------------- clauses


def clause_notes(chart: Chart, found: Found) -> tuple[tuple[ClauseNote, str], ...]:
    """The clauses behind what was found, in book order.

    With each stands the name of an earlier one that has the same quotes ("" for none).
    """
    names = [name for number in found.numbers for name in clauses_behind(chart, number)]
    if found.clause is not None:
        names.append(found.clause.name)
    first: dict[tuple[str, ...], str] = {}
    notes: list[tuple[ClauseNote, str]] = []
    for clause in chart.book.clauses:
        if clause.name in names:
            earlier = first.setdefault(clause.citation.quotes, clause.name)
            notes.append((clause_note(chart, clause), earlier if earlier != clause.name else ""))
    return tuple(notes)


def clause_note(chart: Chart, clause: Clause) -> ClauseNote:
    """One clause with its citation, the reading chosen for it and its quotes."""
    reading = ""
    if clause.reading is not None:
        reading = f"口径“{clause.reading.name}”＝“{chart.model.readings[clause.reading.name]}”"
    return ClauseNote(clause.name, clause.citation.shown, reading, clause.citation.quotes)


def silent_words(clause: Clause) -> str:
    """What is said of a clause that no table or step comes from."""
    why = "它只限定台账里的数，或在所用的口径下不起作用。"
    if clause.note:
        why = f"{clause.kind.value}：{clause.note}"
    return f"【{clause.name}】没有决策表，也没有步骤。{why}"


# ---------------------------------------------------------------- the list


def list_grid(chart: Chart) -> Grid:
    """One line a node, in the order of evaluation; nodes point to each other by number."""
    return Grid(LIST_HEADERS, tuple(_line(chart, number) for number in range(len(chart.model.nodes))))


def _line(chart: Chart, number: int) -> tuple[str, ...]:
    node = chart.node(number)
    policy = policy_of(node)
    clauses = clauses_behind(chart, number)
    owners = listed(clauses) if len(clauses) < 3 else f"{clauses[0]}等{len(clauses)}条"
    sources = origins(chart, number)
    needed = [str(origin.node + 1) for origin in sources if origin.node is not None]
    facts = [short_source(origin) for origin in sources if origin.node is None]
    return (
        str(number + 1),
        node.name,
        kind_of(node),
        each(grain_of(node), quoted=False),
        policy.short if policy else "",
        owners,
        listed(needed + facts),
    )


def short_source(origin: Origin) -> str:
    """Where facts are, in a word: 表彰台账, 名单."""
    return ROSTER if origin.ledger is None else f"{origin.ledger}台账"


def branch_words(chart: Chart, branch: Branch) -> tuple[str, str]:
    """A node in the graph of requirements, and the facts and nodes further up that it needs."""
    node = chart.node(branch.node)
    facts = [f"{short_source(origin)}的{listed(origin.columns) or '记录'}" for origin in branch.facts]
    if branch.again:
        names = [f"{other + 1} {chart.node(other).name}" for other in branch.again]
        facts.append(f"见上：{listed(names)}")
    return f"{branch.node + 1} {node.name}（{kind_of(node)}）", "；".join(facts)
