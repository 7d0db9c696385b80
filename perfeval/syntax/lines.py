"""Lines of a rule book: title, head, headings, quotes, notes, and sentences that end with 。"""

from __future__ import annotations

import re

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.source.document import TAIL
from perfeval.source.text import SourceText, Span
from perfeval.syntax import errors
from perfeval.syntax.marks import marked
from perfeval.syntax.references import BEGINS
from perfeval.syntax.tree import (
    Broken,
    ExampleText,
    Gap,
    Heading,
    Line,
    LookupText,
    Meta,
    Quote,
    RawSentence,
    Title,
    Word,
)

_NUMERAL = "[一二三四五六七八九十]+"
_HEADING = re.compile(
    rf"({_NUMERAL})\s*(?:、|(?=\())\s*(?:\(({_NUMERAL})\)\s*)?(?:([0-9]+)[.、]\s*)?({TAIL})?\s*((?![(（]).*)"
)
_ANNEX = re.compile(rf"附(?:件|表|录)?\s*(?:[0-9]+|{_NUMERAL})?(?:[:\s].*)?")
_TITLE = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")
_META = re.compile(r"([^:。,“”【】]{2,8}):(.*?)。?\s*$")
_NOTE = re.compile(r"注\s*:")
_EXAMPLE = re.compile(r"例\s*“([^“”\n]*)”\s*[。:]?")
# 例 alone, 例甲, 例:“甲”: meant to begin an example, whose name is missing or not in “ ”.
_NAMELESS = re.compile(r"例\s*(?:[:：]?\s*“[^”]*”?\s*)?[。:]?|例\s*[:：\s]\s*[^,。;]{1,20}[。:]?")
# 附表“分值”: with its lines below, or 附表“分值”见“分值.csv”。
_LOOKUP = re.compile(r"附表\s*“([^“”\n]*)”\s*(?::|见\s*“([^“”\n]*)”\s*。?)")
_CELL = re.compile(r"\s*([^|]*?)\s*\|")
# What the lines of an example begin with: 设, 则, 按 and the rows of its tables.
_IN_EXAMPLE = ("设", "则", "按", "|")
_CLAUSE_HEAD = re.compile(r"【[^】\n]*】\s*")
# The words after these are free text up to the end of the line; it may begin with a day in brackets.
_FREE_TEXT = re.compile(
    r"(?:【[^】\n]*】[^\S\n]*)?"
    r"(?:(?:(?:采用|知悉)[^\S\n]*“[^”\n]*”|仅作说明|另行制定|另行规定|酌情认定)[^\S\n]*:|采用[^\S\n]*“[^”\n]*”[^\S\n]*(?=\([^()\n]*\)[^\S\n]*:))"
)
_STOP = re.compile(r"“[^“”\n]*”|。")
_GOES_ON = ",;:、=+×÷"


