"""Items of the surface tree -> the rule book, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import Factory, define, evolve

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.ledger.schema import Schema
from perfeval.resolve import errors
from perfeval.resolve.citations import Coverage, Head
from perfeval.resolve.declarations import check_sizes, declare, fill_grades
from perfeval.resolve.errors import Refusal
from perfeval.resolve.rules import rules_of
from perfeval.resolve.scope import Scope
from perfeval.rulebook.book import Citation, Clause, ClauseKind, Option, Reading, RuleBook
from perfeval.rulebook.rules import FullMarks, Rule
from perfeval.source.document import Section
from perfeval.source.text import SourceText, Span
from perfeval.syntax.tree import (
    Broken,
    Gap,
    Heading,
    Item,
    Meta,
    Phrase,
    Quote,
    Sentence,
    Title,
    Word,
)

_REMARKS = {
    "EXPLANATORY": ClauseKind.EXPLANATORY,
    "DELEGATED": ClauseKind.DELEGATED,
    "DISCRETIONARY": ClauseKind.DISCRETIONARY,
}
_CLAUSE_NAME = re.compile(r"【([^】\n]*)】")
_DECLARES = re.compile(r"类别|台账|等次由高到低|结果依次列出|“[^”]*”依次列为")
# Rules whose name on the left is a result that others may use.
_NAMING = ("formula", "rank", "by_grade", "assign", "remark_with")


@define
class _ReadingDraft:
    name: Word
    options: list[Option] = Factory(list)
    adopted: Word | None = None
    reason: str = ""


@define
class _ClauseDraft:
    name: Word
    citation: Citation
    span: Span
    kind: ClauseKind = ClauseKind.COMPUTED
    rules: list[Rule] = Factory(list)
    reading: _ReadingDraft | None = None
    note: str = ""
    broken: bool = False


@define
class _QuoteGroup:
    spans: list[Span] = Factory(list)
    places: list[tuple[int, ...]] = Factory(list)
    kind: ClauseKind | None = None
    used: bool = False


class _Builder:
    def __init__(self, scope: Scope, coverage: Coverage | None) -> None:
        self.scope = scope
        self.coverage = coverage
        self.found: list[Diagnostic] = []
        self.heading: Heading | None = None
        self.section: Section | None = None
        self.quotes = _QuoteGroup()
        self.open: _ClauseDraft | None = None
        self.clauses: list[Clause] = []

    def item(self, item: Item) -> None:
        if isinstance(item, Heading):
            self.close_quotes()
            self.heading = item
            known = item.path and self.coverage is not None
            self.section = self.coverage.heading(item) if known and self.coverage else None
        elif isinstance(item, Quote):
            self.quote(item)
        elif isinstance(item, Gap):
            self.close_clause()
        elif isinstance(item, Broken):
            self.quotes.used = True
            if self.open is not None:
                self.open.broken = True
        elif isinstance(item, Sentence):
            try:
                self.sentence(item.phrase, item.span)
            except Refusal as refusal:
                self.found.append(refusal.finding)
                if self.open is not None:
                    self.open.broken = True

    # ------------------------------------------------------------ quotes

    def quote(self, quote: Quote) -> None:
        if self.quotes.used:
            self.close_quotes()
        self.close_clause()
        self.quotes.spans.append(quote.span)
        if self.heading is None or not self.heading.path:
            self.found.append(errors.quote_without_heading(quote.span))
        elif self.coverage is not None and self.section is not None:
            self.quotes.places.append(self.coverage.quote(quote.span, self.section))

    def close_quotes(self) -> None:
        self.close_clause()
        group = self.quotes
        if group.spans and not group.used:
            self.found.append(errors.quote_without_clause(group.spans[0]))
        if self.coverage is not None and group.kind is not None:
            for places in group.places:
                self.coverage.take(places, group.kind)
        self.quotes = _QuoteGroup()

    def use_quotes(self, kind: ClauseKind) -> None:
        self.quotes.used = True
        if self.quotes.kind is None or kind is ClauseKind.COMPUTED:
            self.quotes.kind = kind

    # ------------------------------------------------------------ sentences

    def sentence(self, phrase: Phrase, span: Span) -> None:
        if phrase.rule == "sentence":
            self.close_clause()
            self.use_quotes(ClauseKind.COMPUTED)  # declarations were bound beforehand
        elif phrase.rule == "remarked":
            self.remarked(phrase, span)
        elif phrase.rule in ("clause", "reading"):
            self.start(phrase.word(0), span, ClauseKind.COMPUTED)
            assert self.open is not None
            if phrase.rule == "reading":
                self.open.reading = _ReadingDraft(phrase.word(1))
                self.option(phrase.phrase(2), span)
            else:
                self.open.rules.extend(rules_of(phrase.phrase(1), self.scope))
        elif self.open is None:
            self.quotes.used = True
            raise Refusal(errors.sentence_without_clause(span))
        else:
            self.open.span = self.open.span.to(span)
            self.continued(phrase, span)

    def continued(self, phrase: Phrase, span: Span) -> None:
        assert self.open is not None
        if phrase.rule == "more":
            self.open.rules.extend(rules_of(phrase.phrase(0), self.scope))
            return
        reading = self.open.reading
        if reading is None:
            hint = "先写【条款名】口径“名称”：“选项”：……。"
            raise Refusal(errors.reading_problem("这里没有口径，不能写选项或“采用”", span, hint))
        if phrase.rule == "next_option":
            self.option(phrase.phrase(0), span)
        else:
            if reading.adopted is not None:
                hint = "只留一个“采用”。"
                raise Refusal(errors.reading_problem("这个口径采用了两次", phrase.word(0).span, hint))
            reading.adopted, reading.reason = phrase.word(0), phrase.word(1).text

    def option(self, phrase: Phrase, span: Span) -> None:
        assert self.open is not None and self.open.reading is not None
        name = phrase.word(0)
        if any(option.name == name.text for option in self.open.reading.options):
            raise Refusal(errors.declared_twice("选项", name.text, name.span))
        rules = rules_of(phrase.phrase(1), self.scope)
        text = span.source.text[phrase.phrase(1).span.start : span.end].strip()
        self.open.reading.options.append(Option(name.text, rules, text))

    def remarked(self, phrase: Phrase, span: Span) -> None:
        remark = phrase.phrase(1)
        kind = _REMARKS[remark.word(0).kind]
        name = phrase.parts[0]
        if not isinstance(name, Word):
            self.use_quotes(kind)
            return
        self.start(name, span, kind)
        assert self.open is not None
        if len(remark.parts) > 1:
            self.open.note = remark.word(1).text
        self.close_clause()

    # ------------------------------------------------------------ clauses

    def start(self, name: Word, span: Span, kind: ClauseKind) -> None:
        self.close_clause()
        path = self.heading.path if self.heading else ()
        quotes = tuple(quote.text for quote in self.quotes.spans)
        if not quotes:
            self.found.append(errors.clause_without_quote(name.text, name.span))
        if any(clause.name == name.text for clause in self.clauses):
            self.found.append(errors.declared_twice("条款", name.text, name.span))
        self.use_quotes(kind)
        self.open = _ClauseDraft(name, Citation(path, quotes), span, kind)

    def close_clause(self) -> None:
        draft, self.open = self.open, None
        if draft is None:
            return
        reading = None
        if draft.reading is not None and not draft.broken:
            reading = self.reading(draft.reading)
        self.clauses.append(
            Clause(
                draft.name.text,
                draft.citation,
                draft.kind,
                tuple(draft.rules),
                reading,
                draft.note,
                draft.span.text,
                draft.span,
            )
        )

    def reading(self, draft: _ReadingDraft) -> Reading | None:
        names = tuple(f"“{option.name}”" for option in draft.options)
        name, shown = draft.name.span, draft.name.text
        if len(draft.options) < 2:
            hint = "写出另一种读法；只有一种读法就不必写口径。"
            self.found.append(errors.reading_problem(f"口径“{shown}”只有一个选项", name, hint))
        elif draft.adopted is None:
            hint = "在最后一个选项下面写：采用“……”：理由。"
            self.found.append(errors.reading_problem(f"口径“{shown}”没有写采用哪一个", name, hint, names))
        elif draft.adopted.text not in [option.name for option in draft.options]:
            message = f"口径“{shown}”没有“{draft.adopted.text}”这个选项"
            hint = "改为上面写出的一个选项。"
            self.found.append(errors.reading_problem(message, draft.adopted.span, hint, names))
        elif not draft.reason.strip("。 "):
            hint = "在冒号后面写明采用这种读法的理由。"
            message = f"采用口径“{shown}”没有写理由"
            self.found.append(errors.reading_problem(message, draft.adopted.span, hint))
        else:
            return Reading(draft.name.text, tuple(draft.options), draft.adopted.text, draft.reason)
        return None


def _walk(phrase: Phrase) -> Iterable[Phrase]:
    waiting = [phrase]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(current.phrases())


def _collect_names(items: Iterable[Item], scope: Scope) -> None:
    """Names of clauses and results, which sentences may use before they are reached."""
    for item in items:
        if isinstance(item, Broken):
            match = _CLAUSE_NAME.match(item.span.folded)
            if match:
                scope.clauses.append(match.group(1).strip())
        if not isinstance(item, Sentence):
            continue
        if item.phrase.rule in ("clause", "reading", "remarked"):
            name = item.phrase.parts[0]
            if isinstance(name, Word):
                scope.clauses.append(name.text)
        for phrase in _walk(item.phrase):
            if phrase.rule in _NAMING:
                names = [part.word(0) for part in phrase.phrases("name")]
                for word in names:
                    scope.quantities.setdefault(word.text, None)
            elif phrase.rule == "state":
                scope.quantities.setdefault(phrase.word(1).text, None)
            elif phrase.rule == "cases":
                scope.cases.append(phrase.word(0).text)


def resolve(
    items: tuple[Item, ...], files: Mapping[str, bytes], source: SourceText, sha256: str
) -> Checked[RuleBook]:
    """Bind the items of a book; ``files`` are the archived documents beside it, by name.

    sha256: hexadecimal digest of the book's own bytes, kept with every result. The value is None
    where the book cannot be used; findings about single clauses do not hide each other.
    """
    top = next((item.span for item in items if isinstance(item, Title)), Span(source, 0, 0))
    head, scope = Head(), Scope()
    for item in items:
        if isinstance(item, Meta):
            head.add(item)
    year = head.year(top)
    document = head.archive(top, files)
    _collect_names(items, scope)
    for item in items:
        if isinstance(item, Sentence) and item.phrase.rule == "sentence":
            try:
                declare(item.phrase.phrase(0), scope)
            except Refusal as refusal:
                scope.findings.append(refusal.finding)
    fill_grades(scope)
    check_sizes(scope)
    coverage = Coverage(document) if document is not None else None
    builder = _Builder(scope, coverage)
    for item in items:
        builder.item(item)
    builder.close_quotes()
    found = [*head.findings, *scope.findings, *builder.found, *(coverage.findings if coverage else ())]
    found.extend(_check_results(scope))
    findings = _without_echoes(items, found)
    if findings or year is None or document is None or coverage is None:
        return Checked(None, findings)
    title = next((item.text for item in items if isinstance(item, Title)), source.name)
    book = RuleBook(
        title,
        sha256,
        year,
        tuple(scope.units.values()),
        tuple(scope.categories),
        tuple(scope.series),
        _with_full_marks(scope.schema(), builder.clauses),
        scope.grades,
        scope.measures,
        tuple(word.text for word in scope.results),
        tuple(builder.clauses),
        document,
        tuple(coverage.accounted),
    )
    return Checked(book)


def _with_full_marks(schema: Schema, clauses: Iterable[Clause]) -> Schema:
    """The schema with the full marks that clauses state as upper ends of their columns."""
    marks = {
        (ledger, column): mark
        for clause in clauses
        for rule in clause.rules
        if isinstance(rule, FullMarks)
        for ledger, column, mark in rule.marks
    }
    ledgers = tuple(
        evolve(
            ledger,
            columns=tuple(
                evolve(column, high=marks.get((ledger.name, column.name), column.high))
                for column in ledger.columns
            ),
        )
        for ledger in schema.ledgers
    )
    return evolve(schema, ledgers=ledgers)


def _check_results(scope: Scope) -> Iterable[Diagnostic]:
    columns = [
        column.name for ledger in scope.ledgers.values() if ledger.per_unit for column in ledger.columns
    ]
    known = ["单位", "类别", "序列", "等次", *scope.quantities, *scope.cases, *columns]
    for word in scope.results:
        if word.text not in known:
            yield errors.unknown("结果", word.text, word.span, known)


def _without_echoes(items: tuple[Item, ...], found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Where a declaration could not be read, names that it would have declared are not missed."""
    broken = any(
        isinstance(item, Broken) and _DECLARES.match(item.span.folded) for item in items
    )
    if not broken:
        return tuple(found)
    return tuple(finding for finding in found if not finding.code.startswith(("PE201", "PE30")))


