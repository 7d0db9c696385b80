"""PE810: a count that the plan states, and what the book declares; parts that do not make up their total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from perfeval.checks.belonging import clause_about, told_apart
from perfeval.checks.blocks import Block, blocks_of, words_of
from perfeval.checks.check import Check, Subject
from perfeval.checks.written import Written, number_at, quantities_in
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.quantity.number import MAX_PLACES, Number, plain
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.rulebook.conditions import HasCases
from perfeval.rulebook.expressions import Expression, Fact, Literal, Product, Quantity, Sum, operands
from perfeval.rulebook.rules import (
    Formula,
    FoundToBe,
    FullMarks,
    GradeByScore,
    GradeDirectly,
    Rank,
    Remark,
    Score,
    Veto,
)
from perfeval.source.text import Span
from perfeval.tables.places import UNIT_GRAIN

_N = "(?P<n>[0-9]{1,9}|[一二三四五六七八九十百两]{1,6})"
_GROUPS = re.compile(rf"(?<![第每]){_N}个(?P<what>类别|序列)")
_GRADES = re.compile(rf"(?:分为|评为|设|设置|共|下列|以下|上述)[^,。;]{{0,6}}?{_N}个(?P<what>等次)")
_LEDGERS = re.compile(
    rf"(?:建立|设|设立|共|下列|以下|上述)[^,。;]{{0,6}}?{_N}(?:个|本|类|种)(?P<what>台账|台帐)"
)
_CASES = re.compile(rf"(?:上述|以上|上列|下列|前列)[^,。;]{{0,20}}?{_N}种(?P<what>情形)(?!以上|及)")
_ROSTER = re.compile(
    rf"(?:共|全[区县市镇乡]|上述|上列|下列)(?:有|计)?{_N}(?:个|家)(?:被评估|被考核|参评|评估|考核)?(?P<what>单位)"
)
_HEADING = re.compile(rf"\((?:共)?{_N}(?P<what>个|家)\)\s*$")
_LISTED = re.compile(rf"{_N}(?P<what>个|家)(?:\))?\s*:(?P<list>[^;。\n]+)")
_VALUES = re.compile(rf"(?:上述|以上|下列|以下|共|等){_N}(?:个|项|种|类)(?P<what>[^,。;、(]+)")
_ENUMERATED = re.compile(
    rf"{_N}(?:个|项|种|类)(?P<what>方式|方面|部分|指标|环节|内容|步骤|领域|档次|类型|情形|单位)"
)
# The list that stands before such a count reaches back to the last mark, or so many letters.
_MARK = re.compile("[,。;:\n]")
_REACH = 300
_JOINED = re.compile("[和及与]")
_TOTAL = re.compile(
    rf"(?:总分|满分|总计|合计|共计|共)(?:值)?(?:为|是|计)?{_N}(?P<what>分)[,:]?\(?其中(?P<parts>[^。;)]+)"
)
_WHOLE_SCORE = "(?:综合得分|总得分|总分|总成绩|总评分|综合评分)"
_WEIGHTS = re.compile(rf"权重[^。;]*|占{_WHOLE_SCORE}[^。;]*")
# From such words on, what is listed may be parts of a part, limits, or points for each: no longer parts.
_NO_PARTS = re.compile(
    "其中|包括|包含|含|分为|每|最高|最多|至多|最低|至少|不超过|不得超过|不高于|不低于|不少于|上限|下限|封顶|累计|"
    rf"以上|以下|以内|加分|减分|扣分|[加减扣](?=[0-9])|占(?!{_WHOLE_SCORE})(?=[^,。;、0-9百]{{2,}}的)"
)
# A share (‰) may have three places more than any number has.
_PLACES = MAX_PLACES + 3
_ASKED = (Veto, FoundToBe, GradeByScore, GradeDirectly, Remark)


@frozen
class _Count:
    """A count as stated, and what would be right; ``right`` empty where nothing can be said.

    kinds: the rules that such a count is about.
    """

    stated: Written
    span: Span
    right: tuple[int, ...]
    declared: str
    listed: tuple[str, ...] = ()
    kinds: tuple[type, ...] = ()


def counts_in(subject: Subject, block: Block) -> Iterator[_Count]:
    """The counts in the quotations of a block that the book can be asked about."""
    for quote in block.quotes:
        for pattern, measure in _MEASURES:
            for match in pattern.finditer(quote.folded):
                span = quote.cut(match.start("n"), match.end("what"))
                stated = number_at(span, quote.end)
                if stated is not None:
                    yield measure(subject.book, block, stated, span, match)


def _groups(book: RuleBook, block: Block, stated: Written, span: Span, match: re.Match[str]) -> _Count:
    """类别 and 序列: those that are ranked below the quotation, or all, or all that have series.

    一个序列 is any of them.
    """
    ranked = [group for rule in block.rules() if isinstance(rule, Rank) for group in rule.groups]
    series = [each for each in book.series if not ranked or each.category in ranked or each.name in ranked]
    choices: list[Sequence[str]] = [[each.name for each in series]]
    if match["what"] == "类别":
        with_series = [each.category for each in series]
        choices = [[name for name in book.categories if name in (ranked or with_series)]]
        if not ranked:
            choices.append(book.categories)
    # 类别 is also what columns of ledgers are called.
    columns = [column for ledger in book.schema.ledgers for column in ledger.columns if column.values]
    choices = [*(column.values for column in columns if column.name.endswith(match["what"])), *choices]
    if _whole(stated.value) == 1:
        choices = [()]
    return evolve(_of_lists(stated, span, choices, match["what"]), kinds=(Rank,))


def _of_lists(stated: Written, span: Span, choices: Sequence[Sequence[str]], what: str) -> _Count:
    right = tuple(len(each) for each in choices)
    names = tuple(choices[-1])
    return _Count(stated, span, right if names else (), f"{len(names)}个{what}", names)


def _grades(book: RuleBook, _: Block, stated: Written, span: Span, match: re.Match[str]) -> _Count:
    return _of_lists(stated, span, [book.grades], match["what"])


def _ledgers(book: RuleBook, _: Block, stated: Written, span: Span, match: re.Match[str]) -> _Count:
    return _of_lists(stated, span, [[each.name for each in book.schema.ledgers]], "台账")


def _cases(book: RuleBook, block: Block, stated: Written, span: Span, _: re.Match[str]) -> _Count:
    """情形: those of the veto in the block, or of the one that its clauses ask about, or the only one."""
    vetoes = [rule for clause in book.clauses for rule in clause.rules if isinstance(rule, Veto)]
    here = [rule for rule in block.rules() if isinstance(rule, Veto)]
    asked = [
        test.cases
        for rule in block.rules()
        if isinstance(rule, FoundToBe | GradeByScore | GradeDirectly | Remark)
        for test in rule.tests
        if isinstance(test, HasCases)
    ]
    meant = here or [veto for veto in vetoes if veto.name in asked] or (vetoes if len(vetoes) == 1 else [])
    names = tuple(case.name for case in meant[0].cases) if meant else ()
    return _Count(stated, span, (len(names),) if names else (), f"{len(names)}种情形", names, _ASKED)


def _roster(book: RuleBook, _: Block, stated: Written, span: Span, __: re.Match[str]) -> _Count:
    """单位: all, or those that are ranked, or those of a category."""
    sizes = [sum(1 for unit in book.units if unit.category == name) for name in book.categories]
    ranked = sum(1 for unit in book.units if unit.series is not None)
    return _Count(stated, span, (len(book.units), ranked, *sizes), f"{len(book.units)}个单位")


def _listed(_: RuleBook, block: Block, stated: Written, span: Span, match: re.Match[str]) -> _Count:
    """Units that are listed behind their number: 山村3个:张村、李村、王村."""
    written = [name.partition("(")[0].strip() for name in match["list"].split("、")]
    names = tuple(unit for unit in _declared([block]) if unit in written)
    return _Count(stated, span, (len(names),) if names else (), f"{len(names)}个单位", names)


def _values(book: RuleBook, _: Block, stated: Written, span: Span, match: re.Match[str]) -> _Count:
    """上述5项指标: the values of a column 指标."""
    columns = [column for ledger in book.schema.ledgers for column in ledger.columns]
    found = [column for column in columns if match["what"].endswith(column.name) and column.values]
    names = tuple(found[0].values) if found else ()
    label = found[0].name if found else ""
    right = (len(names),) if names else ()
    return _Count(stated, span, right, f"{len(names)}个取值（“{label}”栏）", names, (Score,))


def _enumerated(_: RuleBook, block: Block, stated: Written, span: Span, match: re.Match[str]) -> _Count:
    """指标评估、述绩述效评估和公众评估三种方式: 和 may also belong to a name, so that both ways count."""
    listed = _MARK.split(match.string[max(match.start() - _REACH, 0) : match.start()])[-1]
    least = listed.count("、") + 1
    most = least + len(_JOINED.findall(listed))
    open_ended = most == 1 or len(listed) == _REACH or listed.endswith(("等", "的", "下列", "上述", "以上"))
    right = () if open_ended or not block.computing else tuple(range(least, most + 1))
    return _Count(stated, span, right, f"{most}项（{listed}）")


_MEASURES = (
    (_GROUPS, _groups),
    (_GRADES, _grades),
    (_LEDGERS, _ledgers),
    (_CASES, _cases),
    (_ROSTER, _roster),
    (_LISTED, _listed),
    (_VALUES, _values),
    (_ENUMERATED, _enumerated),
)


def _declared(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The units that declarations in these blocks list."""
    return tuple(
        word.text
        for block in blocks
        for phrase in block.declared
        if phrase.rule.startswith("category")
        for word in words_of(phrase, ("DEFINED",))
    )


