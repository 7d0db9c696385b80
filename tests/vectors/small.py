"""Small models of single steps over one ledger, and facts for them that no reader would let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts, Table
from perfeval.rulebook.book import RuleBook, Series, Unit
from perfeval.tables.model import Column, Kind, Model, Node
from perfeval.tables.places import UNIT_GRAIN, Place
from tests.language_frames.book import Frame
from tests.vectors.same import disagreements_of_many

ROWS, DATA = "事项", "数据"
LEVELS = ("国家级", "省级", "市级")
_FRAME = Frame(
    "“总分”＝得分。",
    "台账“事项”，一项一行：“分”：分，选填；“次”：整数，选填；“级”：国家级、省级、市级，选填；“日”：日期，选填；"
    "“有效”：是否，选填；“名”：文字，选填。\n台账“数据”，一个单位一行：“得分”：分，选填；“取消”：整数，选填。",
)
# Around 0, so that there are ties; and the ends of what arrays of integers hold, and beyond.
FEW = (-1, 0, 1, 2)
ENDS = (
    -(2**63) - 1,
    1 - 2**63,
    -(2**31),
    -128,
    -1,
    0,
    127,
    128,
    2**15 - 1,
    2**31 - 1,
    2**62,
    2**63 - 1,
    2**64,
)
DAYS = tuple(map(date.fromisoformat, ("2024-02-29", "2025-01-31", "2025-02-28", "2025-12-31")))
# The columns that are there before any step.
GIVEN: Mapping[Place, Column] = {
    (UNIT_GRAIN, "单位"): Column("单位", Kind.TEXT),
    (UNIT_GRAIN, "类别"): Column("类别", Kind.TEXT),
    (UNIT_GRAIN, "序列"): Column("序列", Kind.TEXT),
    (UNIT_GRAIN, "得分"): Column("得分", Kind.NUMBER, 2),
    (UNIT_GRAIN, "取消"): Column("取消", Kind.NUMBER),
    (ROWS, "分"): Column("分", Kind.NUMBER, 2),
    (ROWS, "次"): Column("次", Kind.NUMBER),
    (ROWS, "级"): Column("级", Kind.TEXT, values=LEVELS),
    (ROWS, "日"): Column("日", Kind.DATE),
    (ROWS, "有效"): Column("有效", Kind.BOOL),
    (ROWS, "名"): Column("名", Kind.TEXT),
}


@cache
def _schema_book() -> RuleBook:
    return _FRAME.book()


@frozen
class Plan:
    """How many units each series has, and how many have none."""

    series: tuple[int, ...]
    alone: int = 0

    def book(self) -> RuleBook:
        """The small book with these units; two series at a time are of one category."""
        series = [
            Series(
                f"序列{number}", f"类别{number // 2}", tuple(f"单位{number}-{unit}" for unit in range(size))
            )
            for number, size in enumerate(self.series)
        ]
        units = [Unit(name, each.category, each.name) for each in series for name in each.units]
        units += [Unit(f"独立{number}", "独立", None) for number in range(self.alone)]
        # Units of one series do not stand together.
        units = [*units[::2], *units[1::2]]
        own = _schema_book()
        schema = evolve(own.schema, units=tuple(unit.name for unit in units))
        return evolve(own, units=tuple(units), series=tuple(series), schema=schema)


def model_of(nodes: Sequence[Node], columns: Mapping[Place, Column]) -> Model:
    """A model of these nodes, which make these columns."""
    return Model(tuple(nodes), {**GIVEN, **columns}, {})


def number(name: str, places: int, grain: str = UNIT_GRAIN) -> dict[Place, Column]:
    """One column of numbers."""
    return {(grain, name): Column(name, Kind.NUMBER, places)}


# ---------------------------------------------------------------- facts


def maybe(pool: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of these or, now and then, nothing."""
    return st.sampled_from((None, *pool))


@st.composite
def facts(draw: st.DrawFn, book: RuleBook, *, most_rows: int = 8, wide: bool = False) -> Facts:
    """Rows about these units in any order, and a row of numbers for most units. wide: with huge numbers."""
    pool = draw(st.sampled_from((FEW, ENDS))) if wide else FEW
    names = [unit.name for unit in book.units]
    about = draw(st.lists(st.sampled_from(names), max_size=most_rows)) if names else []
    rows: dict[str, Sequence[Any]] = {
        "分": pool,
        "次": pool,
        "级": LEVELS,
        "日": DAYS,
        "有效": (True, True, False),
        "名": ("", "甲", "本年度"),
    }
    given = {name: tuple(draw(maybe(values)) for _ in about) for name, values in rows.items()}
    lines = tuple(range(2, 2 * len(about) + 2, 2))
    scores: Mapping[str, Any] = {
        "得分": tuple(draw(st.sampled_from(pool)) for _ in names),
        "取消": tuple(draw(maybe((0, 0, 1))) for _ in names),
    }
    own = Table(DATA, tuple(names), tuple(range(2, len(names) + 2)), scores)
    return Facts({ROWS: Table(ROWS, tuple(about), lines, given), DATA: own})


def scores_only(book: RuleBook, scores: Sequence[int | None], cancelled: Sequence[int | None] = ()) -> Facts:
    """Facts without rows: scores of all units, and for how many reasons each may not have a place."""
    names = tuple(unit.name for unit in book.units)
    nothing = Table(ROWS, (), (), {column: () for grain, column in GIVEN if grain == ROWS})
    columns = {"得分": tuple(scores), "取消": tuple(cancelled or (0,) * len(names))}
    return Facts({ROWS: nothing, DATA: Table(DATA, names, tuple(range(2, len(names) + 2)), columns)})


def rows_only(book: RuleBook, about: Sequence[str], **columns: Sequence[Any]) -> Facts:
    """Rows about these units; what is not given is missing. All scores are 0."""
    every = {name: tuple(columns.get(name, (None,) * len(about))) for grain, name in GIVEN if grain == ROWS}
    table = Table(ROWS, tuple(about), tuple(range(2, len(about) + 2)), every)
    return Facts({**scores_only(book, (0,) * len(book.units)).tables, ROWS: table})


def without_missing(given: Facts, ledger: str, column: str, value: Any) -> Facts:
    """The same facts, with a value wherever a column has none."""
    table = given.tables[ledger]
    filled = tuple(value if each is None else each for each in table.columns[column])
    return Facts({**given.tables, ledger: evolve(table, columns={**table.columns, column: filled})})


def disagree(plan: Plan, model: Model, every: Sequence[Facts]) -> list[str]:
    """What is not the same for these populations, told to be alike and not."""
    book = plan.book()
    read = [(book, each) for each in every]
    return [
        *disagreements_of_many(book, model, read, alike=True),
        *disagreements_of_many(book, model, read, alike=False),
    ]
