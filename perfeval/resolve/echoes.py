"""One mistake, one finding: what only follows from a broken sentence or declaration is not said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.resolve import errors
from perfeval.resolve.errors import AboutName
from perfeval.source.text import Span
from perfeval.syntax.tree import Broken, Item, Sentence

# What the syntax pass says of such a line is not said.
FORGOTTEN = "PE219"
_PIECE = re.compile(r"[^“”【】,;:。、()+\-×=\s]+")
_ABOUT_NAMES = ("PE201", "PE301", "PE302", "PE303")
_ABOUT_PLAN = ("PE204", "PE205", "PE206", "PE216", "PE217")


def told_once(
    items: Sequence[Item], found: Iterable[Diagnostic], places: dict[str, Span]
) -> tuple[Diagnostic, ...]:
    """The findings without those that follow from others, in the order of the text.

    places: where names are declared.
    """
    kept = list(found)
    broken = [item.span for item in items if isinstance(item, Broken)]
    unsound = [*broken, *(item.span for item in items if isinstance(item, Sentence) and item.repaired)]
    lost = _lost_names(broken)
    kept = [each for each in kept if not _is_echo(each, unsound, broken, lost, places)]
    if any(each.code == "PE214" for each in kept):
        kept = [each for each in kept if each.code not in _ABOUT_PLAN]
    kept = _unknown_once(_at_columns(_at_declarations(_of_lists(kept), items, places)))
    return tuple(sorted(kept, key=_start))


def _start(found: Diagnostic) -> int:
    return found.where.start if isinstance(found.where, Span) else -1


def _lost_names(broken: Sequence[Span]) -> dict[str, None]:
    """Words of broken sentences: they may have been declared there."""
    return dict.fromkeys(piece for span in broken for piece in _PIECE.findall(span.folded))


def _is_echo(
    found: Diagnostic,
    unsound: Sequence[Span],
    broken: Sequence[Span],
    lost: dict[str, None],
    places: dict[str, Span],
) -> bool:
    where = found.where
    if not isinstance(where, Span):
        return False
    if found.code == FORGOTTEN:
        return False
    if any(_inside(where, span) for span in unsound):
        return True
    if isinstance(found, AboutName):
        declared = [*found.places, *(place for name, place in places.items() if name == found.near)]
        if any(_inside(place, span) for place in declared for span in unsound):
            return True
        if len(found.word) > 1 and any(found.word in span.folded for span in broken):
            return True
    return found.code in _ABOUT_NAMES and where.folded.strip("“”【】 ") in lost


def _inside(where: Span, span: Span) -> bool:
    return where.source is span.source and span.start <= where.start < max(span.end, span.start + 1)


def _at_declarations(
    found: Sequence[Diagnostic], items: Sequence[Item], places: dict[str, Span]
) -> list[Diagnostic]:
    """Where several sentences agree on a name that is declared otherwise, the declaration is wrong."""
    uses: dict[tuple[str, str], list[Span]] = {}
    for each in found:
        if isinstance(each, AboutName) and each.near in places and isinstance(each.where, Span):
            uses.setdefault((each.word, each.near or ""), []).append(each.where)
    text = "\n".join(item.span.folded for item in items if isinstance(item, Sentence))
    wrong = [
        (name, near)
        for (name, near), spans in uses.items()
        if len(spans) > 1 and _stands_once(near, name, text)
    ]
    kept: list[Diagnostic] = []
    for each in found:
        pair = (each.word, each.near or "") if isinstance(each, AboutName) else ("", "")
        if pair not in wrong:
            kept.append(each)
        elif each.where is uses[pair][0]:
            lines = [span.line for span in uses[pair]]
            kept.append(errors.declared_otherwise(pair[1], pair[0], places[pair[1]], lines))
    return kept


def _stands_once(name: str, other: str, text: str) -> bool:
    """Whether a name stands in one place only, not counting where it is a part of the other."""
    return (text if other in name else text.replace(other, "\0")).count(name) == 1


def _at_columns(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Where several sentences use a value that a column lacks, the column is wrong."""
    uses: dict[tuple[str, int], list[Span]] = {}
    for each in found:
        if (
            each.code == "PE303"
            and isinstance(each, AboutName)
            and each.places
            and isinstance(each.where, Span)
        ):
            uses.setdefault((each.word, each.places[0].start), []).append(each.where)
    kept: list[Diagnostic] = []
    for each in found:
        if each.code != "PE303" or not isinstance(each, AboutName) or not each.places:
            kept.append(each)
            continue
        spans = uses.get((each.word, each.places[0].start), [])
        if len(spans) < 2:
            kept.append(each)
        elif each.where is spans[0]:
            kept.append(errors.value_lacking(each.word, each.places[0], [span.line for span in spans]))
    return kept


def _of_lists(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Of a list or category whose count is wrong nothing more is said: names may have run together."""
    counted = [each for each in found if each.code == "PE203"]
    lines = [each.where.line for each in counted if isinstance(each.where, Span)]
    return [
        each
        for each in found
        if each.code not in ("PE217", "PE220")
        or not isinstance(each.where, Span)
        or each.where.line not in lines
    ]


def _unknown_once(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """A name that nobody defines is said once, with all its lines."""
    uses: dict[str, list[Span]] = {}
    for each in found:
        if (
            each.code == "PE201"
            and isinstance(each, AboutName)
            and not each.near
            and isinstance(each.where, Span)
        ):
            uses.setdefault(each.word, []).append(each.where)
    kept: list[Diagnostic] = []
    for each in found:
        spans = uses.get(each.word, []) if isinstance(each, AboutName) and not each.near else []
        if len(spans) < 2 or each.code != "PE201":
            kept.append(each)
        elif each.where is spans[0]:
            lines = "、".join(dict.fromkeys(str(span.line) for span in spans))
            kept.append(evolve(each, hint=f"{each.hint}第{lines}行都用了它。"))
    return kept
