"""What a table, a cell and a formula mean, in words that readers of the plan understand."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from perfeval.quantity.number import Number, plain
from perfeval.rulebook.expressions import (
    ClausePoints,
    Expression,
    Fact,
    Literal,
    Negative,
    Product,
    Quantity,
    Steps,
    Sum,
)
from perfeval.tables.cells import AnyValue, Range, show_value
from perfeval.tables.model import (
    UNIT_GRAIN,
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
    Place,
    RankStep,
    Row,
    Table,
)

Columns = Mapping[Place, Column]


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
    return "排名" if isinstance(node, RankStep) else "名额"


def grain_of(node: Node) -> str:
    """What a node makes one value for: 单位, or the name of the ledger whose rows get one each."""
    if isinstance(node, Table | FormulaStep):
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
    if all(column.kind is Kind.LIST for column in made):
        return "都不符合的，一项也不列。"
    if all(column.kind is Kind.BOOL for column in made) and table.grain != UNIT_GRAIN:
        return "都不符合的，不选出。"
    if table.grain != UNIT_GRAIN and all(column.unit == "分" for column in made):
        return "都不符合的，不计分。"
    return "都不符合的，没有结果（空着，不当作0）。"


def _holds_always(row: Row) -> bool:
    return all(isinstance(cell, AnyValue) for cell in row.cells)


def _covers(table: Table) -> bool:
    """Whether the only column is covered by ranges without a gap between them."""
    ranges = [cell for row in table.rows for cell in row.cells if isinstance(cell, Range)]
    if len(table.inputs) != 1 or len(ranges) != len(table.rows):
        return False
    begins = [(cell.low, cell.low_included) for cell in ranges]
    ends = [(cell.high, not cell.high_included) for cell in ranges if cell.high is not None]
    open_ended = any(low is None for low, _ in begins) and len(ends) < len(ranges)
    return open_ended and all(end in begins for end in ends)


# ---------------------------------------------------------------- formulas


def expression_words(expression: Expression, grain: str, columns: Columns) -> str:
    """A formula as it is written on paper: 2000元×1.5×党政正职人数, 参评总数－全市排名＋1."""
    if isinstance(expression, Literal):
        return _literal(expression)
    if isinstance(expression, Quantity):
        column = columns.get((grain, expression.name))
        counts = column is not None and column.kind is Kind.LIST
        return f"{expression.name}的项数" if counts else expression.name
    if isinstance(expression, Fact):
        return expression.column
    if isinstance(expression, ClausePoints):
        return f"【{expression.clause}】"
    if isinstance(expression, Negative):
        return f"-{_inside(expression.operand, grain, columns)}"
    if isinstance(expression, Steps):
        return f"（{expression_words(expression.operand, grain, columns)}每满{expression.size}算1）"
    if isinstance(expression, Sum):
        return _sum(expression, grain, columns)
    return _product(expression, grain, columns)


def _literal(literal: Literal) -> str:
    """A number with its unit; a plain number between 0 and 1 as per cent, which is how plans write it."""
    number = literal.number
    if not literal.unit and number.places and abs(number.units) < 10**number.places:
        return f"{plain(number.units * 100, number.places)}%"
    return f"{number}{literal.unit}"


def _inside(expression: Expression, grain: str, columns: Columns) -> str:
    """An operand, in brackets where it is a sum."""
    shown = expression_words(expression, grain, columns)
    return f"（{shown}）" if isinstance(expression, Sum) else shown


def _sum(expression: Sum, grain: str, columns: Columns) -> str:
    shown = ""
    for term in expression.terms:
        if isinstance(term, Negative):
            shown += f"－{_inside(term.operand, grain, columns)}"
        elif isinstance(term, Literal) and term.number.units < 0:
            positive = Literal(Number(-term.number.units, term.number.places), term.unit)
            shown += f"－{_literal(positive)}"
        else:
            shown += f"＋{expression_words(term, grain, columns)}" if shown else _inside(term, grain, columns)
    return shown


def _product(expression: Product, grain: str, columns: Columns) -> str:
    """Factors with ×, the one with a unit first: 0.5分×前移位数."""
    first = [factor for factor in expression.factors if isinstance(factor, Literal) and factor.unit]
    rest = [factor for factor in expression.factors if factor not in first]
    return "×".join(_inside(factor, grain, columns) for factor in (*first, *rest))
