"""Small random tables, and what is true of them by trying every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import product

from attrs import frozen
from hypothesis import strategies as st

from perfeval.analysis.geometry.axes import OTHER_TEXT
from perfeval.analysis.geometry.domain import TRUTHS, Domain
from perfeval.tables.cells import ANY, Among, Cell, Range, Value, matcher
from perfeval.tables.model import HitPolicy, Kind, Row, Table

Vector = tuple[Value | None, ...]
DAYS = tuple(date(2024, 1, day) for day in range(1, 9))
LEVELS = ("国家级", "省级", "市级")
# A text that no cell names; it stands for all those.
UNHEARD = OTHER_TEXT
_matcher = cache(matcher)


@frozen
class Ground:
    """A domain, ends and values for its cells, and every value that makes a difference."""

    domain: Domain
    ends: tuple[int | date, ...]
    named: tuple[Value, ...]
    values: tuple[Value, ...]


GROUNDS = (
    Ground(TRUTHS, (), (True, False), (True, False)),
    Ground(Domain(Kind.TEXT, LEVELS), (), LEVELS, LEVELS),
    Ground(Domain(Kind.TEXT), (), LEVELS, (*LEVELS, UNHEARD)),
    Ground(Domain(Kind.NUMBER, places=2), tuple(range(6)), (1, 3, 4), tuple(range(-2, 8))),
    Ground(Domain(Kind.NUMBER, low=0, high=4), tuple(range(-1, 7)), (-1, 0, 2, 4, 5), tuple(range(5))),
    Ground(Domain(Kind.NUMBER, low=0), tuple(range(-1, 5)), (0, 3), tuple(range(7))),
    Ground(Domain(Kind.DATE), DAYS[2:6], DAYS[2:4], DAYS),
)


def cells_on(ground: Ground) -> st.SearchStrategy[Cell]:
    """Cells of a column, those that hold for nothing included."""
    among: st.SearchStrategy[Cell] = st.lists(st.sampled_from(ground.named), unique=True, max_size=3).map(
        lambda values: Among(tuple(values))
    )
    anything: st.SearchStrategy[Cell] = st.just(ANY)
    some = anything | among
    if not ground.ends:
        return some
    end = st.none() | st.sampled_from(ground.ends)
    places = st.just(ground.domain.places)
    return some | st.builds(Range, end, st.booleans(), end, st.booleans(), places)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, dict[str, Domain], dict[str, tuple[Value | None, ...]]]:
    """A table, its domains, and for each input the values to try."""
    grounds = draw(st.lists(st.sampled_from(GROUNDS), min_size=1, max_size=3))
    domains: dict[str, Domain] = {}
    values: dict[str, tuple[Value | None, ...]] = {}
    for number, ground in enumerate(grounds):
        known = ground.domain
        missing = draw(st.booleans())
        domains[f"列{number}"] = Domain(
            known.kind, known.values, known.low, known.high, known.places, missing=missing
        )
        values[f"列{number}"] = (*ground.values, None) if missing else ground.values
    cells = st.tuples(*(cells_on(ground) for ground in grounds))
    rows = draw(st.lists(st.tuples(cells, st.integers(0, 2)), max_size=6))
    policy = draw(st.sampled_from(list(HitPolicy)))
    ordered = sorted(rows, key=lambda each: each[1])
    table = table_of(tuple(domains), [row for row, _ in ordered], policy, [tier for _, tier in ordered])
    for place, name in enumerate(domains):
        if domains[name].is_open:
            named = {
                text
                for row in table.rows
                if isinstance(cell := row.cells[place], Among)
                for text in cell.values
            }
            values[name] = tuple(text for text in values[name] if text not in LEVELS or text in named)
    return table, domains, values


def table_of(
    inputs: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
    policy: HitPolicy = HitPolicy.UNIQUE,
    tiers: Sequence[int] = (),
) -> Table:
    """A table of nothing but conditions."""
    made = tuple(
        Row(cells, (), "条款", tier=tiers[number] if tiers else 0) for number, cells in enumerate(rows)
    )
    return Table("表", "单位", inputs, (), made, policy)


def every(table: Table, values: Mapping[str, tuple[Value | None, ...]]) -> Iterator[Vector]:
    """All vectors of values."""
    return product(*(values[name] for name in table.inputs))


def holds(cells: Sequence[Cell | None], vector: Vector) -> bool:
    """Whether all cells hold (None: for no value)."""
    return all(
        value is None if cell is None else _matcher(cell)(value)
        for cell, value in zip(cells, vector, strict=True)
    )


def holding(table: Table, vector: Vector) -> tuple[int, ...]:
    """The rows that hold for a vector."""
    return tuple(number for number, row in enumerate(table.rows) if holds(row.cells, vector))


def belongs(vector: Vector, domains: Mapping[str, Domain], table: Table) -> bool:
    """Whether a vector is one of values that the columns may hold."""
    return all(_is_value(value, domains[name]) for name, value in zip(table.inputs, vector, strict=True))


def _is_value(value: Value | None, domain: Domain) -> bool:
    if value is None:
        return domain.missing
    if not domain.is_ordered:
        return value in domain.values or domain.is_open
    return matcher(Range(domain.low, True, domain.high, True))(value)
