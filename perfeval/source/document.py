"""The archived plan, cut into its numbered sections: 一、(一) 1.

Items (1), (2) … below these are part of the text of their section.

A citation such as 三(七)1 is a path into this tree. The own text of a section is what stands after
its number and before its first subsection; a quotation has to be found there, in that very place.
"""

from __future__ import annotations

import re

from attrs import field, frozen

from perfeval.source.fold import counts_as_text, squeeze
from perfeval.source.text import SourceText

Path = tuple[str, ...]

_NUMERALS = "一二三四五六七八九十"
# One pattern a level: the number is group 1, the text of the section begins where the match ends.
_LEVELS = (
    re.compile(rf"\s*([{_NUMERALS}]+)、"),
    re.compile(rf"\s*\(([{_NUMERALS}]+)\)"),
    re.compile(r"\s*([0-9]+)[.、](?![0-9])"),
)
TAIL = "末段"


def show_path(path: Path) -> str:
    """A path as the plan's readers write it: 三（七）1."""
    shown = ""
    for level, label in enumerate(path):
        if label == TAIL:
            shown += label
        else:
            shown += f"（{label}）" if level == 1 else label
    return shown


@frozen(eq=False)
class Section:
    """One numbered section: its path and the ranges of its own text in the archived document."""

    path: Path
    label: tuple[int, int]
    ranges: tuple[tuple[int, int], ...]


@frozen(eq=False)
class Document:
    """The archived plan: its text and its sections in order.

    start, end: the part of ``source`` that is the plan (a web page may stand around it).
    """

    source: SourceText
    start: int
    end: int
    sections: tuple[Section, ...]
    _by_path: dict[Path, Section] = field(init=False, repr=False)
    _letters: dict[Path, tuple[str, list[int]]] = field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_by_path", {section.path: section for section in self.sections})

    def section(self, path: Path) -> Section | None:
        """The section with this path; ``("四", "末段")`` is the last paragraph within 四."""
        if path and path[-1] == TAIL:
            return self._last_paragraph(path[:-1])
        return self._by_path.get(path)

    def _last_paragraph(self, path: Path) -> Section | None:
        inside = [found for found in self.sections if found.path[: len(path)] == path]
        if not inside:
            return None
        start, end = inside[-1].ranges[-1]
        return Section((*path, TAIL), (start, start), ((start, end),))

    def find(self, section: Section, quote: str, taken: set[int]) -> tuple[int, ...] | None:
        """Offsets of ``quote`` in the section's own text, width and spaces aside; None if not there.

        Of several places the first whose characters are not all in ``taken`` is meant.
        """
        wanted, _ = squeeze(quote)
        letters, offsets = self._squeezed(section)
        best: tuple[int, ...] | None = None
        at = letters.find(wanted) if wanted else -1
        while at >= 0:
            found = tuple(offsets[at : at + len(wanted)])
            if best is None:
                best = found
            if not all(place in taken for place in found):
                return found
            at = letters.find(wanted, at + 1)
        return best

    def _squeezed(self, section: Section) -> tuple[str, list[int]]:
        """The section's own text without spaces, and the offset of each of its characters."""
        known = self._letters.get(section.path)
        if known is None:
            offsets: list[int] = []
            letters = ""
            for start, end in section.ranges:
                piece, places = squeeze(self.source.text[start:end])
                letters += piece
                offsets.extend([start + place for place in places])
            known = self._letters[section.path] = (letters, offsets)
        return known

    def starts_with(self, section: Section, title: str) -> tuple[int, ...] | None:
        """Offsets of ``title`` at the very beginning of the section, or None if it begins otherwise."""
        wanted, _ = squeeze(title)
        if not section.ranges:
            return None
        start, end = section.ranges[0]
        letters, places = squeeze(self.source.text[start:end])
        if not letters.startswith(wanted):
            return None
        return tuple(start + place for place in places[: len(wanted)])

    def letters(self, section: Section) -> tuple[int, ...]:
        """Offsets of all characters of the section's own text that carry text."""
        text = self.source.text
        return tuple(
            place
            for start, end in section.ranges
            for place in range(start, end)
            if counts_as_text(text[place])
        )


def _deeper(path: Path, level: int, label: str) -> Path | None:
    """The path of a heading at ``level`` that follows ``path``, or None where it cannot stand."""
    if level > len(path):
        return None
    return (*path[:level], label)


def cut_document(source: SourceText, start: int, end: int) -> Document:
    """Cut the plan, ``source.text[start:end]``, into its numbered sections.

    A number counts as a heading at the beginning of a paragraph only, and only one level below
    what is open, so that a year or a list inside a sentence never opens a section.
    """
    text = source.text
    folded = source.folded
    found: list[tuple[Path, tuple[int, int], list[tuple[int, int]]]] = []
    path: Path = ()
    at = start
    while at < end:
        stop = text.find("\n", at)
        stop = end if stop < 0 else min(stop, end)
        body = at
        for level, pattern in enumerate(_LEVELS):
            match = pattern.match(folded, at, stop)
            opened = _deeper(path, level, match.group(1)) if match else None
            if match and opened is not None:
                path = opened
                body = match.end()
                found.append((path, (match.start(1), match.end(1)), []))
                break
        if found and text[body:stop].strip():
            found[-1][2].append((body, stop))
        at = stop + 1
    sections = tuple(Section(path, label, tuple(ranges)) for path, label, ranges in found)
    return Document(source, start, end, sections)
