"""Slips in computing sentences: ranges, limits, orders, bands, steps, and what is done with leftovers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from perfeval.mutation.edit import Change, Edit, Place, Slip, exchanged, put
from perfeval.syntax.tree import Phrase, Word

_MODIFIERS = (
    "at_most",
    "at_least",
    "rounded",
    "rounded_whole",
    "to_zero",
    "if_missing",
    "as_percent",
    "falling",
    "down_to",
)
# How a range is written, by its words; for each what a slip makes of it ({0}, {1}: its numbers).
_RANGES: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, str], ...]] = {
    ("one_end", ("AT_LEAST",)): (("含不含本数", "超过{0}"), ("以上以下颠倒", "{0}以下")),
    ("one_end", ("AT_MOST",)): (("含不含本数", "不足{0}"), ("以上以下颠倒", "{0}以上")),
    ("other_end", ("ABOVE",)): (("含不含本数", "{0}以上"), ("以上以下颠倒", "不足{0}")),
    ("other_end", ("BELOW",)): (("含不含本数", "{0}以下"), ("以上以下颠倒", "超过{0}")),
    ("other_end", ("NOT_BELOW",)): (("含不含本数", "超过{0}"), ("以上以下颠倒", "{0}以下")),
    ("other_end", ("NOT_ABOVE",)): (("含不含本数", "不足{0}"), ("以上以下颠倒", "{0}以上")),
    ("two_ends", ("AT_LEAST", "BELOW")): (
        ("含不含本数", "超过{0}不足{1}"),
        ("含不含本数", "{0}以上不超过{1}"),
    ),
    ("two_ends", ("ABOVE", "NOT_ABOVE")): (
        ("含不含本数", "{0}以上不超过{1}"),
        ("含不含本数", "超过{0}不足{1}"),
    ),
    ("two_ends", ("AT_LEAST", "NOT_ABOVE")): (
        ("含不含本数", "超过{0}不超过{1}"),
        ("含不含本数", "{0}以上不足{1}"),
    ),
    ("two_ends", ("ABOVE", "BELOW")): (
        ("含不含本数", "{0}以上不足{1}"),
        ("含不含本数", "超过{0}不超过{1}"),
    ),
}
_WITH = {"ABOVE": "不足", "BELOW": "超过", "NOT_BELOW": "不超过", "NOT_ABOVE": "不低于"}
_WITHOUT = {"ABOVE": "不低于", "BELOW": "不超过", "NOT_BELOW": "超过", "NOT_ABOVE": "不足"}


def ranges(place: Place) -> Iterator[Edit]:
    """超过60 for 60以上, 60以下 for 60以上, and the like."""
    phrase = place.phrase
    amounts = [part.span.text for part in phrase.phrases("amount")]
    ends = tuple(word.kind for word in phrase.words() if word.kind in _ENDS)
    for kind, text in _RANGES.get((phrase.rule, ends), ()):
        yield Edit(kind, (put(phrase, text.format(*amounts)),))
    if phrase.rule == "compare_with":
        word = next(word for word in phrase.words() if word.kind in _WITH)
        yield Edit("含不含本数", (put(word, _WITHOUT[word.kind]),))
        yield Edit("以上以下颠倒", (put(word, _WITH[word.kind]),))


_ENDS = ("AT_LEAST", "AT_MOST", "ABOVE", "BELOW", "NOT_BELOW", "NOT_ABOVE")


def limits_exchanged(place: Place) -> Iterator[Edit]:
    """保留两位小数，最高30分 for 最高30分，保留两位小数."""
    found = [part for part in place.phrase.phrases() if part.rule in _MODIFIERS]
    for one, other in pairwise(found):
        yield Edit("限度先后颠倒", exchanged(one, other))


def limits_left_out(place: Place) -> Iterator[Edit]:
    """A limit, or what is done with leftovers, left out."""
    phrase = place.phrase
    for part in phrase.phrases():
        if part.rule in (*_MODIFIERS, "side_limit", "partial"):
            start = _comma_before(phrase, part)
            if start is not None:
                yield Edit("漏写限度", (Change(start, part.span.end, ""),))


def _comma_before(phrase: Phrase, part: Phrase) -> int | None:
    """Where the mark before a part begins."""
    parts = [each for each in phrase.parts if each is not None]
    at = parts.index(part)
    before = parts[at - 1] if at else None
    return before.span.start if isinstance(before, Word) and before.kind in ("_COMMA", "_SEMI") else None


# (rule, terminal) -> kind of slip, and what is written instead.
_TURNED: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("at_most", "CEILING"): ("最高最低颠倒", ("最低",)),
    ("at_least", "FLOOR"): ("最高最低颠倒", ("最高",)),
    ("partial", "DROPPED"): ("零头", ("按比例计", "进一计")),
    ("partial", "IN_PROPORTION"): ("零头", ("不计", "进一计")),
    ("partial", "ROUNDED_UP"): ("零头", ("不计", "按比例计")),
    ("side", "EVERY_UP"): ("每高每低颠倒", ("每低",)),
    ("side", "EVERY_DOWN"): ("每高每低颠倒", ("每高",)),
    ("gain", "ADD"): ("加减颠倒", ("减",)),
    ("gain", "SUBTRACT"): ("加减颠倒", ("加",)),
    ("ordering", "RANKS_SKIP"): ("并列之后", ("并列之后不空名次",)),
    ("ordering", "RANKS_DENSE"): ("并列之后", ("并列之后空出相应名次",)),
    ("bands", "HIGH_BAND"): ("跨档的归属", ("归低档",)),
    ("bands", "LOW_BAND"): ("跨档的归属", ("归高档",)),
    ("extreme", "HIGHER"): ("较高较低颠倒", ("中较低的",)),
    ("extreme", "LOWER"): ("较高较低颠倒", ("中较高的",)),
    ("total", "TOTAL"): ("合计写成平均", ("平均",)),
    ("average", "AVERAGE"): ("平均写成合计", ("合计",)),
    ("highest_value", "HIGHEST_VALUE"): ("最高最低颠倒", ("最低值",)),
    ("lowest_value", "LOWEST_VALUE"): ("最高最低颠倒", ("最高值",)),
    ("top_total", "_THE_HIGHEST"): ("最高最低颠倒", ("最低的",)),
    ("top_total", "THE_LOWEST"): ("最高最低颠倒", ("最高的",)),
    ("combining", "TAKE_HIGHEST"): ("同时符合的", ("同时符合的取最低", "同时符合的相加", "依次判断")),
    ("combining", "TAKE_LOWEST"): ("同时符合的", ("同时符合的取最高", "同时符合的相加", "依次判断")),
    ("combining", "TAKE_SUM"): ("同时符合的", ("同时符合的取最高", "同时符合的相乘", "依次判断")),
    ("combining", "TAKE_PRODUCT"): ("同时符合的", ("同时符合的取最高", "同时符合的相加", "依次判断")),
    ("filled", "FILLED"): ("肯定否定颠倒", ("没有填",)),
    ("filled", "NOT_FILLED"): ("肯定否定颠倒", ("填了",)),
    ("match", "_SOME_OF"): ("肯定否定颠倒", ("中没有",)),
    ("match", "NONE_OF"): ("肯定否定颠倒", ("中有",)),
    ("day_compared", "NOT_LATER"): ("早晚", ("早于", "晚于")),
    ("day_compared", "NOT_EARLIER"): ("早晚", ("晚于", "早于")),
    ("day_compared", "EARLIER"): ("早晚", ("不晚于", "晚于")),
    ("day_compared", "LATER"): ("早晚", ("不早于", "早于")),
    ("day", "YEAR_END"): ("年度首尾颠倒", ("评估年度第一日",)),
    ("day", "YEAR_BEGIN"): ("年度首尾颠倒", ("评估年度最后一日",)),
    ("product", "TIMES"): ("乘除颠倒", ("÷",)),
    ("product", "OVER"): ("乘除颠倒", ("×",)),
    ("looked_up", "NOT_ALLOWED"): ("查不到的", ("为0分", "为0")),
    ("no_score", "NO_SCORE"): ("不得分写成没有结果", ("暂不评",)),
    ("no_value", "NO_VALUE"): ("没有结果写成不得分", ("不得分",)),
}
_OTHER_END = str.maketrans("高低大小", "低高小大")
_DAY_COUNTS = ("天数", "工作日数", "整月数", "整年数")
_DATE_PARTS = ("月份", "季度", "半年", "年份")
_SCOPES = ("全部单位", "本序列", "本类别")
_SCOPES_OF_ROWS = ("全部", "本单位", "本序列")


def turned(place: Place) -> Iterator[Edit]:
    """Another word of the language."""
    # Without a word on rounding nothing is divided.
    rounded = not any(phrase.rule == "formula" for phrase in place.above)
    for word in place.phrase.words() if rounded or place.phrase.rule != "product" else ():
        kind, others = _TURNED.get((place.phrase.rule, word.kind), ("", ()))
        for text in others:
            yield Edit(kind, (put(word, text),))
        for kind, words in _beside(place.phrase, word):
            for text in words:
                if text != word.span.text:
                    yield Edit(kind, (put(word, text),))


def _beside(phrase: Phrase, word: Word) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words that are as good in the same place."""
    if word.kind == "DAY_COUNT":
        at = _DAY_COUNTS.index(word.span.text)
        yield "数什么日子", (_DAY_COUNTS[(at + 1) % len(_DAY_COUNTS)],)
    elif word.kind == "DATE_PART" and word.span.text in _DATE_PARTS:
        at = _DATE_PARTS.index(word.span.text)
        yield "哪一期", (_DATE_PARTS[(at + 1) % len(_DATE_PARTS)],)
    elif word.kind in ("HIGHEST_FIRST", "LOWEST_FIRST"):
        yield "高低颠倒", (word.span.text.translate(_OTHER_END),)
    elif word.kind == "SCOPE":
        yield "换成别的一组", _SCOPES if word.span.text in _SCOPES else _SCOPES_OF_ROWS


