"""Scores that two grades of the plan claim: 700分 in 700分以上 and in 600-700分."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from perfeval.checks.blocks import Block, rules_of
from perfeval.checks.written import NUMERAL, number_at, quantities_in
from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number
from perfeval.rulebook.book import Clause, Reading
from perfeval.rulebook.conditions import Within
from perfeval.rulebook.rules import GradeByScore, Rule
from perfeval.source.text import Span

_NUMBER = rf"(?:[0-9]+(?:\.[0-9]+)?|{NUMERAL})"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})分?(?:-|—+|~|至|到)(?P<high>{_NUMBER})分")
_AT_LEAST = re.compile(rf"(?P<low>{_NUMBER})分(?:及)?以上")
_AT_MOST = re.compile(rf"(?P<high>{_NUMBER})分(?:及)?以下")
# (含700分), (不含本数): then nothing is open. One that names no number is about its own part.
_STATED = re.compile(r"\((?:均|都)?不?(?:包)?含[^()]*\)")
_PART_END = re.compile("[,、]")
_SENTENCE_END = re.compile("[;。\n]|$")


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

    place: the clause that draws a line at it. words: the wording there. readings: those of all clauses
    concerned. matter: how a rule treats the number, None if it does not.
    """

    text: str
    claims: tuple[_Claim, ...]
    place: Clause | Span
    words: Span
    readings: tuple[Reading, ...]
    matter: Callable[[Rule], object]


def meeting_lines(blocks: Sequence[Block]) -> Iterator[Meeting]:
    """The numbers that two wordings claim, in all quotations above clauses that grade by score."""
    grading = [block for block in blocks if any(isinstance(rule, GradeByScore) for rule in block.rules())]
    claims = [claim for block in grading for quote in block.quotes for claim in _claims(block, quote)]
    for number in dict.fromkeys(claim.number for claim in claims):
        own = tuple(claim for claim in claims if claim.number == number)
        if any(map(_stated, own)) or {claim.lower for claim in own} != {True, False}:
            continue
        matter = _matter(number)
        drawn = next((claim for claim in own if _drawing(claim.block, matter)), own[0])
        place = next(iter(_drawing(drawn.block, matter)), drawn.block.place)
        readings = tuple(reading for claim in own for reading in claim.block.readings)
        yield Meeting(f"{number}分", own, place, drawn.words, readings, matter)


def _drawing(block: Block, matter: Callable[[Rule], object]) -> tuple[Clause, ...]:
    """The clauses of a block that draw a line at the number."""
    return tuple(clause for clause in block.computing if any(map(matter, rules_of(clause))))


def _claims(block: Block, quote: Span) -> Iterator[_Claim]:
    for pattern in (_RANGE, _AT_LEAST, _AT_MOST):
        for match in pattern.finditer(quote.folded):
            words = quote.cut(match.start(), match.end())
            for name in pattern.groupindex:
                number = quote.cut(match.start(name), match.end(name))
                written = number_at(number, words.end)
                if written is not None:
                    yield _Claim(written.value, name == "low", words.text, block, words)


def _stated(claim: _Claim) -> bool:
    """Whether the sentence says behind the wording if the number is in: 70-80分为良(含70分)."""
    quote = next(each for each in claim.block.quotes if each.start <= claim.words.start < each.end)
    behind = claim.words.end - quote.start
    stop = _SENTENCE_END.search(quote.folded, behind)
    for match in _STATED.finditer(quote.folded, behind, stop.start() if stop else len(quote.folded)):
        numbers = [number.value for number in quantities_in(quote.cut(*match.span()))]
        near = not _PART_END.search(quote.folded, behind, match.start())
        if claim.number in numbers or (not numbers and near):
            return True
    return False


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
