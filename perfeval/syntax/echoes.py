"""One mistake, one finding: what only follows from another mistake is not said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.source.text import Span
from perfeval.syntax import errors
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
    notes: Sequence[Note], items: Iterable[Item], vocabulary: Vocabulary, text: str
) -> list[Diagnostic]:
    """The findings without those that follow from others, in the order of the text."""
    lost = _lost_names(items, vocabulary, text)
    own = [note for note in notes if not _is_echo(note, lost, text)]
    return _at_declarations(own, vocabulary, text)


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
        for name in dict.fromkeys(names):
            if len(name) > 1 and (isinstance(item, Broken) or name not in vocabulary.kinds):
                lost.append(_Lost(name, item.span))
    return lost


def _is_echo(note: Note, lost: Sequence[_Lost], text: str) -> bool:
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
    return False


# ---------------------------------------------------------------- names declared otherwise than used


def _at_declarations(notes: Sequence[Note], vocabulary: Vocabulary, text: str) -> list[Diagnostic]:
    """Where several sentences agree on a name that is declared otherwise, the declaration is wrong."""
    uses: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        if note.meant:
            uses.setdefault((note.written, note.meant), []).append(note)
    found: list[Diagnostic] = []
    said: list[tuple[str, str]] = []
    for note in notes:
        pair = (note.written, note.meant)
        alike = uses.get(pair, [])
        if len(alike) < 2 or not note.meant or not _only_declared(note, vocabulary, text):
            found.append(note.finding)
        elif pair not in said:
            said.append(pair)
            found.append(_declared_otherwise(alike, vocabulary))
    return found


def _only_declared(note: Note, vocabulary: Vocabulary, text: str) -> bool:
    """Whether the name that is meant stands nowhere but in its declaration."""
    place = vocabulary.places[note.meant]
    return text.find(note.meant) == place and text.find(note.meant, place + 1) < 0


def _declared_otherwise(alike: Sequence[Note], vocabulary: Vocabulary) -> Diagnostic:
    first = alike[0]
    source = first.raw.span.source
    place = vocabulary.places[first.meant]
    span = Span(source, place, place + len(first.meant))
    lines = [note.finding.where.line for note in alike if isinstance(note.finding.where, Span)]
    return errors.declared_otherwise(span, first.written, list(dict.fromkeys(lines)))
