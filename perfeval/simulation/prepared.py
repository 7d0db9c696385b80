"""Everything that a simulation needs of one book: its tables, the facts, and what of these is uncertain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diff.fitting import read_as
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts, read_roster
from perfeval.ledger.schema import Schema
from perfeval.rulebook.book import RuleBook
from perfeval.simulation.bind import bind
from perfeval.simulation.declared import Uncertainty
from perfeval.simulation.sentences import read_sentences
from perfeval.source.text import SourceText, Span
from perfeval.tables.model import Model


@frozen(eq=False)
class Prepared:
    """A book with its model, its facts and what of them is uncertain, read by the book's own schema."""

    book: RuleBook
    model: Model
    facts: Facts
    uncertainty: Uncertainty


Files = Mapping[str, bytes]
Reader = Callable[[Files, Schema, int], Checked[Facts]]
WithFacts = Callable[[RuleBook, Mapping[str, str], Reader], Checked[tuple[RuleBook, Model, Facts]]]


def prepared(
    books: Sequence[RuleBook],
    readings: Mapping[str, str],
    text: SourceText | Diagnostic,
    with_facts: WithFacts,
) -> Checked[tuple[Prepared, ...]]:
    """A book, and perhaps a draft, with the same facts and the same uncertainty.

    text: what says which facts are uncertain, or why it is no text.
    with_facts: a book, its readings, and how its facts are read -> the book with the units of the
    ledgers, its model, its facts. What only the other book has is set aside.
    """
    if isinstance(text, Diagnostic):
        return Checked(None, (text,))
    # A reading has to be one of either book; the first tells of one that is of neither.
    known = [[reading.name for reading in book.readings] for book in books]
    given = [
        with_facts(
            book,
            {
                name: option
                for name, option in readings.items()
                if name in own or (own is known[0] and name not in known[-1])
            },
            read_facts if len(books) == 1 else _beside(books[1 - place]),
        )
        for place, (book, own) in enumerate(zip(books, known, strict=True))
    ]
    found = tuple(dict.fromkeys(each for one in given for each in one.diagnostics))
    whole = [each.value for each in given if each.value is not None]
    if len(whole) < len(books):
        return Checked(None, found)
    bound = uncertainty_of(text, [book for book, _, _ in whole])
    if bound.value is None:
        return Checked(None, (*found, *bound.diagnostics))
    made = tuple(Prepared(*each, own) for each, own in zip(whole, bound.value, strict=True))
    return Checked(made, (*found, *bound.diagnostics))


def _beside(other: RuleBook) -> Reader:
    """Reads the facts of a book from the ledgers of two."""

    def read(files: Files, schema: Schema, year: int) -> Checked[Facts]:
        theirs = other if other.roster is None else other.with_roster(read_roster(files, other.roster))
        return read_as(schema, theirs.schema, files)

    return read


def uncertainty_of(text: SourceText, books: Sequence[RuleBook]) -> Checked[tuple[Uncertainty, ...]]:
    """What the text says of the facts of each book. The second is a draft: what only it finds is its own."""
    bound: list[Uncertainty] = []
    found: list[Diagnostic] = []
    for book in books:
        sentences = read_sentences(text, book)
        made = bind(sentences.value or (), book, text.name) if sentences.value is not None else None
        own = (*sentences.diagnostics, *(made.diagnostics if made is not None else ()))
        if found:
            break
        found.extend(evolve(each, message=f"按草案的台账：{each.message}") if bound else each for each in own)
        if made is not None and made.value is not None:
            bound.append(made.value)
    findings = tuple(sorted(found, key=_offset))
    return Checked(None if has_errors(findings) else tuple(bound), findings)


def _offset(finding: Diagnostic) -> int:
    return finding.where.start if isinstance(finding.where, Span) else -1
