"""Pass 1: the names that a rule book declares, with their kinds, before any sentence is cut.

A name is declared in “ ” or in a list after a colon; where it stands tells its kind. Chinese has no
word breaks and no capitals, so the kinds of names have to be known before sentences can be cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import field, frozen

from perfeval.source.text import Span

# Names that every result has without being declared.
BUILT_IN_RESULTS = ("单位", "类别", "序列", "等次")

_COLUMN_KINDS = {
    "整数": "NUMBER_COLUMN",
    "分": "NUMBER_COLUMN",
    "元": "NUMBER_COLUMN",
    "日期": "DATE_COLUMN",
    "是否": "BOOL_COLUMN",
    "文字": "TEXT_COLUMN",
    "年度": "YEAR_COLUMN",
    "等次": "GRADE_COLUMN",
}
_QUOTED = r"“([^”\n]+)”"
# Where a quoted name stands tells what it names.
_PATTERNS = (
    (re.compile(r"(?:类别|序列)" + _QUOTED), "GROUP"),
    (re.compile(_QUOTED + r"="), "QUANTITY"),
    (re.compile(_QUOTED + r"按等次"), "QUANTITY"),
    (re.compile(_QUOTED + r"依次列为"), "QUANTITY"),
    (re.compile(r"从高到低排" + _QUOTED), "QUANTITY"),
    (re.compile(r"注明" + _QUOTED), "QUANTITY"),
    (re.compile(r"有下列" + _QUOTED), "CASES"),
)
_UNITS = re.compile(r"(?:序列“[^”]*”[^:;。]*|不设序列):([^;。]*)")
_LEDGER = re.compile(r"台账" + _QUOTED + r"[^:]*:")
_COLUMN = re.compile(_QUOTED + r"[^:;。“]*:([^;。]*)")
_LISTS = (
    (re.compile(r"等次由高到低:([^。]*)"), "GRADE"),
    (re.compile(r"依次列为:([^。]*)"), "MEASURE"),
)
_RESULTS = re.compile(r"结果依次列出:([^。]*)")
_TYPE_WORD = re.compile("|".join(_COLUMN_KINDS) + "(?=[,;。]|$)")


@frozen(eq=False)
class Vocabulary:
    """The declared names.

    kinds: name -> its kinds, in order of declaration. defined: start offset -> end offset of names
    that stand unquoted in a declaring list.
    """

    kinds: dict[str, tuple[str, ...]]
    defined: dict[int, int]
    by_first: dict[str, tuple[str, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        by_first: dict[str, list[str]] = {}
        for name in self.kinds:
            by_first.setdefault(name[0], []).append(name)
        ordered = {first: tuple(sorted(names, key=len, reverse=True)) for first, names in by_first.items()}
        object.__setattr__(self, "by_first", ordered)


class _Collector:
    def __init__(self) -> None:
        self.kinds: dict[str, list[str]] = {}
        self.defined: dict[int, int] = {}
        self.results: list[str] = []

    def name(self, name: str, kind: str) -> None:
        if name.strip():
            kinds = self.kinds.setdefault(name, [])
            if kind not in kinds:
                kinds.append(kind)

    def listed(self, text: str, base: int, kind: str | None) -> None:
        """A list 甲、乙、丙 that begins at offset ``base`` of the source."""
        at = 0
        for part in text.split("、"):
            name = part.strip()
            if name:
                start = base + at + len(part) - len(part.lstrip())
                self.defined[start] = start + len(name)
                if kind is None:
                    self.results.append(name)
                else:
                    self.name(name, kind)
            at += len(part) + 1

    def sentence(self, text: str, base: int) -> None:
        for pattern, kind in _PATTERNS:
            for match in pattern.finditer(text):
                self.name(match.group(1), kind)
        for match in _UNITS.finditer(text):
            self.listed(match.group(1), base + match.start(1), "UNIT")
        for pattern, kind in _LISTS:
            for match in pattern.finditer(text):
                self.listed(match.group(1), base + match.start(1), kind)
        for match in _RESULTS.finditer(text):
            self.listed(match.group(1), base + match.start(1), None)
        ledger = _LEDGER.match(text)
        if ledger:
            self.name(ledger.group(1), "LEDGER")
            for match in _COLUMN.finditer(text, ledger.end()):
                self.column(match.group(1), match.group(2), base + match.start(2))

    def column(self, name: str, text: str, base: int) -> None:
        typed = _TYPE_WORD.match(text.strip())
        if typed:
            self.name(name, _COLUMN_KINDS[typed.group()])
        else:
            self.name(name, "ENUM_COLUMN")
            self.listed(text, base, "VALUE")


def collect(sentences: Iterable[Span]) -> Vocabulary:
    """All names that the sentences declare, wherever they stand in the book."""
    collector = _Collector()
    for span in sentences:
        collector.sentence(span.folded, span.start)
    for name in collector.results:
        if name not in collector.kinds and name not in BUILT_IN_RESULTS:
            collector.name(name, "QUANTITY")
    kinds = {name: tuple(kinds) for name, kinds in collector.kinds.items()}
    return Vocabulary(kinds, collector.defined)
