"""Everything that the book declares, while its sentences are being bound."""

from __future__ import annotations

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import Column, ColumnType, Ledger, Schema
from perfeval.resolve import errors
from perfeval.resolve.errors import Refusal
from perfeval.rulebook.book import Series, Unit
from perfeval.syntax.tree import Phrase, Word


@define
class Scope:
    """Declared names and the findings so far; grows during one resolution and is then dropped."""

    units: dict[str, Unit] = Factory(dict)
    categories: list[str] = Factory(list)
    category_sizes: list[Phrase] = Factory(list)
    series: list[Series] = Factory(list)
    ledgers: dict[str, Ledger] = Factory(dict)
    grades: tuple[str, ...] = ()
    measures: tuple[str, tuple[str, ...]] | None = None
    results: tuple[Word, ...] = ()
    clauses: list[str] = Factory(list)
    quantities: dict[str, str | None] = Factory(dict)
    cases: list[str] = Factory(list)
    findings: list[Diagnostic] = Factory(list)

    def schema(self) -> Schema:
        """The ledgers and units declared so far."""
        return Schema(tuple(self.ledgers.values()), tuple(self.units))

    def ledger(self, word: Word) -> Ledger:
        """The ledger that ``word`` names. Raises Refusal."""
        if word.text not in self.ledgers:
            raise Refusal(errors.unknown("台账", word.text, word.span, self.ledgers))
        return self.ledgers[word.text]

    def column(self, ledger: Ledger, word: Word) -> Column:
        """The column of ``ledger`` that ``word`` names. Raises Refusal."""
        column = ledger.column(word.text)
        if column is None:
            names = [column.name for column in ledger.columns]
            raise Refusal(errors.column_missing(ledger.name, word.text, word.span, names))
        return column

    def value(self, column: Column, word: Word) -> str:
        """The value of ``column`` that ``word`` names. Raises Refusal."""
        if word.text not in column.values:
            raise Refusal(errors.value_missing(column.name, word.text, word.span, column.values))
        return word.text

    def group(self, word: Word) -> str:
        """The category, series or unit that ``word`` names. Raises Refusal."""
        known = [*self.categories, *(series.name for series in self.series), *self.units]
        if word.text not in known:
            raise Refusal(errors.unknown("类别、序列或单位", word.text, word.span, known))
        return word.text

    def grade(self, word: Word) -> str:
        """The grade that ``word`` names. Raises Refusal."""
        if word.text not in self.grades:
            raise Refusal(errors.unknown("等次", word.text, word.span, self.grades))
        return word.text

    def unit_fact(self, word: Word) -> tuple[Ledger, Column]:
        """The column of a one-row-a-unit ledger that ``word`` names. Raises Refusal."""
        found = [
            (ledger, column)
            for ledger in self.ledgers.values()
            if ledger.per_unit and (column := ledger.column(word.text)) is not None
        ]
        if len(found) != 1:
            raise Refusal(
                errors.not_here(
                    f"“{word.text}”不是哪一个“一个单位一行”的台账里唯一的栏目",
                    word.span,
                    "这里只能用每个单位只有一个数的栏目，或算得的量。",
                )
            )
        return found[0]

    def history(self, word: Word) -> Ledger:
        """The ledger that records the grades of earlier years. Raises Refusal."""
        for ledger in self.ledgers.values():
            types = {column.type for column in ledger.columns}
            if ColumnType.YEAR in types and ColumnType.GRADE in types:
                return ledger
        raise Refusal(
            errors.not_here(
                "没有记载以往年度等次的台账，无法判断连续几年",
                word.span,
                "在附件里写一个有“年度”栏和“等次”栏的台账。",
            )
        )

    def known_quantity(self, word: Word) -> None:
        """Check that something computes the quantity that ``word`` names. Raises Refusal."""
        if word.text not in self.quantities:
            raise Refusal(errors.unknown("算得的量", word.text, word.span, self.quantities))
