"""Slips in the form of a phrase: another way to say it that says something else."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.mutation.edit import Change, Edit, Place, Slip, exchanged, put, words_of
from perfeval.mutation.names import beside

# A comparison -> the one that treats the limit itself otherwise, and the opposite one.
_COMPARISONS = {
    ("compare_at", "AT_LEAST"): ("超过{}", "在{}以下"),
    ("compare_at", "AT_MOST"): ("不满{}", "在{}以上"),
    ("compare_by", "ABOVE"): ("在{}以上", "不满{}"),
    ("compare_by", "BELOW"): ("在{}以下", "超过{}"),
    ("compare_by", "NOT_BELOW"): ("超过{}", "不高于{}"),
    ("compare_by", "NOT_ABOVE"): ("不满{}", "不低于{}"),
    ("compare_by", "IS"): ("不低于{}", "不高于{}"),
}


def comparison(place: Place) -> Iterator[Edit]:
    """以上 for 超过, 以上 for 以下."""
    phrase = place.phrase
    for word in phrase.words():
        including, opposite = _COMPARISONS.get((phrase.rule, word.kind), ("", ""))
        if including:
            amount = phrase.phrases("amount")[0].span.text
            same = word.kind == "IS"
            yield Edit("等于改成大小" if same else "含不含本数", (put(phrase, including.format(amount)),))
            yield Edit("等于改成大小" if same else "以上以下颠倒", (put(phrase, opposite.format(amount)),))


def each_or_once(place: Place) -> Iterator[Edit]:
    """每次加 for 不论次数，共加 and the other way round."""
    phrase = place.phrase
    if phrase.rule not in ("each", "once"):
        return
    sign = next(word for word in phrase.words() if word.kind in ("ADD", "SUBTRACT"))
    text = "不论次数，共" if phrase.rule == "each" else "每次"
    yield Edit("每次一次颠倒", (Change(phrase.span.start, sign.span.start, text),))


def sign_turned(place: Place) -> Iterator[Edit]:
    """加 for 减 in a whole effect, its limit included."""
    if place.phrase.rule != "score":
        return
    signs = {"ADD": "减", "SUBTRACT": "加", "ADD_POINTS": "减分", "SUBTRACT_POINTS": "加分"}
    words = [word for word in words_of(place.phrase) if word.kind in signs]
    if len(words) > 1 or words[0].kind in ("ADD", "SUBTRACT"):
        yield Edit("加减颠倒", tuple(put(word, signs[word.kind]) for word in words))


def columns_exchanged(place: Place) -> Iterator[Edit]:
    """本年排位比上年排位 for 上年排位比本年排位, and the like."""
    if place.phrase.rule in ("each_step", "in_the_last"):
        one, other = place.phrase.words("NUMBER_COLUMN")
        yield Edit("两栏对调", exchanged(one, other))


def ties(place: Place) -> Iterator[Edit]:
    """All units tied on the last place get it, or none."""
    phrase = place.phrase
    if phrase.rule != "ties":
        return
    result = phrase.words()[-1]
    few = phrase.words("_PLACES_TOO_FEW")
    if few:
        pause = phrase.words("_PAUSE")[0]
        yield Edit("末位并列", (Change(pause.span.start, few[0].span.end, ""), put(result, "全部入选")))
    else:
        end = phrase.words("_OF_END")[0].span.start
        yield Edit("末位并列", (Change(end, end, "、名额容不下"), put(result, "全部不入选")))


def minimum(place: Place) -> Iterator[Edit]:
    """不另设最低分 for a minimum and the other way round."""
    phrase, names = place.phrase, place.names
    if phrase.rule == "must_reach":
        yield Edit("最低分", (put(phrase, "不另设最低分"),))
    elif phrase.rule == "no_minimum" and names.ranked_by:
        grade = next((word.text for word in words_of(place.above[-1]) if word.kind == "GRADE"), "")
        for other in beside(names.grades, grade)[-1:]:
            yield Edit("最低分", (put(phrase, f"{names.ranked_by}须够得上{other}"),))


def in_a_row(place: Place) -> Iterator[Edit]:
    """连续2年评为 for 评为."""
    if place.phrase.rule == "in_a_row":
        graded = place.phrase.words("GRADED")[0]
        yield Edit("漏写连续", (Change(place.phrase.span.start, graded.span.start, ""),))


def rows_torn(place: Place) -> Iterator[Edit]:
    """What has to hold of one row may hold of two: 甲中有乙、丙 for 甲中有乙，且甲中有丙."""
    phrase = place.phrase
    if phrase.rule != "some_row":
        return
    head = Change(phrase.span.start, phrase.words("_SOME_OF")[0].span.end, "")
    begins = phrase.span.text[: head.end - head.start]
    for pause in phrase.phrases("test_list")[0].words("_PAUSE"):
        yield Edit("同一行改成不同行", (put(pause, f"，且{begins}"),))


def preferences_exchanged(place: Place) -> Iterator[Edit]:
    """先计 and 再计 exchanged."""
    if place.phrase.rule == "highest":
        one, other = [part for part in place.phrase.phrases() if part.rule.startswith("prefer")]
        yield Edit("先后颠倒", exchanged(one, other))


def negated(place: Place) -> Iterator[Edit]:
    """不发放 for 发放."""
    phrase = place.phrase
    if phrase.rule == "state" and not phrase.words("NOT"):
        yield Edit("肯定否定颠倒", (put(phrase, f"不{phrase.span.text}"),))


def key_left_out(place: Place) -> Iterator[Edit]:
    """A ledger with a row for each key without the key."""
    if place.phrase.rule == "rows_per_key":
        yield Edit("漏写每项一行", (put(place.phrase, "一项一行"),))


FORMS: tuple[Slip, ...] = (
    comparison,
    each_or_once,
    sign_turned,
    columns_exchanged,
    ties,
    minimum,
    in_a_row,
    rows_torn,
    preferences_exchanged,
    negated,
    key_left_out,
)
