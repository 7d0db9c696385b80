"""The head of a rule book: title, evaluation year, archived plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.ledger.decode import decode
from perfeval.ledger.limits import MAX_TEXT_BYTES
from perfeval.quantity.calendar import read_date
from perfeval.resolve import errors
from perfeval.source.document import Document, cut_document
from perfeval.source.fold import squeeze
from perfeval.source.text import SourceText, Span
from perfeval.syntax.marks import marked
from perfeval.syntax.tree import Broken, Item, Meta, Title

HEAD_FORMS = {
    "文号": "文号：……。",
    "制定机关": "制定机关：……。",
    "印发日期": "印发日期：2013年9月30日。",
    "评估年度": "评估年度：2013年1月1日至2013年12月31日。",
    "原文": "原文：“source.txt”，从“……”到“……”。",
    "原文校验码": "原文校验码：六十四位的校验码。",
}
_ARCHIVE = re.compile(r"“([^”]+)”\s*,\s*从\s*“([^”]+)”\s*到\s*“([^”]+)”")
_YEAR = re.compile(r"(.+日)\s*至\s*(.+日)")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


@define
class Head:
    """The lines of the head by key, and what could be made of them.

    top: where a line that is missing would belong. unsure: lines that could not be used. empty: there
    is no head at all.
    """

    top: Span
    titles: list[Title] = Factory(list)
    lines: dict[str, Meta] = Factory(dict)
    unsure: list[str] = Factory(list)
    empty: bool = True
    findings: list[Diagnostic] = Factory(list)

    def read(self, items: Iterable[Item]) -> None:
        """Take the lines before the first heading."""
        for item in items:
            if isinstance(item, Title | Meta | Broken):
                self.empty = False
            if isinstance(item, Title):
                self._title(item)
            elif isinstance(item, Meta):
                self._line(item)
            elif isinstance(item, Broken):
                self.unsure.append(item.span.folded)
        if not self.titles and not any("《" in line or "》" in line for line in self.unsure):
            self.findings.append(errors.title_missing(self.top, empty=self.empty))
        issued = self.lines.get("印发日期")
        if issued is not None and read_date("".join(_text(issued).split())) is None:
            forms = (HEAD_FORMS["印发日期"],)
            self.findings.append(errors.head_wrong("“印发日期”不是一个日期", issued.value, forms))

    def _title(self, title: Title) -> None:
        if self.titles:
            self.findings.append(errors.stated_twice("书名", title.span, self.titles[0].span))
        else:
            self.top = title.span
        self.titles.append(title)

    def _line(self, meta: Meta) -> None:
        key = meta.key.strip()
        if key in self.lines:
            self.findings.append(errors.stated_twice(f"“{key}”", meta.span, self.lines[key].span))
        elif key in HEAD_FORMS:
            self.lines[key] = meta
        else:
            near = nearest(key, HEAD_FORMS)
            message = f"没有“{key}”这个名目" + (f"，是不是“{near}”？" if near else "")
            forms = (HEAD_FORMS[near],) if near else tuple(HEAD_FORMS)
            hint = f"改为“{near}”。" if near else "书的开头只写这几个名目；别的话写成“注：……”。"
            span = meta.span.cut(0, len(meta.key))
            self.findings.append(errors.head_wrong(message, span, forms, hint))
            if near:
                self.lines.setdefault(near, meta)

    def _missing(self, key: str, form: str) -> None:
        if not self.empty and not any(_mentions(line, key) for line in self.unsure):
            self.findings.append(errors.head_missing(key, self.top, form))

    def year(self) -> tuple[date, date] | None:
        """First and last day of the evaluation year."""
        meta, form = self.lines.get("评估年度"), HEAD_FORMS["评估年度"]
        if meta is None:
            self._missing("评估年度", form)
            return None
        match = _YEAR.fullmatch(_text(meta))
        days = [read_date("".join(part.split())) for part in match.groups()] if match else [None]
        first, last = days[0], days[-1]
        if first is None or last is None:
            self.findings.append(errors.head_wrong("“评估年度”应写从某日至某日", meta.value, (form,)))
            return None
        if first > last:
            message = "“评估年度”的第一天在最后一天之后"
            self.findings.append(
                errors.head_wrong(message, meta.value, (form,), "把两个日期换过来，或改正年份。")
            )
            return None
        return first, last

    def archive(self, files: Mapping[str, bytes]) -> Document | None:
        """The archived plan, checked against its checksum and cut into sections."""
        meta, form = self.lines.get("原文"), HEAD_FORMS["原文"]
        if meta is None:
            self._missing("原文", form)
            return None
        match = _ARCHIVE.fullmatch(_text(meta))
        if match is None:
            message = "“原文”要写明文件和起止的话"
            self.findings.append(errors.head_wrong(message, meta.value, (form,)))
            return None
        name, first, last = (_group(meta.value, match, index) for index in (1, 2, 3))
        if name.text not in files:
            message = f"规则书旁边没有存档原文“{name.text}”"
            known = tuple(f"“{each}”" for each in files)
            self.findings.append(errors.archive_missing(message, name, known))
            return None
        decoded = decode(name.text, files[name.text], MAX_TEXT_BYTES)
        if isinstance(decoded, Diagnostic):
            self.findings.append(decoded)
            return None
        text = decoded.replace("\r\n", "\n").replace("\r", "\n")
        # Of the text, not of the bytes: line ends and encoding change whenever an editor saves a file.
        self._checksum(text.encode("utf-8"))
        source = SourceText(name.text, text)
        start = source.folded.find(first.folded)
        stop = source.folded.find(last.folded, max(start, 0))
        for place, words in ((start, first), (stop, last)):
            if place < 0:
                message = f"存档原文“{name.text}”里没有“{words.text}”"
                self.findings.append(errors.archive_missing(message, words, ()))
                return None
        self._check_title(source)
        return cut_document(source, start, stop + len(last.text))

    def _check_title(self, source: SourceText) -> None:
        """The title of the book is that of the plan."""
        if self.titles and squeeze(self.titles[0].text)[0] not in squeeze(source.text)[0]:
            span = self.titles[0].span
            self.findings.append(errors.title_unknown(span.cut(1, len(span.text) - 1)))

    def _checksum(self, content: bytes) -> None:
        actual = sha256(content).hexdigest()
        meta = self.lines.get("原文校验码")
        if meta is None:
            self._missing("原文校验码", f"原文校验码：{actual}。")
            return
        written = _text(meta).lower()
        if written == actual:
            return
        if _CHECKSUM.fullmatch(written):
            self.findings.append(errors.archive_differs(actual, meta.value))
        else:
            message = "“原文校验码”应是六十四位的数字和小写字母a至f"
            self.findings.append(errors.head_wrong(message, meta.value, (actual,), "照“应为”改正这一行。"))


def _text(meta: Meta) -> str:
    """What stands behind the colon, marks in one form."""
    line = marked(SourceText(meta.span.source.name, meta.span.text))
    start = meta.value.start - meta.span.start
    return line[start : start + len(meta.value.text)].strip()


def _group(value: Span, match: re.Match[str], index: int) -> Span:
    skipped = len(value.text) - len(value.text.lstrip())
    return value.cut(skipped + match.start(index), skipped + match.end(index))


def _mentions(line: str, key: str) -> bool:
    """Whether a line that could not be read may have been the one with this key."""
    head = line[: len(key) + 2]
    return key in line or nearest(key, [head, line.partition(":")[0]]) is not None
