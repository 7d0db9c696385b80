"""Slips in lists: something left out, or written twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from perfeval.mutation.edit import Change, Edit, Place, put
from perfeval.syntax.tree import Phrase, Word

_SEPARATORS = ("_PAUSE", "_COMMA", "_SEMI", "_AND", "_BUT", "_OR", "PLUS", "MINUS", "TIMES")
_TESTS = (
    "compare",
    "both_equal",
    "in_the_last",
    "column_is",
    "flag",
    "graded",
    "in_a_row",
    "misses",
    "belongs",
    "has_rows",
    "has_cases",
    "day_compared",
    "day_between",
    "filled",
    "match",
)
_ITEMS = ("assign", "state", "item", "measures_if")
# Phrase -> what is listed in it and what leaving out one of them is called.
_LISTS: dict[str, tuple[tuple[str, ...], str]] = {
    "test_list": (_TESTS, "漏写条件"),
    "tests": (("test_group", "some_row"), "漏写条件"),
    "by_level": (("level_points",), "漏写一档"),
    "by_grade": (("grade_amount",), "漏写一档"),
    "rows": (("rowset",), "漏写台账"),
    "places": (("share",), "漏写名额"),
    "consequence": (_ITEMS, "漏写一项"),
    "groups": (("GROUP", "UNIT"), "漏写单位范围"),
    "belongs": (("GROUP", "UNIT"), "漏写单位范围"),
    "column_is": (("VALUE",), "漏写取值"),
    "clause_cap": (("CLAUSE",), "漏写条款"),
    "measures": (("MEASURE",), "漏写处理"),
    "sum": (("product",), "漏写一项"),
    "product": (("factor", "literal"), "漏写因数"),
    "row_tests": (_TESTS, "漏写条件"),
    "by_scale": (("scale_row",), "漏写一档"),
    "progressive": (("segment", "rate_segment"), "漏写一段"),
    "by_cases": (("branch", "otherwise"), "漏写一种情形"),
    "rescaled": (("full_part",), "漏写一项"),
    "one_of": (("VALUE",), "漏写取值"),
    "same_columns": (("QUANTITY", "NUMBER_COLUMN", "ENUM_COLUMN", "TEXT_COLUMN"), "漏写一栏"),
}
# Phrase -> what may be missing in it, and what leaving it out is called.
_OPTIONS: dict[str, dict[str, str]] = {
    "score": {"points_limit": "漏写上限"},
    "rowset": {"groups": "漏写单位范围", "test_list": "漏写条件", "level": "漏写级别或取值"},
    "level": {"AT_LEAST": "漏写以上", "AT_MOST": "漏写以下"},
    "consequence": {"test_list": "漏写条件", "groups": "漏写单位范围", "WHATEVER_GRADE": "漏写不论等次"},
    "has_rows": {"at_least_count": "漏写次数"},
    "has_cases": {"at_least_count": "漏写次数"},
    "typed_column": {"bound": "漏写取值范围", "range": "漏写取值范围", "fill_in": "漏写应填的数"},
    "state": {"NOT": "漏写不"},
    "picked": {"row_tests": "漏写条件", "level": "漏写级别或取值"},
    "scope": {"same_columns": "漏写同一"},
}


def left_out(place: Place) -> Iterator[Edit]:
    """One of several things in a list, or something that may be missing, left out."""
    phrase = place.phrase
    members, kind = _LISTS.get(phrase.rule, ((), ""))
    listed = [at for at, part in enumerate(phrase.parts) if _name(part) in members]
    if len(listed) > 1:
        for at in listed:
            yield Edit(kind, (_without(phrase, at),))
    for at, part in enumerate(phrase.parts):
        option = _OPTIONS.get(phrase.rule, {}).get(_name(part))
        if option is not None and _may_go(phrase, part):
            yield Edit(option, (_without(phrase, at),))


def rule_left_out(place: Place) -> Iterator[Edit]:
    """One of several rules of a sentence left out."""
    if place.phrase.rule != "body":
        return
    listed = [at for at, part in enumerate(place.phrase.parts) if isinstance(part, Phrase)]
    if len(listed) > 1:
        for at in listed:
            yield Edit("漏写一句", (_without(place.phrase, at),))


def doubled(place: Place) -> Iterator[Edit]:
    """A term of a sum written twice."""
    if place.phrase.rule != "sum" or len(place.phrase.parts) == 1:
        return
    sign = "＋"
    for part in place.phrase.parts:
        if isinstance(part, Word):
            sign = part.span.text
        elif part is not None:
            yield Edit("重复一项", (put(part, f"{part.span.text}{sign}{part.span.text}"),))


def case_left_out(place: Place) -> Iterator[Edit]:
    """One of several cases left out, those behind it with the numbers that they then have."""
    cases = place.phrase.phrases("case") if place.phrase.rule == "cases" else ()
    if len(cases) < 2:
        return
    for at, case in enumerate(cases):
        drop = _without(place.phrase, place.phrase.parts.index(case))
        later = [put(other.word(0), f"（{number}）") for number, other in enumerate(cases[at + 1 :], at + 1)]
        yield Edit("漏写情形", (drop, *later))


def condition_left_out(place: Place) -> Iterator[Edit]:
    """The whole condition of a rule left out: 甲，乙的，每项加1分; 其中甲的，乙."""
    phrase = place.phrase
    if phrase.rule == "rows_rule_when":
        comma = phrase.words("_COMMA")[-1]
        yield Edit("漏写条件", (Change(phrase.phrase(0).span.end, comma.span.start, ""),))
    elif phrase.rule == "measures_if":
        yield Edit("漏写条件", (Change(phrase.span.start, phrase.phrases()[-1].span.start, ""),))


def _name(part: Phrase | Word | None) -> str:
    if part is None:
        return ""
    return part.kind if isinstance(part, Word) else part.rule


def _may_go(phrase: Phrase, part: Phrase | Word | None) -> bool:
    """Of a consequence the condition or the groups may be missing, but not both."""
    if phrase.rule != "consequence" or _name(part) == "WHATEVER_GRADE":
        return True
    return bool(phrase.phrases("groups") and phrase.phrases("test_list"))


def _without(phrase: Phrase, at: int) -> Change:
    """Leave out a part and the marks that then have nothing to separate."""
    parts = [part for part in phrase.parts if part is not None]
    part = parts[at]
    before = sum(1 for _ in takewhile(_is_separator, reversed(parts[:at])))
    if before:
        return Change(parts[at - before].span.start, part.span.end, "")
    # 评为好的村： without 村 keeps its 的.
    alone = phrase.rule == "consequence" and _name(part) == "groups"
    behind = [each for each in parts[at + 1 :] if not _goes_with(each)]
    if behind and not alone:
        return Change(part.span.start, behind[0].span.start, "")
    return Change(part.span.start, part.span.end, "")


def _goes_with(part: Phrase | Word) -> bool:
    return _is_separator(part) or _name(part) == "_OF"


def _is_separator(part: Phrase | Word) -> bool:
    return isinstance(part, Word) and part.kind in _SEPARATORS
