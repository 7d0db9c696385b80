"""Scores that two grades of the plan claim: 700分 in 700分以上 and in 600-700分."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from perfeval.checks.blocks import Block
from perfeval.checks.written import number_at
from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number
from perfeval.rulebook.book import Reading
from perfeval.rulebook.conditions import Within
from perfeval.rulebook.rules import GradeByScore, Rule
from perfeval.source.text import Span

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})分?(?:-|—+|~|至|到)(?P<high>{_NUMBER})分")
_AT_LEAST = re.compile(rf"(?P<low>{_NUMBER})分(?:及)?以上")
_AT_MOST = re.compile(rf"(?P<high>{_NUMBER})分(?:及)?以下")
# (含700分), (不含本数): then nothing is open.
_STATED = re.compile(r"\s*\(不?含[^()]*\)")


@frozen
class _Claim:
    """A wording that takes in a number as its lower or upper end."""

    number: Number
    lower: bool
    text: str
    block: Block
    words: Span


@frozen
class Meeting:
    """A number that is the lower end of one wording and the upper end of another.

    block: where a clause draws a line at it. words: the wording there. readings: those of all clauses
    concerned. matter: how a rule treats the number, None if it does not.
    """

    text: str
    claims: tuple[_Claim, ...]
    block: Block
    words: Span
    readings: tuple[Reading, ...]
    matter: Callable[[Rule], object]


def meeting_lines(blocks: Sequence[Block]) -> Iterator[Meeting]:
    """The numbers that two wordings claim, in all quotations above clauses that grade by score."""
    grading = [block for block in blocks if any(isinstance(rule, GradeByScore) for rule in block.rules())]
    claims = [claim for block in grading for quote in block.quotes for claim in _claims(block, quote)]
    for number in dict.fromkeys(claim.number for claim in claims):
        own = tuple(claim for claim in claims if claim.number == number)
        stated = any(_STATED.match(quote, end) for quote, end in _behind(grading, number))
        if stated or {claim.lower for claim in own} != {True, False}:
            continue
        matter = _matter(number)
        drawn = next((claim for claim in own if any(matter(rule) for rule in claim.block.rules())), own[0])
        readings = tuple(reading for claim in own for reading in claim.block.readings)
        yield Meeting(f"{number}分", own, drawn.block, drawn.words, readings, matter)


def _claims(block: Block, quote: Span) -> Iterator[_Claim]:
    for pattern in (_RANGE, _AT_LEAST, _AT_MOST):
        for match in pattern.finditer(quote.folded):
            words = quote.cut(match.start(), match.end())
            for name in pattern.groupindex:
                number = quote.cut(match.start(name), match.end(name))
                written = number_at(number, number.end)
                if written is not None:
                    yield _Claim(written.value, name == "low", words.text, block, words)


def _behind(blocks: Sequence[Block], number: Number) -> Iterator[tuple[str, int]]:
    """The quotations with a wording about the number, and where in each the wording ends."""
    for block in blocks:
        for quote in block.quotes:
            for claim in _claims(block, quote):
                if claim.number == number:
                    yield quote.folded, claim.words.end - quote.start


def _matter(number: Number) -> Callable[[Rule], object]:
    """At which ends a grading rule draws a line at the number, and whether it takes it in."""

    def treated(rule: Rule) -> object:
        if not isinstance(rule, GradeByScore):
            return None
        within = [test.interval for test in rule.tests if isinstance(test, Within)]
        return tuple(end for interval in within for end in _ends(interval, number)) or None

    return treated


def _ends(interval: Interval, number: Number) -> Iterator[tuple[str, bool]]:
    if interval.low == number:
        yield "low", interval.low_included
    if interval.high == number:
        yield "high", interval.high_included
