"""A model -> the relational plan, each table and step by the function that says it in SQL."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked
from perfeval.rulebook.book import RuleBook
from perfeval.sql import days, errors, figures, groups, points, ranking
from perfeval.sql.builder import Builder, NotInSql
from perfeval.sql.given import started
from perfeval.sql.plan import Plan
from perfeval.sql.tables import table
from perfeval.sql.traces import Where
from perfeval.tables import calculated as s
from perfeval.tables.model import (
    CapStep,
    FormulaStep,
    Gather,
    HighestRow,
    LookupStep,
    Model,
    Node,
    PlacesStep,
    RankStep,
    Table,
)
from perfeval.tables.places import Place


@frozen(eq=False)
class Lowered:
    """A model as a plan: where each of its columns and traces stands, and what tells that it is wrong."""

    book: RuleBook
    model: Model
    plan: Plan
    columns: dict[Place, str]
    traces: dict[str, Where]
    wrong: str


_WORK: tuple[tuple[type[Node], Callable[..., None]], ...] = (
    (Table, table),
    (FormulaStep, points.formula),
    (Gather, points.gather),
    (HighestRow, points.highest),
    (CapStep, points.cap),
    (LookupStep, points.lookup),
    (RankStep, ranking.rank),
    (PlacesStep, ranking.places),
    (s.Spread, figures.spread),
    (s.FilledStep, figures.filled),
    (s.MatchStep, figures.matched),
    (s.RowsStep, figures.of_rows),
    (s.GroupStep, groups.of_group),
    (s.OrderStep, groups.places),
    (s.BandsStep, groups.bands),
    (s.ShareStep, groups.shares),
    (s.DaysStep, days.between),
    (s.DayPartStep, days.part_of_day),
)


def lower(book: RuleBook, model: Model) -> Checked[Lowered]:
    """The plan of a model; a finding for the first step that SQL cannot say."""
    builder = started(book, model)
    for number, node in enumerate(model.nodes):
        builder.node, builder.clause = number, _clause(node)
        try:
            _lower(builder, node)
        except NotInSql as why:
            return Checked(None, (errors.step_not_in_sql(node.name, why.what, builder.clause),))
    wrong = builder.finish()
    columns = {place: ref.name for place, ref in builder.found.items()}
    return Checked(Lowered(book, model, builder.plan, columns, builder.traces, wrong.name))


def _lower(builder: Builder, node: Node) -> None:
    for kind, work in _WORK:
        if isinstance(node, kind):
            work(builder, node)
            return
    raise NotInSql(f"步骤 {type(node).__name__}")


def _clause(node: Node) -> str:
    if isinstance(node, Table):
        return "、".join(clause for clause in node.clauses if clause)
    return node.clause if not isinstance(node, LookupStep) else ""
