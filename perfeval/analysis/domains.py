"""What each column of a model may hold, as far as roster, schema and the tables before it tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import evolve

from perfeval.analysis.ends import column_ends
from perfeval.analysis.geometry.axes import axes_of
from perfeval.analysis.geometry.domain import TRUTHS, Domain
from perfeval.analysis.geometry.holes import Work, holes_in
from perfeval.analysis.intervals import Ends
from perfeval.ledger import schema
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.expressions import Statistic
from perfeval.tables.calculated import FilledStep, GroupStep, MatchStep, RowsStep, Spread
from perfeval.tables.flow import names_in, writes
from perfeval.tables.model import (
    CapStep,
    Column,
    Fixed,
    FormulaStep,
    Gather,
    HitPolicy,
    Kind,
    Model,
    Node,
    RankStep,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN, Place

# What rows and groups come to even where there are none.
_ALWAYS = (Statistic.SUM, Statistic.COUNT, Statistic.DISTINCT, Statistic.LONGEST_RUN)
# Enough for tables that people write; where it is not, an output counts as one that may be missing.
_STEPS = 20_000
_YEARS = (1000, 9999)


def domains_of(book: RuleBook, model: Model, table: Table) -> dict[str, Domain]:
    """The domain of each input of a table of ``model``, each column by itself.

    A column may be missing where facts in order can leave it without a value: a unit without a row,
    a table none of whose rows holds, a formula over such a column.
    """
    every = _domains(book, model)
    return {name: every[table.grain, name] for name in table.inputs}


# The tables of one model are asked about one after the other.
@lru_cache(maxsize=1)
def _domains(book: RuleBook, model: Model) -> Mapping[Place, Domain]:
    """All columns; those that a node makes from those that it reads."""
    found = {place: _whatever(column) for place, column in model.columns.items()}
    for grain in (UNIT_GRAIN, *(ledger.name for ledger in book.schema.ledgers)):
        found.update(_roster(book, grain))
    for ledger in book.schema.ledgers:
        for column in ledger.columns:
            domain = evolve(_of_fact(column, found[ledger.name, column.name]), missing=column.optional)
            found[ledger.name, column.name] = domain
            if ledger.per_unit:
                everyone = ledger.required and not ledger.excepted
                found[UNIT_GRAIN, column.name] = evolve(domain, missing=column.optional or not everyone)
    ends = column_ends(book, model)
    for node in model.nodes:
        for place in writes(node):
            made = _made(node, model.columns[place], found)
            found[place] = _within_ends(made, ends.at(*place))
    return found


def _whatever(column: Column) -> Domain:
    """What the kind of a column allows."""
    if column.kind is Kind.BOOL:
        return TRUTHS
    return Domain(
        column.kind, column.values, low=0 if column.whole else None, places=column.places, missing=False
    )


def _roster(book: RuleBook, grain: str) -> dict[Place, Domain]:
    """What the roster says of units, and of the rows about them."""
    names = tuple(unit.name for unit in book.units)
    series = tuple(series.name for series in book.series)
    unranked = any(unit.series is None for unit in book.units)
    return {
        (grain, "单位"): Domain(Kind.TEXT, names),
        (grain, "类别"): Domain(Kind.TEXT, book.categories),
        (grain, "序列"): Domain(Kind.TEXT, series, missing=unranked),
    }


def _of_fact(column: schema.Column, domain: Domain) -> Domain:
    """A column of a ledger within the ends that the schema sets, moved to values it can hold."""
    if domain.kind is not Kind.NUMBER:
        return domain
    low, high = _YEARS if column.type is schema.ColumnType.YEAR else (None, None)
    least, most = column.ends
    low = low if least is None else least
    high = high if most is None else most
    return evolve(domain, low=low, high=high)


def _within_ends(domain: Domain, ends: Ends) -> Domain:
    """A number between the ends that rules and schema set, as far as these tell more."""
    if domain.kind is not Kind.NUMBER:
        return domain
    low, high = ends.at_places(domain.places)
    lows = [end for end in (domain.low, low) if isinstance(end, int)]
    highs = [end for end in (domain.high, high) if isinstance(end, int)]
    return evolve(domain, low=max(lows, default=None), high=min(highs, default=None))


def _made(node: Node, column: Column, known: Mapping[Place, Domain]) -> Domain:
    """A column that a node makes."""
    domain = _whatever(column)
    if isinstance(node, Gather | CapStep):
        return domain
    if isinstance(node, RankStep):
        return TRUTHS if column.name == node.taking_part else evolve(domain, low=1, missing=True)
    if isinstance(node, FormulaStep):
        missing = any(known[node.grain, name].missing for name in names_in(node.expression))
        return evolve(domain, missing=missing)
    if isinstance(node, Table):
        return _given(node, column, domain, known)
    if isinstance(node, FilledStep | MatchStep):
        return TRUTHS
    if isinstance(node, Spread):
        return known[UNIT_GRAIN, node.source]
    if isinstance(node, RowsStep | GroupStep) and node.statistic in _ALWAYS:
        return domain
    return evolve(domain, missing=True)


def _given(table: Table, column: Column, domain: Domain, known: Mapping[Place, Domain]) -> Domain:
    """What the rows of a table give."""
    if table.hit_policy is HitPolicy.COLLECT:
        # Whatever holds, there is a list, if only an empty one.
        return evolve(domain, missing=column.kind is not Kind.LIST)
    given = [row.outputs[table.outputs.index(column.name)] for row in table.rows]
    sources = [name for each in given if each and not isinstance(each, Fixed) for name in names_in(each)]
    gaps = any(known[table.grain, name].missing for name in sources) or not _is_complete(table, known)
    fixed = [each.value for each in given if isinstance(each, Fixed)]
    if column.kind is Kind.TEXT:
        named = [value for value in column.values if value in fixed]
        domain = evolve(domain, values=tuple(dict.fromkeys([*named, *fixed])))
    return evolve(domain, missing=gaps or None in given)


def _is_complete(table: Table, known: Mapping[Place, Domain]) -> bool:
    """Whether some row holds whatever the inputs."""
    axes = axes_of(table, {name: known[table.grain, name] for name in table.inputs})
    work = Work(_STEPS)
    rows = (1 << len(table.rows)) - 1
    holes = holes_in(axes, tuple(axis.whole for axis in axes), rows, work, most=1).holes
    return not holes and not work.is_done
