"""Slips in single words: another word of the language, or another name of the book."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.mutation.edit import Edit, Place, put, words_of
from perfeval.mutation.names import beside, following
from perfeval.syntax.tree import Phrase, Word

_OTHER_WAY = "肯定否定颠倒"
_ROUNDING: dict[str, tuple[str, ...]] = {
    "四舍五入": ("舍去小数", "进一取整"),
    "舍去小数": ("四舍五入", "进一取整"),
    "进一取整": ("四舍五入", "舍去小数"),
    "舍去": ("四舍五入", "进一"),
    "进一": ("四舍五入", "舍去"),
}
# (rule, terminal) -> kind of slip, and for each way to write the word what is written instead.
_FLIPS: dict[tuple[str, str], tuple[str, dict[str, tuple[str, ...]]]] = {
    ("level", "AT_LEAST"): ("以上以下颠倒", {"以上": ("以下",)}),
    ("level", "AT_MOST"): ("以上以下颠倒", {"以下": ("以上",)}),
    ("column_is", "IS"): (_OTHER_WAY, {"为": ("不为",), "是": ("不是",)}),
    ("column_is", "IS_NOT"): (_OTHER_WAY, {"不为": ("为",), "不是": ("是",)}),
    ("graded", "GRADED"): (_OTHER_WAY, {"评为": ("未评为",)}),
    ("graded", "NOT_GRADED"): (_OTHER_WAY, {"未评为": ("评为",), "不评为": ("评为",)}),
    ("has_rows", "HAS"): (_OTHER_WAY, {"有": ("没有",), "受到": ("未受到",), "被": ("未被",)}),
    ("has_rows", "HAS_NOT"): (_OTHER_WAY, {"没有": ("有",), "未受到": ("受到",), "未被": ("被",)}),
    ("has_cases", "HAS"): (_OTHER_WAY, {"有": ("没有",), "受到": ("未受到",), "被": ("未被",)}),
    ("has_cases", "HAS_NOT"): (_OTHER_WAY, {"没有": ("有",), "未受到": ("受到",), "未被": ("被",)}),
    ("points_limit", "AT_MOST_EACH"): ("每项合计颠倒", {"每项最高": ("合计最高",)}),
    ("points_limit", "AT_MOST_ALL"): ("每项合计颠倒", {"合计最高": ("每项最高",)}),
    ("clause_cap", "ADD_POINTS"): ("加减颠倒", {"加分": ("减分",)}),
    ("clause_cap", "SUBTRACT_POINTS"): ("加减颠倒", {"减分": ("加分",)}),
    ("rows_cap", "ADD_POINTS"): ("加减颠倒", {"加分": ("减分",)}),
    ("rows_cap", "SUBTRACT_POINTS"): ("加减颠倒", {"减分": ("加分",)}),
    ("by_column", "ADD_POINTS"): ("加减颠倒", {"加分": ("减分",)}),
    ("by_column", "SUBTRACT_POINTS"): ("加减颠倒", {"减分": ("加分",)}),
    ("sum", "PLUS"): ("加减颠倒", {"+": ("－",)}),
    ("sum", "MINUS"): ("加减颠倒", {"-": ("＋",)}),
    ("share", "PLACE_WORD"): ("名额写成比例", {"名": ("%",)}),
    ("share", "PERCENT"): ("比例写成名额", {"%": ("名",)}),
    ("amount", "YUAN"): ("元写成万元", {"元": ("万元",)}),
    ("amount", "TEN_THOUSAND_YUAN"): ("万元写成元", {"万元": ("元",)}),
    ("bound", "NOT_BELOW"): ("上下限颠倒", {"不小于": ("不大于",), "不低于": ("不高于",)}),
    ("bound", "NOT_ABOVE"): ("上下限颠倒", {"不大于": ("不小于",), "不高于": ("不低于",)}),
    ("rounding", "HALF_UP"): ("取整方式", _ROUNDING),
    ("rounding", "ROUND_DOWN"): ("取整方式", _ROUNDING),
    ("rounding", "ROUND_UP"): ("取整方式", _ROUNDING),
    ("backfill", "PASS_DOWN"): ("递补", {"依次递补": ("不递补",)}),
    ("backfill", "NO_PASS_DOWN"): ("递补", {"不递补": ("依次递补",)}),
}


def flipped(place: Place) -> Iterator[Edit]:
    """Another word of the language."""
    for word in place.phrase.words():
        kind, others = _FLIPS.get((place.phrase.rule, word.kind), ("", {}))
        for text in others.get(word.text, ()):
            yield Edit(kind, (put(word, text),))


def flag_turned(place: Place) -> Iterator[Edit]:
    """是 and 否 of a fact turned round; what stands alone is meant to hold."""
    phrase = place.phrase
    if phrase.rule != "flag":
        return
    if len(phrase.parts) == 1:
        yield Edit("是否颠倒", (put(phrase, phrase.span.text + "为否"),))
    else:
        said = phrase.words()[-1]
        yield Edit("是否颠倒", (put(said, "是" if said.kind == "NO" else "否"),))


# ---------------------------------------------------------------- names


def renamed(place: Place) -> Iterator[Edit]:
    """Another name of the same kind."""
    if place.phrase.rule in ("name", "names", "rows_per_key", "presence_except"):
        return
    for word in place.phrase.words():
        for kind, name in _other_names(place, word):
            text = f"【{name}】" if word.kind == "CLAUSE" else name
            yield Edit(kind, (put(word, text),))


def ledger_of(place: Place) -> str:
    """The ledger whose rows a phrase is about; "" where it is about units."""
    for phrase in (place.phrase, *reversed(place.above)):
        if phrase.rule in ("rowset", "some_row", "highest", "picked"):
            return phrase.words("LEDGER")[0].text
        if phrase.rule in ("rows_rule", "rows_rule_when"):
            return phrase.phrase(0).phrases("rowset")[0].words("LEDGER")[0].text
        if phrase.words("_EACH_ROW"):
            return phrase.words("LEDGER")[0].text
        if phrase.rule == "ledger":
            return phrase.words("QUOTED")[0].text
    return ""


def _other_names(place: Place, word: Word) -> Iterator[tuple[str, str]]:
    names, phrase = place.names, place.phrase
    used = [other.text for other in phrase.words(word.kind)]
    other: str | None = None
    kind = ""
    if word.kind in ("GROUP", "UNIT"):
        used = [each.text for each in phrase.words()]
        kind, other = "换成别的单位范围", following(names.groups_like(word.text), word.text, used)
    elif word.kind == "VALUE":
        for value in beside(names.values_like(ledger_of(place), word.text), word.text):
            yield "换成别的取值", value
    elif word.kind.endswith("_COLUMN"):
        columns = names.columns_like(ledger_of(place), word.text)
        kind, other = "换成别的栏目", following(columns, word.text, used)
    elif word.kind == "GRADE":
        for grade in beside(names.grades, word.text):
            yield "换成别的等次", grade
    elif word.kind == "QUANTITY" and word.text in names.numbers:
        kind, other = "换成别的量", following(names.numbers, word.text, used)
    elif word.kind == "MEASURE":
        kind, other = "换成别的处理", following(names.measures, word.text, used)
    elif word.kind == "LEDGER" and phrase.rule in ("rowset", "some_row", "picked"):
        kind, other = "换成别的台账", following(names.ledgers_like(word.text), word.text)
    elif word.kind == "CLAUSE" and place.above and phrase.rule in ("factor", "clause_cap"):
        kind, other = "换成别的条款", following(names.scoring, word.text, _clauses_in(place))
    if other is not None:
        yield kind, other


def _clauses_in(place: Place) -> list[str]:
    outer: Phrase = place.above[0]
    return [word.text for word in words_of(outer) if word.kind == "CLAUSE"]
