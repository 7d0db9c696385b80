"""What the plan gives, as columns that others read: the same as in the files of stored results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.sql.expression import Type
from perfeval.sql.lowering import Lowered
from perfeval.sql.plan import LINE, POPULATION, UNIT, Output
from perfeval.sql.spark_cells import literal, quoted
from perfeval.sql.tables import MASK_BITS
from perfeval.sql.traces import Capped, Counted, Fired, Gathered, Masks, Placed, Where, Winner
from perfeval.tables.calculated import RowsStep
from perfeval.tables.flow import writes
from perfeval.tables.model import Column, Fixed, Kind, Table
from perfeval.tables.places import UNIT_GRAIN

# What stands in 〔〕 is not part of any name in a book.
NUMBER, ROW_LINE = "〔单位序号〕", "〔行〕"
_FIRED, _COUNTED, _BEFORE, _WINNER = "规则行", "计入", "封顶前", "胜出行"
_SEATS = ("序列单位数", "名额", "参加评选", "参评名次", "同分数")
# Digits of decimals: 64 bits have 19, beyond them Spark has no more than 38.
_DIGITS, _MOST_DIGITS = 20, 38


@frozen
class Field:
    """A column of a result: its name there, and the expression of it over the last stage."""

    title: str
    text: str


@frozen
class Wanted:
    """One result: the relation, which of its columns are read, and the columns that are made of them.

    has_units: whether it is about rows that belong to units, whose names then stand with them.
    """

    grain: str
    has_units: bool
    outputs: tuple[Output, ...]
    fields: tuple[Field, ...]


def wanted_results(lowered: Lowered) -> tuple[Wanted, ...]:
    """Units first, then each ledger of whose rows the model computes something."""
    grains = [UNIT_GRAIN]
    for ledger in lowered.book.schema.ledgers:
        made = any(grain == ledger.name for node in lowered.model.nodes for grain, _ in writes(node))
        if ledger.name != UNIT_GRAIN and (made or any(_traces_at(lowered, ledger.name))):
            grains.append(ledger.name)
    return tuple(_wanted(lowered, grain) for grain in grains)


def _wanted(lowered: Lowered, grain: str) -> Wanted:
    keys = [POPULATION, UNIT] if grain == UNIT_GRAIN else [POPULATION, UNIT, LINE]
    read: dict[str, None] = dict.fromkeys(keys)
    fields: list[Field] = []
    if grain == UNIT_GRAIN:
        read.update(dict.fromkeys((lowered.wrong, UNIT_COLUMN)))
        fields.append(Field(UNIT_COLUMN, quoted(UNIT_COLUMN)))
    else:
        fields.append(Field(NUMBER, f"CAST({quoted(UNIT)} AS INT)"))
        fields.append(Field(ROW_LINE, quoted(LINE)))
    for (at, name), column in lowered.model.columns.items():
        if (
            at != grain
            or name == UNIT_COLUMN
            or column.kind is Kind.LIST
            or (at, name) not in lowered.columns
        ):
            continue
        own = lowered.columns[at, name]
        read[own] = None
        fields.append(Field(name, _value(lowered, grain, own, column)))
    for names, field in (*_lists(lowered, grain), *_traces_at(lowered, grain)):
        read.update(dict.fromkeys(names))
        fields.append(field)
    columns = lowered.plan.relations[grain].columns
    outputs = tuple(Output(name, columns[name].type) for name in read)
    ledger = lowered.book.schema.ledger(grain) if grain != UNIT_GRAIN else None
    has_units = ledger is not None and not ledger.shared
    return Wanted(grain, has_units, outputs, tuple(fields))


def _value(lowered: Lowered, grain: str, own: str, column: Column) -> str:
    """A column of the model as others read it: numbers as decimals, ranks and counts as integers."""
    if column.kind is not Kind.NUMBER:
        return quoted(own)
    kind = lowered.plan.relations[grain].columns[own].type
    if column.whole and kind is not Type.WIDE:
        return f"CAST({quoted(own)} AS BIGINT)"
    return _decimal(own, kind, column.places)


def _decimal(own: str, kind: Type, places: int) -> str:
    """A scaled integer as a decimal, nothing rounded."""
    if kind is Type.WIDE:
        # A product could have more digits than there are: written out, none is lost.
        return (
            f"CAST(CONCAT(CAST({quoted(own)} AS STRING), 'E-{places}') AS DECIMAL({_MOST_DIGITS}, {places}))"
        )
    whole = f"CAST({quoted(own)} AS DECIMAL({_DIGITS}, 0))"
    if places == 0:
        return whole
    one = f"0.{'1'.rjust(places, '0')}BD"
    return f"CAST({whole} * {one} AS DECIMAL({_DIGITS}, {places}))"


# ---------------------------------------------------------------- lists and traces

_Read = tuple[Sequence[str], Field]


def _lists(lowered: Lowered, grain: str) -> Iterator[_Read]:
    """Columns that hold names, which are those that the rows of a table give."""
    for node in lowered.model.nodes:
        if not isinstance(node, Table) or node.grain != grain:
            continue
        where = lowered.traces.get(node.name)
        for name in node.outputs:
            column = lowered.model.columns[grain, name]
            if column.kind is Kind.LIST and isinstance(where, Masks):
                outputs = [row.outputs[node.outputs.index(name)] for row in node.rows]
                words = [each.value if isinstance(each, Fixed) else "" for each in outputs]
                listed = ", ".join(literal(str(word)) for word in words)
                rows = _rows_fired(where, len(node.rows))
                named = f"TRANSFORM({rows}, i -> ELEMENT_AT(ARRAY({listed}), i))"
                yield where.masks, Field(name, f"ARRAY_DISTINCT({named})")


def _traces_at(lowered: Lowered, grain: str) -> Iterator[_Read]:
    """The traces that stand with the elements of a grain."""
    for node in lowered.model.nodes:
        where = lowered.traces.get(node.name)
        if where is not None and _leaves(lowered, node.name, node):
            yield from _trace(lowered, node.name, where, grain)


def _leaves(lowered: Lowered, name: str, node: object) -> bool:
    """Whether it is this node that leaves the trace of its name; others may be called the same."""
    return lowered.model.node(name) is node


def _trace(lowered: Lowered, name: str, where: Where, grain: str) -> Iterator[_Read]:
    if isinstance(where, Fired) and where.grain == grain:
        yield (where.row,), Field(_part(name, _FIRED), f"CAST({quoted(where.row)} AS INT)")
    elif isinstance(where, Masks) and where.grain == grain:
        rows = len(lowered.model.table(name).rows)
        yield where.masks, Field(_part(name, _FIRED), _rows_fired(where, rows))
    elif isinstance(where, Gathered):
        column = lowered.model.columns[UNIT_GRAIN, name]
        if where.ledger == grain:
            yield _number(lowered, grain, where.counted, column, _part(name, _COUNTED))
        if grain == UNIT_GRAIN:
            yield _number(lowered, grain, where.before, column, _part(name, _BEFORE))
    elif isinstance(where, Counted) and where.ledger == grain:
        node = lowered.model.node(name)
        assert isinstance(node, RowsStep)
        source = lowered.model.columns.get((grain, node.source))
        own = Column(name, Kind.NUMBER, source.places if source is not None else 0)
        yield _number(lowered, grain, where.counted, own, _part(name, _COUNTED))
    elif isinstance(where, Winner) and where.ledger == grain:
        yield (where.line,), Field(_part(name, _WINNER), quoted(where.line))
    elif isinstance(where, Capped) and grain == UNIT_GRAIN:
        column = lowered.model.columns[UNIT_GRAIN, name]
        yield _number(lowered, grain, where.before, column, _part(name, _BEFORE))
    elif isinstance(where, Placed) and grain == UNIT_GRAIN:
        yield from _seats(name, where)


def _number(lowered: Lowered, grain: str, own: str, column: Column, title: str) -> _Read:
    return (own,), Field(title, _value(lowered, grain, own, column))


def _seats(name: str, where: Placed) -> Iterator[_Read]:
    """Places of a series; 0 for units of none, and in rank and ties for those not considered."""
    for part, own in zip(_SEATS, (where.size, where.places, where.rank, where.rank, where.tied), strict=True):
        text = f"CAST(COALESCE({quoted(own)}, 0) AS INT)"
        if part == _SEATS[2]:
            text = f"{quoted(own)} IS NOT NULL"
        yield (own,), Field(_part(name, part), text)


def _rows_fired(where: Masks, rows: int) -> str:
    """The numbers, from 1, of the rows whose bits are set."""
    parts = []
    for number, mask in enumerate(where.masks):
        first = number * MASK_BITS
        count = min(MASK_BITS, rows - first)
        bits = f"FILTER(SEQUENCE(1, {count}), i -> (SHIFTRIGHT({quoted(mask)}, i - 1) & 1) = 1)"
        parts.append(f"TRANSFORM({bits}, i -> i + {first})" if first else bits)
    return parts[0] if len(parts) == 1 else f"CONCAT({', '.join(parts)})"


def _part(name: str, part: str) -> str:
    return f"{name}〔{part}〕"