# Words that may be missing, by their phrase, and what leaving them out is called.
_MAY_GO: dict[tuple[str, str], str] = {
    ("scope", "OTHERS"): "漏写其他",
    ("scope", "WITH_DATA"): "漏写有数据的",
    ("remainder_to", "ROSTER_ORDER"): "漏写相同的归谁",
    ("place", "AND_AFTER"): "漏写以后",
}


def words_left_out(place: Place) -> Iterator[Edit]:
    """A word that may be missing left out, with the mark before it."""
    parts = [part for part in place.phrase.parts if part is not None]
    for at, part in enumerate(parts):
        kind = _MAY_GO.get((place.phrase.rule, part.kind)) if isinstance(part, Word) else None
        if kind is not None:
            before = parts[at - 1] if at else None
            comma = isinstance(before, Word) and before.kind == "_COMMA"
            start = before.span.start if comma and before is not None else part.span.start
            yield Edit(kind, (Change(start, part.span.end, ""),))


def others_put_in(place: Place) -> Iterator[Edit]:
    """其他单位 for a group that takes in the unit itself."""
    phrase = place.phrase
    # An order, a distribution and a division are always among all.
    statistic = place.parent in ("group_statistic", "group_size")
    if phrase.rule == "scope" and statistic and not phrase.words("OTHERS"):
        of_rows = any(word.span.text in _SCOPES_OF_ROWS[:2] for word in phrase.words("SCOPE"))
        end, text = phrase.span.end, "其他记录" if of_rows else "其他单位"
        yield Edit("含不含自己", (Change(end, end, text),))


