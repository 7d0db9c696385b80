"""Two ledgers of units and one that is about none, with the same columns, and facts whose rows relate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts, Table
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Column, Node
from perfeval.tables.places import Place
from tests.language_frames.book import Frame
from tests.vectors.same import disagreements_of_many
from tests.vectors.small import ENDS, FEW, GIVEN, Plan, maybe, model_of

ROWS, OTHERS, SHARED = "事项", "文件", "日历"
LEDGERS = (ROWS, OTHERS, SHARED)
# The same words in another order, and some that only one of the ledgers knows.
_LEVELS = {
    ROWS: ("国家级", "省级", "市级"),
    OTHERS: ("县级", "市级", "省级"),
    SHARED: ("省级", "国家级", "县级"),
}
_COLUMNS = "“次”：整数，选填；“级”：{}，选填；“日”：日期，选填；“有效”：是否，选填；“名”：文字，选填。"
_ABOUT = {
    ROWS: "一项一行：“分”：分，选填",
    OTHERS: "一项一行：“分”：分，选填",
    SHARED: "不分单位，每个“分”一行：“分”：分",
}
_FRAME = Frame(
    "“总分”＝得分。",
    "\n".join(
        f"台账“{name}”，{_ABOUT[name]}；{_COLUMNS.format('、'.join(_LEVELS[name]))}" for name in LEDGERS
    )
    + "\n台账“数据”，一个单位一行：“得分”：分，选填。",
)
PLAN = Plan((2, 2), 1)
DAYS = tuple(map(date.fromisoformat, ("2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-04")))
COLUMNS: Mapping[Place, Column] = {
    (ledger, name): evolve(column, values=_LEVELS[ledger] if name == "级" else ())
    for ledger in LEDGERS
    for (grain, name), column in GIVEN.items()
    if grain == ROWS
}


@cache
def book() -> RuleBook:
    """The book of these ledgers, with five units of two series and of none."""
    own, schema = PLAN.book(), _FRAME.book().schema
    return evolve(own, schema=evolve(schema, units=own.schema.units))


def table_of(ledger: str, about: Sequence[str], **columns: Sequence[Any]) -> Table:
    """Rows of a ledger, of one that is shared about ""; what is not given is missing."""
    names = [name for grain, name in COLUMNS if grain == ledger]
    every = {name: tuple(columns.get(name, (None,) * len(about))) for name in names}
    return Table(ledger, tuple(about), tuple(range(2, 2 * len(about) + 2, 2)), every)


def facts_of(*tables: Table) -> Facts:
    """These ledgers; the others have no rows, and each unit scores 0."""
    units = tuple(unit.name for unit in book().units)
    scores = Table("数据", units, tuple(range(2, len(units) + 2)), {"得分": (0,) * len(units)})
    empty = {ledger: table_of(ledger, ()) for ledger in LEDGERS}
    return Facts({**empty, "数据": scores, **{table.ledger: table for table in tables}})


@st.composite
def _rows(draw: st.DrawFn, ledger: str, pool: Sequence[int], most: int) -> Table:
    names = ("",) if ledger == SHARED else tuple(unit.name for unit in book().units[:3])
    about = draw(st.lists(st.sampled_from(names), max_size=most))
    pools: Mapping[str, Sequence[Any]] = {
        "分": pool,
        "次": pool,
        "级": _LEVELS[ledger],
        "日": DAYS,
        "有效": (True, True, True, False),
        "名": ("", "甲", "乙", ledger),
    }
    given = {name: [draw(maybe(values)) for _ in about] for name, values in pools.items()}
    return table_of(ledger, about, **given)


@st.composite
def related_facts(draw: st.DrawFn, most: int = 7) -> Facts:
    """Rows of all ledgers; now and then with huge numbers."""
    pool = draw(st.sampled_from((FEW, FEW, ENDS)))
    return facts_of(*(draw(_rows(ledger, pool, most)) for ledger in LEDGERS))


MANY = st.lists(related_facts(), min_size=1, max_size=3)


def disagree(nodes: Sequence[Node], columns: Mapping[Place, Column], every: Sequence[Facts]) -> list[str]:
    """What the arrays say otherwise than the reference, of populations told to be alike and not."""
    model = model_of(nodes, {**COLUMNS, **columns})
    read = [(book(), each) for each in every]
    return [
        *disagreements_of_many(book(), model, read, alike=True),
        *disagreements_of_many(book(), model, read, alike=False),
    ]
