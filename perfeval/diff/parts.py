"""A rule book as parts that can be exchanged one by one, and parts as a rule book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar, cast

import attrs
from attrs import evolve, frozen

from perfeval.diff.edits import CATEGORY, CLAUSE, GRADES, LEDGER, MEASURES, RESULTS, SERIES, YEAR, Key
from perfeval.ledger.schema import Ledger, Schema
from perfeval.quantity.calendar import show_date
from perfeval.rulebook.book import Clause, RuleBook, Series, Unit, full_marks_of
from perfeval.rulebook.expressions import ClausePoints
from perfeval.rulebook.rules import Cap
from perfeval.source.text import SourceText


@frozen
class Listing:
    """The units of one series, or those of a category that are in none."""

    category: str
    series: str | None
    units: tuple[str, ...]


@frozen
class Names:
    """A list of names that the book declares; title: the result that lists measures, else ""."""

    title: str
    names: tuple[str, ...]


@frozen
class Year:
    """First and last day of the evaluation year."""

    first: date
    last: date


Part = Clause | Ledger | Listing | Names | Year
Parts = Mapping[Key, Part]
P = TypeVar("P", Clause, Ledger, Listing, Names, Year)


def of_kind(parts: Parts, kind: type[P]) -> tuple[P, ...]:
    """The parts of one class, in order."""
    return tuple(part for part in parts.values() if isinstance(part, kind))


# ---------------------------------------------------------------- apart


def take_apart(book: RuleBook, new_names: Mapping[str, str]) -> dict[Key, Part]:
    """The parts of a book. new_names: clauses that are called otherwise from now on."""
    parts: dict[Key, Part] = {(YEAR, ""): Year(*book.year)}
    for listing in _listings(book):
        parts[(CATEGORY, listing.category) if listing.series is None else (SERIES, listing.series)] = listing
    for clause in book.clauses:
        called = renamed(clause, new_names) if new_names else clause
        parts[CLAUSE, called.name] = called
    parts[GRADES, ""] = Names("", book.grades)
    for ledger in _without_marks(book).ledgers:
        parts[LEDGER, ledger.name] = ledger
    if book.measures is not None:
        parts[MEASURES, book.measures[0]] = Names(*book.measures)
    parts[RESULTS, ""] = Names("", book.results)
    return parts


def _listings(book: RuleBook) -> Iterable[Listing]:
    grouped: dict[tuple[str, str | None], list[str]] = {}
    for unit in book.units:
        grouped.setdefault((unit.category, unit.series), []).append(unit.name)
    return [Listing(category, series, tuple(units)) for (category, series), units in grouped.items()]


def _without_marks(book: RuleBook) -> Schema:
    """The schema without the upper ends that come from clauses about full marks."""
    return book.schema.with_highs(dict.fromkeys(full_marks_of(book.clauses)))


def renamed(clause: Clause, new_names: Mapping[str, str]) -> Clause:
    """The clause under its new name, and with the new names of the clauses it speaks of."""
    reading = clause.reading
    if reading is not None:
        options = tuple(evolve(each, rules=_renamed(each.rules, new_names)) for each in reading.options)
        reading = evolve(reading, options=options)
    name = new_names.get(clause.name, clause.name)
    return evolve(clause, name=name, rules=_renamed(clause.rules, new_names), reading=reading)


V = TypeVar("V")


def _renamed(value: V, new_names: Mapping[str, str]) -> V:
    """Any part of a rule with new names for the clauses it speaks of."""
    made: object = value
    if isinstance(value, tuple):
        made = tuple(_renamed(each, new_names) for each in value)
    elif isinstance(value, ClausePoints):
        made = ClausePoints(new_names.get(value.clause, value.clause))
    elif isinstance(value, Cap):
        made = evolve(value, clauses=tuple(new_names.get(name, name) for name in value.clauses))
    elif attrs.has(type(value)):
        fields = [each.name for each in attrs.fields(cast(type[attrs.AttrsInstance], type(value)))]
        made = type(value)(*(_renamed(getattr(value, name), new_names) for name in fields))
    return cast(V, made)


# ---------------------------------------------------------------- together


def put_together(parts: Parts, like: RuleBook) -> RuleBook | None:
    """The book that has these parts and, of what is no part, what ``like`` has.

    None where a unit is listed twice. The parts need not fit each other: compiling tells.
    """
    listings = of_kind(parts, Listing)
    units = tuple(
        Unit(name, listing.category, listing.series) for listing in listings for name in listing.units
    )
    names = tuple(unit.name for unit in units)
    if len(dict.fromkeys(names)) < len(names):
        return None
    series = tuple(Series(each.series, each.category, each.units) for each in listings if each.series)
    year = cast(Year, parts[YEAR, ""])
    clauses = of_kind(parts, Clause)
    measures = next((part for (kind, _), part in parts.items() if kind == MEASURES), None)
    return evolve(
        like,
        year=(year.first, year.last),
        units=units,
        categories=tuple(dict.fromkeys(each.category for each in listings)),
        series=series,
        schema=evolve(like.schema, ledgers=of_kind(parts, Ledger), units=names).with_highs(
            full_marks_of(clauses)
        ),
        grades=_names(parts, GRADES),
        measures=(measures.title, measures.names) if isinstance(measures, Names) else None,
        results=_names(parts, RESULTS),
        clauses=clauses,
    )


def _names(parts: Parts, kind: str) -> tuple[str, ...]:
    part = parts[kind, ""]
    return part.names if isinstance(part, Names) else ()


# ---------------------------------------------------------------- as text


def text_of(part: Part) -> str:
    """A part as it is written, or as it would be."""
    if isinstance(part, Clause):
        return part.text
    if isinstance(part, Ledger):
        return _sentence_around(part)
    if isinstance(part, Listing):
        group = "不设序列" if part.series is None else f"序列“{part.series}”"
        return f"类别“{part.category}”，{group}{len(part.units)}个：{'、'.join(part.units)}。"
    if isinstance(part, Names):
        return "、".join(part.names)
    return f"{show_date(part.first)}至{show_date(part.last)}"


def _sentence_around(ledger: Ledger) -> str:
    """The declaration of a ledger, whose span is only its name."""
    if ledger.span is None:
        return ledger.name
    text = ledger.span.source.text
    start = max(text.rfind("台账", 0, ledger.span.start), 0)
    end = text.find("。", ledger.span.end)
    return text[start : end + 1 if end >= 0 else len(text)]


def source_of(book: RuleBook) -> SourceText | None:
    """The text of the book, as far as anything in it knows its place."""
    spans = [clause.span for clause in book.clauses]
    spans.extend(ledger.span for ledger in book.schema.ledgers if ledger.span is not None)
    return spans[0].source if spans else None
