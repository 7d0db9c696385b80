"""Everything that the book declares, while its sentences are being bound."""

from __future__ import annotations

from datetime import date

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import Column, ColumnType, Ledger, Schema
from perfeval.resolve import errors
from perfeval.resolve.errors import RefusalError
from perfeval.rulebook.book import Series, Unit
from perfeval.source.text import Span
from perfeval.syntax.tree import LookupText, Phrase, Word

# What the kinds of words for columns say of their types, and what users call them.
_TYPES = {
    "NUMBER_COLUMN": (tuple(each for each in ColumnType if each.is_number), "数字栏"),
    "BOOL_COLUMN": ((ColumnType.BOOL,), "是否栏"),
    "ENUM_COLUMN": ((ColumnType.ENUM,), "取值栏"),
    "TEXT_COLUMN": ((ColumnType.TEXT,), "文字栏"),
    "DATE_COLUMN": ((ColumnType.DATE,), "日期栏"),
}


@define
class Scope:
    """Declared names and the findings so far; grows during one resolution and is then dropped.

    miscounted: categories one of whose series has another number of units than it says.
    quantities: name -> its unit, None where it is not known (yet). not_numbers: those that hold no
    number but 是否 or a list. places: where names were declared first, by kind and name.
    roster: the category whose units are but samples, and the ledger that lists them.
    """

    units: dict[str, Unit] = Factory(dict)
    categories: list[str] = Factory(list)
    category_sizes: list[Phrase] = Factory(list)
    miscounted: list[str] = Factory(list)
    series: list[Series] = Factory(list)
    ledgers: dict[str, Ledger] = Factory(dict)
    roster: tuple[Word, Word] | None = None
    grades: tuple[str, ...] = ()
    measures: tuple[str, tuple[str, ...]] | None = None
    results: tuple[Word, ...] = ()
    row_results: dict[str, tuple[Word, tuple[Word, ...], bool]] = Factory(dict)
    clauses: list[str] = Factory(list)
    quantities: dict[str, str | None] = Factory(dict)
    not_numbers: list[str] = Factory(list)
    cases: list[str] = Factory(list)
    # Computed columns by ledger; computed words of units; tables to look things up in; the year.
    computed: dict[str, dict[str, Column]] = Factory(dict)
    choices: dict[str, Column] = Factory(dict)
    lookups: dict[str, LookupText] = Factory(dict)
    year: tuple[date, date] | None = None
    places: dict[tuple[str, str], Span] = Factory(dict)
    findings: list[Diagnostic] = Factory(list)

    def schema(self) -> Schema:
        """The ledgers and units declared so far."""
        ledgers, units = tuple(self.ledgers.values()), tuple(self.units)
        if self.roster is None:
            return Schema(ledgers, units)
        category, ledger = self.roster
        listed = [unit.name for unit in self.units.values() if unit.category != category.text]
        return Schema(ledgers, units, ledger.text, tuple(listed))

    @property
    def sampled(self) -> str | None:
        """The category of which the book names samples only."""
        return None if self.roster is None else self.roster[0].text

    def places_of(self, kind: str) -> dict[str, Span]:
        """Where the names of one kind were declared first."""
        return {name: span for (known, name), span in self.places.items() if known == kind}

    def declared(self, kind: str, word: Word) -> None:
        """Keep the place of a name; a finding if there is one of that kind already."""
        before = self.places.get((kind, word.text))
        if before is not None:
            self.findings.append(errors.declared_twice(kind, word.text, word.span, before))
        else:
            self.places[kind, word.text] = word.span

    def ledger(self, word: Word) -> Ledger:
        """The ledger that ``word`` names. Raises RefusalError."""
        if word.text not in self.ledgers:
            places = self.places_of("台账")
            raise RefusalError(errors.unknown("台账", word.text, word.span, self.ledgers, places))
        return self.ledgers[word.text]

    def column(self, ledger: Ledger, word: Word) -> Column:
        """The column of ``ledger`` that ``word`` names; its kind says which type. Raises RefusalError."""
        column = ledger.column(word.text) or self.computed.get(ledger.name, {}).get(word.text)
        if column is None:
            names = {column.name: column.span for column in ledger.columns}
            owners = [other.name for other in self.ledgers.values() if other.column(word.text) is not None]
            raise RefusalError(errors.column_missing(ledger.name, word.text, word.span, names, owners))
        types, called = _TYPES.get(word.kind, (tuple(ColumnType), ""))
        if column.type not in types:
            own = column.wording
            raise RefusalError(
                errors.column_of_type(ledger.name, word.text, called, own, word.span, column.span)
            )
        return column

    def row_column(self, ledger: Ledger, word: Word) -> Column:
        """A column of the rows of ``ledger``, or what is known of their unit. Raises RefusalError."""
        own = ledger.column(word.text) or self.computed.get(ledger.name, {}).get(word.text)
        if own is not None:
            return own
        if word.text in self.choices or word.text in self.quantities or word.text in self.facts():
            return self.unit_column(word)
        return self.column(ledger, word)

    def column_about(self, ledger: Ledger | None, word: Word) -> Column:
        """A column of the rows of ``ledger``, or of units where it is None. Raises RefusalError."""
        return self.unit_column(word) if ledger is None else self.row_column(ledger, word)

    def row_number(self, ledger: Ledger, word: Word) -> Column:
        """A column of numbers, as ``row_column``. Raises RefusalError."""
        column = self.row_column(ledger, word)
        if not column.type.is_number:
            hint = "改为数字栏，或算得的数。"
            raise RefusalError(errors.not_here(f"“{word.text}”不是数，不能计算或比较", word.span, hint))
        return column

    def unit_column(self, word: Word) -> Column:
        """What is known of a unit by that name, given or computed. Raises RefusalError."""
        if word.text in self.choices:
            return self.choices[word.text]
        if word.kind == "QUANTITY" or word.text in self.quantities:
            unit = self.number(word)
            return Column(word.text, ColumnType.DECIMAL, unit=unit or "")
        return self.unit_fact(word)[1]

    def calendar(self, word: Word) -> Ledger:
        """The ledger that says which days are working days. Raises RefusalError."""
        for ledger in self.ledgers.values():
            if ledger.is_calendar:
                return ledger
        message = "没有写明哪些天是工作日的台账，数不出工作日"
        hint = "在附件里写：台账“日历”，不分单位，每个“日期”一行：“日期”：日期；“工作日”：是否。"
        raise RefusalError(errors.not_here(message, word.span, hint))

    def value(self, column: Column, word: Word) -> str:
        """The value of ``column`` that ``word`` names. Raises RefusalError."""
        if word.text not in column.values:
            raise RefusalError(
                errors.value_missing(column.name, word.text, word.span, column.values, column.span)
            )
        return word.text

    def group(self, word: Word) -> str:
        """The category, series or unit that ``word`` names. Raises RefusalError."""
        known = [*self.categories, *(series.name for series in self.series), *self.units]
        if word.text not in known:
            raise RefusalError(errors.unknown("类别、序列或单位", word.text, word.span, known))
        return word.text

    def clause(self, word: Word) -> str:
        """The clause that ``word`` names. Raises RefusalError."""
        if word.text not in self.clauses:
            places = self.places_of("条款")
            raise RefusalError(errors.unknown("条款", word.text, word.span, self.clauses, places))
        return word.text

    def grade(self, word: Word) -> str:
        """The grade that ``word`` names. Raises RefusalError."""
        if word.text not in self.grades:
            places = self.places_of("等次")
            raise RefusalError(errors.unknown("等次", word.text, word.span, self.grades, places))
        return word.text

    def unit_fact(self, word: Word) -> tuple[Ledger, Column]:
        """The column of a one-row-a-unit ledger that ``word`` names. Raises RefusalError."""
        found = [
            (ledger, column)
            for ledger in self.ledgers.values()
            if ledger.per_unit and (column := ledger.column(word.text)) is not None
        ]
        if len(found) == 1:
            return found[0][0], self.column(found[0][0], word)
        owners = "、".join(
            f"“{ledger.name}”" for ledger in self.ledgers.values() if ledger.column(word.text) is not None
        )
        message = (
            f"“{word.text}”是台账{owners}的栏目，一个单位不止一个数" if owners else f"没有“{word.text}”栏"
        )
        if len(found) > 1:
            message = f"台账{owners}都有“{word.text}”栏，分不清是哪一个"
        hint = "这里只能用“一个单位一行”的台账里独有的栏目，或算得的量。"
        raise RefusalError(errors.not_here(message, word.span, hint))

    def facts(self) -> list[str]:
        """The columns that say one thing of each unit."""
        return [
            column.name for ledger in self.ledgers.values() if ledger.per_unit for column in ledger.columns
        ]

    def history(self, word: Word) -> Ledger:
        """The ledger that records the grades of earlier years. Raises RefusalError."""
        for ledger in self.ledgers.values():
            types = [column.type for column in ledger.columns]
            if ColumnType.YEAR in types and ColumnType.GRADE in types:
                return ledger
        message = "没有记载以往年度等次的台账，无法判断连续几年"
        hint = "在附件里写一个有“年度”栏和“等次”栏的台账。"
        raise RefusalError(errors.not_here(message, word.span, hint))

    def number(self, word: Word) -> str | None:
        """The unit of the computed number that ``word`` names. Raises RefusalError."""
        if word.text not in self.quantities:
            places = {**self.places_of("栏目"), **self.places_of("算得的量")}
            known = [name for name in (*self.quantities, *self.facts()) if name not in self.not_numbers]
            raise RefusalError(errors.unknown("算得的量", word.text, word.span, known, places))
        if word.text in self.not_numbers:
            message = f"“{word.text}”不是数，不能计算或比较"
            raise RefusalError(errors.not_here(message, word.span, "改为算得的量，或台账里的数字栏。"))
        return self.quantities[word.text]
