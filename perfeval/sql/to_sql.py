"""Stages -> the text of one query, to be read by people too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import Factory, define, evolve, frozen

from perfeval.sql import expression as x
from perfeval.sql.dialect import Dialect
from perfeval.sql.names import Names
from perfeval.sql.plan import Column, Output, Plan
from perfeval.sql.printer import OWN, Printer
from perfeval.sql.stages import At, Stage, last_stage, stages_for, stages_of

_WIDTH = 100
# A stage that carries more than this along compares its rows apart.
_WIDE = 8

# ---------------------------------------------------------------- queries


def query_text(plan: Plan, relation: str, outputs: Sequence[Output], dialect: Dialect) -> str:
    """One query that gives these columns of a relation, in the order of its keys."""
    stages = stages_of(plan, relation, tuple(output.name for output in outputs))
    given = Names()
    read = Counter(at for stage in stages for at in (stage.source, *stage.joins.values()))
    read[last_stage(stages, relation).at] += 1
    once = {at: None for at, times in read.items() if times == 1}
    writing = _Query(plan, dialect, _stage_names(plan, stages, given), given, once)
    parts = [part for stage in stages for part in writing.stage(stage)]
    final = last_stage(stages, relation)
    return (
        "WITH\n"
        + ",\n".join(parts)
        + "\n"
        + final_text(writing.names[final.at], final.keys, outputs, dialect)
    )


def final_text(name: str, keys: Sequence[str], outputs: Sequence[Output], dialect: Dialect) -> str:
    """What is wanted of a relation's last stage: every column of a known type, in a known order."""
    printer = Printer(dialect)
    types = dialect.types
    lines = [
        _line(
            f"CAST({printer.quoted(each.name)} AS {types[each.type]}) AS {printer.quoted(each.name)}",
            each.note,
        )
        for each in outputs
    ]
    order = ", ".join(printer.quoted(key) for key in keys)
    listed = _listed(lines).replace("\n    ", "\n  ").removeprefix("  ")
    return f"SELECT\n{listed}\nFROM {printer.quoted(name)}\nORDER BY {order}\n"


@frozen
class StageQuery:
    """One stage as a query of its own. name: what later ones call it; reads: what it reads, by name.

    keys: the columns by which rows of the relation are told apart.
    """

    relation: str
    name: str
    text: str
    reads: tuple[str, ...]
    keys: tuple[str, ...]


def stage_queries(
    plan: Plan, goals: Mapping[str, Sequence[Output]], dialect: Dialect
) -> tuple[StageQuery, ...]:
    """The stages that give these columns of these relations, each to be kept under its name in this order."""
    stages = stages_for(plan, {name: tuple(each.name for each in own) for name, own in goals.items()})
    given = Names()
    names = _stage_names(plan, stages, given)
    writing = _Query(plan, dialect, names, given)
    found = []
    for stage in stages:
        text = writing.part(names[stage.at], stage)
        reads = tuple(names[each] for each in (stage.source, *stage.joins.values()))
        own = text[text.index("(\n") + 2 : -2]
        found.append(StageQuery(stage.at[0], names[stage.at], own, reads, stage.keys))
    return tuple(found)


def _stage_names(plan: Plan, stages: Iterable[Stage], names: Names) -> dict[At, str]:
    found: dict[At, str] = {}
    for relation in plan.relations.values():
        if relation.base is None:
            found[relation.name, 0] = names.reserve("", relation.label)
    numbers: dict[str, int] = {}
    for stage in stages:
        number = numbers[stage.label] = numbers.get(stage.label, 0) + 1
        found[stage.at] = names.new("", f"{stage.label}_{number}")
    return found


