"""Expressions -> their text in a dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from attrs import Factory, define

from perfeval.sql import expression as x
from perfeval.sql.dialect import Dialect
from perfeval.sql.relations import GivenTable

# The alias of what a stage starts from; what is joined is called j1, j2 …
OWN = "s"
_LOGIC = ("OR", "AND")
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
# What is joined by the same word again needs no brackets.
_LOOSE = (*_LOGIC, "+", "||")


@define
class Printer:
    """Writes expressions of one stage. aliases: of what is joined; empty: columns stand alone."""

    dialect: Dialect
    aliases: Mapping[x.Join, str] = Factory(dict)

    def quoted(self, name: str) -> str:
        """An identifier."""
        quote = self.dialect.quote
        return quote + name.replace(quote, quote * 2) + quote

    def declared(self, table: GivenTable) -> str:
        """The columns of a given table with their types."""
        return ", ".join(
            f"{self.quoted(each.name)} {self.dialect.types[each.type]}" for each in table.columns
        )

    def text(self, expr: x.Expr) -> str:
        """An expression."""
        for kind, write in _WRITERS:
            if isinstance(expr, kind):
                return write(self, expr)
        raise TypeError(f"no such expression: {expr!r}")

    def inner(self, expr: x.Expr) -> str:
        """An expression as part of another."""
        text = self.text(expr)
        bare = isinstance(expr, x.Ref | x.Call | x.Cast | x.Whole | x.Case | x.Over | x.DaysBetween | x.Part)
        positive = isinstance(expr, x.Lit) and not (isinstance(expr.value, int) and expr.value < 0)
        return text if bare or positive else f"({text})"

    def ref(self, ref: x.Ref) -> str:
        """A column, and of what where several relations are at hand."""
        if not self.aliases:
            return self.quoted(ref.name)
        alias = OWN if ref.join is None else self.aliases[ref.join]
        return f"{alias}.{self.quoted(ref.name)}"

    def _literal(self, lit: x.Lit) -> str:
        value = lit.value
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int):
            return f"{value}"
        if isinstance(value, date):
            return f"DATE '{value.isoformat()}'"
        if self.dialect.backslash:
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + value.replace("'", "''") + "'"

    def _op(self, expr: x.Op) -> str:
        return f"{self.side(expr, expr.left)} {expr.op} {self.side(expr, expr.right)}"

    def side(self, expr: x.Op, part: x.Expr) -> str:
        """One side of an operation, in brackets where it could be misread."""
        if isinstance(part, x.Op):
            same = expr.op in _LOOSE and part.op == expr.op
            compared = expr.op in _LOGIC and part.op in _COMPARISONS
            return self.text(part) if same or compared else f"({self.text(part)})"
        test = isinstance(part, x.In | x.IsNull | x.Not | x.Bit)
        return self.text(part) if test and expr.op in _LOGIC else self.inner(part)

    def _is_null(self, expr: x.IsNull) -> str:
        return f"{self.inner(expr.operand)} IS {'NOT ' if expr.negated else ''}NULL"

    def _among(self, expr: x.In) -> str:
        values = ", ".join(self._literal(x.Lit(value)) for value in expr.values)
        if len(expr.values) == 1:
            return f"{self.inner(expr.operand)} = {values}"
        return f"{self.inner(expr.operand)} IN ({values})"

    def _call(self, expr: x.Call) -> str:
        inside = ", ".join(self.text(each) for each in expr.arguments)
        if expr.name == "COUNT" and not expr.arguments:
            inside = "*"
        return f"{expr.name}({'DISTINCT ' if expr.distinct else ''}{inside})"

    def _case(self, expr: x.Case) -> str:
        parts = ["CASE"] if expr.subject is None else ["CASE", self.text(expr.subject)]
        for condition, value in expr.whens:
            parts.append(f"WHEN {self.text(condition)} THEN {self.text(value)}")
        if expr.otherwise is not None:
            parts.append(f"ELSE {self.text(expr.otherwise)}")
        return " ".join([*parts, "END"])

    def _cast(self, expr: x.Cast) -> str:
        return f"CAST({self.text(expr.operand)} AS {self.dialect.types[expr.type]})"

    def _whole(self, expr: x.Whole) -> str:
        form = self.dialect.wide_whole if expr.wide else self.dialect.whole
        return form.format(self.inner(expr.left), self.inner(expr.right))

    def _over(self, expr: x.Over) -> str:
        inside = ["PARTITION BY " + ", ".join(self.text(each) for each in expr.partition)]
        if expr.order:
            # Every database has its own habit of where what is missing comes.
            order = (f"{self.text(key)} {'DESC' if down else 'ASC'} NULLS LAST" for key, down in expr.order)
            inside.append("ORDER BY " + ", ".join(order))
        if expr.peers:
            inside.append("RANGE BETWEEN CURRENT ROW AND CURRENT ROW")
        return f"{self.text(expr.call)} OVER ({' '.join(inside)})"


_WRITERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (x.Ref, Printer.ref),
    (x.Lit, Printer._literal),
    (x.Op, Printer._op),
    (x.Negated, lambda self, expr: f"-{self.inner(expr.operand)}"),
    (x.Not, lambda self, expr: f"NOT {self.inner(expr.operand)}"),
    (x.IsNull, Printer._is_null),
    (x.In, Printer._among),
    (x.Call, Printer._call),
    (x.Case, Printer._case),
    (x.Cast, Printer._cast),
    (x.Whole, Printer._whole),
    (x.Bit, lambda self, expr: self.dialect.bit.format(self.inner(expr.operand), expr.number)),
    (x.Over, Printer._over),
    (
        x.DaysBetween,
        lambda self, expr: self.dialect.days_between.format(self.inner(expr.start), self.inner(expr.end)),
    ),
    (x.NextDay, lambda self, expr: self.dialect.next_day.format(self.inner(expr.operand))),
    (x.Part, lambda self, expr: f"EXTRACT({expr.part} FROM {self.text(expr.operand)})"),
)
