"""Sentences that name another file: where they stand in a text, and which file they mean.

附“细则一.jx”。 is a part of this book; 沿用“../甲”的类别。 declares what another book declares;
台账“乙”取自“../甲”的结果：丙。 has results of another book as facts; 另行制定：由“../甲”规定。 says
that another book fills an open term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from posixpath import dirname, join, normpath

from attrs import frozen

from perfeval.source.fold import fold

BOOK_FILE = "book.jx"
_SUFFIX = ".jx"
_PATH = r"“([^“”\n]+)”"
_START = r"^[^\S\n]*"
_ATTACHED = rf"附\s*{_PATH}\s*。"
_TAKEN_OVER = rf"沿用\s*{_PATH}\s*的([^。“”,]{{0,200}})(?:,\s*除([^。]{{0,2000}})外)?\s*。"
_RESULTS = rf"台账\s*“([^“”\n]+)”\s*取自\s*{_PATH}\s*的结果\s*:([^。]{{0,5000}})。"
_DELEGATED = re.compile(rf"(?:另行制定|另行规定)[^\S\n]*:[^\S\n]*由[^\S\n]*{_PATH}[^\S\n]*规定")
_OF_LINES = re.compile(
    rf"{_START}(?:(?P<attached>{_ATTACHED})|(?P<over>{_TAKEN_OVER})|(?P<results>{_RESULTS}))", re.MULTILINE
)
# What one line of a head has to begin with to be such a sentence.
BEGINS = re.compile(r"附\s*“|沿用\s*“|台账\s*“[^“”\n]*”\s*取自")
RULES = ("attached", "taken_over", "results_taken")
_QUOTED = re.compile(r"“([^“”\n]+)”")
# No file of Windows, Linux or macOS needs these in its name; some of them lead elsewhere.
_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f]+")
_LONGEST = 100


class Way(Enum):
    """In which way another file is named."""

    ATTACHED = 1
    TAKEN_OVER = 2
    RESULTS = 3
    DELEGATED = 4


_WAYS = (("attached", Way.ATTACHED), ("over", Way.TAKEN_OVER), ("results", Way.RESULTS))


@frozen
class Reference:
    """One such sentence: offsets of the sentence and of the path in it, and the other words.

    kinds: what is taken over (类别, 台账 ...), with offsets. names: what is left out of it, or the
    results and what they are called here. ledger: the ledger that takes results.
    """

    way: Way
    start: int
    end: int
    path: tuple[int, int]
    kinds: tuple[tuple[str, int], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    results: tuple[tuple[str, str, int], ...] = ()
    ledger: str = ""


def references(text: str) -> tuple[Reference, ...]:
    """The references of a marked text, in its order."""
    found = [_of_line(match) for match in _OF_LINES.finditer(text)] if _may_have(text) else []
    found.extend(_delegated(text))
    return tuple(sorted(found, key=lambda each: each.start))


def _may_have(text: str) -> bool:
    return any(word in text for word in ("附", "沿用", "取自"))


def _delegated(text: str) -> Iterator[Reference]:
    for match in _DELEGATED.finditer(text):
        # 由“区绩效办”规定 names an office, no file.
        if "/" in match.group(1) or match.group(1).endswith(_SUFFIX):
            yield Reference(Way.DELEGATED, match.start(), match.end(), match.span(1))


def _of_line(match: re.Match[str]) -> Reference:
    name, way = next((name, way) for name, way in _WAYS if match.group(name) is not None)
    first = match.re.groupindex[name]
    start, end = match.span(name)
    if way is Way.ATTACHED:
        return Reference(way, start, end, match.span(first + 1))
    if way is Way.TAKEN_OVER:
        kinds = tuple(_listed(match.group(first + 2), match.start(first + 2)))
        said = match.group(first + 3) or ""
        out = tuple(
            (each.group(1).strip(), match.start(first + 3) + each.start(1)) for each in _QUOTED.finditer(said)
        )
        return Reference(way, start, end, match.span(first + 1), kinds, out)
    results = tuple(results_listed(match.group(first + 3), match.start(first + 3)))
    ledger = match.group(first + 1).strip()
    return Reference(way, start, end, match.span(first + 2), results=results, ledger=ledger)


def results_listed(text: str, base: int) -> Iterator[tuple[str, str, int]]:
    """Of a list 甲、乙（称“丙”） that begins at offset ``base``: names there, names here, where they are."""
    at = base
    for part in text.split("、"):
        name, _, rest = part.partition("(")
        here = _QUOTED.search(rest)
        if name.strip():
            start = at + len(name) - len(name.lstrip())
            yield name.strip(), (here.group(1) if here else name).strip(), start
        at += len(part) + 1


def _listed(text: str, base: int) -> Iterator[tuple[str, int]]:
    for match in re.finditer(r"[^、]+", text):
        name = match.group().strip()
        if name:
            yield name, base + match.start() + len(match.group()) - len(match.group().lstrip())


# ---------------------------------------------------------------- paths


def attached_file(base: str, written: str) -> str | None:
    """The file that 附 means in the file ``base``: one of the same folder. None: it cannot be meant.

    base and what comes out are paths seen from the folder of the first book, with / in them.
    """
    if not is_plain_name(written) or not written.endswith(_SUFFIX):
        return None
    return normpath(join(dirname(base), written))


def book_file(base: str, written: str) -> str | None:
    """The file of the book that ``written`` means in the file ``base``; None: it cannot be meant.

    A folder beside or in that of ``base``, or a ``.jx`` file there or in the same folder.
    """
    parts = written.removesuffix("/").split("/")
    up = parts[:1] == [".."]
    names = parts[1:] if parts[0] in ("..", ".") else parts
    if not 1 <= len(names) <= 2 or not all(map(is_plain_name, names)):
        return None
    if len(names) == 2 and not names[1].endswith(_SUFFIX):
        return None
    if not names[-1].endswith(_SUFFIX):
        names = [*names, BOOK_FILE]
    elif up and len(names) == 1:
        return None
    return normpath(join(dirname(base), *([".."] if up else []), *names))


def folder_of(file: str) -> str:
    """The file of a book as books name it: by its folder, unless it is another file there."""
    return file.removesuffix(f"/{BOOK_FILE}")


def is_plain_name(name: str) -> bool:
    """Whether this is the name of a file or folder and nothing else, in full width neither."""
    half = fold(name)
    return (
        len(name) <= _LONGEST
        and _NAME.fullmatch(name) is not None
        and not any(mark in half for mark in "/\\")
        and not half.startswith((".", "~", " "))
        and not half.endswith((".", " "))
    )


def files_meant(base: str, text: str, original: str) -> tuple[str, ...]:
    """The files that the marked ``text`` of the file ``base`` names, each once. original: as written."""
    found: dict[str, None] = {}
    for each in references(text):
        written = original[slice(*each.path)].strip()
        meant = attached_file(base, written) if each.way is Way.ATTACHED else book_file(base, written)
        if meant is not None:
            found[meant] = None
    return tuple(found)
