"""PE811: a number in a clause that no quotation above it contains."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.checks.blocks import blocks_of, words_of
from perfeval.checks.check import Check, Subject
from perfeval.checks.idle_numbers import computes, decimal_places, grounds_beside, grounds_of, needs_no_ground
from perfeval.checks.written import Written, number_at, quantities_in
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.quantity.number import Number
from perfeval.rulebook.book import Clause
from perfeval.syntax.tree import Phrase, Word


def _find(subject: Subject) -> Iterator[Diagnostic]:
    blocks = blocks_of(subject)
    said = decimal_places(blocks)
    # The full marks of an item stand where the item is described.
    said.extend(number for block in blocks for number in grounds_of(block))
    for block in blocks:
        if not block.quotes:
            continue
        for clause in block.computing:
            phrases = [sentence.phrase for sentence in block.sentences_of(clause)]
            grounds = grounds_of(block)
            if any(map(computes, phrases)):
                grounds.extend(grounds_beside(block, blocks))
            yield from _unfounded(clause, phrases, grounds, said)


def _unfounded(
    clause: Clause, phrases: list[Phrase], grounds: list[Number], said: list[Number]
) -> Iterator[Diagnostic]:
    """The numbers of one clause without ground, each once; then those in its names."""
    free = [word.span.start for phrase in phrases for word in needs_no_ground(phrase, said)]
    words = [word for phrase in phrases for word in words_of(phrase, ("NUMBER",))]
    seen = list(grounds)
    for number in map(_at, (word for word in words if word.span.start not in free)):
        if number is not None and number.value not in seen:
            seen.append(number.value)
            message = f"“{number.text}”这个数，【{clause.name}】上面的引文里没有"
            yield CHECK.finding(message, clause, about=number.text, words=number.span)
    # Other clauses that it refers to stand in 【 】 too; it begins with its own name.
    own = [phrase.word(0) for phrase in phrases[:1]]
    for name in [*own, *(word for phrase in phrases for word in words_of(phrase, ("QUOTED",)))]:
        inside = name.span.cut(1, len(name.span.text) - 1)
        strange = next((number for number in quantities_in(inside) if number.value not in seen), None)
        if strange is not None:
            seen.append(strange.value)
            message = f"名称“{name.text}”里的“{strange.text}”，【{clause.name}】和上面的引文里都没有这个数"
            yield CHECK.finding(message, clause, about=name.text, words=name.span)


def _at(word: Word) -> Written | None:
    """The number of a word with the measure behind it."""
    source = word.span.source
    line_end = source.folded.find("\n", word.span.end)
    return number_at(word.span, len(source.folded) if line_end < 0 else line_end)


CHECK = Check(
    "PE811",
    "数字无据",
    Severity.WARNING,
    what="条款里的每个数，在它上面的引文里都要找得到；“25%”和“百分之二十五”、“4万元”和“40000元”算是同一个数。",
    why="多半是抄错了数；不是抄错的，就是规则自己加了原文没有的数，单位有权问它从哪里来。",
    remedy="对照引文改正；确实要用这个数的，写进口径，或者用“知悉”写明它的依据。",
    find=_find,
)
