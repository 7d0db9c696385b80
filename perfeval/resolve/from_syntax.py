"""Items of the surface tree -> the rule book, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeGuard

from attrs import evolve

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.resolve import errors
from perfeval.resolve.citations import Coverage
from perfeval.resolve.clauses import ClauseBuilder
from perfeval.resolve.computed import collect_computed
from perfeval.resolve.declarations import (
    check_categories,
    check_rosters,
    check_sizes,
    declare,
    fill_grades,
)
from perfeval.resolve.echoes import told_once
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.head import Head
from perfeval.resolve.lookups import collect_lookups
from perfeval.resolve.scope import Scope
from perfeval.rulebook.book import Acknowledgement, Clause, RowResults, RuleBook, full_marks_of
from perfeval.source.text import SourceText, Span
from perfeval.syntax.tree import Broken, Heading, Item, Meta, Phrase, Quote, Sentence, Title, Word

_CLAUSE_NAME = re.compile(r"【([^】\n]*)】")
# Rules whose name on the left is a result that others may use, and those of them that give no number.
_NAMING = ("formula", "rank", "by_grade", "assign", "remark_with", "state")
_NO_NUMBERS = ("remark_with", "state")
_OWN_RESULTS = ("单位", "类别", "序列", "等次")


def _walk(phrase: Phrase) -> list[Phrase]:
    """A phrase and all phrases in it, outer ones first."""
    found = [phrase]
    for current in found:
        found.extend([part for part in current.parts if isinstance(part, Phrase)])
    return found


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
                scope.places.setdefault(("条款", name.text), name.span)
        for phrase in _walk(item.phrase):
            collect_computed(phrase, scope)
            if phrase.rule in _NAMING:
                _add_quantity(phrase, scope)
            elif phrase.rule == "cases":
                scope.cases.append(phrase.word(0).text)
                scope.places.setdefault(("情形", phrase.word(0).text), phrase.word(0).span)


def _add_quantity(phrase: Phrase, scope: Scope) -> None:
    names = [part.word(0) for part in phrase.phrases("name")] or [phrase.word(1)]
    for word in names:
        scope.quantities.setdefault(word.text, None)
        scope.places.setdefault(("算得的量", word.text), word.span)
        if phrase.rule in _NO_NUMBERS and word.text not in scope.not_numbers:
            scope.not_numbers.append(word.text)


def _declare_all(items: Sequence[Item], scope: Scope) -> None:
    """Units first: ledgers may except some of them, wherever they stand."""
    phrases = [item.phrase.phrase(0) for item in items if _is_declaration(item)]
    for units in (True, False):
        for phrase in phrases:
            if phrase.rule.startswith("category") is units:
                try:
                    declare(phrase, scope)
                except RefusalError as refusal:
                    scope.findings.append(refusal.finding)
    fill_grades(scope)
    check_sizes(scope)
    try:
        check_rosters(scope)
    except RefusalError as refusal:
        scope.findings.append(refusal.finding)


def _check_used(items: Iterable[Item], scope: Scope) -> None:
    """Warn of categories that nothing uses."""
    sentences = [item.phrase for item in items if isinstance(item, Sentence)]
    check_categories(
        scope, [word.text for each in sentences for part in _walk(each) for word in part.words("GROUP")]
    )


def _is_declaration(item: Item) -> TypeGuard[Sentence]:
    return isinstance(item, Sentence) and item.phrase.rule == "sentence"


def resolve(
    items: tuple[Item, ...], files: Mapping[str, bytes], source: SourceText, sha256: str
) -> Checked[RuleBook]:
    """Bind the items of a book; ``files`` are the archived documents beside it, by name.

    sha256: hexadecimal digest of the book's own bytes, kept with every result. The value is None
    where the book cannot be used; findings about single clauses do not hide each other.
    """
    head, scope = Head(Span(source, 0, len(source.text.partition("\n")[0]))), Scope()
    head.read(_before_headings(items))
    year = scope.year = head.year()
    document = head.archive(files)
    coverage = Coverage(document) if document is not None else None
    clauses, acknowledged, found = _bind(items, files, scope, coverage)
    _check_used(items, scope)
    found = (*head.findings, *scope.findings, *found, *(coverage.findings if coverage else ()))
    findings = told_once(items, found, {name: span for (_, name), span in scope.places.items()})
    if has_errors(findings) or year is None or document is None or coverage is None:
        return Checked(None, findings)
    book = RuleBook(
        head.titles[0].text if head.titles else source.name,
        sha256,
        year,
        tuple(scope.units.values()),
        tuple(scope.categories),
        tuple(scope.series),
        scope.schema().with_highs(full_marks_of(clauses)),
        scope.grades,
        scope.measures,
        tuple(word.text for word in scope.results),
        clauses,
        document,
        tuple(coverage.accounted),
        acknowledged,
        scope.sampled,
        {each.file.text: files[each.file.text] for each in scope.lookups.values() if each.file is not None},
        _row_results(scope),
    )
    return Checked(book, findings)


def resolve_again(items: tuple[Item, ...], book: RuleBook) -> Checked[RuleBook]:
    """The book with other sentences or another year; its quotes are those that were found before."""
    top = next(item.span for item in items if isinstance(item, Title | Meta | Heading))
    head, scope = Head(top), Scope()
    head.lines = {item.key.strip(): item for item in items if isinstance(item, Meta)}
    year = scope.year = head.year()
    clauses, acknowledged, found = _bind(items, book.lookup_files, scope, None)
    findings = (*head.findings, *scope.findings, *found)
    if has_errors(findings) or year is None:
        return Checked(None, findings)
    changed = evolve(
        book,
        year=year,
        units=tuple(scope.units.values()),
        categories=tuple(scope.categories),
        series=tuple(scope.series),
        schema=scope.schema().with_highs(full_marks_of(clauses)),
        grades=scope.grades,
        measures=scope.measures,
        results=tuple(word.text for word in scope.results),
        clauses=clauses,
        acknowledged=acknowledged,
        sampled=scope.sampled,
        row_results=_row_results(scope),
    )
    return Checked(changed, findings)


def _row_results(scope: Scope) -> tuple[RowResults, ...]:
    """The results of rows, in the order declared."""
    return tuple(
        RowResults(name, tuple(word.text for word in words), once)
        for name, (_, words, once) in scope.row_results.items()
    )


def _bind(
    items: tuple[Item, ...], files: Mapping[str, bytes], scope: Scope, coverage: Coverage | None
) -> tuple[tuple[Clause, ...], tuple[Acknowledgement, ...], tuple[Diagnostic, ...]]:
    """The clauses, answers to findings, and what is wrong; ``scope`` then knows all that is declared."""
    _declare_all(items, scope)
    _collect_names(items, scope)
    collect_lookups(items, files, scope)
    builder = ClauseBuilder(scope, coverage)
    for item in items:
        builder.item(item)
    builder.close()
    found = [*builder.found, *_check_results(scope), *_check_facts(scope)]
    return tuple(builder.clauses), tuple(builder.acknowledged), tuple(found)


def _before_headings(items: Iterable[Item]) -> Iterable[Item]:
    for item in items:
        if isinstance(item, Heading | Quote | Sentence):
            return
        yield item


def _check_results(scope: Scope) -> Iterable[Diagnostic]:
    """Each result that is listed is a fact of the unit or something computed."""
    known = [*_OWN_RESULTS, *scope.quantities, *scope.choices, *scope.cases, *scope.facts()]
    places = {**scope.places_of("栏目"), **scope.places_of("算得的量"), **scope.places_of("情形")}
    for word in scope.results:
        if word.text not in known:
            yield errors.unknown("结果", word.text, word.span, known, places)
    for ledger, words, _ in scope.row_results.values():
        if ledger.text not in scope.ledgers:
            yield errors.unknown("台账", ledger.text, ledger.span, scope.ledgers, scope.places_of("台账"))
            continue
        owner = scope.ledgers[ledger.text]
        own = [column.name for column in owner.columns]
        known = [UNIT_COLUMN, *own, *scope.computed.get(ledger.text, {})]
        for word in words:
            if word.text not in known:
                yield errors.unknown("栏目", word.text, word.span, known)


def _check_facts(scope: Scope) -> Iterable[Diagnostic]:
    """What is computed has no name that a fact of the unit has already."""
    facts = {
        column.name: column.span
        for ledger in scope.ledgers.values()
        if ledger.per_unit
        for column in ledger.columns
    }
    for name, span in scope.places_of("算得的量").items():
        if name in facts or (name in _OWN_RESULTS and (name != "等次" or scope.grades)):
            yield errors.declared_twice("名称", name, span, facts.get(name))
