"""PE821: a title that names another year than the evaluation year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.quantity.number import read_number
from perfeval.syntax.tree import Meta, Title

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])\s*(?:年|学年|度)")


def _find(subject: Subject) -> Iterator[Diagnostic]:
    first, last = (day.year for day in subject.book.year)
    titles = [item for item in subject.items if isinstance(item, Title)]
    stated = next(
        (item for item in subject.items if isinstance(item, Meta) and item.key.strip() == "评估年度"), None
    )
    numbers = [read_number(match.group(1)) for title in titles for match in _YEAR.finditer(title.span.folded)]
    named = [number.units for number in numbers if number is not None]
    if stated is None or not named or any(first <= year <= last for year in named):
        return
    years = str(first) if first == last else f"{first}至{last}"
    message = f"书名是{named[0]}年的，评估年度却是{years}年"
    yield CHECK.finding(message, stated.span, about=f"{named[0]}年", words=stated.value)


CHECK = Check(
    "PE821",
    "年度不符",
    Severity.WARNING,
    what="书名里的年份不在评估年度以内。",
    why="照着去年的规则书改，忘了改年度：今年的表彰和通报批评全算作“下年度”，一个也不计分。",
    remedy="改正“评估年度”的日期，或改正书名。",
    find=_find,
)
