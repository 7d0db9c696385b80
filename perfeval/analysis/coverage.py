"""How much of the plan the rule book accounts for, section by section, and as what."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import plain
from perfeval.rulebook.book import ClauseKind, RuleBook
from perfeval.source.document import Section, show_path

# A character under two quotes counts as what is said first here.
_FIRST = (
    ClauseKind.COMPUTED,
    ClauseKind.DELEGATED,
    ClauseKind.DISCRETIONARY,
    ClauseKind.EXPLANATORY,
    None,
)


@frozen
class SectionCoverage:
    """One section: characters that carry text, and what became of them.

    counts: kind -> characters; None for numbers and titles of headings. missing: the pieces of text
    that no heading and no quote accounts for. clauses: the clauses that cite the section.
    """

    section: str
    characters: int
    counts: dict[ClauseKind | None, int]
    missing: tuple[str, ...]
    clauses: tuple[str, ...]


@frozen
class Open:
    """A part of the plan that the rule book leaves to others: where, clause, quote and note."""

    section: str
    clause: str
    quote: str
    note: str
    kind: ClauseKind


@frozen
class Coverage:
    """The whole plan: all sections in order, and what is delegated or left to judgement."""

    title: str
    sections: tuple[SectionCoverage, ...]
    left_open: tuple[Open, ...]

    @property
    def characters(self) -> int:
        """Characters of the plan that carry text (neither white space nor punctuation)."""
        return sum(section.characters for section in self.sections)

    @property
    def accounted(self) -> int:
        """Those that a heading or a quote accounts for."""
        return sum(sum(section.counts.values()) for section in self.sections)

    @property
    def percent(self) -> str:
        """Accounted for, in per cent, two decimals, cut off: 100 only where nothing is missing."""
        return plain(self.accounted * 10000 // max(self.characters, 1), 2)


def coverage_of(book: RuleBook) -> Coverage:
    """What became of every character of the plan."""
    kinds: dict[int, ClauseKind | None] = {}
    for part in sorted(book.accounted, key=lambda part: _FIRST.index(part.kind)):
        for place in part.offsets:
            kinds.setdefault(place, part.kind)
    sections = tuple(_section(book, section, kinds) for section in book.document.sections)
    left_open = tuple(
        Open(clause.citation.shown, clause.name, "\n".join(clause.citation.quotes), clause.note, clause.kind)
        for clause in book.clauses
        if clause.kind in (ClauseKind.DELEGATED, ClauseKind.DISCRETIONARY)
    )
    return Coverage(book.title, sections, left_open)


def _section(book: RuleBook, section: Section, kinds: dict[int, ClauseKind | None]) -> SectionCoverage:
    places = [*range(*section.label), *book.document.letters(section)]
    counts: dict[ClauseKind | None, int] = dict.fromkeys(_FIRST, 0)
    for place in places:
        if place in kinds:
            counts[kinds[place]] += 1
    clauses = tuple(
        clause.name for clause in book.clauses if _cites(clause.citation.path, section.path, book)
    )
    missing = _pieces(book, [place for place in places if place not in kinds])
    return SectionCoverage(show_path(section.path), len(places), counts, missing, clauses)


def _cites(path: tuple[str, ...], section: tuple[str, ...], book: RuleBook) -> bool:
    """Whether a citation means this section; 末段 of a section is its last paragraph, wherever it stands."""
    cited = book.document.section(path)
    own = book.document.section(section)
    if cited is None or own is None or not path:
        return False
    return path == section or (path[-1] not in section and cited.ranges[-1] in own.ranges)


def _pieces(book: RuleBook, places: list[int]) -> tuple[str, ...]:
    """Runs of missing characters as text, with the marks between them."""
    text = book.document.source.text
    pieces: list[str] = []
    start = last = -2
    for place in places:
        if start >= 0 and text[last + 1 : place].strip(" 、,，;；:：“”()（）") == "":
            last = place
            continue
        if start >= 0:
            pieces.append(text[start : last + 1])
        start = last = place
    if start >= 0:
        pieces.append(text[start : last + 1])
    return tuple(pieces)
