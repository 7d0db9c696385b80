"""Numbers as official texts write them: 25%, 4万元, 前二名, 百分之二十五, 600-700分."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from perfeval.quantity.number import MAX_DIGITS, MAX_PLACES, Number
from perfeval.source.fold import fold
from perfeval.source.text import Span

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MANY = {"百": 2, "千": 3, "万": 4, "亿": 8}
_WHOLE = "[零〇一二三四五六七八九十两][零〇一二三四五六七八九十百千万两]*"
# A Chinese numeral, with 点五 and the like behind it; 三点二十分 is a time.
NUMERAL = f"{_WHOLE}(?:点[零〇一二三四五六七八九]+(?![十百千]))?"
# What is counted or measured; without one of these behind it a Chinese numeral is part of a word.
_MEASURE = "个名位次年月天日周种项条件人倍分元成篇家期轮户亩万"
_NUMBER = re.compile(
    rf"(?P<fraction>(?P<below>{_WHOLE})分之(?P<above>{_WHOLE})|(?<![0-9/])[0-9]{{1,3}}/[0-9]{{1,4}}(?![0-9/]))|"
    rf"(?:(?P<rate>[百千万])分之|(?<=第)|(?<=前)|(?<=后)|(?<=满))?"
    rf"(?:(?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<many>[百千万亿])?|(?P<numeral>{NUMERAL}))(?P<share>%|‰|成)?"
)
_SHARES = {"百": 2, "千": 3, "万": 4, "%": 2, "‰": 3, "成": 1, None: 0}
_UNIT = re.compile(f"万?[{_MEASURE}]")
_ORDINAL = re.compile("[第前后满]$")
# What stands behind the last of several numerals counts for those before it: 八十至九十分, 三、二、一分.
_MORE = re.compile(rf"(?:(?:至|到|-|—+|~|、){NUMERAL})+(?:%|成|万?[{_MEASURE}])")


@frozen
class _Excluded:
    """Words whose numerals are no quantities. ground: a rule may all the same take its number from them."""

    pattern: re.Pattern[str]
    why: str
    ground: bool = False


_NO_QUANTITIES = (
    _Excluded(re.compile(r"“[^“”]*”"), "引号里是名称、口号，如“一票否决”“两大会战”", ground=True),
    _Excluded(re.compile(r"《[^《》]*》"), "书名号里是文件名"),
    _Excluded(re.compile(r"\((?:[0-9]+|[一二三四五六七八九十]+)\)"), "（1）（一）是列举的序号"),
    _Excluded(re.compile(r"(?:^|(?<=[\n;。:]))\s*[0-9]+[.、](?![0-9])"), "句首的“1.”是列举的序号"),
    _Excluded(re.compile(r"(?:^|(?<=[\n;。]))\s*[一二三四五六七八九十]+、"), "句首的“一、”也是"),
    _Excluded(re.compile(r"〔[0-9]+〕\s*第?[0-9]*号?|第?[0-9]+号"), "文号"),
    _Excluded(re.compile(r"[0-9]{4}年(?:度|[0-9]{1,2}月)?"), "年份"),
    _Excluded(re.compile(r"[0-9]{1,2}月(?:[0-9]{1,2}日|底)"), "日期"),
    _Excluded(re.compile(rf"第(?:{_WHOLE}|[0-9]+)(?:部分|章|节|款|条(?!件)|项规定)"), "文件的章节"),
    _Excluded(re.compile(r"一次"), "说的是每一回、只算一回，如“一次性”", ground=True),
    _Excluded(re.compile(r"同一|统一|唯一|之一|单一|一并|一律|一般|一定"), "是词，不是数"),
    _Excluded(re.compile(r"第一(?:责任人|时间|方阵|把手|书记|线)"), "是词，不是数"),
    _Excluded(re.compile(r"第[一1](?=[名位]?(?:至|到|-|—|~))"), "第一至三名就是前三名", ground=True),
    _Excluded(re.compile(r"[任每某另]何?一"), "说的是随便哪一个"),
    _Excluded(re.compile(r"有一[个名项次种条件人]"), "说的是“有没有”，句式里就是“有”", ground=True),
)


@frozen
class Written:
    """A number in a text. text: as written, with its measure: 4万元."""

    value: Number
    text: str
    span: Span


def quantities_in(span: Span, names: Iterable[str] = ()) -> Iterator[Written]:
    """The numbers of a text that are quantities. names: declared names, whose digits are letters."""
    yield from _outside(span, [*_covered(span.folded, ground=False), *_named(span.folded, names)])


def grounds_in(span: Span) -> Iterator[Written]:
    """The numbers of a text that a rule may rest on: also those in names, and 有一项."""
    yield from _outside(span, _covered(span.folded, ground=True))


def number_at(span: Span, end: int) -> Written | None:
    """The number that begins where ``span`` does; its measure reaches at most to the offset ``end``."""
    whole = Span(span.source, span.start, end)
    match = _NUMBER.match(whole.folded)
    return _written(whole, match) if match else None


def _covered(text: str, *, ground: bool) -> list[tuple[int, int]]:
    return [
        match.span()
        for each in _NO_QUANTITIES
        if not (ground and each.ground)
        for match in each.pattern.finditer(text)
    ]


def _named(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    return [match.span() for name in names for match in re.finditer(re.escape(fold(name)), text)]


def _outside(span: Span, covered: list[tuple[int, int]]) -> Iterator[Written]:
    text, at = span.folded, 0
    while match := _NUMBER.search(text, at):
        at = match.end()
        inside = any(start <= match.start() < end for start, end in covered)
        if not inside and (found := _written(span, match)) is not None:
            yield found


def _written(span: Span, match: re.Match[str]) -> Written | None:
    text = span.folded
    unit = _UNIT.match(text, match.end())
    stop = unit.end() if unit else match.end()
    if match["fraction"]:
        value, stop = _fraction(match), match.end()
    elif match["digits"]:
        value = _decimal(match)
    else:
        before = _ORDINAL.search(text[: match.start()])
        counted = unit or match["rate"] or match["share"] or before or _MORE.match(text, match.end())
        value = _numeral(match["numeral"]) if counted else None
    if value is None:
        return None
    places = value.places + _SHARES[match["rate"]] + _SHARES[match["share"]]
    plainest = _plainest(value.units, places)
    return Written(plainest, text[match.start() : stop], span.cut(match.start(), stop))


def _decimal(match: re.Match[str]) -> Number | None:
    """85, 1,200.5 and 3万."""
    whole, _, fraction = match["digits"].replace(",", "").partition(".")
    if len(whole) > MAX_DIGITS or len(fraction) > MAX_PLACES:
        return None
    return Number(int(whole + fraction), len(fraction) - _MANY.get(match["many"] or "", 0))


def _numeral(text: str) -> Number | None:
    """二十五 and 零点五."""
    whole, _, fraction = text.partition("点")
    value = _chinese(whole)
    if value is None or len(fraction) > MAX_PLACES:
        return None
    digits = "".join(str(_DIGITS[char]) for char in fraction)
    return Number(int(f"{value}{digits}"), len(digits))


def _fraction(match: re.Match[str]) -> Number | None:
    """四分之一 and 1/4; None where no decimal says the same, as for 三分之一: no clause can state that."""
    if match["below"]:
        above, below = _chinese(match["above"]), _chinese(match["below"])
    else:
        above, below = map(int, match["fraction"].split("/"))
    whole = Number(1, 0).scaled(MAX_PLACES)
    if above is None or not below or above * whole % below:
        return None
    return Number(above * whole // below, MAX_PLACES)


def _plainest(units: int, places: int) -> Number:
    """The number without zeros behind the point, so that equal numbers are equal."""
    while places < 0:
        units, places = units * 10, places + 1
    while places > 0 and units % 10 == 0:
        units, places = units // 10, places - 1
    return Number(units, places)


def _chinese(text: str) -> int | None:
    """A Chinese numeral: 二十五, 七百, 四万, 一千二百."""
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            if digit:
                return None  # 二三 and 一二年 are no numbers
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (section + digit) * 10000, 0, 0
        else:
            section += (digit or (1 if char == "十" else 0)) * _TENS[char]
            digit = 0
    return total + section + digit
