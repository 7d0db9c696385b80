"""What a table, a cell and a formula mean, in words that readers of the plan understand."""

from __future__ import annotations

from attrs import frozen

from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.calculated_words import calculated_kind
from perfeval.tables.cells import AnyValue, Range, show_value
from perfeval.tables.expression_words import Columns, expression_words
from perfeval.tables.model import (
    CapStep,
    Column,
    Fixed,
    FormulaStep,
    Gather,
    Gathering,
    HighestRow,
    HitPolicy,
    Kind,
    LookupStep,
    Node,
    Output,
    RankStep,
    Row,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN


@frozen
class Policy:
    """A hit policy as it is shown: DMN's letter, a word, and what it means in a sentence."""

    letter: str
    word: str
    meaning: str

    @property
    def short(self) -> str:
        """Letter and word: U 唯一."""
        return f"{self.letter} {self.word}"


_HIT = {
    HitPolicy.UNIQUE: Policy("U", "唯一", "最多一行符合"),
    HitPolicy.FIRST: Policy("F", "首个", "按行号的先后，只取第一个符合的行"),
    HitPolicy.COLLECT: Policy("C", "收集", "符合的行都取，按行号的先后列出，重复的只列一次"),
}
_GATHERED = {
    Gathering.SUM: Policy("C+", "合计", "各条记录相加"),
    Gathering.MAX: Policy("C>", "取最高", "只取最高的一条"),
    Gathering.MIN: Policy("C<", "取最低", "只取最低的一条"),
    Gathering.COUNT: Policy("C#", "计次", "数有几条记录"),
}


def policy_of(node: Node) -> Policy | None:
    """The hit policy of a table, or how a gather puts rows together; None for other steps."""
    if isinstance(node, Table):
        return _HIT[node.hit_policy]
    return _GATHERED[node.how] if isinstance(node, Gather) else None


def kind_of(node: Node) -> str:
    """What kind of table or step this is, in one word."""
    if isinstance(node, Table):
        return "决策表"
    if isinstance(node, Gather):
        return "汇总"
    if isinstance(node, HighestRow):
        return "取高"
    if isinstance(node, CapStep):
        return "封顶"
    if isinstance(node, FormulaStep):
        return "算式"
    if isinstance(node, LookupStep):
        return "查台账"
    if isinstance(node, CalculatedStep):
        return calculated_kind(node)
    return "排名" if isinstance(node, RankStep) else "名额"


def grain_of(node: Node) -> str:
    """What a node makes one value for: 单位, or the name of the ledger whose rows get one each."""
    if isinstance(node, Table | FormulaStep | CalculatedStep):
        return node.grain
    return node.ledger if isinstance(node, HighestRow) else UNIT_GRAIN


def each(grain: str, *, quoted: bool = True) -> str:
    """The grain in words: 每个单位, 每条“表彰”记录 (unquoted in columns, where widths have to be sure)."""
    if grain == UNIT_GRAIN:
        return "每个单位"
    return f"每条“{grain}”记录" if quoted else f"每条{grain}记录"


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Names one after the other: 甲、乙、丙."""
    return "、".join(names)


# ---------------------------------------------------------------- columns, cells, outputs


def heading(column: Column) -> str:
    """A column's name with its unit: 综合得分（分）."""
    return f"{column.name}（{column.unit}）" if column.unit else column.name


def value_words(value: str | bool) -> str:
    """A fixed output in words."""
    return show_value(value)


def output_words(output: Output, grain: str, columns: Columns) -> str:
    """What a row gives, in words: 5分, 2000元×在编人数, 优秀, 是."""
    if output is None:
        return ""
    if isinstance(output, Fixed):
        return value_words(output.value)
    return expression_words(output, grain, columns)


def otherwise_words(table: Table, columns: Columns) -> str:
    """What comes of an element for which no row holds; "" where some row always does."""
    if any(_holds_always(row) for row in table.rows) or _covers(table):
        return ""
    made = [columns[table.grain, name] for name in table.outputs]
    needed = _needed_by_all_others(table)
    if needed:
        return f"没有{listed(needed)}的，没有结果（空着，不当作0）。"
    if all(column.kind is Kind.LIST for column in made):
        return "都不符合的，一项也不列。"
    if all(column.kind is Kind.BOOL for column in made) and table.grain != UNIT_GRAIN:
        return "都不符合的，不选出。"
    if table.grain != UNIT_GRAIN and all(column.unit == "分" for column in made):
        return "都不符合的，不计分。"
    return "都不符合的，没有结果（空着，不当作0）。"


def _holds_always(row: Row) -> bool:
    return all(isinstance(cell, AnyValue) for cell in row.cells)


def _needed_by_all_others(table: Table) -> list[str]:
    """The numbers that a last row for all others asks to be there; empty where there is no such row."""
    for row in table.rows:
        open_ended = [cell == Range(places=getattr(cell, "places", 0)) for cell in row.cells]
        rest = zip(row.cells, open_ended, strict=True)
        if row.tier and any(open_ended) and all(held or isinstance(cell, AnyValue) for cell, held in rest):
            return [name for name, held in zip(table.inputs, open_ended, strict=True) if held]
    return []


def _covers(table: Table) -> bool:
    """Whether the only column is covered by ranges without a gap between them."""
    ranges = [cell for row in table.rows for cell in row.cells if isinstance(cell, Range)]
    if len(table.inputs) != 1 or len(ranges) != len(table.rows):
        return False
    begins = [(cell.low, cell.low_included) for cell in ranges]
    ends = [(cell.high, not cell.high_included) for cell in ranges if cell.high is not None]
    open_ended = any(low is None for low, _ in begins) and len(ends) < len(ranges)
    return open_ended and all(end in begins for end in ends)
