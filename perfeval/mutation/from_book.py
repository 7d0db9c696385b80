"""A rule book -> its mutants: every slip of every sentence that the language accepts as another rule."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from perfeval.mutation.calculated import CALCULATED
from perfeval.mutation.edit import Change, Edit, Slip, changed_text, places_of
from perfeval.mutation.forms import FORMS
from perfeval.mutation.lists import case_left_out, condition_left_out, doubled, left_out, rule_left_out
from perfeval.mutation.lookups import LookupSlip, lookup_slips
from perfeval.mutation.names import Names, names_of
from perfeval.mutation.numbers import exchanged_levels, full_marks, numbers
from perfeval.mutation.words import flag_turned, flipped, renamed
from perfeval.quantity.calendar import read_date
from perfeval.resolve.from_syntax import resolve_again
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.source.text import Span
from perfeval.syntax.references import RULES
from perfeval.syntax.reread import Rereader
from perfeval.syntax.surface import surface_tree
from perfeval.syntax.tree import ExampleText, Item, Meta, Phrase, Sentence
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model

SLIPS: tuple[Slip, ...] = (
    numbers,
    full_marks,
    exchanged_levels,
    flipped,
    flag_turned,
    *FORMS,
    *CALCULATED,
    renamed,
    left_out,
    condition_left_out,
    case_left_out,
    rule_left_out,
    doubled,
)
# Sentences that say nothing about results.
_NOT_CHANGED = ("remarked", "acknowledge", *RULES)
_DAY = re.compile(r"[0-9０-９]+年[0-9０-９]+月[0-9０-９]+日")
_YEAR = "评估年度"


@frozen(eq=False)
class Mutant:
    """A rule book with one slip in one sentence.

    clause: the name of the clause, or what the sentence declares. old, new: the sentence before and
    after. span: where the old one stands. changes: what was changed, at offsets of the book.
    reading: reading and option where only a reading that is not adopted is concerned, else None.
    book: the changed rule book, whose examples are left out. model: its tables under ``reading``.
    """

    clause: str
    kind: str
    old: str
    new: str
    span: Span
    changes: tuple[Change, ...]
    reading: tuple[str, str] | None
    book: RuleBook
    model: Model


@frozen(eq=False)
class Mutants:
    """The mutants of a book in the order of its text.

    refused: how many slips the language turns down. same: how many change nothing in the rules.
    """

    mutants: tuple[Mutant, ...]
    refused: int
    same: int


def mutants_of(book: RuleBook) -> Mutants:
    """All mutants of a book that was read without findings."""
    if not book.clauses:
        return Mutants((), 0, 0)
    source = book.clauses[0].span.source
    items = surface_tree(source).value or ()
    kept = tuple(item for item in items if not isinstance(item, ExampleText))
    return _Maker(book, Rereader(source, kept)).mutants()


class _Maker:
    """Tries one slip after the other; of slips that come to the same rules only the first is kept."""

    def __init__(self, book: RuleBook, rereader: Rereader) -> None:
        self.book = book
        self.rereader = rereader
        self.names = names_of(book)
        self.known: dict[Hashable, None] = {meaning(book): None}
        self.made: list[Mutant] = []
        self.refused = 0
        self.same = 0

    def mutants(self) -> Mutants:
        for index, item in enumerate(self.rereader.items):
            if isinstance(item, Meta | Sentence):
                self.slips(index, item)
        for each in lookup_slips(self.book):
            self.looked_up(each)
        # Those of one place stay as they were made.
        self.made.sort(key=lambda mutant: mutant.span.start)
        return Mutants(tuple(self.made), self.refused, self.same)

    def looked_up(self, slip: LookupSlip) -> None:
        """Keep a slip in a table that makes other rules."""
        meant, model = meaning(slip.book), compile_book(slip.book, {}).value
        if meant in self.known:
            self.same += 1
        elif model is None:
            self.refused += 1
        else:
            self.known[meant] = None
            span, name = slip.clause.span, slip.clause.name
            mutant = Mutant(name, slip.kind, slip.old, slip.new, span, (), None, slip.book, model)
            self.made.append(mutant)

    def slips(self, index: int, item: Meta | Sentence) -> None:
        """All slips of one sentence, each text once."""
        texts = {item.span.text: None}
        for edit in self.edits(item):
            text = changed_text(item.span.text, item.span.start, edit.changes)
            if text not in texts:
                texts[text] = None
                self.slip(index, item, edit, text)

    def edits(self, item: Meta | Sentence) -> Iterable[Edit]:
        if isinstance(item, Meta):
            return _other_years(item)
        if item.phrase.rule == "adopt":
            return self.adopted(item)
        if item.phrase.rule in _NOT_CHANGED:
            return ()
        return (*slips_of(self.rereader.whole(item), self.names), *self.dropped(item))

    def slip(self, index: int, item: Meta | Sentence, edit: Edit, text: str) -> None:
        """Keep a slip that makes another rule book."""
        items = self.rereader.replaced(index, text)
        book = resolve_again(items, self.book).value if items is not None else None
        if book is None:
            self.refused += 1
            return
        meant = meaning(book)
        if meant in self.known:
            self.same += 1
            return
        self.known[meant] = None
        clause = _clause_at(self.book, item.span)
        reading = _other_reading(clause, item)
        model = compile_book(book, dict([reading] if reading else [])).value
        if model is None:
            self.refused += 1
            return
        name = clause.name if clause is not None else _declared(item)
        old = item.span.text
        self.made.append(Mutant(name, edit.kind, old, text, item.span, edit.changes, reading, book, model))

    def adopted(self, item: Sentence) -> Iterator[Edit]:
        """Another option adopted."""
        clause = _clause_at(self.book, item.span)
        if clause is None or clause.reading is None:
            return
        word = item.phrase.word(0)
        for option in clause.reading.options:
            if option.name != word.text:
                change = Change(word.span.start, word.span.end, f"“{option.name}”")
                yield Edit("换成别的读法", (change,))

    def dropped(self, item: Sentence) -> Iterator[Edit]:
        """A whole sentence left out; a clause of one sentence stays without effect."""
        clause = _clause_at(self.book, item.span)
        if clause is None:
            return
        if item.phrase.rule == "more":
            yield Edit("漏写一句", (Change(item.span.start, item.span.end, ""),))
        elif item.phrase.rule == "clause" and clause.span.end == item.span.end:
            end = item.phrase.word(0).span.end
            yield Edit("漏写整条", (Change(end, item.span.end, "仅作说明。"),))


def slips_of(sentence: Phrase, names: Names) -> Iterator[Edit]:
    """All slips in a sentence that is given with every word of it."""
    for place in places_of(sentence, names):
        for slip in SLIPS:
            yield from slip(place)


def meaning(book: RuleBook) -> Hashable:
    """All of a rule book that a result may depend on."""
    clauses = tuple(
        (
            clause.name,
            clause.rules,
            clause.reading
            and (
                clause.reading.name,
                clause.reading.default,
                tuple((option.name, option.rules) for option in clause.reading.options),
            ),
        )
        for clause in book.clauses
    )
    return (
        book.year,
        book.units,
        book.categories,
        book.series,
        book.schema,
        book.grades,
        book.measures,
        book.results,
        book.row_results,
        clauses,
    )


def _clause_at(book: RuleBook, span: Span) -> Clause | None:
    """The clause that a sentence belongs to."""
    return next(
        (
            clause
            for clause in book.clauses
            if clause.span.start <= span.start and span.end <= clause.span.end
        ),
        None,
    )


def _other_reading(clause: Clause | None, item: Item) -> tuple[str, str] | None:
    """The reading and option that a sentence states, if it is not the adopted one."""
    if clause is None or clause.reading is None or not isinstance(item, Sentence):
        return None
    options = item.phrase.phrases("option")
    if not options or options[0].word(0).text == clause.reading.default:
        return None
    return clause.reading.name, options[0].word(0).text


def _declared(item: Meta | Sentence) -> str:
    """What a declaration is about, as it begins."""
    if isinstance(item, Meta):
        return item.key.strip()
    return re.split("[，：,:]", item.span.text, maxsplit=1)[0]


def _other_years(item: Meta) -> Iterator[Edit]:
    """The evaluation year with its first or last day a day earlier or later."""
    days = list(_DAY.finditer(item.value.text)) if item.key.strip() == _YEAR else []
    for kind, match in zip(("年度第一天", "年度最后一天"), days, strict=False):
        day = read_date(Span(item.value.source, *_place(item, match)).folded)
        for slip, by in (("提前", -1), ("推后", 1)):
            if day is not None:
                yield Edit(f"{kind}{slip}", (Change(*_place(item, match), _written(day, by)),))


def _place(item: Meta, match: re.Match[str]) -> tuple[int, int]:
    return item.value.start + match.start(), item.value.start + match.end()


def _written(day: date, by: int) -> str:
    moved = day + timedelta(days=by)
    return f"{moved.year}年{moved.month}月{moved.day}日"
