r"""Case files: edits of a small rule book, and all that has to be said about the result.

    rules/bad/*.txt       what the case is about, in free words

    替换：每次加1分。 => 每次加1分        edits of the base book, one a line; \n is a line end and \s a space

    ==== 应报              each finding: code | line | column | underlined words | message, expected, hint
    PE101 | 31 | 22 | 分 | 这句话没有写完，末尾缺句号
        应为：“。”
        办法：……

An edit is 替换 (the words stand once in the book), 处处替换 (wherever they stand), 删去, or 全文 (the
whole book). Of the archived plan: 原文替换, and 没有原文 where the file is absent. 编码 and 换行 say how
the book is written (GB18030, UTF-8-SIG; CRLF, CR).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import evolve, frozen

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, Severity
from perfeval.diagnostics.to_text import MAX_EXPECTED
from perfeval.rulebook.book import RuleBook
from perfeval.source.text import Span

RULES = Path(__file__).resolve().parent.parent / "cases" / "rules"
BOOK, PLAN = "book.jx", "source.txt"

_FINDINGS = re.compile(r"^==== 应报\n", re.MULTILINE)
_EDIT = re.compile(r"^(处处替换|替换|删去|全文|原文替换|没有原文|编码|换行)(?:：(.*))?$", re.MULTILINE)
_LINE_ENDS = {"CRLF": "\r\n", "CR": "\r"}


@frozen
class Case:
    """A book and its plan as they are edited, and the text of what is to be found in them."""

    book: str
    files: Mapping[str, bytes]
    expected: str
    encoding: str = "UTF-8"
    line_end: str = "\n"

    def content(self) -> bytes:
        """The bytes of the book."""
        return self.book.replace("\n", self.line_end).encode(self.encoding)


@cache
def base() -> Case:
    """The book that the cases edit, and its plan."""
    folder = RULES / "base"
    book = (folder / BOOK).read_text(encoding="utf-8")
    return Case(book, {PLAN: (folder / PLAN).read_bytes()}, "")


def read_case(path: Path) -> Case:
    """The case that a file describes."""
    description, *expected = _FINDINGS.split(path.read_text(encoding="utf-8"))
    case = evolve(base(), expected="".join(expected))
    edits = _EDIT.findall(description)
    assert edits, f"{path.name} edits nothing"
    for kind, text in edits:
        case = _edited(case, kind, text.replace("\\n", "\n").replace("\\s", " "), path.name)
    return case


def _edited(case: Case, kind: str, text: str, name: str) -> Case:
    old, arrow, new = text.partition(" => ")
    if kind in ("替换", "删去", "处处替换"):
        assert old in case.book, f"{name}: “{old}” is not in the book"
        assert kind == "处处替换" or case.book.count(old) == 1, f"{name}: “{old}” stands more than once"
        assert bool(arrow) is (kind != "删去"), f"{name}: {kind}：{text}"
        return evolve(case, book=case.book.replace(old, new))
    if kind == "原文替换":
        plan = case.files[PLAN].decode("utf-8")
        assert old in plan, f"{name}: “{old}” is not in the plan"
        return evolve(case, files={PLAN: plan.replace(old, new).encode("utf-8")})
    if kind == "没有原文":
        return evolve(case, files={})
    if kind == "编码":
        return evolve(case, encoding=text)
    if kind == "换行":
        return evolve(case, line_end=_LINE_ENDS[text])
    return evolve(case, book=text)


def checked(case: Case) -> Checked[RuleBook]:
    """The book of a case, and the findings of every pass about it."""
    book = pipeline.read_book(BOOK, case.content(), case.files)
    if book.value is None:
        return book
    return Checked(book.value, (*book.diagnostics, *pipeline.check_every_option(book.value)))


def show_findings(findings: tuple[Diagnostic, ...]) -> str:
    """Findings as case files write them."""
    return "".join(map(_show, findings))


def _show(found: Diagnostic) -> str:
    where = found.where
    assert isinstance(where, Span), f"{found.code} names no place in the book"
    code = found.code if found.severity is Severity.ERROR else f"{found.code}（{found.severity.value}）"
    words = where.text.replace("\n", "\\n") or "（空）"
    lines = [f"{code} | {where.line} | {where.column} | {words} | {found.message}"]
    if found.expected:
        assert len(found.expected) <= MAX_EXPECTED, f"{found.code} expects too much"
        lines.append(f"    应为：{'、'.join(found.expected)}")
    lines.append(f"    办法：{found.hint}")
    return "\n".join(lines) + "\n"
