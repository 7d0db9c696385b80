"""What a rule book means: all of it but its wording, and its tables under every option."""

from __future__ import annotations

from attrs import evolve

from perfeval import pipeline
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.source.fold import squeeze
from perfeval.tables.model import Model


def meaning_of(book: RuleBook) -> tuple[object, ...]:
    """The meaning of a sound book, to be compared."""
    chosen: list[dict[str, str]] = [{}]
    for reading in book.readings:
        others = [option.name for option in reading.options if option.name != reading.default]
        chosen.extend({reading.name: name} for name in others)
    return (
        book.title,
        book.year,
        book.units,
        book.categories,
        book.series,
        book.schema,
        book.grades,
        book.measures,
        book.results,
        tuple(map(_clause, book.clauses)),
        tuple(_model(pipeline.compile_tables(book, readings).value) for readings in chosen),
    )


def _clause(clause: Clause) -> Clause:
    """A clause without the words that compute nothing."""
    reading = clause.reading
    if reading is not None:
        options = tuple(evolve(option, text="") for option in reading.options)
        reading = evolve(reading, options=options, reason="")
    quotes = tuple(squeeze(quote)[0] for quote in clause.citation.quotes)
    citation = evolve(clause.citation, quotes=quotes)
    return evolve(clause, text="", note="", reading=reading, citation=citation)


def _model(model: Model | None) -> object:
    return None if model is None else (model.nodes, tuple(model.columns.items()))
