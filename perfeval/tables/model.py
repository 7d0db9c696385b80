"""The model: decision tables and relational steps, each reading and writing named columns.

A column belongs to a grain: 单位 (one value a unit) or the name of a ledger (one value a row).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.expressions import Expression
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.cells import Cell
from perfeval.tables.places import Place


class HitPolicy(Enum):
    """DMN's hit policies, as far as they are used; the value is their DMN letter."""

    UNIQUE = "U"
    FIRST = "F"
    COLLECT = "C"


class Gathering(Enum):
    """How values of rows become one value of a unit (DMN's collect operators)."""

    SUM = "C+"
    MAX = "C>"
    MIN = "C<"
    COUNT = "C#"


class Kind(Enum):
    """What a column holds; the value is the word that users see."""

    NUMBER = "数"
    TEXT = "文字"
    BOOL = "是否"
    DATE = "日期"
    LIST = "名单"


@frozen
class Column:
    """Name, kind and, for numbers, decimal places and unit (分, 元 or "").

    values: what a text may be, where that is known. whole: a rank or a count, never a decimal.
    """

    name: str
    kind: Kind
    places: int = 0
    unit: str = ""
    values: tuple[str, ...] = ()
    whole: bool = False


@frozen
class Fixed:
    """An output that is a text or a truth."""

    value: str | bool


Output = Fixed | Expression | None


@frozen
class Row:
    """One rule of a table: a cell for each input, a value for each output, and its clause.

    tier: in a FIRST table, rows of a lower tier go before those of a higher; within a tier order
    means nothing, so rows of one tier that both hold must agree in what they give.
    note: why the row stands apart, for people (每项最高3分).  item: (2) in a numbered list.
    """

    cells: tuple[Cell, ...]
    outputs: tuple[Output, ...]
    clause: str
    note: str = ""
    item: int | None = None
    tier: int = 0


@frozen
class Table:
    """A decision table: rows of cells over input columns, of which a hit policy picks one or more.

    strict: whoever has all inputs has to meet a row (查不到的不允许).
    """

    name: str
    grain: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]
    hit_policy: HitPolicy
    strict: bool = False

    def asked(self, row: Row) -> dict[str, Cell]:
        """The cells of one of its rows, by column."""
        return dict(zip(self.inputs, row.cells, strict=True))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses whose rows these are, in order."""
        return tuple(dict.fromkeys(row.clause for row in self.rows))


@frozen
class Gather:
    """Values of a ledger's rows -> one value a unit.

    source: a column of points (SUM, MAX, MIN) or of truths (COUNT).
    winners: a column of truths; rows where it is false are left out (None: all count).
    sign: 1 for points added, -1 for points taken. limit: at most so many points, scaled.
    """

    name: str
    clause: str
    ledger: str
    source: str
    how: Gathering
    winners: str | None = None
    sign: int = 1
    limit: int | None = None


@frozen
class HighestRow:
    """Of a unit's rows with the same ``key`` only one counts: the one with most points.

    by: the columns of points whose sum is compared. order: (column, preferred value or None for
    the smallest first) for rows with equal points; rows equal in all that count by their line.
    """

    name: str
    clause: str
    ledger: str
    key: str
    by: tuple[str, ...]
    order: tuple[tuple[str, str | None], ...]


@frozen
class CapStep:
    """What the members give together is cut to ``limit``; the cut is a column of its own.

    members: columns of units that are summed. rows: (ledger, table that picks rows, the gathers
    whose counted rows are summed), for a cap on rows. inner: caps within this one, whose cuts count.
    """

    name: str
    clause: str
    sign: int
    limit: int
    places: int
    members: tuple[str, ...]
    rows: tuple[str, str, tuple[str, ...]] | None
    inner: tuple[str, ...]

    @property
    def limited(self) -> tuple[str, ...]:
        """The sums that it limits, whole or in part."""
        return self.members or (self.rows[2] if self.rows is not None else ())


@frozen
class FormulaStep:
    """A column computed from others of the same grain."""

    name: str
    clause: str
    grain: str
    expression: Expression


@frozen
class LookupStep:
    """For each unit ``value`` of its row in ``ledger`` whose ``key`` is ``wanted``; None without one."""

    name: str
    ledger: str
    key: str
    wanted: int
    value: str


@frozen
class RankStep:
    """Competition rank (1, 2, 2, 4) of the units of ``groups`` within their series, highest first.

    taking_part: a column of truths, whether the unit is ranked at all.
    """

    name: str
    clause: str
    by: str
    groups: tuple[str, ...]
    taking_part: str


@frozen
class PlaceShare:
    """Places of each of these series: ``number`` of them, or numerator and denominator of a rate."""

    series: tuple[str, ...]
    number: int | None
    rate: tuple[int, int] | None


@frozen
class PlacesStep:
    """Which units get a place: a number or a rate of each series, filled from the top.

    cancelled: the column that counts the reasons for which a unit cannot have the place, or None.
    """

    name: str
    clause: str
    grade: str
    by: str
    taking_part: str
    shares: tuple[PlaceShare, ...]
    rounding: Rounding | None
    all_tied_in: bool
    cancelled: str | None
    pass_down: bool


Step = Gather | HighestRow | CapStep | FormulaStep | LookupStep | RankStep | PlacesStep | CalculatedStep
Node = Table | Step


@frozen(eq=False)
class Model:
    """All tables and steps in an order in which each finds what it reads.

    columns: every column by grain and name. readings: the option chosen for each reading.
    """

    nodes: tuple[Node, ...]
    columns: Mapping[Place, Column]
    readings: Mapping[str, str]

    @property
    def ranking(self) -> RankStep | None:
        """How units are ranked; None where they are not."""
        return next((node for node in self.nodes if isinstance(node, RankStep)), None)

    def node(self, name: str) -> Node | None:
        """The table or step with this name, or None."""
        return next((node for node in self.nodes if node.name == name), None)

    def table(self, name: str) -> Table:
        """The table with this name. Raises KeyError if there is none."""
        found = self.node(name)
        if not isinstance(found, Table):
            raise KeyError(name)
        return found
