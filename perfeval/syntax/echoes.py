"""One mistake, one finding: what only follows from another mistake is not said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.source.text import Span
from perfeval.syntax import errors
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.tree import Broken, Item, RawSentence, Sentence
from perfeval.syntax.vocabulary import Vocabulary

_QUOTED = re.compile(r"“([^”\n]+)”|([^“”【】,;:。、()+\-×=\s]+)”?\s*=")
_PIECE = re.compile(r"[^“”【】,;:。、()+\-×=\s]+")
_ABOUT_NAMES = ("PE102", "PE103")


@frozen
class Note:
    """A finding about a sentence; written and meant: the two words, where one looks like the other."""

    raw: RawSentence
    finding: Diagnostic
    written: str = ""
    meant: str = ""


def told_once(
    notes: Sequence[Note], items: tuple[Item, ...], vocabulary: Vocabulary, text: str
) -> tuple[tuple[Item, ...], list[Diagnostic]]:
    """The findings without those that follow from others; items that turn out unsound are marked."""
    lost = _lost_names(items, vocabulary, text)
    broken = [item.span for item in items if isinstance(item, Broken)]
    own = [note for note in notes if not _is_echo(note, lost, broken, vocabulary, text)]
    found, places = _at_declarations(own, vocabulary, text)
    return tuple(_marked(item, places) for item in items), found


def _marked(item: Item, places: Sequence[int]) -> Item:
    if isinstance(item, Sentence) and any(item.span.start <= place < item.span.end for place in places):
        return evolve(item, repaired=True)
    return item


# ---------------------------------------------------------------- names of broken declarations


@frozen
class _Lost:
    """A name that a broken sentence would have declared, and where that sentence stands."""

    name: str
    span: Span


def _lost_names(items: Iterable[Item], vocabulary: Vocabulary, text: str) -> list[_Lost]:
    lost: list[_Lost] = []
    for item in items:
        if not (isinstance(item, Broken) or (isinstance(item, Sentence) and item.repaired)):
            continue
        inside = text[item.span.start : item.span.end]
        names = ["".join(groups) for groups in _QUOTED.findall(inside)]
        if not inside.startswith("【"):
            names += _PIECE.findall(inside)
        known = vocabulary.kinds if isinstance(item, Sentence) else ()
        names = [name for name in dict.fromkeys(names) if len(name) > 1 and name not in known]
        lost.extend(_Lost(name, item.span) for name in names)
    return lost


def _is_echo(
    note: Note, lost: Sequence[_Lost], broken: Sequence[Span], vocabulary: Vocabulary, text: str
) -> bool:
    """Whether the words of a finding are a name that another, broken sentence would have declared."""
    where = note.finding.where
    if note.finding.code not in _ABOUT_NAMES or not isinstance(where, Span):
        return False
    raw = note.raw.span
    for each in lost:
        if each.span.start <= raw.start < each.span.end:
            continue
        at = text.find(each.name, max(raw.start, where.start - len(each.name) + 1), raw.end)
        if 0 <= at < where.end:
            return True
    name = text[where.start : where.end].strip("“”【】")
    known = name in load_grammar().keywords and name not in vocabulary.kinds
    return (
        len(name) > 1
        and not known
        and any(
            name in text[span.start : span.end] and not span.start <= raw.start < span.end for span in broken
        )
    )


# ---------------------------------------------------------------- names declared otherwise than used


def _at_declarations(
    notes: Sequence[Note], vocabulary: Vocabulary, text: str
) -> tuple[list[Diagnostic], list[int]]:
    """Where several sentences agree on a name that is declared otherwise, the declaration is wrong.

    Also the places of such declarations.
    """
    uses: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        if note.meant:
            uses.setdefault((note.written, note.meant), []).append(note)
    found: list[Diagnostic] = []
    places: list[int] = []
    for note in notes:
        alike = uses.get((note.written, note.meant), [])
        if len(alike) < 2 or not _only_declared(note, text):
            found.append(note.finding)
        elif note is alike[0]:
            places.append(vocabulary.places[note.meant])
            found.append(_declared_otherwise(alike, places[-1]))
    return found, places


def _only_declared(note: Note, text: str) -> bool:
    """Whether the name that is meant stands nowhere but in its declaration."""
    return text.replace(note.written, "\0").count(note.meant) == 1


def _declared_otherwise(alike: Sequence[Note], place: int) -> Diagnostic:
    first = alike[0]
    span = Span(first.raw.span.source, place, place + len(first.meant))
    lines = [note.finding.where.line for note in alike if isinstance(note.finding.where, Span)]
    return errors.declared_otherwise(span, first.written, list(dict.fromkeys(lines)))
