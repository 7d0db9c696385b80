"""Numbers of which nothing need be said: what plans say in words, and what they only count up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from perfeval.checks.blocks import Block, words_of
from perfeval.checks.written import Written, grounds_in
from perfeval.quantity.number import Number, read_number
from perfeval.source.text import Span
from perfeval.syntax.tree import Phrase, Word

# Words that say a number.
_IN_WORDS = (
    (re.compile("半"), Number(5, 1)),
    (re.compile("加倍|翻倍|双倍|翻番"), Number(2, 0)),
    (re.compile("全部|全额|全数|足额|满分"), Number(1, 0)),
)
_COMPUTING = (
    "definition",
    "row_definition",
    "by_scale",
    "by_cases",
    "progressive",
    "stepped",
    "looked_up",
    "rescaled",
)
_MEASURES = ("POINT", "YUAN", "TEN_THOUSAND_YUAN", "PERCENT", "PERCENT_POINTS", "COUNT_UNIT")
# In 每1个百分点, 不足1个百分点 the one is no more than 每 and 不足 say.
_EACH = ("side", "segment", "partial")
_BEHIND_PLACES = re.compile("^位?小数")
_ONE = re.compile("(?:每|不足|满|降低?|提高|再降|上浮|下调|取|去掉)$")
_ORDINAL = re.compile("(?:第|前|上述|上列|前述|各)$")
_MANY = re.compile("^[个项种类款条]")
_MARKS = re.compile("[,。;:\n]")


def grounds_of(block: Block) -> list[Number]:
    """The numbers that the quotations of a block give ground for."""
    spans = [block.title, *block.quotes]
    found = [number.value for span in spans if span is not None for number in grounds_in(span)]
    said = "\n".join(span.folded for span in spans if span is not None)
    found.extend(number for words, number in _IN_WORDS if words.search(said))
    return found


def grounds_beside(block: Block, blocks: Sequence[Block]) -> list[Number]:
    """Those of all quotations below its heading: what computes takes its numbers from all of them."""
    beside = [other for other in blocks if block.path and other.path == block.path]
    return [number for other in beside for number in grounds_of(other)]


def computes(phrase: Phrase) -> bool:
    """Whether a sentence is one that computes by ranges, circumstances, limits or steps."""
    return phrase.rule in _COMPUTING or any(computes(part) for part in phrase.phrases())


def needs_no_ground(phrase: Phrase, places: Iterable[Number]) -> Iterator[Word]:
    """0 that a choice comes to or that is a limit, 1 that changes nothing, decimal places that are named.

    places: so many decimal places the plan speaks of, somewhere.
    """
    known = list(places)
    if phrase.rule in _COMPUTING:
        # What counting begins with, what changes nothing, and what only numbers the cases.
        yield from (word for word in words_of(phrase, ("NUMBER",)) if _value(word) in (0, 1))
        yield from _indices(phrase)
    for part in phrase.phrases():
        numbers = list(words_of(part, ("NUMBER",)))
        if part.rule in _EACH:
            yield from (word for word in numbers[:1] if _value(word) == 1)
        if part.rule == "full_part":
            # Full marks stand with each item of the plan.
            yield from (word for word in numbers if Number(_value(word), 0) in known)
        if part.rule == "rounded":
            yield from (word for word in numbers[:1] if Number(_value(word), 0) in known)
        yield from needs_no_ground(part, known)


def _indices(phrase: Phrase) -> list[Word]:
    """Bare numbers that count the lines of a choice through: 一类1、二类2、三类3."""
    lines = [part for part in phrase.phrases() if part.rule in ("scale_row", "branch", "otherwise")]
    amounts = [part for line in lines for each in line.phrases("number") for part in _literals(each)]
    plain = [part for part in amounts if not list(words_of(part, _MEASURES))]
    bare = [word for part in plain for word in part.words("NUMBER")]
    values = sorted(dict.fromkeys(_value(word) for word in bare))
    counted = len(values) > 1 and values in (list(range(len(values))), list(range(1, len(values) + 1)))
    return bare if counted else []


def _literals(phrase: Phrase) -> Iterator[Phrase]:
    """The amounts in a phrase."""
    for part in phrase.phrases():
        if part.rule == "amount":
            yield part
        yield from _literals(part)


def _value(word: Word) -> int:
    number = read_number(word.text)
    return number.units if number is not None and (not number.places or not number.units) else -1


def decimal_places(blocks: Sequence[Block]) -> list[Number]:
    """The numbers of decimal places that any quotation names: 保留两位小数."""
    return [
        number.value
        for block in blocks
        for quote in block.quotes
        for number in grounds_in(quote)
        if _is_of_places(quote, number)
    ]


def _is_of_places(quote: Span, number: Written) -> bool:
    behind = quote.folded[number.span.end - quote.start :]
    return (number.text.endswith("位") and behind.startswith("小数")) or bool(_BEHIND_PLACES.match(behind))


def is_idle(quote: Span, number: Written) -> bool:
    """Whether a number of a quotation is one that no clause need use."""
    start, end = number.span.start - quote.start, number.span.end - quote.start
    before, behind = quote.folded[:start], quote.folded[end:]
    if not number.value.units or _is_of_places(quote, number):
        return True
    measured = _MANY.match(number.text[-1:]) or _MANY.match(behind)
    if number.value == Number(1, 0) and _ONE.search(before):
        return True
    if measured and number.text[:1] not in "第前" and _ORDINAL.search(before):
        return True
    return bool(measured) and _counts_a_list(before, number)


def _counts_a_list(before: str, number: Written) -> bool:
    """Whether as many things stand before it, with 、 between them: 教育、医保、饮水三项."""
    marks = [match.end() for match in _MARKS.finditer(before)]
    listed = re.split("[、和及]", before[marks[-1] if marks else 0 :])
    return len(listed) > 1 and number.value == Number(len(listed), 0)
