"""Trees of examples -> examples whose names are bound."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.quantity.number import Number, read_number
from perfeval.resolve import errors, example_errors
from perfeval.resolve.claims import cell_stated, expectation_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.known import Known, known_of
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Example, Expectation, GivenRows, GivenValue, Situation
from perfeval.source.text import Span
from perfeval.syntax import tree
from perfeval.syntax.tree import Phrase, Sentence, TableRow, Word

UNIT = "单位"
_EXPECTING = ("expected", "refused")


def resolve_examples(trees: Sequence[tree.Example], book: RuleBook) -> Checked[tuple[Example, ...]]:
    """Bind examples to the names of their book; those with a finding are left out."""
    known = known_of(book)
    found: list[Diagnostic] = []
    examples: list[Example] = []
    names: dict[str, Span] = {}
    for each in trees:
        before = len(found)
        if each.name.text in names:
            found.append(errors.declared_twice("例", each.name.text, each.name.span, names[each.name.text]))
        names.setdefault(each.name.text, each.name.span)
        draft = _Draft(known, found)
        for index, part in enumerate(each.parts):
            if isinstance(part, Sentence):
                draft.sentence(part, _rows_below(each.parts[index + 1 :]))
            elif index == 0 or not draft.wants_rows:
                found.append(example_errors.stray_row(part.span))
                break
        if len(found) == before and not draft.expectations:
            found.append(example_errors.nothing_expected(each.name.span))
        if len(found) == before:
            examples.append(draft.example(each))
    return Checked(tuple(examples), tuple(found))


def _rows_below(parts: Sequence[Sentence | TableRow]) -> list[TableRow]:
    rows: list[TableRow] = []
    for part in parts:
        if not isinstance(part, TableRow):
            break
        rows.append(part)
    return rows


@define
class _Draft:
    """One example while its sentences are bound.

    wants_rows: the last sentence stands above a table. broken: a sentence that gives facts has a finding.
    """

    known: Known
    found: list[Diagnostic]
    values: list[GivenValue] = Factory(list)
    rows: list[GivenRows] = Factory(list)
    expectations: list[Expectation] = Factory(list)
    wants_rows: bool = False
    broken: bool = False

    def example(self, each: tree.Example) -> Example:
        return Example(each.name.text, self.situation(), tuple(self.expectations), each.span)

    def situation(self) -> Situation:
        return Situation(tuple(self.values), tuple(self.rows), tuple(self.known.choices))

    def sentence(self, sentence: Sentence, below: list[TableRow]) -> None:
        phrase = sentence.phrase
        self.wants_rows = phrase.rule in ("given_rows", "given_rows_below", "given_units")
        try:
            if self.wants_rows:
                self.table(phrase, sentence.span, below)
            elif phrase.rule == "given_values":
                self.given_values(phrase)
            elif phrase.rule == "given_in_turn":
                self.given_in_turn(phrase)
            elif not self.broken:
                self.expectations.append(
                    expectation_of(phrase, sentence.span, self.known, self.situation().units)
                )
        except RefusalError as refusal:
            self.found.append(refusal.finding)
            # Claims are about units that are given; they are judged only where all that is given is known.
            self.broken = self.broken or phrase.rule not in _EXPECTING

    # ------------------------------------------------------------ 设: values

    def value(self, unit: str, name: str, text: str, place: Span) -> None:
        if any((given.unit, given.name) == (unit, name) for given in self.values):
            raise RefusalError(errors.stated_twice(f"{unit}的{name}", place))
        self.values.append(GivenValue(unit, name, text, place.line))

    def settable(self, word: Word) -> str:
        """A fact of the unit, or a computed number. Raises RefusalError."""
        names = [*self.known.facts, *self.known.numbers, *self.known.choices]
        if word.text not in names:
            raise RefusalError(errors.unknown("栏目或算得的量", word.text, word.span, names))
        return word.text

    def given_values(self, phrase: Phrase) -> None:
        unit = self.unit(phrase.word(0))
        for part in phrase.phrases():
            if part.rule == "given_number":
                name = self.settable(part.phrase(0).word(0))
                text = cell_stated(part.phrase(2), name, self.known)
            else:
                name = self.settable(part.word(0))
                text = "否" if part.words("NO") else "是"
                if part.rule == "given_choice":
                    text = part.words("VALUE")[0].text
                elif part.rule == "given_day":
                    text = part.words("DAY")[0].text
                elif part.rule == "given_text":
                    text = part.words("QUOTED")[0].text
            self.value(unit, name, text, part.span)

    def given_in_turn(self, phrase: Phrase) -> None:
        """设街道综合得分依次为900分、800分，其余为600分: the units of a group in their order."""
        group = phrase.word(0)
        units = self.known.book.members(group.text)
        name = self.settable(phrase.phrase(1).word(0))
        amounts = [cell_stated(part, name, self.known) for part in phrase.phrases("signed")]
        rest = bool(phrase.words("THE_REST"))
        turns = amounts[:-1] if rest else amounts
        if len(turns) > len(units) or (not rest and len(turns) < len(units)):
            raise RefusalError(example_errors.wrong_turns(group.text, len(units), len(turns), group.span))
        for unit, text in zip(units, turns + [amounts[-1]] * (len(units) - len(turns)), strict=True):
            self.value(unit, name, text, group.span)

    def unit(self, word: Word) -> str:
        if word.text not in self.known.book.schema.units:
            raise RefusalError(errors.unknown("单位", word.text, word.span, self.known.book.schema.units))
        return word.text

    # ------------------------------------------------------------ 设: tables

    def table(self, phrase: Phrase, span: Span, below: list[TableRow]) -> None:
        if not below:
            raise RefusalError(example_errors.no_table(span))
        header, rows = below[0], below[1:]
        for row in below:
            if len(row.cells) != len(header.cells):
                raise RefusalError(example_errors.wrong_cells(row.span, len(row.cells), len(header.cells)))
        names = [cell.text for cell in header.cells]
        for index, cell in enumerate(header.cells):
            if cell.text in names[:index]:
                raise RefusalError(errors.declared_twice("栏目", cell.text, cell.span))
        if phrase.rule == "given_units":
            self.unit_table(header, rows)
        else:
            self.ledger_table(phrase, header, rows)

    def unit_table(self, header: TableRow, rows: Sequence[TableRow]) -> None:
        """Facts and computed numbers of several units; a blank cell says nothing."""
        if header.cells[0].text != UNIT:
            raise RefusalError(example_errors.first_column(header.cells[0].span))
        names = [self.settable(cell) for cell in header.cells[1:]]
        for row in rows:
            unit = row.cells[0].text
            for name, cell in zip(names, row.cells[1:], strict=True):
                if cell.text:
                    self.value(unit, name, self.plain(name, cell.text), row.span)

    def plain(self, name: str, text: str) -> str:
        """A cell of a computed number without %: 9.99% is 0.0999; cells of facts stay as they are."""
        number = read_number(text[:-1]) if text[-1:] in "%％" and name not in self.known.facts else None
        return text if number is None else str(Number(number.units, number.places + 2))

    def ledger_table(self, phrase: Phrase, header: TableRow, rows: Sequence[TableRow]) -> None:
        word = phrase.words("LEDGER")[0]
        ledger = self.known.book.schema.ledger(word.text)
        if ledger is None or ledger.per_unit:
            raise RefusalError(example_errors.not_by_rows(word.text, word.span))
        unit = [self.unit(word) for word in phrase.words("UNIT")]
        if ledger.shared:
            if unit:
                hint = f"写成“设下列{ledger.name}：”，表里不写单位。"
                message = f"台账“{ledger.name}”不分单位"
                raise RefusalError(errors.not_here(message, phrase.words("UNIT")[0].span, hint))
            unit = [""]
        wanted = [*([] if unit else [UNIT]), *(column.name for column in ledger.columns)]
        names = [cell.text for cell in header.cells]
        for cell in header.cells:
            if cell.text not in wanted:
                raise RefusalError(errors.unknown("栏目", cell.text, cell.span, wanted))
        optional = [column.name for column in ledger.columns if column.optional]
        missing = [name for name in wanted if name not in (*names, *optional)]
        if missing:
            raise RefusalError(example_errors.columns_missing(ledger.name, missing, header.span))
        order = [names.index(name) if name in names else None for name in wanted]
        cells = [
            (*unit, *("" if place is None else row.cells[place].text for place in order)) for row in rows
        ]
        columns = (UNIT, *(column.name for column in ledger.columns))
        lines = tuple(row.span.line for row in rows)
        self.rows.append(GivenRows(ledger.name, columns, tuple(cells), lines))