class _Reader:
    """Reads one text line by line; a sentence may run over lines that end with a mark."""

    def __init__(self, source: SourceText, *, clauses_in_quotes: bool = False) -> None:
        self.source = source
        self.clauses_in_quotes = clauses_in_quotes
        self.text = marked(source)
        self.lines: list[Line] = []
        self.found: list[Diagnostic] = []
        self.open_at: int | None = None
        self.heading_seen = False
        # The open example: the span of its name, where it begins and where its last line ends.
        self.example: tuple[Span, int, int] | None = None

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    def read(self) -> None:
        at = 0
        while at <= len(self.text):
            stop = self.text.find("\n", at)
            stop = len(self.text) if stop < 0 else stop
            self.line(at, stop)
            at = stop + 1
        self.close(len(self.text))
        self.close_example()

    def close_example(self) -> None:
        """The open example ends with its last line that is not blank."""
        if self.example is not None:
            name, start, stop = self.example
            self.lines.append(ExampleText(name, self.span(start, stop)))
            self.example = None

    def in_example(self, body: str, first: int, stop: int) -> bool:
        """Take the line if it begins an example or belongs to the open one."""
        head = _EXAMPLE.fullmatch(body)
        if head:
            self.close(first)
            self.close_example()
            self.heading_seen = True
            name = self.span(first + head.start(1), first + head.end(1))
            self.example = (name, first, stop)
            return True
        if self.open_at is None and self.is_astray(body):
            self.close_example()
            self.example = (self.span(first, first), first, stop)
            return True
        if self.example is None:
            return False
        name, start, end = self.example
        unfinished = self.text[end - 1] in _GOES_ON
        goes_on = self.text.count("\n", end, first) == 1 and not (
            (body.startswith("【") and not unfinished)
            or body.startswith((">", "台账", "类别"))
            or _HEADING.match(body)
            or _ANNEX.fullmatch(body)
            or _NOTE.match(body)
        )
        if goes_on or body.startswith(_IN_EXAMPLE):
            self.example = (name, start, stop)
            return True
        self.close_example()
        return False

    def in_lookup(self, body: str, first: int, stop: int) -> bool:
        """Take the line if it begins a table to look things up in, or is one of its lines."""
        table = self.lines[-1] if self.lines else None
        if body.startswith("|") and isinstance(table, LookupText) and table.file is None:
            cells = tuple(
                Word("CELL", self.text[first + cell.start(1) : first + cell.end(1)], span)
                for cell in _CELL.finditer(body, 1)
                for span in [self.span(first + cell.start(1), first + cell.end(1))]
            )
            whole = table.span.to(self.span(first, stop))
            self.lines[-1] = LookupText(table.name, (*table.rows, cells), None, whole)
            return True
        head = _LOOKUP.fullmatch(body) if self.open_at is None else None
        if head is None:
            return False
        self.close_example()
        name, file = (
            Word("QUOTED", head.group(part), self.span(first + head.start(part), first + head.end(part)))
            if head.group(part) is not None
            else None
            for part in (1, 2)
        )
        assert name is not None
        self.lines.append(LookupText(name, (), file, self.span(first, stop)))
        return True

    def is_astray(self, body: str) -> bool:
        """Whether a line belongs to an example that has no name, or to none at all."""
        if _NAMELESS.fullmatch(body):
            return True
        return self.example is None and self.heading_seen and body.startswith(("设", "则", "|"))

    def close(self, end: int) -> None:
        """A sentence that is still open here was never finished."""
        if self.open_at is not None:
            stop = self.open_at + len(self.text[self.open_at : end].rstrip())
            self.lines.append(RawSentence(self.span(self.open_at, stop), None, finished=False))
            self.open_at = None

    def line(self, start: int, stop: int) -> None:
        body = self.text[start:stop].strip()
        first = start + len(self.text[start:stop]) - len(self.text[start:stop].lstrip())
        stop = first + len(body)
        if not body:
            self.close(start)
            # Several blank lines are one gap: a megabyte of them would be a million.
            if self.example is None and self.lines[-1:] != [Gap()]:
                self.lines.append(Gap())
        elif (
            self.in_lookup(body, first, stop)
            or self.in_example(body, first, stop)
            or self.structure(body, first, stop)
        ):
            pass
        elif self.heading_seen or self.open_at is not None or BEGINS.match(body):
            self.sentences(first, stop)
        else:
            self.head(body, first, stop)

    def structure(self, body: str, first: int, stop: int) -> bool:
        """Take the line if it is a title, heading, annex, quote or note."""
        heading = _HEADING.match(body)
        if body[0] == ">":
            self.close(first)
            self.quote(body, first, stop)
        elif heading:
            self.close(first)
            self.heading_seen = True
            path = tuple(part for part in heading.groups()[:4] if part)
            title = self.span(first + heading.start(5), stop) if heading.group(5) else None
            self.lines.append(Heading(path, title, self.span(first, stop)))
        elif self.open_at is None and _ANNEX.fullmatch(body) and not BEGINS.match(body):
            self.heading_seen = True
            self.lines.append(Heading((), None, self.span(first, stop)))
        elif _NOTE.match(body):
            self.close(first)
        elif _TITLE.fullmatch(body) and not self.heading_seen and self.open_at is None:
            self.lines.append(Title(self.source.text[first + 1 : stop - 1], self.span(first, stop)))
        else:
            return False
        return True

    def quote(self, body: str, first: int, stop: int) -> None:
        start = first + 1 + len(body[1:]) - len(body[1:].lstrip())
        if start == stop:
            self.found.append(errors.empty_quote(self.span(first, stop)))
        clause = body.find("【") if self.clauses_in_quotes else -1
        if clause < 0:
            self.lines.append(Quote(self.span(start, stop)))
            return
        end = first + len(body[:clause].rstrip())
        if start < end:
            self.lines.append(Quote(self.span(start, end)))
        self.sentences(first + clause, stop)

    def head(self, body: str, first: int, stop: int) -> None:
        meta = _META.match(body)
        before = self.lines[-1] if self.lines else None
        here = self.span(first, stop)
        if meta is None and isinstance(before, Broken):
            self.lines[-1] = Broken(before.span.to(here))
        elif meta is None and isinstance(before, Meta):
            end = len(before.span.text)
            self.found.append(errors.head_broken(before.span.cut(end - 1, end)))
            self.lines[-1] = Broken(before.span.to(here))
        elif meta is None:
            self.found.append(errors.not_understood(here))
            self.lines.append(Broken(here))
        if meta is None:
            return
        value = self.span(first + meta.start(2), first + meta.end(2))
        self.lines.append(Meta(meta.group(1), value, self.span(first, stop)))

    def sentences(self, first: int, stop: int) -> None:
        at = first
        if self.open_at is not None and _CLAUSE_HEAD.match(self.text, at):
            # 【甲】、【乙】… may stand inside a sentence, but never begin a line of one.
            self.close(at)
        while at < stop:
            start = at if self.open_at is None else self.open_at
            free = _FREE_TEXT.match(self.text, start) if self.open_at is None else None
            end = stop if free else self.full_stop(at, stop)
            if end is None:
                self.open_at = start
                if self.text[stop - 1] not in _GOES_ON:
                    self.close(stop)
                return
            self.open_at = None
            text_at = free.end() if free else None
            self.lines.append(RawSentence(self.span(start, end), text_at))
            at = end + len(self.text[end:stop]) - len(self.text[end:stop].lstrip())

    def full_stop(self, at: int, stop: int) -> int | None:
        for match in _STOP.finditer(self.text, at, stop):
            if match.group() == "。":
                return match.end()
        return None


def read_lines(source: SourceText, *, clauses_in_quotes: bool = False) -> Checked[tuple[Line, ...]]:
    """Cut a rule book into its lines; what cannot stand before the first heading is a finding.

    clauses_in_quotes: 【 in the line of a quote begins a clause (whose own line was forgotten).
    """
    reader = _Reader(source, clauses_in_quotes=clauses_in_quotes)
    reader.read()
    return Checked(tuple(reader.lines), tuple(reader.found))
