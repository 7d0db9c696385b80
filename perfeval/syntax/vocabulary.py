"""Pass 1: the names that a rule book declares, with their kinds, before any sentence is cut.

A name is declared in “ ” or in a list after a colon; where it stands tells its kind. Chinese has no
word breaks and no capitals, so the kinds of names have to be known before sentences can be cut.
A declaration whose keyword is misspelt still declares: its own finding is enough, the sentences that
use its names are not to blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from perfeval.source.text import Span
from perfeval.syntax.limits import MAX_NAME
from perfeval.syntax.references import results_listed

# Names that every result has without being declared.
BUILT_IN_RESULTS = ("单位", "类别", "序列", "等次")

COLUMN_KINDS = {
    "整数": "NUMBER_COLUMN",
    "分": "NUMBER_COLUMN",
    "元": "NUMBER_COLUMN",
    "万元": "NUMBER_COLUMN",
    "数": "NUMBER_COLUMN",
    "百分数": "NUMBER_COLUMN",
    "人": "NUMBER_COLUMN",
    "次": "NUMBER_COLUMN",
    "天": "NUMBER_COLUMN",
    "件": "NUMBER_COLUMN",
    "户": "NUMBER_COLUMN",
    "个": "NUMBER_COLUMN",
    "名次": "NUMBER_COLUMN",
    "日期": "DATE_COLUMN",
    "是否": "BOOL_COLUMN",
    "文字": "TEXT_COLUMN",
    "年度": "YEAR_COLUMN",
    "等次": "GRADE_COLUMN",
}
_QUOTED = r"“([^“”\n]+)”"
_LETTER = r"[^“”【】,;:。\s]"


def _blurred(word: str) -> str:
    """A pattern for the word and for whatever one wrong, missing or additional letter makes of it."""
    gaps = (f"{word[:place]}{_LETTER}{{0,2}}{word[place + 1 :]}" for place in range(len(word)))
    return f"(?:{'|'.join(gaps)})"


# Where a quoted name stands tells what it names.
_PATTERNS = (
    (re.compile(r"(?<!的)" + _QUOTED + r"\s*="), "QUANTITY"),
    (re.compile(_QUOTED + r"\s*按等次"), "QUANTITY"),
    (re.compile(r"从高到低排\s*" + _QUOTED), "QUANTITY"),
    (re.compile(r"注明\s*" + _QUOTED), "QUANTITY"),
    (re.compile(r"注明\s*" + _QUOTED), "BOOL_COLUMN"),
    (re.compile(r"有下列\s*" + _QUOTED), "CASES"),
)
# What a calculation defines, of units or of each row of a ledger: a number, or one of the words that
# stand in “ ” behind 为, or in a list of bands.
_OF_ROWS = r"(每[^\s“”,;:。]+的)?"
_NUMBERED = re.compile(_OF_ROWS + _QUOTED + r"\s*(?:=|按[^“”:;。]+(?::|查\s*“)|分情形)")
_WORDED = re.compile(_OF_ROWS + _QUOTED + r"\s*(?:按[^“”:;。]+:|分情形[^:]*:|=[^“”:;。]*分档\s*:)([^。]*)")
_WORD_OUTCOME = re.compile(r"(?:为|分档:|其余|其他|、|(?<=:))\s*" + _QUOTED)
_EDGE = r"(?:^|(?<=[,;:。\s]))"
_GROUP = re.compile(rf"{_EDGE}(?:{_blurred('类别')}|{_blurred('序列')})\s*{_QUOTED}")
_UNITS = re.compile(
    rf"{_EDGE}(?:{_blurred('序列')}\s*“[^“”]*”[^:;。]*|(?:{_blurred('不设序列')}|{_blurred('例中称')})\s*):([^;。]*)"
)
_LEDGER = re.compile(rf"{_blurred('台账')}\s*{_QUOTED}[^:“]*(?:“[^“”]*”[^:“]*)*:")
_COLUMN = re.compile(_QUOTED + r"([^:;。“]*):([^;。]*)")
_MEASURES = re.compile(rf"{_QUOTED}\s*{_blurred('依次列为')}\s*:([^。]*)")
_GRADES = re.compile(rf"{_blurred('等次由高到低')}\s*:([^。]*)")
_RESULTS = re.compile(rf"{_blurred('结果依次列出')}\s*:([^。]*)")
_RESULTS_TAKEN = re.compile(r"取自\s*“[^“”]*”\s*的结果\s*:([^。]*)")
_ROW_RESULTS = re.compile(rf"台账\s*{_QUOTED}\s*{_blurred('结果依次列出')}\s*(?:,[^:]*)?:([^。]*)")
_TYPE_WORD = re.compile(rf"({'|'.join(COLUMN_KINDS)})\s*(?=[,;。]|$)")
_ACKNOWLEDGED = "知悉"
LIMITS = ("不小于", "不大于", "不低于", "不高于")
# What may stand behind the values of a column and is none of them.
_FILLING = ("选填", "必填")
_LISTED_NAME = re.compile(r"[^、,:]+")


@frozen(eq=False)
class Vocabulary:
    """The declared names.

    kinds: name -> its kinds, in order of declaration. defined: start offset -> end offset of names
    that stand in a declaring list. places: name -> offset of its first declaration. implied: names
    that only the list of results mentions.
    """

    kinds: dict[str, tuple[str, ...]]
    defined: dict[int, int]
    places: dict[str, int]
    implied: tuple[str, ...] = ()

    def with_more(self, other: Vocabulary) -> Vocabulary:
        """These names and others."""
        kinds = dict(self.kinds)
        for name, more in other.kinds.items():
            known = () if name in self.implied else kinds.get(name, ())
            kinds[name] = tuple(dict.fromkeys([*known, *more]))
        implied = tuple(name for name in self.implied if name not in other.kinds)
        places = {**other.places, **self.places}
        return Vocabulary(kinds, {**self.defined, **other.defined}, places, implied)


class _Collector:
    def __init__(self) -> None:
        self.kinds: dict[str, list[str]] = {}
        self.defined: dict[int, int] = {}
        self.places: dict[str, int] = {}
        self.results: list[str] = []

    def name(self, name: str, kind: str, place: int) -> None:
        name = name.strip()
        if 0 < len(name) <= MAX_NAME:
            kinds = self.kinds.setdefault(name, [])
            self.places.setdefault(name, place)
            if kind not in kinds:
                kinds.append(kind)

    def listed(self, text: str, base: int, kind: str | None) -> None:
        """A list 甲、乙、丙 that begins at offset ``base`` of the source; kind None for results."""
        for match in _LISTED_NAME.finditer(text):
            part = match.group()
            name = part.strip()
            if not name or name.startswith(LIMITS) or (kind == "VALUE" and name in _FILLING):
                continue
            start = base + match.start() + len(part) - len(part.lstrip())
            self.defined[start] = start + len(name)
            name = bare(name)
            if kind is not None:
                self.name(name, kind, start)
            else:
                self.results.append(name)
                self.places.setdefault(name, start)

    def sentence(self, text: str, base: int) -> None:
        if text.startswith(_ACKNOWLEDGED):
            return  # what it names is a finding
        for pattern, kind in _PATTERNS:
            for match in pattern.finditer(text):
                self.name(match.group(1), kind, base + match.start(1))
        self.calculations(text, base)
        if not text.startswith("【") and "有下列" not in text:
            self.declaration(text, base)

    def calculations(self, text: str, base: int) -> None:
        """Names of what a sentence computes, and the words that it may come to."""
        worded: dict[int, None] = {}
        for match in _WORDED.finditer(text):
            words = list(_WORD_OUTCOME.finditer(match.group(3)))
            if words:
                worded[match.start(2)] = None
                self.name(match.group(2), "ENUM_COLUMN", base + match.start(2))
            for word in words:
                self.name(word.group(1), "VALUE", base + match.start(3) + word.start(1))
        for match in _NUMBERED.finditer(text):
            if match.start(2) not in worded:
                kind = "NUMBER_COLUMN" if match.group(1) else "QUANTITY"
                self.name(match.group(2), kind, base + match.start(2))

    def declaration(self, text: str, base: int) -> None:
        """Names that a sentence outside the clauses declares."""
        for match in _GROUP.finditer(text):
            self.name(match.group(1), "GROUP", base + match.start(1))
        for match in _UNITS.finditer(text):
            self.listed(match.group(1), base + match.start(1), "UNIT")
        grades = _GRADES.match(text)
        if grades:
            self.listed(grades.group(1), base + grades.start(1), "GRADE")
        results = _RESULTS.match(text)
        if results:
            self.listed(results.group(1), base + results.start(1), None)
        row_results = _ROW_RESULTS.match(text)
        if row_results:
            self.listed(row_results.group(2), base + row_results.start(2), "ROW_RESULT")
            return
        measures = _MEASURES.match(text)
        if measures:
            self.name(measures.group(1), "QUANTITY", base + measures.start(1))
            self.listed(measures.group(2), base + measures.start(2), "MEASURE")
        ledger = _LEDGER.match(text)
        if ledger:
            self.name(ledger.group(1), "LEDGER", base + ledger.start(1))
            for match in _COLUMN.finditer(text, ledger.end()):
                self.column(match, base)
            taken = _RESULTS_TAKEN.search(text)
            if taken:
                for name, _, start in results_listed(taken.group(1), base + taken.start(1)):
                    self.defined[start] = start + len(name)

    def column(self, match: re.Match[str], base: int) -> None:
        name, _, text = match.groups()
        typed = _TYPE_WORD.match(text.strip())
        if typed:
            self.name(name, COLUMN_KINDS[typed.group(1)], base + match.start(1))
        else:
            self.name(name, "ENUM_COLUMN", base + match.start(1))
            self.listed(text, base + match.start(3), "VALUE")


def collect_with(text: str, span: Span, place: int, letter: str) -> Vocabulary:
    """The names of one sentence with a letter put in at ``place``; offsets as if it were not there."""
    collector = _Collector()
    collector.sentence(text[span.start : place] + letter + text[place : span.end], span.start)
    defined = {start - (start > place): end - (end > place) for start, end in collector.defined.items()}
    kinds = {name: tuple(kinds) for name, kinds in collector.kinds.items()}
    return Vocabulary(kinds, defined, {})


def collect_meant(sentences: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The kinds of the names that sentences would declare as they were meant."""
    collector = _Collector()
    for text in sentences:
        collector.sentence(text, 0)
    return {name: tuple(kinds) for name, kinds in collector.kinds.items()}


def bare(name: str) -> str:
    """A name without the “ ” that it may stand in."""
    return name[1:-1].strip() if name[:1] == "“" and name[-1:] == "”" else name


def collect(sentences: Iterable[Span], text: str) -> Vocabulary:
    """All names that the sentences declare, wherever they stand; ``text`` is the marked source."""
    collector = _Collector()
    for span in sentences:
        collector.sentence(text[span.start : span.end], span.start)
    known = [*collector.kinds, *BUILT_IN_RESULTS]
    implied = tuple(dict.fromkeys(name for name in collector.results if name not in known))
    for name in implied:
        collector.name(name, "QUANTITY", collector.places[name])
    kinds = {name: tuple(kinds) for name, kinds in collector.kinds.items()}
    return Vocabulary(kinds, collector.defined, collector.places, implied)