def outcomes_exchanged(place: Place) -> Iterator[Edit]:
    """What two neighbouring lines of a choice come to in each other's place."""
    rows = [part for part in place.phrase.phrases() if part.rule in ("scale_row", "branch", "otherwise")]
    for one, other in pairwise(rows):
        mine, yours = _outcome(one), _outcome(other)
        if mine is not None and yours is not None and mine.span.text != yours.span.text:
            yield Edit("两档的数对调", exchanged(mine, yours))


def _outcome(row: Phrase) -> Phrase | None:
    """What a line comes to."""
    wanted = ("word", "number", "no_score", "no_value")
    return next((part for part in row.phrases() if part.rule in wanted), None)


def ties_left_open(place: Place) -> Iterator[Edit]:
    """相同的再比…… left out of an order."""
    phrase = place.phrase
    if phrase.rule != "ordering":
        return
    parts = [part for part in phrase.parts if part is not None]
    keys = [at for at, part in enumerate(parts) if isinstance(part, Phrase) and part.rule == "order_key"]
    for at in keys[1:]:
        start = at
        while start and _name(parts[start - 1]) in ("_COMMA", "_THEN_BY"):
            start -= 1
        yield Edit("漏写再比", (Change(parts[start].span.start, parts[at].span.end, ""),))


def _name(part: Phrase | Word) -> str:
    return part.kind if isinstance(part, Word) else part.rule


def best_of_left_out(place: Place) -> Iterator[Edit]:
    """同一…只取最高合计 without taking only the highest."""
    phrase = place.phrase
    if phrase.rule == "best_total":
        yield Edit("漏写只取最高", (put(phrase, "合计"),))


CALCULATED: tuple[Slip, ...] = (
    ranges,
    limits_exchanged,
    limits_left_out,
    turned,
    words_left_out,
    others_put_in,
    outcomes_exchanged,
    ties_left_open,
    best_of_left_out,
)
