"""What headings and quotes cover of the archived plan, and where they depart from it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import Factory, define, frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.resolve import errors
from perfeval.rulebook.book import Accounted, ClauseKind
from perfeval.source.document import Document, Path, Section, show_path
from perfeval.source.fold import squeeze
from perfeval.source.text import Span
from perfeval.syntax.tree import Heading

# Letters of the plan shown on either side of a difference.
_BESIDE = 4
_LONGEST_DIFFERENCE = 20


@frozen
class _Stray:
    """A quote that stands in another section than the one that is cited."""

    span: Span
    section: Section
    elsewhere: str


@define
class Coverage:
    """Which characters of the plan headings and quotes account for, and as what.

    trusted: whether the last heading is in order, so that quotes below it can be looked for.
    """

    document: Document
    accounted: list[Accounted] = Factory(list)
    taken: set[int] = Factory(set)
    findings: list[Diagnostic] = Factory(list)
    trusted: bool = False
    _last: Heading | None = None
    _found: int = 0
    _stray: list[_Stray] = Factory(list)

    def heading(self, heading: Heading) -> Section | None:
        """The section that a heading cites; its number and title are accounted for."""
        self.close_heading()
        self._last = heading
        section = self.document.section(heading.path)
        shown = show_path(heading.path)
        self.trusted = section is not None
        if section is None:
            span = heading.span
            if heading.title is not None:
                span = span.cut(0, max(len(span.text[: heading.title.start - span.start].rstrip()), 1))
            self.findings.append(errors.no_such_section(shown, span, self._siblings(heading.path)))
            return None
        self.take(tuple(range(*section.label)), None)
        if heading.title is not None:
            places = self.document.starts_with(section, heading.title.text)
            if places is None:
                self.trusted = False
                self.findings.append(self._title_differs(heading.title, section))
            else:
                self.take(places, None)
        return section

    def distrust(self) -> None:
        """What follows may belong to another section: a heading could not be read."""
        self.close_heading()
        self.trusted = False

    def _siblings(self, path: Path) -> list[str]:
        """Sections of the plan that stand where this one was looked for."""
        for size in range(len(path) - 1, -1, -1):
            near = [
                section.path
                for section in self.document.sections
                if len(section.path) == size + 1 and section.path[:size] == path[:size]
            ]
            if near:
                return [show_path(each) for each in near]
        return []

    def _title_differs(self, title: Span, section: Section) -> Diagnostic:
        start, end = section.ranges[0] if section.ranges else (0, 0)
        begins = self.document.source.text[start:end].strip()
        part, wanted = _difference(title, begins[: len(title.text) + _BESIDE])
        elsewhere = next(
            (
                show_path(other.path)
                for other in self.document.sections
                if self.document.starts_with(other, title.text) is not None
            ),
            None,
        )
        if elsewhere or part is None:
            part, wanted = title, begins[: len(title.text)]
        return errors.title_differs(show_path(section.path), part, wanted, elsewhere)

    # ------------------------------------------------------------ quotes

    def quote(self, span: Span, section: Section) -> tuple[int, ...]:
        """Where the quoted words stand in the section; a finding if they do not."""
        places = self.document.find(section, span.text, self.taken)
        if places is not None:
            self.taken.update(places)
            self._found += 1
            return places
        if not self.trusted or not span.text.strip():
            return ()
        for other in self.document.sections:
            if self.document.find(other, span.text, set()) is not None:
                self._stray.append(_Stray(span, section, show_path(other.path)))
                return ()
        text = self.document.source.text
        part, wanted = _difference(span, "\n".join(text[start:end] for start, end in section.ranges))
        shown = show_path(section.path)
        if part is not None:
            self.findings.append(errors.quote_differs(shown, part, wanted))
        else:
            self.findings.append(errors.quote_not_found(shown, span, None))
        return ()

    def has(self, span: Span, section: Section) -> bool:
        """Whether these words stand in the section."""
        return self.document.find(section, span.text, set()) is not None

    def close_heading(self) -> None:
        """Say what is to be said of quotes that stand in another section than the heading's."""
        stray, found, last = self._stray, self._found, self._last
        self._stray, self._found, self._last = [], 0, None
        places = dict.fromkeys(each.elsewhere for each in stray)
        if last is not None and len(places) == 1 and not found and last.title is None:
            elsewhere = stray[0].elsewhere
            self.findings.append(errors.heading_elsewhere(show_path(last.path), elsewhere, last.span))
            return
        for each in stray:
            shown = show_path(each.section.path)
            self.findings.append(errors.quote_not_found(shown, each.span, each.elsewhere))

    def take(self, places: tuple[int, ...], kind: ClauseKind | None) -> None:
        """Account for these characters; kind None for numbers and titles."""
        self.taken.update(places)
        if places:
            self.accounted.append(Accounted(places, kind))


def _difference(span: Span, plan: str) -> tuple[Span | None, str]:
    """The part of the quoted words that differs from the plan, and the plan's words there.

    None where the words have too little in common with the plan to say so.
    """
    words, places = squeeze(span.text)
    wanted, offsets = squeeze(plan)
    front = _longest(words, wanted, lambda size: words[:size])
    back = _longest(words, wanted, lambda size: words[len(words) - size :])
    back = min(back, len(words) - front)
    begin = wanted.find(words[:front]) + front if front else None
    if begin is None:
        end = wanted.find(words[len(words) - back :]) if back else -1
        begin = max(end - (len(words) - back), 0)
    else:
        back, end = _behind(words, wanted, back, begin)
    if not words or (front + back) * 5 < len(words) * 3 or end < begin or end - begin > _LONGEST_DIFFERENCE:
        return None, ""
    first = min(front, len(words) - 1)
    last = max(len(words) - back, first + 1)
    part = span.cut(places[first], places[last - 1] + 1)
    return part, _beside(plan, offsets, begin, end)


def _behind(words: str, plan: str, back: int, begin: int) -> tuple[int, int]:
    """How many last letters of the words the plan has soon behind ``begin``, and where."""
    for size in range(back, 0, -1):
        end = plan.find(words[len(words) - size :], begin)
        if 0 <= end <= begin + _LONGEST_DIFFERENCE:
            return size, end
    return 0, min(begin + len(words), len(plan))


def _beside(plan: str, offsets: list[int], begin: int, end: int) -> str:
    """The letters of the plan from ``begin`` to ``end`` with a few on either side, of one paragraph."""
    ends = [*offsets, len(plan)]
    low, high = max(begin - _BESIDE, 0), min(end + _BESIDE, len(offsets))
    left = plan[ends[low] : ends[begin]].rpartition("\n")[2]
    right = plan[ends[end] : ends[high]].partition("\n")[0]
    return (left + plan[ends[begin] : ends[end]] + right).strip()


def _longest(words: str, plan: str, part: Callable[[int], str]) -> int:
    """The length of the longest part of the words, of those that ``part`` gives, that the plan has."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if part(middle) in plan:
            low = middle
        else:
            high = middle - 1
    return low
