"""PE813: wording of the plan that leaves a choice open, which the rules had to make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from perfeval.checks.answers import Answered, answered_by
from perfeval.checks.belonging import Owned, owned_rules, owner_of, told_apart
from perfeval.checks.blocks import Block, blocks_of
from perfeval.checks.check import Check, Subject
from perfeval.checks.lines_that_meet import meeting_lines
from perfeval.checks.written import NUMERAL
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
# Whether a rule is of the kind that a wording is about.
Kind = Callable[[Rule, RuleBook], bool]


@frozen
class _Topic:
    """A wording that leaves a choice open.

    label: what the finding is called; the wording itself where empty. words: the wording, group w
    where it is only a part. decided: what in the same block decides after all. asks: what is not
    said. concerns: the rules it may be about; where the block has none, nothing is computed from it.
    matter: what differs between the options of a reading that settles it. by_grade: it is about all
    places of a grade, once, and the reading may stand elsewhere if it is about the same grade.
    """

    label: str
    words: re.Pattern[str]
    decided: re.Pattern[str] | None
    asks: str
    concerns: Kind
    matter: Matter
    by_grade: bool = False


def _rate_with_fraction(rule: Rule, book: RuleBook) -> bool:
    """Places that are a rate of a series which does not come out whole."""
    return any(
        share.rate and not _is_whole(share.number, len(each.units))
        for share in (rule.shares if isinstance(rule, Places) else ())
        for each in book.series
        if {each.name, each.category} & {*share.groups}
    )


def _is_whole(rate: Number, size: int) -> bool:
    return rate.units * size % Number(1, 0).scaled(rate.places) == 0


def _places(rule: Rule, _: RuleBook) -> bool:
    return isinstance(rule, Places)


def _vetoed_places(rule: Rule, book: RuleBook) -> bool:
    """The veto of a grade that also has places, which a vetoed unit then leaves."""
    placed = [each.grade for clause in book.clauses for each in clause.rules if isinstance(each, Places)]
    return isinstance(rule, Veto) and rule.grade in placed


def _scores(rule: Rule, _: RuleBook) -> bool:
    return isinstance(rule, Score)


def _limits(rule: Rule, _: RuleBook) -> bool:
    limited = isinstance(rule, Score) and (rule.each_limit or rule.all_limit) is not None
    return limited or isinstance(rule, Cap)


def _anything(_: Rule, __: RuleBook) -> bool:
    return True


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


_N = f"(?:[0-9.]+|{NUMERAL})"
# Somebody decides where a result follows, not where the permission is a fact (经批准设立的单位).
_THEN = "(?:后|决定|同意|批准|确定|通过)*(?:[,。;、]|$|可|直接|认定|评|定|给予|予以|取消|不|按|从|[加减扣])"
# What one may is a choice of the rules where it is about points, grades or places (not 可按规定报销).
_VERDICT = "(?:评[为定优先]|[认确]定|直接|等次|名额|资格|[加减扣]|[计得记]分|奖|取消|晋|降|免|递补)"
# As much as is due: 相应减分, 给予适当奖励; not 相应资质, nor what units have or get (相应奖项的).
_SO_MUCH = (
    "(?:相应|适当)(?=的?(?:[加减扣增提降调]|计分|得分|给分|记分|奖励|奖金|折))"
    "(?![^,。;]*的(?:[,。;]|$))[^,。;]{0,4}"
)
_TOPICS = (
    _Topic(
        "名额取整",
        re.compile(rf"[0-9.]+%|百分之{NUMERAL}"),
        re.compile("四舍五入|舍去|取整|进一|去尾|小数|整数"),
        "名额有小数怎么办",
        _rate_with_fraction,
        _of_places(PlacesRounding),
        by_grade=True,
    ),
    _Topic(
        "末位并列",
        re.compile(rf"(?:取|排名|名次|评)[^,。;]*?[前第]{_N}(?:名|位|%)"),
        re.compile("并列|同分|相同|相等"),
        "最后一名并列怎么办",
        _places,
        _of_places(PlacesTies),
        by_grade=True,
    ),
    _Topic(
        "空出名额",
        re.compile("取消[^,。;]*资格"),
        re.compile("递补|空缺|顺延|不再补"),
        "空出的名额要不要递补",
        _vetoed_places,
        _of_places(PlacesBackfill),
        by_grade=True,
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
        re.compile(rf"经[^,。;]{{2,12}}?(?:研究|审定|批准|同意|讨论)(?={_THEN})|酌情|视情况?"),
        None,
        "凭什么决定",
        _anything,
        _whom,
    ),
    _Topic(
        "",
        re.compile(rf"(?:可以|可(?=不|给|按|直接|予))(?=[^,。;]*?{_VERDICT})[^,。;]{{0,9}}"),
        None,
        "是一律如此，还是要由谁决定",
        _anything,
        _whom,
    ),
    _Topic("", re.compile(_SO_MUCH), None, "到底是多少", _scores, _how_much),
)
_PART = re.compile(r"[^,;。\n]+")
_POINTS = re.compile(rf"(?<!累计)[加减扣]{_N}分")
_EACH_TIME = _Topic("", _POINTS, None, "是每次（每项）都{verb}，还是只{verb}一次", _scores, _once)
_EACH = re.compile("每[次项条件人个]")


def _find(subject: Subject) -> Iterator[Diagnostic | Answered]:
    blocks = [block for block in blocks_of(subject) if block.quotes and block.computing]
    each_time = {block.path: None for block in blocks if any(map(_says_each, block.quotes))}
    taken: list[tuple[str, str]] = []
    for block in blocks:
        for topic in _TOPICS:
            yield from _told(subject.book, topic, _topic(subject.book, block, topic), taken)
        if block.path in each_time:
            yield from _told(subject.book, _EACH_TIME, _each_time(subject.book, block), taken)
    for meeting in meeting_lines(blocks):
        wording = "和".join(f"“{claim.text}”" for claim in meeting.claims)
        message = f"{meeting.text}同时落在{wording}里，原文没有写归哪一边"
        found = CHECK.finding(message, meeting.place, about=meeting.text, words=meeting.words)
        yield _settled(found, meeting.readings, meeting.matter)


@frozen
class _Open:
    """A wording as found: what of the block it is about, and the clause where the choice is made."""

    words: Span
    owned: Owned
    clause: Clause


def _topic(book: RuleBook, block: Block, topic: _Topic) -> Iterator[_Open]:
    """The wordings of a topic in a block."""
    said = "\n".join(quote.folded for quote in block.quotes)
    rules = owned_rules(block, lambda rule: topic.concerns(rule, book))
    if not rules or (topic.decided is not None and topic.decided.search(said)):
        return
    for quote in block.quotes:
        for match in topic.words.finditer(quote.folded):
            words = quote.cut(*match.span("w" if "w" in topic.words.groupindex else 0))
            owned = owner_of(block, words, rules, lambda rule: topic.matter(rule) is not None)
            yield _Open(words, owned, _decided_by(block, topic, owned))


def _each_time(book: RuleBook, block: Block) -> Iterator[_Open]:
    """加1分 without 每次, where other sentences of the same section have it."""
    rules = owned_rules(block, lambda rule: _scores(rule, book))
    if not rules:
        return
    for quote in block.quotes:
        for part in _PART.finditer(quote.folded):
            if not re.search("每|最高|最多|累计|合计|共", part.group()):
                for points in _POINTS.finditer(quote.folded, *part.span()):
                    words = quote.cut(*points.span())
                    owned = owner_of(block, words, rules)
                    yield _Open(words, owned, owned.clause)


def _told(
    book: RuleBook, topic: _Topic, wordings: Iterator[_Open], taken: list[tuple[str, str]]
) -> Iterator[Diagnostic | Answered]:
    """A finding for each wording, but one for those that say the same of the same rule."""
    known: list[object] = []
    for each in wordings:
        words = _bare(each.words)
        grade = getattr(each.owned.rule, "grade", None)
        same = grade if topic.by_grade else (each.owned, words if not topic.label else "")
        if same in known:
            continue
        if topic.by_grade or each.owned.named:
            known.append(same)
        verb = words[:1]
        message = f"原文“{words}”，没有写{topic.asks.format(verb=verb)}"
        about = told_apart(topic.label or words, words, each.clause.name, taken)
        found = CHECK.finding(message, each.clause, about=about, words=each.words)
        if topic.by_grade:
            yield _settled(found, book.readings, _for_grade(topic.matter, grade))
        else:
            own = (each.clause.reading,) if each.clause.reading is not None else ()
            yield _settled(found, own, topic.matter)


def _for_grade(matter: Matter, grade: object) -> Matter:
    return lambda rule: matter(rule) if getattr(rule, "grade", None) == grade else None


def _says_each(quote: Span) -> bool:
    return _EACH.search(quote.folded) is not None


def _decided_by(block: Block, topic: _Topic, owned: Owned) -> Clause:
    """The clause that makes the choice: its own, or that of a block about the same places."""
    if not topic.by_grade:
        return owned.clause
    matter = _for_grade(topic.matter, getattr(owned.rule, "grade", None))
    making = (each.clause for each in owned_rules(block, lambda rule: matter(rule) is not None))
    return next(making, owned.clause)


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
