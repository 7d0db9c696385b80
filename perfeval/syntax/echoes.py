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
# Clauses and options; what else there is declares something.
_NO_DECLARATION = re.compile(r"【|“[^“”\n]*”\s*:")
_ABOUT_NAMES = ("PE102", "PE103")


@frozen
class Note:
    """A finding about a sentence.

    written, meant: the two words, where one looks like the other. inside: a declared name of which
    what is written is only a part.
    """

    raw: RawSentence
    finding: Diagnostic
    written: str = ""
    meant: str = ""
    inside: str = ""


def told_once(
    notes: Sequence[Note], items: tuple[Item, ...], vocabulary: Vocabulary, text: str
) -> tuple[tuple[Item, ...], list[Diagnostic]]:
    """The findings without those that follow from others; items that turn out unsound are marked."""
    found, places = _at_declarations(_without_echoes(notes, items, vocabulary, text), vocabulary, text)
    return tuple(_marked(item, places) for item in items), found


def _marked(item: Item, places: Sequence[int]) -> Item:
    if isinstance(item, Sentence) and any(item.span.start <= place < item.span.end for place in places):
        return evolve(item, repaired=True)
    return item


# ---------------------------------------------------------------- names of broken declarations


def _without_echoes(
    notes: Sequence[Note], items: Iterable[Item], vocabulary: Vocabulary, text: str
) -> list[Note]:
    """Notes that do not just miss a name which another sentence with a finding would have declared.

    Declarations come first, then the order of the text: two sentences never silence each other.
    """
    by_start = {item.span.start: item for item in items if isinstance(item, Broken | Sentence)}
    kept: list[Note] = []
    lost: list[tuple[str, int]] = []
    broken: list[Span] = []
    order = sorted(
        notes, key=lambda note: (bool(_NO_DECLARATION.match(text, note.raw.span.start)), note.raw.span.start)
    )
    for note in order:
        if _is_echo(note, lost, broken, text):
            continue
        kept.append(note)
        item = by_start.get(note.raw.span.start)
        if item is not None:
            lost.extend((name, item.span.start) for name in _lost_names(item, vocabulary, text))
        if isinstance(item, Broken):
            broken.append(item.span)
    return [note for note in notes if any(note is each for each in kept)]


def _lost_names(item: Broken | Sentence, vocabulary: Vocabulary, text: str) -> list[str]:
    """Words of a broken sentence, or of a mended one if nobody knows them, that may be names."""
    inside = text[item.span.start : item.span.end]
    names = ["".join(groups) for groups in _QUOTED.findall(inside)]
    if not inside.startswith("【"):
        names += _PIECE.findall(inside)
    known = vocabulary.kinds if isinstance(item, Sentence) else ()
    return [name for name in dict.fromkeys(names) if len(name) > 1 and name not in known]


def _is_echo(note: Note, lost: Sequence[tuple[str, int]], broken: Sequence[Span], text: str) -> bool:
    """Whether the words of a finding are a name that another, broken sentence would have declared."""
    where = note.finding.where
    if note.finding.code not in _ABOUT_NAMES or not isinstance(where, Span):
        return False
    raw = note.raw.span
    for name, start in lost:
        at = text.find(name, max(raw.start, where.start - len(name) + 1), raw.end)
        if start != raw.start and 0 <= at < where.end:
            return True
    name = text[where.start : where.end].strip("“”【】")
    if len(name) < 2 or name in load_grammar().keywords:
        return False
    return any(name in text[span.start : span.end] for span in broken if span.start != raw.start)


# ---------------------------------------------------------------- names declared otherwise than used


def _at_declarations(
    notes: Sequence[Note], vocabulary: Vocabulary, text: str
) -> tuple[list[Diagnostic], list[int]]:
    """Where several sentences agree on a name that is declared otherwise, the declaration is wrong.

    Where they agree on a name that nobody declares, it is said once. Also the places of declarations
    that are wrong.
    """
    uses: dict[tuple[str, str], list[Note]] = {}
    parts: dict[str, list[Note]] = {}
    for note in notes:
        if note.inside:
            parts.setdefault(note.inside, []).append(note)
        elif note.written:
            uses.setdefault((note.written, note.meant), []).append(note)
    found: list[Diagnostic] = []
    places: list[int] = []
    settled = [note.written for note in notes if note.meant and _agreed(note, text)]
    for note in notes:
        alike = parts.get(note.inside) or uses.get((note.written, note.meant), [])
        declared = note.meant or note.inside
        if (note.meant and _agreed(note, text)) or (note.inside and _several(alike)):
            if note is alike[0]:
                places.append(vocabulary.places[declared])
                if not any(_is_about(other.finding, places[-1]) for other in notes):
                    found.append(_declared_otherwise(alike, declared, places[-1]))
        elif note.written in settled:
            continue
        elif len(alike) < 2 or note.meant:
            found.append(note.finding)
        elif note is alike[0]:
            found.append(errors.said_of_all(note.finding, _lines(alike)))
    return found, places


def _is_about(finding: Diagnostic, place: int) -> bool:
    where = finding.where
    return isinstance(where, Span) and where.start <= place < where.end


def _agreed(note: Note, text: str) -> bool:
    """Whether what is written stands more than once, and what is meant only in its declaration."""
    return text.count(note.written) > 1 and text.replace(note.written, "\0").count(note.meant) == 1


def _several(notes: Sequence[Note]) -> bool:
    """Whether different parts of one name are used as names."""
    return len(dict.fromkeys(note.written for note in notes)) > 1


def _declared_otherwise(alike: Sequence[Note], declared: str, place: int) -> Diagnostic:
    span = Span(alike[0].raw.span.source, place, place + len(declared))
    written = list(dict.fromkeys(note.written for note in alike))
    return errors.declared_otherwise(span, written, _lines(alike))


def _lines(notes: Sequence[Note]) -> list[int]:
    lines = [note.finding.where.line for note in notes if isinstance(note.finding.where, Span)]
    return list(dict.fromkeys(lines))
