"""Slips in numbers: a step up or down, a zero too many or too few, two digits exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from perfeval.mutation.edit import Change, Edit, Place, put
from perfeval.quantity.number import Number, plain, read_number
from perfeval.syntax.tree import Phrase, Word

# What a number says, by the phrase it stands in.
_MEANINGS = {
    "each": "分数",
    "once": "分数",
    "level_points": "分数",
    "each_step": "位数",
    "points_limit": "上限",
    "clause_cap": "上限",
    "rows_cap": "上限",
    "share": "名额",
    "at_least_count": "次数",
    "ordinal": "名次",
    "compare_is": "名次",
    "in_a_row": "年数",
    "in_the_last": "位次",
    "bound": "取值范围",
    "range": "取值范围",
    "fill_in": "应填的数",
    "band": "分档的数",
    "full_part": "满分",
    "rounded": "小数位数",
    "place": "名次",
    "places_from_to": "名次",
    "top_total": "取几项",
    "best_top_total": "取几项",
    "trimmed": "去掉几个",
}
_AMOUNTS = {
    "compare_at": "界限",
    "compare_by": "界限",
    "compare_between": "界限",
    "exactly": "界限",
    "one_end": "界限",
    "other_end": "界限",
    "two_ends": "界限",
    "from_to": "界限",
    "literal": "数额",
    "grade_amount": "数额",
    "side": "数额",
    "side_limit": "上限",
    "partial": "零头",
    "segment": "数额",
    "rate_segment": "数额",
    "falling": "数额",
    "down_to": "数额",
    "share_out": "数额",
    "looked_up": "数额",
}
_LIMITS = (
    "compare_at",
    "compare_by",
    "compare_between",
    "one_end",
    "other_end",
    "two_ends",
    "bound",
    "range",
)
_FINE = ("POINT", "YUAN", "TEN_THOUSAND_YUAN", "PERCENT")
# 分 and 元 are written with at most two decimals: the nearest value on either side of a limit.
_FINEST = 2


def numbers(place: Place) -> Iterator[Edit]:
    """Other numbers in a phrase."""
    phrase = place.phrase
    meaning = _AMOUNTS.get(place.parent) if phrase.rule == "amount" else _MEANINGS.get(phrase.rule)
    if meaning is None:
        return
    for index, word in enumerate(phrase.words("NUMBER")):
        if phrase.rule == "each_step":
            meaning = "分数" if index else "位数"
        for slip, text in _others(word.text, _step_places(place, word)):
            yield Edit(f"{meaning}{slip}", (put(word, text),))


def full_marks(place: Place) -> Iterator[Edit]:
    """The highest value of one column, and with it the stated sum."""
    if place.phrase.rule != "full_marks_rule":
        return
    total = place.phrase.words("NUMBER")[-1]
    for part in place.phrase.phrases("full_marks"):
        word = part.words("NUMBER")[0]
        for slip, by in (("调低", -1), ("调高", 1)):
            pair = _moved(word.text, by, _FINEST), _moved(total.text, by, _FINEST)
            if pair[0] is not None and pair[1] is not None:
                yield Edit(f"满分{slip}", (put(word, pair[0]), put(total, pair[1])))


def exchanged_levels(place: Place) -> Iterator[Edit]:
    """The numbers of two neighbouring levels in each other's place."""
    levels = [part for part in place.phrase.phrases() if part.rule in ("level_points", "grade_amount")]
    for one, other in pairwise(levels):
        first, second = _number(one), _number(other)
        if first.text != second.text:
            yield Edit("两档的数对调", _exchanged(first, second))


def _exchanged(one: Word, other: Word) -> tuple[Change, ...]:
    return put(one, other.text), put(other, one.text)


def _number(part: Phrase) -> Word:
    inner = part.phrases("amount")
    return (inner[0] if inner else part).words("NUMBER")[0]


def _step_places(place: Place, word: Word) -> int:
    """The decimal place in which the smallest step is taken."""
    number = read_number(word.text) or Number(0, 0)
    rule = place.parent if place.phrase.rule == "amount" else place.phrase.rule
    if rule not in _LIMITS:
        return number.places
    unit = place.phrase.parts[-1]
    if rule in ("bound", "range"):
        types = place.above[-1].phrases("column_type")
        unit = types[0].parts[0] if types else None
    fine = isinstance(unit, Word) and unit.kind in _FINE
    return max(number.places, _FINEST) if fine else number.places


def _moved(text: str, by: int, places: int) -> str | None:
    number = read_number(text) or Number(0, 0)
    units = number.scaled(max(places, number.places)) + by
    return None if units < 0 else plain(units, max(places, number.places))


def _others(text: str, places: int) -> Iterator[tuple[str, str]]:
    """The numbers that a slip makes of a number, with what kind of slip it is."""
    number = read_number(text) or Number(0, 0)
    for slip, by in (("调低", -1), ("调高", 1)):
        moved = _moved(text, by, places)
        if moved is not None:
            yield slip, moved
    if number.places:
        yield "小数点右移", plain(number.units * 10, number.places)
    elif number.units % 10:
        yield "多写一个0", plain(number.units * 10, 0)
    elif number.units:
        yield "少写一个0", plain(number.units // 10, 0)
    for at, (one, other) in enumerate(pairwise(text)):
        turned = f"{text[:at]}{other}{one}{text[at + 2 :]}"
        if one != other and one.isdigit() and other.isdigit() and read_number(turned) is not None:
            yield "两位数字颠倒", turned
