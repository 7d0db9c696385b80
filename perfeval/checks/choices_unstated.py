"""PE813: wording of the plan that leaves a choice open, which the rules had to make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from perfeval.checks.answers import Answered, answered_by
from perfeval.checks.blocks import Block, blocks_of, rules_of
from perfeval.checks.check import Check, Subject
from perfeval.checks.lines_that_meet import meeting_lines
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.quantity.number import Number
from perfeval.rulebook.book import Clause, Reading, RuleBook
from perfeval.rulebook.rules import (
    Cap,
    Consequence,
    FoundToBe,
    GradeByScore,
    GradeDirectly,
    Places,
    PlacesBackfill,
    PlacesRounding,
    PlacesTies,
    Remark,
    Rule,
    Score,
    Veto,
)
from perfeval.source.text import Span

# What of a rule a choice is about; None where the rule has nothing to do with it.
Matter = Callable[[Rule], object]


@frozen
class _Topic:
    """A wording that leaves a choice open.

    label: what the finding is called; the wording itself where empty. words: the wording, group w
    where it is only a part. decided: what in the same sentence decides after all. asks: what is not
    said. concerns: the grade or whatever else of the block it is about, None where it is about
    nothing that is computed. matter: what differs between the options of a reading that settles it.
    anywhere: such a reading may stand elsewhere, if it is about the same grade.
    """

    label: str
    words: re.Pattern[str]
    decided: re.Pattern[str] | None
    asks: str
    concerns: Callable[[Block, RuleBook], object]
    matter: Matter
    anywhere: bool = False


def _rate_with_fraction(block: Block, book: RuleBook) -> str | None:
    """The grade whose places are a rate of a series that does not come out whole."""
    for rule in block.rules():
        for share in rule.shares if isinstance(rule, Places) else ():
            sizes = [len(each.units) for each in book.series if {each.name, each.category} & {*share.groups}]
            if share.rate and any(not _is_whole(share.number, size) for size in sizes):
                return rule.grade if isinstance(rule, Places) else None
    return None


def _is_whole(rate: Number, size: int) -> bool:
    return rate.units * size % Number(1, 0).scaled(rate.places) == 0


def _places(block: Block, _: RuleBook) -> str | None:
    return next((rule.grade for rule in block.rules() if isinstance(rule, Places)), None)


def _vetoed_places(block: Block, book: RuleBook) -> str | None:
    """The grade of a veto that also has places, which a vetoed unit then leaves."""
    vetoed = [rule.grade for rule in block.rules() if isinstance(rule, Veto)]
    placed = [rule.grade for clause in book.clauses for rule in clause.rules if isinstance(rule, Places)]
    return next((grade for grade in vetoed if grade in placed), None)


def _scores(block: Block, _: RuleBook | None = None) -> Rule | None:
    return next((rule for rule in block.rules() if isinstance(rule, Score)), None)


def _limits(block: Block, _: RuleBook) -> Rule | None:
    limited = (
        rule
        for rule in block.rules()
        if isinstance(rule, Cap) or (isinstance(rule, Score) and (rule.each_limit or rule.all_limit))
    )
    return next(limited, None)


def _anything(block: Block, _: RuleBook) -> Rule | None:
    return next(block.rules(), None)


def _of_places(kind: type[PlacesRounding | PlacesTies | PlacesBackfill]) -> Matter:
    return lambda rule: rule if isinstance(rule, kind) else None


def _limit_kind(rule: Rule) -> object:
    if isinstance(rule, Cap):
        return "all"
    return (rule.each_limit is None, rule.all_limit is None) if isinstance(rule, Score) else None


def _once(rule: Rule) -> object:
    return (rule.once,) if isinstance(rule, Score) else None


def _rows(rule: Rule) -> object:
    return rule.rows if isinstance(rule, Score) else None


def _shares(rule: Rule) -> object:
    return rule.shares if isinstance(rule, Places) else None


def _whom(rule: Rule) -> object:
    """Whom a verdict or a consequence is for."""
    judging = (FoundToBe, GradeDirectly, GradeByScore, Consequence, Remark)
    return (type(rule).__name__, rule.tests) if isinstance(rule, judging) else None


def _how_much(rule: Rule) -> object:
    return rule.by if isinstance(rule, Score) else None


_N = "(?:[0-9.]+|[一二三四五六七八九十]+)"
_TOPICS = (
    _Topic(
        "名额取整",
        re.compile(r"[0-9.]+%|百分之[一二三四五六七八九十]+"),
        re.compile("四舍五入|舍去|取整|进一|去尾|小数|整数"),
        "名额有小数怎么办",
        _rate_with_fraction,
        _of_places(PlacesRounding),
        anywhere=True,
    ),
    _Topic(
        "末位并列",
        re.compile(rf"(?:取|排名|名次|评)[^,。;]*?[前第]{_N}(?:名|位|%)"),
        re.compile("并列|同分|相同|相等"),
        "最后一名并列怎么办",
        _places,
        _of_places(PlacesTies),
        anywhere=True,
    ),
    _Topic(
        "空出名额",
        re.compile("取消[^,。;]*资格"),
        re.compile("递补|空缺|顺延|不再补"),
        "空出的名额要不要递补",
        _vetoed_places,
        _of_places(PlacesBackfill),
        anywhere=True,
    ),
    _Topic(
        "限额",
        re.compile(
            rf"(?:^|[,。;])(?![^,。;]*(?:每|合计|累计|总计|共))[^,。;]*?"
            rf"(?P<w>(?:最高|最多|至多)(?:加分|减分|扣分|得分|加|减|扣)?(?:不超过|不得超过|为)?{_N}分)"
        ),
        None,
        "是每次（每项）的限额，还是合计的限额",
        _limits,
        _limit_kind,
    ),
    _Topic(
        "从何时保持",
        re.compile(rf"(?:保持|蝉联|仍)[^,。;]*?第{_N}[位名]?"),
        re.compile("上年|去年|往年|上一年|连续|以来"),
        "从什么时候起就是，上年是不是也要算",
        _scores,
        _rows,
    ),
    _Topic("原则上", re.compile("原则上"), None, "什么情况可以例外", _anything, _shares),
    _Topic(
        "",
        re.compile("经[^,。;]{2,12}?(?:研究|审定|批准|同意|讨论)|酌情|视情况?"),
        None,
        "凭什么决定",
        _anything,
        _whom,
    ),
    _Topic(
        "",
        re.compile("可以[^,。;]{0,8}|可(?:不|给|按|直接|予)[^,。;]{0,8}"),
        None,
        "是一律如此，还是要由谁决定",
        _anything,
        _whom,
    ),
    _Topic("", re.compile("(?:相应|适当)[^,。;]{0,4}"), None, "到底是多少", _scores, _how_much),
)
_PART = re.compile(r"[^,;。\n]+")
_POINTS = re.compile(rf"(?<!累计)[加减扣]{_N}分")
_EACH = re.compile("每[次项条件人个]")


def _find(subject: Subject) -> Iterator[Diagnostic | Answered]:
    blocks = [block for block in blocks_of(subject) if block.quotes and block.computing]
    each_time = {block.path: None for block in blocks if any(map(_says_each, block.quotes))}
    for block in blocks:
        for topic in _TOPICS:
            yield from _topic(subject.book, block, topic)
        if block.path in each_time:
            yield from _each_time(block)
    for meeting in meeting_lines(blocks):
        wording = "和".join(f"“{claim.text}”" for claim in meeting.claims)
        message = f"{meeting.text}同时落在{wording}里，原文没有写归哪一边"
        found = CHECK.finding(message, meeting.block.place, about=meeting.text, words=meeting.words)
        yield _settled(found, meeting.readings, meeting.matter)


def _topic(book: RuleBook, block: Block, topic: _Topic) -> Iterator[Diagnostic | Answered]:
    """The first wording of this kind in a block that leaves the choice open."""
    about = topic.concerns(block, book)
    said = "\n".join(quote.folded for quote in block.quotes)
    if about is None or (topic.decided is not None and topic.decided.search(said)):
        return
    for quote in block.quotes:
        match = topic.words.search(quote.folded)
        if match is None:
            continue
        words = quote.cut(*match.span("w" if "w" in topic.words.groupindex else 0))
        message = f"原文“{_bare(words)}”，没有写{topic.asks}"
        place = _decided_by(block, topic.matter)
        found = CHECK.finding(message, place, about=topic.label or _bare(words), words=words)
        if not topic.anywhere:
            yield _settled(found, block.readings, topic.matter)
            return
        matter = _for_grade(topic.matter, about)
        yield _settled(found, book.readings, matter)
        return


def _for_grade(matter: Matter, grade: object) -> Matter:
    return lambda rule: matter(rule) if getattr(rule, "grade", None) == grade else None


def _says_each(quote: Span) -> bool:
    return _EACH.search(quote.folded) is not None


def _each_time(block: Block) -> Iterator[Diagnostic | Answered]:
    """加1分 without 每次, where other sentences of the same section have it."""
    if _scores(block) is None:
        return
    for quote in block.quotes:
        for part in _PART.finditer(quote.folded):
            points = _POINTS.search(part.group())
            if points and not re.search("每|最高|最多|累计|合计|共", part.group()):
                words = quote.cut(part.start() + points.start(), part.start() + points.end())
                verb = words.text[:1]
                message = f"原文“{_bare(words)}”，没有写是每次（每项）都{verb}，还是只{verb}一次"
                place = _decided_by(block, _once)
                found = CHECK.finding(message, place, about=_bare(words), words=words)
                yield _settled(found, block.readings, _once)
                return


def _decided_by(block: Block, matter: Matter) -> Clause | Span:
    """The clause of a block that makes the choice."""
    making = (
        clause for clause in block.computing if any(matter(rule) is not None for rule in rules_of(clause))
    )
    return next(making, block.place)


def _settled(found: Diagnostic, readings: Sequence[Reading], matter: Matter) -> Diagnostic | Answered:
    """The finding, answered if the options of a reading differ in this very matter."""
    for reading in readings:
        said = [[matter(rule) for rule in option.rules] for option in reading.options]
        told = [[each for each in about if each is not None] for about in said]
        if any(each != told[0] for each in told[1:]):
            return answered_by(reading, found)
    return found


def _bare(words: Span) -> str:
    """The wording without quotation marks, so that it can stand inside of them."""
    return words.text.replace("“", "").replace("”", "")


CHECK = Check(
    "PE813",
    "选择未定",
    Severity.WARNING,
    what="原文里没有说死的话：比例不写怎么取整，取前几名不写并列怎么办，“最高”不写是每项还是合计，"
    "分数段的两头重在一起，“原则上”“可以”“相应”“经研究”。",
    why="原文没有说死，规则却总要选一种做法；不写明是怎么选的，受影响的单位会问为什么不是另一种。",
    remedy="写成口径，两种读法都列出来，采用哪一种、为什么；只有一种读法说得通的，用“知悉”写明理由。",
    find=_find,
)
