"""What is written in a book and computes nothing: the lines of its head, quotes under no clause."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval.diff.edits import HEAD, QUOTED, Edit, EditKind, Key
from perfeval.diff.parts import source_of
from perfeval.diff.wording import same_wording
from perfeval.rulebook.book import RuleBook
from perfeval.source.document import show_path
from perfeval.syntax.lines import read_lines
from perfeval.syntax.tree import Heading, Meta, Quote

_TITLE, _YEAR = "书名", "评估年度"


def head_edits(old: RuleBook, new: RuleBook) -> list[Edit]:
    """Edits of title, number, dates and archive; the evaluation year, which computes, is none of them."""
    one, other = _heads(old), _heads(new)
    return _edits(one, other, HEAD, EditKind.CHANGED)


def quote_edits(old: RuleBook, new: RuleBook) -> list[Edit]:
    """Edits of quotes that belong to no clause, one for each place of the plan."""
    return _edits(_loose_quotes(old), _loose_quotes(new), QUOTED, EditKind.QUOTE)


def _edits(old: Mapping[str, str], new: Mapping[str, str], part: str, kind: EditKind) -> list[Edit]:
    found: list[Edit] = []
    for name in dict.fromkeys((*old, *new)):
        key: Key = part, name
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            only = EditKind.ADDED if one is None else EditKind.REMOVED
            found.append(Edit(key, kind if kind is EditKind.QUOTE else only, one, other))
        elif not same_wording(one, other):
            found.append(Edit(key, kind, one, other))
    return found


def _heads(book: RuleBook) -> dict[str, str]:
    source = source_of(book)
    found = {_TITLE: book.title}
    for line in read_lines(source).value or () if source else ():
        if isinstance(line, Heading):
            break
        if isinstance(line, Meta) and line.key.strip() != _YEAR:
            found[line.key.strip()] = line.value.text.strip()
    return found


def _loose_quotes(book: RuleBook) -> dict[str, str]:
    source = source_of(book)
    named = {(clause.citation.path, quote) for clause in book.clauses for quote in clause.citation.quotes}
    found: dict[str, str] = {}
    path: tuple[str, ...] = ()
    for line in read_lines(source).value or () if source else ():
        if isinstance(line, Heading):
            path = line.path
        elif isinstance(line, Quote) and (path, line.span.text) not in named:
            place = show_path(path)
            found[place] = f"{found[place]}\n{line.span.text}" if place in found else line.span.text
    return found
