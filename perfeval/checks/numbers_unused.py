"""PE812: a number in a quotation that no clause below it uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.checks.belonging import clause_about, numbers_within
from perfeval.checks.blocks import Block, blocks_of, words_of
from perfeval.checks.check import Check, Subject
from perfeval.checks.idle_numbers import computes, is_idle
from perfeval.checks.stated_counts import counts_in
from perfeval.checks.written import grounds_in, quantities_in
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.quantity.number import Number
from perfeval.rulebook.calculations import Cases, LookedUp, Scale
from perfeval.rulebook.conditions import Misses
from perfeval.rulebook.rules import Formula, FoundToBe, GradeByScore, GradeDirectly, PlacesMinimum
from perfeval.source.text import Span
from perfeval.syntax.tree import Phrase, Word

# Sentences and their parts that begin with a name of their own, and the kinds of words that names are.
_NAMING = ("clause", "reading", "option", "case")
_NAMES = ("CLAUSE", "QUOTED")
_BY_SCORE = (GradeByScore, GradeDirectly, FoundToBe)


def _find(subject: Subject) -> Iterator[Diagnostic]:
    blocks = blocks_of(subject)
    book = subject.book
    names = [each.name for each in book.units] + [each.name for each in book.schema.ledgers]
    numbered = [name for name in names if any(char.isdigit() for char in name)]
    declared = [phrase for block in blocks for phrase in block.declared]
    columns = [column for phrase in declared for column in phrase.phrases("typed_column")]
    limited = [column for column in columns if any(words_of(column, ("NUMBER",)))]
    for block in blocks:
        if not block.computing or block.explained:
            continue
        used = [*_used(block, limited), *_of_other_lines(block, blocks, limited), *_of_rules(block, blocks)]
        for other in blocks:
            beside = block.path and other is not block and other.path == block.path
            # A scale under one item may hold the numbers of the next; a clause that scores has its own.
            if beside and any(computes(each.phrase) for _, each in (*block.sentences, *other.sentences)):
                used.extend(_used(other, limited))
        counts = [count.span for count in counts_in(subject, block)]
        for quote in block.quotes:
            for number in quantities_in(quote, numbered):
                counted = any(_within(number.span, count) for count in counts)
                if number.value in used or counted or is_idle(quote, number):
                    continue
                used.append(number.value)
                message = f"引文里的“{number.text}”，下面的条款都没有用到"
                place = clause_about(block, number.span)
                yield CHECK.finding(message, place, about=number.text, words=number.span)


def _used(block: Block, limited: Sequence[Phrase]) -> list[Number]:
    """The numbers of the clauses of a block, in names too, and the limits of the columns they name.

    Not those in names that only tell one clause, option or case from another (“民调后十位”): what is
    computed is what stands behind them. limited: the columns that have limits, as declared.
    """
    sentences = [sentence for _, sentence in block.sentences if sentence.phrase.rule != "adopt"]
    spans = [sentence.span for sentence in sentences]
    labels = [label for sentence in sentences for label in _labels(sentence.phrase)]
    named = [column for column in limited if any(column.word(0).text in span.folded for span in spans)]
    in_limits = [word.span for column in named for word in words_of(column, ("NUMBER",))]
    numbers = [number for span in [*spans, *in_limits, *_sizes(block)] for number in grounds_in(span)]
    return [number.value for number in numbers if not any(_within(number.span, label) for label in labels)]


def _of_rules(block: Block, blocks: Sequence[Block]) -> list[Number]:
    """The numbers that its rules hold wherever they are written (附表), and those that others say of them.

    What a clause here computes may have its full marks named where it is added up.
    """
    found = [number for rule in block.rules() for number in numbers_within(rule)]
    made = [rule.name for rule in block.rules() if isinstance(rule, Formula | Scale | Cases | LookedUp)]
    sentences = [sentence.phrase for other in blocks for _, sentence in other.sentences]
    parts = [part for phrase in sentences for part in _full_parts(phrase)]
    for part in parts:
        if any(word.text.strip("“”") in made for word in words_of(part, ("QUANTITY", "NUMBER_COLUMN"))):
            found.extend(number.value for number in grounds_in(part.span))
    return found


def _full_parts(phrase: Phrase) -> Iterator[Phrase]:
    for part in phrase.phrases():
        if part.rule == "full_part":
            yield part
        yield from _full_parts(part)


def _labels(phrase: Phrase) -> Iterator[Span]:
    """The names of clauses, readings, options and cases that a sentence makes."""
    if phrase.rule in _NAMING:
        yield from (part.span for part in phrase.parts if isinstance(part, Word) and part.kind in _NAMES)
    for part in phrase.phrases():
        yield from _labels(part)


def _sizes(block: Block) -> list[Span]:
    """The counts that declarations in a block state."""
    return [word.span for phrase in block.declared for word in _counted(phrase)]


def _counted(phrase: Phrase) -> Iterator[Phrase]:
    for part in phrase.phrases():
        if part.rule == "count":
            yield part
        yield from _counted(part)


def _of_other_lines(block: Block, blocks: Sequence[Block], limited: Sequence[Phrase]) -> list[Number]:
    """Who falls short of a grade (够不上达标) is measured by the numbers of that grade's own clauses."""
    grades = [
        test.grade
        for rule in block.rules()
        if isinstance(rule, _BY_SCORE)
        for test in rule.tests
        if isinstance(test, Misses)
    ]
    grades.extend(
        rule.reach for rule in block.rules() if isinstance(rule, PlacesMinimum) and rule.reach is not None
    )
    if not grades:
        return []
    return [
        number
        for other in blocks
        if any(isinstance(rule, GradeByScore) and rule.grade in grades for rule in other.rules())
        for number in _used(other, limited)
    ]


def _within(span: Span, other: Span) -> bool:
    return other.start <= span.start < other.end


CHECK = Check(
    "PE812",
    "数字未用",
    Severity.WARNING,
    what="引文里的每个数，下面的条款都要用到；写明仅作说明、另行规定、酌情认定的引文除外。",
    why="原文写了一个数，规则里却没有，多半是漏了一个限额、一个档次或一个条件，单位的得分会算错。",
    remedy="把这个数写进条款；确实不用计算的，把引文拆成两段，一段仅作说明，或者用“知悉”写明为什么不用。",
    find=_find,
)