@define
class _Query:
    plan: Plan
    dialect: Dialect
    names: dict[At, str]
    given: Names
    # Stages that only one other reads.
    once: Mapping[At, None] = Factory(dict)

    def stage(self, stage: Stage) -> list[str]:
        """One stage as a named part of the query; where rows are compared, perhaps two."""
        windows = [column for column in stage.made if x.has_window(column.expr)]
        if not self.dialect.narrow or not windows or len(stage.carried) < _WIDE:
            return [self.part(self.names[stage.at], stage)]
        name = self.given.new("", f"{self.names[stage.at]}_比较")
        keys = tuple((key, "=", key) for key in stage.keys)
        beside = x.Join(name, keys)
        compared = evolve(
            stage, made=tuple(windows), carried=stage.keys, joins=_joins_of(stage, windows), compares=True
        )
        made = tuple(
            evolve(column, expr=x.Ref(column.name, beside)) if column in windows else column
            for column in stage.made
        )
        others = [column for column in made if column.expr != x.Ref(column.name, beside)]
        joins = {**_joins_of(stage, others), beside: (name, 0)}
        self.names[name, 0] = name
        return [
            self.part(name, compared),
            self.part(self.names[stage.at], evolve(stage, made=made, joins=joins)),
        ]

    def part(self, name: str, stage: Stage) -> str:
        """A named part of the query."""
        printer = Printer(self.dialect, {join: f"j{number}" for number, join in enumerate(stage.joins, 1)})
        first = stage.first
        lines = _carried([printer.ref(x.Ref(name)) for name in stage.carried])
        lines.extend(_made(printer, column) for column in stage.made)
        distinct = " DISTINCT" if first is not None and first.distinct else ""
        body = f"  SELECT{distinct}\n" + _listed(lines) + self.sources(stage, printer)
        if first is not None and first.where is not None:
            body += f"\n  WHERE {printer.text(first.where)}"
        if first is not None and first.grouped:
            keys = {column.name: column for column in stage.made if column.name in stage.keys}
            body += "\n  GROUP BY " + ", ".join(printer.text(keys[key].expr) for key in stage.keys)
        kept, fence = self.dialect.materialized, ""
        if kept and stage.at in self.once:
            # Computed where it is read, but apart: else each expression would be put into the next.
            kept, fence = self.dialect.in_line, "\n  OFFSET 0"
        return f"{printer.quoted(name)} AS {kept}(\n{body}{fence}\n)"

    def sources(self, stage: Stage, printer: Printer) -> str:
        """FROM and what is joined."""
        text = f"\n  FROM {self.start(stage, printer)}"
        if stage.joins:
            text += f" AS {OWN}"
        for join, target in stage.joins.items():
            alias = printer.aliases[join]
            on = " AND ".join(
                f"{OWN}.{printer.quoted(own)} {op} {alias}.{printer.quoted(theirs)}"
                for own, op, theirs in join.on
            )
            kind = "JOIN" if join.inner else "LEFT JOIN"
            text += f"\n  {kind} {printer.quoted(self.names[target])} AS {alias} ON {on}"
        return text

    def start(self, stage: Stage, printer: Printer) -> str:
        """What a stage begins with: a table, or of it only what a comparison of rows needs."""
        name = printer.quoted(self.names[stage.source])
        if not stage.compares or not self.dialect.narrow:
            return name
        read = [ref.name for column in stage.made for ref in x.refs_in(column.expr) if ref.join is None]
        own = dict.fromkeys([*stage.carried, *read, *(own for join in stage.joins for own, _, _ in join.on)])
        listed = ", ".join(printer.quoted(each) for each in own)
        alias = "" if stage.joins else f" AS {OWN}"
        return f"(SELECT {listed} FROM {name}){alias}"  # noqa: S608 - nothing but quoted names


def _joins_of(stage: Stage, columns: Iterable[Column]) -> dict[x.Join, At]:
    """What has to be joined for these columns."""
    read = [ref.join for column in columns for ref in x.refs_in(column.expr)]
    return {join: target for join, target in stage.joins.items() if join in read}


# A line of a list: its text, and what is remarked on it.
_Line = tuple[str, str]


def _line(text: str, note: str) -> _Line:
    return text, note


def _made(printer: Printer, column: Column) -> _Line:
    expr = column.expr
    text, name = printer.text(expr), printer.quoted(column.name)
    if isinstance(expr, x.Ref) and expr.name == column.name:
        return text, column.note
    if len(text) > _WIDTH:
        text = _broken(printer, expr)
    return f"{text} AS {name}", column.note


def _broken(printer: Printer, expr: x.Expr) -> str:
    """An expression with a line for each choice, where it is one."""
    if isinstance(expr, x.Cast) and isinstance(expr.operand, x.Case):
        return f"CAST({_broken(printer, expr.operand)} AS {printer.dialect.types[expr.type]})"
    if not isinstance(expr, x.Case):
        return printer.text(expr)
    head = "CASE" if expr.subject is None else f"CASE {printer.text(expr.subject)}"
    lines = [f"WHEN {printer.text(one)} THEN {printer.text(value)}" for one, value in expr.whens]
    if expr.otherwise is not None:
        lines.append(f"ELSE {printer.text(expr.otherwise)}")
    return head + "".join(f"\n      {line}" for line in lines) + "\n    END"


def _carried(names: Sequence[str]) -> list[_Line]:
    """Names, as many in a line as there is room for."""
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < _WIDTH:
            lines[-1] += f", {name}"
        else:
            lines.append(name)
    return [(line, "") for line in lines]


def _listed(lines: Sequence[_Line]) -> str:
    """Lines with commas between them; remarks stand behind."""
    shown = []
    for number, (text, note) in enumerate(lines, 1):
        comma = "," if number < len(lines) else ""
        remark = f"  -- {' '.join(note.split())}" if note else ""
        shown.append(f"    {text}{comma}{remark}")
    return "\n".join(shown)
