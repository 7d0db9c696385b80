"""One mistake, one finding: what only follows from another mistake is not said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import edits
from perfeval.source.text import Span
from perfeval.syntax import errors
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.tree import Broken, Item, RawSentence, Sentence
from perfeval.syntax.vocabulary import Vocabulary

_LETTER = r"[^“”【】,;:。、()+\-×÷=\s]"
# A run of letters is tried once, from its beginning: to try it from each letter is quadratic.
_QUOTED = re.compile(rf"“([^“”\n]++)”|(?<!{_LETTER})({_LETTER}++)”?\s*+=")
_PIECE = re.compile(rf"{_LETTER}+")
# Clauses and options; what else there is declares something.
_NO_DECLARATION = re.compile(r"【|“[^“”\n]*”\s*:")
_DECLARING = ("QUOTED", "DEFINED", "CLAUSE")
_ABOUT_NAMES = ("PE102", "PE103")


@frozen
class Note:
    """A finding about a sentence; written: a name that nobody knows, meant: one that looks like it."""

    raw: RawSentence
    finding: Diagnostic
    written: str = ""
    meant: str = ""


def told_once(
    notes: Sequence[Note], items: tuple[Item, ...], vocabulary: Vocabulary, text: str
) -> tuple[tuple[Item, ...], list[Diagnostic]]:
    """The findings without those that follow from others; items that turn out unsound are marked."""
    kept = _without_echoes(notes, items, vocabulary, text)
    unused = _unused(items, vocabulary, text)
    found, places = _at_declarations(
        [_explained(note, unused, vocabulary) for note in kept], unused, vocabulary
    )
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
        item = by_start.get(note.raw.span.start)
        if not _is_echo(note, lost, broken, text) and not _is_about_unsound(note, kept, vocabulary):
            kept.append(note)
        if item is not None:
            lost.extend((name, item.span.start) for name in _lost_names(item, vocabulary, text))
        if isinstance(item, Broken):
            broken.append(item.span)
    known = {id(note) for note in kept}
    return [note for note in notes if id(note) in known]


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


def _is_about_unsound(note: Note, kept: Sequence[Note], vocabulary: Vocabulary) -> bool:
    """Whether a name is of the wrong kind because its own declaration has a mistake."""
    where = note.finding.where
    if note.finding.code != "PE103" or not isinstance(where, Span):
        return False
    place = vocabulary.places.get(where.folded.strip("“”"), -1)
    spans = [other.raw.span for other in kept if other.raw.span.start != note.raw.span.start]
    return any(span.start <= place < span.end for span in spans)


# ---------------------------------------------------------------- names declared otherwise than used


def _unused(items: Iterable[Item], vocabulary: Vocabulary, text: str) -> list[str]:
    """Declared names that no sentence uses as they are."""
    used: dict[str, None] = {}
    for item in items:
        waiting = [item.phrase] if isinstance(item, Sentence) else []
        while waiting:
            phrase = waiting.pop()
            waiting.extend(phrase.phrases())
            words = [word for word in phrase.words() if word.kind not in _DECLARING]
            used.update(dict.fromkeys(text[word.span.start : word.span.end] for word in words))
    return [name for name in vocabulary.places if name not in used and f"“{name}”" not in used]


def _explained(note: Note, unused: Sequence[str], vocabulary: Vocabulary) -> Note:
    """An unknown name next to a declared one that nobody uses: that is most likely the one."""
    written, where = note.written, note.finding.where
    if not written or note.meant in unused or not isinstance(where, Span):
        return note
    near = min(
        (name for name in unused if name != written), key=lambda name: edits(name, written), default=""
    )
    if near and edits(near, written) <= _allowed(near):
        line = where.source.place(vocabulary.places[near])[0]
        return evolve(note, finding=errors.unknown_name(where, near, line), meant=near)
    for name in unused:
        if (written in name and len(written) > 1) or (name in written and len(name) > 2):
            line = where.source.place(vocabulary.places[name])[0]
            return evolve(note, finding=errors.part_of_name(note.finding, name, line), meant=name)
    return note


def _allowed(name: str) -> int:
    """How many letters of a name may differ for it still to be meant."""
    return 0 if len(name) < 2 else 1 if len(name) <= 4 else 2


def _at_declarations(
    notes: Sequence[Note], unused: Sequence[str], vocabulary: Vocabulary
) -> tuple[list[Diagnostic], list[int]]:
    """Where several sentences agree on a name that is declared otherwise, the declaration is wrong.

    Where they agree on a name that nobody declares, it is said once. Also the places of declarations
    that are wrong.
    """
    alike: dict[str, list[Note]] = {}
    for note in notes:
        alike.setdefault(note.meant or note.written, []).append(note)
    found: list[Diagnostic] = []
    places: list[int] = []
    for note in notes:
        others = alike[note.meant or note.written]
        if note.meant in unused:
            places.append(vocabulary.places[note.meant])
        if not note.written or len(others) < 2 or (note.meant and note.meant not in unused):
            found.append(note.finding)
        elif note is not others[0]:
            continue
        elif not note.meant:
            found.append(errors.said_of_all(note.finding, _lines(others)))
        else:
            place = vocabulary.places[note.meant]
            if not any(_is_about(other.finding, place) for other in notes):
                found.append(_declared_otherwise(others, place))
    return found, places


def _is_about(finding: Diagnostic, place: int) -> bool:
    where = finding.where
    return isinstance(where, Span) and where.start <= place < where.end


def _declared_otherwise(alike: Sequence[Note], place: int) -> Diagnostic:
    span = Span(alike[0].raw.span.source, place, place + len(alike[0].meant))
    written = list(dict.fromkeys(note.written for note in alike))
    return errors.declared_otherwise(span, written, _lines(alike))


def _lines(notes: Sequence[Note]) -> list[int]:
    lines = [note.finding.where.line for note in notes if isinstance(note.finding.where, Span)]
    return list(dict.fromkeys(lines))