def _find(subject: Subject) -> Iterator[Diagnostic]:
    blocks = blocks_of(subject)
    taken: list[tuple[str, str]] = []
    for block in blocks:
        yield from _headings(blocks, block)
        yield from _counts(subject, block)
        for quote in block.quotes:
            yield from _parts(block, quote, taken)
            yield from _weights(block, quote, taken)
        yield from _factors(subject, block)


def _counts(subject: Subject, block: Block) -> Iterator[Diagnostic]:
    """The counts of a block that are wrong, each once."""
    told: list[tuple[str, Clause | Span]] = []
    for count in counts_in(subject, block):
        if not count.right or _whole(count.stated.value) in count.right:
            continue
        about, place = count.span.text, clause_about(block, count.span, count.kinds)
        if (about, place) not in told:
            told.append((about, place))
            message = f"原文说“{about}”，规则书里是{count.declared}"
            rows = tuple((name,) for name in count.listed)
            witness = Witness((count.declared,), rows) if rows else None
            yield CHECK.finding(message, place, about=about, words=count.span, witness=witness)


def _headings(blocks: Sequence[Block], block: Block) -> Iterator[Diagnostic]:
    """The number of units in a heading, and those that are declared below it."""
    title = block.title
    match = _HEADING.search(title.folded) if title is not None else None
    first = next(each for each in blocks if each.heading is block.heading)
    if title is None or match is None or block is not first:
        return
    span = title.cut(match.start("n"), match.end("what"))
    stated = number_at(span, title.end)
    names = _declared(each for each in blocks if block.path and each.path[: len(block.path)] == block.path)
    if stated is not None and names and _whole(stated.value) != len(names):
        message = f"标题说“{span.text}”，下面列出的单位是{len(names)}个"
        yield CHECK.finding(message, title, about=title.text.strip(), words=span)


