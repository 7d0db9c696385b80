"""PE822: a clause that adds where the plan subtracts, or says 以下 where the plan says 以上."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval.checks.blocks import Block, blocks_of
from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity

# A word, and the one that says the contrary. What stands before 减 or 加 in 加减分 says neither.
_CONTRARY = (
    (re.compile(r"(?<![减扣])(?:加|奖)(?!减)"), re.compile(r"(?<!加)(?:减|扣)"), "加", "减"),
    (re.compile(r"以上"), re.compile(r"以下"), "以上", "以下"),
)
_IN_NAMES = re.compile(r"【[^】\n]*】|“[^”\n]*”")
_SCORING = re.compile(r"(?P<word>加|减)(?:[0-9.]+分|(?=:))")
# Levels only: 80分以下 may well follow from 80分以上.
_LEVEL = re.compile(r"[^\s0-9,;。、():的]{1,6}(?<![分元名位年次人%])(?P<word>以上|以下)")


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for block in blocks_of(subject):
        if block.quotes and not block.explained:
            yield from _turned(block)


def _turned(block: Block) -> Iterator[Diagnostic]:
    quoted = "\n".join(quote.folded for quote in block.quotes)
    for clause in block.computing:
        for sentence in block.sentences_of(clause):
            span = sentence.span
            text = _IN_NAMES.sub(lambda match: "　" * len(match.group()), span.folded)
            for match in [*_SCORING.finditer(text), *_LEVEL.finditer(text)]:
                word, start = match.group("word"), match.start("word")
                other = _said_instead(quoted, word)
                if other:
                    message = f"引文里只说“{other}”，【{clause.name}】写的却是“{word}”"
                    words = span.cut(start, start + len(word))
                    yield CHECK.finding(message, clause, about=match.group(), words=words)
                    break


def _said_instead(quoted: str, word: str) -> str | None:
    """The contrary of a word, if the quotations say it and never the word itself."""
    for one, other, name, contrary in _CONTRARY:
        for mine, yours, own, theirs in ((one, other, name, contrary), (other, one, contrary, name)):
            if word == own and not mine.search(quoted) and (found := yours.search(quoted)):
                return found.group() if len(own) > 1 else theirs
    return None


CHECK = Check(
    "PE822",
    "与引文相反",
    Severity.WARNING,
    what="引文说减分，条款写成加分；引文说以上，条款写成以下；或者反过来。",
    why="受批评的单位反而加分；该取消资格的没有取消，不该取消的取消了。",
    remedy="对照引文改正这个词。",
    find=_find,
)
