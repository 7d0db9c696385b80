"""What follows from a grade: one table for each result, and one that lists measures."""

from __future__ import annotations

from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import Among
from perfeval.tables.conditions import GRADE, unit_cells
from perfeval.tables.draft import Cells, Draft, RowDraft, both, make_table
from perfeval.tables.lowering import stored
from perfeval.tables.model import Column, Fixed, HitPolicy, Kind, Output
from perfeval.tables.places import UNIT_GRAIN


def define_results(draft: Draft) -> None:
    """Tell the draft which expressions a result may hold, before any condition asks about it."""
    for _, rule in draft.of_kind(r.Consequence):
        for item in rule.items:
            if isinstance(item, r.Assign):
                place = (UNIT_GRAIN, item.name)
                draft.definitions.setdefault(place, []).append(draft.bound(item.expression))
    for _, listed in draft.of_kind(r.ByGrade):
        amounts = [e.Literal(number, listed.unit) for _, number in listed.amounts]
        draft.definitions.setdefault((UNIT_GRAIN, listed.name), []).extend(amounts)


def by_grade(draft: Draft) -> None:
    """A table of amounts by grade."""
    for clause, rule in draft.of_kind(r.ByGrade):
        rows = [
            RowDraft({GRADE: Among((grade,))}, (e.Literal(number, rule.unit),), clause.name)
            for grade, number in rule.amounts
        ]
        draft.column(UNIT_GRAIN, rule.name)
        draft.nodes.append(make_table(rule.name, UNIT_GRAIN, (rule.name,), rows, HitPolicy.UNIQUE))


def consequences(draft: Draft) -> None:
    """A table for each result; where a clause goes before others (不论等次), its rows come first."""
    rows: dict[str, list[RowDraft]] = {}
    kinds: dict[str, Kind] = {}
    first: dict[str, list[RowDraft]] = {}
    for clause, rule in draft.of_kind(r.Consequence):
        cells = _cells(draft, rule, clause)
        for item in rule.items:
            output: Output
            if isinstance(item, r.Assign):
                output, kinds[item.name] = stored(draft, item.name, item.expression, clause), Kind.NUMBER
            elif isinstance(item, r.State):
                output, kinds[item.name] = Fixed(item.value), Kind.BOOL
            else:
                continue
            row = RowDraft(cells, (output,), clause.name, tier=0 if rule.overriding else 1)
            (first if rule.overriding else rows).setdefault(item.name, []).append(row)
    for name, kind in kinds.items():
        if kind is Kind.BOOL:
            draft.add_column(UNIT_GRAIN, Column(name, kind))
        else:
            draft.column(UNIT_GRAIN, name)
        before, after = first.get(name, []), rows.get(name, [])
        policy = HitPolicy.FIRST if before else HitPolicy.UNIQUE
        draft.nodes.append(make_table(name, UNIT_GRAIN, (name,), before + after, policy))


def _cells(draft: Draft, rule: r.Consequence, clause: Clause) -> Cells:
    cells = unit_cells(draft, rule.tests, clause)
    if rule.groups:
        column, cell = draft.group_cell(rule.groups)
        cells = both(cells, {column: cell})
    return cells


def measures(draft: Draft) -> None:
    """The table that lists measures, rows in the declared order of measures."""
    if draft.book.measures is None:
        return
    name, known = draft.book.measures
    rows: list[tuple[int, RowDraft]] = []
    for clause, rule in draft.of_kind(r.Consequence):
        cells = _cells(draft, rule, clause)
        for item in rule.items:
            if isinstance(item, r.Measures):
                more = both(cells, unit_cells(draft, item.tests, clause))
                rows.extend(
                    (known.index(measure), RowDraft(more, (Fixed(measure),), clause.name))
                    for measure in item.names
                )
    rows.sort(key=lambda pair: pair[0])
    draft.add_column(UNIT_GRAIN, Column(name, Kind.LIST, values=known))
    ordered = [row for _, row in rows]
    draft.nodes.append(make_table(name, UNIT_GRAIN, (name,), ordered, HitPolicy.COLLECT))