def _parts(block: Block, quote: Span, taken: list[tuple[str, str]]) -> Iterator[Diagnostic]:
    """总分为1000分,其中…700分,…200分,…100分."""
    for match in _TOTAL.finditer(quote.folded):
        total = number_at(quote.cut(match.start("n"), match.end("what")), quote.end)
        parts, complete = _listed_amounts(quote, match.span("parts"), "分")
        if total is None or len(parts) < 2:
            continue
        whole, stated = _sum(each.value for each in parts), total.value.scaled(_PLACES)
        if whole > stated or (complete and whole < stated):
            words = total.span.to(parts[-1].span)
            place = clause_about(block, words, (FullMarks, Formula))
            about = told_apart(total.text, total.text, _name(place), taken)
            shown = "＋".join(each.text for each in parts)
            message = f"原文说总共{total.text}，各部分{shown}加起来是{plain(whole, _PLACES)}分"
            yield CHECK.finding(message, place, about=about, words=words)


def _weights(block: Block, quote: Span, taken: list[tuple[str, str]]) -> Iterator[Diagnostic]:
    """权重分别为70%、20%、10%."""
    for match in _WEIGHTS.finditer(quote.folded):
        shares, complete = _listed_amounts(quote, match.span(), "%")
        whole, all_ = _sum(each.value for each in shares), Number(1, 0).scaled(_PLACES)
        if len(shares) >= 2 and (whole > all_ or (complete and whole < all_)):
            words = shares[0].span.to(shares[-1].span)
            place = clause_about(block, words, (Formula,))
            shown = "＋".join(each.text for each in shares)
            about = told_apart("权重", shown, _name(place), taken)
            message = f"原文的权重{shown}加起来是{plain(whole, _PLACES - 2)}%，不是100%"
            yield CHECK.finding(message, place, about=about, words=words)


