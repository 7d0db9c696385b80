"""To which clause of a block a wording belongs, where several stand below the same quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar, cast

import attrs
from attrs import frozen

from perfeval.checks.blocks import Block, rules_of
from perfeval.checks.written import grounds_in
from perfeval.quantity.number import MAX_PLACES, Number
from perfeval.rulebook.book import Clause
from perfeval.rulebook.rules import Cap, Rule, Score
from perfeval.source.text import Span

_PART = re.compile("[,;。\n]")
_SENTENCE = re.compile("[;。\n]")
_ADDS = re.compile("加|奖励")
_TAKES = re.compile("[减扣]")
# A share (‰) may have three places more than any number has.
_PLACES = MAX_PLACES + 3
T = TypeVar("T")


@frozen
class Owned:
    """A rule of a clause, as one that a wording is about.

    named: its sentence has a word of the rule too (a level, a ledger), not only a number or nothing.
    """

    clause: Clause
    rule: Rule
    named: bool = False


def owned_rules(block: Block, wanted: Callable[[Rule], bool]) -> tuple[Owned, ...]:
    """The rules of a kind in the computing clauses of a block, those of every option included."""
    return tuple(
        Owned(clause, rule) for clause in block.computing for rule in rules_of(clause) if wanted(rule)
    )


def owner_of(
    block: Block, words: Span, rules: Sequence[Owned], likely: Callable[[Rule], bool] | None = None
) -> Owned:
    """The one of these rules that a wording in a quotation of the block is about; at worst the first.

    What stands nearest to the wording says most: whether it adds or takes, its own number, then the
    words and numbers of its part of the sentence, then those of the whole sentence. likely: which
    rules it is rather about where all of that does not tell.
    """
    part, sentence = _around(block, words, _PART), _around(block, words, _SENTENCE)
    measures: list[Callable[[Rule], int]] = [
        partial(_same_sign, words.folded),
        partial(_same_sign, part.folded),
        partial(_numbers_shared, words),
        partial(_names_shared, part),
        partial(_numbers_shared, part),
        partial(_names_shared, sentence),
        partial(_numbers_shared, sentence),
        likely or (lambda _: False),
    ]
    left = list(rules)
    for measure in measures:
        told = [measure(each.rule) for each in left]
        left = [each for each, score in zip(left, told, strict=True) if score == max(told)]
    return attrs.evolve(left[0], named=_names_shared(sentence, left[0].rule) > 0)


def clause_about(block: Block, words: Span, kinds: tuple[type, ...] = ()) -> Clause | Span:
    """The clause to which a finding about words of a quotation is given.

    kinds: the rules that such words are about; others only where the block has none of these.
    """
    rules = owned_rules(block, lambda rule: isinstance(rule, kinds)) or owned_rules(block, lambda _: True)
    return owner_of(block, words, rules).clause if rules else block.place


def told_apart(about: str, words: str, clause: str, taken: list[tuple[str, str]]) -> str:
    """A name of a finding that no other one in its clause has; it is entered in ``taken``.

    The wording is added to a name that is taken, and then how manieth it is.
    """
    longer = about if about == words else f"{about}，{words}"
    names = [about, longer, *(f"{longer}，第{number}处" for number in range(2, len(taken) + 3))]
    name = next(each for each in names if (each, clause) not in taken)
    taken.append((name, clause))
    return name


def _around(block: Block, words: Span, marks: re.Pattern[str]) -> Span:
    """The words with what stands before and behind them up to the next marks, in their quotation."""
    quote = next((each for each in block.quotes if each.start <= words.start < each.end), words)
    start, end = words.start - quote.start, words.end - quote.start
    before = [match.end() for match in marks.finditer(quote.folded, 0, start)]
    behind = marks.search(quote.folded, end)
    return quote.cut(before[-1] if before else 0, behind.start() if behind else len(quote.folded))


def _same_sign(text: str, rule: Rule) -> bool:
    """Whether words say that points are added, or taken, and a rule does just that."""
    sign = rule.sign if isinstance(rule, Score | Cap) else 0
    return bool(sign) and _says(text, sign) and not _says(text, -sign)


def _says(text: str, sign: int) -> bool:
    return (_ADDS if sign > 0 else _TAKES).search(text) is not None


def _numbers_shared(words: Span, rule: Rule) -> int:
    written = [number.value.scaled(_PLACES) for number in grounds_in(words)]
    own = dict.fromkeys(number.scaled(_PLACES) for number in within(rule, Number))
    return sum(1 for number in own if number in written)


def numbers_within(rule: Rule) -> Iterator[Number]:
    """The numbers of a rule without zeros behind the point."""
    for number in within(rule, Number):
        units, places = abs(number.units), number.places
        while places > 0 and units % 10 == 0:
            units, places = units // 10, places - 1
        yield Number(units, places)


def _names_shared(words: Span, rule: Rule) -> int:
    """How many pieces of the names in a rule the words have: the plan shortens and joins names."""
    pieces = dict.fromkeys(piece for name in within(rule, str) for piece in _pieces(name))
    return sum(1 for piece in pieces if piece in words.folded)


def _pieces(name: str) -> Iterator[str]:
    """Every two letters that stand together; of 省级 and the like also 省. One letter else says nothing."""
    yield from (name[at : at + 2] for at in range(len(name) - 1))
    if name.endswith("级"):
        yield name.removesuffix("级")


def within(value: object, kind: type[T]) -> Iterator[T]:
    """All values of a kind in a rule, at any depth."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from within(each, kind)
    elif attrs.has(type(value)):
        for each in attrs.astuple(cast("attrs.AttrsInstance", value), recurse=False):
            yield from within(each, kind)
