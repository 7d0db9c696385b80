"""The head of the book, the archived plan, and what headings and quotes cover of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.quantity.calendar import read_date
from perfeval.resolve import errors
from perfeval.rulebook.book import Accounted, ClauseKind
from perfeval.source.document import Document, Section, cut_document, show_path
from perfeval.source.text import SourceText, Span
from perfeval.syntax.tree import Heading, Meta

HEAD_FORMS = {
    "文号": "文号：……。",
    "制定机关": "制定机关：……。",
    "印发日期": "印发日期：2013年9月30日。",
    "评估年度": "评估年度：2013年1月1日至2013年12月31日。",
    "原文": "原文：“source.txt”，从“……”到“……”。",
    "原文校验码": "原文校验码：六十四位的校验码。",
}
_ARCHIVE = re.compile(r"“([^”]+)”[，,]从“([^”]+)”到“([^”]+)”")
_YEAR = re.compile(r"(.+日)至(.+日)")


@define
class Head:
    """The lines of the head by key, and what could be made of them."""

    lines: dict[str, Meta] = Factory(dict)
    findings: list[Diagnostic] = Factory(list)

    def add(self, meta: Meta) -> None:
        """Take one line; unknown and repeated keys become findings."""
        if meta.key not in HEAD_FORMS:
            near = nearest(meta.key, HEAD_FORMS)
            form = HEAD_FORMS[near] if near else "、".join(HEAD_FORMS)
            self.findings.append(errors.head_wrong(f"没有“{meta.key}”这个名目", meta.span, form))
        elif meta.key in self.lines:
            self.findings.append(errors.declared_twice("名目", meta.key, meta.span))
        else:
            self.lines[meta.key] = meta

    def year(self, title: Span) -> tuple[date, date] | None:
        """First and last day of the evaluation year."""
        meta = self.lines.get("评估年度")
        form = HEAD_FORMS["评估年度"]
        if meta is None:
            self.findings.append(errors.head_missing("评估年度", title, form))
            return None
        match = _YEAR.fullmatch(meta.value.text.strip())
        days = [read_date(part) for part in match.groups()] if match else [None]
        first, last = days[0], days[-1]
        if first is None or last is None or first > last:
            self.findings.append(errors.head_wrong("评估年度应是从某日至某日", meta.value, form))
            return None
        return first, last

    def archive(self, title: Span, files: Mapping[str, bytes]) -> Document | None:
        """The archived plan, checked against its checksum and cut into sections."""
        meta = self.lines.get("原文")
        form = HEAD_FORMS["原文"]
        if meta is None:
            self.findings.append(errors.head_missing("原文", title, form))
            return None
        match = _ARCHIVE.fullmatch(meta.value.text.strip())
        if match is None:
            self.findings.append(errors.head_wrong("“原文”要写明文件和起止的话", meta.value, form))
            return None
        name, first, last = match.groups()
        if name not in files:
            self.findings.append(errors.archive_missing(f"存档原文“{name}”", meta.value))
            return None
        self._checksum(files[name], title)
        text = files[name].decode("utf-8", errors="replace").replace("\r\n", "\n")
        source = SourceText(name, text)
        start = text.find(first)
        stop = text.find(last, start)
        if start < 0 or stop < 0:
            missing = first if start < 0 else last
            self.findings.append(errors.archive_missing(f"原文里的“{missing}”", meta.value))
            return None
        return cut_document(source, start, stop + len(last))

    def _checksum(self, content: bytes, title: Span) -> None:
        actual = sha256(content).hexdigest()
        meta = self.lines.get("原文校验码")
        if meta is None:
            form = f"原文校验码：{actual}。"
            self.findings.append(errors.head_missing("原文校验码", title, form))
        elif meta.value.text.strip() != actual:
            self.findings.append(errors.archive_differs(actual, meta.value))


@define
class Coverage:
    """Which characters of the plan headings and quotes account for, and as what."""

    document: Document
    accounted: list[Accounted] = Factory(list)
    taken: set[int] = Factory(set)
    findings: list[Diagnostic] = Factory(list)

    def heading(self, heading: Heading) -> Section | None:
        """The section that a heading cites; its number and title are accounted for."""
        section = self.document.section(heading.path)
        shown = show_path(heading.path)
        if section is None:
            self.findings.append(errors.no_such_section(shown, heading.span))
            return None
        self.take(tuple(range(*section.label)), None)
        if heading.title is not None:
            places = self.document.starts_with(section, heading.title.text)
            if places is None:
                start, end = section.ranges[0] if section.ranges else (0, 0)
                begins = self.document.source.text[start:end].strip()[: len(heading.title.text)]
                self.findings.append(errors.title_differs(shown, begins, heading.title))
            else:
                self.take(places, None)
        return section

    def quote(self, span: Span, section: Section) -> tuple[int, ...]:
        """Where the quoted words stand in the section; a finding if they do not."""
        places = self.document.find(section, span.text, self.taken)
        if places is not None:
            self.taken.update(places)
            return places
        elsewhere = next(
            (
                show_path(other.path)
                for other in self.document.sections
                if self.document.find(other, span.text, set()) is not None
            ),
            None,
        )
        self.findings.append(errors.quote_not_found(show_path(section.path), span, elsewhere))
        return ()

    def take(self, places: tuple[int, ...], kind: ClauseKind | None) -> None:
        """Account for these characters; kind None for numbers and titles."""
        self.taken.update(places)
        if places:
            self.accounted.append(Accounted(places, kind))