def _listed_amounts(quote: Span, where: tuple[int, int], measure: str) -> tuple[list[Written], bool]:
    """The amounts of a list that are parts of one whole, and whether these are surely all."""
    inside = quote.cut(*where)
    stop = _NO_PARTS.search(inside.folded)
    # The words that give a meaning to an amount stand before it, from the last mark on.
    end = max((inside.folded.rfind(mark, 0, stop.start()) for mark in ",、:"), default=-1) if stop else None
    kept = inside if end is None else inside.cut(0, max(end, 0))
    amounts = [each for each in quantities_in(kept) if _measured(each, measure)]
    return amounts, stop is None


def _measured(amount: Written, measure: str) -> bool:
    return amount.text.endswith(measure) or (measure == "%" and amount.text.startswith("百分之"))


def _name(place: Clause | Span) -> str:
    return place.name if isinstance(place, Clause) else ""


def _factors(subject: Subject, block: Block) -> Iterator[Diagnostic]:
    """A formula that is a weighted sum: its factors make up 1."""
    for clause in block.computing:
        for rule in (rule for rule in clause.rules if isinstance(rule, Formula)):
            factors = _weights_of(rule.expression) if _is_of_points(subject, rule.expression) else []
            whole = _sum(factors)
            if len(factors) >= 2 and whole != Number(1, 0).scaled(_PLACES):
                shown = "＋".join(f"{plain(each.scaled(_PLACES), _PLACES - 2)}%" for each in factors)
                message = f"“{rule.name}”的权重{shown}加起来是{plain(whole, _PLACES - 2)}%，不是100%"
                yield CHECK.finding(message, clause, about=rule.name)


def _is_of_points(subject: Subject, expression: Expression) -> bool:
    """Whether scores are weighted: shares of anything else may come to whatever they do."""
    if isinstance(expression, Fact | Quantity):
        name = expression.column if isinstance(expression, Fact) else expression.name
        column = subject.model.columns.get((UNIT_GRAIN, name))
        return column is not None and column.unit == "分"
    return all(_is_of_points(subject, part) for part in operands(expression))


def _weights_of(expression: Expression) -> list[Number]:
    """The factors below 1 of a sum each of whose terms has one; empty for any other formula."""
    factors: list[Number] = []
    for term in expression.terms if isinstance(expression, Sum) else ():
        plain_numbers = [
            factor.number
            for factor in (term.factors if isinstance(term, Product) else ())
            if isinstance(factor, Literal) and not factor.unit
        ]
        if len(plain_numbers) != 1 or not 0 < _sum(plain_numbers) < Number(1, 0).scaled(_PLACES):
            return []
        factors.extend(plain_numbers)
    return factors


def _sum(numbers: Iterable[Number]) -> int:
    return sum(number.scaled(_PLACES) for number in numbers)


def _whole(number: Number) -> int:
    return number.units if not number.places else -1


CHECK = Check(
    "PE810",
    "个数不符",
    Severity.WARNING,
    what="原文写明的个数（几个序列、几种情形、几个单位），和规则书里列出的对不对得上；各部分加起来是不是总数。",
    why="对不上，说明原文或规则书里漏了、多了一项，漏掉的单位或情形就评不到、查不出。",
    remedy="数一数，漏了的补上，多了的删去；原文自己数错的，用“知悉”写明以哪一个为准。",
    find=_find,
)
