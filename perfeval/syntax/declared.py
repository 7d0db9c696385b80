"""The sentences of a rule book that declare something another book may take over."""

from __future__ import annotations

import re

from attrs import frozen

from perfeval.source.text import SourceText, Span
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.references import BEGINS
from perfeval.syntax.tree import RawSentence

_QUOTED = r"“([^“”\n]+)”"
# What can be taken over, as 沿用 names it, and how the sentences of each kind begin.
_KINDS = (
    ("类别", re.compile(rf"类别\s*{_QUOTED}")),
    ("台账", re.compile(rf"台账\s*{_QUOTED}")),
    ("等次", re.compile(r"等次由高到低\s*:")),
    ("处理措施", re.compile(rf"{_QUOTED}\s*依次列为\s*:")),
    ("结果栏目", re.compile(r"结果依次列出\s*:")),
)
KINDS = tuple(kind for kind, _ in _KINDS)
_SERIES = re.compile(rf"序列\s*{_QUOTED}")


@frozen
class Declared:
    """A declaring sentence: its kind, and the names by which it can be left out."""

    kind: str
    names: tuple[str, ...]
    span: Span


def declared_in(source: SourceText) -> tuple[Declared, ...]:
    """The declarations of a text in its order."""
    text = marked(source)
    found: list[Declared] = []
    for line in read_lines(source).value or ():
        if not isinstance(line, RawSentence):
            continue
        words = text[line.span.start : line.span.end]
        for kind, pattern in _KINDS:
            match = pattern.match(words)
            if match is not None and not BEGINS.match(words):
                names = [name.strip() for name in match.groups()]
                series = _SERIES.findall(words) if kind == "类别" else []
                # Of several series in one sentence none can go without the others.
                names += series if len(series) == 1 else []
                found.append(Declared(kind, tuple(names), line.span))
    return tuple(found)
